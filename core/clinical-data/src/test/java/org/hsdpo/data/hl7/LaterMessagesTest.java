package org.hsdpo.data.hl7;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.hsdpo.clinical.condition.ConditionConcept;
import org.hsdpo.clinical.drug.Drug;
import org.hsdpo.clinical.measurement.Measurement;
import org.hsdpo.clinical.patient.ConditionRecord;
import org.hsdpo.clinical.patient.DataIssue;
import org.hsdpo.clinical.patient.MedicationRecord.Status;
import org.hsdpo.clinical.patient.PatientState;
import org.hsdpo.clinical.trend.Exposure;
import org.hsdpo.data.ClinicalFacts;
import org.hsdpo.data.Receipt;
import org.hsdpo.data.state.PatientStateAssembler;
import org.junit.jupiter.api.Test;

/** What a later message says of an order or a result that an earlier one brought. */
class LaterMessagesTest {
    private static final Instant NOW = Instant.parse("2026-11-20T12:00:00Z");
    private static final Instant FIRST_RECEIPT = Instant.parse("2026-10-01T00:00:00Z");
    private static final Hl7Reader READER = new Hl7Reader(Optional.empty(), SiteCodes.none());
    private static final String METFORMIN = "RXE||860975^metformin hydrochloride 500 MG Oral Tablet^RXNORM|%s||TAB";

    private final List<ClinicalFacts> records = new ArrayList<>();

    /** A message made at a time, received after those before it. */
    private LaterMessagesTest message(String type, String time, String... segments) {
        List<String> all = new ArrayList<>(List.of(
                "MSH|^~\\&|PHARM|NORTH|HSDPO|NORTH|" + time + "+0000||" + type + "|" + records.size() + "|P|2.5.1",
                "PID|1||123^^^NORTH^MR||DOE^JANE||19600412|F"));
        all.addAll(List.of(segments));
        byte[] content = (String.join("\r", all) + "\r").getBytes(StandardCharsets.UTF_8);
        records.add(READER.read(
                content,
                new Receipt("record-" + records.size(), FIRST_RECEIPT.plus(Duration.ofHours(records.size())))));
        return this;
    }

    private LaterMessagesTest order(String time, String control, String numbers, int tablets) {
        return message(
                "RDE^O11",
                time,
                "ORC|" + control + "|" + numbers + (numbers.contains("|") ? "" : "|") + "||||||" + time + "+0000",
                METFORMIN.formatted(tablets),
                "TQ1|1||BID");
    }

    private PatientState state() {
        return state(NOW);
    }

    private PatientState state(Instant asOf) {
        return new PatientStateAssembler().assemble("p", asOf, records);
    }

    private static List<String> conflicts(PatientState state) {
        return issues(state, DataIssue.Kind.CONFLICT);
    }

    private static List<String> issues(PatientState state, DataIssue.Kind kind) {
        return state.issues().stream()
                .filter(issue -> issue.kind() == kind)
                .map(DataIssue::message)
                .toList();
    }

    private static double metformin(PatientState state) {
        return state.currentTherapy().regimen().dose(Drug.METFORMIN);
    }

    // Orders

    @Test
    void aStopEndsTheOrderOfItsNumberFromThatTimeOn() {
        order("20261001080000", "NW", "A1", 1).order("20261012100000", "DC", "A1", 1);
        assertThat(state().currentTherapy().regimen().drugs()).isEmpty();
        assertThat(conflicts(state())).isEmpty();
        assertThat(metformin(state(Instant.parse("2026-10-12T09:59:00Z")))).isEqualTo(1000);
        assertThat(Exposure.of(state())).singleElement().satisfies(exposure -> {
            assertThat(exposure.from()).contains(Instant.parse("2026-10-01T08:00:00Z"));
            assertThat(exposure.to()).contains(Instant.parse("2026-10-12T10:00:00Z"));
            assertThat(exposure.ongoing()).isFalse();
        });
    }

    @Test
    void everyCodeThatStopsAnOrderStopsItByNumberAlone() {
        for (String control : List.of("CA", "OC", "CR", "DC", "OD", "DR", "RP", "RQ", "RU")) {
            records.clear();
            order("20261001080000", "NW", "A1", 1).message("OMP^O09", "20261012100000", "ORC|" + control + "|A1");
            assertThat(state().currentTherapy().regimen().drugs()).as(control).isEmpty();
            assertThat(conflicts(state())).as(control).isEmpty();
        }
    }

