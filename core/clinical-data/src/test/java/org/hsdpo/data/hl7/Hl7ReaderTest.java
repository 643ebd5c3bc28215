package org.hsdpo.data.hl7;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import org.hsdpo.clinical.condition.ConditionConcept;
import org.hsdpo.clinical.drug.Drug;
import org.hsdpo.clinical.error.InvalidInputException;
import org.hsdpo.clinical.error.Violation;
import org.hsdpo.clinical.knowledge.KnowledgeFile;
import org.hsdpo.clinical.measurement.Bound;
import org.hsdpo.clinical.measurement.Measurement;
import org.hsdpo.clinical.patient.ConditionRecord;
import org.hsdpo.clinical.patient.DataIssue;
import org.hsdpo.clinical.patient.MedicationRecord;
import org.hsdpo.clinical.patient.Observation;
import org.hsdpo.clinical.patient.Provenance;
import org.hsdpo.clinical.patient.Sex;
import org.hsdpo.data.ClinicalFacts;
import org.hsdpo.data.Receipt;
import org.junit.jupiter.api.Test;

class Hl7ReaderTest {
    private static final Receipt RECEIPT = new Receipt("record", Instant.parse("2026-11-01T00:00:00Z"));
    private static final String PID = "PID|1||123^^^NORTH^MR||DOE^JANE||19600412|F";
    private static final Hl7Reader READER = new Hl7Reader(Optional.empty(), SiteCodes.none());

    private static String msh(String type) {
        return "MSH|^~\\&|LAB|NORTH|HSDPO|NORTH|20261012080000+0200||" + type + "|42|P|2.5.1";
    }

    private static ClinicalFacts read(String... segments) {
        return READER.read(bytes(segments), RECEIPT);
    }

    private static byte[] bytes(String... segments) {
        return (String.join("\r", segments) + "\r").getBytes(StandardCharsets.UTF_8);
    }

    private static ClinicalFacts results(String... segments) {
        List<String> all =
                new java.util.ArrayList<>(List.of(msh("ORU^R01^ORU_R01"), PID, "OBR|1|||24323-8^Panel^LN|||20261011"));
        all.addAll(List.of(segments));
        return read(all.toArray(String[]::new));
    }

    private static Observation only(ClinicalFacts facts) {
        assertThat(facts.observations()).hasSize(1);
        return facts.observations().getFirst();
    }

    private static List<Violation> refused(String... segments) {
        return refused(bytes(segments));
    }

    private static List<Violation> refused(byte[] content) {
        InvalidInputException refused =
                catchThrowableOfType(InvalidInputException.class, () -> READER.read(content, RECEIPT));
        assertThat(refused).as("the record is refused").isNotNull();
        return refused.violations();
    }

    private static List<String> issues(ClinicalFacts facts, DataIssue.Kind kind) {
        return facts.issues().stream()
                .filter(issue -> issue.kind() == kind)
                .map(issue -> issue.field() + ": " + issue.message())
                .toList();
    }

    // Patient

    @Test
    void sexAndDateOfBirthComeFromPid() {
        ClinicalFacts facts = read(msh("ADT^A08^ADT_A01"), PID);
        assertThat(facts.sex().orElseThrow().value()).isEqualTo(Sex.FEMALE);
        assertThat(facts.birthDate().orElseThrow().value()).isEqualTo(LocalDate.of(1960, 4, 12));
        assertThat(facts.sex().orElseThrow().provenance().source()).isEqualTo(Provenance.Source.HL7_V2);
        assertThat(facts.sex().orElseThrow().provenance().sourceId()).isEqualTo("record#PID[1]");
    }

    @Test
    void anAmbiguousSexStaysUnknown() {
        assertThat(read(msh("ADT^A31"), "PID|1||1||||19600412|A").sex()).isEmpty();
    }

