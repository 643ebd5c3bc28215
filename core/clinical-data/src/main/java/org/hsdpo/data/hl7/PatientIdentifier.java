package org.hsdpo.data.hl7;

import java.util.ArrayList;
import java.util.List;

/**
 * One repetition of PID-3 (data type CX).
 *
 * @param value CX.1
 * @param namespace CX.4.1, the assigning authority's name; may be empty
 * @param universalId CX.4.2, its OID or other universal identifier; may be empty
 * @param type CX.5, for example {@code MR}; may be empty
 */
public record PatientIdentifier(String value, String namespace, String universalId, String type) {

    static List<PatientIdentifier> of(Segment pid) {
        List<PatientIdentifier> identifiers = new ArrayList<>();
        for (int i = 0; i < pid.repetitions(3); i++) {
            PatientIdentifier identifier = new PatientIdentifier(
                    pid.text(3, i, 1), pid.text(3, i, 4), pid.text(3, i, 4, 2), pid.text(3, i, 5));
            if (!identifier.value().isEmpty()) {
                identifiers.add(identifier);
            }
        }
        return identifiers;
    }

    /** Without the value: an identifier is never written to a log. */
    @Override
    public String toString() {
        return "PatientIdentifier[" + namespace + ", " + universalId + ", " + type + "]";
    }
}
