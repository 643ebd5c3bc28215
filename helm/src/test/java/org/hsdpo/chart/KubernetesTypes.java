package org.hsdpo.chart;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.introspect.Annotated;
import com.fasterxml.jackson.databind.introspect.JacksonAnnotationIntrospector;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.google.gson.JsonElement;
import com.google.gson.JsonParser;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import io.kubernetes.client.openapi.models.V1Deployment;
import io.kubernetes.client.openapi.models.V1Ingress;
import io.kubernetes.client.openapi.models.V1Namespace;
import io.kubernetes.client.openapi.models.V1NetworkPolicy;
import io.kubernetes.client.openapi.models.V1Pod;
import io.kubernetes.client.openapi.models.V1PodDisruptionBudget;
import io.kubernetes.client.openapi.models.V1Secret;
import io.kubernetes.client.openapi.models.V1Service;
import io.kubernetes.client.openapi.models.V1ServiceAccount;
import io.kubernetes.client.openapi.models.V2HorizontalPodAutoscaler;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Holds a manifest against the types of the Kubernetes API, twice: one library knows which fields exist, the other refuses a value of the
 * wrong type. Neither does both.
 */
final class KubernetesTypes {

    @FunctionalInterface
    private interface FieldCheck {
        void validate(JsonElement manifest) throws IOException;
    }

    private static final Map<String, FieldCheck> FIELDS = Map.of(
            "v1/Secret", V1Secret::validateJsonElement,
            "v1/Namespace", V1Namespace::validateJsonElement,
            "v1/Pod", V1Pod::validateJsonElement,
            "v1/Service", V1Service::validateJsonElement,
            "v1/ServiceAccount", V1ServiceAccount::validateJsonElement,
            "apps/v1/Deployment", V1Deployment::validateJsonElement,
            "autoscaling/v2/HorizontalPodAutoscaler", V2HorizontalPodAutoscaler::validateJsonElement,
            "networking.k8s.io/v1/Ingress", V1Ingress::validateJsonElement,
            "networking.k8s.io/v1/NetworkPolicy", V1NetworkPolicy::validateJsonElement,
            "policy/v1/PodDisruptionBudget", V1PodDisruptionBudget::validateJsonElement);

    private static final KubernetesSerialization REGISTERED = new KubernetesSerialization();
    private static final ObjectMapper JSON = JsonMapper.builder()
            .annotationIntrospector(new JacksonAnnotationIntrospector() {
                @Override
                public Boolean hasAnyGetter(Annotated member) {
                    // The models keep what they do not know and would write it out again; left out, it shows as a
                    // difference.
                    return false;
                }
            })
            .build();

    private KubernetesTypes() {}

    /** What is wrong with a manifest, nothing when it fits. */
    static List<String> faults(JsonNode manifest) {
        String apiVersion = manifest.path("apiVersion").asText();
        String kind = manifest.path("kind").asText();
        String subject = apiVersion + "/" + kind + " " + Manifests.name(manifest);
        List<String> faults = new ArrayList<>();
        try {
            var type = REGISTERED.getRegisteredKubernetesResource(apiVersion, kind);
            if (type == null) {
                return List.of(subject + ": no such type is known");
            }
            JsonNode understood = JSON.valueToTree(JSON.treeToValue(manifest, type));
            unknownFields(subject + ": ", manifest, understood, faults);
            FieldCheck fields = FIELDS.get(apiVersion + "/" + kind);
            if (fields != null) {
                fields.validate(JsonParser.parseString(manifest.toString()));
            }
        } catch (IllegalArgumentException | IOException fault) {
            faults.add(subject + ": " + fault.getMessage());
        }
        return faults;
    }

    private static void unknownFields(String path, JsonNode written, JsonNode understood, List<String> faults) {
        if (written.isObject()) {
            written.properties().forEach(field -> {
                String name = path + "/" + field.getKey();
                JsonNode counterpart = understood.get(field.getKey());
                if (counterpart != null) {
                    unknownFields(name, field.getValue(), counterpart, faults);
                } else if (!field.getValue().isEmpty() || field.getValue().isValueNode()) {
                    faults.add(name + " is not a field of its type");
                }
            });
        } else if (written.isArray()) {
            for (int item = 0; item < written.size(); item++) {
                unknownFields(path + "/" + item, written.get(item), understood.path(item), faults);
            }
        }
    }
}
