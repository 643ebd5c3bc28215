package org.hsdpo.hyperscore.impact;

import java.util.Map;
import org.hsdpo.clinical.knowledge.KnowledgeFile;

/** Hazards, utilities and prices of the five-year forecast, from {@code impact.yaml}; every figure is cited there. */
record ImpactModel(
        int version,
        Cardiovascular cardiovascular,
        Microvascular microvascular,
        Mortality mortality,
        ObservedHba1c observedHba1c,
        Utility utility,
        double discountRate,
        Map<String, Price> prices,
        String currency,
        String priceSource,
        String hash) {

    record Cardiovascular(
            double perYearWithDisease,
            double perYearWithoutDisease,
            double diseaseShare,
            double referenceAge,
            double referenceHba1c,
            double referencePressure,
            double referenceLdl,
            double femaleShare,
            double perYearOfAge,
            double female,
            double perPercentHba1c,
            double perTenPressure,
            double perMmolLdlLowering,
            Map<String, Double> drugHazardRatioWithDisease,
            String source) {}

    record Microvascular(double perYear, double referenceHba1c, double perPercentHba1c, String source) {}

    record Mortality(
            Map<String, Double> at60,
            Map<String, Double> slope,
            double diabetes,
            double referenceHba1c,
            double perPercentHba1c,
            String source) {}

    /** Range in which the hazard ratios for HbA1c were observed, %; beyond it the hazard is held at the range's end. */
    record ObservedHba1c(double low, double high) {
        double held(double hba1c) {
            return Math.clamp(hba1c, low, high);
        }
    }

    record Utility(
            double base,
            double perBodyMassIndexAbove25,
            double cardiovascularEvent,
            double heartFailure,
            double microvascularEvent,
            double hypoglycaemiaScale,
            double hypoglycaemiaExponent,
            double severeHypoglycaemia,
            String source) {
        /** Utility lost in a year with so many non-severe events: each further event takes less. */
        double lostToHypoglycaemia(double eventsPerYear) {
            return hypoglycaemiaScale * Math.pow(eventsPerYear, hypoglycaemiaExponent);
        }
    }

    /** Either per mg or unit of insulin, or per day whatever the dose. */
    record Price(Double perUnit, Double perDay) {
        Price {
            if ((perUnit == null) == (perDay == null)) {
                throw new IllegalArgumentException("a price is either per-unit or per-day");
            }
        }
    }

    private record File(
            int version,
            Cardiovascular cardiovascular,
            Microvascular microvascular,
            Mortality mortality,
            ObservedHba1c observedHba1c,
            Utility utility,
            double discountRate,
            Map<String, Price> prices,
            String currency,
            String priceSource) {}

    private static final class Holder {
        static final ImpactModel SHIPPED = load(KnowledgeFile.resource(ImpactModel.class, "impact.yaml"));
    }

    static ImpactModel shipped() {
        return Holder.SHIPPED;
    }

    static ImpactModel load(KnowledgeFile knowledge) {
        File file = knowledge.as(File.class);
        return new ImpactModel(
                file.version(),
                file.cardiovascular(),
                file.microvascular(),
                file.mortality(),
                file.observedHba1c(),
                file.utility(),
                file.discountRate(),
                Map.copyOf(file.prices()),
                file.currency(),
                file.priceSource(),
                knowledge.hash());
    }
}
