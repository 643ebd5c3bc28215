package org.hsdpo.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.quarkus.test.junit.QuarkusTest;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.http.HttpRequest.BodyPublishers;
import java.util.List;
import java.util.SplittableRandom;
import java.util.zip.GZIPOutputStream;
import org.hsdpo.clinical.error.InvalidInputException;
import org.hsdpo.clinical.error.Violation;
import org.hsdpo.contracts.ingestion.v1.IngestRecordRequest;
import org.hsdpo.gateway.testing.GatewayCalls.Answer;
import org.hsdpo.gateway.testing.GatewayTest;
import org.hsdpo.service.error.ServiceException;
import org.hsdpo.service.error.StatusDetails;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@QuarkusTest
class BrokenInputTest extends GatewayTest {
    private String records() {
        return "/v1/patients/" + patient + "/records";
    }

    private static void assertProblem(Answer answer, int status, String code) {
        assertThat(answer.status()).as(answer.response().body()).isEqualTo(status);
        assertThat(answer.contentType()).startsWith("application/problem+json");
        JsonNode problem = answer.json();
        assertThat(problem.path("status").asInt()).isEqualTo(status);
        assertThat(problem.path("code").asText()).isEqualTo(code);
        assertThat(problem.path("type").asText())
                .isEqualTo("urn:hsdpo:problem:"
                        + code.toLowerCase(java.util.Locale.ROOT).replace('_', '-'));
        assertThat(problem.path("title").asText()).isNotEmpty();
        assertThat(problem.path("violations").isArray()).isTrue();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{\"asOf\": | 400 | BODY_MALFORMED | body",
                "[] | 400 | BODY_MALFORMED | body",
                "{\"draws\": 1, \"draws\": 2} | 400 | BODY_MALFORMED | body",
                "{} trailing | 400 | BODY_MALFORMED | body",
                "{\"dose\": 5} | 422 | INPUT_INVALID | dose",
                "{\"patientId\": \"x\"} | 422 | INPUT_INVALID | patientId",
                "{\"asOf\": \"yesterday\"} | 422 | INPUT_INVALID | asOf",
                "{\"asOf\": \"2999-01-01T00:00:00Z\"} | 422 | INPUT_INVALID | asOf",
                "{\"draws\": \"many\"} | 422 | INPUT_INVALID | draws",
                "{\"draws\": -1} | 422 | INPUT_INVALID | draws",
                "{\"draws\": 1000000} | 422 | INPUT_INVALID | draws",
                "{\"seed\": -1} | 422 | INPUT_INVALID | seed",
            })
    void aRequestForAProfileThatIsNotOneIsRefused(String body, int status, String code, String field) {
        Answer answer = clinician().createProfile(patient, body);
        assertProblem(answer, status, code);
        JsonNode violation = answer.json().path("violations").get(0);
        assertThat(violation.path("field").asText()).isEqualTo(field);
        assertThat(violation.path("accepted").asText()).isNotEmpty();
        assertThat(backEnds.received).isEmpty();
    }

    @Test
    void everyFaultIsNamedAtOnce() {
        Answer answer = clinician().createProfile(patient, "{\"asOf\": 5, \"draws\": \"x\", \"colour\": 1}");
        assertThat(answer.json().path("violations").findValuesAsText("field"))
                .containsExactlyInAnyOrder("asOf", "draws", "colour");
    }

    @Test
    void anIdentifierThatIsNotOneIsRefused() {
        assertProblem(clinician().post("/v1/patients/a%20b/records", "text/plain", "x"), 422, "INPUT_INVALID");
        assertProblem(clinician().createProfile("x".repeat(65), "{}"), 422, "INPUT_INVALID");
        assertThat(backEnds.received).isEmpty();
    }

    @Test
    void otherMediaTypesAreRefusedWithThoseThatAreRead() {
        Answer answer = clinician().post(records(), "application/pdf", "x");
        assertProblem(answer, 415, "MEDIA_TYPE_UNSUPPORTED");
        assertThat(answer.json().path("violations").get(0).path("accepted").asText())
                .contains("application/fhir+json");
        assertProblem(clinician().post(records(), null, "x"), 415, "MEDIA_TYPE_UNSUPPORTED");
        assertProblem(
                clinician().post("/v1/patients/p/prescription-profiles", "text/plain", "{}"),
                415,
                "MEDIA_TYPE_UNSUPPORTED");
    }

    @Test
    void anEmptyRecordIsRefused() {
        assertProblem(clinician().post(records(), "text/plain", ""), 422, "INPUT_INVALID");
    }

    @Test
    void fiftyMegabytesOfNoiseAreTooMuch() {
        byte[] noise = new byte[50 << 20];
        new SplittableRandom(1).nextBytes(noise);
        assertProblem(clinician().post(records(), "text/plain", noise), 413, "BODY_TOO_LARGE");
        assertThat(backEnds.received).isEmpty();
        assertThat(clinician().post(records(), "text/plain", "HbA1c 8.2 %").status())
                .isEqualTo(201);
    }

