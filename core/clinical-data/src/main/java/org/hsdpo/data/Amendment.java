package org.hsdpo.data;

import java.time.Instant;
import java.util.Objects;
import java.util.Optional;
import org.hsdpo.clinical.measurement.Measurement;
import org.hsdpo.clinical.patient.Lineage;
import org.hsdpo.clinical.patient.Provenance;

/**
 * What a sender says of an entry it sent before, without stating the fact anew: that it takes it back, or what becomes of
 * an order that it names by number alone.
 *
 * @param kind what it says
 * @param measurement the one that is taken back; empty: everything that was read from the entry
 * @param time of the value that is taken back, or when the order ends, rests or goes on; empty where the sender does not say
 * @param provenance of the statement; its lineage names the entry
 */
public record Amendment(Kind kind, Optional<Measurement> measurement, Optional<Instant> time, Provenance provenance) {

    /** What becomes of the entry. */
    public enum Kind {
        /** It never was so: another patient's, or an error. */
        WITHDRAWN,
        /** An order ends. */
        ORDER_STOPPED,
        /** An order rests. */
        ORDER_HELD,
        /** An order that rested is in force again. */
        ORDER_RELEASED
    }

    public Amendment {
        Objects.requireNonNull(kind, "kind");
        Objects.requireNonNull(measurement, "measurement");
        Objects.requireNonNull(time, "time");
        if (provenance.lineage().filter(entry -> !entry.keys().isEmpty()).isEmpty()) {
            throw new IllegalArgumentException("an amendment names the entry it amends");
        }
    }

    /** The entry it speaks of. */
    public Lineage entry() {
        return provenance.lineage().orElseThrow();
    }
}
