package org.hsdpo.data.nhanes;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.hsdpo.clinical.condition.ConditionConcept;
import org.hsdpo.clinical.knowledge.KnowledgeFile;
import org.hsdpo.clinical.measurement.Measurement;

/** How the survey's tables are read: {@code nhanes.yaml}. */
record NhanesCodebook(
        int version,
        List<Cycle> cycles,
        List<MeasuredVariable> measurements,
        List<PressureVariables> pressures,
        List<Question> questions,
        Map<String, String> drugNames,
        String glucoseLoweringClass,
        TypeTwo type2) {

    private static final class Holder {
        static final NhanesCodebook SHIPPED =
                KnowledgeFile.resource(NhanesCodebook.class, "nhanes.yaml").as(NhanesCodebook.class);
    }

    /** Two years of the survey. */
    record Cycle(String letter, String years, String middle) {
        /** The moment to which the cycle's values are dated. */
        Instant moment() {
            return LocalDate.parse(middle).atStartOfDay(ZoneOffset.UTC).toInstant();
        }
    }

    /** A variable that is a measurement; {@code belowDetection} is null where the codebook has no such variable. */
    record MeasuredVariable(
            List<String> tables,
            String variable,
            Measurement measurement,
            String unit,
            String belowDetection,
            Boolean fasting) {

        MeasuredVariable {
            fasting = fasting != null && fasting;
        }
    }

    /** Repeated readings of one pressure. */
    record PressureVariables(List<String> variables, Measurement measurement, String unit) {}

    /** A question that tells of a condition. */
    record Question(String table, String variable, ConditionConcept condition, String asks) {}

    /** Who counts as a person with type 2 diabetes. */
    record TypeTwo(int leastAge, int type1ToldBeforeAge, int type1InsulinWithinYears, String source) {}

    static NhanesCodebook shipped() {
        return Holder.SHIPPED;
    }

    Optional<Cycle> cycle(String letter) {
        return cycles.stream().filter(cycle -> cycle.letter().equals(letter)).findFirst();
    }
}
