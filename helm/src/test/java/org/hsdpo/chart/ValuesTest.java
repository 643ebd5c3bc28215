package org.hsdpo.chart;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.marcnuri.helm.Helm;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@DisplayName("Values")
class ValuesTest {

    private static final JsonNode VALUES = Repository.yaml(Repository.CHART.resolve("values.yaml"));
    private static final JsonNode SCHEMA = Repository.yaml(Repository.CHART.resolve("values.schema.json"));

    @ParameterizedTest(name = "{0}={1} is refused")
    @CsvSource({
        "database.port, 70000",
        "database.port, any",
        "database.tls.mode, prefer",
        "database.name, Robert'); drop",
        "mesh.certificates.source, self-made",
        "mesh.certificates.duration, forever",
        "oidc.jwksLocation, http://id.example.org/jwks",
        "oidc.audience, ''",
        "logging.level, LOUD",
        "pod.userId, 0",
        "image.pullPolicy, Sometimes",
        "services.gateway.replicas, 0",
        "services.gateway.replicas, two",
        "services.gateway.digest, sha256:abc",
        "services.gateway.resources.limits.memory, plenty",
        "services.gateway.env.QUARKUS_DATASOURCE_PASSWORD, secret",
        "services.gateway.autoscaling.targetCpuPercent, 200",
        "services.payments.replicas, 2",
        "servicemonitor.enabled, true",
        "networkPolicy.enabled, perhaps",
        "networkPolicy.database[0].anyone, true",
    })
    void aWrongValueIsRefusedByName(String key, String value) {
        assertThatThrownBy(() -> Chart.render("operator-database", Map.of(key, value)))
                .hasMessageContaining("values don't meet the specifications of the schema")
                .hasMessageContaining(key.replaceAll("\\[.*", "").split("\\.")[0]);
    }

    @ParameterizedTest(name = "{0} has no default that could be wrong")
    @CsvSource({
        "image.registry",
        "database.host",
        "database.tls.caSecret",
        "oidc.issuer",
        "oidc.jwksLocation",
        "ingress.host",
        "ingress.tlsSecret",
    })
    void aMissingValueIsNamed(String key) {
        assertThatThrownBy(() -> Chart.render("operator-database", Map.of(key, "")))
                .hasMessageContaining(key + " is empty");
    }

    @Test
    void nothingIsRenderedWithoutValues() {
        assertThatThrownBy(Chart::renderWithDefaults).hasMessageContaining("is empty");
    }

    @Test
    void aMissingCertificateIsNamed() {
        assertThatThrownBy(() -> Chart.render(
                        "external-database", Map.of("mesh.certificates.existingSecrets.parser-service", "")))
                .hasMessageContaining("mesh.certificates.existingSecrets.parser-service is empty");
    }

    @Test
    void contradictionsAreNamed() {
        assertThatThrownBy(() ->
                        Chart.render("observed-autoscaled", Map.of("services.gateway.autoscaling.minReplicas", 50)))
                .hasMessageContaining("services.gateway.autoscaling.minReplicas is 50, above maxReplicas 6");
        assertThatThrownBy(() -> Chart.render("local", Map.of("pod.terminationGracePeriodSeconds", 20)))
                .hasMessageContaining("pod.terminationGracePeriodSeconds is 20");
    }

    @Test
    void anOlderKubernetesIsRefused() {
        assertThatThrownBy(() -> new Helm(Repository.CHART)
                        .template()
                        .withKubeVersion("1.29.9")
                        .withValuesFile(Chart.valuesOf("local"))
                        .call())
                .hasMessageContaining("requires kubeVersion");
    }

    @Test
    void theSchemaKnowsExactlyTheKeysOfTheValues() {
        List<String> inValues = new ArrayList<>();
        keys("", VALUES, inValues);
        List<String> inSchema = new ArrayList<>();
        schemaKeys("", SCHEMA, inSchema);
        assertThat(inSchema).contains(inValues.toArray(String[]::new));
        assertThat(inValues)
                .containsAll(inSchema.stream()
                        .filter(key -> !key.endsWith(".limits.cpu"))
                        .toList());
    }

    @Test
    void everyKeyIsDescribedInTheSchema() {
        List<String> undescribed = new ArrayList<>();
        describe("", SCHEMA, undescribed);
        assertThat(undescribed).isEmpty();
    }

    @Test
    void everyKeyIsExplainedInTheValuesFile() {
        List<String> lines =
                Repository.text(Repository.CHART.resolve("values.yaml")).lines().toList();
        Pattern setting = Pattern.compile(" *[A-Za-z-]+: \\S.*");
        List<String> unexplained = new ArrayList<>();
        for (int line = 1; line < lines.size(); line++) {
            if (setting.matcher(lines.get(line)).matches()
                    && !lines.get(line).strip().startsWith("- ")) {
                if (!lines.get(line - 1).strip().startsWith("#")
                        && !lines.get(line).contains("kubernetes.io/")) {
                    unexplained.add((line + 1) + ": " + lines.get(line));
                }
            }
        }
        assertThat(unexplained).isEmpty();
    }

    @Test
    void everyObjectOfTheSchemaIsClosed() {
        List<String> open = new ArrayList<>();
        closed("", SCHEMA, open);
        assertThat(open).isEmpty();
    }

    private static void keys(String path, JsonNode node, List<String> keys) {
        node.properties().forEach(field -> {
            String key = path.isEmpty() ? field.getKey() : path + "." + field.getKey();
            keys.add(key);
            if (field.getValue().isObject()) {
                keys(key, field.getValue(), keys);
            }
        });
    }

    private static void schemaKeys(String path, JsonNode schema, List<String> keys) {
        resolve(schema).path("properties").properties().forEach(field -> {
            String key = path.isEmpty() ? field.getKey() : path + "." + field.getKey();
            keys.add(key);
            schemaKeys(key, field.getValue(), keys);
        });
    }

    private static void describe(String path, JsonNode schema, List<String> undescribed) {
        if (schema.path("description").asText().isBlank()) {
            undescribed.add(path);
        }
        resolve(schema)
                .path("properties")
                .properties()
                .forEach(field -> describe(path + "." + field.getKey(), field.getValue(), undescribed));
    }

    private static void closed(String path, JsonNode schema, List<String> open) {
        JsonNode resolved = resolve(schema);
        if (resolved.has("properties") && resolved.path("additionalProperties").asBoolean(true)) {
            open.add(path);
        }
        resolved.path("properties")
                .properties()
                .forEach(field -> closed(path + "." + field.getKey(), field.getValue(), open));
        if (resolved.has("items")) {
            closed(path + "[]", resolved.path("items"), open);
        }
    }

    private static JsonNode resolve(JsonNode schema) {
        JsonNode reference = schema.at("/allOf/0/$ref");
        return reference.isMissingNode() ? schema : SCHEMA.at(reference.asText().substring(1));
    }
}
