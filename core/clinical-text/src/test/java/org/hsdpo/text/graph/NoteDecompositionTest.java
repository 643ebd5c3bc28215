package org.hsdpo.text.graph;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.Collectors;
import org.hsdpo.text.Parsers;
import org.hsdpo.text.SharedData;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class NoteDecompositionTest {
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            Start lisinopril 10 mg daily for hypertension. | 10 mg DOSE_OF lisinopril; lisinopril TREATS HYPERTENSION; START CHANGES lisinopril
            Metformin was stopped on 2024-03-01 because of diarrhea. | STOP CHANGES metformin; STOP DATED 2024-03-01; STOP CHANGED_BECAUSE diarrhea
            Glimepiride was stopped due to severe hypoglycemia. | STOP CHANGES glimepiride; STOP CHANGED_BECAUSE SEVERE_HYPOGLYCAEMIA
            Increase Lantus to 24 units given fasting glucose of 190 mg/dL. | 24 [iU] DOSE_OF insulin glargine; INCREASE CHANGES insulin glargine; INCREASE CHANGED_BECAUSE FASTING_GLUCOSE 190 mg/dL
            HbA1c 8.4 % on 2024-03-01. | HBA1C 8.4 % MEASURED_AT 2024-03-01
            Rash from penicillin in childhood. | ALLERGY CHANGES penicillin; Rash CAUSED_BY penicillin
            Metformin-induced diarrhea resolved. | diarrhea CAUSED_BY metformin
            Could not tolerate metformin due to nausea. | ALLERGY CHANGES metformin; ALLERGY CHANGED_BECAUSE nausea; nausea CAUSED_BY metformin
            Stop metformin because the patient asked for it. | STOP CHANGES metformin; STOP CHANGED_BECAUSE the patient asked for it
            Die Patientin klagt über Durchfall. Metformin wurde wegen Durchfall abgesetzt. | STOP CHANGES metformin; STOP CHANGED_BECAUSE Durchfall
            Continue metformin 500 mg BID; no pancreatitis. | 500 mg DOSE_OF metformin
            """)
    void whatIsSaidOfTwoThingsIsAnEdge(String note, String expected) {
        PatientGraph graph = Parsers.PARSER.parse(note).graph();
        String found = graph.edges().stream()
                .map(edge -> graph.nodes().get(edge.from()).label() + " " + edge.kind() + " "
                        + graph.nodes().get(edge.to()).label())
                .collect(Collectors.joining("; "));
        assertThat(found).isEqualTo(expected);
    }

    @Test
    void aDeniedProblemIsANodeThatSaysSo() {
        PatientGraph graph = Parsers.PARSER
                .parse("No pancreatitis from sitagliptin. Mother has diabetes.")
                .graph();
        assertThat(graph.nodes())
                .extracting(node -> node.label() + " " + node.context().assertion() + " "
                        + node.context().experiencer())
                .contains("PANCREATITIS NEGATED PATIENT", "diabetes AFFIRMED FAMILY");
        assertThat(graph.edges()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "notes/medextractr/tune_note1.txt",
                "notes/medextractr/tune_note2.txt",
                "notes/ctakes/dr_nutritious_1.txt"
            })
    void everyNodeOfARealNoteStandsInItsText(String path) {
        String text = SharedData.text(path);
        PatientGraph graph = Parsers.PARSER.parse(text).graph();
        assertThat(graph.nodes()).isNotEmpty();
        for (int i = 0; i < graph.nodes().size(); i++) {
            Node node = graph.nodes().get(i);
            assertThat(node.id()).isEqualTo(i);
            assertThat(node.span().of(text)).isNotBlank();
        }
        assertThat(List.copyOf(graph.edges())).doesNotHaveDuplicates();
    }
}
