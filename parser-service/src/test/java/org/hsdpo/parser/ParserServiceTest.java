package org.hsdpo.parser;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.grpc.Status;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import java.io.IOException;
import java.io.Reader;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Properties;
import java.util.stream.IntStream;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.hsdpo.clinical.error.Violation;
import org.hsdpo.contracts.parser.v1.AdverseEventBasis;
import org.hsdpo.contracts.parser.v1.Assertion;
import org.hsdpo.contracts.parser.v1.GraphEdge;
import org.hsdpo.contracts.parser.v1.GraphEdgeKind;
import org.hsdpo.contracts.parser.v1.GraphNode;
import org.hsdpo.contracts.parser.v1.GraphNodeKind;
import org.hsdpo.contracts.parser.v1.MedicationEvent;
import org.hsdpo.contracts.parser.v1.MedicationMention;
import org.hsdpo.contracts.parser.v1.ParseNoteRequest;
import org.hsdpo.contracts.parser.v1.ParseNoteResponse;
import org.hsdpo.contracts.parser.v1.SocialStatus;
import org.hsdpo.contracts.parser.v1.SocialTopic;
import org.hsdpo.contracts.parser.v1.Span;
import org.hsdpo.service.error.StatusDetails;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@QuarkusTest
@QuarkusTestResource(MeshCertificates.class)
class ParserServiceTest {
    private static final String NOTE =
            "58 y.o. man with type 2 diabetes, no history of pancreatitis. HbA1c 8.4% (prev. 7.9%). "
                    + "Increase metformin from 500 to 1000 mg BID. Mother's glucose 300 mg/dL.";

    @ConfigProperty(name = "hsdpo.test.caller.certificate")
    String certificate;

    @ConfigProperty(name = "hsdpo.test.caller.key")
    String key;

    @ConfigProperty(name = "hsdpo.test.caller.authority")
    String authority;

    @TestHTTPResource(value = "/", tls = true)
    URI mesh;

    @TestHTTPResource(value = "/", management = true)
    URI management;

    private MeshCaller caller;

    @BeforeEach
    void connect() {
        caller = MeshCaller.trusted(mesh.getPort(), certificate, key, authority);
    }

    @AfterEach
    void disconnect() {
        caller.close();
    }

    @Test
    void aNoteComesBackAsFactsWithOffsets() {
        ParseNoteResponse response = caller.onBehalfOfSomeone().parseNote(request(NOTE));
        assertThat(response.getLanguage()).isEqualTo("en");
        assertThat(response.getConceptsList())
                .filteredOn(concept -> concept.getConcept().equals("PANCREATITIS"))
                .singleElement()
                .satisfies(concept -> {
                    assertThat(concept.getAssertion()).isEqualTo(Assertion.ASSERTION_NEGATED);
                    assertThat(covered(concept.getSpan())).isEqualTo("pancreatitis");
                });
        MedicationMention metformin = response.getMedications(0);
        assertThat(metformin.getDrug()).isEqualTo("metformin");
        assertThat(metformin.getEvent()).isEqualTo(MedicationEvent.MEDICATION_EVENT_INCREASE);
        assertThat(metformin.getDailyDose().getValue()).isEqualTo(2000);
        assertThat(metformin.getDailyDose().getUnit()).isEqualTo("mg/d");
        assertThat(covered(metformin.getDoseSpan())).isEqualTo("1000 mg");
        assertThat(response.getVersionsList()).isNotEmpty().allSatisfy(version -> assertThat(version.getHash())
                .hasSize(64));
    }

    @Test
    void theGraphAndTheSignatureTravelAndTokensCanBeLeftOut() {
        String note = "Metformin 500 mg daily for 1 week was stopped because of diarrhea.";
        ParseNoteResponse response = caller.onBehalfOfSomeone()
                .parseNote(ParseNoteRequest.newBuilder()
                        .setText(note)
                        .setOmitTokens(true)
                        .build());
        assertThat(response.getSentences(0).getTokensList()).isEmpty();
        MedicationMention metformin = response.getMedications(0);
        assertThat(metformin.getDuration().getUnit()).isEqualTo("wk");
        assertThat(note.substring(
                        metformin.getReasonSpan().getStart(),
                        metformin.getReasonSpan().getEnd()))
                .isEqualTo("diarrhea");
        assertThat(response.getGraphEdgesList())
                .filteredOn(edge -> edge.getKind() == GraphEdgeKind.GRAPH_EDGE_KIND_CHANGED_BECAUSE)
                .singleElement()
                .satisfies(
                        edge -> assertThat(response.getGraphNodes(edge.getTo()).getLabel())
                                .isEqualTo("diarrhea"));
    }

