package org.hsdpo.clinical.measurement;

import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.hsdpo.clinical.error.InvalidInputException;
import org.hsdpo.clinical.quantity.Quantity;
import org.hsdpo.clinical.quantity.Ucum;

/**
 * What a measurement means.
 *
 * @param id which measurement
 * @param label plain English name
 * @param unit canonical UCUM unit: every stored value is in it
 * @param molarMass g/mol of the analyte, or null where mass and substance units do not both occur
 * @param possible outside this range, in the canonical unit, a value cannot come from a living patient and is refused
 * @param plausible outside this range a value is kept but flagged
 * @param currentForDays how many days a value may be used for a dosing decision; null where it does not age
 * @param loinc LOINC codes that mean this measurement
 * @param source citation for the ranges
 */
public record MeasurementDefinition(
        Measurement id,
        String label,
        String unit,
        Double molarMass,
        Range possible,
        Range plausible,
        Integer currentForDays,
        List<String> loinc,
        String source) {

    /** A closed interval in the canonical unit. */
    public record Range(double low, double high) {
        public Range {
            if (!(low <= high)) {
                throw new IllegalArgumentException("range " + low + " to " + high + " is empty");
            }
        }

        public boolean contains(double value) {
            return value >= low && value <= high;
        }
    }

    public MeasurementDefinition {
        Objects.requireNonNull(id, "id");
        Objects.requireNonNull(label, "label");
        Objects.requireNonNull(unit, "unit");
        Objects.requireNonNull(possible, "possible");
        Objects.requireNonNull(plausible, "plausible");
        Objects.requireNonNull(source, "source");
        loinc = loinc == null ? List.of() : List.copyOf(loinc);
        if (!Ucum.isValid(unit)) {
            throw new IllegalArgumentException(id + ": '" + unit + "' is not a UCUM unit");
        }
        if (plausible.low() < possible.low() || plausible.high() > possible.high()) {
            throw new IllegalArgumentException(id + ": the plausible range is not inside the possible range");
        }
    }

    /**
     * The quantity in the canonical unit.
     *
     * <p>HbA1c in mmol/mol (IFCC) becomes % (NGSP) by the master equation NGSP = 0.09148·IFCC + 2.152 (Hoelzel et al.
     * 2004, Clin Chem 50:166).
     *
     * @throws InvalidInputException where the unit is unknown or does not convert, or the value is impossible
     */
    public Quantity normalise(Quantity quantity) {
        Quantity canonical = convert(quantity);
        if (!possible.contains(canonical.value())) {
            throw new InvalidInputException(
                    "value",
                    "VALUE_IMPOSSIBLE",
                    label + " of " + quantity.value() + " " + quantity.unit() + " is not possible in a living patient",
                    possible.low() + " to " + possible.high() + " " + unit);
        }
        return canonical;
    }

    /**
     * {@link #normalise(Quantity)} of a number that may be a bound.
     *
     * @throws InvalidInputException also where no living patient has a value within the bound
     */
    public Quantity normalise(Quantity quantity, Bound bound) {
        Quantity canonical = normalise(quantity);
        boolean nobody = bound == Bound.BELOW && canonical.value() == possible.low()
                || bound == Bound.ABOVE && canonical.value() == possible.high();
        if (nobody) {
            throw new InvalidInputException(
                    "value",
                    "VALUE_IMPOSSIBLE",
                    label + " " + bound.symbol() + " " + quantity.value() + " " + quantity.unit()
                            + " is not possible in a living patient",
                    possible.low() + " to " + possible.high() + " " + unit);
        }
        return canonical;
    }

    /** Whether a value in the canonical unit is usual enough to pass without a flag. */
    public boolean isPlausible(double canonicalValue) {
        return plausible.contains(canonicalValue);
    }

    /** The quantity in the canonical unit, however improbable; empty where its unit does not convert. */
    public Optional<Quantity> converted(Quantity quantity) {
        try {
            return Optional.of(convert(quantity));
        } catch (InvalidInputException notOfThisKind) {
            return Optional.empty();
        }
    }

    private Quantity convert(Quantity quantity) {
        if (id == Measurement.HBA1C && quantity.unit().equals("mmol/mol")) {
            return new Quantity(0.09148 * quantity.value() + 2.152, unit);
        }
        return molarMass == null ? Ucum.convert(quantity, unit) : Ucum.convert(quantity, unit, molarMass);
    }
}
