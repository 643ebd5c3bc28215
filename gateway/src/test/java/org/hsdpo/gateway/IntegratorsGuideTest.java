package org.hsdpo.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.google.protobuf.DynamicMessage;
import com.google.protobuf.util.JsonFormat;
import io.grpc.CallOptions;
import io.grpc.ManagedChannel;
import io.grpc.Metadata;
import io.grpc.netty.NettyChannelBuilder;
import io.grpc.protobuf.ProtoUtils;
import io.grpc.stub.ClientCalls;
import io.grpc.stub.MetadataUtils;
import io.quarkus.test.junit.QuarkusTest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.hsdpo.contracts.gateway.v1.Gateway;
import org.hsdpo.gateway.testing.GatewayCalls;
import org.hsdpo.gateway.testing.GatewayCalls.Answer;
import org.hsdpo.gateway.testing.GatewayTest;
import org.hsdpo.gateway.testing.Tokens;
import org.junit.jupiter.api.Test;

/** Runs every example of docs/integrators.md in the order in which it stands there. */
@QuarkusTest
class IntegratorsGuideTest extends GatewayTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Pattern BLOCK = Pattern.compile("```(http|grpc|json)\\n(.*?)```", Pattern.DOTALL);
    private static final Path GUIDE = Path.of("..", "docs", "integrators.md");

    private final String token = Tokens.of("guide", Tokens.CLINICIAN);
    private String profileId = "";

    private record Example(String kind, String text) {}

    private static List<Example> examples() throws IOException {
        List<Example> examples = new ArrayList<>();
        Matcher blocks = BLOCK.matcher(Files.readString(GUIDE));
        while (blocks.find()) {
            examples.add(new Example(blocks.group(1), blocks.group(2)));
        }
        return examples;
    }

    @Test
    void everyExampleAnswersAsTheGuideSays() throws IOException {
        Answer last = null;
        JsonNode message = null;
        int compared = 0;
        for (Example example : examples()) {
            String text = filledIn(example.text());
            if (example.kind().equals("grpc")) {
                message = callGrpc(text);
            } else if (example.kind().equals("json")) {
                assertMatches(JSON.readTree(text), message, "message");
                compared++;
            } else if (text.startsWith("HTTP/1.1")) {
                compare(text, last);
                compared++;
            } else {
                last = call(text);
                if (profileId.isEmpty() && last.response().body().contains("profileId")) {
                    profileId = last.json().path("profileId").asText();
                }
            }
        }
        assertThat(compared).isEqualTo(7);
    }

    private String filledIn(String text) {
        return text.replace("{patient}", patient).replace("{token}", token).replace("{profileId}", profileId);
    }

    private Answer call(String text) {
        String[] headAndBody = text.split("\\n\\n", 2);
        String[] lines = headAndBody[0].split("\\n");
        String[] methodAndPath = lines[0].split(" ");
        GatewayCalls caller = withToken(null);
        String contentType = null;
        for (int i = 1; i < lines.length; i++) {
            String[] nameAndValue = lines[i].trim().split(": ", 2);
            if (nameAndValue[0].equals("Content-Type")) {
                contentType = nameAndValue[1];
            } else {
                caller = caller.with(nameAndValue[0], nameAndValue[1]);
            }
        }
        return methodAndPath[0].equals("GET")
                ? caller.get(methodAndPath[1])
                : caller.post(methodAndPath[1], contentType, headAndBody.length == 1 ? "" : headAndBody[1]);
    }

    private static void compare(String expected, Answer answer) throws IOException {
        String[] headAndBody = expected.split("\\n\\n", 2);
        String[] lines = headAndBody[0].split("\\n");
        assertThat(answer.status()).as(answer.response().body()).isEqualTo(Integer.parseInt(lines[0].split(" ")[1]));
        for (int i = 1; i < lines.length; i++) {
            String[] nameAndValue = lines[i].split(": ", 2);
            String actual = answer.header(nameAndValue[0]);
            assertThat(actual).as(nameAndValue[0]).isNotNull();
            if (!nameAndValue[1].equals("…")) {
                assertThat(actual).startsWith(nameAndValue[1]);
            }
        }
        assertMatches(JSON.readTree(headAndBody[1]), answer.json(), "body");
    }

    private JsonNode callGrpc(String text) throws IOException {
        String[] nameAndBody = text.split("\\n", 2);
        String method = nameAndBody[0].substring(nameAndBody[0].indexOf('/') + 1);
        var described =
                Gateway.getDescriptor().findServiceByName("PrescriptionService").findMethodByName(method);
        var definition = io.grpc.MethodDescriptor.<DynamicMessage, DynamicMessage>newBuilder()
                .setType(io.grpc.MethodDescriptor.MethodType.UNARY)
                .setFullMethodName(nameAndBody[0])
                .setRequestMarshaller(
                        ProtoUtils.marshaller(DynamicMessage.getDefaultInstance(described.getInputType())))
                .setResponseMarshaller(
                        ProtoUtils.marshaller(DynamicMessage.getDefaultInstance(described.getOutputType())))
                .build();
        DynamicMessage.Builder request = DynamicMessage.newBuilder(described.getInputType());
        JsonFormat.parser().merge(nameAndBody[1], request);
        Metadata headers = new Metadata();
        headers.put(Metadata.Key.of("authorization", Metadata.ASCII_STRING_MARSHALLER), "Bearer " + token);
        ManagedChannel channel = NettyChannelBuilder.forAddress("localhost", gateway.getPort())
                .usePlaintext()
                .intercept(MetadataUtils.newAttachHeadersInterceptor(headers))
                .build();
        try {
            return JSON.readTree(JsonFormat.printer()
                    .print(ClientCalls.blockingUnaryCall(channel, definition, CallOptions.DEFAULT, request.build())));
        } finally {
            channel.shutdownNow();
        }
    }

    /** Everything the guide shows has to be there; the real answer may hold more fields. */
    private static void assertMatches(JsonNode shown, JsonNode actual, String path) {
        assertThat(actual.isMissingNode()).as(path + " is missing").isFalse();
        if (shown.isObject()) {
            for (Map.Entry<String, JsonNode> field : shown.properties()) {
                assertMatches(field.getValue(), actual.path(field.getKey()), path + "." + field.getKey());
            }
        } else if (shown.isArray()) {
            if (shown.isEmpty()) {
                assertThat(actual).as(path).isEmpty();
            }
            for (int i = 0; i < shown.size(); i++) {
                assertMatches(shown.get(i), actual.path(i), path + "[" + i + "]");
            }
        } else if (shown.asText().equals("…")) {
            assertThat(actual.asText()).as(path).isNotEmpty();
        } else {
            assertThat(actual).as(path).isEqualTo(shown);
        }
    }
}
