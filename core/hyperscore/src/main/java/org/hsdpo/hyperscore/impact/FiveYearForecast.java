package org.hsdpo.hyperscore.impact;

import java.util.Arrays;
import java.util.Map;
import org.hsdpo.clinical.drug.Drug;
import org.hsdpo.clinical.drug.Formulary;
import org.hsdpo.clinical.patient.Sex;
import org.hsdpo.clinical.patient.Truth;
import org.hsdpo.clinical.regimen.DoseCourse;
import org.hsdpo.clinical.regimen.Regimen;
import org.hsdpo.twin.AdverseEvent;
import org.hsdpo.twin.TwinBatch;
import org.hsdpo.twin.TwinCohort;

/**
 * A course of regimens, the last of them kept, for five years on every draw. Arrays have one entry a draw.
 *
 * @param hba1c at five years, %
 * @param qualityAdjustedDays discounted, d
 * @param cardiovascular probability of at least one major cardiovascular event
 * @param microvascular probability of at least one microvascular event
 * @param severeHypoglycaemia expected events
 * @param cost of the drugs, discounted, weighted by survival
 */
public record FiveYearForecast(
        double[] hba1c,
        double[] qualityAdjustedDays,
        double[] cardiovascular,
        double[] microvascular,
        double[] severeHypoglycaemia,
        double[] cost) {
    private static final int QUARTERS = 20;
    private static final int WEEKS_PER_QUARTER = 13;
    private static final double YEARS_PER_QUARTER = 0.25;
    private static final double DAYS_PER_YEAR = 365.25;
    private static final double LDL_MG_PER_MMOL = 38.67;
    private static final double[] REFERENCE_AGES = {53, 63, 71};
    private static final double REFERENCE_HEIGHT = 166;

    /** {@link #run(TwinCohort, DoseCourse, PatientRisk)} of one regimen, kept. */
    public static FiveYearForecast run(TwinCohort cohort, Regimen regimen, PatientRisk risk) {
        return run(cohort, DoseCourse.constant(regimen), risk);
    }

    /** Runs the forecast by quarters; deterministic given the cohort, for it sums hazards and draws no events. */
    public static FiveYearForecast run(TwinCohort cohort, DoseCourse course, PatientRisk risk) {
        ImpactModel model = ImpactModel.shipped();
        int n = cohort.size();
        FiveYearForecast result = new FiveYearForecast(
                new double[n], new double[n], new double[n], new double[n], new double[n], new double[n]);
        double[] survival = new double[n];
        double[] cardiovascularHazard = new double[n];
        double[] microvascularHazard = new double[n];
        double[] heartFailureHazard = new double[n];
        Arrays.fill(survival, 1);
        double drugRatio = drugRatio(model, course.kept(), risk);
        double costPerYear = costPerYear(model, course.kept());
        double meters = risk.height().orElse(REFERENCE_HEIGHT) / 100;
        TwinBatch batch = new TwinBatch(cohort);
        for (int quarter = 0; quarter < QUARTERS; quarter++) {
            batch.resetEvents();
            advance(batch, course, quarter * WEEKS_PER_QUARTER);
            double years = (quarter + 0.5) * YEARS_PER_QUARTER;
            double discount = Math.pow(1 + model.discountRate(), -years);
            for (int i = 0; i < n; i++) {
                double age = risk.age().orElse(REFERENCE_AGES[i % REFERENCE_AGES.length]) + years;
                Sex sex = risk.sex().orElse(i % 2 == 0 ? Sex.MALE : Sex.FEMALE);
                double hba1c = model.observedHba1c().held(batch.hba1c(i));
                cardiovascularHazard[i] += YEARS_PER_QUARTER
                        * drugRatio
                        * cardiovascularRate(model, risk, age, sex, hba1c, batch.systolicPressure(i), batch.ldl(i));
                microvascularHazard[i] += YEARS_PER_QUARTER
                        * model.microvascular().perYear()
                        * Math.pow(
                                model.microvascular().perPercentHba1c(),
                                hba1c - model.microvascular().referenceHba1c());
                heartFailureHazard[i] += batch.expectedAdverseEvents(i, AdverseEvent.HEART_FAILURE);
                double mild = batch.expectedHypoglycaemia(i, 1) + batch.expectedHypoglycaemia(i, 2);
                double severe = batch.expectedHypoglycaemia(i, 3);
                ImpactModel.Utility u = model.utility();
                double utility = u.base()
                        + u.perBodyMassIndexAbove25() * Math.max(0, batch.weight(i) / (meters * meters) - 25)
                        + u.cardiovascularEvent() * -Math.expm1(-cardiovascularHazard[i])
                        + u.microvascularEvent() * -Math.expm1(-microvascularHazard[i])
                        + u.heartFailure() * -Math.expm1(-heartFailureHazard[i]);
                double lost = YEARS_PER_QUARTER * u.lostToHypoglycaemia(mild / YEARS_PER_QUARTER)
                        + u.severeHypoglycaemia() * severe;
                double lived = survival[i] * discount;
                result.qualityAdjustedDays[i] +=
                        lived * DAYS_PER_YEAR * Math.max(0, utility * YEARS_PER_QUARTER + lost);
                result.severeHypoglycaemia[i] += survival[i] * severe;
                result.cost[i] += lived * YEARS_PER_QUARTER * costPerYear;
                survival[i] *= Math.exp(-YEARS_PER_QUARTER * mortality(model, age, sex, hba1c));
            }
        }
        for (int i = 0; i < n; i++) {
            result.hba1c[i] = batch.hba1c(i);
            result.cardiovascular[i] = -Math.expm1(-cardiovascularHazard[i]);
            result.microvascular[i] = -Math.expm1(-microvascularHazard[i]);
        }
        return result;
    }

    private static void advance(TwinBatch batch, DoseCourse course, int from) {
        int week = from;
        int end = from + WEEKS_PER_QUARTER;
        for (DoseCourse.Phase phase : course.phases()) {
            if (phase.fromWeek() >= from && phase.fromWeek() < end) {
                batch.advance(phase.fromWeek() - week);
                batch.setAllDoses(phase.regimen().toArray());
                week = phase.fromWeek();
            }
        }
        batch.advance(end - week);
    }

    private static double cardiovascularRate(
            ImpactModel model, PatientRisk risk, double age, Sex sex, double hba1c, double pressure, double ldl) {
        ImpactModel.Cardiovascular c = model.cardiovascular();
        double base =
                switch (risk.cardiovascularDisease()) {
                    case TRUE -> c.perYearWithDisease();
                    case FALSE -> c.perYearWithoutDisease();
                    case UNKNOWN ->
                        c.diseaseShare() * c.perYearWithDisease() + (1 - c.diseaseShare()) * c.perYearWithoutDisease();
                };
        // The trial's rate is that of its mix of sexes; divided out to get that of men.
        double men = 1 / (1 - c.femaleShare() + c.femaleShare() * c.female());
        return base
                * men
                * (sex == Sex.FEMALE ? c.female() : 1)
                * Math.pow(c.perYearOfAge(), age - c.referenceAge())
                * Math.pow(c.perPercentHba1c(), hba1c - c.referenceHba1c())
                * Math.pow(c.perTenPressure(), (pressure - c.referencePressure()) / 10)
                * Math.pow(c.perMmolLdlLowering(), (c.referenceLdl() - ldl) / LDL_MG_PER_MMOL);
    }

    private static double mortality(ImpactModel model, double age, Sex sex, double hba1c) {
        ImpactModel.Mortality m = model.mortality();
        String key = sex == Sex.FEMALE ? "female" : "male";
        return m.at60().get(key)
                * Math.exp(m.slope().get(key) * (age - 60))
                * m.diabetes()
                * Math.pow(m.perPercentHba1c(), hba1c - m.referenceHba1c());
    }

    static double drugRatio(ImpactModel model, Regimen regimen, PatientRisk risk) {
        if (risk.cardiovascularDisease() != Truth.TRUE) {
            return 1;
        }
        return regimen.drugs().stream()
                .mapToDouble(drug ->
                        model.cardiovascular().drugHazardRatioWithDisease().getOrDefault(drug.id(), 1.0))
                .min()
                .orElse(1);
    }

    /** Cost of a regimen in the price file's currency. */
    static double costPerYear(ImpactModel model, Regimen regimen) {
        double cost = 0;
        for (Map.Entry<Drug, Double> dose : regimen.asMap().entrySet()) {
            ImpactModel.Price price = model.prices().get(dose.getKey().id());
            boolean weekly = Formulary.shipped().entry(dose.getKey()).unit().endsWith("/wk");
            double perDay =
                    price.perDay() != null ? price.perDay() : price.perUnit() * dose.getValue() / (weekly ? 7 : 1);
            cost += DAYS_PER_YEAR * perDay;
        }
        return cost;
    }
}