    @Test
    void aBirthDateThatIsNoneIsAnIssueAndStaysUnknown() {
        ClinicalFacts facts = read(msh("ADT^A31"), "PID|1||1||||19601341|F");
        assertThat(facts.birthDate()).isEmpty();
        assertThat(issues(facts, DataIssue.Kind.QUARANTINED)).anyMatch(text -> text.startsWith("PID[1]-7"));
    }

    @Test
    void aDeathIsAnIssue() {
        assertThat(issues(read(msh("ADT^A31"), PID + "|".repeat(22) + "Y"), DataIssue.Kind.IMPROBABLE))
                .containsExactly("PID[1]-30: the record says that the patient has died; nothing can be dosed");
    }

    @Test
    void mergesAreRefusedByName() {
        assertThat(refused(msh("ADT^A40^ADT_A39"), PID, "MRG|56789"))
                .extracting(Violation::code)
                .containsExactly("EVENT_UNSUPPORTED");
    }

    @Test
    void typeEventAndVersionAreCheckedTogether() {
        assertThat(refused("MSH|^~\\&|||||2026||BAR^P01|1|P|2.1", PID))
                .extracting(Violation::code)
                .containsExactly("VERSION_UNSUPPORTED", "MESSAGE_TYPE_UNSUPPORTED");
        assertThat(refused(msh("ORU^R99"), PID)).extracting(Violation::code).containsExactly("EVENT_UNSUPPORTED");
    }

    @Test
    void everyVersionFrom23To28IsReadAlike() {
        for (String version : Hl7Tables.shipped().versions()) {
            ClinicalFacts facts = read(
                    "MSH|^~\\&|||||20261012||ORU^R01|1|P|" + version,
                    PID,
                    "OBX|1|NM|4548-4^HbA1c^LN||8.1|%|||||F|||20261011");
            assertThat(only(facts).value().value()).as(version).isEqualTo(8.1);
        }
    }

    @Test
    void aMessageWithoutAnythingOfUseIsNoError() {
        assertThat(issues(read(msh("SIU^S12"), "PID|1||123"), DataIssue.Kind.UNMAPPED))
                .containsExactly("MSH[1]-9: the message holds nothing HSDPO reads");
    }

    // Results

    @Test
    void aNumberIsTakenInCanonicalUnit() {
        Observation glucose = only(results("OBX|1|NM|2345-7^Glucose^LN||7.0|mmol/l^^ISO+|||||F|||20261011081500+0200"));
        assertThat(glucose.value().unit()).isEqualTo("mg/dL");
        assertThat(glucose.value().value()).isCloseTo(126.1, org.assertj.core.api.Assertions.within(0.05));
        assertThat(glucose.time()).isEqualTo(Instant.parse("2026-10-11T06:15:00Z"));
    }

    @Test
    void theTimeOfTheOrderStandsInForThatOfTheResult() {
        assertThat(only(results("OBX|1|NM|4548-4^HbA1c^LN||8.1|%|||||F")).time())
                .isEqualTo(Instant.parse("2026-10-11T00:00:00Z"));
    }

    @Test
    void aTimeThatCannotBeReadIsNotReplaced() {
        ClinicalFacts facts = results("OBX|1|NM|4548-4^HbA1c^LN||8.1|%|||||F|||11.10.2026");
        assertThat(facts.observations()).isEmpty();
        assertThat(issues(facts, DataIssue.Kind.QUARANTINED))
                .anyMatch(text -> text.startsWith("OBX[1]") && text.contains("it has no time"))
                .anyMatch(text -> text.contains("1 of the times in the message"));
    }

    @Test
    void comparatorsMakeBounds() {
        for (String value : List.of("SN|33914-3^eGFR^LN||>^60", "ST|33914-3^eGFR^LN||>60", "NM|33914-3^eGFR^LN||>60")) {
            Observation egfr = only(results("OBX|1|" + value + "|mL/min/1.73m2|||||F"));
            assertThat(egfr.bound()).as(value).isEqualTo(Bound.ABOVE);
            assertThat(egfr.value().value()).isEqualTo(60);
        }
        assertThat(only(results("OBX|1|NM|33914-3^eGFR^LN||60|mL/min/1.73m2||>|||F"))
                        .bound())
                .isEqualTo(Bound.ABOVE);
        assertThat(only(results("OBX|1|SN|33914-3^eGFR^LN||=^60|mL/min/1.73m2|||||F"))
                        .bound())
                .isEqualTo(Bound.EXACT);
    }

