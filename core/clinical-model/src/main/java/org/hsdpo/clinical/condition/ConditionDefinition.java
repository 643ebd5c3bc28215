package org.hsdpo.clinical.condition;

import java.util.List;
import java.util.Objects;

/**
 * What a condition means in code systems.
 *
 * @param id which condition
 * @param label plain English name
 * @param snomed SNOMED CT codes, each exactly; a code that means several conditions stands under each
 * @param icd10 ICD-10(-CM) prefixes without the dot; a code means the conditions of all its prefixes
 * @param absentFromProblemListMeans whether a problem list that does not name the condition is evidence that the
 *     patient does not have it; where it is not, silence leaves the condition unknown
 */
public record ConditionDefinition(
        ConditionConcept id,
        String label,
        List<String> snomed,
        List<String> icd10,
        Silence absentFromProblemListMeans) {

    /** What the silence of a problem list is worth. */
    public enum Silence {
        /** A problem list kept by a clinician would name it: silence is read as absence, and said to be so. */
        ABSENT,
        /** Problem lists do not record it reliably: silence leaves it unknown. */
        UNKNOWN
    }

    public ConditionDefinition {
        Objects.requireNonNull(id, "id");
        Objects.requireNonNull(label, "label");
        Objects.requireNonNull(absentFromProblemListMeans, "absentFromProblemListMeans");
        snomed = snomed == null ? List.of() : List.copyOf(snomed);
        icd10 = icd10 == null ? List.of() : List.copyOf(icd10);
    }
}
