package org.hsdpo.data.glucose;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalDouble;
import org.hsdpo.clinical.measurement.Measurement;
import org.hsdpo.clinical.measurement.MeasurementCatalogue;
import org.hsdpo.clinical.quantity.Quantity;
import org.hsdpo.clinical.quantity.Ucum;

/** The two units glucose is written in. */
enum GlucoseUnit {
    MILLIGRAMS_PER_DECILITRE("mg/dL"),
    MILLIMOLES_PER_LITRE("mmol/L");

    /**
     * No sensor reads outside 2.2–27.8 mmol/L (FreeStyle Libre 40–500 mg/dL, Dexcom 40–400 mg/dL, by their user guides).
     * With a margin, readings that all lie within 1.5–33.3 can only be mmol/L, and readings within 36–600 only mg/dL:
     * the intervals do not meet.
     */
    private static final double LOWEST_MMOL = 1.5;

    private static final double HIGHEST_MMOL = 33.3;
    private static final double LOWEST_MG = 36;
    private static final double HIGHEST_MG = 600;

    private static final double MOLAR_MASS =
            MeasurementCatalogue.shipped().definition(Measurement.GLUCOSE).molarMass();

    private final String ucum;

    GlucoseUnit(String ucum) {
        this.ucum = ucum;
    }

    String ucum() {
        return ucum;
    }

    /** The unit a column header names, however it spaces it. */
    static Optional<GlucoseUnit> named(String header) {
        String plain = header.toLowerCase(Locale.ROOT).replaceAll("[\\s_]", "");
        boolean milligrams = plain.contains("mg/dl") || plain.contains("mgdl");
        boolean millimoles = plain.contains("mmol");
        return milligrams == millimoles
                ? Optional.empty()
                : Optional.of(milligrams ? MILLIGRAMS_PER_DECILITRE : MILLIMOLES_PER_LITRE);
    }

    /** The only unit in which these readings could come from a sensor, if there is exactly one. */
    static Optional<GlucoseUnit> deducedFrom(List<Double> readings) {
        double low = readings.stream().mapToDouble(Double::doubleValue).min().orElse(Double.NaN);
        double high = readings.stream().mapToDouble(Double::doubleValue).max().orElse(Double.NaN);
        if (low >= LOWEST_MMOL && high <= HIGHEST_MMOL) {
            return Optional.of(MILLIMOLES_PER_LITRE);
        }
        return low >= LOWEST_MG && high <= HIGHEST_MG ? Optional.of(MILLIGRAMS_PER_DECILITRE) : Optional.empty();
    }

    double toMilligramsPerDecilitre(double value) {
        return this == MILLIGRAMS_PER_DECILITRE
                ? value
                : Ucum.convert(Quantity.of(value, ucum), "mg/dL", MOLAR_MASS).value();
    }

    /** A number as a table writes it, with a decimal point or comma; empty where the text is no number. */
    static OptionalDouble number(String text) {
        String plain = text.strip().replace(',', '.');
        if (!plain.matches("[+-]?\\d+(?:\\.\\d*)?(?:[eE][+-]?\\d+)?")) {
            return OptionalDouble.empty();
        }
        return OptionalDouble.of(Double.parseDouble(plain));
    }
}
