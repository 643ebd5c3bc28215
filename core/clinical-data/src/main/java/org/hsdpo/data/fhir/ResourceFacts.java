package org.hsdpo.data.fhir;

import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.hl7.fhir.r4.model.AllergyIntolerance;
import org.hl7.fhir.r4.model.CodeableConcept;
import org.hl7.fhir.r4.model.Condition;
import org.hl7.fhir.r4.model.DateTimeType;
import org.hl7.fhir.r4.model.DiagnosticReport;
import org.hl7.fhir.r4.model.DocumentReference;
import org.hl7.fhir.r4.model.Enumerations.AdministrativeGender;
import org.hl7.fhir.r4.model.FamilyMemberHistory;
import org.hl7.fhir.r4.model.MedicationAdministration;
import org.hl7.fhir.r4.model.MedicationDispense;
import org.hl7.fhir.r4.model.MedicationRequest;
import org.hl7.fhir.r4.model.MedicationStatement;
import org.hl7.fhir.r4.model.Observation;
import org.hl7.fhir.r4.model.Patient;
import org.hl7.fhir.r4.model.QuestionnaireResponse;
import org.hsdpo.clinical.error.InvalidInputException;
import org.hsdpo.clinical.error.Violation;
import org.hsdpo.clinical.patient.DataIssue;
import org.hsdpo.clinical.patient.Lineage;
import org.hsdpo.clinical.patient.Provenance;
import org.hsdpo.clinical.patient.Sex;
import org.hsdpo.clinical.patient.Sourced;
import org.hsdpo.data.Amendment;
import org.hsdpo.data.ClinicalFacts;
import org.hsdpo.data.Receipt;

/**
 * The one way from R4 resources to facts. A format other than FHIR that is put into resources first (HL7 v2, after HL7's
 * version 2 to FHIR mapping) is thereby read by the same rules. Reads one record; not thread-safe.
 */
public final class ResourceFacts {
    private final Provenance.Source source;
    private final Receipt receipt;
    private final ClinicalFacts.Collector facts = new ClinicalFacts.Collector();
    private final List<Violation> violations = new ArrayList<>();
    private final List<Violation> leftOut = new ArrayList<>();
    private final ObservationReading observations;
    private final ConditionReading conditions;
    private final MedicationReading medications;
    private final AllergyReading allergies;
    private final NoteReading notes;
    private final QuestionnaireReading questionnaires;

    /**
     * Nothing read yet.
     *
     * @param source what the record is, for the provenance of its facts
     */
    public ResourceFacts(Provenance.Source source, Receipt receipt) {
        this.source = source;
        this.receipt = receipt;
        observations = new ObservationReading(facts, violations, source, receipt);
        conditions = new ConditionReading(facts, source, receipt);
        medications = new MedicationReading(facts, source, receipt);
        allergies = new AllergyReading(facts, source, receipt);
        notes = new NoteReading(facts, violations);
        questionnaires = new QuestionnaireReading(facts, source, receipt);
    }

    public void read(Observation observation, String path) {
        observations.read(observation, path);
    }

    public void read(Condition condition, String path) {
        conditions.read(condition, path);
    }

    /** Statements about conditions so far. */
    public int conditions() {
        return facts.conditions();
    }

    public void read(FamilyMemberHistory history, String path) {
        conditions.read(history, path);
    }

    public void read(MedicationRequest request, Optional<CodeableConcept> product, String path) {
        medications.read(request, product, path);
    }

    public void read(MedicationStatement statement, Optional<CodeableConcept> product, String path) {
        medications.read(statement, product, path);
    }

    public void read(MedicationAdministration administration, Optional<CodeableConcept> product, String path) {
        medications.read(administration, product, path);
    }

    public void read(MedicationDispense dispense, Optional<CodeableConcept> product, String path) {
        medications.read(dispense, product, path);
    }

    /**
     * What becomes of an order that is named by number alone.
     *
     * @param order with identifiers, and the time of the message as that of its last update
     * @param time when it takes effect, where that is said
     */
    public void amend(Amendment.Kind kind, MedicationStatement order, Optional<DateTimeType> time, String path) {
        medications.amend(
                kind,
                Entry.of(order, order.getIdentifier(), Lineage.Standing.STATED),
                time.flatMap(FhirTime::of),
                path);
    }

