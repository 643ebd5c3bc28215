package org.hsdpo.data.privacy;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.hsdpo.clinical.condition.ConditionConcept;
import org.hsdpo.clinical.measurement.Bound;
import org.hsdpo.clinical.measurement.Measurement;
import org.hsdpo.clinical.patient.ConditionRecord;
import org.hsdpo.clinical.patient.DataIssue;
import org.hsdpo.clinical.patient.MedicationRecord;
import org.hsdpo.clinical.patient.Sex;
import org.hsdpo.clinical.quantity.Quantity;

/**
 * What is left of a patient state when everything that identifies the patient is taken out. Dates are ISO 8601: a moved
 * day ({@code 2019-03-02}) or a year ({@code 2019}), as the policy says; empty where none is known or none may leave.
 *
 * @param pseudonym 32 hexadecimal digits
 * @param dates policy the dates follow
 * @param sex where recorded
 * @param age in completed years; 90 stands for 90 and more
 * @param observations measured values
 * @param conditions statements about conditions
 * @param problemLists number of problem lists supplied, whose silence may count as absence
 * @param medications statements about drugs
 * @param allergies substances, {@value Deidentification#OTHER} for each that may not leave
 * @param genotypes phenotypes of pharmacogenes
 * @param issues number of issues of each kind
 * @param withheldConditions statements about conditions too rare to leave
 */
public record ResearchRecord(
        String pseudonym,
        DatePolicy dates,
        Optional<Sex> sex,
        OptionalInt age,
        List<Value> observations,
        List<Condition> conditions,
        int problemLists,
        List<Medication> medications,
        List<String> allergies,
        List<Phenotype> genotypes,
        Map<DataIssue.Kind, Integer> issues,
        int withheldConditions) {

    /** A measured value; one outside the plausible range of its measurement is given as beyond the range's end. */
    public record Value(Measurement measurement, Quantity value, Bound bound, Optional<String> date) {}

    /** A statement about a condition. */
    public record Condition(ConditionConcept concept, ConditionRecord.Status status, Optional<String> onset) {}

    /**
     * A statement about a drug.
     *
     * @param ingredient in lower case, {@value Deidentification#OTHER} where it may not leave
     * @param dose total in the drug's formulary unit, empty where not known or not of the formulary
     * @param productStrength amount in one unit of the product, in the drug's strength unit
     */
    public record Medication(
            String ingredient,
            Optional<Quantity> dose,
            Optional<Quantity> productStrength,
            MedicationRecord.Status status,
            Optional<String> start,
            Optional<String> end) {}

    /** What a pharmacogene's result means. */
    public record Phenotype(String gene, String phenotype) {}

    public ResearchRecord {
        observations = List.copyOf(observations);
        conditions = List.copyOf(conditions);
        medications = List.copyOf(medications);
        allergies = List.copyOf(allergies);
        genotypes = List.copyOf(genotypes);
        issues = Map.copyOf(issues);
    }
}
