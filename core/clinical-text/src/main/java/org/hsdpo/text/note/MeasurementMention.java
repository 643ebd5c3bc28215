package org.hsdpo.text.note;

import java.time.LocalDate;
import java.util.Objects;
import java.util.Optional;
import org.hsdpo.clinical.measurement.Bound;
import org.hsdpo.clinical.measurement.Measurement;
import org.hsdpo.clinical.quantity.Quantity;

/**
 * A measured value written in a note.
 *
 * @param span from the name of the measurement, or from the value where the name stands further left, to the unit
 * @param text as written
 * @param measurement what was measured
 * @param value number as written, in the unit written or, where none is, in the only unit that makes it plausible
 * @param bound how the number relates to the value: {@code BELOW} for {@code eGFR <30}
 * @param context what the surrounding words say of it; a target is hypothetical, an earlier value historical
 * @param confidence 0 to 1, see {@link org.hsdpo.text.Confidence}
 * @param date date written beside the value, where it is complete and unambiguous
 */
public record MeasurementMention(
        Span span,
        String text,
        Measurement measurement,
        Quantity value,
        Bound bound,
        Context context,
        double confidence,
        Optional<LocalDate> date) {
    public MeasurementMention {
        Objects.requireNonNull(span, "span");
        Objects.requireNonNull(text, "text");
        Objects.requireNonNull(measurement, "measurement");
        Objects.requireNonNull(value, "value");
        Objects.requireNonNull(bound, "bound");
        Objects.requireNonNull(context, "context");
        Objects.requireNonNull(date, "date");
    }
}
