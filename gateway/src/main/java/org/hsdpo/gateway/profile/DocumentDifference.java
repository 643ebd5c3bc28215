package org.hsdpo.gateway.profile;

import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.hsdpo.contracts.gateway.v1.ProfileDifference;

/**
 * Where two JSON documents differ. Lists are compared place by place.
 *
 * @param first the first differences, in the order of the document
 * @param count all of them
 */
record DocumentDifference(List<ProfileDifference> first, int count) {
    /** A reader wants to know where it begins, not every consequence. */
    static final int MOST = 100;

    private static final ObjectMapper JSON = new ObjectMapper();

    DocumentDifference {
        first = List.copyOf(first);
    }

    static DocumentDifference of(String recorded, String replayed) {
        try {
            List<ProfileDifference> found = new ArrayList<>();
            int count = compare(JSON.readTree(recorded), JSON.readTree(replayed), JsonPointer.empty(), found);
            return new DocumentDifference(found, count);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a document of ours is not JSON", e);
        }
    }

    private static int compare(JsonNode recorded, JsonNode replayed, JsonPointer path, List<ProfileDifference> found) {
        if (recorded.equals(replayed)) {
            return 0;
        }
        if (recorded.isObject() && replayed.isObject()) {
            Set<String> names = new LinkedHashSet<>();
            recorded.fieldNames().forEachRemaining(names::add);
            replayed.fieldNames().forEachRemaining(names::add);
            return names.stream()
                    .mapToInt(
                            name -> compare(recorded.path(name), replayed.path(name), path.appendProperty(name), found))
                    .sum();
        }
        if (recorded.isArray() && replayed.isArray()) {
            int count = 0;
            for (int i = 0; i < Math.max(recorded.size(), replayed.size()); i++) {
                count += compare(recorded.path(i), replayed.path(i), path.appendIndex(i), found);
            }
            return count;
        }
        if (found.size() < MOST) {
            found.add(ProfileDifference.newBuilder()
                    .setPath(path.toString())
                    .setRecorded(recorded.isMissingNode() ? "" : recorded.toString())
                    .setReplayed(replayed.isMissingNode() ? "" : replayed.toString())
                    .build());
        }
        return 1;
    }
}
