package org.hsdpo.chart;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import com.marcnuri.helm.Helm;
import com.marcnuri.helm.LintResult;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

@DisplayName("The chart passes helm lint")
class ChartLintTest {

    static List<String> combinations() {
        return Chart.combinations();
    }

    @Test
    void withoutAnyValues() {
        assertPasses(Repository.CHART);
    }

    @ParameterizedTest
    @MethodSource("combinations")
    void withEveryCombinationOfValues(String combination, @TempDir Path folder) throws IOException {
        Chart.copy(folder);
        ObjectNode values = (ObjectNode) Repository.yaml(Repository.CHART.resolve("values.yaml"));
        Repository.YAML.readerForUpdating(values).readValue(Repository.text(Chart.valuesOf(combination)));
        Repository.YAML.writeValue(folder.resolve("values.yaml").toFile(), values);
        assertPasses(folder);
    }

    private static void assertPasses(Path chart) {
        LintResult result = new Helm(chart).lint().strict().call();
        assertThat(result.isFailed())
                .as(String.join("\n", result.getMessages()))
                .isFalse();
    }
}
