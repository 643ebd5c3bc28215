package org.hsdpo.chart;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

@DisplayName("Deployments")
class DeploymentsTest {

    private static final Manifests MESH = Chart.render("operator-database");

    static List<String> combinations() {
        return Chart.combinations();
    }

    static Stream<String> services() {
        return Manifests.SERVICES.keySet().stream().sorted();
    }

    static Stream<String> stores() {
        return services().filter(Manifests.SERVICES::get);
    }

    @Test
    void thereIsOneForEachOfTheFiveServices() {
        assertThat(MESH.ofKind("Deployment"))
                .extracting(Manifests::component)
                .containsExactlyInAnyOrderElementsOf(Manifests.SERVICES.keySet());
    }

    @ParameterizedTest
    @MethodSource("combinations")
    void everyContainerIsRestricted(String combination) {
        assertThat(Chart.render(combination).containers()).isNotEmpty().allSatisfy(container -> {
            JsonNode security = container.path("securityContext");
            assertThat(security.path("runAsNonRoot").asBoolean()).isTrue();
            assertThat(security.path("readOnlyRootFilesystem").asBoolean()).isTrue();
            assertThat(security.path("allowPrivilegeEscalation").asBoolean(true))
                    .isFalse();
            assertThat(security.at("/capabilities/drop"))
                    .extracting(JsonNode::asText)
                    .containsExactly("ALL");
            assertThat(security.at("/capabilities").has("add")).isFalse();
        });
    }

    @ParameterizedTest
    @MethodSource("combinations")
    void everyPodRunsAsAnOrdinaryUserWithoutATokenOfTheCluster(String combination) {
        assertThat(Chart.render(combination).pods()).isNotEmpty().allSatisfy(pod -> {
            assertThat(pod.at("/securityContext/runAsNonRoot").asBoolean()).isTrue();
            assertThat(pod.at("/securityContext/runAsUser").asLong()).isPositive();
            assertThat(pod.at("/securityContext/seccompProfile/type").asText()).isEqualTo("RuntimeDefault");
            assertThat(pod.path("automountServiceAccountToken").asBoolean(true)).isFalse();
            assertThat(pod.path("hostNetwork").asBoolean()).isFalse();
            assertThat(pod.path("hostPID").asBoolean()).isFalse();
            assertThat(pod.path("volumes"))
                    .allSatisfy(volume -> assertThat(volume.has("hostPath")).isFalse());
        });
    }

    @ParameterizedTest
    @MethodSource("combinations")
    void everyContainerStatesItsResources(String combination) {
        assertThat(Chart.render(combination).containers()).allSatisfy(container -> {
            assertThat(container.at("/resources/requests/cpu").asText()).isNotBlank();
            assertThat(container.at("/resources/requests/memory").asText()).isNotBlank();
            assertThat(container.at("/resources/limits/memory").asText()).isNotBlank();
        });
    }

    @ParameterizedTest
    @MethodSource("services")
    void theOnlyWritableFolderIsTmp(String service) {
        JsonNode pod = MESH.of("Deployment", service).at("/spec/template/spec");
        assertThat(pod.path("volumes"))
                .filteredOn(volume -> volume.has("emptyDir"))
                .extracting(volume -> volume.path("name").asText())
                .containsExactly("tmp");
        assertThat(pod.at("/containers/0/volumeMounts"))
                .filteredOn(mount -> !mount.path("readOnly").asBoolean())
                .extracting(mount -> mount.path("mountPath").asText())
                .containsExactly("/tmp");
        assertThat(pod.path("volumes").get(0).at("/emptyDir/sizeLimit").asText())
                .isNotBlank();
    }

    @ParameterizedTest
    @CsvSource({
        "gateway, 8080, 8090, http",
        "ingestion-service, 9101, 9201, grpc",
        "parser-service, 9102, 9202, grpc",
        "evaluation-service, 9103, 9203, grpc",
        "rl-agent-service, 9104, 9204, grpc",
    })
    void listensWhereTheArchitectureSays(String service, int port, int management, String portName) {
        JsonNode container = MESH.container(service);
        assertThat(container.path("ports")).hasSize(2);
        assertThat(container.at("/ports/0/containerPort").asInt()).isEqualTo(port);
        assertThat(container.at("/ports/0/name").asText()).isEqualTo(portName);
        assertThat(container.at("/ports/1/containerPort").asInt()).isEqualTo(management);
        assertThat(Manifests.environment(container, "QUARKUS_MANAGEMENT_PORT")).isEqualTo("" + management);
        assertThat(Manifests.environment(
                        container, service.equals("gateway") ? "QUARKUS_HTTP_PORT" : "QUARKUS_HTTP_SSL_PORT"))
                .isEqualTo("" + port);
    }

