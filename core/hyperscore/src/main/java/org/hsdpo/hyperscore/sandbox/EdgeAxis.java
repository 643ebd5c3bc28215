package org.hsdpo.hyperscore.sandbox;

import java.util.EnumMap;
import java.util.Map;
import org.hsdpo.clinical.knowledge.KnowledgeFile;
import org.hsdpo.twin.Covariate;
import org.hsdpo.twin.TwinInputs;

/** What an {@link EdgeSweep} varies about a patient. Values are taken as exact. */
public enum EdgeAxis {
    /** Age, {@code a}. */
    AGE,
    /** Body weight, {@code kg}. */
    WEIGHT,
    /** eGFR by CKD-EPI 2021, {@code mL/min/{1.73_m2}}. */
    EGFR,
    /** HbA1c, {@code %} (NGSP). */
    HBA1C,
    /** Time since the diagnosis of diabetes, {@code a}. */
    DURATION;

    /**
     * @param unit UCUM
     * @param low lower end
     * @param high upper end, above the lower one
     */
    public record Range(String unit, double low, double high) {
        public Range {
            if (!(Double.isFinite(low) && Double.isFinite(high) && low < high)) {
                throw new IllegalArgumentException(
                        "a range needs a finite low end below a finite high end: " + low + " to " + high + " " + unit);
            }
        }

        @Override
        public String toString() {
            return low + " to " + high + " " + unit;
        }

        double at(double share) {
            return low + share * (high - low);
        }
    }

    private record File(int version, Map<EdgeAxis, Range> axes) {}

    private static final class Holder {
        static final Map<EdgeAxis, Range> SHIPPED = new EnumMap<>(KnowledgeFile.resource(EdgeAxis.class, "edges.yaml")
                .as(File.class)
                .axes());
    }

    /** The range swept where a request names no other. */
    public Range range() {
        return Holder.SHIPPED.get(this);
    }

    /**
     * The patient elsewhere. Where HbA1c is moved, glucose measured by other means would contradict it and is left out.
     *
     * @param values of the axes that are moved; along the others the patient stays as recorded
     */
    static TwinInputs moved(TwinInputs inputs, Map<EdgeAxis, Double> values) {
        boolean otherGlucose = !values.containsKey(HBA1C);
        return new TwinInputs(
                AGE.of(values, inputs.age()),
                inputs.sex(),
                WEIGHT.of(values, inputs.weight()),
                inputs.height(),
                EGFR.of(values, inputs.egfr()),
                HBA1C.of(values, inputs.hba1c()),
                otherGlucose ? inputs.fastingGlucose() : Covariate.unknown(),
                otherGlucose ? inputs.meanGlucose() : Covariate.unknown(),
                otherGlucose ? inputs.glucoseCv() : Covariate.unknown(),
                DURATION.of(values, inputs.diabetesDuration()),
                inputs.systolicPressure(),
                inputs.ldl(),
                inputs.phenotypes(),
                inputs.severeHypoglycaemiaHistory(),
                inputs.heartFailure(),
                inputs.cardiovascularDisease(),
                inputs.currentRegimen());
    }

    private Covariate of(Map<EdgeAxis, Double> values, Covariate own) {
        Double moved = values.get(this);
        return moved == null ? own : Covariate.known(moved, 0);
    }
}
