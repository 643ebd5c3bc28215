package org.hsdpo.hyperscore.novelty;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import org.hsdpo.clinical.drug.Drug;
import org.hsdpo.clinical.drug.Formulary;
import org.hsdpo.clinical.knowledge.KnowledgeFile;
import org.hsdpo.clinical.patient.Sex;
import org.hsdpo.clinical.regimen.Regimen;

/**
 * Synthetic adults with type 2 diabetes: covariates drawn through a Gaussian copula from published quantiles and
 * correlations, treatment assigned as guidelines and practice would, with variation; see {@code population.yaml}. It
 * holds no real person.
 */
public final class ReferencePopulation {
    private static final List<String> COPULA =
            List.of("age", "hba1c", "body-mass-index", "systolic-pressure", "egfr", "ldl", "duration");

    private record File(
            int version,
            List<Double> levels,
            Map<String, List<Double>> quantiles,
            List<List<Double>> correlations,
            double male,
            Map<String, Double> heightMean,
            double heightSd,
            double heartFailure,
            double cardiovascularDisease,
            Treatment treatment,
            String source) {}

    private record Treatment(
            Map<String, Double> metforminByEgfr,
            List<Double> metforminDoses,
            List<Double> metforminDoseShares,
            List<Double> durationLimits,
            List<Double> sulfonylureaByDuration,
            List<Double> insulinByDuration,
            double insulinFactorAbove8,
            double dpp4,
            double pioglitazone,
            double sglt2,
            double sglt2WithHeartOrKidneyDisease,
            double glp1,
            double glp1WithObesityOrCardiovascularDisease,
            double semaglutideAmongGlp1,
            double insulinPerKilogramLow,
            double insulinPerKilogramHigh,
            String source) {}

    private final File file;
    private final double[][] cholesky;
    private final String hash;

    private ReferencePopulation(File file, String hash) {
        this.file = file;
        this.hash = hash;
        this.cholesky = cholesky(file.correlations());
    }

    /** The population shipped with this version. */
    public static ReferencePopulation shipped() {
        KnowledgeFile knowledge = KnowledgeFile.resource(ReferencePopulation.class, "population.yaml");
        return new ReferencePopulation(knowledge.as(File.class), knowledge.hash());
    }

    /** Patients; the same size and seed give the same ones. */
    public List<ReferencePatient> patients(int size, long seed) {
        RandomGenerator random = RandomGeneratorFactory.of("L64X128MixRandom").create(seed);
        List<ReferencePatient> patients = new ArrayList<>(size);
        for (int i = 0; i < size; i++) {
            patients.add(patient(random));
        }
        return List.copyOf(patients);
    }

    private ReferencePatient patient(RandomGenerator random) {
        double[] independent = new double[COPULA.size()];
        for (int i = 0; i < independent.length; i++) {
            independent[i] = random.nextGaussian();
        }
        double[] value = new double[COPULA.size()];
        for (int i = 0; i < value.length; i++) {
            double z = 0;
            for (int j = 0; j <= i; j++) {
                z += cholesky[i][j] * independent[j];
            }
            value[i] = quantile(file.quantiles().get(COPULA.get(i)), NormalShare.below(z));
        }
        Sex sex = random.nextDouble() < file.male() ? Sex.MALE : Sex.FEMALE;
        double height = file.heightMean().get(sex.name().toLowerCase(java.util.Locale.ROOT))
                + file.heightSd() * random.nextGaussian();
        double age = value[0];
        double duration = Math.min(value[6], age - 18);
        boolean heartFailure = random.nextDouble() < file.heartFailure() * ageFactor(age);
        boolean cardiovascular = random.nextDouble() < file.cardiovascularDisease() * ageFactor(age);
        Regimen regimen = regimen(
                random,
                value[1],
                value[2],
                value[2] * height * height / 1e4,
                value[4],
                duration,
                heartFailure,
                cardiovascular);
        return new ReferencePatient(
                age,
                sex,
                value[2],
                height,
                value[1],
                value[4],
                duration,
                value[3],
                value[5],
                heartFailure,
                cardiovascular,
                regimen);
    }

    /** Heart disease grows with age; linear around the median of 63 years so that the mean share is kept. */
    private static double ageFactor(double age) {
        return Math.max(0.1, Math.min(1.9, 1 + (age - 63) / 25));
    }