    @Test
    void ratiosRangesAndSeveralValuesAreNotOneNumber() {
        for (String value : List.of(
                "SN|4548-4^HbA1c^LN||^7^-^8",
                "SN|4548-4^HbA1c^LN||^1^:^128",
                "NM|4548-4^HbA1c^LN||7~8",
                "NM|4548-4^HbA1c^LN||7,5")) {
            ClinicalFacts facts = results("OBX|1|" + value + "|%|||||F");
            assertThat(facts.observations()).as(value).isEmpty();
            assertThat(issues(facts, DataIssue.Kind.QUARANTINED))
                    .as(value)
                    .anyMatch(text -> text.contains("no numeric value"));
        }
    }

    @Test
    void onlyFinalResultsCountAndPreliminaryOnesSaySo() {
        assertThat(results("OBX|1|NM|4548-4^HbA1c^LN||8.1|%|||||C").observations())
                .hasSize(1);
        ClinicalFacts preliminary = results("OBX|1|NM|4548-4^HbA1c^LN||8.1|%|||||P");
        assertThat(preliminary.observations()).hasSize(1);
        assertThat(issues(preliminary, DataIssue.Kind.ASSUMED)).anyMatch(text -> text.contains("preliminary"));
        for (String status : List.of("X", "I", "O", "N", "S", "")) {
            ClinicalFacts facts = results("OBX|1|NM|4548-4^HbA1c^LN||8.1|%|||||" + status);
            assertThat(facts.observations()).as(status).isEmpty();
            assertThat(issues(facts, DataIssue.Kind.QUARANTINED)).as(status).hasSize(1);
        }
    }

    @Test
    void aResultTakenBackWithoutANumberIsRefused() {
        assertThat(refused(msh("ORU^R01"), PID, "OBX|1|NM|4548-4^HbA1c^LN||8.1|%|||||D|||20261011"))
                .containsExactly(new Violation(
                        "OBX[1]-11",
                        "RETRACTION_UNNUMBERED",
                        "the message takes a result back and says by no number which one",
                        "the filler's or placer's order number (OBR-3, OBR-2) that the result came with"));
    }

    @Test
    void anOrderStoppedByNeitherNumberNorDrugIsRefused() {
        assertThat(refused(msh("OMP^O09"), PID, "ORC|DC"))
                .extracting(Violation::field, Violation::code)
                .containsExactly(org.assertj.core.groups.Tuple.tuple("ORC[1]-2", "ORDER_UNNUMBERED"));
    }

    @Test
    void impossibleValuesAndUnknownUnitsRefuseTheRecordAndNameTheField() {
        assertThat(refused(
                        msh("ORU^R01"),
                        PID,
                        "OBX|1|NM|718-7^Haemoglobin^LN||12|g/dL|||||F|||20261011",
                        "OBX|2|NM|4548-4^HbA1c^LN||810|%|||||F|||20261011",
                        "OBX|3|NM|2345-7^Glucose^LN||126|furlong|||||F|||20261011"))
                .extracting(Violation::field)
                .containsExactly("OBX[2]-5", "OBX[3]-6");
    }

    @Test
    void codesThatMeanNothingAreCountedAndListed() {
        assertThat(issues(
                        results(
                                "OBX|1|NM|GLU^Glucose^99LAB||126|mg/dL|||||F",
                                "OBX|2|NM|GLU^Glucose^99LAB||127|mg/dL|||||F",
                                "OBX|3|CE|XYZ^Other^99LAB||A||||||F"),
                        DataIssue.Kind.UNMAPPED))
                .containsExactly(
                        "OBX-3: not among the measurements HSDPO reads: 2 codes in 3 entries: GLU (2×), XYZ (1×)");
    }

