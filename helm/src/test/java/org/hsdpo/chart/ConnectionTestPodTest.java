package org.hsdpo.chart;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("The pod of helm test")
class ConnectionTestPodTest {

    @Test
    void asksEveryServiceWhetherItIsReadyAndTheGatewayWithoutAToken() {
        Manifests manifests = Chart.render("operator-database");
        JsonNode pod = manifests.of("Pod", "connection-test");
        String script = pod.at("/spec/containers/0/command/2").asText();
        assertThat(manifests.ofKind("Service")).hasSize(5).allSatisfy(service -> assertThat(script)
                .contains("http://" + Manifests.name(service) + ".clinic.svc.cluster.local:"
                        + service.at("/spec/ports/1/port").asInt() + "/q/health/ready"));
        assertThat(script).contains("http://hsdpo-gateway.clinic.svc.cluster.local:8080/v1/", "= 401");
        assertThat(pod.at("/metadata/annotations/rendered.helm.sh~1hook").asText())
                .isEqualTo("test");
    }

    @Test
    void isLeftOutOnRequest() {
        assertThat(Chart.render("external-database").ofKind("Pod")).isEmpty();
    }
}