    @Test
    void aBodyThatDoesNotSayHowLongItIsIsBoundedToo() {
        byte[] noise = new byte[50 << 20];
        Answer answer = clinician()
                .post(records(), "text/plain", BodyPublishers.ofInputStream(() -> new ByteArrayInputStream(noise)));
        assertProblem(answer, 413, "BODY_TOO_LARGE");
        assertThat(backEnds.received).isEmpty();
    }

    @Test
    void aRequestAboutAProfileIsSmall() {
        assertProblem(
                clinician().createProfile(patient, "{\"asOf\": \"" + "x".repeat(2 << 20) + "\"}"),
                413,
                "BODY_TOO_LARGE");
    }

    @Test
    void aDecompressionBombIsTooMuch() throws IOException {
        Answer answer =
                clinician().with("Content-Encoding", "gzip").post(records(), "text/plain", gzip(new byte[200 << 20]));
        assertProblem(answer, 413, "BODY_TOO_LARGE");
        assertThat(backEnds.received).isEmpty();
    }

    @Test
    void aCompressedRecordIsUnpacked() throws IOException {
        Answer answer = clinician()
                .with("Content-Encoding", "gzip")
                .post(records(), "text/plain", gzip("HbA1c 8.2 %".getBytes(java.nio.charset.StandardCharsets.UTF_8)));
        assertThat(answer.status()).isEqualTo(201);
        assertThat(backEnds.received(IngestRecordRequest.class)
                        .getLast()
                        .getContent()
                        .toStringUtf8())
                .isEqualTo("HbA1c 8.2 %");
    }

    @Test
    void aDamagedCompressionIsRefused() {
        assertProblem(
                clinician().with("Content-Encoding", "gzip").post(records(), "text/plain", "no gzip"),
                400,
                "BODY_MALFORMED");
        assertProblem(
                clinician().with("Content-Encoding", "br").post(records(), "text/plain", "x"),
                415,
                "MEDIA_TYPE_UNSUPPORTED");
    }

    @Test
    void aTimeThatIsNotOneIsRefused() {
        assertProblem(clinician().post(records() + "?documentTime=soon", "text/plain", "x"), 422, "INPUT_INVALID");
    }

    @Test
    void whatIngestionFindsWrongIsToldInItsOwnTerms() {
        backEnds.ingest = request -> {
            throw StatusDetails.of(new InvalidInputException(List.of(
                    new Violation(
                            "entry[3].resource.valueQuantity",
                            "VALUE_IMPOSSIBLE",
                            "HbA1c of 700 % is not possible in a living patient",
                            "2.5 to 25 %"),
                    new Violation("entry[4].resource.valueQuantity.unit", "UNIT_UNKNOWN", "unknown unit", "%"))));
        };
        Answer answer = clinician().post(records(), "application/fhir+json", "{}");
        assertProblem(answer, 422, "INPUT_INVALID");
        JsonNode violations = answer.json().path("violations");
        assertThat(violations).hasSize(2);
        assertThat(violations.get(0).path("field").asText()).isEqualTo("entry[3].resource.valueQuantity");
        assertThat(violations.get(0).path("code").asText()).isEqualTo("VALUE_IMPOSSIBLE");
        assertThat(violations.get(0).path("message").asText()).contains("700 %");
        assertThat(violations.get(0).path("accepted").asText()).isEqualTo("2.5 to 25 %");
    }

    @Test
    void aPatientNobodyKnowsIsNotFound() {
        backEnds.state = request -> {
            throw StatusDetails.of(ServiceException.notFound("PATIENT_UNKNOWN", "nothing is stored of the patient"));
        };
        assertProblem(clinician().createProfile(patient, "{}"), 404, "PATIENT_UNKNOWN");
    }

    @Test
    void aKeyUsedForAnotherRecordIsAConflict() {
        backEnds.ingest = request -> {
            throw StatusDetails.of(ServiceException.conflict("IDEMPOTENCY_KEY_REUSED", "other content"));
        };
        assertProblem(
                clinician().with("Idempotency-Key", "k").post(records(), "text/plain", "x"),
                409,
                "IDEMPOTENCY_KEY_REUSED");
    }

    @Test
    void otherAddressesAndMethodsAreProblemsToo() {
        assertProblem(clinician().get("/v1/nothing"), 404, "NOT_FOUND");
        assertProblem(clinician().get("/elsewhere"), 404, "NOT_FOUND");
        assertProblem(clinician().method("DELETE", records()), 405, "METHOD_NOT_ALLOWED");
    }

    private static byte[] gzip(byte[] content) throws IOException {
        ByteArrayOutputStream packed = new ByteArrayOutputStream();
        try (GZIPOutputStream out = new GZIPOutputStream(packed)) {
            out.write(content);
        }
        return packed.toByteArray();
    }
}