    @Test
    void aSitesOwnCodesAreReadByItsFile() {
        SiteCodes site = SiteCodes.of(new KnowledgeFile("site.yaml", """
                version: 1
                measurements:
                  - {system: 99LAB, code: glu, meaning: 2345-7, name: Glucose in serum}
                conditions:
                  - {system: 99DX, code: D2, meaning: E11.9, name: Type 2 diabetes}
                products:
                  - {system: 99PH, code: M500, meaning: metformin 500 MG Oral Tablet, name: house brand}
                """.getBytes(StandardCharsets.UTF_8)));
        ClinicalFacts facts = new Hl7Reader(Optional.empty(), site)
                .read(
                        bytes(
                                msh("ORU^R01"),
                                PID,
                                "DG1|1||D2^Diabetes^99DX",
                                "ORC|NW",
                                "RXE||M500^^99PH|1||TAB",
                                "TQ1|1||BID",
                                "OBX|1|NM|GLU^Glucose^99LAB||126|mg/dL|||||F|||20261011"),
                        RECEIPT);
        assertThat(only(facts).measurement()).isEqualTo(Measurement.GLUCOSE);
        assertThat(facts.conditions())
                .extracting(ConditionRecord::concept)
                .containsExactly(ConditionConcept.TYPE_2_DIABETES);
        assertThat(facts.medications()).extracting(MedicationRecord::dose).containsExactly(OptionalDouble.of(1000));
    }

    @Test
    void theAlternateCodingOfAResultIsReadToo() {
        assertThat(only(results("OBX|1|NM|A1C^HbA1c^L^4548-4^HbA1c^LN||8.1|%|||||F"))
                        .measurement())
                .isEqualTo(Measurement.HBA1C);
    }

    // Times

    @Test
    void aTimeWithoutAnOffsetTakesThatOfTheHeader() {
        ClinicalFacts facts = results("OBX|1|NM|4548-4^HbA1c^LN||8.1|%|||||F|||202610110815");
        assertThat(only(facts).time()).isEqualTo(Instant.parse("2026-10-11T06:15:00Z"));
        assertThat(issues(facts, DataIssue.Kind.ASSUMED)).isEmpty();
    }

    @Test
    void withoutAnyOffsetTheConfiguredZoneCountsElseUtcWithAnIssue() {
        byte[] message = bytes(
                "MSH|^~\\&|||||20261012||ORU^R01|1|P|2.4", PID, "OBX|1|NM|4548-4^HbA1c^LN||8.1|%|||||F|||202607110815");
        assertThat(only(new Hl7Reader(Optional.of(ZoneId.of("Europe/Berlin")), SiteCodes.none()).read(message, RECEIPT))
                        .time())
                .isEqualTo(Instant.parse("2026-07-11T06:15:00Z"));
        ClinicalFacts assumed = READER.read(message, RECEIPT);
        assertThat(only(assumed).time()).isEqualTo(Instant.parse("2026-07-11T08:15:00Z"));
        assertThat(issues(assumed, DataIssue.Kind.ASSUMED)).anyMatch(text -> text.contains("taken as UTC"));
    }

    // Diagnoses and allergies

    @Test
    void aDiagnosisIsReadByItsOwnOrTheStatedCodingMethod() {
        ClinicalFacts facts =
                read(msh("ADT^A01"), PID, "DG1|1|I10|E11.9^Type 2^|||F", "DG1|2||44054006^T2^SCT||20200501|W");
        assertThat(facts.conditions())
                .extracting(ConditionRecord::concept)
                .containsExactly(ConditionConcept.TYPE_2_DIABETES, ConditionConcept.TYPE_2_DIABETES);
        assertThat(facts.conditions())
                .extracting(condition -> condition.provenance().confidence())
                .containsExactly(1.0, 0.5);
        assertThat(facts.conditions().get(1).onset()).contains(Instant.parse("2020-05-01T00:00:00Z"));
    }

