package org.hsdpo.data.fhir;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.hsdpo.clinical.knowledge.KnowledgeFile;
import org.hsdpo.clinical.measurement.Measurement;

/**
 * The questionnaires whose answers are read, from {@code questionnaires.yaml}.
 *
 * @param version of the file
 * @param eq5d5l quality of life in five dimensions
 * @param sums questionnaires whose score is a sum of all items
 */
record Questionnaires(int version, Eq5d eq5d5l, List<Sum> sums) {
    /**
     * @param named words in the canonical address
     * @param items words that name a dimension, by its measurement
     * @param levels words of the answers, by level 1 to 5
     * @param valueSet what a state of health is worth
     */
    record Eq5d(
            List<String> named,
            String source,
            Map<Measurement, List<String>> items,
            Map<Integer, List<String>> levels,
            ValueSet valueSet) {
        Optional<Measurement> dimension(String linkIdAndText) {
            String plain = plain(linkIdAndText);
            return items.entrySet().stream()
                    .filter(entry -> entry.getValue().stream().anyMatch(plain::contains))
                    .map(Map.Entry::getKey)
                    .findFirst();
        }

        /** Of several levels whose words occur ("no problems" within "I have no problems"), the one given first. */
        Optional<Integer> level(String answer) {
            String plain = answer.toLowerCase(Locale.ROOT);
            return levels.entrySet().stream()
                    .filter(entry -> entry.getValue().stream().anyMatch(plain::contains))
                    .map(Map.Entry::getKey)
                    .findFirst();
        }
    }

    /** Decrements from full health, level 2 to 5 of each dimension. */
    record ValueSet(String label, String source, Map<Measurement, List<Double>> decrements) {
        /**
         * The index of a state of health.
         *
         * @param levels 1 to 5 of every dimension
         */
        double index(Map<Measurement, Integer> levels) {
            double index = 1;
            for (Map.Entry<Measurement, List<Double>> dimension : decrements.entrySet()) {
                int level = levels.get(dimension.getKey());
                index -= level == 1 ? 0 : dimension.getValue().get(level - 2);
            }
            return index;
        }
    }

    /** A score that is the sum of all items times a factor; items go from {@code low} to {@code high}. */
    record Sum(
            Measurement measurement,
            List<String> named,
            List<String> notNamed,
            int items,
            int low,
            int high,
            double factor,
            String source) {}

    private static final Questionnaires SHIPPED =
            KnowledgeFile.resource(Questionnaires.class, "questionnaires.yaml").as(Questionnaires.class);

    static Questionnaires shipped() {
        return SHIPPED;
    }

    boolean isEq5d(String canonical) {
        String plain = plain(canonical);
        return eq5d5l.named().stream().anyMatch(plain::contains)
                && !plain.contains("eq5d3l")
                && !plain.contains("eq5dy");
    }

    Optional<Sum> sum(String canonical) {
        String plain = plain(canonical);
        return sums.stream()
                .filter(sum -> sum.named().stream().anyMatch(plain::contains)
                        && sum.notNamed().stream().noneMatch(plain::contains))
                .findFirst();
    }

    private static String plain(String text) {
        return text.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]", "");
    }
}
