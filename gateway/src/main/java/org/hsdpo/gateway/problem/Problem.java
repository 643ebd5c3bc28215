package org.hsdpo.gateway.problem;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import org.hsdpo.clinical.error.Violation;

/**
 * A problem document of RFC 9457.
 *
 * @param status HTTP status
 * @param code stable machine-readable reason in upper snake case; the {@code type} is made of it
 * @param title what kind of problem it is, the same for every occurrence
 * @param detail what is wrong this time; never a patient's data beyond what the caller sent
 * @param violations every fault found in the input
 * @param retryAfter how long to wait before trying again
 */
public record Problem(
        int status,
        String code,
        String title,
        String detail,
        List<Violation> violations,
        Optional<Duration> retryAfter) {
    /** Media type of problem documents. */
    public static final String MEDIA_TYPE = "application/problem+json";

    public Problem {
        Objects.requireNonNull(code, "code");
        Objects.requireNonNull(title, "title");
        Objects.requireNonNull(detail, "detail");
        Objects.requireNonNull(retryAfter, "retryAfter");
        violations = List.copyOf(violations);
    }

    static Problem of(int status, String code, String title, String detail) {
        return new Problem(status, code, title, detail, List.of(), Optional.empty());
    }

    /** The document as text. */
    public String json() {
        ObjectNode document = JsonNodeFactory.instance.objectNode();
        document.put(
                "type", "urn:hsdpo:problem:" + code.toLowerCase(Locale.ROOT).replace('_', '-'));
        document.put("title", title);
        document.put("status", status);
        document.put("detail", detail);
        document.put("code", code);
        ArrayNode list = document.putArray("violations");
        for (Violation violation : violations) {
            list.addObject()
                    .put("field", violation.field())
                    .put("code", violation.code())
                    .put("message", violation.message())
                    .put("accepted", violation.accepted());
        }
        return document.toString();
    }

    /** Value of the Retry-After header: whole seconds, at least one. */
    public Optional<String> retryAfterSeconds() {
        return retryAfter.map(wait -> Long.toString(Math.max(1, wait.toSeconds() + (wait.toNanosPart() > 0 ? 1 : 0))));
    }
}
