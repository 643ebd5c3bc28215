package org.hsdpo.hyperscore.novelty;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.hsdpo.clinical.drug.Drug;
import org.hsdpo.clinical.drug.Formulary;
import org.hsdpo.clinical.regimen.Regimen;
import org.hsdpo.clinical.wording.Counted;
import org.hsdpo.hyperscore.EngineScore;
import org.hsdpo.hyperscore.novelty.PracticeIndex.Neighbour;
import org.hsdpo.hyperscore.sandbox.Distribution;
import org.hsdpo.hyperscore.sandbox.Simulation;

/**
 * Scores departure from practice: 0.5 is what is usually done for patients like this one; above 0.5 departs with positive
 * information gain, a better expected outcome than the nearest known practice and support in the population; below 0.5
 * departs without that.
 */
public final class NoveltyEngine {
    /** Below this many nats two forecasts say the same. */
    private static final double NOTICEABLE_GAIN = 0.02;

    /** How many of the regimens known for similar patients a regimen's independence is measured from. */
    private static final int NEAREST_REGIMENS = 5;
    /** Two-sided 99 % quantile of the normal distribution. */
    private static final double Z = 2.575829;

    private final PracticeIndex index;

    public NoveltyEngine(PracticeIndex index) {
        this.index = index;
    }

    /** What is done for patients like one. */
    public final class Practice {
        private final PracticeQuery query;
        private final List<Neighbour> similar;
        private final Map<Set<Drug>, Integer> combinations = new HashMap<>();

        private Practice(PracticeQuery query) {
            this.query = query;
            this.similar = index.similarPatients(query);
            for (Neighbour neighbour : similar) {
                combinations.merge(neighbour.patient().regimen().drugs(), 1, Integer::sum);
            }
        }

        /** Share of similar patients on exactly this combination of drugs. */
        public double share(Regimen regimen) {
            return (double) combinations.getOrDefault(regimen.drugs(), 0) / similar.size();
        }

        /**
         * How far a regimen departs from practice, in 0 … 1: its mean distance to the {@value #NEAREST_REGIMENS} nearest
         * regimens of similar patients; 0 where that many of them are on this combination, and where it is the commonest.
         */
        public double departure(Regimen regimen) {
            Set<Drug> asked = regimen.drugs();
            int commonest = combinations.values().stream().max(Integer::compare).orElseThrow();
            if (combinations.getOrDefault(asked, 0) == commonest) {
                return 0;
            }
            return similar.stream()
                    .mapToDouble(neighbour ->
                            distance(asked, neighbour.patient().regimen().drugs()))
                    .sorted()
                    .limit(NEAREST_REGIMENS)
                    .average()
                    .orElseThrow();
        }

        /** Whether the patient lies within the reference population. */
        public boolean isSupported() {
            return index.isWithinPopulation(similar);
        }

        /** Distance to the population; above 1 lies outside. */
        public double supportDistance() {
            return index.supportDistance(similar);
        }

        /** The commonest regimen among similar patients that a predicate accepts, in its commonest doses. */
        public Optional<Regimen> usual(Predicate<Regimen> acceptable) {
            Map<Regimen, Integer> counts = new HashMap<>();
            for (Neighbour neighbour : similar) {
                counts.merge(neighbour.patient().regimen(), 1, Integer::sum);
            }
            return counts.entrySet().stream()
                    .filter(entry -> acceptable.test(entry.getKey()))
                    .max(Comparator.<Map.Entry<Regimen, Integer>>comparingInt(
                                    entry -> combinations.get(entry.getKey().drugs()))
                            .thenComparingInt(Map.Entry::getValue)
                            .thenComparing(entry -> entry.getKey().toString()))
                    .map(Map.Entry::getKey);
        }

        /** For example {@code 30 similar patients: 12 on metformin, 5 on metformin + glimepiride}. */
        public String summary() {
            String commonest = combinations.entrySet().stream()
                    .sorted(Map.Entry.<Set<Drug>, Integer>comparingByValue(Comparator.reverseOrder())
                            .thenComparing(entry -> entry.getKey().toString()))
                    .limit(3)
                    .map(entry -> entry.getValue() + " on " + names(entry.getKey()))
                    .reduce((a, b) -> a + ", " + b)
                    .orElseThrow();
            return Counted.of(similar.size(), "similar patient") + " of the synthetic reference population: "
                    + commonest;
        }
    }

    /** Looks up practice for a patient. */
    public Practice practice(PracticeQuery query) {
        return new Practice(query);
    }

