package org.hsdpo.clinical.patient;

import java.time.Instant;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalDouble;
import org.hsdpo.clinical.drug.Drug;

/**
 * A statement that the patient takes or took a drug.
 *
 * @param drug the formulary drug, or empty for co-medication
 * @param ingredient ingredient in lower case, for example {@code warfarin}
 * @param rxnorm RxNorm code as the source gave it, or empty
 * @param dose total in the drug's formulary unit; empty where the source does not say, which is not zero
 * @param status whether it is taken
 * @param start when it began, where known
 * @param end when it ended, where known
 * @param asWritten the source's own words for drug and dose
 * @param provenance source
 */
public record MedicationRecord(
        Optional<Drug> drug,
        String ingredient,
        String rxnorm,
        OptionalDouble dose,
        Status status,
        Optional<Instant> start,
        Optional<Instant> end,
        String asWritten,
        Provenance provenance) {

    /** Whether a drug is taken. */
    public enum Status {
        ACTIVE,
        ON_HOLD,
        STOPPED,
        UNKNOWN
    }

    public MedicationRecord {
        Objects.requireNonNull(drug, "drug");
        Objects.requireNonNull(ingredient, "ingredient");
        Objects.requireNonNull(rxnorm, "rxnorm");
        Objects.requireNonNull(dose, "dose");
        Objects.requireNonNull(status, "status");
        Objects.requireNonNull(start, "start");
        Objects.requireNonNull(end, "end");
        Objects.requireNonNull(asWritten, "asWritten");
        Objects.requireNonNull(provenance, "provenance");
        if (dose.isPresent() && !(dose.getAsDouble() > 0)) {
            throw new IllegalArgumentException("a dose that is known is above zero: " + dose.getAsDouble());
        }
    }

    /** Whether it is taken at {@code time} by this record. */
    public boolean isTakenAt(Instant time) {
        return status == Status.ACTIVE
                && start.map(begun -> !begun.isAfter(time)).orElse(true)
                && end.map(ended -> ended.isAfter(time)).orElse(true);
    }
}