    @Test
    void theFillersNumberNamesTheOrderAsThePlacersDoes() {
        order("20261001080000", "NW", "A1|F9", 1).message("OMP^O09", "20261012100000", "ORC|OD||F9");
        assertThat(state().currentTherapy().regimen().drugs()).isEmpty();
    }

    @Test
    void theNumberOfAnotherAssignerIsAnotherNumber() {
        order("20261001080000", "NW", "A1^WARD", 1).order("20261012100000", "DC", "A1^CLINIC", 1);
        assertThat(metformin(state())).isEqualTo(1000);
        assertThat(conflicts(state()))
                .singleElement()
                .asString()
                .contains("metformin was stopped on 2026-10-12", "bears no number of the one in force");
    }

    @Test
    void aStopWithoutANumberLeavesTheDrugInForceWithAConflict() {
        order("20261001080000", "NW", "A1", 1).order("20261012100000", "DC", "", 1);
        assertThat(metformin(state())).isEqualTo(1000);
        assertThat(conflicts(state())).singleElement().asString().contains("to be confirmed");
    }

    @Test
    void aStopOfANumberThatNobodySentIsAConflict() {
        order("20261001080000", "NW", "A1", 1).message("OMP^O09", "20261012100000", "ORC|DC|A2");
        assertThat(metformin(state())).isEqualTo(1000);
        assertThat(conflicts(state())).singleElement().asString().contains("a number that no stored order bears");
    }

    @Test
    void aHeldOrderRestsUntilItIsReleased() {
        order("20261001080000", "NW", "A1", 1).message("OMP^O09", "20261012100000", "ORC|HD|A1");
        assertThat(state().currentTherapy().regimen().drugs()).isEmpty();
        assertThat(state().medications()).anyMatch(record -> record.status() == Status.ON_HOLD);
        message("OMP^O09", "20261015100000", "ORC|RL|A1");
        assertThat(metformin(state())).isEqualTo(1000);
        assertThat(metformin(state(Instant.parse("2026-10-10T00:00:00Z")))).isEqualTo(1000);
        assertThat(state(Instant.parse("2026-10-13T00:00:00Z"))
                        .currentTherapy()
                        .regimen()
                        .drugs())
                .isEmpty();
        assertThat(conflicts(state())).isEmpty();
    }

    @Test
    void holdAndReleaseMayNameTheDrugToo() {
        order("20261001080000", "NW", "A1", 2)
                .order("20261012100000", "HD", "A1", 2)
                .order("20261015100000", "RL", "A1", 2);
        assertThat(metformin(state())).isEqualTo(2000);
        assertThat(state(Instant.parse("2026-10-13T00:00:00Z"))
                        .currentTherapy()
                        .regimen()
                        .drugs())
                .isEmpty();
        assertThat(conflicts(state())).isEmpty();
    }

    @Test
    void aChangedOrderTakesThePlaceOfTheEarlierOne() {
        order("20261001080000", "NW", "A1", 1).order("20261012100000", "XO", "A1", 2);
        assertThat(metformin(state())).isEqualTo(2000);
        assertThat(metformin(state(Instant.parse("2026-10-05T00:00:00Z")))).isEqualTo(1000);
        assertThat(conflicts(state())).isEmpty();
        assertThat(Exposure.of(state())).hasSize(2);
    }

    @Test
    void aReplacementEndsTheOrderThatItReplaces() {
        order("20261001080000", "NW", "A1", 1)
                .message(
                        "RDE^O11",
                        "20261012100000",
                        "ORC|RP|A1||||||||||||||",
                        METFORMIN.formatted(1),
                        "TQ1|1||BID",
                        "ORC|RO|A2||||||A1|20261012100000+0000",
                        "RXE||E^empagliflozin 10 MG Oral Tablet^L|1||TAB",
                        "TQ1|1||QD");
        assertThat(state().currentTherapy().regimen().drugs()).containsExactly(Drug.EMPAGLIFLOZIN);
        assertThat(conflicts(state())).isEmpty();
    }

    @Test
    void aReplacementNamesItsParentWhereTheReplacedOrderIsNotSent() {
        order("20261001080000", "NW", "A1", 1)
                .message(
                        "RDE^O11",
                        "20261012100000",
                        "ORC|RO|A2||||||A1|20261012100000+0000",
                        METFORMIN.formatted(2),
                        "TQ1|1||BID");
        assertThat(metformin(state())).isEqualTo(2000);
        assertThat(conflicts(state())).isEmpty();
    }

