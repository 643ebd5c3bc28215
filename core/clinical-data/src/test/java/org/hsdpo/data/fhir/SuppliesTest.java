package org.hsdpo.data.fhir;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.hsdpo.clinical.drug.Drug;
import org.hsdpo.clinical.patient.DataIssue;
import org.hsdpo.clinical.patient.PatientState;
import org.hsdpo.clinical.patient.Supply;
import org.hsdpo.clinical.trend.Adherence;
import org.hsdpo.clinical.trend.Exposure;
import org.hsdpo.data.ClinicalFacts;
import org.hsdpo.data.Receipt;
import org.hsdpo.data.hl7.Hl7Reader;
import org.hsdpo.data.hl7.SiteCodes;
import org.hsdpo.data.state.PatientStateAssembler;
import org.junit.jupiter.api.Test;

/** What was dispensed and given. */
class SuppliesTest {
    private static final Instant NOW = Instant.parse("2026-11-20T12:00:00Z");

    private final List<ClinicalFacts> records = new ArrayList<>();

    private ClinicalFacts resource(String json) {
        ClinicalFacts facts = new FhirBundleReader()
                .read(
                        json.replace('\'', '"').getBytes(StandardCharsets.UTF_8),
                        new Receipt("record-" + records.size(), NOW));
        records.add(facts);
        return facts;
    }

    private ClinicalFacts dispense(String day, String more) {
        return dispense("d-" + day, "completed", day, "metformin hydrochloride 500 MG Oral Tablet", more);
    }

    private ClinicalFacts dispense(String id, String status, String day, String product, String more) {
        return resource("{'resourceType':'MedicationDispense','id':'" + id + "','status':'" + status
                + "','medicationCodeableConcept':{'text':'" + product + "'},'whenHandedOver':'" + day + "'" + more
                + "}");
    }

    private ClinicalFacts message(String type, String... segments) {
        ClinicalFacts facts = new Hl7Reader(Optional.empty(), SiteCodes.none())
                .read(
                        ("MSH|^~\\&|PHARM|NORTH|HSDPO|NORTH|20261012080000+0000||" + type + "|" + records.size()
                                        + "|P|2.5.1\rPID|1||123^^^NORTH^MR||DOE^JANE||19600412|F\r"
                                        + String.join("\r", segments) + "\r")
                                .getBytes(StandardCharsets.UTF_8),
                        new Receipt("record-" + records.size(), NOW));
        records.add(facts);
        return facts;
    }

    private PatientState state() {
        return new PatientStateAssembler().assemble("p", NOW, records);
    }

    private static Supply only(ClinicalFacts facts) {
        assertThat(facts.supplies()).hasSize(1);
        return facts.supplies().getFirst();
    }

    @Test
    void theDaysOfSupplyAreThoseStated() {
        Supply supply = only(dispense("2026-09-01", ",'daysSupply':{'value':90,'code':'d'}"));
        assertThat(supply.ingredient()).isEqualTo("metformin");
        assertThat(supply.kind()).isEqualTo(Supply.Kind.DISPENSED);
        assertThat(supply.from()).isEqualTo(Instant.parse("2026-09-01T00:00:00Z"));
        assertThat(supply.days()).hasValue(90);
        assertThat(only(dispense("2026-09-02", ",'daysSupply':{'value':4,'unit':'weeks'}"))
                        .days())
                .hasValue(28);
    }

    @Test
    void withoutThemTheyAreComputedFromPiecesAndDoseWhereBothAreCertain() {
        String twice = ",'dosageInstruction':[{'timing':{'repeat':{'frequency':2,'period':1,'periodUnit':'d'}},"
                + "'doseAndRate':[{'doseQuantity':{'value':1,'unit':'tablet'}}]}]";
        assertThat(only(dispense("2026-09-01", ",'quantity':{'value':120,'unit':'tablet'}" + twice))
                        .days())
                .hasValue(60);
        assertThat(only(dispense("2026-09-02", ",'quantity':{'value':120,'unit':'tablet'}"))
                        .days())
                .isEmpty();
        assertThat(only(dispense("2026-09-03", ",'quantity':{'value':120,'unit':'mL'}" + twice))
                        .days())
                .isEmpty();
        assertThat(only(dispense("2026-09-04", ",'daysSupply':{'value':3,'code':'mo'}"))
                        .days())
                .isEmpty();
    }

    @Test
    void aSupplyOfUnknownLengthSaysSo() {
        assertThat(dispense("2026-09-02", "").issues())
                .anyMatch(issue -> issue.kind() == DataIssue.Kind.MISSING
                        && issue.message().contains("for how many days the supply lasts"));
    }

    @Test
    void whatWasNotHandedOverIsNoSupply() {
        for (String status : List.of("preparation", "cancelled", "declined", "on-hold")) {
            ClinicalFacts facts = resource(
                    "{'resourceType':'Bundle','type':'collection','entry':["
                            + "{'resource':{'resourceType':'Patient','gender':'female'}},"
                            + "{'resource':{'resourceType':'MedicationDispense','status':'" + status
                            + "','medicationCodeableConcept':{'text':'metformin 500 MG Oral Tablet'},'whenHandedOver':'2026-09-01'}}]}");
            assertThat(facts.supplies()).as(status).isEmpty();
        }
    }

