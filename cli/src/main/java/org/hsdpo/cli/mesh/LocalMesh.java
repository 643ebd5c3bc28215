package org.hsdpo.cli.mesh;

import java.io.IOException;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.hsdpo.cli.CommandFailure;
import org.hsdpo.cli.ProjectFolder;

/**
 * The whole mesh as processes on loopback. Everything it starts ends with it, also when this process is interrupted.
 */
public final class LocalMesh implements AutoCloseable {
    private static final Duration READY_WITHIN = Duration.ofSeconds(120);
    private static final Duration POLL = Duration.ofMillis(100);
    private static final Duration STOP_WITHIN = Duration.ofSeconds(10);
    private static final Duration RECORD_WITHIN = Duration.ofMinutes(5);

    private final Path root = ProjectFolder.root();
    private final Path folder;
    private final Path logs;
    private final Consumer<String> progress;
    private final boolean recording;
    private final LocalIssuer issuer = new LocalIssuer();
    private final Map<MeshService, Integer> meshPorts = new EnumMap<>(MeshService.class);
    private final Map<MeshService, Integer> managementPorts = new EnumMap<>(MeshService.class);
    private final Map<MeshService, Process> processes = new EnumMap<>(MeshService.class);
    private final HttpClient http =
            HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(2)).build();
    private final Thread stopAtExit = new Thread(this::stopProcesses, "stop-mesh");
    private MeshCertificates certificates;
    private LocalDatabase database;

    private LocalMesh(int gatewayPort, boolean recording, Consumer<String> progress) throws IOException {
        this.progress = progress;
        this.recording = recording;
        this.folder = Files.createTempDirectory("hsdpo-mesh");
        this.logs = Files.createDirectories(ProjectFolder.state().resolve("logs"));
        List<ServerSocket> held = new ArrayList<>();
        try {
            for (MeshService service : MeshService.values()) {
                meshPorts.put(service, port(service == MeshService.GATEWAY ? gatewayPort : 0, held));
                managementPorts.put(service, port(0, held));
            }
        } finally {
            for (ServerSocket socket : held) {
                socket.close();
            }
        }
    }

    /**
     * Starts everything and waits until every service is ready.
     *
     * @param gatewayPort port of the public API on loopback; 0 = any free one
     * @param keptData folder of a database that outlives the mesh; null = a fresh database that does not
     * @param progress told each step in one line
     * @throws CommandFailure where something does not start, naming its log
     */
    public static LocalMesh start(int gatewayPort, Path keptData, Consumer<String> progress) {
        return start(gatewayPort, keptData, false, progress);
    }

    /**
     * Makes the later starts of this build about twice as fast: starts the mesh once so that each service's JVM keeps
     * what it learned. Does nothing where that was done since the build.
     *
     * @throws CommandFailure where a service does not start
     */
    public static void recordStartOnce(Consumer<String> progress) {
        try {
            boolean fresh = true;
            for (MeshService service : MeshService.values()) {
                requireBuilt(service);
                fresh &= service.startCache(ProjectFolder.root()).isFresh();
            }
            if (fresh) {
                return;
            }
            for (MeshService service : MeshService.values()) {
                service.startCache(ProjectFolder.root()).discard();
            }
            progress.accept("recording a start, once a build: later starts are about twice as fast");
            try (LocalMesh mesh = start(0, null, true, line -> {})) {
                progress.accept("keeping what was recorded");
            }
        } catch (IOException e) {
            throw new CommandFailure("the start cannot be recorded: " + e.getMessage(), e);
        }
    }

    private static LocalMesh start(int gatewayPort, Path keptData, boolean recording, Consumer<String> progress) {
        LocalMesh mesh = null;
        try {
            mesh = new LocalMesh(gatewayPort, recording, progress);
            mesh.startAll(keptData);
            return mesh;
        } catch (IOException e) {
            if (mesh != null) {
                mesh.close();
            }
            throw new CommandFailure("the mesh does not start: " + e.getMessage(), e);
        } catch (RuntimeException e) {
            if (mesh != null) {
                mesh.close();
            }
            throw e;
        }
    }

    private void startAll(Path keptData) throws IOException {
        for (MeshService service : MeshService.values()) {
            requireBuilt(service);
        }
        Runtime.getRuntime().addShutdownHook(stopAtExit);
        long begun = System.nanoTime();
        progress.accept("starting PostgreSQL");
        Path data = keptData == null ? folder.resolve("postgres") : keptData;
        database = LocalDatabase.start(
                Files.createDirectories(ProjectFolder.state().resolve("postgres-binaries")), data, keptData != null);
        certificates = new MeshCertificates(folder);
        issuer.writePublicKey(folder.resolve("issuer.pem"));
        for (MeshService service : MeshService.values()) {
            certificates.issue(service);
        }
        progress.accept("starting " + MeshService.values().length + " services");
        for (MeshService service : MeshService.values()) {
            launch(service);
        }
        for (MeshService service : MeshService.values()) {
            awaitReady(service);
        }
        progress.accept("mesh ready after %.1f s".formatted((System.nanoTime() - begun) / 1e9));
    }

    private static void requireBuilt(MeshService service) {
        if (!Files.isRegularFile(service.runner(ProjectFolder.root()))) {
            throw new CommandFailure(service.folder() + " is not built: start with ./hsdpo, which builds it");
        }
    }

    /** Starts one service again after {@link #kill} and waits until it is ready. */
    public void restart(MeshService service) {
        try {
            launch(service);
        } catch (IOException e) {
            throw new CommandFailure(service.folder() + " does not start: " + e.getMessage(), e);
        }
        awaitReady(service);
    }

    /** Ends one service at once, as a crash would. */
    public void kill(MeshService service) {
        Process process = processes.get(service);
        process.destroyForcibly();
        try {
            process.waitFor();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Base address of the public API. */
    public URI gateway() {
        return URI.create("http://127.0.0.1:" + meshPorts.get(MeshService.GATEWAY));
    }

    /** Address of a service's health and metrics. */
    public URI management(MeshService service) {
        return URI.create("http://127.0.0.1:" + managementPorts.get(service));
    }

    /** A connection to the database that sees everything, to look at what the services stored. */
    public Connection database() throws SQLException {
        return database.connect();
    }

    /** Where the services run. */
    Path folder() {
        return folder;
    }

    public LocalIssuer issuer() {
        return issuer;
    }

    /** Process identifier of a service. */
    public long pid(MeshService service) {
        return processes.get(service).pid();
    }

    /** Whether a service says that it is ready. */
    public boolean isReady(MeshService service) {
        HttpRequest request = HttpRequest.newBuilder(management(service).resolve("/q/health/ready"))
                .timeout(Duration.ofSeconds(5))
                .build();
        try {
            return http.send(request, HttpResponse.BodyHandlers.discarding()).statusCode() == 200;
        } catch (IOException e) {
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    private void launch(MeshService service) throws IOException {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(service.jvmOptions());
        StartCache cache = service.startCache(root);
        if (recording) {
            command.add(cache.record());
        } else if (cache.isFresh()) {
            command.add(cache.use());
        }
        command.add("-jar");
        command.add(service.runner(root).toString());
        ProcessBuilder builder = new ProcessBuilder(command)
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .redirectOutput(logs.resolve(service.folder() + ".log").toFile());
        builder.environment().keySet().removeIf(name -> name.startsWith("QUARKUS_") || name.startsWith("HSDPO_"));
        builder.environment().putAll(environment(service));
        processes.put(service, builder.start());
    }

    private Map<String, String> environment(MeshService service) {
        Map<String, String> env = new HashMap<>();
        env.put("QUARKUS_HTTP_HOST", "127.0.0.1");
        env.put("QUARKUS_MANAGEMENT_HOST", "127.0.0.1");
        env.put("QUARKUS_MANAGEMENT_PORT", managementPorts.get(service).toString());
        env.put("QUARKUS_OTEL_SDK_DISABLED", "true");
        env.put(
                service == MeshService.GATEWAY ? "QUARKUS_HTTP_PORT" : "QUARKUS_HTTP_SSL_PORT",
                meshPorts.get(service).toString());
        env.put(
                "QUARKUS_TLS_MESH_KEY_STORE_PEM_0_CERT",
                certificates.certificate(service).toString());
        env.put(
                "QUARKUS_TLS_MESH_KEY_STORE_PEM_0_KEY",
                certificates.key(service).toString());
        env.put(
                "QUARKUS_TLS_MESH_TRUST_STORE_PEM_CERTS",
                certificates.authority().toString());
        if (service.schema() != null) {
            String address = "//127.0.0.1:" + database.port() + "/postgres";
            env.put("QUARKUS_DATASOURCE_JDBC_URL", "jdbc:postgresql:" + address);
            env.put("QUARKUS_DATASOURCE_REACTIVE_URL", "postgresql:" + address);
            env.put("QUARKUS_DATASOURCE_USERNAME", service.role());
            env.put("QUARKUS_DATASOURCE_PASSWORD", database.password());
            env.put("QUARKUS_FLYWAY_USERNAME", LocalDatabase.OWNER);
            env.put("QUARKUS_FLYWAY_PASSWORD", database.password());
        }
        client(env, "PARSER", MeshService.PARSER);
        client(env, "INGESTION", MeshService.INGESTION);
        client(env, "EVALUATION", MeshService.EVALUATION);
        client(env, "AGENT", MeshService.RL_AGENT);
        if (service == MeshService.GATEWAY) {
            env.put("MP_JWT_VERIFY_ISSUER", LocalIssuer.ISSUER);
            env.put(
                    "MP_JWT_VERIFY_PUBLICKEY_LOCATION",
                    folder.resolve("issuer.pem").toUri().toString());
            env.put("MP_JWT_VERIFY_PUBLICKEY_ALGORITHM", "ES256");
        }
        return env;
    }

    private void client(Map<String, String> env, String name, MeshService target) {
        env.put("QUARKUS_GRPC_CLIENTS_" + name + "_HOST", "localhost");
        env.put("QUARKUS_GRPC_CLIENTS_" + name + "_PORT", meshPorts.get(target).toString());
    }

    private void awaitReady(MeshService service) {
        Process process = processes.get(service);
        long deadline = System.nanoTime() + READY_WITHIN.toNanos();
        while (!isReady(service)) {
            String log = " (log: " + ProjectFolder.root().relativize(logs.resolve(service.folder() + ".log")) + ")";
            if (!process.isAlive()) {
                throw new CommandFailure(service.folder() + " ended with status " + process.exitValue() + log);
            }
            if (System.nanoTime() > deadline) {
                throw new CommandFailure(
                        service.folder() + " is not ready after " + READY_WITHIN.toSeconds() + " s" + log);
            }
            try {
                process.waitFor(POLL.toMillis(), TimeUnit.MILLISECONDS);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new CommandFailure("interrupted while " + service.folder() + " was starting");
            }
        }
        progress.accept(service.folder() + " ready");
    }

    /** @throws CommandFailure where another process has the port */
    static void requireFree(int port) throws IOException {
        List<ServerSocket> held = new ArrayList<>();
        port(port, held);
        held.getFirst().close();
    }

    private static int port(int wanted, List<ServerSocket> held) throws IOException {
        try {
            ServerSocket socket = new ServerSocket(wanted, 1, java.net.InetAddress.getLoopbackAddress());
            held.add(socket);
            return socket.getLocalPort();
        } catch (java.net.BindException e) {
            throw new CommandFailure("port " + wanted + " is in use: choose another with --port", e);
        }
    }

    private void stopProcesses() {
        processes.values().forEach(Process::destroy);
        Duration within = recording ? RECORD_WITHIN : STOP_WITHIN;
        for (Process process : processes.values()) {
            try {
                if (!process.waitFor(within.toMillis(), TimeUnit.MILLISECONDS)) {
                    process.destroyForcibly();
                }
            } catch (InterruptedException e) {
                process.destroyForcibly();
                Thread.currentThread().interrupt();
            }
        }
        try {
            if (database != null) {
                database.close();
            }
            deleteRecursively(folder);
        } catch (IOException e) {
            progress.accept("could not clean up: " + e.getMessage());
        }
    }

    private static void deleteRecursively(Path folder) throws IOException {
        if (!Files.exists(folder)) {
            return;
        }
        try (Stream<Path> tree = Files.walk(folder)) {
            for (Path path : tree.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(path);
            }
        }
    }

    @Override
    public void close() {
        stopProcesses();
        try {
            Runtime.getRuntime().removeShutdownHook(stopAtExit);
        } catch (IllegalStateException shuttingDown) {
            // The hook is running or has run: there is nothing left to stop.
        }
    }
}
