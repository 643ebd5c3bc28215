package org.hsdpo.twin;

import java.util.ArrayList;
import java.util.List;
import org.hsdpo.clinical.error.InvalidInputException;
import org.hsdpo.clinical.error.Violation;
import org.hsdpo.clinical.measurement.Measurement;
import org.hsdpo.clinical.measurement.MeasurementCatalogue;
import org.hsdpo.clinical.measurement.MeasurementDefinition;
import org.hsdpo.clinical.patient.Sex;
import org.hsdpo.clinical.patient.Truth;
import org.hsdpo.twin.TwinKnowledge.AdverseEventModel;
import org.hsdpo.twin.TwinKnowledge.DrugModel;
import org.hsdpo.twin.TwinKnowledge.Gene;
import org.hsdpo.twin.TwinKnowledge.GeneTarget;
import org.hsdpo.twin.TwinKnowledge.ReferencePopulation;
import org.hsdpo.twin.TwinKnowledge.Spread;

/**
 * Turns one patient's inputs into draws of whole people who stand, under the current regimen, where the patient was
 * measured.
 */
final class Personalisation {
    /** Beyond this many standard deviations two measurements contradict each other. */
    private static final double CONTRADICTION = 4.5;
    /** A truncated distribution with less mass than this holds no plausible person. */
    private static final double LEAST_MASS = 1e-200;
    /** An error of 0 is taken as this, so that a precision stays finite. */
    private static final double LEAST_ERROR = 1e-6;
    /** Reach of the search for physiology, in standard deviations of the population: wide enough for extreme doses. */
    private static final double SEARCH_REACH = 60;
    /** Halvings of the search: 120 standard deviations down to 1e-13. */
    private static final int SEARCH_STEPS = 50;

    private static final double GLUCOSE_MG_PER_MMOL = 18.016;
    /** HOMA-%B = 20·I/(G − 3.5) and HOMA-IR = I·G/22.5 with G in mmol/L (Matthews 1985), here for G in mg/dL. */
    private static final double HOMA_B = 20 * GLUCOSE_MG_PER_MMOL;

    private static final double HOMA_IR = 22.5 * GLUCOSE_MG_PER_MMOL;
    /** Fasting glucose at which secretion has stopped cannot be kept up without exogenous insulin. */
    private static final double LEAST_FASTING = FastingBalance.SECRETION_THRESHOLD + 3;

    /** Counter-regulation holds a usual fasting glucose above 47 mg/dL whatever the insulin; see FastingBalance. */
    private static final double LEAST_FASTING_ON_INSULIN = 55;

    /** Counters of a twin's random numbers. Their order is part of the seed's meaning. */
    enum Stream {
        SEX,
        AGE,
        WEIGHT,
        HEIGHT,
        EGFR,
        HBA1C,
        MEAN,
        FASTING,
        CV,
        DURATION,
        SYSTOLIC_PRESSURE,
        HEART_RATE,
        LDL,
        HDL,
        TRIGLYCERIDES,
        ALT,
        SEVERE_HISTORY,
        HEART_FAILURE,
        CARDIOVASCULAR,
        PHYSIOLOGY,
        BETA_CELL_DECLINE,
        EGFR_DECLINE,
        RED_CELL,
        SLOW_RESPONSE,
        HYPOGLYCAEMIA_FRAILTY,
        EVENTS,
        GENE,
        RESPONSE,
        CLEARANCE,
        ADVERSE_FRAILTY;

        /** Counter of the n-th number of this stream. */
        int counter(int n) {
            return ordinal() * 64 + n;
        }
    }

    private final TwinModel model;
    private final TwinKnowledge knowledge;
    private final TwinInputs inputs;
    private final String path;
    private final double[] currentDoses;
    private final Gene[] genes = new Gene[TwinModel.DRUGS];
    /** Factor of the known phenotype by drug; 0 where it is unknown. */
    private final double[] knownGeneFactor = new double[TwinModel.DRUGS];

