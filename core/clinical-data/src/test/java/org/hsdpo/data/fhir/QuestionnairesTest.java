package org.hsdpo.data.fhir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.hsdpo.clinical.measurement.Measurement;
import org.hsdpo.clinical.patient.DataIssue;
import org.hsdpo.data.ClinicalFacts;
import org.hsdpo.data.Receipt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class QuestionnairesTest {
    private static final Instant NOW = Instant.parse("2026-11-01T00:00:00Z");
    private static final List<String> DIMENSIONS =
            List.of("mobility", "self-care", "usual-activities", "pain-discomfort", "anxiety-depression");

    private static ClinicalFacts read(String questionnaire, String items) {
        String weight = "{'resourceType':'Observation','status':'final','code':{'coding':[{'system':'http://loinc.org',"
                + "'code':'29463-7'}]},'effectiveDateTime':'2026-09-01','valueQuantity':{'value':80,'code':'kg'}}";
        String response =
                "{'resourceType':'QuestionnaireResponse','status':'completed','authored':'2026-09-02T10:00:00Z',"
                        + "'questionnaire':'http://example.org/Questionnaire/" + questionnaire + "','item':[" + items
                        + "]}";
        String json = "{'resourceType':'Bundle','type':'collection','entry':[{'resource':" + weight + "},{'resource':"
                + response + "}]}";
        return new FhirBundleReader()
                .read(json.replace('\'', '"').getBytes(StandardCharsets.UTF_8), new Receipt("r", NOW));
    }

    private static Map<Measurement, Double> values(ClinicalFacts facts) {
        return facts.observations().stream()
                .filter(observation -> observation.measurement() != Measurement.WEIGHT)
                .collect(Collectors.toMap(
                        observation -> observation.measurement(),
                        observation -> observation.value().value()));
    }

    private static String eq5d(String state) {
        return IntStream.range(0, state.length())
                .mapToObj(i -> "{'linkId':'" + DIMENSIONS.get(i) + "','answer':[{'valueCoding':{'code':'"
                        + state.charAt(i) + "'}}]}")
                .collect(Collectors.joining(","));
    }

    /** Full health and the worst state are published; the others are the sums of the published decrements. */
    @ParameterizedTest
    @CsvSource({"11111, 1.0", "55555, -0.285", "21111, 0.942", "12345, 0.322", "11311, 0.937"})
    void theIndexIsThatOfThePublishedValueSet(String state, double index) {
        ClinicalFacts facts = read("EQ-5D-5L", eq5d(state));
        assertThat(values(facts).get(Measurement.EQ5D_INDEX)).isCloseTo(index, within(1e-9));
        assertThat(values(facts).get(Measurement.EQ5D_PAIN)).isEqualTo(state.charAt(3) - '0');
        assertThat(facts.observations())
                .filteredOn(observation -> observation.measurement() == Measurement.EQ5D_INDEX)
                .allMatch(
                        observation -> observation.provenance().transformation().contains("Devlin 2018"));
    }

    @Test
    void answersInWordsAndInGroupsAreUnderstood() {
        Map<Measurement, Double> values = values(
                read(
                        "eq5d",
                        "{'linkId':'g','item':[{'linkId':'1','text':'Mobility','answer':[{'valueString':'I have slight problems in"
                                + " walking about'}]},{'linkId':'2','text':'Self-care','answer':[{'valueCoding':{'code':'LA1-1','display':"
                                + "'I have no problems washing or dressing myself'}}]}]},{'linkId':'vas','answer':[{'valueInteger':72}]}"));
        assertThat(values)
                .containsOnly(
                        Map.entry(Measurement.EQ5D_MOBILITY, 2.0),
                        Map.entry(Measurement.EQ5D_SELF_CARE, 1.0),
                        Map.entry(Measurement.EQ5D_VISUAL_SCALE, 72.0));
    }

    @Test
    void whatIsNotAnsweredOrNotUnderstoodGivesNoIndex() {
        ClinicalFacts facts = read("EQ-5D-5L", eq5d("1216") + "," + eq5d("1").replace("mobility", "anxiety"));
        assertThat(values(facts)).doesNotContainKeys(Measurement.EQ5D_INDEX, Measurement.EQ5D_PAIN);
        assertThat(facts.issues())
                .extracting(DataIssue::kind)
                .contains(DataIssue.Kind.MISSING, DataIssue.Kind.QUARANTINED);
    }

    private static String items(int count, int level) {
        return IntStream.range(0, count)
                .mapToObj(i -> "{'linkId':'" + i + "','answer':[{'valueCoding':{'extension':[{'url':"
                        + "'http://hl7.org/fhir/StructureDefinition/ordinalValue','valueDecimal':" + level
                        + "}],'code':'a'}}]}")
                .collect(Collectors.joining(","));
    }

    @Test
    void diabetesDistressIsScoredAsPublishedAndOnlyWhereComplete() {
        assertThat(values(read("PAID-20", items(20, 2))))
                .containsOnly(Map.entry(Measurement.DIABETES_DISTRESS_PAID, 50.0));
        assertThat(values(read("PAID", items(20, 4))))
                .containsOnly(Map.entry(Measurement.DIABETES_DISTRESS_PAID, 100.0));
        assertThat(values(read("DDS17", items(17, 3))))
                .containsOnly(Map.entry(Measurement.DIABETES_DISTRESS_SCALE, 3.0));
        for (ClinicalFacts incomplete :
                List.of(read("PAID", items(19, 2)), read("DDS17", items(17, 7)), read("DDS17", items(18, 2)))) {
            assertThat(values(incomplete)).isEmpty();
            assertThat(incomplete.issues()).anyMatch(issue -> issue.message().contains("was not computed"));
        }
    }

    @Test
    void otherQuestionnairesAreNamedAsNotRead() {
        assertThat(read("PHQ-9", items(9, 1)).issues()).anyMatch(issue -> issue.kind() == DataIssue.Kind.UNMAPPED);
        assertThat(values(read("PAID-5", items(5, 1)))).isEmpty();
    }
}
