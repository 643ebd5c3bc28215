package org.hsdpo.cli.load;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.Callable;
import org.hsdpo.cli.CommandFailure;
import org.hsdpo.cli.demo.GatewayClient;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code ./hsdpo load PATH... --token-file FILE}. */
@Command(
        name = "load",
        description =
                "Sends FHIR files of many patients (NDJSON, as a bulk export gives them) to a gateway. The same call goes"
                        + " on where an earlier one was interrupted.",
        mixinStandardHelpOptions = true)
public final class LoadCommand implements Callable<Integer> {
    private static final Duration PATIENCE = Duration.ofMinutes(5);
    private static final int CHUNK = 1 << 16;

    @Parameters(
            arity = "0..*",
            paramLabel = "PATH",
            description = "files, or folders of *.ndjson, *.jsonl, also as .gz")
    private List<Path> places = List.of();

    @Option(
            names = "--from",
            description = "name of a FHIR server, configured at the service, whose bulk export is fetched")
    private String source;

    @Option(
            names = "--gateway",
            defaultValue = "http://127.0.0.1:8080",
            description = "address of the gateway (default ${DEFAULT-VALUE})")
    private URI gateway;

    @Option(
            names = "--token-file",
            required = true,
            description = "file that holds a token with the scope system/*.c, as ./hsdpo up writes one")
    private Path tokenFile;

    @Option(names = "--name", description = "name of the load (default: made from the names and contents of the files)")
    private String name;

    @Option(names = "--json", description = "print the load as JSON")
    private boolean json;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() {
        if (places.isEmpty() == (source == null)) {
            throw new CommandFailure("either PATH or --from: files to send, or a server to fetch them from");
        }
        if (source != null && (name == null || !source.matches("[A-Za-z0-9._-]{1,64}"))) {
            throw new CommandFailure("--from needs --name, and takes 1 to 64 letters, digits, dots, - or _");
        }
        List<LoadFile> files = source == null ? LoadFile.in(places) : List.of();
        PrintWriter err = spec.commandLine().getErr();
        PrintWriter out = spec.commandLine().getOut();
        String load = name == null ? nameOf(files) : name;
        err.println("… load " + load);
        BulkSender sender = new BulkSender(new GatewayClient(gateway, token()), PATIENCE, line -> {
            err.println("… " + line);
            err.flush();
        });
        JsonNode done = source == null ? sender.load(load, files) : sender.pull(load, source);
        out.print(json ? done.toPrettyString() + System.lineSeparator() : table(done));
        out.flush();
        return 0;
    }

    private String token() {
        try {
            return Files.readString(tokenFile).strip();
        } catch (IOException e) {
            throw new CommandFailure(tokenFile + " cannot be read", e);
        }
    }

    /** The same files make the same name, so that a repeated call finds its load. */
    private static String nameOf(List<LoadFile> files) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            byte[] chunk = new byte[CHUNK];
            for (LoadFile file : files) {
                digest.update((file.name() + "\n").getBytes(StandardCharsets.UTF_8));
                try (InputStream in = file.open()) {
                    for (int read = in.read(chunk); read >= 0; read = in.read(chunk)) {
                        digest.update(chunk, 0, read);
                    }
                }
            }
            return "load-" + HexFormat.of().formatHex(digest.digest(), 0, 8);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        } catch (IOException e) {
            throw new CommandFailure("a file cannot be read: " + e.getMessage(), e);
        }
    }

    private static String table(JsonNode load) {
        StringBuilder text = new StringBuilder();
        row(text, "lines", load.path("lines").asText());
        row(text, "of types that are not read", load.path("passedOver").asText());
        row(text, "rejected", load.path("rejected").asText());
        row(text, "patients stored", load.path("patientsStored").asText());
        row(text, "patients stored before", load.path("patientsKnown").asText());
        row(text, "patients without facts", load.path("patientsWithoutFacts").asText());
        for (JsonNode rejection : load.path("rejections")) {
            text.append("%s line %s %s: %s (accepted: %s)%n"
                    .formatted(
                            rejection.path("file").asText(),
                            rejection.path("line").asText(),
                            rejection.path("field").asText(),
                            rejection.path("message").asText(),
                            rejection.path("accepted").asText()));
        }
        return text.toString();
    }

    private static void row(StringBuilder text, String what, String number) {
        text.append("%-28s %10s%n".formatted(what, number));
    }
}
