package org.hsdpo.text.medication;

import java.util.Optional;
import java.util.OptionalDouble;
import org.hsdpo.clinical.quantity.Quantity;
import org.hsdpo.text.note.Span;

/**
 * What is written of the dose of one drug.
 *
 * @param dose one administration; empty where not stated, or where the words can be read in two ways
 * @param doses the amounts written with a slash for the parts of a combination, in order; else null
 * @param doseSpan where it is written
 * @param timesPerDay administrations a day, where all are equal
 * @param frequencySpan where it is written
 * @param perDay total of a day in the unit of the dose, where it can be computed
 * @param route in upper case; empty where not stated
 * @param asNeeded whether taken only when needed
 * @param asDirected whether the note refers to other instructions
 */
record Dosing(
        Optional<Quantity> dose,
        java.util.List<Quantity> doses,
        Optional<Span> doseSpan,
        OptionalDouble timesPerDay,
        Optional<Span> frequencySpan,
        Optional<Quantity> perDay,
        String route,
        boolean asNeeded,
        boolean asDirected) {}
