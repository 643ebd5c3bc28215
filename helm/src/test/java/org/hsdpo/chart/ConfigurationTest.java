package org.hsdpo.chart;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URL;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Quarkus ignores a variable whose name it does not know: a misspelt one would go unnoticed until a service fails in a cluster. */
@DisplayName("The environment of the containers")
class ConfigurationTest {

    /** Variables of the JVM and of MicroProfile JWT, which are not Quarkus properties. */
    private static final Set<String> OF_OTHERS = Set.of(
            "JAVA_TOOL_OPTIONS", "MP_JWT_VERIFY_ISSUER", "MP_JWT_VERIFY_PUBLICKEY_LOCATION", "MP_JWT_VERIFY_AUDIENCES");

    /** A listener's properties by their names in MllpConfig, whose own test reads them from such variables. */
    private static final Pattern OF_MLLP = Pattern.compile(
            "HSDPO_INGESTION_MLLP_LISTENERS_[A-Z0-9]+_"
                    + "(?:PORT|TENANT|SENDERS|PATIENT_AUTHORITY|PATIENT_IDENTIFIER_TYPE|PROCESSING_IDS|TLS|CLIENT_CERTIFICATE)");

    private static final List<Pattern> RUN_TIME_PROPERTIES = new ArrayList<>();

    static List<String> combinations() {
        return Chart.combinations();
    }

    @BeforeAll
    static void readThePropertiesOfQuarkus() throws IOException {
        for (URL model : Collections.list(ConfigurationTest.class
                .getClassLoader()
                .getResources("META-INF/quarkus-config-doc/quarkus-config-model.json"))) {
            collect(new ObjectMapper().readTree(model));
        }
    }

    @ParameterizedTest
    @MethodSource("combinations")
    void holdsOnlyPropertiesThatQuarkusReadsWhenItStarts(String combination) {
        assertThat(Chart.render(combination).containers())
                .flatExtracting(Manifests::variables)
                .isNotEmpty()
                .allSatisfy(variable -> assertThat(OF_OTHERS.contains(variable)
                                || OF_MLLP.matcher(variable).matches()
                                || isKnown(variable))
                        .as(variable)
                        .isTrue());
    }

    @Test
    void aMisspeltOrBuildTimePropertyWouldBeFound() {
        assertThat(isKnown("QUARKUS_FLYWAY_MIGRATE_AT_STRAT")).isFalse();
        assertThat(isKnown("QUARKUS_HTTP_SSL_CLIENT_AUTH")).isFalse();
        assertThat(isKnown("QUARKUS_TLS_MESH_TRUST_STORE_PEM_CERTS")).isTrue();
    }

    private static boolean isKnown(String variable) {
        return RUN_TIME_PROPERTIES.stream()
                .anyMatch(property -> property.matcher(variable).matches());
    }

    private static void collect(JsonNode node) {
        if (node.path("phase").asText().equals("RUN_TIME")) {
            add(node.at("/path/property").asText());
            node.path("additionalPaths")
                    .forEach(path -> add(path.path("property").asText()));
        }
        node.forEach(ConfigurationTest::collect);
    }

    /** The rule of MicroProfile Config: upper case, anything but letters and digits becomes an underscore; a quoted part is free. */
    private static void add(String property) {
        if (!property.isEmpty()) {
            RUN_TIME_PROPERTIES.add(Pattern.compile(property.replaceAll("\\.\"[^\"]*\"", "_ANY")
                    .toUpperCase(Locale.ROOT)
                    .replaceAll("[^A-Z0-9]", "_")
                    .replace("_ANY", "_[A-Z0-9_]+")));
        }
    }
}
