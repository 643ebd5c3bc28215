package org.hsdpo.data.fhir;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.hsdpo.clinical.condition.ConditionConcept;
import org.hsdpo.clinical.drug.Drug;
import org.hsdpo.clinical.measurement.Measurement;
import org.hsdpo.clinical.patient.DataIssue;
import org.hsdpo.clinical.patient.PatientState;
import org.hsdpo.clinical.patient.Truth;
import org.hsdpo.data.ClinicalFacts;
import org.hsdpo.data.Receipt;
import org.hsdpo.data.state.PatientStateAssembler;
import org.junit.jupiter.api.Test;

/** What a later version of a resource says of what an earlier one brought. */
class LaterResourcesTest {
    private static final Instant NOW = Instant.parse("2026-11-20T12:00:00Z");
    private static final String ID = "0b7c2c1e-9a54-4c0b-8a56-5b0f5f0d1f11";

    private final List<ClinicalFacts> records = new ArrayList<>();

    private LaterResourcesTest resource(String json) {
        records.add(new FhirBundleReader()
                .read(
                        json.replace('\'', '"').getBytes(StandardCharsets.UTF_8),
                        new Receipt("record-" + records.size(), Instant.parse("2026-10-12T00:00:00Z"))));
        return this;
    }

    private LaterResourcesTest hba1c(String id, String status, String meta, double value) {
        return resource("{'resourceType':'Observation','id':'" + id + "','meta':{" + meta + "},'status':'" + status
                + "','code':{'coding':[{'system':'http://loinc.org','code':'4548-4'}]},"
                + "'effectiveDateTime':'2026-10-11T08:00:00Z','valueQuantity':{'value':" + value + ",'code':'%'}}");
    }

    private LaterResourcesTest metformin(String status, String dose) {
        return resource("{'resourceType':'MedicationRequest','id':'" + ID
                + "','status':'" + status + "','intent':'order','authoredOn':'2026-10-01',"
                + "'medicationCodeableConcept':{'text':'metformin 500 MG Oral Tablet'},"
                + "'dosageInstruction':[{'text':'" + dose
                + "','timing':{'repeat':{'frequency':2,'period':1,'periodUnit':'d'}},"
                + "'doseAndRate':[{'doseQuantity':{'value':" + dose + ",'unit':'tablet'}}]}]}");
    }

    private PatientState state() {
        return new PatientStateAssembler().assemble("p", NOW, records);
    }

    private List<Double> values() {
        return state().history(Measurement.HBA1C).stream()
                .map(observation -> observation.value().value())
                .toList();
    }

    private List<String> conflicts() {
        return state().issues().stream()
                .filter(issue -> issue.kind() == DataIssue.Kind.CONFLICT)
                .map(DataIssue::message)
                .toList();
    }

    @Test
    void aCorrectedOrAmendedObservationTakesThePlaceOfTheEarlierOne() {
        for (String status : List.of("corrected", "amended")) {
            records.clear();
            hba1c(ID, "final", "", 9.8).hba1c(ID, status, "", 6.8);
            assertThat(values()).as(status).containsExactly(6.8);
            assertThat(conflicts()).as(status).isEmpty();
        }
    }

    @Test
    void aShortIdCountsWhereTheSenderSaysThatItCorrects() {
        hba1c("o1", "final", "", 9.8).hba1c("o1", "corrected", "", 6.8);
        assertThat(values()).containsExactly(6.8);
    }

    @Test
    void theSameShortIdOfTwoFinalResultsIsAConflict() {
        hba1c("o1", "final", "'lastUpdated':'2026-10-11T09:00:00Z'", 9.8)
                .hba1c("o1", "final", "'lastUpdated':'2026-10-12T09:00:00Z'", 6.8);
        assertThat(conflicts()).hasSize(1);
    }

