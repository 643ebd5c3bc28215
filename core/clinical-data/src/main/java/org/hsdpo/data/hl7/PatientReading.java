package org.hsdpo.data.hl7;

import java.util.Optional;
import org.hl7.fhir.r4.model.BooleanType;
import org.hl7.fhir.r4.model.DateType;
import org.hl7.fhir.r4.model.Enumerations.AdministrativeGender;
import org.hl7.fhir.r4.model.Patient;
import org.hsdpo.clinical.patient.DataIssue;
import org.hsdpo.data.fhir.ResourceFacts;

/** PID: administrative sex, date of birth, death. Names, addresses and numbers are not read. */
final class PatientReading {
    private final ResourceFacts facts;
    private final Hl7Times times;

    PatientReading(ResourceFacts facts, Hl7Times times) {
        this.facts = facts;
        this.times = times;
    }

    void read(Segment pid) {
        Patient patient = new Patient();
        switch (pid.text(8)) {
            case "F", "f" -> patient.setGender(AdministrativeGender.FEMALE);
            case "M", "m" -> patient.setGender(AdministrativeGender.MALE);
            default -> {
                // Ambiguous, other, unknown and not applicable (table 0001) leave the sex unknown, as in FHIR.
            }
        }
        String birth = pid.text(7);
        Optional<String> date = times.date(birth);
        if (date.isPresent()) {
            patient.setBirthDateElement(new DateType(date.get()));
        } else if (!birth.isEmpty()) {
            facts.issue(DataIssue.Kind.QUARANTINED, pid.path(7), "the birth date is no date; age stays unknown");
        }
        if (pid.text(30).equalsIgnoreCase("Y") || !pid.text(29).isEmpty()) {
            patient.setDeceased(new BooleanType(true));
        }
        facts.read(patient, pid.path());
    }
}