    public void read(AllergyIntolerance allergy, String path) {
        allergies.read(allergy, path);
    }

    public void read(DocumentReference reference, String path) {
        notes.read(reference, path);
    }

    public void read(DiagnosticReport report, String path) {
        notes.read(report, path);
    }

    public void read(QuestionnaireResponse response, String path) {
        questionnaires.read(response, path);
    }

    /**
     * Reads what is left out by itself, with an issue, where it cannot be taken, instead of refusing the record.
     *
     * @param reading of one resource
     */
    void alone(Runnable reading) {
        int before = observations.taken();
        reading.run();
        if (!violations.isEmpty()) {
            observations.forgetFrom(before);
            violations.forEach(this::quarantine);
            violations.clear();
        }
    }

    /** A part that is left out, and why. */
    void quarantine(Violation why) {
        leftOut.add(why);
        issue(
                DataIssue.Kind.QUARANTINED,
                why.field(),
                why.code() + ": " + why.message() + "; accepted: " + why.accepted());
    }

    /** Everything that was left out by itself. */
    List<Violation> leftOut() {
        return leftOut;
    }

    public void read(Patient patient, String path) {
        if (hasImpossibleBirth(patient, path)) {
            return;
        }
        Provenance provenance = receipt.coded(source, path);
        AdministrativeGender gender = patient.getGender();
        if (gender == AdministrativeGender.FEMALE || gender == AdministrativeGender.MALE) {
            facts.sex(new Sourced<>(gender == AdministrativeGender.FEMALE ? Sex.FEMALE : Sex.MALE, provenance));
        }
        String birth = patient.getBirthDateElement().getValueAsString();
        if (birth != null && birth.length() == 10) {
            facts.birthDate(new Sourced<>(LocalDate.parse(birth), provenance));
        } else if (birth != null) {
            issue(
                    DataIssue.Kind.QUARANTINED,
                    path + ".birthDate",
                    "the birth date is not stated to the day; age stays unknown");
        }
        if (patient.hasDeceasedDateTimeType()
                || (patient.hasDeceasedBooleanType()
                        && patient.getDeceasedBooleanType().booleanValue())) {
            issue(
                    DataIssue.Kind.IMPROBABLE,
                    path + ".deceased",
                    "the record says that the patient has died; nothing can be dosed");
        }
    }

    private boolean hasImpossibleBirth(Patient patient, String path) {
        String birth = patient.getBirthDateElement().getValueAsString();
        if (birth == null || birth.length() != 10) {
            return false;
        }
        LocalDate date;
        try {
            date = LocalDate.parse(birth);
        } catch (DateTimeParseException e) {
            violation(new Violation(
                    path + ".birthDate", "FHIR_INVALID", "the birth date is no date", "a date such as 1960-04-12"));
            return true;
        }
        LocalDate received = LocalDate.ofInstant(receipt.receivedAt(), ZoneOffset.UTC);
        if (date.isAfter(received.plusDays(1)) || date.isBefore(received.minusYears(130))) {
            violation(new Violation(
                    path + ".birthDate",
                    "VALUE_IMPOSSIBLE",
                    "the birth date is not that of a living patient",
                    "a date of the last 130 years"));
            return true;
        }
        return false;
    }

    /** Something the format itself says beside its resources. */
    public void issue(DataIssue.Kind kind, String field, String message) {
        facts.issue(kind, field, message);
    }

    /** A reason to refuse the record. */
    public void violation(Violation violation) {
        violations.add(violation);
    }

    /** Conditions stated of the patient, mapped or not. */
    int conditionEntries() {
        return conditions.entries();
    }

    /**
     * Everything read, with what was not understood.
     *
     * @throws InvalidInputException with every violation, where there are any
     */
    public ClinicalFacts facts() {
        if (!violations.isEmpty()) {
            throw new InvalidInputException(violations);
        }
        observations.finish();
        conditions.reportUnmapped();
        return facts.facts();
    }
}