    private final double[] effects = new double[TwinModel.DRUGS];
    private final double[] responses = new double[TwinModel.DRUGS];
    private final double[] slowEffects = new double[TwinModel.DRUGS];
    private final DrugAction action = new DrugAction();
    private final MeanGlucose meanGlucose;

    /** Normal distribution of mean glucose before truncation, mg/dL. */
    private record MeanGlucose(double mean, double sd) {
        /** Both pieces of evidence together, weighted by precision. */
        MeanGlucose and(MeanGlucose other) {
            double precision = 1 / (sd * sd) + 1 / (other.sd * other.sd);
            return new MeanGlucose(
                    (mean / (sd * sd) + other.mean / (other.sd * other.sd)) / precision, Math.sqrt(1 / precision));
        }
    }

    /** @param path prefix of field names in violations */
    Personalisation(TwinModel model, TwinInputs inputs, String path) {
        this.model = model;
        this.knowledge = model.knowledge;
        this.inputs = inputs;
        this.path = path;
        this.currentDoses = inputs.currentRegimen().toArray();
        for (DrugModel drug : knowledge.drugs()) {
            if (drug.gene() != null) {
                Gene gene = knowledge.gene(drug.gene());
                genes[drug.id().ordinal()] = gene;
                knownGeneFactor[drug.id().ordinal()] =
                        gene.factorOf(inputs.phenotypes().get(drug.gene())).orElse(0);
            }
        }
        refuseOutOfRange();
        this.meanGlucose = meanGlucose();
        refuseContradiction();
    }

    /** Writes draw {@code i} of the cohort from the twin's own numbers. */
    void draw(TwinCohort cohort, int i, DrawNumbers numbers) {
        ReferencePopulation reference = knowledge.referencePopulation();
        boolean female = inputs.sex()
                .map(sex -> sex == Sex.FEMALE)
                .orElseGet(() -> uniform(numbers, Stream.SEX) < reference.femaleShare());
        double age = inputs.age().isKnown()
                ? measured(inputs.age(), numbers, Stream.AGE)
                : reference.age().at(uniform(numbers, Stream.AGE));
        double weight = sampled(
                inputs.weight(), female ? reference.weightFemale() : reference.weightMale(), numbers, Stream.WEIGHT);
        double height = sampled(
                inputs.height(), female ? reference.heightFemale() : reference.heightMale(), numbers, Stream.HEIGHT);
        double egfr = inputs.egfr().isKnown()
                ? measured(inputs.egfr(), numbers, Stream.EGFR)
                : referenceEgfr(age, uniform(numbers, Stream.EGFR));
        double duration = sampled(inputs.diabetesDuration(), reference.diabetesDuration(), numbers, Stream.DURATION);

        cohort.female[i] = female;
        cohort.key[i] = numbers.key(Stream.EVENTS.counter(0));
        drugs(cohort, i, numbers, weight, egfr);
        outcomes(cohort, i, numbers, weight, egfr);
        glucose(cohort, i, numbers, weight, height, egfr, duration);
        frailties(cohort, i, numbers, female, age);
    }

    private double referenceEgfr(double age, double uniform) {
        ReferencePopulation reference = knowledge.referencePopulation();
        TwinKnowledge.Cut residual = reference.egfr();
        double expected = reference.egfrIntercept() + reference.egfrSlope() * age;
        return new TwinKnowledge.Cut(expected, residual.sd(), residual.low(), residual.high(), residual.unit())
                .at(uniform);
    }

