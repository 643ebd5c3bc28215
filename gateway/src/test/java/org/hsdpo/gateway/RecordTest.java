package org.hsdpo.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.junit.QuarkusTest;
import org.hsdpo.contracts.ingestion.v1.IngestRecordRequest;
import org.hsdpo.gateway.testing.Fixtures;
import org.hsdpo.gateway.testing.GatewayCalls.Answer;
import org.hsdpo.gateway.testing.GatewayTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@QuarkusTest
class RecordTest extends GatewayTest {
    private String records() {
        return "/v1/patients/" + patient + "/records";
    }

    @ParameterizedTest
    @CsvSource({
        "application/fhir+json, application/fhir+json",
        "application/json, application/json",
        "application/fhir+ndjson, application/fhir+ndjson",
        "application/xml, application/xml",
        "application/zip, application/zip",
        "text/plain; charset=utf-8, text/plain",
        "TEXT/CSV, text/csv",
        "x-application/hl7-v2+er7, x-application/hl7-v2+er7",
        "application/hl7-v2, x-application/hl7-v2+er7",
        "text/hl7v2; charset=iso-8859-1, x-application/hl7-v2+er7",
        "text/x-vcf, text/x-vcf",
        "application/gzip, application/gzip",
        "application/vnd.ms-excel, application/vnd.ms-excel",
        "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet,"
                + " application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
    })
    void everyFormatReachesIngestion(String sent, String arrived) {
        Answer answer = clinician()
                .with("Idempotency-Key", "k1")
                .post(records() + "?documentTime=2026-01-31T09:00:00Z&sample=A1", sent, new byte[] {1, 2, 3});
        assertThat(answer.status()).as(answer.response().body()).isEqualTo(201);
        IngestRecordRequest record =
                backEnds.received(IngestRecordRequest.class).getLast();
        assertThat(record.getMediaType()).isEqualTo(arrived);
        assertThat(record.getContent().toByteArray()).containsExactly(1, 2, 3);
        assertThat(record.getPatientId()).isEqualTo(patient);
        assertThat(record.getIdempotencyKey()).isEqualTo("k1");
        assertThat(record.getSample()).isEqualTo("A1");
        assertThat(record.getDocumentTime().getSeconds()).isEqualTo(1769850000);
    }

    @Test
    void theAnswerSaysWhatWasFound() {
        Answer answer = clinician().post(records(), "text/plain", "HbA1c 8.2 %");
        assertThat(answer.json().path("recordId").asText()).isEqualTo("record-1");
        assertThat(answer.json().at("/facts/0/kind").asText()).isEqualTo("observations");
        assertThat(answer.json().at("/facts/0/count").asInt()).isEqualTo(3);
        assertThat(answer.json().path("alreadyStored").isBoolean()).isTrue();
        assertThat(answer.json().path("newestFact").asText()).isEqualTo("2026-01-15T09:00:00Z");
    }

    @Test
    void aRecordThatIsKnownAlreadyIsNotCreated() {
        backEnds.ingest = request ->
                Fixtures.ingested(request).toBuilder().setAlreadyStored(true).build();
        assertThat(clinician().post(records(), "text/plain", "HbA1c 8.2 %").status())
                .isEqualTo(200);
    }

    @Test
    void aRecordOfThirtyMegabytesPasses() {
        assertThat(clinician().post(records(), "text/csv", new byte[30 << 20]).status())
                .isEqualTo(201);
        assertThat(backEnds.received(IngestRecordRequest.class)
                        .getLast()
                        .getContent()
                        .size())
                .isEqualTo(30 << 20);
    }
}
