package org.hsdpo.chart;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("Publication of the gateway")
class PublicationTest {

    @Test
    void throughAnIngressWithTls() {
        Manifests manifests = Chart.render("operator-database");
        JsonNode ingress = manifests.of("Ingress", "gateway");
        JsonNode backend = ingress.at("/spec/rules/0/http/paths/0/backend/service");
        JsonNode service = manifests.of("Service", "gateway");
        assertThat(backend.path("name").asText()).isEqualTo(Manifests.name(service));
        assertThat(backend.at("/port/name")).isEqualTo(service.at("/spec/ports/0/name"));
        assertThat(ingress.at("/spec/rules/0/host").asText()).isEqualTo("hsdpo.example.org");
        assertThat(ingress.at("/spec/tls/0/hosts/0").asText()).isEqualTo("hsdpo.example.org");
        assertThat(ingress.at("/spec/tls/0/secretName").asText()).isEqualTo("hsdpo-public-tls");
        assertThat(ingress.at("/spec/ingressClassName").asText()).isEqualTo("nginx");
        assertThat(ingress.at("/metadata/annotations").size()).isEqualTo(1);
    }

    @Test
    void throughTheGatewayApi() {
        Manifests manifests = Chart.render("observed-autoscaled");
        JsonNode route = manifests.of("HTTPRoute", "gateway");
        assertThat(route.at("/spec/parentRefs/0/name").asText()).isEqualTo("public");
        assertThat(route.at("/spec/parentRefs/0/sectionName").asText()).isEqualTo("https");
        assertThat(route.at("/spec/hostnames")).extracting(JsonNode::asText).containsExactly("hsdpo.example.org");
        JsonNode backend = route.at("/spec/rules/0/backendRefs/0");
        assertThat(backend.path("name").asText()).isEqualTo(Manifests.name(manifests.of("Service", "gateway")));
        assertThat(backend.path("port").asInt()).isEqualTo(8080);
    }

    @Test
    void nothingIsPublishedUnasked() {
        Manifests manifests = Chart.render("external-database");
        assertThat(manifests.ofKind("Ingress")).isEmpty();
        assertThat(manifests.ofKind("HTTPRoute")).isEmpty();
    }

    @Test
    void theManagementPortIsNeverPublished() {
        for (String combination : Chart.combinations()) {
            Manifests manifests = Chart.render(combination);
            assertThat(manifests.ofKind("Ingress").toString() + manifests.ofKind("HTTPRoute"))
                    .doesNotContain("management", "8090");
        }
    }
}
