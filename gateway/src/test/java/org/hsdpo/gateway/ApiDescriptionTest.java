package org.hsdpo.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.hsdpo.gateway.testing.GatewayCalls;
import org.hsdpo.gateway.testing.GatewayCalls.Answer;
import org.hsdpo.gateway.testing.GatewayTest;
import org.junit.jupiter.api.Test;

@QuarkusTest
class ApiDescriptionTest extends GatewayTest {
    @TestHTTPResource(value = "/", management = true)
    URI management;

    private JsonNode api() {
        return withToken(null)
                .with("Accept", "application/json")
                .get("/q/openapi?format=json")
                .json();
    }

    @Test
    void theDescriptionIsOpenAndNamesEveryEndpoint() {
        assertThat(api().path("paths").fieldNames())
                .toIterable()
                .containsExactlyInAnyOrder(
                        "/v1/patients/{patientId}/records",
                        "/v1/patients/{patientId}/notes",
                        "/v1/patients/{patientId}/notes/{recordId}/{position}",
                        "/v1/patients/{patientId}/notes/{recordId}/{position}/page",
                        "/v1/patients/{patientId}/prescription-profiles",
                        "/v1/patients/{patientId}/prescription-profiles/{profileId}",
                        "/v1/patients/{patientId}/prescription-profiles/{profileId}/replay",
                        "/v1/patients/{patientId}/prescription-profiles/{profileId}/review",
                        "/v1/bulk-loads",
                        "/v1/bulk-loads/{loadId}",
                        "/v1/bulk-loads/{loadId}/start",
                        "/v1/bulk-loads/{loadId}/files/{file}",
                        "/v1/research/records",
                        "/v1/research/statistics",
                        "/v1/research/privacy-budget",
                        "/v1/research/scrubbed-notes");
        JsonNode created = api().path("paths")
                .path("/v1/patients/{patientId}/prescription-profiles")
                .path("post")
                .path("responses");
        assertThat(created.at("/201/content/application~1json/schema/$ref").asText())
                .isEqualTo("#/components/schemas/PrescriptionProfile");
        assertThat(created.at("/503/content/application~1problem+json/schema/$ref")
                        .asText())
                .isEqualTo("#/components/schemas/Problem");
    }

    @Test
    void aRealProfileFitsTheDescribedSchema() {
        JsonNode schemas = api().path("components").path("schemas");
        JsonNode profile = clinician().createProfile(patient, "{}").json();
        List<String> faults = new ArrayList<>();
        check(profile, schemas.path("PrescriptionProfile"), schemas, "profile", faults);
        assertThat(faults).isEmpty();
        ((com.fasterxml.jackson.databind.node.ObjectNode) profile.path("recommended")).put("colour", "red");
        check(profile, schemas.path("PrescriptionProfile"), schemas, "profile", faults);
        assertThat(faults).containsExactly("profile.recommended.colour: not described");
    }

    /** The few keywords the description uses: $ref, type, properties, required, items, enum. */
    private static void check(JsonNode value, JsonNode schema, JsonNode schemas, String path, List<String> faults) {
        if (schema.has("$ref")) {
            String name = schema.path("$ref").asText().replace("#/components/schemas/", "");
            assertThat(schemas.has(name)).as(name).isTrue();
            check(value, schemas.path(name), schemas, path, faults);
            return;
        }
        boolean fits =
                switch (schema.path("type").asText()) {
                    case "object" -> value.isObject();
                    case "array" -> value.isArray();
                    case "string" -> value.isTextual();
                    case "number" -> value.isNumber();
                    case "integer" -> value.isIntegralNumber();
                    case "boolean" -> value.isBoolean();
                    default -> false;
                };
        if (!fits) {
            faults.add(path + ": " + value.getNodeType() + " is not " + schema.path("type"));
            return;
        }
        for (Map.Entry<String, JsonNode> field : value.properties()) {
            JsonNode described = schema.path("properties").path(field.getKey());
            if (described.isMissingNode()) {
                faults.add(path + "." + field.getKey() + ": not described");
            } else {
                check(field.getValue(), described, schemas, path + "." + field.getKey(), faults);
            }
        }
        schema.path("required").forEach(name -> {
            if (!value.has(name.asText())) {
                faults.add(path + "." + name.asText() + ": missing");
            }
        });
        for (int i = 0; i < value.size() && value.isArray(); i++) {
            check(value.get(i), schema.path("items"), schemas, path + "[" + i + "]", faults);
        }
        if (schema.has("enum")) {
            List<JsonNode> allowed = new ArrayList<>();
            schema.path("enum").forEach(allowed::add);
            if (!allowed.contains(value)) {
                faults.add(path + ": " + value + " is not one of " + allowed);
            }
        }
    }

    @Test
    void healthAndMetricsStandOnTheirOwnPort() throws Exception {
        clinician().createProfile(patient, "{}");
        GatewayCalls probe = new GatewayCalls(management, null);
        Answer ready = probe.get("/q/health/ready");
        assertThat(ready.status()).isEqualTo(200);
        assertThat(new ObjectMapper()
                        .readTree(ready.response().body())
                        .path("status")
                        .asText())
                .isEqualTo("UP");
        assertThat(probe.get("/q/metrics").response().body())
                .contains("hsdpo_profiles_total")
                .doesNotContain(patient);
        assertThat(clinician().get("/q/health").status()).isEqualTo(404);
        assertThat(clinician().get("/q/metrics").status()).isEqualTo(404);
    }
}
