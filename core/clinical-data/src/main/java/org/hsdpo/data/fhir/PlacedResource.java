package org.hsdpo.data.fhir;

import java.nio.charset.StandardCharsets;
import java.util.Objects;
import java.util.Optional;

/**
 * A resource that stands by itself among others.
 *
 * @param place where it stands, for provenance and for whoever has to mend it, for example {@code Observation.ndjson line 5}
 * @param content its JSON in UTF-8
 */
@SuppressWarnings("java:S6218")
public record PlacedResource(String place, byte[] content) {
    public PlacedResource {
        Objects.requireNonNull(place, "place");
        Objects.requireNonNull(content, "content");
    }

    /** Identifier of a Medication outside the resource that it refers to. */
    public Optional<String> referredMedication() {
        if (!new String(content, StandardCharsets.UTF_8).contains("\"medicationReference\"")) {
            return Optional.empty();
        }
        String reference = FhirDocument.tree(content)
                .path("medicationReference")
                .path("reference")
                .asText("");
        return reference.isEmpty() || reference.startsWith("#")
                ? Optional.empty()
                : Optional.of(FhirDocument.lastPart(reference));
    }
}
