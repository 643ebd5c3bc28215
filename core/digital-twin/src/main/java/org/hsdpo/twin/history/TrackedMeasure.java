package org.hsdpo.twin.history;

import java.util.Arrays;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.hsdpo.clinical.measurement.Measurement;
import org.hsdpo.twin.Covariate;
import org.hsdpo.twin.TwinBatch;
import org.hsdpo.twin.TwinInputs;

/** What both a record holds and a twin has week by week; the glycaemic ones in the order in which a twin is begun with them. */
enum TrackedMeasure {
    HBA1C(Measurement.HBA1C, "hba1c", true, TwinInputs::hba1c, TwinBatch::hba1c),
    MEAN_GLUCOSE(Measurement.CGM_MEAN_GLUCOSE, "meanGlucose", true, TwinInputs::meanGlucose, TwinBatch::meanGlucose),
    FASTING_GLUCOSE(
            Measurement.FASTING_GLUCOSE, "fastingGlucose", true, TwinInputs::fastingGlucose, TwinBatch::fastingGlucose),
    GLUCOSE_CV(
            Measurement.CGM_COEFFICIENT_OF_VARIATION, "glucoseCv", false, TwinInputs::glucoseCv, TwinBatch::glucoseCv),
    WEIGHT(Measurement.WEIGHT, "weight", false, TwinInputs::weight, TwinBatch::weight),
    EGFR(Measurement.EGFR, "egfr", false, TwinInputs::egfr, TwinBatch::egfr),
    SYSTOLIC_PRESSURE(
            Measurement.SYSTOLIC_PRESSURE,
            "systolicPressure",
            false,
            TwinInputs::systolicPressure,
            TwinBatch::systolicPressure),
    LDL(Measurement.LDL_CHOLESTEROL, "ldl", false, TwinInputs::ldl, TwinBatch::ldl);

    /** A twin's value. */
    @FunctionalInterface
    interface OfTwin {
        double at(TwinBatch batch, int twin);
    }

    private final Measurement measurement;
    private final String component;
    private final boolean glycaemic;
    private final Function<TwinInputs, Covariate> ofInputs;
    private final OfTwin ofTwin;

    TrackedMeasure(
            Measurement measurement,
            String component,
            boolean glycaemic,
            Function<TwinInputs, Covariate> ofInputs,
            OfTwin ofTwin) {
        this.measurement = measurement;
        this.component = component;
        this.glycaemic = glycaemic;
        this.ofInputs = ofInputs;
        this.ofTwin = ofTwin;
    }

    static Optional<TrackedMeasure> of(Measurement measurement) {
        return Arrays.stream(values())
                .filter(measure -> measure.measurement == measurement)
                .findFirst();
    }

    /** The measurements accepted, for people. */
    static String accepted() {
        return Arrays.stream(values())
                .map(measure -> measure.measurement.name())
                .collect(Collectors.joining(", "));
    }

    Measurement measurement() {
        return measurement;
    }

    /** Name of the component of {@link TwinInputs}. */
    String component() {
        return component;
    }

    /** Whether a twin can begin with this alone. */
    boolean isGlycaemic() {
        return glycaemic;
    }

    Covariate of(TwinInputs inputs) {
        return ofInputs.apply(inputs);
    }

    double of(TwinBatch batch, int twin) {
        return ofTwin.at(batch, twin);
    }
}
