package org.hsdpo.chart;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

@DisplayName("Services and service accounts")
class ServicesTest {

    static List<String> combinations() {
        return Chart.combinations();
    }

    /** The Services of the mesh; that of the MLLP listeners has a test of its own. */
    private static List<JsonNode> ofTheMesh(Manifests manifests) {
        return manifests.ofKind("Service").stream()
                .filter(service -> !Manifests.name(service).endsWith("-mllp"))
                .toList();
    }

    @ParameterizedTest
    @MethodSource("combinations")
    void everyPortLeadsToAPortOfTheContainer(String combination) {
        Manifests manifests = Chart.render(combination);
        assertThat(ofTheMesh(manifests)).hasSize(5).allSatisfy(service -> {
            JsonNode container = manifests.container(Manifests.component(service));
            assertThat(service.at("/spec/ports")).hasSize(2).allSatisfy(port -> assertThat(container.path("ports"))
                    .anySatisfy(target -> {
                        assertThat(target.path("name")).isEqualTo(port.path("targetPort"));
                        assertThat(target.path("containerPort")).isEqualTo(port.path("port"));
                    }));
        });
    }

    @ParameterizedTest
    @MethodSource("combinations")
    void selectsThePodsOfItsDeploymentAndNoOthers(String combination) {
        Manifests manifests = Chart.render(combination);
        assertThat(ofTheMesh(manifests)).allSatisfy(service -> {
            JsonNode selector = service.at("/spec/selector");
            long selected = manifests.ofKind("Deployment").stream()
                    .filter(deployment -> selector.properties().stream().allMatch(label -> label.getValue()
                            .equals(deployment
                                    .at("/spec/template/metadata/labels")
                                    .get(label.getKey()))))
                    .filter(deployment -> Manifests.component(deployment).equals(Manifests.component(service)))
                    .count();
            assertThat(selected).isEqualTo(1);
            assertThat(selector)
                    .isEqualTo(manifests
                            .of("Deployment", Manifests.component(service))
                            .at("/spec/selector/matchLabels"));
        });
        assertThat(ofTheMesh(manifests))
                .extracting(service -> service.at("/spec/selector").toString())
                .doesNotHaveDuplicates();
    }

    @ParameterizedTest
    @MethodSource("combinations")
    void dnsGivesTheAddressOfEveryPodBehindTheGateway(String combination) {
        assertThat(ofTheMesh(Chart.render(combination))).allSatisfy(service -> {
            assertThat(service.at("/spec/type").asText()).isEqualTo("ClusterIP");
            if (Manifests.component(service).equals("gateway")) {
                assertThat(service.at("/spec").has("clusterIP")).isFalse();
            } else {
                assertThat(service.at("/spec/clusterIP").asText()).isEqualTo("None");
            }
        });
    }

    @ParameterizedTest
    @MethodSource("combinations")
    void everyPodHasAnAccountOfItsOwnWithoutAToken(String combination) {
        Manifests manifests = Chart.render(combination);
        assertThat(manifests.ofKind("ServiceAccount")).hasSize(5).allSatisfy(account -> {
            assertThat(account.path("automountServiceAccountToken").asBoolean(true))
                    .isFalse();
            assertThat(manifests
                            .of("Deployment", Manifests.component(account))
                            .at("/spec/template/spec/serviceAccountName")
                            .asText())
                    .isEqualTo(Manifests.name(account));
        });
    }

    @ParameterizedTest
    @MethodSource("combinations")
    void noRightsInTheClusterAreGranted(String combination) {
        assertThat(Chart.render(combination).all())
                .extracting(manifest -> manifest.path("kind").asText())
                .doesNotContain("Role", "RoleBinding", "ClusterRole", "ClusterRoleBinding");
    }
}