    @Test
    void lifeAdverseEventsAndAbbreviationsTravel() {
        ParseNoteResponse response = caller.onBehalfOfSomeone()
                .parseNote(request("Patient with DME and nausea with metformin. He smokes 1 ppd."));
        assertThat(response.getSocialList()).singleElement().satisfies(social -> {
            assertThat(social.getTopic()).isEqualTo(SocialTopic.SOCIAL_TOPIC_TOBACCO);
            assertThat(social.getStatus()).isEqualTo(SocialStatus.SOCIAL_STATUS_CURRENT);
            assertThat(social.getAmount().getUnit()).isEqualTo("{pack}/d");
        });
        assertThat(response.getAdverseEventsList()).singleElement().satisfies(event -> {
            assertThat(event.getText()).isEqualTo("nausea");
            assertThat(event.getDrug()).isEqualTo("metformin");
            assertThat(event.getBasis()).isEqualTo(AdverseEventBasis.ADVERSE_EVENT_BASIS_UNDER_DRUG);
        });
        assertThat(response.getAbbreviationsList())
                .filteredOn(abbreviation -> abbreviation.getText().equals("DME"))
                .singleElement()
                .satisfies(abbreviation -> {
                    assertThat(abbreviation.getExpansion()).isEmpty();
                    assertThat(abbreviation.getReadingsList()).hasSize(2);
                });
        assertThat(response.getGraphNodesList())
                .extracting(GraphNode::getKind)
                .contains(GraphNodeKind.GRAPH_NODE_KIND_SOCIAL, GraphNodeKind.GRAPH_NODE_KIND_ABBREVIATION);
        assertThat(response.getGraphEdgesList())
                .extracting(GraphEdge::getKind)
                .contains(GraphEdgeKind.GRAPH_EDGE_KIND_AROSE_UNDER);
    }

    @Test
    void aRelativesValueIsNotThePatients() {
        assertThat(caller.onBehalfOfSomeone().parseNote(request(NOTE)).getMeasurementsList())
                .extracting(measurement -> measurement.getMeasurement() + " "
                        + measurement.getValue().getValue())
                .containsExactly("HBA1C 8.4", "HBA1C 7.9");
    }

    @Test
    void aBoundTravelsWithItsComparator() {
        assertThat(caller.onBehalfOfSomeone()
                        .parseNote(request("Labs: eGFR <30, HbA1c 8.4%"))
                        .getMeasurementsList())
                .extracting(measurement ->
                        measurement.getComparator() + measurement.getValue().getValue())
                .containsExactly("<30.0", "8.4");
    }

    @Test
    void aRefusedNoteSaysWhatIsWrongWithIt() {
        Throwable failure = catchThrowable(() -> caller.onBehalfOfSomeone().parseNote(request("  ")));
        assertThat(Status.fromThrowable(failure).getCode()).isEqualTo(Status.Code.INVALID_ARGUMENT);
        assertThat(StatusDetails.violations(failure))
                .extracting(Violation::code)
                .containsExactly("NOTE_EMPTY");
    }

    @Test
    void aNoteLongerThanConfiguredIsRefused() {
        Throwable failure =
                catchThrowable(() -> caller.onBehalfOfSomeone().parseNote(request("a note ".repeat(30_000))));
        assertThat(StatusDetails.violations(failure))
                .extracting(Violation::code)
                .containsExactly("NOTE_TOO_LONG");
    }

    @Test
    void theLongestNoteIsReadInAnyScript() {
        ParseNoteResponse response = caller.onBehalfOfSomeone().parseNote(request("糖".repeat(200_000)));
        assertThat(response.getVersionsList()).isNotEmpty();
    }

