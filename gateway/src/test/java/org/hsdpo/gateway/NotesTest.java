package org.hsdpo.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import io.grpc.Status;
import io.quarkus.test.junit.QuarkusTest;
import org.hsdpo.contracts.ingestion.v1.GetNoteRequest;
import org.hsdpo.contracts.ingestion.v1.GetNoteResponse;
import org.hsdpo.contracts.ingestion.v1.ListNotesResponse;
import org.hsdpo.contracts.ingestion.v1.NoteSummary;
import org.hsdpo.contracts.parser.v1.Assertion;
import org.hsdpo.contracts.parser.v1.Experiencer;
import org.hsdpo.contracts.parser.v1.GraphEdge;
import org.hsdpo.contracts.parser.v1.GraphEdgeKind;
import org.hsdpo.contracts.parser.v1.GraphNode;
import org.hsdpo.contracts.parser.v1.GraphNodeKind;
import org.hsdpo.contracts.parser.v1.Span;
import org.hsdpo.contracts.parser.v1.Temporality;
import org.hsdpo.gateway.testing.GatewayCalls.Answer;
import org.hsdpo.gateway.testing.GatewayTest;
import org.junit.jupiter.api.Test;

@QuarkusTest
class NotesTest extends GatewayTest {
    private static final String RECORD = "0d9be9b4-29e8-4a0e-8a6c-4a3d0a7c8f10";
    private static final String TEXT = "No <b>pancreatitis</b>. Metformin 500 mg BID";

    private String notes() {
        return "/v1/patients/" + patient + "/notes";
    }

    private static GetNoteResponse note() {
        return GetNoteResponse.newBuilder()
                .setSummary(NoteSummary.newBuilder().setRecordId(RECORD).setLanguage("en"))
                .setText(TEXT)
                .addNodes(node(0, GraphNodeKind.GRAPH_NODE_KIND_PROBLEM, "pancreatitis", "PANCREATITIS")
                        .setAssertion(Assertion.ASSERTION_NEGATED))
                .addNodes(node(1, GraphNodeKind.GRAPH_NODE_KIND_DRUG, "Metformin", "metformin"))
                .addNodes(node(2, GraphNodeKind.GRAPH_NODE_KIND_DOSE, "500 mg", "500 mg"))
                .addEdges(GraphEdge.newBuilder().setFrom(2).setTo(1).setKind(GraphEdgeKind.GRAPH_EDGE_KIND_DOSE_OF))
                .build();
    }

    private static GraphNode.Builder node(int id, GraphNodeKind kind, String words, String label) {
        int start = TEXT.indexOf(words);
        return GraphNode.newBuilder()
                .setId(id)
                .setKind(kind)
                .setSpan(Span.newBuilder().setStart(start).setEnd(start + words.length()))
                .setLabel(label)
                .setAssertion(Assertion.ASSERTION_AFFIRMED)
                .setTemporality(Temporality.TEMPORALITY_CURRENT)
                .setExperiencer(Experiencer.EXPERIENCER_PATIENT);
    }

    @Test
    void notesAreListedWithoutTheirText() {
        backEnds.notes = request -> ListNotesResponse.newBuilder()
                .addNotes(NoteSummary.newBuilder()
                        .setRecordId(RECORD)
                        .setLanguage("de")
                        .setLength(7))
                .build();
        Answer answer = clinician().get(notes());
        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.json().at("/notes/0/recordId").asText()).isEqualTo(RECORD);
        assertThat(answer.json().at("/notes/0/language").asText()).isEqualTo("de");
    }

    @Test
    void aNoteComesWithItsSpansAndItsRelations() {
        backEnds.note = request -> note();
        Answer answer = clinician().get(notes() + "/" + RECORD + "/0");
        assertThat(answer.json().path("text").asText()).isEqualTo(TEXT);
        assertThat(answer.json().at("/nodes/1/span/start").asInt()).isEqualTo(TEXT.indexOf("Metformin"));
        assertThat(answer.json().at("/edges/0/kind").asText()).isEqualTo("GRAPH_EDGE_KIND_DOSE_OF");
        GetNoteRequest asked = backEnds.received(GetNoteRequest.class).getLast();
        assertThat(asked.getRecordId()).isEqualTo(RECORD);
        assertThat(asked.getPatientId()).isEqualTo(patient);
    }

    @Test
    void thePageMarksFindingsAndEscapesTheWordsOfTheNote() {
        backEnds.note = request -> note();
        Answer answer = clinician().get(notes() + "/" + RECORD + "/0/page");
        String page = answer.response().body();
        assertThat(answer.contentType()).startsWith("text/html");
        assertThat(answer.header("Content-Security-Policy")).startsWith("default-src 'none'");
        assertThat(page)
                .contains(
                        "&lt;b&gt;<mark class=\"problem negated\" title=\"problem: PANCREATITIS (negated)\">pancreatitis"
                                + "</mark>&lt;/b&gt;")
                .contains("<td>500 mg</td><td>dose of</td><td>metformin</td>")
                .doesNotContain("<b>pan");
    }

    @Test
    void aNoteThatIsNotThereIsNotFound() {
        backEnds.note = request -> {
            throw Status.NOT_FOUND.asRuntimeException();
        };
        assertThat(clinician().get(notes() + "/" + RECORD + "/0").status()).isEqualTo(404);
    }

    @Test
    void whoMayNotReadTheRecordMayNotReadItsNotes() {
        assertThat(withToken(null).get(notes() + "/" + RECORD + "/0").status()).isEqualTo(401);
        assertThat(withToken(null).get(notes() + "/" + RECORD + "/0/page").status())
                .isEqualTo(401);
    }
}