    /**
     * Scores a candidate.
     *
     * @param usual the nearest known practice on the same twins; empty where none is admissible
     */
    public EngineScore score(Practice practice, Simulation candidate, Optional<Simulation> usual) {
        Regimen regimen = candidate.course().begun();
        double share = practice.share(regimen);
        double departure = practice.departure(regimen);
        double gain = usual.map(known -> gain(candidate, known)).orElse(0.0);
        boolean borneOut = isBorneOut(practice, candidate, usual, gain);
        double score = value(departure, gain, borneOut);
        // The departure rests on as many regimens as are nearest, each as far away as a coin with that mean would be.
        double sd = 0.5 * Math.sqrt(departure * (1 - departure) / NEAREST_REGIMENS);

        List<Neighbour> nearest = index.nearestPractice(practice.query, regimen);
        List<String> evidence = new ArrayList<>();
        evidence.add(practice.summary());
        evidence.add(String.format(Locale.ROOT, "%.0f %% of them on %s", 100 * share, names(regimen.drugs())));
        evidence.add(String.format(
                Locale.ROOT,
                "nearest known patient on a like regimen at distance %.2f, mean of the nearest %d at %.2f",
                nearest.getFirst().distance(),
                nearest.size(),
                nearest.stream().mapToDouble(Neighbour::distance).average().orElseThrow()));
        usual.ifPresent(known -> evidence.add(String.format(
                Locale.ROOT,
                "against the usual %s: information gain %.2f nats, probability of success %.0f %% against %.0f %%",
                known.course().begun(),
                gain,
                100 * candidate.success(),
                100 * known.success())));
        String explanation = departure < 0.25
                ? "This combination is usual for patients like this one."
                : borneOut
                        ? "Departs from what is usual for patients like this one, and the forecast bears it out."
                        : practice.isSupported()
                                ? "Departs from what is usual for patients like this one without a better forecast."
                                : "The patient lies outside the reference population, so a departure has no support.";
        return new EngineScore(score, sd, explanation, evidence);
    }

    /** The score alone, without its evidence. */
    public double value(Practice practice, Simulation candidate, Optional<Simulation> usual) {
        double gain = usual.map(known -> gain(candidate, known)).orElse(0.0);
        return value(
                practice.departure(candidate.course().begun()), gain, isBorneOut(practice, candidate, usual, gain));
    }

    private static double value(double departure, double gain, boolean borneOut) {
        return borneOut ? 0.5 + 0.5 * departure * -Math.expm1(-gain) : 0.5 - 0.5 * departure;
    }

    /**
     * Distance of two combinations in 0 … 1: the Jaccard distance of their drugs and that of their classes, averaged, so that
     * a drug is nearer to its sister than to a stranger.
     */
    static double distance(Set<Drug> one, Set<Drug> other) {
        return (jaccard(one, other) + jaccard(classes(one), classes(other))) / 2;
    }

    private static Set<String> classes(Set<Drug> drugs) {
        return drugs.stream()
                .map(drug -> Formulary.shipped().entry(drug).drugClass())
                .collect(Collectors.toSet());
    }

    private static <T> double jaccard(Set<T> one, Set<T> other) {
        Set<T> all = new HashSet<>(one);
        all.addAll(other);
        long shared = one.stream().filter(other::contains).count();
        return all.isEmpty() ? 0 : 1 - (double) shared / all.size();
    }

    private static boolean isBorneOut(
            Practice practice, Simulation candidate, Optional<Simulation> usual, double gain) {
        return gain > NOTICEABLE_GAIN
                && practice.isSupported()
                && usual.map(known -> isBetter(candidate, known)).orElse(false);
    }

    /**
     * Whether a forecast is the better one: success is likelier or, where the draws cannot tell that apart, HbA1c is lower
     * without more hypoglycaemia.
     */
    private static boolean isBetter(Simulation candidate, Simulation known) {
        double difference = candidate.success() - known.success();
        if (Math.abs(difference) > noise(candidate.success(), known.success(), candidate.draws())) {
            return difference > 0;
        }
        return candidate.hba1c().mean() < known.hba1c().mean()
                && candidate.level2or3()
                        <= known.level2or3() + noise(candidate.level2or3(), known.level2or3(), candidate.draws());
    }

    /** By how much two shares may differ by chance (99 %), as if the draws were independent. */
    private static double noise(double one, double other, int draws) {
        double p = smoothed((one + other) / 2, draws);
        return Z * Math.sqrt(2 * p * (1 - p) / draws);
    }

    /**
     * Information gain in nats: the Kullback-Leibler divergence (Kullback and Leibler 1951) of two forecasts, HbA1c as normal
     * distributions, hypoglycaemia of level 2 or 3 as an event. More hypoglycaemia than usual is no gain and is left out.
     */
    static double gain(Simulation candidate, Simulation known) {
        Distribution a = candidate.hba1c();
        Distribution b = known.hba1c();
        double varianceA = a.standardDeviation() * a.standardDeviation();
        double varianceB = b.standardDeviation() * b.standardDeviation();
        double hba1c = varianceA == 0 || varianceB == 0
                ? 0
                : 0.5
                        * (Math.log(varianceB / varianceA)
                                + (varianceA + (a.mean() - b.mean()) * (a.mean() - b.mean())) / varianceB
                                - 1);
        double p = smoothed(candidate.level2or3(), candidate.draws());
        double q = smoothed(known.level2or3(), known.draws());
        return hba1c + (p < q ? bernoulli(p, q) : 0);
    }

    private static double bernoulli(double p, double q) {
        return p * Math.log(p / q) + (1 - p) * Math.log((1 - p) / (1 - q));
    }

    /** Laplace's rule, so that an event not seen in the draws is not taken to be impossible. */
    private static double smoothed(double share, int draws) {
        return (share * draws + 1) / (draws + 2);
    }

    private static String names(Set<Drug> drugs) {
        return drugs.isEmpty()
                ? "no glucose-lowering drug"
                : drugs.stream()
                        .sorted()
                        .map(drug -> Formulary.shipped().entry(drug).label())
                        .reduce((a, b) -> a + " + " + b)
                        .orElseThrow();
    }
}