    /** Responses and clearances, and the effects of the current regimen once complete. */
    private void drugs(TwinCohort cohort, int i, DrawNumbers numbers, double weight, double egfr) {
        cohort.slowResponse[i] =
                logNormal(knowledge.physiology().slowResponseLogSd(), numbers.normal(Stream.SLOW_RESPONSE.counter(0)));
        for (DrugModel drug : knowledge.drugs()) {
            int d = drug.id().ordinal();
            int at = i * TwinModel.DRUGS + d;
            double gene = drug.gene() == null ? 1 : geneFactor(d, numbers);
            double response = logNormal(drug.responseLogSd(), numbers.normal(Stream.RESPONSE.counter(d)));
            double clearance =
                    logNormal(drug.pharmacokinetics().clearanceLogSd(), numbers.normal(Stream.CLEARANCE.counter(d)));
            responses[d] = drug.geneActsOn() == GeneTarget.RESPONSE ? response * gene : response;
            cohort.response[at] = responses[d];
            cohort.clearance[at] = drug.geneActsOn() == GeneTarget.CLEARANCE
                    ? clearance * drug.pharmacokinetics().activeClearance(gene)
                    : clearance;
            cohort.doses[at] = currentDoses[d];
            effects[d] = currentDoses[d] == 0
                    ? 0
                    : model.effect(d, model.concentration(d, currentDoses[d], cohort.clearance[at], weight, egfr));
            slowEffects[d] = effects[d] * cohort.slowResponse[i];
        }
    }

    private double geneFactor(int drug, DrawNumbers numbers) {
        return knownGeneFactor[drug] > 0
                ? knownGeneFactor[drug]
                : genes[drug].factorAt(numbers.uniform(Stream.GENE.counter(drug)));
    }

    /** What was measured under the current regimen, taken back to what it would be without drugs. */
    private void outcomes(TwinCohort cohort, int i, DrawNumbers numbers, double weight, double egfr) {
        ReferencePopulation reference = knowledge.referencePopulation();
        cohort.currentWeight[i] = weight;
        cohort.currentEgfr[i] = egfr;
        cohort.weight[i] = weight / (1 + TwinModel.sum(model.weight, slowEffects, 0));
        cohort.egfr[i] = egfr / (1 - TwinModel.sum(model.egfrDip, effects, 0));
        cohort.egfrDecline[i] = knowledge.physiology().egfrDecline().at(uniform(numbers, Stream.EGFR_DECLINE)) / egfr;
        cohort.systolicPressure[i] = sampled(
                        inputs.systolicPressure(), reference.systolicPressure(), numbers, Stream.SYSTOLIC_PRESSURE)
                - TwinModel.sum(model.systolicPressure, slowEffects, 0);
        cohort.heartRate[i] = reference.heartRate().at(normal(numbers, Stream.HEART_RATE))
                - TwinModel.sum(model.heartRate, slowEffects, 0);
        cohort.ldl[i] = sampled(inputs.ldl(), reference.ldl(), numbers, Stream.LDL)
                / (1 + TwinModel.sum(model.ldl, slowEffects, 0));
        cohort.hdl[i] =
                reference.hdl().at(normal(numbers, Stream.HDL)) / (1 + TwinModel.sum(model.hdl, slowEffects, 0));
        cohort.triglycerides[i] = reference.triglycerides().at(normal(numbers, Stream.TRIGLYCERIDES))
                / (1 + TwinModel.sum(model.triglycerides, slowEffects, 0));
        cohort.alt[i] =
                reference.alt().at(normal(numbers, Stream.ALT)) / (1 + TwinModel.sum(model.alt, slowEffects, 0));
    }

