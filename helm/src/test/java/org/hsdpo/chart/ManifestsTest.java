package org.hsdpo.chart;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

@DisplayName("Every manifest of every combination")
class ManifestsTest {

    static List<String> combinations() {
        return Chart.combinations();
    }

    @Test
    void thereAreCombinations() {
        assertThat(combinations()).contains("operator-database", "external-database", "observed-autoscaled", "local");
    }

    @ParameterizedTest
    @MethodSource("combinations")
    void hasOnlyFieldsAndTypesOfTheKubernetesApi(String combination) {
        assertThat(Chart.render(combination).all()).isNotEmpty().allSatisfy(manifest -> assertThat(
                        KubernetesTypes.faults(manifest))
                .isEmpty());
    }

    @ParameterizedTest
    @MethodSource("combinations")
    void isRenderedTheSameEveryTime(String combination) {
        assertThat(Chart.text(combination)).isEqualTo(Chart.text(combination));
    }

    @ParameterizedTest
    @MethodSource("combinations")
    void hasANameOfItsOwnInTheReleasesNamespace(String combination) {
        List<JsonNode> all = Chart.render(combination).all();
        assertThat(all)
                .extracting(manifest -> manifest.path("kind").asText() + "/" + Manifests.name(manifest))
                .doesNotHaveDuplicates();
        assertThat(all)
                .allSatisfy(manifest ->
                        assertThat(manifest.at("/metadata/namespace").asText()).isEqualTo(Chart.NAMESPACE));
    }

    @ParameterizedTest
    @MethodSource("combinations")
    void carriesTheStandardLabels(String combination) {
        assertThat(Chart.render(combination).all()).allSatisfy(manifest -> assertThat(
                        manifest.at("/metadata/labels").properties())
                .extracting(label -> label.getKey())
                .contains(
                        "app.kubernetes.io/name",
                        "app.kubernetes.io/instance",
                        "app.kubernetes.io/component",
                        "app.kubernetes.io/part-of",
                        "app.kubernetes.io/version",
                        "app.kubernetes.io/managed-by",
                        "helm.sh/chart"));
    }

    @Test
    void isRefusedByTheChecksWhenAFieldIsUnknownOrOfTheWrongType() {
        assertThat(KubernetesTypes.faults(
                        Repository.documents("{apiVersion: v1, kind: Service, metadata: {name: a}, spec: {prts: []}}")
                                .getFirst()))
                .isNotEmpty();
        assertThat(KubernetesTypes.faults(Repository.documents(
                                "{apiVersion: v1, kind: Service, metadata: {name: a}, spec: {ports: [{port: many}]}}")
                        .getFirst()))
                .isNotEmpty();
        assertThat(KubernetesTypes.faults(Repository.documents(
                                "{apiVersion: cert-manager.io/v1, kind: Certificate, metadata: {name: a}, spec: {dnsName: [b]}}")
                        .getFirst()))
                .isNotEmpty();
        assertThat(KubernetesTypes.faults(Repository.documents("{apiVersion: v2, kind: Sorvice, metadata: {name: a}}")
                        .getFirst()))
                .isNotEmpty();
    }
}