    @Test
    void problemsCarryTheirStatus() {
        ClinicalFacts facts = read(
                msh("PPR^PC1"),
                PID,
                "PRB|AD|20261012|E11.9^T2^I10||||||||||CONFIRMED|ACTIVE||20190301",
                "PRB|AD|20261012|K85.9^Pancreatitis^I10||||||20200105||||CONFIRMED|RESOLVED",
                "PRB|DE|20261012|E10.9^T1^I10");
        assertThat(facts.conditions())
                .extracting(ConditionRecord::status)
                .containsExactly(ConditionRecord.Status.ACTIVE, ConditionRecord.Status.RESOLVED);
        assertThat(issues(facts, DataIssue.Kind.CONFLICT)).anyMatch(text -> text.startsWith("PRB[3]-1"));
    }

    @Test
    void allergiesAreReadUnlessNoneIsKnown() {
        ClinicalFacts facts = read(
                msh("ADT^A01"),
                PID,
                "AL1|1|DA|7980^Penicillin^RXNORM",
                "AL1|2|DA|NKDA^No known drug allergies^L",
                "AL1|3|DA|SULFA",
                "IAM|4|DA|6809^Metformin^RXNORM||RASH|A|||||||||||C",
                "IAM|5|DA|1^Aspirin^L|||A|||||||||||E");
        assertThat(facts.allergies())
                .extracting(allergy -> allergy.substance())
                .containsExactly("penicillin", "sulfa", "metformin");
    }

    // Orders

    private static ClinicalFacts ordered(String... segments) {
        List<String> all = new java.util.ArrayList<>(List.of(msh("RDE^O11^RDE_O11"), PID));
        all.addAll(List.of(segments));
        return read(all.toArray(String[]::new));
    }

    private static MedicationRecord drug(ClinicalFacts facts) {
        assertThat(facts.medications()).hasSize(1);
        return facts.medications().getFirst();
    }

    @Test
    void anEncodedOrderGivesDoseStartAndEnd() {
        MedicationRecord metformin = drug(ordered(
                "ORC|NW|1|||||||20261010120000+0200",
                "RXE||860975^metformin hydrochloride 500 MG Oral Tablet^RXNORM|2||TAB",
                "TQ1|1||BID||||20261011|20270111"));
        assertThat(metformin.drug()).contains(Drug.METFORMIN);
        assertThat(metformin.dose()).hasValue(2000);
        assertThat(metformin.start()).contains(Instant.parse("2026-10-11T00:00:00Z"));
        assertThat(metformin.end()).contains(Instant.parse("2027-01-11T00:00:00Z"));
    }

    @Test
    void strengthMayStandInFieldsOfItsOwn() {
        assertThat(drug(ordered("ORC|NW", "RXE||M^Metformin^L|1||TAB|TAB" + "|".repeat(19) + "850|mg", "TQ1|1||TID"))
                        .dose())
                .hasValue(2550);
    }

    @Test
    void versionTwoThreeStatesTheFrequencyInTheOrderItself() {
        assertThat(drug(ordered("ORC|NW", "RXE|^QD^^20261001|G^glimepiride 2 MG Oral Tablet^L|1||TAB"))
                        .dose())
                .hasValue(2);
    }

    @Test
    void intervalsInHoursAreComputed() {
        assertThat(drug(ordered("ORC|NW", "RXE||M^metformin 500 MG Oral Tablet^L|500||mg", "TQ1|1||Q12H"))
                        .dose())
                .hasValue(1000);
    }