    /** Mean glucose, HbA1c and fasting glucose consistent with the measurements, and the physiology that yields them. */
    private void glucose(
            TwinCohort cohort, int i, DrawNumbers numbers, double weight, double height, double egfr, double duration) {
        TwinKnowledge.Glucose glucose = knowledge.glucose();
        TwinKnowledge.Physiology physiology = knowledge.physiology();
        double mean = truncated(
                meanGlucose.mean(),
                meanGlucose.sd(),
                glucose.meanLow(),
                glucose.meanHigh(),
                uniform(numbers, Stream.MEAN),
                "hba1c");
        double hba1c = inputs.hba1c().isKnown()
                ? measured(inputs.hba1c(), numbers, Stream.HBA1C)
                : glucose.hba1c(mean) + glucose.glycationGapSd() * normal(numbers, Stream.HBA1C);
        double fasting = fastingGlucose(mean, uniform(numbers, Stream.FASTING));

        action.findActing(effects, effects, effects, 0);
        model.act(effects, responses, 0, model.filtration(egfr), action);
        double weightEffect = TwinModel.sum(model.weight, slowEffects, 0);
        double onProduction = action.production * (1 + physiology.weightExponent() * weightEffect);

        double bodyMassIndex = weight / (height * height * 1e-4);
        double adiposity = Math.log(bodyMassIndex / physiology.bmiReference());
        double common = Math.sqrt((1 + physiology.correlation()) / 2) * normal(numbers, Stream.PHYSIOLOGY);
        double betaCellCentre = Math.log(physiology.betaCellFunction().median())
                + physiology.betaCellBmiExponent() * adiposity
                - physiology.betaCellDecline().median()
                        * (duration
                                - knowledge
                                        .referencePopulation()
                                        .diabetesDuration()
                                        .median())
                + physiology.betaCellFunction().logSd() * common;
        double resistanceCentre = Math.log(physiology.insulinResistance().median())
                + physiology.insulinResistanceBmiExponent() * adiposity
                + physiology.insulinResistance().logSd() * common;
        double contrast = Math.sqrt((1 - physiology.correlation()) / 2);

        // Along the contrast β-cell function falls and resistance rises, so fasting glucose rises with it throughout.
        double low = -SEARCH_REACH;
        double high = SEARCH_REACH;
        double secretion = 0;
        double production = 0;
        for (int step = 0; step < SEARCH_STEPS; step++) {
            double middle = (low + high) / 2;
            double offset = contrast * middle;
            secretion = Math.exp(betaCellCentre - physiology.betaCellFunction().logSd() * offset) / HOMA_B;
            production = HOMA_IR
                    * Math.exp(resistanceCentre + physiology.insulinResistance().logSd() * offset);
            double found = FastingBalance.glucose(
                    production * onProduction,
                    secretion,
                    action.secretagogue,
                    action.incretin,
                    action.exogenous,
                    action.renal);
            if (found < fasting) {
                low = middle;
            } else {
                high = middle;
            }
        }
        if (high - SEARCH_REACH > -1e-6 || low + SEARCH_REACH < 1e-6) {
            throw new InvalidInputException(
                    path + ".fastingGlucose",
                    "PHYSIOLOGY_IMPOSSIBLE",
                    "no physiology under the current regimen yields the measured glucose",
                    "glucose and doses measured at the same time");
        }

        cohort.secretion[i] = secretion;
        cohort.production[i] = production;
        cohort.prandial[i] = (model.counterRegulation.free(mean) - model.fastingShare * fasting)
                / (Math.sqrt(onProduction) * action.prandial);
        cohort.glycationGap[i] = hba1c - glucose.hba1c(mean);
        cohort.redCellRate[i] = 4
                * 7
                / (glucose.redCellLifespanDays()
                        * Math.exp(glucose.redCellLifespanLogSd() * normal(numbers, Stream.RED_CELL)));
        cohort.betaCellDecline[i] = physiology.betaCellDecline().at(normal(numbers, Stream.BETA_CELL_DECLINE));
        variability(cohort, i, numbers, fasting, mean);
    }

    private void variability(TwinCohort cohort, int i, DrawNumbers numbers, double fasting, double mean) {
        TwinKnowledge.Variability variability = knowledge.variability();
        cohort.variability[i] = inputs.glucoseCv().isKnown()
                ? measured(inputs.glucoseCv(), numbers, Stream.CV)
                        / GlucoseVariability.typicalCv(
                                variability,
                                mean,
                                GlucoseVariability.fastingRatio(variability, fasting, mean),
                                GlucoseVariability.insulinShare(
                                        fasting,
                                        cohort.secretion[i],
                                        action.secretagogue,
                                        action.incretin,
                                        action.exogenous),
                                action.secretagogue,
                                action.incretin,
                                action.renal)
                : variability.personal().at(normal(numbers, Stream.CV));
    }

