package org.hsdpo.agent.environment;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.hsdpo.agent.environment.PopulationModel.VariableId;
import org.hsdpo.clinical.condition.ConditionConcept;
import org.hsdpo.clinical.drug.Drug;
import org.hsdpo.clinical.drug.Formulary;
import org.hsdpo.clinical.error.InvalidInputException;
import org.hsdpo.clinical.patient.Sex;
import org.hsdpo.clinical.regimen.Regimen;
import org.hsdpo.twin.ModelVariant;
import org.hsdpo.twin.TwinCohort;

/** Draws synthetic adults with type 2 diabetes, see {@code population.yaml} for the figures. */
public final class SyntheticPopulation {
    private static final int SPARE = 10;
    private static final Pattern REFUSED = Pattern.compile("patients\\[(\\d+)]");

    private final PopulationModel model = PopulationModel.shipped();
    private final double[][] cholesky = cholesky(model.correlations());

    /** The same seed gives the same people; person i does not depend on how many are drawn. */
    public List<SyntheticPatient> draw(int count, long seed) {
        List<SyntheticPatient> people = new ArrayList<>(count);
        SplittableRandom source = new SplittableRandom(seed);
        for (int i = 0; i < count; i++) {
            people.add(person(source.split()));
        }
        return people;
    }

    /**
     * Draws people of whom a twin can be made. The correlated figures now and then describe someone whose measured glucose
     * no physiology explains under the drugs taken (a few in ten thousand); such a one is replaced.
     *
     * @param twinSeed seed the twins will be made with
     */
    public List<SyntheticPatient> drawTreatable(int count, long seed, ModelVariant variant, long twinSeed) {
        List<SyntheticPatient> drawn = draw(count + Math.max(SPARE, count / 10), seed);
        List<SyntheticPatient> people = new ArrayList<>(drawn.subList(0, count));
        Iterator<SyntheticPatient> spare = drawn.subList(count, drawn.size()).iterator();
        while (true) {
            try {
                TwinCohort.population(
                        people.stream().map(SyntheticPatient::twinInputs).toList(), twinSeed, variant);
                return List.copyOf(people);
            } catch (InvalidInputException e) {
                people.set(refused(e), spare.next());
            }
        }
    }

    private static int refused(InvalidInputException refusal) {
        Matcher place = REFUSED.matcher(refusal.violations().getFirst().field());
        if (!place.lookingAt()) {
            throw refusal;
        }
        return Integer.parseInt(place.group(1));
    }

    /** SHA-256 of the population's figures. */
    public static String hash() {
        return PopulationModel.shippedHash();
    }

    private SyntheticPatient person(SplittableRandom random) {
        double[] x = correlated(random);
        Sex sex = random.nextDouble() < model.femaleShare() ? Sex.FEMALE : Sex.MALE;
        PopulationModel.Normal stature = sex == Sex.FEMALE ? model.heightFemale() : model.heightMale();
        double height = stature.mean() + stature.sd() * Math.clamp(random.nextGaussian(), -2.5, 2.5);
        double age = x[VariableId.AGE.ordinal()];
        double duration = Math.min(Math.pow(x[VariableId.SQRT_DURATION.ordinal()], 2), age - 18);
        Set<ConditionConcept> conditions = EnumSet.of(ConditionConcept.TYPE_2_DIABETES);
        Set<ConditionConcept> stated = EnumSet.of(ConditionConcept.TYPE_2_DIABETES);
        for (PopulationModel.Condition condition : model.conditions()) {
            if (random.nextDouble() < condition.present()) {
                conditions.add(condition.id());
            }
            if (random.nextDouble() < condition.stated()) {
                stated.add(condition.id());
            }
        }
        Map<String, String> phenotypes = new TreeMap<>();
        model.genes().forEach(gene -> phenotypes.put(gene.gene(), phenotype(gene, random)));
        double bmi = Math.exp(x[VariableId.LOG_BODY_MASS_INDEX.ordinal()]);
        double weight = bmi * height * height / 1e4;
        return new SyntheticPatient(
                sex,
                age,
                height,
                weight,
                4 + Math.exp(x[VariableId.LOG_HBA1C_ABOVE_FOUR.ordinal()]),
                Math.exp(x[VariableId.LOG_SYSTOLIC_PRESSURE.ordinal()]),
                x[VariableId.DIASTOLIC_PRESSURE.ordinal()],
                Math.exp(x[VariableId.LOG_LDL_CHOLESTEROL.ordinal()]),
                x[VariableId.EGFR.ordinal()],
                duration,
                conditions,
                stated,
                phenotypes,
                regimen(weight, random),
                4 + 100 * random.nextDouble(),
                random.nextDouble() < model.problemList(),
                random.nextDouble() < model.genotyped(),
                random.nextDouble() < model.sensor());
    }

    private double[] correlated(SplittableRandom random) {
        int n = model.variables().size();
        double[] x = new double[n];
        double[] normal = new double[n];
        for (int i = 0; i < n; i++) {
            normal[i] = random.nextGaussian();
        }
        for (int i = 0; i < n; i++) {
            double score = 0;
            for (int j = 0; j <= i; j++) {
                score += cholesky[i][j] * normal[j];
            }
            PopulationModel.Variable variable = model.variables().get(i);
            x[i] = Math.clamp(variable.mean() + variable.sd() * score, variable.low(), variable.high());
        }
        return x;
    }

    private static String phenotype(PopulationModel.Gene gene, SplittableRandom random) {
        double rest = random.nextDouble();
        String last = null;
        for (var share : new TreeMap<>(gene.phenotypes()).entrySet()) {
            last = share.getKey();
            rest -= share.getValue();
            if (rest < 0) {
                break;
            }
        }
        return last;
    }

    private Regimen regimen(double weight, SplittableRandom random) {
        Regimen regimen = Regimen.none();
        boolean untreated = random.nextDouble() < model.untreated();
        for (Drug drug : Drug.values()) {
            boolean takes = random.nextDouble() < model.drugs().get(drug) / (1 - model.untreated());
            double dose = dose(drug, weight, random);
            if (takes && !untreated) {
                regimen = regimen.with(drug, dose);
            }
        }
        return regimen;
    }

    /** Any step of the ladder; insulin the step nearest to a dose by weight. */
    private double dose(Drug drug, double weight, SplittableRandom random) {
        List<Double> ladder = Formulary.shipped().entry(drug).ladder();
        if (drug != Drug.INSULIN_GLARGINE) {
            return ladder.get(random.nextInt(ladder.size()));
        }
        PopulationModel.Interval perKilogram = model.insulinPerKilogram();
        double units = weight * (perKilogram.low() + random.nextDouble() * (perKilogram.high() - perKilogram.low()));
        return ladder.stream()
                .min(Comparator.comparingDouble(step -> Math.abs(step - units)))
                .orElseThrow();
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
                if (i == j && !(sum > 0)) {
                    throw new IllegalStateException("population.yaml: the correlations are not positive definite");
                }
                lower[i][j] = i == j ? Math.sqrt(sum) : sum / lower[j][j];
            }
        }
        return lower;
    }
}