    @Test
    void aNumberThatComesToStandForAnotherDrugEndsTheFirstAndSaysSo() {
        order("20261001080000", "NW", "A1", 1)
                .message(
                        "RDE^O11",
                        "20261012100000",
                        "ORC|XO|A1|||||||20261012100000+0000",
                        "RXE||E^empagliflozin 10 MG Oral Tablet^L|1||TAB",
                        "TQ1|1||QD");
        assertThat(state().currentTherapy().regimen().drugs()).containsExactly(Drug.EMPAGLIFLOZIN);
        assertThat(conflicts(state())).singleElement().asString().contains("metformin counts as over");
    }

    @Test
    void aChangeThatWasNotTakenOnChangesNothing() {
        order("20261001080000", "NW", "A1", 1).order("20261012100000", "UX", "A1", 2);
        assertThat(metformin(state())).isEqualTo(1000);
    }

    @Test
    void anOrderThatArrivesAfterItsStopIsNotInForce() {
        message("OMP^O09", "20261012100000", "ORC|DC|A1").order("20261001080000", "NW", "A1", 1);
        assertThat(state().currentTherapy().regimen().drugs()).isEmpty();
        assertThat(conflicts(state())).isEmpty();
    }

    @Test
    void anOrderThatArrivesAfterItsChangeIsNotInForce() {
        order("20261012100000", "XO", "A1", 2).order("20261001080000", "NW", "A1", 1);
        assertThat(metformin(state())).isEqualTo(2000);
        assertThat(conflicts(state())).isEmpty();
    }

    @Test
    void anOrderEnteredInErrorNeverWas() {
        order("20261001080000", "NW", "A1", 1).message("OMP^O09", "20261012100000", "ORC|DE|A1");
        assertThat(state().medications()).isEmpty();
        assertThat(issues(state(), DataIssue.Kind.QUARANTINED)).anyMatch(text -> text.contains("entered in error"));
    }

    @Test
    void messagesOfABatchFollowOneAnother() {
        List<String> batch = new ArrayList<>(List.of("BHS|^~\\&"));
        for (String control : List.of("NW", "DC")) {
            batch.addAll(List.of(
                    "MSH|^~\\&|PHARM|NORTH|HSDPO|NORTH|2026100108" + (control.equals("NW") ? "00" : "30")
                            + "00+0000||RDE^O11|" + control + "|P|2.5.1",
                    "PID|1||123^^^NORTH^MR||DOE^JANE||19600412|F",
                    "ORC|" + control + "|A1",
                    METFORMIN.formatted(1),
                    "TQ1|1||BID"));
        }
        batch.add("BTS|2");
        records.add(READER.read(
                (String.join("\r", batch) + "\r").getBytes(StandardCharsets.UTF_8),
                new Receipt("record", FIRST_RECEIPT)));
        assertThat(state().currentTherapy().regimen().drugs()).isEmpty();
    }

    @Test
    void aLaboratoryOrderThatIsCancelledIsNoDrug() {
        order("20261001080000", "NW", "A1", 1)
                .message("ORM^O01", "20261012100000", "ORC|CA|L7", "OBR|1|L7||24323-8^Panel^LN");
        assertThat(metformin(state())).isEqualTo(1000);
        assertThat(conflicts(state())).isEmpty();
    }

    // Results

    private LaterMessagesTest result(String time, String filler, String value, String status) {
        return result(time, filler, value, status, "202610110800+0000");
    }

    private LaterMessagesTest result(String time, String filler, String value, String status, String taken) {
        return message(
                "ORU^R01",
                time,
                "OBR|1||" + filler + "|24323-8^Panel^LN|||" + taken,
                "OBX|1|NM|4548-4^HbA1c^LN||" + value + "|%|||||" + status + "|||" + taken);
    }

    private List<Double> hba1c() {
        return state().history(Measurement.HBA1C).stream()
                .map(observation -> observation.value().value())
                .toList();
    }

    @Test
    void aCorrectedResultTakesThePlaceOfTheEarlierOneAndSaysWhatItWas() {
        result("20261012080000", "F1", "9.8", "F").result("20261013080000", "F1", "6.8", "C");
        assertThat(hba1c()).containsExactly(6.8);
        assertThat(conflicts(state())).isEmpty();
        assertThat(state().latest(Measurement.HBA1C).orElseThrow().provenance().transformation())
                .contains("replaces the earlier result 9.8 % of 2026-10-11");
        assertThat(issues(state(), DataIssue.Kind.QUARANTINED))
                .anyMatch(text -> text.contains("9.8 % of 2026-10-11 was corrected by its sender to 6.8 %"));
    }