    @Test
    void aSupplyEnteredInErrorIsLeftOut() {
        String id = "0b7c2c1e-9a54-4c0b-8a56-5b0f5f0d1f11";
        String days = ",'daysSupply':{'value':90,'code':'d'}";
        dispense(id, "completed", "2026-09-01", "metformin 500 MG Oral Tablet", days);
        assertThat(state().supplies()).hasSize(1);
        dispense(id, "entered-in-error", "2026-09-01", "metformin 500 MG Oral Tablet", days);
        assertThat(state().supplies()).isEmpty();
    }

    @Test
    void adherenceIsThatOfTheSuppliesAndTheExposureThatOfTheOrders() {
        resource("{'resourceType':'MedicationRequest','status':'active','intent':'order','authoredOn':'2026-05-01',"
                + "'medicationCodeableConcept':{'text':'metformin 500 MG Oral Tablet'},"
                + "'dosageInstruction':[{'timing':{'repeat':{'frequency':2,'period':1,'periodUnit':'d'}},"
                + "'doseAndRate':[{'doseQuantity':{'value':1,'unit':'tablet'}}]}]}");
        dispense("2026-05-24", ",'daysSupply':{'value':30,'code':'d'}");
        dispense("2026-08-01", ",'daysSupply':{'value':60,'code':'d'}");
        PatientState state = state();
        assertThat(state.currentTherapy().regimen().dose(Drug.METFORMIN)).isEqualTo(1000);
        assertThat(Exposure.of(state)).hasSize(1);
        assertThat(Adherence.of(state)).singleElement().satisfies(adherence -> {
            assertThat(adherence.standing()).isEqualTo(Adherence.Standing.SUFFICIENT);
            assertThat(adherence.days()).isEqualTo(181);
            assertThat(adherence.proportionOfDaysCovered()).hasValue(90 / 181.0);
        });
        assertThat(state.issues()).noneMatch(issue -> issue.kind() == DataIssue.Kind.CONFLICT);
    }

    @Test
    void aDrugThatNobodyPrescribedIsInUseWhileItsSupplyLasts() {
        dispense("w", "completed", "2026-11-01", "warfarin 5 MG Oral Tablet", ",'daysSupply':{'value':30,'code':'d'}");
        assertThat(state().currentTherapy().coMedication()).containsExactly("warfarin");
        assertThat(state().issues())
                .anyMatch(issue -> issue.kind() == DataIssue.Kind.ASSUMED
                        && issue.message().contains("no record prescribes it"));
        records.clear();
        dispense("w", "completed", "2026-09-01", "warfarin 5 MG Oral Tablet", ",'daysSupply':{'value':30,'code':'d'}");
        assertThat(state().currentTherapy().coMedication()).isEmpty();
    }

    @Test
    void anAdministrationOfAWeeklyInjectionCoversAWeek() {
        String given =
                "{'resourceType':'MedicationAdministration','status':'%s','medicationCodeableConcept':{'text':'%s'},"
                        + "'effectiveDateTime':'2026-11-01T08:00:00Z'}";
        assertThat(only(resource(given.formatted("completed", "semaglutide 1 MG Pen Injector")))
                        .days())
                .hasValue(7);
        assertThat(only(resource(given.formatted("completed", "metformin 500 MG Oral Tablet")))
                        .days())
                .hasValue(1);
    }

    @Test
    void whatThePharmacyDispensedByAnOrderOfTheMessageLastsAsTheOrderSays() {
        ClinicalFacts facts = message(
                "RDS^O13^RDS_O13",
                "ORC|RE|A1",
                "RXE||860975^metformin hydrochloride 500 MG Oral Tablet^RXNORM|1||TAB",
                "TQ1|1||BID",
                "RXD|1|860975^metformin hydrochloride 500 MG Oral Tablet^RXNORM|20261001|180|TAB");
        assertThat(only(facts).days()).hasValue(90);
        assertThat(only(facts).from()).isEqualTo(Instant.parse("2026-10-01T00:00:00Z"));
        assertThat(facts.medications()).hasSize(1);
    }

    @Test
    void whatWasDispensedAloneHasNoKnownLength() {
        ClinicalFacts facts = message("RDS^O13", "RXD|1|E^empagliflozin 10 MG Oral Tablet^L|20261001|30|TAB");
        assertThat(only(facts).days()).isEmpty();
        assertThat(state().currentTherapy().doseUnknown()).containsExactly(Drug.EMPAGLIFLOZIN);
        assertThat(Adherence.of(state())).singleElement().satisfies(adherence -> assertThat(adherence.standing())
                .isEqualTo(Adherence.Standing.LENGTH_UNKNOWN));
    }
}
