package org.hsdpo.gateway.json;

import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.Message;
import com.google.protobuf.util.JsonFormat;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.hsdpo.clinical.error.InvalidInputException;
import org.hsdpo.clinical.error.Violation;
import org.hsdpo.gateway.problem.RefusedBody;

/**
 * The JSON of one kind of request: an object with the named fields and no others. Every fault is found, not only the
 * first.
 */
public final class RequestJson {
    private static final JsonMapper STRICT = JsonMapper.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .disable(StreamReadFeature.INCLUDE_SOURCE_IN_LOCATION)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();

    private final Map<String, String> accepted;

    private RequestJson(Map<String, String> accepted) {
        this.accepted = accepted;
    }

    /** @param fieldsAndAccepted alternating: name of a field, what is accepted in it */
    public static RequestJson with(String... fieldsAndAccepted) {
        Map<String, String> accepted = new LinkedHashMap<>();
        for (int i = 0; i < fieldsAndAccepted.length; i += 2) {
            accepted.put(fieldsAndAccepted[i], fieldsAndAccepted[i + 1]);
        }
        return new RequestJson(accepted);
    }

    /**
     * Reads a body into a message; an empty body is an empty object.
     *
     * @throws RefusedBody where it is not a JSON object
     * @throws InvalidInputException with every unknown field and every value that does not fit
     */
    public <B extends Message.Builder> B read(byte[] body, B into) {
        JsonNode root = body.length == 0 ? JsonNodeFactory.instance.objectNode() : parse(body);
        if (!root.isObject()) {
            throw RefusedBody.malformed("body", "the body is not a JSON object", "a JSON object");
        }
        List<Violation> violations = new ArrayList<>();
        for (Iterator<Map.Entry<String, JsonNode>> fields = root.fields(); fields.hasNext(); ) {
            Map.Entry<String, JsonNode> field = fields.next();
            String name = field.getKey();
            if (!accepted.containsKey(name)) {
                violations.add(new Violation(
                        name, "FIELD_UNKNOWN", "there is no such field", String.join(", ", accepted.keySet())));
                continue;
            }
            try {
                JsonFormat.parser()
                        .merge(
                                JsonNodeFactory.instance
                                        .objectNode()
                                        .set(name, field.getValue())
                                        .toString(),
                                into);
            } catch (InvalidProtocolBufferException e) {
                violations.add(
                        new Violation(name, "VALUE_INVALID", "the value does not fit the field", accepted.get(name)));
            }
        }
        if (!violations.isEmpty()) {
            throw new InvalidInputException(violations);
        }
        return into;
    }

    private static JsonNode parse(byte[] body) {
        try {
            JsonNode root = STRICT.readTree(body);
            return root == null ? JsonNodeFactory.instance.objectNode() : root;
        } catch (JsonProcessingException e) {
            JsonLocation place = e.getLocation();
            String where = place == null ? "" : " at line " + place.getLineNr() + " column " + place.getColumnNr();
            throw RefusedBody.malformed("body", "the body is not well-formed JSON" + where, "one JSON object");
        } catch (IOException e) {
            throw RefusedBody.malformed("body", "the body cannot be read", "one JSON object in UTF-8");
        }
    }
}
