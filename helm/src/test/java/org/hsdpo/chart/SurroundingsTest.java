package org.hsdpo.chart;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

@DisplayName("What surrounds the chart")
class SurroundingsTest {

    private static final Path FOLDER = Repository.ROOT.resolve("k8s");
    private static final JsonNode DATABASE = Repository.yaml(FOLDER.resolve("base/database.yaml"));

    /** Kinds of operators for which no model is at hand; their fields are checked by name below. */
    private static final Set<String> WITHOUT_MODEL =
            Set.of("Cluster", "ScheduledBackup", "ObjectStore", "Kustomization", "Component");

    /** Metrics that the services, Micrometer, cert-manager and CloudNativePG publish; the services' tests hold them to it. */
    private static final Set<String> METRICS = published();

    private static Set<String> published() {
        Properties list = new Properties();
        try (StringReader text =
                new StringReader(Repository.text(FOLDER.resolve("components/monitoring/metrics.properties")))) {
            list.load(text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return list.values().stream()
                .flatMap(names -> Stream.of(names.toString().split(",\\s*")))
                .collect(Collectors.toUnmodifiableSet());
    }

    static Stream<String> overlays() {
        return Stream.of("kind", "hospital", "cloud");
    }

    static List<Path> manifests() {
        return Repository.files(
                FOLDER,
                file -> file.toString().endsWith(".yaml")
                        && !file.getFileName().toString().equals("values.yaml"));
    }

    @ParameterizedTest
    @MethodSource("manifests")
    void everyManifestFitsItsType(Path file) {
        assertThat(Repository.documents(Repository.text(file))).isNotEmpty().allSatisfy(manifest -> {
            assertThat(manifest.path("apiVersion").asText()).isNotBlank();
            if (!WITHOUT_MODEL.contains(manifest.path("kind").asText())) {
                assertThat(KubernetesTypes.faults(manifest)).isEmpty();
            }
        });
    }

    @ParameterizedTest
    @MethodSource("overlays")
    void everyOverlayHasValuesTheChartAccepts(String overlay) {
        assertThat(chartOf(overlay).ofKind("Deployment")).hasSize(5);
        assertThat(chartOf(overlay).all()).allSatisfy(manifest -> assertThat(KubernetesTypes.faults(manifest))
                .isEmpty());
    }

    @ParameterizedTest
    @MethodSource("overlays")
    void everyOverlayIsAssembledByKustomize(String overlay) throws IOException, InterruptedException {
        List<JsonNode> assembled = Repository.documents(kustomize(overlay));
        assertThat(assembled)
                .filteredOn(manifest -> !manifest.path("kind").asText().equals("Namespace"))
                .isNotEmpty();
        assertThat(assembled)
                .extracting(manifest -> manifest.path("kind").asText() + "/" + Manifests.name(manifest))
                .doesNotHaveDuplicates()
                .contains("Namespace/hsdpo", "Issuer/hsdpo-mesh", "Cluster/hsdpo-db", "ConfigMap/hsdpo-db-roles");
        JsonNode database = assembled.stream()
                .filter(manifest -> manifest.path("kind").asText().equals("Cluster"))
                .findFirst()
                .orElseThrow();
        boolean local = overlay.equals("kind");
        assertThat(database.at("/spec/instances").asInt()).isEqualTo(local ? 1 : 3);
        assertThat(database.at("/spec/postgresql/synchronous").isMissingNode()).isEqualTo(local);
        assertThat(database.at("/spec/plugins/0/isWALArchiver").asBoolean()).isEqualTo(!local);
    }

    @Test
    void theNamespaceRefusesPodsThatAreNotRestricted() {
        JsonNode labels = Repository.yaml(FOLDER.resolve("base/namespace.yaml")).at("/metadata/labels");
        for (String mode : List.of("enforce", "audit", "warn")) {
            assertThat(labels.path("pod-security.kubernetes.io/" + mode).asText())
                    .isEqualTo("restricted");
        }
    }

    @ParameterizedTest
    @MethodSource("overlays")
    void theChartFindsItsIssuer(String overlay) {
        List<JsonNode> authority = Repository.documents(Repository.text(FOLDER.resolve("base/mesh-authority.yaml")));
        JsonNode issuer = authority.stream()
                .filter(manifest -> manifest.at("/spec").has("ca"))
                .findFirst()
                .orElseThrow();
        JsonNode certificate = authority.stream()
                .filter(manifest -> manifest.at("/spec/isCA").asBoolean())
                .findFirst()
                .orElseThrow();
        assertThat(issuer.at("/spec/ca/secretName")).isEqualTo(certificate.at("/spec/secretName"));
        assertThat(chartOf(overlay).ofKind("Certificate")).hasSize(5).allSatisfy(requested -> {
            assertThat(requested.at("/spec/issuerRef/name").asText()).isEqualTo(Manifests.name(issuer));
            assertThat(requested.at("/spec/issuerRef/kind").asText()).isEqualTo("Issuer");
        });
    }

    @ParameterizedTest
    @MethodSource("overlays")
    void theChartFindsItsDatabaseAndRoles(String overlay) {
        Manifests chart = chartOf(overlay);
        String name = Manifests.name(DATABASE);
        Set<String> passwords = new TreeSet<>();
        DATABASE.at("/spec/managed/roles")
                .forEach(role -> passwords.add(role.at("/passwordSecret/name").asText()));
        Set<String> used = new TreeSet<>();
        Manifests.SERVICES.forEach((service, store) -> {
            if (store) {
                JsonNode container = chart.container(service);
                used.add(Manifests.secretOf(container, "QUARKUS_DATASOURCE_PASSWORD"));
                used.add(Manifests.secretOf(chart.migration(service), "QUARKUS_FLYWAY_PASSWORD"));
                assertThat(Manifests.environment(container, "QUARKUS_DATASOURCE_REACTIVE_URL"))
                        .isEqualTo("postgresql://" + name + "-rw:5432/"
                                + DATABASE.at("/spec/bootstrap/initdb/database").asText());
            }
        });
        assertThat(used).isEqualTo(passwords);
    }

    @Test
    void theRolesOfTheDatabaseAreThoseOfItsScriptWithoutPrivileges() {
        String script = Repository.text(FOLDER.resolve("base/roles.sql"));
        assertThat(DATABASE.at("/spec/managed/roles")).hasSize(6).allSatisfy(role -> {
            assertThat(script).contains("CREATE ROLE " + role.path("name").asText() + " NOSUPERUSER");
            assertThat(role.path("bypassrls").asBoolean(true)).isFalse();
            assertThat(role.path("superuser").asBoolean()).isFalse();
        });
    }

    @Test
    void theServerOfTheDatabaseKeepsPatientsDataOutOfItsLogAndOffTheWire() {
        JsonNode server = DATABASE.at("/spec/postgresql");
        assertThat(server.at("/parameters/log_error_verbosity").asText()).isEqualTo("terse");
        assertThat(server.at("/parameters/log_parameter_max_length_on_error").asText())
                .isEqualTo("0");
        assertThat(server.at("/pg_hba/0").asText()).isEqualTo("hostnossl all all all reject");
    }

    @Test
    void theDatabaseAdmitsTheThreeServicesWithAStore() {
        JsonNode policy = Repository.yaml(FOLDER.resolve("base/database-network.yaml"));
        assertThat(policy.at("/spec/podSelector/matchLabels/cnpg.io~1cluster").asText())
                .isEqualTo(Manifests.name(DATABASE));
        assertThat(policy.at("/spec/ingress/0/from/0/podSelector/matchExpressions/0/values"))
                .extracting(JsonNode::asText)
                .containsExactlyInAnyOrderElementsOf(Manifests.SERVICES.entrySet().stream()
                        .filter(Map.Entry::getValue)
                        .map(Map.Entry::getKey)
                        .toList());
    }

    @Test
    void theSecretsOfTheRolesArePrintedWithFreshPasswords() throws IOException, InterruptedException {
        List<JsonNode> first =
                Repository.documents(run(FOLDER.resolve("database-secrets").toString()));
        List<JsonNode> second =
                Repository.documents(run(FOLDER.resolve("database-secrets").toString()));
        assertThat(Stream.concat(first.stream(), second.stream())
                        .map(secret -> secret.at("/stringData/password").asText())
                        .toList())
                .hasSize(12)
                .doesNotHaveDuplicates()
                .allMatch(password -> password.matches("[0-9a-f]{64}"));
        assertThat(first).hasSize(6).allSatisfy(secret -> {
            assertThat(KubernetesTypes.faults(secret)).isEmpty();
            assertThat(DATABASE.at("/spec/managed/roles")).anySatisfy(role -> {
                assertThat(role.path("name")).isEqualTo(secret.at("/stringData/username"));
                assertThat(role.at("/passwordSecret/name").asText()).isEqualTo(Manifests.name(secret));
            });
        });
    }

    @Test
    void noSecretIsKeptInTheRepository() {
        assertThat(manifests()).allSatisfy(file -> assertThat(Repository.documents(Repository.text(file)))
                .noneMatch(manifest -> manifest.path("kind").asText().equals("Secret")));
    }

    @Test
    void theDashboardAsksOnlyForMetricsThatExist() throws IOException {
        JsonNode dashboard = Repository.YAML.readTree(
                FOLDER.resolve("components/monitoring/hsdpo.json").toFile());
        List<JsonNode> panels = Manifests.stream(dashboard.path("panels"))
                .filter(panel -> !panel.path("type").asText().equals("row"))
                .toList();
        assertThat(panels).isNotEmpty().allSatisfy(panel -> {
            assertThat(panel.path("title").asText()).isNotBlank();
            assertThat(panel.path("description").asText()).isNotBlank();
            assertThat(panel.at("/fieldConfig/defaults/unit").asText()).isNotBlank();
            assertThat(panel.at("/datasource/uid").asText()).isEqualTo("${datasource}");
            assertThat(panel.path("targets")).isNotEmpty().allSatisfy(target -> {
                assertThat(METRICS).containsAll(metrics(target.path("expr").asText()));
                assertThat(target.path("expr").asText()).contains("namespace=\"$namespace\"");
            });
        });
        assertThat(dashboard.path("panels"))
                .extracting(panel -> panel.path("id").asInt())
                .doesNotHaveDuplicates();
    }

    @Test
    void everyAlertAsksForMetricsThatExistAndSaysWhatToDo() {
        JsonNode rules = Repository.yaml(FOLDER.resolve("components/monitoring/alerts.yaml"));
        for (JsonNode group : rules.at("/spec/groups")) {
            assertThat(group.path("rules")).isNotEmpty().allSatisfy(rule -> {
                assertThat(METRICS).containsAll(metrics(rule.path("expr").asText()));
                assertThat(rule.at("/labels/severity").asText()).isIn("critical", "warning");
                assertThat(rule.at("/annotations/summary").asText()).isNotBlank();
                assertThat(rule.at("/annotations/action").asText()).isNotBlank();
            });
        }
    }

    @Test
    void aServiceWithoutAnyPodIsNoticed() {
        JsonNode rules = Repository.yaml(FOLDER.resolve("components/monitoring/alerts.yaml"));
        String missing = rules.findParents("alert").stream()
                .filter(rule -> rule.path("alert").asText().equals("HsdpoServiceMissing"))
                .findFirst()
                .orElseThrow()
                .path("expr")
                .asText();
        assertThat(Manifests.SERVICES.keySet()).isNotEmpty().allSatisfy(service -> assertThat(missing)
                .contains("absent(up{app_kubernetes_io_component=\"" + service + "\"})"));
    }

    @Test
    void everySeriesOfTheListIsAskedFor() {
        String asked = Repository.text(FOLDER.resolve("components/monitoring/alerts.yaml"))
                + Repository.text(FOLDER.resolve("components/monitoring/hsdpo.json"));
        assertThat(METRICS).allSatisfy(metric -> assertThat(asked).containsPattern("\\b" + metric + "\\b"));
    }

    @Test
    void anUnknownMetricWouldBeFound() {
        assertThat(metrics("sum by (pod) (rate(hsdpo_typo_total{a=\"b_c_total\"}[5m])) / max(up)"))
                .containsExactlyInAnyOrder("hsdpo_typo_total", "up");
    }

    /** The metric names in a query: words that are neither functions, nor labels, nor inside braces or by-lists. */
    private static Set<String> metrics(String query) {
        String bare = query.replaceAll("\\{[^}]*}", " ")
                .replaceAll("\\[[^]]*]", " ")
                .replaceAll("\\b(by|without)\\s*\\([^)]*\\)", " ");
        Set<String> names = new TreeSet<>();
        Pattern.compile("[a-z_:][a-z0-9_:]*(?![a-z0-9_:]*\\s*\\()")
                .matcher(bare)
                .results()
                .forEach(found -> {
                    if (!Set.of("sum", "max", "avg", "by", "or").contains(found.group())) {
                        names.add(found.group());
                    }
                });
        return names;
    }

    private static Manifests chartOf(String overlay) {
        return Chart.render(FOLDER.resolve("overlays").resolve(overlay).resolve("values.yaml"));
    }

    private static String kustomize(String overlay) throws IOException, InterruptedException {
        boolean present = Stream.of(System.getenv("PATH").split(":"))
                .anyMatch(folder -> Files.isExecutable(Path.of(folder, "kubectl")));
        assumeTrue(present, "kubectl is not installed: the overlays are read but not assembled");
        return run(
                "kubectl",
                "kustomize",
                FOLDER.resolve("overlays").resolve(overlay).toString());
    }

    private static String run(String... command) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        String output = new String(process.getInputStream().readAllBytes(), java.nio.charset.StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as(String.join(" ", command)).isZero();
        return output;
    }
}