    @ParameterizedTest
    @MethodSource("services")
    void isProbedOnTheManagementPort(String service) {
        JsonNode container = MESH.container(service);
        Map.of("startupProbe", "started", "livenessProbe", "live", "readinessProbe", "ready")
                .forEach((probe, path) -> {
                    assertThat(container.path(probe).at("/httpGet/path").asText())
                            .isEqualTo("/q/health/" + path);
                    assertThat(container.path(probe).at("/httpGet/port").asText())
                            .isEqualTo("management");
                    assertThat(container.path(probe).at("/httpGet").has("scheme"))
                            .isFalse();
                });
    }

    @ParameterizedTest
    @CsvSource({
        "gateway, INGESTION, ingestion-service, 9101",
        "gateway, EVALUATION, evaluation-service, 9103",
        "gateway, AGENT, rl-agent-service, 9104",
        "ingestion-service, PARSER, parser-service, 9102",
    })
    void callsItsPeersByTheirNameInDns(String caller, String client, String callee, String port) {
        JsonNode container = MESH.container(caller);
        assertThat(Manifests.environment(container, "QUARKUS_GRPC_CLIENTS_" + client + "_HOST"))
                .isEqualTo("hsdpo-" + callee + ".clinic.svc.cluster.local");
        assertThat(Manifests.environment(container, "QUARKUS_GRPC_CLIENTS_" + client + "_PORT"))
                .isEqualTo(port);
    }

    @Test
    void nobodyElseIsCalled() {
        long calls = services()
                .flatMap(service -> Manifests.variables(MESH.container(service)).stream())
                .filter(variable -> variable.startsWith("QUARKUS_GRPC_CLIENTS_"))
                .count();
        assertThat(calls).isEqualTo(2 * 4);
    }

    @ParameterizedTest
    @MethodSource("services")
    void behindTheGatewayNothingIsServedInTheClear(String service) {
        JsonNode container = MESH.container(service);
        if (service.equals("gateway")) {
            assertThat(Manifests.variables(container)).doesNotContain("QUARKUS_HTTP_INSECURE_REQUESTS");
        } else {
            assertThat(Manifests.environment(container, "QUARKUS_HTTP_INSECURE_REQUESTS"))
                    .isEqualTo("disabled");
        }
    }

    @ParameterizedTest
    @MethodSource("services")
    void readsItsCertificateFromWhereItIsMounted(String service) {
        JsonNode container = MESH.container(service);
        assertThat(container.path("volumeMounts"))
                .filteredOn(mount -> mount.path("name").asText().equals("mesh-certificate"))
                .extracting(mount -> mount.path("mountPath").asText())
                .containsExactly("/etc/hsdpo/tls");
        assertThat(Manifests.environment(container, "QUARKUS_TLS_MESH_KEY_STORE_PEM_0_CERT"))
                .isEqualTo("/etc/hsdpo/tls/tls.crt");
        assertThat(Manifests.environment(container, "QUARKUS_TLS_MESH_KEY_STORE_PEM_0_KEY"))
                .isEqualTo("/etc/hsdpo/tls/tls.key");
        assertThat(Manifests.environment(container, "QUARKUS_TLS_MESH_TRUST_STORE_PEM_CERTS"))
                .isEqualTo("/etc/hsdpo/tls/ca.crt");
    }

    @ParameterizedTest
    @MethodSource("stores")
    void servesAsTheApplicationRoleAndNeverMigrates(String service) {
        JsonNode container = MESH.container(service);
        assertThat(Manifests.secretOf(container, "QUARKUS_DATASOURCE_USERNAME")).endsWith("-db");
        assertThat(Manifests.secretOf(container, "QUARKUS_DATASOURCE_PASSWORD"))
                .isEqualTo(Manifests.secretOf(container, "QUARKUS_DATASOURCE_USERNAME"));
        assertThat(Manifests.environment(container, "QUARKUS_FLYWAY_MIGRATE_AT_START"))
                .isEqualTo("false");
        assertThat(container.toString()).doesNotContain("-db-owner").doesNotContain("QUARKUS_FLYWAY_USERNAME");
    }

