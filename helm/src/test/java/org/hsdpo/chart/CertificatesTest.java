package org.hsdpo.chart;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@DisplayName("Certificates of the mesh")
class CertificatesTest {

    private static final Manifests MESH = Chart.render("operator-database");

    @ParameterizedTest
    @CsvSource({"gateway", "ingestion-service", "parser-service", "evaluation-service", "rl-agent-service"})
    void oneIsRequestedForEachServiceAndMounted(String service) {
        JsonNode certificate = MESH.of("Certificate", service);
        JsonNode volume = MESH.of("Deployment", service).at("/spec/template/spec/volumes/1");
        assertThat(volume.at("/secret/secretName")).isEqualTo(certificate.at("/spec/secretName"));
        assertThat(volume.at("/secret/defaultMode").asInt()).isEqualTo(0440);
        assertThat(certificate.at("/spec/usages")).extracting(JsonNode::asText).contains("server auth", "client auth");
        assertThat(certificate.at("/spec/privateKey/rotationPolicy").asText()).isEqualTo("Always");
        assertThat(certificate.at("/spec/privateKey/encoding").asText()).isEqualTo("PKCS8");
        assertThat(certificate.at("/spec/isCA").asBoolean()).isFalse();
    }

    @ParameterizedTest
    @CsvSource({
        "gateway, INGESTION, ingestion-service",
        "gateway, EVALUATION, evaluation-service",
        "gateway, AGENT, rl-agent-service",
        "ingestion-service, PARSER, parser-service",
    })
    void namesTheHostItsCallersUseAndThePodsBehindIt(String caller, String client, String callee) {
        String host = Manifests.environment(MESH.container(caller), "QUARKUS_GRPC_CLIENTS_" + client + "_HOST");
        assertThat(MESH.of("Certificate", callee).at("/spec/dnsNames"))
                .extracting(JsonNode::asText)
                .contains(host, "*." + host);
    }

    @Test
    void noTwoServicesShareOne() {
        assertThat(MESH.ofKind("Certificate"))
                .hasSize(5)
                .extracting(certificate -> certificate.at("/spec/secretName").asText())
                .doesNotHaveDuplicates();
    }

    @Test
    void theIssuerIsTheOneNamed() {
        assertThat(Chart.render("observed-autoscaled").ofKind("Certificate")).allSatisfy(certificate -> {
            assertThat(certificate.at("/spec/issuerRef/name").asText()).isEqualTo("clinical-mesh");
            assertThat(certificate.at("/spec/issuerRef/kind").asText()).isEqualTo("ClusterIssuer");
        });
    }

    @Test
    void existingOnesAreMountedAndNoneIsRequested() {
        Manifests external = Chart.render("external-database");
        assertThat(external.ofKind("Certificate")).isEmpty();
        assertThat(external.of("Deployment", "rl-agent-service")
                        .at("/spec/template/spec/volumes/1/secret/secretName")
                        .asText())
                .isEqualTo("agent-tls");
    }
}
