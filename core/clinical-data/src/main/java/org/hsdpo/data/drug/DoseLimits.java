package org.hsdpo.data.drug;

import java.util.Optional;
import org.hsdpo.clinical.drug.Drug;
import org.hsdpo.clinical.drug.Formulary;
import org.hsdpo.clinical.drug.FormularyEntry;

/**
 * Tells a dose from a slip of the pen. Records hold doses such as {@code empagliflozin 10 g}; a decision must not start
 * from them.
 */
public final class DoseLimits {
    /** A total above this multiple of the labelled maximum is read as an error of writing, not as a dose taken. */
    public static final double UNBELIEVABLE_MULTIPLE = 2;

    /**
     * A daily total of basal insulin that is read as an error of writing. U-500 insulin is considered above 200 U/d
     * (ADA Standards of Care 2025 section 9); five times that is beyond what records of living patients hold.
     */
    public static final double UNBELIEVABLE_INSULIN = 1000;

    private DoseLimits() {}

    /** What is wrong with a dose, in words; empty where nothing is. */
    public static Optional<String> objection(Drug drug, double dose) {
        FormularyEntry entry = Formulary.shipped().entry(drug);
        double limit = entry.maximum() == null ? UNBELIEVABLE_INSULIN : UNBELIEVABLE_MULTIPLE * entry.maximum();
        if (dose > limit) {
            return Optional.of("the stated dose of " + entry.label() + ", " + plain(dose) + " " + entry.unit()
                    + ", is above " + plain(limit) + " " + entry.unit() + " and is taken for a slip of writing");
        }
        return Optional.empty();
    }

    /** A number without a trailing {@code .0}. */
    public static String plain(double value) {
        return value == Math.rint(value) && Math.abs(value) < 1e15
                ? Long.toString((long) value)
                : Double.toString(value);
    }
}
