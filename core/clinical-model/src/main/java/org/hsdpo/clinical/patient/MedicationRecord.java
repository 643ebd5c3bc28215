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
 * @param productStrength amount of the drug in one unit of the product, in the drug's strength unit ({@code mg} or
 *     {@code [iU]}), above 0; stated only where the source names the product and says nothing at all of dose or frequency,
 *     and empty everywhere else
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
        OptionalDouble productStrength,
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
        Objects.requireNonNull(productStrength, "productStrength");
        Objects.requireNonNull(status, "status");
        Objects.requireNonNull(start, "start");
        Objects.requireNonNull(end, "end");
        Objects.requireNonNull(asWritten, "asWritten");
        Objects.requireNonNull(provenance, "provenance");
        if (dose.isPresent() && !(dose.getAsDouble() > 0)) {
            throw new IllegalArgumentException("a dose that is known is above zero: " + dose.getAsDouble());
        }
        if (productStrength.isPresent() && !(productStrength.getAsDouble() > 0)) {
            throw new IllegalArgumentException(
                    "a strength that is known is above zero: " + productStrength.getAsDouble());
        }
    }

    /** A statement that gives no product strength to go by. */
    public MedicationRecord(
            Optional<Drug> drug,
            String ingredient,
            String rxnorm,
            OptionalDouble dose,
            Status status,
            Optional<Instant> start,
            Optional<Instant> end,
            String asWritten,
            Provenance provenance) {
        this(drug, ingredient, rxnorm, dose, OptionalDouble.empty(), status, start, end, asWritten, provenance);
    }

    /** The same statement as if a dose, in the drug's formulary unit, were taken; the provenance says so. */
    MedicationRecord assumingDose(double assumed) {
        return new MedicationRecord(
                drug,
                ingredient,
                rxnorm,
                OptionalDouble.of(assumed),
                productStrength,
                status,
                start,
                end,
                asWritten,
                provenance.transformed("dose assumed: one unit of the product as written"));
    }

    /** Whether it is taken at {@code time} by this record. */
    public boolean isTakenAt(Instant time) {
        return status == Status.ACTIVE
                && start.map(begun -> !begun.isAfter(time)).orElse(true)
                && end.map(ended -> ended.isAfter(time)).orElse(true);
    }
}
