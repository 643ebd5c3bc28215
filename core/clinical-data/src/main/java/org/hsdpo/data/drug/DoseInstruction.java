package org.hsdpo.data.drug;

import java.util.Objects;
import java.util.OptionalDouble;
import org.hsdpo.clinical.drug.FormularyEntry;
import org.hsdpo.clinical.quantity.Quantity;
import org.hsdpo.clinical.quantity.Ucum;

/**
 * How much is taken how often.
 *
 * @param amount of one administration: a mass, {@code [iU]}, a volume, or {@link #PIECE} units of the product
 * @param timesPerDay administrations a day, above 0; 1/7 for once weekly
 */
public record DoseInstruction(Quantity amount, double timesPerDay) {
    /** UCUM annotation for one piece of a countable product: a tablet or a capsule. */
    public static final String PIECE = "{piece}";

    public DoseInstruction {
        Objects.requireNonNull(amount, "amount");
        if (!(timesPerDay > 0) || !Double.isFinite(timesPerDay)) {
            throw new IllegalArgumentException("times per day is not above zero: " + timesPerDay);
        }
    }

    /**
     * Total dose in the formulary unit of a drug; empty where it cannot be computed without guessing, for example
     * tablets of an unstated strength.
     */
    public OptionalDouble total(FormularyEntry entry, Product.Part part) {
        OptionalDouble once = amountOfDrug(entry.strengthUnit(), part);
        if (once.isEmpty() || !(once.getAsDouble() > 0)) {
            return OptionalDouble.empty();
        }
        double days = entry.unit().endsWith("/wk") ? 7 : 1;
        return OptionalDouble.of(rounded(once.getAsDouble() * timesPerDay * days));
    }

    private OptionalDouble amountOfDrug(String unit, Product.Part part) {
        if (Ucum.isComparable(amount.unit(), unit)) {
            return OptionalDouble.of(Ucum.convert(amount, unit).value());
        }
        if (part.strength().isEmpty()) {
            return OptionalDouble.empty();
        }
        Quantity strength = part.strength().get();
        if (amount.unit().equals(PIECE) && Ucum.isComparable(strength.unit(), unit)) {
            return OptionalDouble.of(
                    amount.value() * Ucum.convert(strength, unit).value());
        }
        if (Ucum.isComparable(amount.unit(), "mL") && Ucum.isComparable(strength.unit(), unit + "/mL")) {
            return OptionalDouble.of(Ucum.convert(amount, "mL").value()
                    * Ucum.convert(strength, unit + "/mL").value());
        }
        return OptionalDouble.empty();
    }

    /** Removes the noise of binary fractions: doses have no more than six significant digits. */
    private static double rounded(double dose) {
        return new java.math.BigDecimal(dose)
                .round(new java.math.MathContext(6))
                .doubleValue();
    }
}
