package org.hsdpo.chart;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

@DisplayName("Autoscalers and disruption budgets")
class AvailabilityTest {

    static List<String> combinations() {
        return Chart.combinations();
    }

    @ParameterizedTest
    @MethodSource("combinations")
    void everyServiceLosesOnePodAtATime(String combination) {
        Manifests manifests = Chart.render(combination);
        assertThat(manifests.ofKind("PodDisruptionBudget")).hasSize(5).allSatisfy(budget -> {
            assertThat(budget.at("/spec/maxUnavailable").asInt()).isEqualTo(1);
            assertThat(budget.at("/spec/selector/matchLabels"))
                    .isEqualTo(manifests
                            .of("Deployment", Manifests.component(budget))
                            .at("/spec/selector/matchLabels"));
        });
    }

    @Test
    void anAutoscalerDrivesItsDeploymentAndOwnsTheNumberOfPods() {
        Manifests scaled = Chart.render("observed-autoscaled");
        assertThat(scaled.ofKind("HorizontalPodAutoscaler")).hasSize(5).allSatisfy(autoscaler -> {
            var deployment = scaled.of("Deployment", Manifests.component(autoscaler));
            assertThat(autoscaler.at("/spec/scaleTargetRef/name").asText()).isEqualTo(Manifests.name(deployment));
            assertThat(autoscaler.at("/spec/minReplicas").asInt()).isGreaterThanOrEqualTo(2);
            assertThat(deployment.path("spec").has("replicas")).isFalse();
        });
        var evaluation = scaled.of("HorizontalPodAutoscaler", "evaluation-service");
        assertThat(evaluation.at("/spec/minReplicas").asInt()).isEqualTo(3);
        assertThat(evaluation.at("/spec/maxReplicas").asInt()).isEqualTo(40);
        assertThat(evaluation
                        .at("/spec/metrics/0/resource/target/averageUtilization")
                        .asInt())
                .isEqualTo(70);
    }

    @Test
    void thereIsNoneByDefault() {
        assertThat(Chart.render("operator-database").ofKind("HorizontalPodAutoscaler"))
                .isEmpty();
    }
}
