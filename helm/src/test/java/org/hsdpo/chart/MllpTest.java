package org.hsdpo.chart;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("HL7 v2 over MLLP")
class MllpTest {
    private static final Manifests MLLP = Chart.render("mllp");

    private static Map<String, String> environment(JsonNode container) {
        return Manifests.stream(container.path("env"))
                .filter(variable -> variable.has("value"))
                .collect(Collectors.toMap(variable -> variable.path("name").asText(), variable -> variable.path("value")
                        .asText()));
    }

    private static JsonNode service() {
        return MLLP.ofKind("Service").stream()
                .filter(service -> Manifests.name(service).equals("hsdpo-mllp"))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void nothingIsOpenedUnlessAskedFor() {
        for (String combination : Chart.combinations()) {
            if (!combination.equals("mllp")) {
                assertThat(Chart.text(combination).toLowerCase())
                        .as(combination)
                        .doesNotContain("mllp");
            }
        }
    }

    @Test
    void onlyTheServingContainerOfTheIngestionServiceListens() {
        Set<String> listening = new TreeSet<>();
        for (JsonNode deployment : MLLP.ofKind("Deployment")) {
            for (String kind : List.of("containers", "initContainers")) {
                for (JsonNode container : deployment.at("/spec/template/spec").path(kind)) {
                    if (container.path("env").toString().contains("HSDPO_INGESTION_MLLP")) {
                        listening.add(container.path("name").asText());
                    }
                }
            }
        }
        assertThat(listening).containsExactly("ingestion-service");
    }

    @Test
    void aListenerIsConfiguredAsItsValuesSay() {
        assertThat(environment(MLLP.container("ingestion-service")))
                .containsEntry("HSDPO_INGESTION_MLLP_LISTENERS_WARD_PORT", "2575")
                .containsEntry("HSDPO_INGESTION_MLLP_LISTENERS_WARD_TENANT", "north")
                .containsEntry("HSDPO_INGESTION_MLLP_LISTENERS_WARD_SENDERS", "ENGINE@NORTH,ADT@NORTH")
                .containsEntry("HSDPO_INGESTION_MLLP_LISTENERS_WARD_PATIENT_AUTHORITY", "NORTH")
                .containsEntry("HSDPO_INGESTION_MLLP_LISTENERS_WARD_TLS", "mllpward")
                .containsEntry("HSDPO_INGESTION_MLLP_LISTENERS_WARD_CLIENT_CERTIFICATE", "true")
                .containsEntry("QUARKUS_TLS_MLLPWARD_KEY_STORE_PEM_SERVER_CERT", "/etc/hsdpo/mllp/ward/tls.crt")
                .containsEntry("QUARKUS_TLS_MLLPWARD_KEY_STORE_PEM_SERVER_KEY", "/etc/hsdpo/mllp/ward/tls.key")
                .containsEntry("QUARKUS_TLS_MLLPWARD_TRUST_STORE_PEM_CERTS", "/etc/hsdpo/mllp/ward/ca.crt")
                .containsEntry("HSDPO_INGESTION_MLLP_LISTENERS_LAB_PATIENT_IDENTIFIER_TYPE", "PI")
                .containsEntry("HSDPO_INGESTION_MLLP_LISTENERS_LAB_PROCESSING_IDS", "P,T")
                .doesNotContainKeys(
                        "HSDPO_INGESTION_MLLP_LISTENERS_LAB_TLS", "QUARKUS_TLS_MLLPLAB_KEY_STORE_PEM_SERVER_CERT");
    }

    @Test
    void itsCertificateIsMountedFromItsSecret() {
        JsonNode pod = MLLP.of("Deployment", "ingestion-service").at("/spec/template/spec");
        assertThat(Manifests.stream(pod.path("volumes")))
                .anySatisfy(volume -> {
                    assertThat(volume.path("name").asText()).isEqualTo("mllp-ward");
                    assertThat(volume.at("/secret/secretName").asText()).isEqualTo("ward-mllp");
                })
                .noneMatch(volume -> volume.path("name").asText().equals("mllp-lab"));
        assertThat(Manifests.stream(MLLP.container("ingestion-service").path("volumeMounts")))
                .anySatisfy(mount -> {
                    assertThat(mount.path("mountPath").asText()).isEqualTo("/etc/hsdpo/mllp/ward");
                    assertThat(mount.path("readOnly").asBoolean()).isTrue();
                });
    }

    @Test
    void aServiceOfItsOwnLeadsToTheListenersAlone() {
        assertThat(service().at("/spec/ports"))
                .extracting(port -> port.path("targetPort").asText() + ":"
                        + port.path("port").asInt())
                .containsExactly("mllp-ward:2575", "mllp-lab:2576");
        assertThat(MLLP.container("ingestion-service").path("ports"))
                .extracting(port -> port.path("name").asText() + ":"
                        + port.path("containerPort").asInt())
                .contains("mllp-ward:2575", "mllp-lab:2576");
        assertThat(service().at("/spec/selector"))
                .isEqualTo(MLLP.of("Deployment", "ingestion-service").at("/spec/selector/matchLabels"));
    }

    @Test
    void aLoadBalancerKeepsTheSendersAddressAndLetsOnlyItThrough() {
        assertThat(service().at("/spec/type").asText()).isEqualTo("LoadBalancer");
        assertThat(service().at("/spec/externalTrafficPolicy").asText()).isEqualTo("Local");
        assertThat(service().at("/spec/loadBalancerSourceRanges"))
                .extracting(JsonNode::asText)
                .containsExactly("192.0.2.128/25");
        assertThat(service().at("/metadata/annotations/example.org~1internal").asText())
                .isEqualTo("true");
        assertThatThrownBy(() -> Chart.render("mllp", Map.of("mllp.service.loadBalancerSourceRanges", "null")))
                .isInstanceOf(IllegalStateException.class);
    }

    @Test
    void eachPortIsReachedByItsOwnSendersAlone() {
        JsonNode policy = MLLP.of("NetworkPolicy", "ingestion-service");
        Map<Integer, String> peers = new HashMap<>();
        for (JsonNode rule : policy.at("/spec/ingress")) {
            for (JsonNode port : rule.path("ports")) {
                peers.merge(port.path("port").asInt(), rule.path("from").toString(), String::concat);
            }
        }
        assertThat(peers.get(2575)).contains("interface-engine").doesNotContain("192.0.2.128");
        assertThat(peers.get(2576)).contains("192.0.2.128/25").doesNotContain("interface-engine");
    }

    @Test
    void whatIsMissingOrContradictsIsNamed() {
        refused(Map.of("mllp.listeners", "null"), "mllp");
        refused(Map.of("mllp.listeners[0].tlsSecret", ""), "ward has no tlsSecret");
        refused(Map.of("mllp.listeners[0].clearText", "true"), "ward has a tlsSecret and clearText");
        refused(Map.of("mllp.listeners[1].port", "2575"), "port 2575 stands twice");
        refused(Map.of("mllp.listeners[1].name", "ward"), "name ward stands twice");
        refused(Map.of("mllp.listeners[0].from", "null"), "mllp");
        refused(Map.of("mllp.listeners[0].name", "Ward-1"), "mllp");
        refused(Map.of("mllp.listeners[0].senders[0]", "LAB"), "mllp");
        refused(Map.of("mllp.listeners[0].port", "80"), "mllp");
    }

    private static void refused(Map<String, Object> settings, String named) {
        assertThatThrownBy(() -> Chart.render("mllp", settings))
                .as(settings.toString())
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining(named);
    }
}
