package org.hsdpo.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import io.grpc.ManagedChannel;
import io.grpc.Metadata;
import io.grpc.netty.NettyChannelBuilder;
import io.grpc.stub.MetadataUtils;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import java.io.IOException;
import java.io.Reader;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Properties;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.hsdpo.contracts.gateway.v1.CreatePrescriptionProfileRequest;
import org.hsdpo.contracts.gateway.v1.PrescriptionServiceGrpc;
import org.hsdpo.gateway.testing.GatewayCalls;
import org.hsdpo.gateway.testing.GatewayTest;
import org.hsdpo.gateway.testing.Tokens;
import org.junit.jupiter.api.Test;

/** What stands in the metrics, which anybody in the cluster's network may read. */
@QuarkusTest
class MetricsTest extends GatewayTest {
    private static final Set<String> ADDRESSES = Set.of(
            "/v1/patients/{patientId}/records",
            "/v1/patients/{patientId}/prescription-profiles",
            "/v1/patients/{patientId}/prescription-profiles/{profileId}",
            "/v1/patients/{patientId}/prescription-profiles/{profileId}/review",
            "/v1/bulk-loads",
            "/v1/bulk-loads/{loadId}",
            "/v1/bulk-loads/{loadId}/start",
            "/v1/bulk-loads/{loadId}/files/{file}",
            "/hsdpo.gateway.v1.PrescriptionService/AddRecord",
            "/hsdpo.gateway.v1.PrescriptionService/CreatePrescriptionProfile",
            "/hsdpo.gateway.v1.PrescriptionService/GetPrescriptionProfile",
            "/hsdpo.gateway.v1.PrescriptionService/ReviewPrescriptionProfile",
            "/q/openapi",
            "other");
    private static final Set<String> METHODS =
            Set.of("GET", "POST", "PUT", "DELETE", "PATCH", "HEAD", "OPTIONS", "OTHER");

    @TestHTTPResource(value = "/", management = true)
    URI management;

    private String metrics() {
        return new GatewayCalls(management, null).get("/q/metrics").response().body();
    }

    private static Set<String> values(String metrics, String label) {
        Set<String> values = new TreeSet<>();
        metrics.lines().filter(line -> line.startsWith("http_server_")).forEach(line -> Pattern.compile(
                        label + "=\"([^\"]*)\"")
                .matcher(line)
                .results()
                .forEach(found -> values.add(found.group(1))));
        return values;
    }

    @Test
    void noAddressOfACallStandsInThem() throws IOException {
        for (String token : new String[] {null, "not.a.token"}) {
            for (String place : new String[] {
                "/v1/patients/SECRETPAT/records",
                "/v1/patients/SECRETPAT/records/",
                "/v1//patients/SECRETPAT/records",
                "/v1/patients/SECRETPAT/prescription-profiles",
                "/v1/patients/SECRETPAT/prescription-profiles/SECRETPROFILE",
                "/v1/patients/SECRETPAT/prescription-profiles/SECRETPROFILE/review",
                "/v1/patients/SECRETPAT/elsewhere",
                "/SECRETPLACE",
                "/hsdpo.gateway.v1.PrescriptionService/SECRETMETHOD"
            }) {
                for (String method : new String[] {"GET", "PUT", "DELETE", "POST"}) {
                    withToken(token).method(method, place);
                    clinician().method(method, place);
                }
            }
        }
        raw("GET /v1/patients/SECRETPAT/%zz HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n");
        raw("GET /v1/patients/SECRET PAT HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n");
        raw("POST /v1/patients/SECRETPAT/records HTTP/1.1\r\nHost: x\r\nContent-Length: SECRET\r\n\r\n");
        raw("SECRETVERB /v1/patients/SECRETPAT/records HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n");
        String metrics = metrics();
        assertThat(metrics.lines().filter(line -> line.contains("SECRET"))).isEmpty();
        assertThat(ADDRESSES).containsAll(values(metrics, "uri"));
        assertThat(METHODS).containsAll(values(metrics, "method"));
    }

    @Test
    void whatAlertsAndDashboardAskForIsPublished() throws Exception {
        ManagedChannel channel = NettyChannelBuilder.forAddress("localhost", gateway.getPort())
                .usePlaintext()
                .build();
        Metadata headers = new Metadata();
        headers.put(
                Metadata.Key.of("authorization", Metadata.ASCII_STRING_MARSHALLER),
                "Bearer " + Tokens.of("hospital-a", Tokens.CLINICIAN));
        try {
            PrescriptionServiceGrpc.newBlockingStub(channel)
                    .withInterceptors(MetadataUtils.newAttachHeadersInterceptor(headers))
                    .createPrescriptionProfile(CreatePrescriptionProfileRequest.newBuilder()
                            .setPatientId(patient)
                            .build());
        } finally {
            channel.shutdownNow();
        }
        clinician().createProfile(patient, "{}");
        assertThat(metrics()).contains(reliedOn("every-service")).contains(reliedOn("gateway"));
    }

    @Test
    void theAddressesOfTheApiAreToldApart() {
        clinician().createProfile(patient, "{}");
        clinician().post("/v1/patients/" + patient + "/records", "text/plain", "HbA1c 8.2 %");
        assertThat(values(metrics(), "uri"))
                .containsAll(Arrays.asList(
                        "/v1/patients/{patientId}/records", "/v1/patients/{patientId}/prescription-profiles"));
    }

    private void raw(String request) throws IOException {
        try (Socket socket = new Socket("localhost", gateway.getPort())) {
            socket.setSoTimeout(10_000);
            socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
            socket.getInputStream().read();
        }
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
