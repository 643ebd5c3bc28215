package org.hsdpo.text.note;

import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalDouble;
import org.hsdpo.clinical.quantity.Quantity;

/**
 * How a therapy is written to go on: for how long, and with which steps after the first dose.
 *
 * @param duration how long the first dose lasts, in the unit of time written ({@code d}, {@code wk}, {@code mo},
 *     {@code a})
 * @param durationSpan where that is written
 * @param laterSteps the further steps of a taper or titration, in order
 */
public record Course(Optional<Quantity> duration, Optional<Span> durationSpan, List<Step> laterSteps) {
    /** A therapy of whose course nothing is written. */
    public static final Course UNSTATED = new Course(Optional.empty(), Optional.empty(), List.of());

    /**
     * A step after the first.
     *
     * @param span where it is written
     * @param dose one administration; empty where not stated
     * @param timesPerDay administrations a day
     * @param duration how long it lasts, in the unit of time written
     * @param ends whether the therapy stops with it
     */
    public record Step(
            Span span, Optional<Quantity> dose, OptionalDouble timesPerDay, Optional<Quantity> duration, boolean ends) {
        public Step {
            Objects.requireNonNull(span, "span");
            Objects.requireNonNull(dose, "dose");
            Objects.requireNonNull(timesPerDay, "timesPerDay");
            Objects.requireNonNull(duration, "duration");
        }
    }

    public Course {
        Objects.requireNonNull(duration, "duration");
        Objects.requireNonNull(durationSpan, "durationSpan");
        laterSteps = List.copyOf(laterSteps);
    }
}