    private void frailties(TwinCohort cohort, int i, DrawNumbers numbers, boolean female, double age) {
        ReferencePopulation reference = knowledge.referencePopulation();
        TwinKnowledge.Hypoglycaemia hypoglycaemia = knowledge.hypoglycaemia();
        boolean severeHistory = truth(
                inputs.severeHypoglycaemiaHistory(),
                reference.severeHypoglycaemiaShare(),
                numbers,
                Stream.SEVERE_HISTORY);
        boolean heartFailure =
                truth(inputs.heartFailure(), reference.heartFailureShare(), numbers, Stream.HEART_FAILURE);
        boolean cardiovascular = truth(
                inputs.cardiovascularDisease(), reference.cardiovascularDiseaseShare(), numbers, Stream.CARDIOVASCULAR);
        cohort.hypoglycaemiaFrailty[i] =
                meanOne(hypoglycaemia.frailtyLogSd(), normal(numbers, Stream.HYPOGLYCAEMIA_FRAILTY));
        cohort.severeFrailty[i] = Math.exp(hypoglycaemia.ageLogHazardPerYear() * (age - hypoglycaemia.ageReference()))
                * (severeHistory ? hypoglycaemia.historyRatio() : 1);
        for (AdverseEventModel event : knowledge.adverseEvents()) {
            int k = event.kind().ordinal();
            cohort.adverseHazard[i * AdverseEvent.COUNT + k] = (female ? event.female() : event.male())
                    / TwinModel.WEEKS_PER_YEAR
                    * meanOne(event.frailtyLogSd(), numbers.normal(Stream.ADVERSE_FRAILTY.counter(k)))
                    * Math.exp(event.ageLogHazardPerYear() * (age - hypoglycaemia.ageReference()))
                    * (heartFailure ? event.heartFailureRatio() : 1)
                    * (cardiovascular ? event.cardiovascularRatio() : 1);
        }
    }

    /** What HbA1c, sensor and fasting glucose together say of mean glucose. */
    private MeanGlucose meanGlucose() {
        TwinKnowledge.Glucose glucose = knowledge.glucose();
        boolean fastingKnown = inputs.fastingGlucose().isKnown();
        if (inputs.hba1c().isKnown() || inputs.meanGlucose().isKnown()) {
            return fastingKnown ? withoutFasting().and(fastingAlone()) : withoutFasting();
        }
        if (fastingKnown) {
            double centre = Math.exp(glucose.meanFromFastingIntercept()
                    + glucose.meanFromFastingSlope() * Math.log(value(inputs.fastingGlucose())));
            return new MeanGlucose(centre, centre * glucose.meanFromFastingLogSd());
        }
        throw new InvalidInputException(
                path + ".hba1c",
                "GLUCOSE_UNKNOWN",
                "neither HbA1c nor mean glucose nor fasting glucose is known, so no twin can be made",
                "a current HbA1c, sensor mean glucose or fasting glucose");
    }

    private MeanGlucose withoutFasting() {
        TwinKnowledge.Glucose glucose = knowledge.glucose();
        MeanGlucose sensor = new MeanGlucose(
                inputs.meanGlucose().value().orElse(0),
                Math.max(inputs.meanGlucose().measurementSd(), LEAST_ERROR));
        if (!inputs.hba1c().isKnown()) {
            return sensor;
        }
        MeanGlucose glycated = new MeanGlucose(
                glucose.meanGlucose(value(inputs.hba1c())),
                glucose.adagSlope() * Math.hypot(inputs.hba1c().measurementSd(), glucose.glycationGapSd()));
        return inputs.meanGlucose().isKnown() ? glycated.and(sensor) : glycated;
    }

    private MeanGlucose fastingAlone() {
        double centre = Math.exp(fastingLogInverse(Math.log(value(inputs.fastingGlucose()))));
        return new MeanGlucose(centre, centre * Math.hypot(fastingLogSd(), fastingLogError()) / fastingLogSlope());
    }

    private double fastingLogError() {
        return Math.max(inputs.fastingGlucose().measurementSd() / value(inputs.fastingGlucose()), LEAST_ERROR);
    }

