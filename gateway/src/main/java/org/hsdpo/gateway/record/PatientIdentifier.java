package org.hsdpo.gateway.record;

import java.util.List;
import java.util.regex.Pattern;
import org.hsdpo.clinical.error.InvalidInputException;
import org.hsdpo.clinical.error.Violation;

/** The form of a patient identifier: the tenant's own, opaque, without anything that could need escaping. */
public final class PatientIdentifier {
    private static final Pattern FORM = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,63}");

    private PatientIdentifier() {}

    /** @throws InvalidInputException where it is not one */
    public static void require(String patientId) {
        if (!FORM.matcher(patientId).matches()) {
            throw new InvalidInputException(List.of(new Violation(
                    "patientId",
                    "PATIENT_ID_INVALID",
                    "the patient identifier is malformed",
                    "1 to 64 letters, digits, dots, hyphens or underscores, beginning with a letter or a digit")));
        }
    }
}