    @ParameterizedTest
    @MethodSource("stores")
    void migratesAsTheOwnerBeforeItServes(String service) {
        JsonNode migration = MESH.migration(service);
        assertThat(Manifests.environment(migration, "QUARKUS_INIT_AND_EXIT")).isEqualTo("true");
        assertThat(Manifests.environment(migration, "QUARKUS_FLYWAY_MIGRATE_AT_START"))
                .isEqualTo("true");
        assertThat(Manifests.secretOf(migration, "QUARKUS_FLYWAY_USERNAME")).endsWith("-db-owner");
        assertThat(Manifests.secretOf(migration, "QUARKUS_FLYWAY_PASSWORD")).endsWith("-db-owner");
        assertThat(migration.path("image")).isEqualTo(MESH.container(service).path("image"));
    }

    @Test
    void noTwoServicesShareARoleOfTheDatabase() {
        assertThat(stores().flatMap(service -> Stream.of(
                                Manifests.secretOf(MESH.container(service), "QUARKUS_DATASOURCE_USERNAME"),
                                Manifests.secretOf(MESH.migration(service), "QUARKUS_FLYWAY_USERNAME")))
                        .toList())
                .hasSize(6)
                .doesNotHaveDuplicates();
    }

    @Test
    void servicesWithoutAStoreKnowNothingOfTheDatabase() {
        services().filter(service -> !Manifests.SERVICES.get(service)).forEach(service -> {
            assertThat(MESH.of("Deployment", service).toString()).doesNotContain("DATASOURCE", "FLYWAY", "database");
            assertThat(MESH.of("Deployment", service).at("/spec/template/spec").has("initContainers"))
                    .isFalse();
        });
    }

    @ParameterizedTest
    @MethodSource("stores")
    void theServerOfTheDatabaseIsVerified(String service) {
        JsonNode container = MESH.container(service);
        assertThat(Manifests.environment(container, "QUARKUS_DATASOURCE_JDBC_URL"))
                .isEqualTo(
                        "jdbc:postgresql://hsdpo-db-rw:5432/hsdpo?sslmode=verify-full&sslrootcert=/etc/hsdpo/database/ca.crt");
        assertThat(Manifests.environment(container, "QUARKUS_DATASOURCE_REACTIVE_URL"))
                .isEqualTo("postgresql://hsdpo-db-rw:5432/hsdpo");
        assertThat(Manifests.environment(container, "QUARKUS_DATASOURCE_REACTIVE_POSTGRESQL_SSL_MODE"))
                .isEqualTo("verify-full");
        assertThat(Manifests.environment(container, "QUARKUS_DATASOURCE_REACTIVE_HOSTNAME_VERIFICATION_ALGORITHM"))
                .isEqualTo("HTTPS");
        assertThat(Manifests.environment(container, "QUARKUS_DATASOURCE_REACTIVE_TRUST_CERTIFICATE_PEM_CERTS"))
                .isEqualTo("/etc/hsdpo/database/ca.crt");
    }

    @Test
    void theKeyOfTheDatabasesAuthorityMayHaveAnotherName() {
        JsonNode volumes =
                Chart.render("external-database").of("Deployment", "gateway").at("/spec/template/spec/volumes");
        JsonNode authority = volumes.get(2).path("secret");
        assertThat(authority.path("secretName").asText()).isEqualTo("postgres-authority");
        assertThat(authority.at("/items/0/key").asText()).isEqualTo("root.pem");
        assertThat(authority.at("/items/0/path").asText()).isEqualTo("ca.crt");
    }

    @Test
    void theGatewayAloneVerifiesTokens() {
        JsonNode gateway = MESH.container("gateway");
        assertThat(Manifests.environment(gateway, "MP_JWT_VERIFY_ISSUER"))
                .isEqualTo("https://id.example.org/realms/hospital");
        assertThat(Manifests.environment(gateway, "MP_JWT_VERIFY_PUBLICKEY_LOCATION"))
                .isEqualTo("https://id.example.org/realms/hospital/protocol/openid-connect/certs");
        assertThat(Manifests.environment(gateway, "MP_JWT_VERIFY_AUDIENCES")).isEqualTo("hsdpo");
        services().filter(service -> !service.equals("gateway")).forEach(service -> assertThat(
                        Manifests.variables(MESH.container(service)))
                .noneMatch(variable -> variable.startsWith("MP_JWT")));
    }

