package org.hsdpo.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.junit.QuarkusTest;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.zip.GZIPOutputStream;
import org.hsdpo.contracts.bulk.v1.AppendPartRequest;
import org.hsdpo.contracts.bulk.v1.GetLoadRequest;
import org.hsdpo.contracts.bulk.v1.OpenLoadRequest;
import org.hsdpo.gateway.testing.GatewayCalls;
import org.hsdpo.gateway.testing.GatewayCalls.Answer;
import org.hsdpo.gateway.testing.GatewayTest;
import org.hsdpo.service.error.ServiceException;
import org.hsdpo.service.error.StatusDetails;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@QuarkusTest
class BulkLoadsTest extends GatewayTest {
    private static final String SYSTEM = "system/*.c";
    private static final String NDJSON = "application/fhir+ndjson";
    private static final byte[] LINE = "{\"resourceType\":\"Patient\",\"id\":\"p\"}\n".getBytes(StandardCharsets.UTF_8);

    private GatewayCalls loader() {
        return as("hospital-a", SYSTEM);
    }

    private static byte[] gzip(byte[] content) throws IOException {
        ByteArrayOutputStream packed = new ByteArrayOutputStream();
        try (GZIPOutputStream out = new GZIPOutputStream(packed)) {
            out.write(content);
        }
        return packed.toByteArray();
    }

    @Test
    void aLoadIsOpenedFilledStartedAndAskedFor() throws IOException {
        assertThat(loader().put("/v1/bulk-loads/night-1", "application/json", new byte[0])
                        .status())
                .isEqualTo(200);
        Answer part = loader().with("Content-Encoding", "gzip")
                .put("/v1/bulk-loads/night-1/files/Patient.ndjson?offset=7&last=true", NDJSON, gzip(LINE));
        assertThat(part.status()).as(part.response().body()).isEqualTo(200);
        assertThat(part.json().path("received").asText()).isEqualTo(Integer.toString(7 + LINE.length));
        assertThat(backEnds.received(AppendPartRequest.class)).singleElement().satisfies(request -> {
            assertThat(request.getLoadId()).isEqualTo("night-1");
            assertThat(request.getFile()).isEqualTo("Patient.ndjson");
            assertThat(request.getOffset()).isEqualTo(7);
            assertThat(request.getLast()).isTrue();
            assertThat(request.getContent().toByteArray()).isEqualTo(LINE);
        });
        Answer started = loader().post("/v1/bulk-loads/night-1/start", null, new byte[0]);
        assertThat(started.json().path("state").asText()).isEqualTo("BULK_LOAD_STATE_LOADING");
        assertThat(loader().get("/v1/bulk-loads/night-1?rejections=5").status()).isEqualTo(200);
        assertThat(backEnds.received(GetLoadRequest.class))
                .singleElement()
                .satisfies(request -> assertThat(request.getRejections()).isEqualTo(5));
        assertThat(loader().get("/v1/bulk-loads").json().path("loads")).hasSize(1);
        assertThat(backEnds.callers)
                .allSatisfy(caller -> assertThat(caller.tenant()).isEqualTo("hospital-a"));
    }

    @Test
    void aLoadMayComeFromAConfiguredServer() {
        assertThat(loader().put("/v1/bulk-loads/night-2", "application/json", bytes("{\"source\": \"north-ehr\"}"))
                        .status())
                .isEqualTo(200);
        assertThat(backEnds.received(OpenLoadRequest.class))
                .singleElement()
                .satisfies(request -> assertThat(request.getSource()).isEqualTo("north-ehr"));
        assertThat(loader().put("/v1/bulk-loads/night-2", "application/json", bytes("{\"loadId\": \"other\"}"))
                        .status())
                .isEqualTo(422);
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    @ParameterizedTest
    @ValueSource(strings = {"user/*.cruds", "patient/*.cruds", "system/*.rs", "system/Observation.cruds", "openid"})
    void onlyASystemThatMayWriteWholeRecordsMaySendThem(String scope) {
        GatewayCalls other = as("hospital-a", scope);
        assertThat(other.put("/v1/bulk-loads/x", "application/json", new byte[0])
                        .status())
                .isEqualTo(403);
        assertThat(other.put("/v1/bulk-loads/x/files/f?offset=0", NDJSON, LINE).status())
                .isEqualTo(403);
        assertThat(other.post("/v1/bulk-loads/x/start", null, new byte[0]).status())
                .isEqualTo(403);
        assertThat(other.get("/v1/bulk-loads/x").status()).isEqualTo(403);
        assertThat(other.get("/v1/bulk-loads").status()).isEqualTo(403);
        assertThat(backEnds.received).isEmpty();
    }

    @Test
    void whatIsNotNdjsonOrHasNoPlaceIsRefused() {
        assertThat(loader().put("/v1/bulk-loads/x/files/f?offset=0", "application/fhir+json", LINE)
                        .status())
                .isEqualTo(422);
        for (String offset : new String[] {"", "?offset=-1", "?offset=one", "?offset=99999999999999999999"}) {
            assertThat(loader().put("/v1/bulk-loads/x/files/f" + offset, NDJSON, LINE)
                            .status())
                    .as(offset)
                    .isEqualTo(422);
        }
        assertThat(loader().get("/v1/bulk-loads/x?rejections=many").status()).isEqualTo(422);
        assertThat(backEnds.received).isEmpty();
    }

    @Test
    void aLoadThatTakesNoMoreFilesIsAConflict() {
        backEnds.part = request -> {
            throw StatusDetails.of(ServiceException.precondition("BULK_LOAD_STARTED", "the load takes no more files"));
        };
        Answer answer = loader().put("/v1/bulk-loads/x/files/f?offset=0", NDJSON, LINE);
        assertThat(answer.status()).isEqualTo(409);
        assertThat(answer.json().path("code").asText()).isEqualTo("BULK_LOAD_STARTED");
    }
}
