package org.hsdpo.chart;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

@DisplayName("Secrets stay out of the manifests")
class SecretsTest {

    private static final Pattern SECRET = Pattern.compile("PASSWORD|USERNAME|SECRET|TOKEN|CREDENTIAL");

    static List<String> combinations() {
        return Chart.combinations();
    }

    @ParameterizedTest
    @MethodSource("combinations")
    void theChartMakesNoSecret(String combination) {
        assertThat(Chart.render(combination).ofKind("Secret")).isEmpty();
        assertThat(Chart.render(combination).ofKind("ConfigMap")).isEmpty();
    }

    @ParameterizedTest
    @MethodSource("combinations")
    void whatIsSecretComesFromASecret(String combination) {
        List<JsonNode> secretVariables = Chart.render(combination).containers().stream()
                .flatMap(container -> Manifests.stream(container.path("env")))
                .filter(variable ->
                        SECRET.matcher(variable.path("name").asText()).find())
                .toList();
        assertThat(secretVariables).isNotEmpty().allSatisfy(variable -> {
            assertThat(variable.has("value")).isFalse();
            assertThat(variable.at("/valueFrom/secretKeyRef/name").asText()).isNotBlank();
            assertThat(variable.at("/valueFrom/secretKeyRef/optional").asBoolean())
                    .isFalse();
        });
    }

    @ParameterizedTest
    @MethodSource("combinations")
    void noAddressCarriesCredentials(String combination) {
        assertThat(Chart.text(combination)).doesNotContainPattern("://[^/\\s\"]*:[^/\\s\"]*@");
    }
}