    @Test
    void whatIsNotCertainLeavesTheDoseUnknown() {
        for (List<String> order : List.of(
                List.of("RXE||M^metformin 500 MG Oral Tablet^L|1|2|TAB", "TQ1|1||BID"),
                List.of("RXE||M^metformin 500 MG Oral Tablet^L|1||TAB", "TQ1|1||PRN"),
                List.of("RXE||M^metformin 500 MG Oral Tablet^L|1||TAB", "TQ1|1||BID|||||||with meals only"),
                List.of("RXE||M^metformin 500 MG Oral Tablet^L|1||TAB", "TQ1|1|2|BID"),
                List.of("RXE||M^metformin 500 MG Oral Tablet^L|1||TAB", "TQ1|1||QSHIFT"),
                List.of("RXE||M^metformin 500 MG Oral Tablet^L|1||TAB||^1 tablet three times daily", "TQ1|1||BID"),
                List.of(
                        "RXE||M^metformin 500 MG Oral Tablet^L|1||TAB",
                        "TQ1|1||QD||||20261001|20261008||||S",
                        "TQ1|2||BID||||20261008"))) {
            ClinicalFacts facts =
                    ordered(java.util.stream.Stream.concat(java.util.stream.Stream.of("ORC|NW"), order.stream())
                            .toArray(String[]::new));
            assertThat(drug(facts).dose()).as(order.toString()).isEmpty();
            assertThat(drug(facts).productStrength()).as(order.toString()).isEmpty();
        }
    }

    @Test
    void timingsSideBySideAddUp() {
        assertThat(drug(ordered("ORC|NW", "RXE||G^insulin glargine 100 UNT/ML^L|14||units", "TQ1|1||QAM", "TQ1|2||QPM"))
                        .dose())
                .hasValue(28);
    }

    @Test
    void whatThePharmacyEncodedCountsOnceBesideWhatWasOrdered() {
        ClinicalFacts facts = ordered(
                "ORC|NW",
                "TQ1|1||QD",
                "RXO|M^Metformin 500 MG Oral Tablet^L|1||TAB",
                "RXE||M^metformin hydrochloride 500 MG Oral Tablet^L|1||TAB",
                "TQ1|1||BID");
        assertThat(drug(facts).dose()).hasValue(1000);
    }

    @Test
    void anOrderThatStopsADrugSaysWhenItEnds() {
        MedicationRecord stopped = drug(ordered(
                "ORC|DC|1|||||||20261012120000+0200", "RXE||M^metformin 500 MG Oral Tablet^L|1||TAB", "TQ1|1||BID"));
        assertThat(stopped.status()).isEqualTo(MedicationRecord.Status.STOPPED);
        assertThat(stopped.end()).contains(Instant.parse("2026-10-12T10:00:00Z"));
    }

    @Test
    void whatWasDispensedWithoutAnOrderIsTakenToBeInUse() {
        ClinicalFacts facts = read(msh("RDS^O13"), PID, "RXD|1|E^empagliflozin 10 MG Oral Tablet^L|20261001|30|TAB");
        assertThat(drug(facts).status()).isEqualTo(MedicationRecord.Status.ACTIVE);
        assertThat(drug(facts).dose()).isEmpty();
        assertThat(issues(facts, DataIssue.Kind.ASSUMED)).hasSize(1);
    }

    @Test
    void anAdministrationIsOver() {
        ClinicalFacts facts = read(
                msh("RAS^O17"),
                PID,
                "ORC|RE",
                "RXA|0|1|202610010800|202610010800|G^insulin glargine 100 UNT/ML^L|14|units|||||||||||||CP");
        assertThat(drug(facts).status()).isEqualTo(MedicationRecord.Status.STOPPED);
    }

    // Notes

    @Test
    void theTextOfADocumentIsOneNote() {
        ClinicalFacts facts = read(
                msh("MDM^T02^MDM_T02"),
                PID,
                "TXA|1|CN|TX|20261010090000+0200|||||||||||||AU||AV",
                "OBX|1|TX|11506-3^Note^LN||Type 2 diabetes.~No hypoglycaemia.||||||F",
                "OBX|2|FT|11506-3^Note^LN||HbA1c 8.1 \\T\\ rising\\.br\\Metformin \\H\\1000 mg\\N\\ BID \\X41\\||||||F");
        assertThat(facts.notes()).hasSize(1);
        assertThat(facts.notes().getFirst().text())
                .isEqualTo("Type 2 diabetes.\nNo hypoglycaemia.\nHbA1c 8.1 & rising\nMetformin 1000 mg BID A");
        assertThat(facts.notes().getFirst().time()).contains(Instant.parse("2026-10-10T07:00:00Z"));
        assertThat(facts.notes().getFirst().path()).isEqualTo("OBX[1]-5");
    }

