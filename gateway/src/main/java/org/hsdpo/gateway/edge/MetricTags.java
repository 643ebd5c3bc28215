package org.hsdpo.gateway.edge;

import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.Tag;
import io.micrometer.core.instrument.config.MeterFilter;
import io.vertx.core.http.HttpMethod;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.util.Set;

/**
 * Keeps what a caller makes up out of the metrics: HTTP lets a method be any word, and a method becomes a tag before
 * anybody has looked at the caller's token. Addresses are bounded by configuration.
 */
@Singleton
public class MetricTags {
    private static final Set<String> METHODS = Set.of(
            HttpMethod.GET.name(),
            HttpMethod.HEAD.name(),
            HttpMethod.POST.name(),
            HttpMethod.PUT.name(),
            HttpMethod.PATCH.name(),
            HttpMethod.DELETE.name(),
            HttpMethod.OPTIONS.name());

    @Produces
    @Singleton
    MeterFilter knownMethods() {
        return new MeterFilter() {
            @Override
            public Meter.Id map(Meter.Id meter) {
                String method = meter.getName().startsWith("http.server") ? meter.getTag("method") : null;
                return method == null || METHODS.contains(method) ? meter : meter.withTag(Tag.of("method", "OTHER"));
            }
        };
    }
}
