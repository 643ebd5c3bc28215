package org.hsdpo.chart;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("Network policies")
class NetworkPoliciesTest {

    private static final Manifests MESH = Chart.render("operator-database");

    /** The edges of the architecture: caller, callee and port. */
    private static final Set<String> EDGES = Set.of(
            "gateway -> ingestion-service:9101",
            "gateway -> evaluation-service:9103",
            "gateway -> rl-agent-service:9104",
            "ingestion-service -> parser-service:9102");

    private static final Set<String> TEST_EDGES = Set.of(
            "connection-test -> gateway:8080",
            "connection-test -> gateway:8090",
            "connection-test -> ingestion-service:9201",
            "connection-test -> parser-service:9202",
            "connection-test -> evaluation-service:9203",
            "connection-test -> rl-agent-service:9204");

    private static final Set<String> OUTWARD = Set.of(
            "gateway -> database:5432",
            "ingestion-service -> database:5432",
            "rl-agent-service -> database:5432",
            "gateway -> 192.0.2.10/32:443",
            "gateway -> kube-system:53",
            "ingestion-service -> kube-system:53",
            "parser-service -> kube-system:53",
            "evaluation-service -> kube-system:53",
            "rl-agent-service -> kube-system:53",
            "connection-test -> kube-system:53");

    private static final Set<String> INWARD = Set.of(
            "ingress-nginx -> gateway:8080",
            "monitoring -> gateway:8090",
            "monitoring -> ingestion-service:9201",
            "monitoring -> parser-service:9202",
            "monitoring -> evaluation-service:9203",
            "monitoring -> rl-agent-service:9204");

    @Test
    void everyPodOfTheReleaseIsDeniedBothWaysByDefault() {
        JsonNode denial = MESH.ofKind("NetworkPolicy").stream()
                .filter(policy -> Manifests.name(policy).endsWith("-default-deny"))
                .findFirst()
                .orElseThrow();
        assertThat(denial.at("/spec/policyTypes")).extracting(JsonNode::asText).containsExactly("Ingress", "Egress");
        assertThat(denial.path("spec").has("ingress")).isFalse();
        assertThat(denial.path("spec").has("egress")).isFalse();
        JsonNode selector = denial.at("/spec/podSelector/matchLabels");
        assertThat(MESH.ofKind("Deployment")).allSatisfy(deployment -> assertThat(
                        deployment.at("/spec/template/metadata/labels").properties())
                .containsAll(selector.properties()));
        assertThat(MESH.ofKind("Pod"))
                .allSatisfy(pod ->
                        assertThat(pod.at("/metadata/labels").properties()).containsAll(selector.properties()));
    }

    @Test
    void whatMayBeSentIsExactlyTheArchitecture() {
        assertThat(egress(MESH)).isEqualTo(union(EDGES, TEST_EDGES, OUTWARD));
    }

    @Test
    void whatMayBeReceivedIsExactlyTheArchitecture() {
        assertThat(ingress(MESH)).isEqualTo(union(EDGES, TEST_EDGES, INWARD));
    }

    @Test
    void withoutTheTestPodNothingIsOpenedForIt() {
        Manifests external = Chart.render("external-database");
        assertThat(egress(external)).noneMatch(edge -> edge.startsWith("connection-test"));
        assertThat(ingress(external)).noneMatch(edge -> edge.startsWith("connection-test"));
    }

    @Test
    void anotherDatabaseAndIdentityProviderAreReachedOnTheirPorts() {
        assertThat(egress(Chart.render("external-database")))
                .contains("gateway -> 198.51.100.0/24:6432", "gateway -> 203.0.113.0/24:8443")
                .doesNotContain("gateway -> 198.51.100.0/24:5432");
    }

    @Test
    void telemetryIsSentOnlyWhenAskedFor() {
        assertThat(egress(MESH)).noneMatch(edge -> edge.endsWith(":4317"));
        assertThat(egress(Chart.render("observed-autoscaled")))
                .filteredOn(edge -> edge.endsWith(" -> observability:4317"))
                .hasSize(5);
    }

    @Test
    void theyAreLeftOutOnlyOnRequest() {
        assertThat(Chart.render("local").ofKind("NetworkPolicy")).isEmpty();
    }

    @Test
    void aMissingPeerIsNamedInsteadOfOpeningThePortToEveryone() {
        for (String peer : new String[] {"database", "identityProvider", "dns"}) {
            assertThatThrownBy(() -> Chart.render("operator-database", Map.of("networkPolicy." + peer, "null")))
                    .as(peer)
                    .isInstanceOf(IllegalStateException.class);
        }
    }

    private static Set<String> egress(Manifests manifests) {
        Set<String> edges = new TreeSet<>();
        for (JsonNode policy : manifests.ofKind("NetworkPolicy")) {
            for (JsonNode rule : policy.at("/spec/egress")) {
                assertThat(rule.path("to"))
                        .as("a rule without peers allows everyone")
                        .isNotEmpty();
                assertThat(rule.path("ports"))
                        .as("a rule without ports allows all")
                        .isNotEmpty();
                for (JsonNode peer : rule.path("to")) {
                    for (JsonNode port : rule.path("ports")) {
                        edges.add(Manifests.component(policy) + " -> " + nameOf(peer) + ":"
                                + port.path("port").asInt());
                    }
                }
            }
        }
        return edges;
    }

    private static Set<String> ingress(Manifests manifests) {
        Set<String> edges = new TreeSet<>();
        for (JsonNode policy : manifests.ofKind("NetworkPolicy")) {
            for (JsonNode rule : policy.at("/spec/ingress")) {
                assertThat(rule.path("from"))
                        .as("a rule without peers allows everyone")
                        .isNotEmpty();
                assertThat(rule.path("ports"))
                        .as("a rule without ports allows all")
                        .isNotEmpty();
                for (JsonNode peer : rule.path("from")) {
                    for (JsonNode port : rule.path("ports")) {
                        edges.add(nameOf(peer) + " -> " + Manifests.component(policy) + ":"
                                + port.path("port").asInt());
                    }
                }
            }
        }
        return edges;
    }

    private static String nameOf(JsonNode peer) {
        if (peer.has("ipBlock")) {
            return peer.at("/ipBlock/cidr").asText();
        }
        JsonNode pods = peer.at("/podSelector/matchLabels");
        if (pods.has("app.kubernetes.io/component")) {
            assertThat(pods.path("app.kubernetes.io/instance").asText()).isEqualTo(Chart.RELEASE);
            return pods.path("app.kubernetes.io/component").asText();
        }
        if (pods.has("cnpg.io/cluster")) {
            return "database";
        }
        return peer.at("/namespaceSelector/matchLabels/kubernetes.io~1metadata.name")
                .asText();
    }

    @SafeVarargs
    private static Set<String> union(Set<String>... sets) {
        Set<String> all = new TreeSet<>();
        for (Set<String> set : sets) {
            all.addAll(set);
        }
        return all;
    }
}
