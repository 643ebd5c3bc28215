package org.hsdpo.chart;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("Safety documents name tests that exist")
class TraceabilityTest {

    private static final Pattern TEST = Pattern.compile("`(\\w+(?:Test|IT|Properties))?(?:\\.(\\w+))?`");
    private static final Pattern HAZARD = Pattern.compile("(?m)^\\| (H-\\d+) \\|");

    @ParameterizedTest
    @ValueSource(strings = {"docs/traceability.md", "docs/threat-model.md"})
    void everyTestNamedInA(String document) {
        Map<String, String> sources = Repository.files(
                        Repository.ROOT,
                        file -> file.toString().endsWith(".java")
                                && file.toString().contains("/src/test/"))
                .stream()
                .collect(Collectors.toMap(
                        file -> file.getFileName().toString().replace(".java", ""),
                        Repository::text,
                        (one, other) -> one + other));
        List<String> missing = new ArrayList<>();
        for (String line :
                Repository.text(Repository.ROOT.resolve(document)).lines().toList()) {
            String type = null;
            Matcher test = TEST.matcher(line);
            while (test.find()) {
                type = test.group(1) == null ? type : test.group(1);
                String method = test.group(2);
                if (type == null) {
                    continue;
                }
                String source = sources.getOrDefault(type, "");
                if (source.isEmpty() || method != null && !source.contains(" " + method + "(")) {
                    missing.add(type + (method == null ? "" : "." + method));
                }
            }
        }
        assertThat(missing).isEmpty();
    }

    @Test
    void everyHazardHasANumberOfItsOwn() {
        Path table = Repository.ROOT.resolve("docs/traceability.md");
        assertThat(HAZARD.matcher(Repository.text(table)).results().map(found -> found.group(1)))
                .isNotEmpty()
                .doesNotHaveDuplicates();
    }
}