    @Test
    void theNewestVersionOfOneResourceCounts() {
        hba1c(ID, "final", "'lastUpdated':'2026-10-12T09:00:00Z'", 6.8)
                .hba1c(ID, "final", "'lastUpdated':'2026-10-11T09:00:00Z'", 9.8);
        assertThat(values()).containsExactly(6.8);
        assertThat(conflicts()).isEmpty();
    }

    @Test
    void aFinalResultTakesThePlaceOfThePreliminaryOne() {
        hba1c(ID, "preliminary", "", 9.8).hba1c(ID, "final", "", 6.8);
        assertThat(values()).containsExactly(6.8);
    }

    @Test
    void anObservationEnteredInErrorIsLeftOutWhateverElseItHolds() {
        hba1c(ID, "final", "", 9.8)
                .resource("{'resourceType':'Observation','id':'" + ID + "','status':'entered-in-error','code':{}}");
        assertThat(values()).isEmpty();
    }

    @Test
    void anObservationOfAnotherServerStays() {
        String entry =
                "{'resourceType':'Bundle','type':'collection','entry':[{'fullUrl':'%s/Observation/o1','resource':"
                        + "{'resourceType':'Observation','id':'o1','status':'%s','code':{'coding':[{'system':'http://loinc.org',"
                        + "'code':'4548-4'}]},'effectiveDateTime':'2026-10-11T08:00:00Z','valueQuantity':{'value':%s,'code':'%%'}}}]}";
        resource(entry.formatted("https://north.example/fhir", "final", "9.8"))
                .resource(entry.formatted("https://south.example/fhir", "entered-in-error", "9.8"));
        assertThat(values()).containsExactly(9.8);
        resource(entry.formatted("https://north.example/fhir", "entered-in-error", "9.8"));
        assertThat(values()).isEmpty();
    }

    @Test
    void aRequestThatIsStoppedLaterIsNoLongerInForce() {
        for (String status : List.of("stopped", "cancelled", "completed")) {
            records.clear();
            metformin("active", "1").metformin(status, "1");
            assertThat(state().currentTherapy().regimen().drugs()).as(status).isEmpty();
        }
    }

    @Test
    void aRequestOnHoldRestsAndOneThatGoesOnCounts() {
        metformin("active", "1").metformin("on-hold", "1");
        assertThat(state().currentTherapy().regimen().drugs()).isEmpty();
        metformin("active", "2");
        assertThat(state().currentTherapy().regimen().dose(Drug.METFORMIN)).isEqualTo(2000);
        assertThat(conflicts()).isEmpty();
    }

    @Test
    void aRequestEnteredInErrorNeverWas() {
        metformin("active", "1").metformin("entered-in-error", "1");
        assertThat(state().medications()).isEmpty();
    }

    @Test
    void aConditionThatIsResolvedLaterIsNoLongerActiveAndOneEnteredInErrorNeverWas() {
        String condition = "{'resourceType':'Condition','id':'" + ID + "','clinicalStatus':{'coding':[{'code':'%s'}]},"
                + "'verificationStatus':{'coding':[{'code':'%s'}]},"
                + "'code':{'coding':[{'system':'http://hl7.org/fhir/sid/icd-10-cm','code':'K85.9'}]}}";
        resource(condition.formatted("active", "confirmed")).resource(condition.formatted("resolved", "confirmed"));
        assertThat(state().has(ConditionConcept.PANCREATITIS)).isEqualTo(Truth.FALSE);
        assertThat(state().hasOrHad(ConditionConcept.PANCREATITIS)).isEqualTo(Truth.TRUE);
        resource(condition.formatted("active", "entered-in-error"));
        assertThat(state().conditions()).isEmpty();
    }

    @Test
    void anAllergyEnteredInErrorNeverWas() {
        String allergy = "{'resourceType':'AllergyIntolerance','id':'" + ID
                + "','verificationStatus':{'coding':[{'code':'%s'}]},'code':{'text':'metformin'}}";
        resource(allergy.formatted("confirmed"));
        assertThat(state().allergies()).hasSize(1);
        resource(allergy.formatted("entered-in-error"));
        assertThat(state().allergies()).isEmpty();
    }
}
