package org.hsdpo.cli.mesh;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Serves a folder of NDJSON files as FHIR Bulk Data Access says, and stops on the way where it is told to: before an export
 * is done, or in the middle of a file.
 */
final class ExportServer implements AutoCloseable {
    private final HttpServer server;
    private final Path folder;
    private volatile boolean exporting;
    private volatile String heldFile = "";
    private volatile CountDownLatch held = new CountDownLatch(0);

    ExportServer(Path folder) throws IOException {
        this.folder = folder;
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server.createContext("/", this::serve);
        server.start();
    }

    String origin() {
        return "http://localhost:" + server.getAddress().getPort();
    }

    /** From now on an export is not done until this is said again with {@code false}. */
    void exporting(boolean still) {
        exporting = still;
    }

    /** The second half of a file is not sent until {@link #goOn}. */
    void holdInTheMiddleOf(String file) {
        held = new CountDownLatch(1);
        heldFile = file;
    }

    void goOn() {
        heldFile = "";
        held.countDown();
    }

    private void serve(HttpExchange call) throws IOException {
        String path = call.getRequestURI().getPath();
        if (path.endsWith("/.well-known/smart-configuration")) {
            answer(call, 200, "{\"token_endpoint\":\"" + origin() + "/token\"}");
        } else if (path.equals("/token")) {
            answer(call, 200, "{\"access_token\":\"t\",\"token_type\":\"bearer\",\"expires_in\":3600}");
        } else if (path.endsWith("/$export")) {
            call.getResponseHeaders().set("Content-Location", origin() + "/status");
            answer(call, 202, "");
        } else if (path.equals("/status") && call.getRequestMethod().equals("DELETE")) {
            answer(call, 202, "");
        } else if (path.equals("/status")) {
            answer(call, exporting ? 202 : 200, exporting ? "" : manifest());
        } else if (path.startsWith("/files/")) {
            file(call, path.substring("/files/".length()));
        } else {
            answer(call, 404, "");
        }
    }

    private String manifest() throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            List<String> names = files.map(file -> file.getFileName().toString())
                    .filter(name -> name.endsWith(".ndjson"))
                    .sorted()
                    .toList();
            return "{\"transactionTime\":\"2026-11-01T00:00:00Z\",\"request\":\"x\",\"requiresAccessToken\":true,"
                    + "\"output\":["
                    + names.stream()
                            .map(name -> "{\"type\":\"" + name.replace(".ndjson", "") + "\",\"url\":\"" + origin()
                                    + "/files/" + name + "\"}")
                            .collect(Collectors.joining(","))
                    + "],\"error\":[]}";
        }
    }

    private void file(HttpExchange call, String name) throws IOException {
        byte[] content = Files.readAllBytes(folder.resolve(name));
        String range = call.getRequestHeaders().getFirst("Range");
        int from = range == null ? 0 : Integer.parseInt(range.replaceAll("[^0-9]", ""));
        if (from >= content.length && from > 0) {
            answer(call, 416, "");
            return;
        }
        call.getResponseHeaders().set("Content-Type", "application/fhir+ndjson");
        if (from > 0) {
            call.getResponseHeaders()
                    .set("Content-Range", "bytes " + from + "-" + (content.length - 1) + "/" + content.length);
        }
        call.sendResponseHeaders(from > 0 ? 206 : 200, content.length - from);
        try (OutputStream out = call.getResponseBody()) {
            int half = from + (content.length - from) / 2;
            out.write(content, from, half - from);
            out.flush();
            if (name.equals(heldFile)) {
                held.await();
            }
            out.write(content, half, content.length - half);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static void answer(HttpExchange call, int status, String body) throws IOException {
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        call.getRequestBody().readAllBytes();
        call.getResponseHeaders().set("Content-Type", "application/json");
        call.sendResponseHeaders(status, bytes.length == 0 ? -1 : bytes.length);
        try (OutputStream out = call.getResponseBody()) {
            out.write(bytes);
        }
    }

    @Override
    public void close() {
        goOn();
        server.stop(0);
    }
}
