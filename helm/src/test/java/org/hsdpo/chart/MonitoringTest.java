package org.hsdpo.chart;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("The service monitor")
class MonitoringTest {

    @Test
    void readsTheManagementPortOfEveryService() {
        Manifests manifests = Chart.render("observed-autoscaled");
        JsonNode monitor = manifests.ofKind("ServiceMonitor").getFirst();
        JsonNode endpoint = monitor.at("/spec/endpoints/0");
        assertThat(endpoint.path("path").asText()).isEqualTo("/q/metrics");
        assertThat(manifests.ofKind("Service")).hasSize(5).allSatisfy(service -> {
            assertThat(service.at("/metadata/labels").properties())
                    .containsAll(monitor.at("/spec/selector/matchLabels").properties());
            assertThat(service.at("/spec/ports"))
                    .anySatisfy(port -> assertThat(port.path("name")).isEqualTo(endpoint.path("port")));
        });
        assertThat(monitor.at("/metadata/labels/release").asText()).isEqualTo("prometheus");
    }

    @Test
    void isMadeOnlyWhenAskedFor() {
        assertThat(Chart.render("operator-database").ofKind("ServiceMonitor")).isEmpty();
    }
}
