package org.hsdpo.cli.replay;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.PrintWriter;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.hsdpo.cli.CommandFailure;
import org.hsdpo.cli.demo.GatewayClient;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code ./hsdpo replay PROFILE --token-file FILE}. */
@Command(
        name = "replay",
        description =
                "Has a profile made again from what was recorded with it, and says what differs. The exit code is 0"
                        + " where it is the same byte for byte, else 3.",
        mixinStandardHelpOptions = true)
public final class ReplayCommand implements Callable<Integer> {
    private static final int DIFFERENT = 3;
    private static final ObjectMapper JSON = new ObjectMapper();

    @Parameters(arity = "1", paramLabel = "PROFILE", description = "file of a profile, as the gateway gave it out")
    private Path profile;

    @Option(
            names = "--gateway",
            defaultValue = "http://127.0.0.1:8080",
            description = "address of the gateway that issued it (default ${DEFAULT-VALUE})")
    private URI gateway;

    @Option(
            names = "--token-file",
            required = true,
            description = "file that holds a token with a read scope, as ./hsdpo up writes one")
    private Path tokenFile;

    @Option(names = "--json", description = "print the comparison as JSON")
    private boolean json;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() {
        JsonNode document = document();
        String patient = identifier(document, "patientId");
        String id = identifier(document, "profileId");
        GatewayClient client = new GatewayClient(gateway, read(tokenFile).strip());
        if (!expect(client.profile(patient, id)).equals(document)) {
            throw new CommandFailure(profile + " is not what the gateway issued as profile " + id);
        }
        JsonNode replay = expect(client.replay(patient, id));
        PrintWriter out = spec.commandLine().getOut();
        out.print(json ? replay.toPrettyString() + System.lineSeparator() : table(replay));
        out.flush();
        return replay.path("identical").asBoolean() ? 0 : DIFFERENT;
    }

    private JsonNode document() {
        try {
            return JSON.readTree(read(profile));
        } catch (JsonProcessingException e) {
            throw new CommandFailure(profile + " is not JSON", e);
        }
    }

    private String identifier(JsonNode document, String name) {
        String value = document.path(name).asText();
        if (!value.matches("[A-Za-z0-9._~-]{1,128}")) {
            throw new CommandFailure(profile + " is no profile: it has no " + name);
        }
        return value;
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new CommandFailure(file + " cannot be read", e);
        }
    }

    private static JsonNode expect(GatewayClient.Answer answer) {
        if (answer.status() != 200) {
            throw new CommandFailure("the gateway answered " + answer.status() + ": " + GatewayClient.fault(answer));
        }
        return answer.json();
    }

    private static String table(JsonNode replay) {
        StringBuilder text = new StringBuilder();
        if (replay.path("identical").asBoolean()) {
            return text.append("the same, byte for byte: ")
                    .append(replay.path("recordedHash").asText())
                    .append(System.lineSeparator())
                    .toString();
        }
        for (JsonNode change : replay.path("versionChanges")) {
            text.append("%-24s %s -> %s%n"
                    .formatted(
                            change.path("component").asText(),
                            version(change.path("recorded")),
                            version(change.path("replayed"))));
        }
        for (JsonNode difference : replay.path("differences")) {
            text.append("%s: %s -> %s%n"
                    .formatted(
                            difference.path("path").asText(),
                            value(difference.path("recorded")),
                            value(difference.path("replayed"))));
        }
        int left = replay.path("differenceCount").asInt()
                - replay.path("differences").size();
        if (left > 0) {
            text.append("and %d more differences%n".formatted(left));
        }
        return text.toString();
    }

    private static String version(JsonNode version) {
        if (version.isMissingNode()) {
            return "took no part";
        }
        String hash = version.path("hash").asText();
        return version.path("version").asText()
                + (hash.isEmpty() ? "" : " " + hash.substring(0, Math.min(12, hash.length())));
    }

    private static String value(JsonNode value) {
        String text = value.asText();
        return text.isEmpty() ? "nothing" : text.length() > 200 ? text.substring(0, 200) + "…" : text;
    }
}