    @Test
    void aNoteOfTheMostBytesAnyConfigurationAcceptsStillGetsAReason() {
        Throwable failure = catchThrowable(() -> caller.onBehalfOfSomeone().parseNote(request("糖".repeat(1_000_000))));
        assertThat(StatusDetails.violations(failure))
                .as("%s", failure)
                .extracting(Violation::code)
                .containsExactly("NOTE_TOO_LONG");
    }

    @Test
    void anotherLanguageIsRefused() {
        String french = "Le patient se plaint de fatigue depuis plusieurs semaines et d'une soif importante. "
                + "Il prend des comprimés pour son diabète et ne signale aucune douleur.";
        Throwable failure = catchThrowable(() -> caller.onBehalfOfSomeone().parseNote(request(french)));
        assertThat(StatusDetails.violations(failure))
                .extracting(Violation::code)
                .containsExactly("LANGUAGE_NOT_SUPPORTED");
    }

    @Test
    void aNoteInGermanIsReadByItsOwnRules() {
        ParseNoteResponse response = caller.onBehalfOfSomeone()
                .parseNote(request("Die Patientin nimmt seit Jahren keine Tabletten, nun Metformin 1000 mg 1-0-1."));
        assertThat(response.getLanguage()).isEqualTo("de");
        assertThat(response.getMedications(0).getTimesPerDay()).isEqualTo(2);
    }

    @Test
    void aCallerWithoutCertificateIsRefused() {
        try (MeshCaller stranger = MeshCaller.stranger(mesh.getPort(), authority)) {
            Throwable failure =
                    catchThrowable(() -> stranger.onBehalfOfSomeone().parseNote(request(NOTE)));
            assertThat(Status.fromThrowable(failure).getCode()).isEqualTo(Status.Code.UNAVAILABLE);
        }
    }

    @Test
    void aCallOnNobodysBehalfIsRefused() {
        Throwable failure = catchThrowable(() -> caller.anonymous().parseNote(request(NOTE)));
        assertThat(Status.fromThrowable(failure).getCode()).isEqualTo(Status.Code.UNAUTHENTICATED);
    }

    @Test
    void concurrentCallersGetTheirOwnNotes() {
        List<String> ingredients = List.of("metformin", "warfarin", "lisinopril", "glimepiride");
        List<String> found = IntStream.range(0, 40)
                .parallel()
                .mapToObj(i -> caller.onBehalfOfSomeone()
                        .parseNote(request("The patient takes " + ingredients.get(i % 4) + " every day."))
                        .getMedications(0)
                        .getIngredient())
                .toList();
        assertThat(found)
                .isEqualTo(IntStream.range(0, 40)
                        .mapToObj(i -> ingredients.get(i % 4))
                        .toList());
    }

    @Test
    void healthAndMetricsStandOnTheManagementPort() throws Exception {
        assertThat(management("/q/health/ready")).contains("\"status\": \"UP\"").contains("note models");
        caller.onBehalfOfSomeone().parseNote(request(NOTE));
        assertThat(management("/q/health/started"))
                .contains("\"status\": \"UP\"")
                .contains("note models");
        assertThat(management("/q/metrics"))
                .contains(reliedOn("every-service"))
                .contains("hsdpo_parser_notes_seconds_count{outcome=\"parsed\"}")
                .contains("hsdpo_parser_queue");
    }

    private String management(String path) throws Exception {
        URI uri = management.resolve(path);
        try (HttpClient http = HttpClient.newHttpClient()) {
            return http.send(HttpRequest.newBuilder(uri).build(), HttpResponse.BodyHandlers.ofString())
                    .body();
        }
    }

    private static String covered(Span span) {
        return NOTE.substring(span.getStart(), span.getEnd());
    }

    private static ParseNoteRequest request(String text) {
        return ParseNoteRequest.newBuilder().setText(text).build();
    }

    /** The names that alerts and dashboard rely on. */
    private static String[] reliedOn(String publisher) throws IOException {
        Properties list = new Properties();
        try (Reader file = Files.newBufferedReader(Path.of("../k8s/components/monitoring/metrics.properties"))) {
            list.load(file);
        }
        return list.getProperty(publisher).split(",\\s*");
    }
}