    /** Fasting glucose given mean glucose and what was measured. */
    private double fastingGlucose(double mean, double uniform) {
        TwinKnowledge.Glucose glucose = knowledge.glucose();
        double centre = fastingLogCentre(mean);
        double variance = square(fastingLogSd());
        if (inputs.fastingGlucose().isKnown()) {
            double measured = value(inputs.fastingGlucose());
            double error = square(fastingLogError());
            centre = (centre / variance + Math.log(measured) / error) / (1 / variance + 1 / error);
            variance = 1 / (1 / variance + 1 / error);
        }
        double least = Math.max(
                glucose.fastingToMeanLow() * mean, inputs.onInsulin() ? LEAST_FASTING_ON_INSULIN : LEAST_FASTING);
        double most = Math.min(
                glucose.fastingToMeanHigh() * mean, 0.95 / model.fastingShare * model.counterRegulation.free(mean));
        return Math.exp(
                truncated(centre, Math.sqrt(variance), Math.log(least), Math.log(most), uniform, "fastingGlucose"));
    }

    private double fastingLogCentre(double mean) {
        return fastingLogIntercept() + fastingLogSlope() * Math.log(mean);
    }

    private double fastingLogInverse(double fastingLog) {
        return (fastingLog - fastingLogIntercept()) / fastingLogSlope();
    }

    private double fastingLogIntercept() {
        return inputs.onInsulin()
                ? knowledge.glucose().fastingInterceptInsulin()
                : knowledge.glucose().fastingIntercept();
    }

    private double fastingLogSlope() {
        return inputs.onInsulin()
                ? knowledge.glucose().fastingSlopeInsulin()
                : knowledge.glucose().fastingSlope();
    }

    private double fastingLogSd() {
        return inputs.onInsulin()
                ? knowledge.glucose().fastingLogSdInsulin()
                : knowledge.glucose().fastingLogSd();
    }

    private double truncated(double mean, double sd, double low, double high, double uniform, String field) {
        // Probabilities are taken from the tail the interval lies in, where they keep their digits.
        if (low > mean) {
            return 2 * mean - truncated(mean, sd, 2 * mean - high, 2 * mean - low, 1 - uniform, field);
        }
        double below = NormalDistribution.probability((low - mean) / sd);
        double mass = NormalDistribution.probability((high - mean) / sd) - below;
        if (!(mass > LEAST_MASS)) {
            throw new InvalidInputException(
                    path + "." + field,
                    "GLUCOSE_INCONSISTENT",
                    "HbA1c, mean glucose and fasting glucose do not belong to one person at one time",
                    "values that were measured within the same weeks and agree within their error");
        }
        return mean + sd * NormalDistribution.quantile(below + uniform * mass);
    }

    private void refuseOutOfRange() {
        List<Violation> violations = new ArrayList<>();
        refuse(violations, "weight", inputs.weight(), Measurement.WEIGHT);
        refuse(violations, "height", inputs.height(), Measurement.HEIGHT);
        refuse(violations, "egfr", inputs.egfr(), Measurement.EGFR);
        refuse(violations, "hba1c", inputs.hba1c(), Measurement.HBA1C);
        refuse(violations, "fastingGlucose", inputs.fastingGlucose(), Measurement.FASTING_GLUCOSE);
        refuse(violations, "meanGlucose", inputs.meanGlucose(), Measurement.CGM_MEAN_GLUCOSE);
        refuse(violations, "diabetesDuration", inputs.diabetesDuration(), Measurement.DIABETES_DURATION);
        refuse(violations, "systolicPressure", inputs.systolicPressure(), Measurement.SYSTOLIC_PRESSURE);
        refuse(violations, "ldl", inputs.ldl(), Measurement.LDL_CHOLESTEROL);
        refuse(violations, "age", inputs.age(), 18, 120, "a");
        refuse(violations, "glucoseCv", inputs.glucoseCv(), 1, 100, "%");
        if (!violations.isEmpty()) {
            throw new InvalidInputException(violations);
        }
    }

