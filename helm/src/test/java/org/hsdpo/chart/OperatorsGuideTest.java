package org.hsdpo.chart;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Files;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("The operators' guide is true")
class OperatorsGuideTest {

    private static final String GUIDE = Repository.text(Repository.ROOT.resolve("docs/operators.md"));
    private static final JsonNode VALUES = Repository.yaml(Repository.CHART.resolve("values.yaml"));
    private static final JsonNode TOPOLOGY = Repository.yaml(Repository.CHART.resolve("files/topology.yaml"));

    private static List<String> quoted(String pattern) {
        return Pattern.compile("`(" + pattern + ")`")
                .matcher(GUIDE)
                .results()
                .map(found -> found.group(1))
                .toList();
    }

    @Test
    void everyValueItNamesExists() {
        Set<String> tops = new TreeSet<>();
        VALUES.fieldNames().forEachRemaining(tops::add);
        List<String> named = quoted("(?:" + String.join("|", tops) + ")\\.[A-Za-z.*<>-]+");
        assertThat(named).hasSizeGreaterThan(20).allSatisfy(key -> {
            JsonNode node = VALUES;
            for (String part : key.replace("<service>", "gateway")
                    .replaceAll("\\.\\*$", "")
                    .replaceAll("\\.limits\\.cpu$", ".limits")
                    .split("\\.")) {
                node = node.path(part);
                assertThat(node.isMissingNode()).as(key + " at " + part).isFalse();
            }
        });
    }

    @Test
    void itMentionsEveryGroupOfValues() {
        VALUES.fieldNames().forEachRemaining(top -> assertThat(GUIDE).contains("`" + top));
    }

    @ParameterizedTest
    @ValueSource(strings = {"gateway", "ingestion-service", "parser-service", "evaluation-service", "rl-agent-service"})
    void itsPortsAreThoseOfTheServices(String service) {
        JsonNode facts = TOPOLOGY.path(service);
        assertThat(row("\\| `" + service + "` \\| " + facts.path("port").asInt() + " [^|]*\\| "
                        + facts.path("managementPort").asInt() + " \\|"))
                .hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"gateway", "ingestion-service", "parser-service", "evaluation-service", "rl-agent-service"})
    void itsSizesAreTheDefaults(String service) {
        JsonNode settings = VALUES.at("/services/" + service);
        assertThat(settings.at("/resources/limits/memory")).isEqualTo(settings.at("/resources/requests/memory"));
        assertThat(row("\\| `" + service + "` \\| " + settings.path("replicas").asInt() + " \\| "
                        + settings.at("/resources/requests/cpu").asText() + " \\| "
                        + settings.at("/resources/requests/memory").asText() + " \\| "
                        + settings.path("tmpSize").asText()))
                .hasSize(1);
    }

    @Test
    void itsSecretsAreTheDefaults() {
        assertThat(VALUES.at("/database/roles")).hasSize(3).allSatisfy(role -> assertThat(GUIDE)
                .contains(
                        "`" + role.path("application").asText() + "`",
                        "`" + role.path("owner").asText() + "`"));
    }

    @Test
    void itsAlertsAreThoseThatAreInstalled() {
        Set<String> alerts = new TreeSet<>();
        Repository.yaml(Repository.ROOT.resolve("k8s/components/monitoring/alerts.yaml"))
                .findValues("alert")
                .forEach(alert -> alerts.add(alert.asText()));
        assertThat(new TreeSet<>(quoted("Hsdpo[A-Za-z]+"))).isEqualTo(alerts);
    }

    @Test
    void itsRolesAreThoseOfTheScript() {
        Set<String> roles = new TreeSet<>();
        Pattern.compile("CREATE ROLE (\\w+)")
                .matcher(Repository.text(Repository.ROOT.resolve("k8s/base/roles.sql")))
                .results()
                .forEach(found -> roles.add(found.group(1)));
        assertThat(quoted("hsdpo_(?:gateway|ingestion|agent)(?:_owner)?")).containsAll(roles);
    }

    @Test
    void theFilesItNamesExist() {
        assertThat(quoted("(?:k8s|helm|docs)/[A-Za-z0-9/._-]*")).isNotEmpty().allSatisfy(path -> assertThat(
                        Files.exists(Repository.ROOT.resolve(path)))
                .as(path)
                .isTrue());
    }

    private static List<MatchResult> row(String pattern) {
        return Pattern.compile("(?m)^" + pattern).matcher(GUIDE).results().toList();
    }
}