    private Regimen regimen(
            RandomGenerator random,
            double hba1c,
            double bodyMassIndex,
            double weight,
            double egfr,
            double duration,
            boolean heartFailure,
            boolean cardiovascular) {
        Treatment t = file.treatment();
        int band = 0;
        while (band < t.durationLimits().size()
                && duration >= t.durationLimits().get(band)) {
            band++;
        }
        Regimen regimen = Regimen.none();
        double metformin = t.metforminByEgfr().get(egfr < 30 ? "below-30" : egfr < 45 ? "30-to-45" : "from-45");
        if (random.nextDouble() < metformin) {
            double dose = pick(random, t.metforminDoses(), t.metforminDoseShares());
            regimen = regimen.with(Drug.METFORMIN, egfr < 45 ? Math.min(dose, 1000) : dose);
        }
        if (random.nextDouble() < t.sulfonylureaByDuration().get(band)) {
            regimen = regimen.with(Drug.GLIMEPIRIDE, rung(random, Drug.GLIMEPIRIDE));
        }
        boolean strong = heartFailure || egfr < 60 || cardiovascular;
        if (egfr >= 20 && random.nextDouble() < (strong ? t.sglt2WithHeartOrKidneyDisease() : t.sglt2())) {
            regimen = regimen.with(Drug.EMPAGLIFLOZIN, rung(random, Drug.EMPAGLIFLOZIN));
        }
        boolean glp1Favoured = cardiovascular || bodyMassIndex >= 35;
        boolean glp1 = random.nextDouble() < (glp1Favoured ? t.glp1WithObesityOrCardiovascularDisease() : t.glp1());
        if (glp1) {
            Drug drug = random.nextDouble() < t.semaglutideAmongGlp1() ? Drug.SEMAGLUTIDE : Drug.LIRAGLUTIDE;
            regimen = regimen.with(drug, rung(random, drug));
        } else if (random.nextDouble() < t.dpp4()) {
            regimen = regimen.with(Drug.SITAGLIPTIN, egfr < 30 ? 25 : egfr < 45 ? 50 : 100);
        }
        if (!heartFailure && random.nextDouble() < t.pioglitazone()) {
            regimen = regimen.with(Drug.PIOGLITAZONE, rung(random, Drug.PIOGLITAZONE));
        }
        double insulin = t.insulinByDuration().get(band) * (hba1c > 8 ? t.insulinFactorAbove8() : 1);
        if (random.nextDouble() < insulin) {
            double perKilogram = random.nextDouble(t.insulinPerKilogramLow(), t.insulinPerKilogramHigh());
            regimen = regimen.with(Drug.INSULIN_GLARGINE, nearestRung(Drug.INSULIN_GLARGINE, perKilogram * weight));
        }
        return regimen;
    }

    private static double rung(RandomGenerator random, Drug drug) {
        List<Double> ladder = Formulary.shipped().entry(drug).ladder();
        return ladder.get(random.nextInt(ladder.size()));
    }

    private static double nearestRung(Drug drug, double dose) {
        double best = Double.NaN;
        for (double rung : Formulary.shipped().entry(drug).ladder()) {
            if (Double.isNaN(best) || Math.abs(rung - dose) < Math.abs(best - dose)) {
                best = rung;
            }
        }
        return best;
    }

    private static double pick(RandomGenerator random, List<Double> values, List<Double> shares) {
        double draw = random.nextDouble();
        for (int i = 0; i < values.size() - 1; i++) {
            draw -= shares.get(i);
            if (draw < 0) {
                return values.get(i);
            }
        }
        return values.getLast();
    }

    private double quantile(List<Double> quantiles, double share) {
        List<Double> levels = file.levels();
        int upper = 1;
        while (upper < levels.size() - 1 && share > levels.get(upper)) {
            upper++;
        }
        double fraction = (share - levels.get(upper - 1)) / (levels.get(upper) - levels.get(upper - 1));
        return quantiles.get(upper - 1) + fraction * (quantiles.get(upper) - quantiles.get(upper - 1));
    }

    private static double[][] cholesky(List<List<Double>> matrix) {
        int n = matrix.size();
        double[][] lower = new double[n][n];
        for (int i = 0; i < n; i++) {
            for (int j = 0; j <= i; j++) {
                double sum = matrix.get(i).get(j);
                for (int k = 0; k < j; k++) {
                    sum -= lower[i][k] * lower[j][k];
                }
                if (i == j) {
                    if (!(sum > 0)) {
                        throw new IllegalStateException("the correlations are not positive definite");
                    }
                    lower[i][i] = Math.sqrt(sum);
                } else {
                    lower[i][j] = sum / lower[j][j];
                }
            }
        }
        return lower;
    }

    /** SHA-256 of the population file. */
    public String hash() {
        return hash;
    }
}
