package org.hsdpo.twin;

import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import org.hsdpo.clinical.drug.Drug;
import org.hsdpo.clinical.knowledge.KnowledgeFile;

/** The figures of {@code twin.yaml}; their meaning, units and sources stand there. */
record TwinKnowledge(
        int version,
        ReferencePopulation referencePopulation,
        MeasurementErrors measurement,
        Glucose glucose,
        Physiology physiology,
        Glucosuria glucosuria,
        Variability variability,
        Hypoglycaemia hypoglycaemia,
        List<DrugModel> drugs,
        List<Gene> genes,
        List<AdverseEventModel> adverseEvents) {

    /** Also milliunits an international unit: concentrations are in ng/mL or in u[iU]/mL. */
    static final double MICROGRAMS_PER_MILLIGRAM = 1000;

    private static final class Holder {
        static final KnowledgeFile FILE = KnowledgeFile.resource(TwinKnowledge.class, "twin.yaml");
        static final TwinKnowledge SHIPPED = FILE.as(TwinKnowledge.class);
    }

    /** The knowledge shipped with this version. */
    static TwinKnowledge shipped() {
        return Holder.SHIPPED;
    }

    /** SHA-256 of the shipped file. */
    static String shippedHash() {
        return Holder.FILE.hash();
    }

    TwinKnowledge {
        for (Drug drug : Drug.values()) {
            if (drugs.stream().filter(model -> model.id() == drug).count() != 1) {
                throw new IllegalStateException("twin.yaml: " + drug + " must stand once among the drugs");
            }
        }
        for (AdverseEvent kind : AdverseEvent.values()) {
            if (adverseEvents.stream().filter(model -> model.kind() == kind).count() != 1) {
                throw new IllegalStateException("twin.yaml: " + kind + " must stand once among the adverse events");
            }
        }
    }

    Gene gene(String name) {
        return genes.stream()
                .filter(gene -> gene.gene().equals(name))
                .findFirst()
                .orElseThrow();
    }

    DrugModel drug(Drug drug) {
        return drugs.stream().filter(model -> model.id() == drug).findFirst().orElseThrow();
    }

    AdverseEventModel adverseEvent(AdverseEvent kind) {
        return adverseEvents.stream()
                .filter(model -> model.kind() == kind)
                .findFirst()
                .orElseThrow();
    }

    /** A normal distribution cut at both ends. */
    record Cut(double mean, double sd, double low, double high, String unit) {
        /** The value at a uniform number on (0, 1). */
        double at(double uniform) {
            double below = NormalDistribution.probability((low - mean) / sd);
            double above = NormalDistribution.probability((high - mean) / sd);
            return mean + sd * NormalDistribution.quantile(below + uniform * (above - below));
        }
    }

    /** A log-normal distribution. */
    record Spread(double median, double logSd, String unit) {
        /** The value at a standard normal number. */
        double at(double normal) {
            return median * Math.exp(logSd * normal);
        }
    }

    record ReferencePopulation(
            String source,
            double femaleShare,
            Cut age,
            Spread diabetesDuration,
            Spread weightFemale,
            Spread weightMale,
            Spread heightFemale,
            Spread heightMale,
            double egfrIntercept,
            double egfrSlope,
            Cut egfr,
            Spread systolicPressure,
            Spread heartRate,
            Spread ldl,
            Spread hdl,
            Spread triglycerides,
            Spread alt,
            double heartFailureShare,
            double cardiovascularDiseaseShare,
            double severeHypoglycaemiaShare) {}

    record MeasurementError(double share, double absolute, String source) {
        double sd(double value) {
            return share * Math.abs(value) + absolute;
        }
    }

    record MeasurementErrors(
            MeasurementError hba1c,
            MeasurementError fastingGlucose,
            MeasurementError meanGlucose,
            MeasurementError glucoseCv,
            MeasurementError weight,
            MeasurementError height,
            MeasurementError egfr,
            MeasurementError systolicPressure,
            MeasurementError ldl,
            MeasurementError diabetesDuration,
            MeasurementError age) {}

    record Glucose(
            double fastingIntercept,
            double fastingSlope,
            double fastingLogSd,
            double fastingInterceptInsulin,
            double fastingSlopeInsulin,
            double fastingLogSdInsulin,
            double meanFromFastingIntercept,
            double meanFromFastingSlope,
            double meanFromFastingLogSd,
            String fastingSource,
            double fastingShare,
            double fastingShareAlternative,
            String fastingShareSource,
            double meanLow,
            double meanHigh,
            CounterRegulation counterRegulation,
            double fastingToMeanLow,
            double fastingToMeanHigh,
            double adagSlope,
            double adagIntercept,
            String adagSource,
            double glycationGapSd,
            String glycationGapSource,
            double hba1cHalfLifeDays,
            String hba1cSource,
            double redCellLifespanDays,
            double redCellLifespanLogSd,
            String redCellSource) {

        double fastingShare(ModelVariant variant) {
            return switch (variant) {
                case STANDARD -> fastingShare;
                case ALTERNATIVE -> fastingShareAlternative;
            };
        }

        /** HbA1c in % at balance with a mean glucose in mg/dL, without glycation gap. */
        double hba1c(double meanGlucose) {
            return (meanGlucose - adagIntercept) / adagSlope;
        }

        /** Mean glucose in mg/dL at balance with an HbA1c in %, without glycation gap. */
        double meanGlucose(double hba1c) {
            return adagSlope * hba1c + adagIntercept;
        }
    }

    /** What keeps mean glucose up; thresholds in mg/dL. */
    record CounterRegulation(double threshold, double madeGood, double smoothness, String source) {}

    /** What goes with glucosuria under SGLT2 inhibition, per unit of renal excretion. */
    record Glucosuria(
            double egfrExponent, String egfrSource, double secretionGain, String secretionSource, double prandial) {}

    record Physiology(
            Spread betaCellFunction,
            Spread insulinResistance,
            double betaCellBmiExponent,
            double insulinResistanceBmiExponent,
            double bmiReference,
            double correlation,
            String source,
            Spread betaCellDecline,
            String betaCellDeclineSource,
            double sensitivityDecline,
            String sensitivityDeclineSource,
            double weightExponent,
            String weightExponentSource,
            double slowResponseLogSd,
            String slowResponseSource,
            Cut egfrDecline,
            String egfrDeclineSource) {}

    record Variability(
            Spread personal,
            double personalPower,
            String source,
            double lowestFasting,
            double highestFasting,
            double highestMean,
            TypicalCv typicalCv,
            Tails tails,
            String emulatorSource) {}

    /** CV of the median person in %, as the model of the hours within a day gives it. */
    record TypicalCv(
            double base,
            double fasting,
            double fastingSquared,
            double insulin,
            double insulinByFasting,
            double sulfonylurea,
            double incretin,
            double renal,
            double meanGlucose,
            double least) {}

    /** How wide the log-normal distribution has to be for its share beyond a limit to be that of the day. */
    record Tails(double leastScale, double greatestScale, Tail below54, Tail below70, Tail above180, Tail above250) {}

    record Tail(double base, double insulin, double fasting, double meanGlucose) {}

    record Hypoglycaemia(
            double rate,
            double mostPerYear,
            String saturationSource,
            double treatedEarlyShare,
            double severeShare,
            double sulfonylureaDrive,
            double driveWithoutDrug,
            String rateSource,
            double frailtyLogSd,
            String frailtySource,
            double ageLogHazardPerYear,
            double ageReference,
            String ageSource,
            double egfrExponent,
            String egfrSource,
            double historyRatio,
            String historySource) {}

    enum Shape {
        SATURATING,
        PROPORTIONAL
    }

    enum GeneTarget {
        CLEARANCE,
        RESPONSE
    }

    /** What a drug acts on. The first group is glycaemic and scales with the person's response; the second is not. */
    enum Target {
        HEPATIC_OUTPUT,
        SECRETION,
        INCRETIN,
        SENSITIVITY,
        RENAL,
        PRANDIAL,
        EXOGENOUS_INSULIN,
        WEIGHT,
        SYSTOLIC_PRESSURE,
        HEART_RATE,
        LDL,
        HDL,
        TRIGLYCERIDES,
        ALT,
        EGFR_DIP,
        EGFR_PROTECTION,
        BETA_CELL_DECLINE
    }

    /** A clearance in L/h and a volume in L. */
    record Flow(double clearance, double volume) {}

    /** What the body does with a drug; null where the model has no such part. */
    record Pharmacokinetics(
            String unit,
            Double molarMass,
            double intervalHours,
            double doseHours,
            double bioavailability,
            double clearance,
            double volume,
            Flow peripheral,
            Double absorptionRate,
            Double absorptionDuration,
            double lag,
            Flow metabolites,
            double referenceWeight,
            double clearanceWeight,
            double volumeWeight,
            double referenceEgfr,
            double clearanceEgfr,
            double clearanceLogSd,
            String source) {

        /** Factor of weight (kg) and eGFR (mL/min/{1.73_m2}) on the clearance of the drug. */
        double clearanceFactor(double weight, double egfr) {
            return power(weight / referenceWeight, clearanceWeight) * power(egfr / referenceEgfr, clearanceEgfr);
        }

        /** Factor of weight (kg) on volumes. */
        double volumeFactor(double weight) {
            return power(weight / referenceWeight, volumeWeight);
        }

        /** Mean concentration at steady state of one unit of the formulary's dose, active metabolites included. */
        double concentrationOfUnitDose(double weight, double egfr) {
            double parent = 1 / clearance;
            double active = metabolites == null ? parent : parent + 1 / metabolites.clearance();
            return MICROGRAMS_PER_MILLIGRAM * bioavailability / doseHours * active / clearanceFactor(weight, egfr);
        }

        /** Factor on the clearance of the active drug as a whole where a gene changes that of the parent alone. */
        double activeClearance(double parentFactor) {
            if (metabolites == null) {
                return parentFactor;
            }
            double parent = 1 / clearance;
            double formed = 1 / metabolites.clearance();
            return (parent + formed) / (parent / parentFactor + formed);
        }

        private static double power(double ratio, double exponent) {
            return exponent == 0 ? 1 : Math.pow(ratio, exponent);
        }
    }

    record DrugModel(
            Drug id,
            Shape shape,
            double scaleConcentration,
            double referenceDose,
            double responseLogSd,
            String gene,
            GeneTarget geneActsOn,
            Pharmacokinetics pharmacokinetics,
            double onsetWeeks,
            double slowOnsetWeeks,
            Map<Target, Double> effects,
            String effectsSource) {

        double effect(Target target) {
            return effects.getOrDefault(target, 0.0);
        }
    }

    record Phenotype(String name, double factor, double share) {}

    record Gene(String gene, List<Phenotype> phenotypes, String source) {

        /** The factor of a phenotype; empty where the phenotype is null or not one of those listed. */
        OptionalDouble factorOf(String phenotype) {
            return phenotypes.stream()
                    .filter(known -> known.name().equals(phenotype))
                    .mapToDouble(Phenotype::factor)
                    .findFirst();
        }

        /** The factor at a uniform number on (0, 1), each phenotype with its share. */
        double factorAt(double uniform) {
            double below = 0;
            for (Phenotype phenotype : phenotypes) {
                below += phenotype.share();
                if (uniform < below) {
                    return phenotype.factor();
                }
            }
            return phenotypes.getLast().factor();
        }
    }

    record DrugHazard(Drug drug, double female, double male, boolean byExposure) {}

    record AdverseEventModel(
            AdverseEvent kind,
            double female,
            double male,
            double frailtyLogSd,
            double ageLogHazardPerYear,
            double heartFailureRatio,
            double cardiovascularRatio,
            double adaptationWeeks,
            double persistentShare,
            List<DrugHazard> drugs,
            String source) {}
}