    @Test
    void theLinesOfATextResultAreOneNoteAndThoseOfAnotherCodeAnother() {
        ClinicalFacts facts = results(
                "OBX|1|TX|18842-5^Summary^LN|1|first line||||||F",
                "OBX|2|TX|18842-5^Summary^LN|2|second line||||||F",
                "OBX|3|TX|18748-4^Imaging^LN|1|liver steatosis||||||F",
                "OBX|4|TX|18748-4^Imaging^LN|1|not yet||||||I");
        assertThat(facts.notes()).extracting(note -> note.text()).startsWith("first line\nsecond line");
        assertThat(facts.notes()).hasSize(2);
    }

    @Test
    void encapsulatedPlainTextIsANoteAndOtherDataAreListed() {
        String text =
                Base64.getEncoder().encodeToString("Severe hypoglycaemia in May.".getBytes(StandardCharsets.UTF_8));
        ClinicalFacts facts = results(
                "OBX|1|ED|11506-3^Note^LN||APP^TEXT^plain^Base64^" + text + "||||||F",
                "OBX|2|ED|11506-3^Note^LN||APP^application^pdf^Base64^AAAA||||||F");
        assertThat(facts.notes()).extracting(note -> note.text()).containsExactly("Severe hypoglycaemia in May.");
        assertThat(issues(facts, DataIssue.Kind.UNMAPPED))
                .containsExactly("OBX[2]-5: the attachment is not plain text and was not read");
    }

    @Test
    void anObsoleteDocumentIsNotRead() {
        ClinicalFacts facts =
                read(msh("MDM^T02"), PID, "TXA|1|CN|TX|20261010|||||||||||||AU||OB", "OBX|1|TX|1^N^L||text||||||F");
        assertThat(facts.notes()).isEmpty();
        assertThat(issues(facts, DataIssue.Kind.QUARANTINED)).hasSize(1);
    }

    // Encoding

    @Test
    void customSeparatorsAreReadFromTheHeader() {
        ClinicalFacts facts = read(
                "MSH$*%!#$LAB$NORTH$$$20261012$$ORU*R01$1$P$2.5",
                "PID$1$$123$$DOE*JANE$$19600412$F", "OBX$1$NM$4548-4*HbA1c*LN$$8.1$!R!$$$$$F$$$20261011");
        assertThat(facts.sex().orElseThrow().value()).isEqualTo(Sex.FEMALE);
    }

    @Test
    void escapedSeparatorsAndEscapesStayText() {
        ClinicalFacts facts = read(
                msh("MDM^T02"),
                PID,
                "TXA|1|CN|TX|20261010",
                "OBX|1|TX|1^N^L||a\\F\\b\\S\\c\\R\\d\\E\\X41\\E\\ \\Zlocal\\100\\% e||||||F");
        assertThat(facts.notes().getFirst().text()).isEqualTo("a|b^c~d\\X41\\ 100\\% e");
    }

    @Test
    void theDeclaredCharacterSetCounts() {
        String message =
                "MSH|^~\\&|||||2026||MDM^T02|1|P|2.5||||||8859/1\rPID|1||1\rTXA|1|CN|TX|20261010\rOBX|1|TX|1^N^L||Übelkeit||||||F\r";
        ClinicalFacts latin = READER.read(message.getBytes(StandardCharsets.ISO_8859_1), RECEIPT);
        assertThat(latin.notes().getFirst().text()).isEqualTo("Übelkeit");
        String utf8 = message.replace("8859/1", "UNICODE UTF-8");
        assertThat(READER.read(utf8.getBytes(StandardCharsets.UTF_8), RECEIPT)
                        .notes()
                        .getFirst()
                        .text())
                .isEqualTo("Übelkeit");
        assertThat(refused(utf8.getBytes(StandardCharsets.ISO_8859_1))
                        .getFirst()
                        .code())
                .isEqualTo("TEXT_NOT_DECODABLE");
        assertThat(refused(message.replace("8859/1", "ISO IR87").getBytes(Charset.defaultCharset()))
                        .getFirst()
                        .code())
                .isEqualTo("CHARACTER_SET_UNSUPPORTED");
    }

