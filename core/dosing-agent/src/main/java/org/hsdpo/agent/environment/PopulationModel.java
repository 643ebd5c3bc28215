package org.hsdpo.agent.environment;

import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import org.hsdpo.clinical.condition.ConditionConcept;
import org.hsdpo.clinical.drug.Drug;
import org.hsdpo.clinical.knowledge.KnowledgeFile;
import org.hsdpo.clinical.measurement.Measurement;

/** The figures of {@code population.yaml}; their meaning and sources stand there. */
record PopulationModel(
        int version,
        List<Variable> variables,
        List<List<Double>> correlations,
        double femaleShare,
        Normal heightFemale,
        Normal heightMale,
        List<Condition> conditions,
        List<Gene> genes,
        Map<Drug, Double> drugs,
        Interval insulinPerKilogram,
        double untreated,
        double problemList,
        double genotyped,
        double sensor,
        List<MeasurementPractice> measurements) {

    private static final class Holder {
        static final KnowledgeFile FILE = KnowledgeFile.resource(PopulationModel.class, "population.yaml");
        static final PopulationModel SHIPPED = FILE.as(PopulationModel.class);
    }

    /** The correlated variables, in the order of the correlation matrix. */
    enum VariableId {
        AGE,
        LOG_BODY_MASS_INDEX,
        LOG_HBA1C_ABOVE_FOUR,
        LOG_SYSTOLIC_PRESSURE,
        DIASTOLIC_PRESSURE,
        LOG_LDL_CHOLESTEROL,
        EGFR,
        SQRT_DURATION
    }

    record Variable(VariableId id, double mean, double sd, double low, double high) {}

    record Interval(double low, double high) {}

    record Normal(double mean, double sd) {}

    record Condition(ConditionConcept id, double present, double stated) {}

    record Gene(String gene, Map<String, Double> phenotypes) {}

    record MeasurementPractice(Measurement id, double coefficientOfVariation, int everyWeeks, double share) {}

    PopulationModel {
        for (VariableId id : VariableId.values()) {
            if (variables.get(id.ordinal()).id() != id) {
                throw new IllegalStateException("population.yaml: variable " + id + " is out of order");
            }
        }
        if (!drugs.keySet().equals(EnumSet.allOf(Drug.class))) {
            throw new IllegalStateException("population.yaml: every drug needs a share");
        }
    }

    static PopulationModel shipped() {
        return Holder.SHIPPED;
    }

    static String shippedHash() {
        return Holder.FILE.hash();
    }
}
