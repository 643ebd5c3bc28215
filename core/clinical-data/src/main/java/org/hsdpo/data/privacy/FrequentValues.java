package org.hsdpo.data.privacy;

import java.util.Set;
import org.hsdpo.clinical.condition.ConditionConcept;

/**
 * What enough patients of a tenant have in common for it to single nobody out.
 *
 * @param conditions conditions recorded of at least {@link #LEAST_PATIENTS} patients
 * @param substances ingredients of drugs taken, or substances of allergies, recorded of as many
 */
public record FrequentValues(Set<ConditionConcept> conditions, Set<String> substances) {
    /**
     * Fewest patients: no cell of 1 to 10 is shown (Centers for Medicare and Medicaid Services, cell size suppression
     * policy).
     */
    public static final int LEAST_PATIENTS = 11;

    public FrequentValues {
        conditions = Set.copyOf(conditions);
        substances = Set.copyOf(substances);
    }
}