    @Test
    void anUndeclaredCharacterSetIsUtf8WhereItCanBeElseLatin1WithAnIssue() {
        String message = msh("MDM^T02") + "\r" + PID + "\rTXA|1|CN|TX|20261010\rOBX|1|TX|1^N^L||Übelkeit||||||F\r";
        ClinicalFacts utf8 = READER.read(message.getBytes(StandardCharsets.UTF_8), RECEIPT);
        ClinicalFacts latin = READER.read(message.getBytes(StandardCharsets.ISO_8859_1), RECEIPT);
        assertThat(utf8.notes()).isEqualTo(latin.notes());
        assertThat(issues(utf8, DataIssue.Kind.ASSUMED)).isEmpty();
        assertThat(issues(latin, DataIssue.Kind.ASSUMED)).anyMatch(text -> text.contains("ISO-8859-1"));
    }

    @Test
    void lineFeedsEndSegmentsWhereThereIsNoCarriageReturn() {
        for (String end : List.of("\r", "\n", "\r\n")) {
            byte[] message = String.join(end, msh("ADT^A08"), PID, "").getBytes(StandardCharsets.UTF_8);
            assertThat(READER.read(message, RECEIPT).sex())
                    .as("ends with " + end.length())
                    .isPresent();
        }
    }

    @Test
    void localSegmentsDoNoHarm() {
        assertThat(read(msh("ADT^A08"), "ZZZ|^^^~~&&\\\\|?", PID, "ZPI|x|y").sex())
                .isPresent();
    }

    // Batches

    @Test
    void aBatchOfOnePatientIsReadWhole() {
        ClinicalFacts facts = read(
                "FHS|^~\\&|LAB",
                "BHS|^~\\&|LAB",
                msh("ORU^R01"),
                PID,
                "OBX|1|NM|4548-4^HbA1c^LN||8.1|%|||||F|||20261011",
                msh("ORU^R01"),
                PID,
                "OBX|1|NM|4548-4^HbA1c^LN||7.9|%|||||F|||20261012",
                "BTS|2",
                "FTS|1");
        assertThat(facts.observations())
                .extracting(observation -> observation.provenance().sourceId())
                .containsExactly("record#message[1]#OBX[1]", "record#message[2]#OBX[1]");
    }

    @Test
    void aBatchOfSeveralPatientsOrCutShortIsRefused() {
        assertThat(refused(msh("ADT^A08"), PID, msh("ADT^A08"), "PID|1||999^^^NORTH^MR"))
                .extracting(Violation::code)
                .containsExactly("SEVERAL_PATIENTS");
        assertThat(refused(msh("ADT^A08"), PID, msh("ADT^A08"), PID.replace("19600412", "19610412")))
                .extracting(Violation::code)
                .containsExactly("SEVERAL_PATIENTS");
        assertThat(refused("BHS|^~\\&", msh("ADT^A08"), PID, "BTS|2"))
                .extracting(Violation::code)
                .containsExactly("BATCH_INCOMPLETE");
    }

    @Test
    void violationsHoldNothingOfTheMessage() {
        assertThat(refused(
                                msh("ORU^R01"),
                                "PID|1||SECRET^^^NORTH||NAME",
                                "OBX|1|NM|4548-4^HbA1c^LN||810|%|||||F|||20261011")
                        .toString())
                .doesNotContain("SECRET")
                .doesNotContain("NAME");
    }
}