    @Test
    void aCorrectionThatArrivesFirstStillCounts() {
        result("20261013080000", "F1", "6.8", "C").result("20261012080000", "F1", "9.8", "F");
        assertThat(hba1c()).containsExactly(6.8);
    }

    @Test
    void theLastOfTwoCorrectionsCounts() {
        result("20261012080000", "F1", "9.8", "F")
                .result("20261013080000", "F1", "6.8", "C")
                .result("20261014080000", "F1", "7.1", "C");
        assertThat(hba1c()).containsExactly(7.1);
    }

    @Test
    void aCorrectionOfTheTimeMovesTheResult() {
        result("20261012080000", "F1", "9.8", "F").result("20261013080000", "F1", "9.8", "C", "202610100800+0000");
        assertThat(state().history(Measurement.HBA1C)).singleElement().satisfies(value -> assertThat(value.time())
                .isEqualTo(Instant.parse("2026-10-10T08:00:00Z")));
    }

    @Test
    void aCorrectionWithoutANumberIsAConflict() {
        result("20261012080000", "", "9.8", "F").result("20261013080000", "", "6.8", "C");
        assertThat(hba1c()).containsExactlyInAnyOrder(9.8, 6.8);
        assertThat(conflicts(state())).hasSize(1);
    }

    @Test
    void aCorrectionOfAnotherOrderIsAConflict() {
        result("20261012080000", "F1", "9.8", "F").result("20261013080000", "F2", "6.8", "C");
        assertThat(conflicts(state())).hasSize(1);
    }

    @Test
    void aFinalResultTakesThePlaceOfThePreliminaryOneWhicheverComesFirst() {
        result("20261012080000", "F1", "9.8", "P").result("20261013080000", "F1", "6.8", "F");
        assertThat(hba1c()).containsExactly(6.8);
        assertThat(conflicts(state())).isEmpty();
        records.clear();
        result("20261013080000", "F1", "6.8", "F").result("20261012080000", "F1", "9.8", "P");
        assertThat(hba1c()).containsExactly(6.8);
    }

    @Test
    void twoFinalResultsOfOneNumberContradictEachOther() {
        result("20261012080000", "F1", "9.8", "F").result("20261013080000", "F1", "6.8", "F");
        assertThat(conflicts(state())).hasSize(1);
    }

    @Test
    void aResultOfAnotherPatientAndADeletedOneAreLeftOutWhicheverComesFirst() {
        for (String status : List.of("W", "D")) {
            records.clear();
            result("20261012080000", "F1", "9.8", "F").result("20261013080000", "F1", "", status);
            assertThat(hba1c()).as(status).isEmpty();
            assertThat(issues(state(), DataIssue.Kind.QUARANTINED))
                    .as(status)
                    .anyMatch(text -> text.contains("of 2026-10-11 was taken back by its sender and is left out"));
            records.clear();
            result("20261013080000", "F1", "", status).result("20261012080000", "F1", "9.8", "F");
            assertThat(hba1c()).as(status).isEmpty();
        }
    }

    @Test
    void aResultSentAnewAfterItWasTakenBackCounts() {
        result("20261012080000", "F1", "9.8", "F")
                .result("20261013080000", "F1", "", "D")
                .result("20261014080000", "F1", "6.8", "F");
        assertThat(hba1c()).containsExactly(6.8);
    }

    @Test
    void takingBackAResultThatNobodySentIsAConflict() {
        result("20261012080000", "F1", "9.8", "F").result("20261013080000", "F2", "", "W");
        assertThat(hba1c()).containsExactly(9.8);
        assertThat(conflicts(state())).singleElement().asString().contains("no stored result bears its number");
    }

    @Test
    void severalValuesOfOneOrderAreCorrectedByTheirTimes() {
        result("20261012080000", "F1", "9.8", "F", "202610110800+0000")
                .result("20261012081000", "F1", "9.9", "F", "202610110900+0000")
                .result("20261013080000", "F1", "6.8", "C", "202610110900+0000");
        assertThat(hba1c()).containsExactly(9.8, 6.8);
    }

    private static String diagnosis(String code, String number, String action) {
        return "DG1|1|I10|" + code + "^x^I10|||F||||||||||||||" + number + "|" + action;
    }

    private boolean has(ConditionConcept concept) {
        return state().conditions().stream()
                .anyMatch(condition ->
                        condition.concept() == concept && condition.status() == ConditionRecord.Status.ACTIVE);
    }