    @Test
    void simulationAndPolicyMayUseNativeCode() {
        for (String service : List.of("evaluation-service", "rl-agent-service")) {
            assertThat(Manifests.environment(MESH.container(service), "JAVA_TOOL_OPTIONS"))
                    .contains("--enable-native-access=ALL-UNNAMED", "--sun-misc-unsafe-memory-access=allow");
        }
        assertThat(Manifests.environment(MESH.container("rl-agent-service"), "JAVA_TOOL_OPTIONS"))
                .contains("-Duser.home=/tmp", "-Dorg.bytedeco.javacpp.cachedir=/tmp/", "-Dai.djl.offline=true");
    }

    @ParameterizedTest
    @MethodSource("services")
    void runsTwiceByDefaultAndSpreads(String service) {
        JsonNode deployment = MESH.of("Deployment", service);
        assertThat(deployment.at("/spec/replicas").asInt()).isEqualTo(2);
        assertThat(deployment.at("/spec/template/spec/topologySpreadConstraints"))
                .extracting(spread -> spread.path("topologyKey").asText())
                .containsExactly("topology.kubernetes.io/zone", "kubernetes.io/hostname");
        assertThat(deployment.at("/spec/template/spec/topologySpreadConstraints"))
                .allSatisfy(spread -> assertThat(spread.at("/labelSelector/matchLabels"))
                        .isEqualTo(deployment.at("/spec/selector/matchLabels")));
    }

    @ParameterizedTest
    @MethodSource("services")
    void leavesWithoutDroppingRequests(String service) {
        JsonNode deployment = MESH.of("Deployment", service);
        int grace = deployment
                .at("/spec/template/spec/terminationGracePeriodSeconds")
                .asInt();
        int drain = deployment
                .at("/spec/template/spec/containers/0/lifecycle/preStop/sleep/seconds")
                .asInt();
        int shutdown = Integer.parseInt(Manifests.environment(MESH.container(service), "QUARKUS_SHUTDOWN_TIMEOUT")
                .replace("s", ""));
        assertThat(drain).isPositive();
        assertThat(grace).isGreaterThan(drain + shutdown);
        assertThat(deployment.at("/spec/strategy/rollingUpdate/maxUnavailable").asInt(1))
                .isZero();
    }

    @Test
    void imagesComeFromOneRegistryByTagOrDigest() {
        Manifests external = Chart.render("external-database");
        assertThat(external.container("gateway").path("image").asText())
                .isEqualTo("registry.example.org:5000/clinical/hsdpo/gateway:0.1.0");
        assertThat(external.container("evaluation-service").path("image").asText())
                .startsWith("registry.example.org:5000/clinical/hsdpo/evaluation-service@sha256:");
        assertThat(MESH.container("gateway").path("image").asText())
                .isEqualTo("registry.example.org/hsdpo/gateway:0.1.0");
        assertThat(external.pods())
                .allSatisfy(pod ->
                        assertThat(pod.at("/imagePullSecrets/0/name").asText()).isEqualTo("registry-credentials"));
    }

    @Test
    void placementAndLabelsReachThePods() {
        JsonNode pod =
                Chart.render("external-database").of("Deployment", "gateway").at("/spec/template/spec");
        assertThat(pod.at("/nodeSelector/kubernetes.io~1os").asText()).isEqualTo("linux");
        assertThat(pod.at("/tolerations/0/key").asText()).isEqualTo("clinical");
        assertThat(pod.path("priorityClassName").asText()).isEqualTo("clinical");
        assertThat(pod.at("/securityContext/runAsUser").asInt()).isEqualTo(65532);
        JsonNode metadata =
                Chart.render("observed-autoscaled").of("Deployment", "gateway").at("/spec/template/metadata");
        assertThat(metadata.at("/labels/team").asText()).isEqualTo("dosing");
        assertThat(metadata.at("/annotations/cluster-autoscaler.kubernetes.io~1safe-to-evict")
                        .asText())
                .isEqualTo("true");
    }

    @Test
    void furtherConfigurationReachesItsServiceOnly() {
        Manifests external = Chart.render("external-database");
        assertThat(Manifests.environment(external.container("evaluation-service"), "QUARKUS_THREAD_POOL_MAX_THREADS"))
                .isEqualTo("16");
        assertThat(Manifests.variables(external.container("gateway")))
                .doesNotContain("QUARKUS_THREAD_POOL_MAX_THREADS");
    }

