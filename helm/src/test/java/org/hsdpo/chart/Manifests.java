package org.hsdpo.chart;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/**
 * What a rendering made.
 *
 * @param all the resources, in the order of the rendering
 */
record Manifests(List<JsonNode> all) {

    /** The services of the mesh and whether each keeps a schema in PostgreSQL. */
    static final Map<String, Boolean> SERVICES = Map.of(
            "gateway", true,
            "ingestion-service", true,
            "parser-service", false,
            "evaluation-service", false,
            "rl-agent-service", true);

    static Manifests of(String yaml) {
        return new Manifests(Repository.documents(yaml));
    }

    List<JsonNode> ofKind(String kind) {
        return all.stream()
                .filter(manifest -> kind.equals(manifest.path("kind").asText()))
                .toList();
    }

    /** The one resource of a kind that belongs to a service. */
    JsonNode of(String kind, String service) {
        List<JsonNode> found = ofKind(kind).stream()
                .filter(manifest -> service.equals(component(manifest)))
                .toList();
        if (found.size() != 1) {
            throw new AssertionError("expected one " + kind + " of " + service + ", found " + found.size());
        }
        return found.getFirst();
    }

    /** Every pod description, in Deployments and on its own. */
    List<JsonNode> pods() {
        List<JsonNode> pods = new ArrayList<>();
        ofKind("Deployment").forEach(deployment -> pods.add(deployment.at("/spec/template/spec")));
        ofKind("Pod").forEach(pod -> pods.add(pod.path("spec")));
        return pods;
    }

    /** Every container, initial ones included. */
    List<JsonNode> containers() {
        List<JsonNode> containers = new ArrayList<>();
        for (JsonNode pod : pods()) {
            pod.path("initContainers").forEach(containers::add);
            pod.path("containers").forEach(containers::add);
        }
        return containers;
    }

    JsonNode container(String service) {
        return of("Deployment", service).at("/spec/template/spec/containers/0");
    }

    JsonNode migration(String service) {
        return of("Deployment", service).at("/spec/template/spec/initContainers/0");
    }

    static String component(JsonNode manifest) {
        return manifest.path("metadata")
                .path("labels")
                .path("app.kubernetes.io/component")
                .asText();
    }

    static String name(JsonNode manifest) {
        return manifest.at("/metadata/name").asText();
    }

    /** The value of an environment variable that is set in the open; an error when absent or taken from a Secret. */
    static String environment(JsonNode container, String variable) {
        JsonNode found = variable(container, variable);
        if (!found.has("value")) {
            throw new AssertionError(variable + " is not set in the open");
        }
        return found.path("value").asText();
    }

    /** The Secret an environment variable is taken from. */
    static String secretOf(JsonNode container, String variable) {
        return variable(container, variable).at("/valueFrom/secretKeyRef/name").asText();
    }

    static List<String> variables(JsonNode container) {
        return stream(container.path("env"))
                .map(variable -> variable.path("name").asText())
                .toList();
    }

    private static JsonNode variable(JsonNode container, String name) {
        List<JsonNode> found = stream(container.path("env"))
                .filter(variable -> name.equals(variable.path("name").asText()))
                .toList();
        if (found.size() != 1) {
            throw new AssertionError(name + " is set " + found.size() + " times");
        }
        return found.getFirst();
    }

    static Stream<JsonNode> stream(JsonNode array) {
        return StreamSupport.stream(array.spliterator(), false);
    }
}
