package org.hsdpo.ingestion.record;

import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.vertx.http.ManagementInterface;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;
import java.util.regex.Pattern;
import org.hsdpo.data.UnmappedCode;

/**
 * What feeds send in vain: codes that mean nothing to HSDPO, counted since this process started, for whoever keeps the mapping
 * files. A metric counts entries; the list stands on the management port at {@value #PATH}. It holds codes, never texts, and
 * nothing of a patient.
 */
@ApplicationScoped
public class UnmappedCodes {
    static final String PATH = "/q/unmapped-codes";

    /** Different codes that are listed; further ones count as one. */
    static final int MOST = 5000;

    private static final Pattern PLAIN = Pattern.compile("[A-Za-z0-9][A-Za-z0-9:/._^-]{0,99}");
    private static final String NOT_PLAIN = "(not plain)";
    private static final String FURTHER = "(further codes)";

    private record Listed(String tenant, String source, String kind, String system, String code) {}

    private final Map<Listed, LongAdder> entries = new ConcurrentHashMap<>();
    private final MeterRegistry metrics;

    public UnmappedCodes(MeterRegistry metrics) {
        this.metrics = metrics;
    }

    /**
     * Counts the codes of a record that was stored.
     *
     * @param source kind of record
     */
    void count(String tenant, String source, List<UnmappedCode> codes) {
        for (UnmappedCode code : codes) {
            String kind = code.kind().name().toLowerCase(Locale.ROOT);
            metrics.counter("hsdpo.ingestion.unmapped.codes", "source", source, "kind", kind)
                    .increment(code.entries());
            Listed listed = new Listed(tenant, source, kind, plain(code.system()), plain(code.code()));
            if (entries.size() >= MOST && !entries.containsKey(listed)) {
                listed = new Listed(tenant, source, kind, "", FURTHER);
            }
            entries.computeIfAbsent(listed, ignored -> new LongAdder()).add(code.entries());
        }
    }

    /** Somebody may have put a name where a code should stand. */
    private static String plain(String written) {
        return written.isEmpty() || PLAIN.matcher(written).matches() ? written : NOT_PLAIN;
    }

    /** The most frequent first. */
    JsonArray list() {
        JsonArray list = new JsonArray();
        entries.entrySet().stream()
                .sorted(Comparator.comparingLong((Map.Entry<Listed, LongAdder> entry) ->
                                -entry.getValue().sum())
                        .thenComparing(entry -> entry.getKey().toString()))
                .forEach(entry -> list.add(new JsonObject()
                        .put("tenant", entry.getKey().tenant())
                        .put("source", entry.getKey().source())
                        .put("kind", entry.getKey().kind())
                        .put("system", entry.getKey().system())
                        .put("code", entry.getKey().code())
                        .put("entries", entry.getValue().sum())));
        return list;
    }

    void publish(@Observes ManagementInterface management) {
        management.router().get(PATH).handler(request -> request.response()
                .putHeader(HttpHeaders.CONTENT_TYPE, "application/json")
                .end(list().encode()));
    }
}