    @Test
    void whatLeavesForResearchIsSaidByASecretThatOnlyTheIngestionServiceSees() {
        Manifests decided = Chart.render("operator-database", Map.of("research.configSecret", "hsdpo-research"));
        JsonNode ingestion = decided.container("ingestion-service");
        assertThat(Manifests.environment(ingestion, "QUARKUS_CONFIG_LOCATIONS"))
                .isEqualTo("/etc/hsdpo/research/application.properties");
        assertThat(ingestion.path("volumeMounts"))
                .extracting(mount -> mount.path("mountPath").asText())
                .contains("/etc/hsdpo/research");
        assertThat(decided.pods())
                .flatExtracting(pod -> pod.path("volumes").findValuesAsText("secretName"))
                .containsOnlyOnce("hsdpo-research");
        assertThat(Manifests.variables(MESH.container("ingestion-service"))).doesNotContain("QUARKUS_CONFIG_LOCATIONS");
    }

    @Test
    void rulesOfSitesComeFromAConfigMapThatOnlyTheEvaluationServiceSees() {
        Manifests ruled = Chart.render("operator-database", Map.of("siteRules.configMap", "hsdpo-site-rules"));
        JsonNode evaluation = ruled.container("evaluation-service");
        assertThat(Manifests.environment(evaluation, "HSDPO_EVALUATION_SITE_RULES"))
                .isEqualTo("/etc/hsdpo/rules");
        assertThat(evaluation.path("volumeMounts"))
                .extracting(mount -> mount.path("mountPath").asText())
                .contains("/etc/hsdpo/rules");
        assertThat(ruled.pods())
                .filteredOn(pod -> pod.path("volumes").toString().contains("hsdpo-site-rules"))
                .hasSize(1);
        assertThat(Manifests.variables(MESH.container("evaluation-service")))
                .doesNotContain("HSDPO_EVALUATION_SITE_RULES");
    }

    @Test
    void serversToFetchFromAndTheirKeysAreInASecretThatOnlyTheIngestionServiceSees() {
        Manifests fetching = Chart.render(
                "operator-database",
                Map.of(
                        "ehr.configSecret",
                        "hsdpo-ehr",
                        "research.configSecret",
                        "hsdpo-research",
                        "networkPolicy.ehr[0].ipBlock.cidr",
                        "192.0.2.7/32"));
        JsonNode ingestion = fetching.container("ingestion-service");
        assertThat(Manifests.environment(ingestion, "QUARKUS_CONFIG_LOCATIONS"))
                .isEqualTo("/etc/hsdpo/research/application.properties,/etc/hsdpo/ehr/application.properties");
        assertThat(ingestion.path("volumeMounts"))
                .extracting(mount -> mount.path("mountPath").asText())
                .contains("/etc/hsdpo/ehr");
        assertThat(fetching.pods())
                .flatExtracting(pod -> pod.path("volumes").findValuesAsText("secretName"))
                .containsOnlyOnce("hsdpo-ehr");
        assertThat(fetching.ofKind("NetworkPolicy"))
                .filteredOn(policy -> policy.toString().contains("192.0.2.7/32"))
                .singleElement()
                .satisfies(policy -> assertThat(Manifests.component(policy)).isEqualTo("ingestion-service"));
        assertThatThrownBy(() -> Chart.render("operator-database", Map.of("ehr.configSecret", "hsdpo-ehr")))
                .hasMessageContaining("networkPolicy.ehr");
    }

    @Test
    void tracesAreSentOnlyWhenAskedFor() {
        assertThat(Manifests.environment(MESH.container("gateway"), "QUARKUS_OTEL_SDK_DISABLED"))
                .isEqualTo("true");
        JsonNode observed = Chart.render("observed-autoscaled").container("gateway");
        assertThat(Manifests.environment(observed, "QUARKUS_OTEL_SDK_DISABLED")).isEqualTo("false");
        assertThat(Manifests.environment(observed, "QUARKUS_OTEL_EXPORTER_OTLP_ENDPOINT"))
                .isEqualTo("http://otel-collector.observability.svc:4317");
    }

    @ParameterizedTest
    @MethodSource("combinations")
    void noVariableIsSetTwice(String combination) {
        assertThat(Chart.render(combination).containers())
                .allSatisfy(
                        container -> assertThat(Manifests.variables(container)).doesNotHaveDuplicates());
    }
}