    private void refuse(List<Violation> violations, String field, Covariate covariate, Measurement measurement) {
        MeasurementDefinition definition = MeasurementCatalogue.shipped().definition(measurement);
        refuse(
                violations,
                field,
                covariate,
                definition.possible().low(),
                definition.possible().high(),
                definition.unit());
    }

    private void refuse(
            List<Violation> violations, String field, Covariate covariate, double low, double high, String unit) {
        if (covariate.isKnown() && !(value(covariate) >= low && value(covariate) <= high)) {
            violations.add(new Violation(
                    path + "." + field,
                    "VALUE_IMPOSSIBLE",
                    "the value is outside what the twin can represent",
                    low + " to " + high + " " + unit));
        }
    }

    private void refuseContradiction() {
        TwinKnowledge.Glucose glucose = knowledge.glucose();
        if (inputs.hba1c().isKnown() && inputs.meanGlucose().isKnown()) {
            double difference = value(inputs.meanGlucose()) - glucose.meanGlucose(value(inputs.hba1c()));
            double variance = square(inputs.meanGlucose().measurementSd())
                    + square(glucose.adagSlope())
                            * (square(inputs.hba1c().measurementSd()) + square(glucose.glycationGapSd()));
            refuseContradiction(difference / Math.sqrt(variance), "meanGlucose", "mean glucose", "HbA1c");
        }
        if (inputs.fastingGlucose().isKnown()
                && (inputs.hba1c().isKnown() || inputs.meanGlucose().isKnown())) {
            double measured = value(inputs.fastingGlucose());
            MeanGlucose without = withoutFasting();
            double mean = Math.max(without.mean(), glucose.meanLow());
            double variance = square(fastingLogSd())
                    + square(fastingLogError())
                    + square(fastingLogSlope() * without.sd() / mean);
            refuseContradiction(
                    (Math.log(measured) - fastingLogCentre(mean)) / Math.sqrt(variance),
                    "fastingGlucose",
                    "fasting glucose",
                    "HbA1c or mean glucose");
        }
    }

    private void refuseContradiction(double standardised, String field, String one, String other) {
        if (Math.abs(standardised) > CONTRADICTION) {
            throw new InvalidInputException(
                    path + "." + field,
                    "GLUCOSE_INCONSISTENT",
                    one + " and " + other + " do not belong to one person at one time",
                    "values that were measured within the same weeks and agree within their error");
        }
    }

    private static boolean truth(Truth truth, double share, DrawNumbers numbers, Stream stream) {
        return switch (truth) {
            case TRUE -> true;
            case FALSE -> false;
            case UNKNOWN -> uniform(numbers, stream) < share;
        };
    }

    private static double sampled(Covariate covariate, Spread reference, DrawNumbers numbers, Stream stream) {
        return covariate.isKnown() ? measured(covariate, numbers, stream) : reference.at(normal(numbers, stream));
    }

    /** The true value behind a measured one; the error is log-normal, because every covariate is positive. */
    private static double measured(Covariate covariate, DrawNumbers numbers, Stream stream) {
        double value = value(covariate);
        return value == 0 ? 0 : value * Math.exp(covariate.measurementSd() / value * normal(numbers, stream));
    }

    private static double value(Covariate covariate) {
        return covariate.value().getAsDouble();
    }

    private static double uniform(DrawNumbers numbers, Stream stream) {
        return numbers.uniform(stream.counter(0));
    }

    private static double normal(DrawNumbers numbers, Stream stream) {
        return numbers.normal(stream.counter(0));
    }

    /** Log-normal factor with median 1. */
    private static double logNormal(double logSd, double normal) {
        return Math.exp(logSd * normal);
    }

    /** Log-normal factor with mean 1, so that a population's event rate is that of the knowledge file. */
    private static double meanOne(double logSd, double normal) {
        return Math.exp(logSd * normal - logSd * logSd / 2);
    }

    private static double square(double value) {
        return value * value;
    }
}
