package org.hsdpo.gateway.edge;

import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.context.Context;
import io.opentelemetry.sdk.trace.ReadWriteSpan;
import io.opentelemetry.sdk.trace.ReadableSpan;
import io.opentelemetry.sdk.trace.SpanProcessor;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.regex.Pattern;

/** Takes the patient's identifier out of the addresses that traces record. */
@ApplicationScoped
public class TraceRedaction implements SpanProcessor {
    private static final Pattern PATIENT = Pattern.compile("/patients/[^/?]+");
    private static final List<AttributeKey<String>> ADDRESSES = List.of(
            AttributeKey.stringKey("url.path"),
            AttributeKey.stringKey("url.full"),
            AttributeKey.stringKey("http.target"),
            AttributeKey.stringKey("http.url"));

    @Override
    public void onStart(Context parent, ReadWriteSpan span) {
        for (AttributeKey<String> address : ADDRESSES) {
            String value = span.getAttribute(address);
            if (value != null) {
                span.setAttribute(address, redact(value));
            }
        }
        span.updateName(redact(span.getName()));
    }

    static String redact(String address) {
        return PATIENT.matcher(address).replaceAll("/patients/-");
    }

    @Override
    public boolean isStartRequired() {
        return true;
    }

    @Override
    public void onEnd(ReadableSpan span) {}

    @Override
    public boolean isEndRequired() {
        return false;
    }
}
