package org.hsdpo.gateway.edge;

import static org.assertj.core.api.Assertions.assertThat;

import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.context.Context;
import io.opentelemetry.sdk.trace.ReadableSpan;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import org.junit.jupiter.api.Test;

class TraceRedactionTest {
    @Test
    void aTraceDoesNotNameThePatient() {
        try (SdkTracerProvider tracers = SdkTracerProvider.builder()
                .addSpanProcessor(new TraceRedaction())
                .build()) {
            Span span = tracers.get("test")
                    .spanBuilder("POST /v1/patients/p-17/records")
                    .setParent(Context.root())
                    .setAttribute("url.path", "/v1/patients/p-17/records")
                    .setAttribute("url.full", "http://h/v1/patients/p-17?x=1")
                    .startSpan();
            ReadableSpan read = (ReadableSpan) span;
            assertThat(read.getName()).isEqualTo("POST /v1/patients/-/records");
            assertThat(read.getAttribute(AttributeKey.stringKey("url.path"))).isEqualTo("/v1/patients/-/records");
            assertThat(read.getAttribute(AttributeKey.stringKey("url.full"))).isEqualTo("http://h/v1/patients/-?x=1");
            span.end();
        }
    }
}