    @Test
    void aDiagnosisIsTakenBackByItsNumber() {
        message("ADT^A08", "20261001", diagnosis("E11.9", "D1", "A"), diagnosis("I50.9", "D2", "A"));
        assertThat(has(ConditionConcept.TYPE_2_DIABETES)).isTrue();
        assertThat(has(ConditionConcept.HEART_FAILURE)).isTrue();
        message("ADT^A08", "20261002", diagnosis("I50.9", "D2", "D"));
        assertThat(has(ConditionConcept.TYPE_2_DIABETES)).isTrue();
        assertThat(has(ConditionConcept.HEART_FAILURE)).isFalse();
        assertThat(state().issues()).anyMatch(issue -> issue.message().contains("was taken back by its sender"));
    }

    @Test
    void aDiagnosisThatIsUpdatedTakesThePlaceOfTheEarlierWhicheverArrivesFirst() {
        message("ADT^A08", "20261002080000", diagnosis("E10.9", "D1", "U"));
        message("ADT^A08", "20261001080000", diagnosis("E11.9", "D1", "A"));
        assertThat(has(ConditionConcept.TYPE_1_DIABETES)).isTrue();
        assertThat(has(ConditionConcept.TYPE_2_DIABETES)).isFalse();
    }

    @Test
    void aDiagnosisUpdatedToAnUnknownCodeOrDeletedWithoutANumberStandsAndIsSaidToBeUnsure() {
        for (String later : List.of(diagnosis("E99.99X", "D1", "U"), diagnosis("E11.9", "", "D"))) {
            records.clear();
            message("ADT^A08", "20261001", diagnosis("E11.9", "D1", "A"));
            message("ADT^A08", "20261002", later);
            assertThat(has(ConditionConcept.TYPE_2_DIABETES)).as(later).isTrue();
            assertThat(state().issues())
                    .as(later)
                    .anyMatch(issue -> issue.kind() == DataIssue.Kind.CONFLICT
                            && issue.message().contains("to be confirmed"));
        }
    }

    @Test
    void numbersOfOtherSendersAreOtherDiagnoses() {
        message("ADT^A08", "20261001", diagnosis("E11.9", "D1^WARD", "A"));
        message("ADT^A08", "20261002", diagnosis("E11.9", "D1^CLINIC", "D"));
        assertThat(has(ConditionConcept.TYPE_2_DIABETES)).isTrue();
    }

    @Test
    void aProblemIsTakenBackAndUpdatedByItsInstanceNumber() {
        String problem = "PRB|%s|20261001|%s^x^I10|P1";
        message("PPR^PC1", "20261001", problem.formatted("AD", "I50.9"));
        message("PPR^PC2", "20261002", problem.formatted("UP", "E11.9"));
        assertThat(has(ConditionConcept.HEART_FAILURE)).isFalse();
        assertThat(has(ConditionConcept.TYPE_2_DIABETES)).isTrue();
        message("PPR^PC3", "20261003", problem.formatted("DE", "E11.9"));
        assertThat(has(ConditionConcept.TYPE_2_DIABETES)).isFalse();
    }

    @Test
    void anAllergyIsTakenBackByItsNumberOrByItsCodeWhereItHasNoNumber() {
        for (String number : List.of("A1", "")) {
            String allergy = "IAM|1|DA|6809^metformin^RXNORM|||%s|" + number;
            for (String end : List.of(
                    allergy.formatted("D"),
                    allergy.formatted("U") + "||||||||||I",
                    allergy.formatted("U") + "||||||||||E")) {
                records.clear();
                message("ADT^A60", "20261001", allergy.formatted("A"), "IAM|2|DA|70618^penicillin^RXNORM|||A|A2");
                assertThat(state().allergies()).as(end).hasSize(2);
                message("ADT^A60", "20261002", end);
                assertThat(state().allergies())
                        .as(end)
                        .extracting(org.hsdpo.clinical.patient.Allergy::substance)
                        .containsExactly("penicillin");
            }
        }
    }

    @Test
    void anAllergyUnderTheSameNumberIsTheNewOne() {
        message("ADT^A60", "20261001", "IAM|1|DA|70618^penicillin^RXNORM|||A|A1");
        message("ADT^A60", "20261002", "IAM|1|DA|6809^metformin^RXNORM|||U|A1");
        assertThat(state().allergies())
                .extracting(org.hsdpo.clinical.patient.Allergy::substance)
                .containsExactly("metformin");
    }
}
