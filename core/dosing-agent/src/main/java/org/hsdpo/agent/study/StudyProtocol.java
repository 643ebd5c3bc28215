package org.hsdpo.agent.study;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.hsdpo.clinical.knowledge.KnowledgeFile;
import org.hsdpo.twin.ModelVariant;

/**
 * What is compared and how, fixed before anything is run.
 *
 * @param title in words
 * @param seed of the people and of their twins
 * @param groups groups of people, each with a calendar of visits of its own
 * @param persons in each group
 * @param twins structure of the twins that stand for the truth
 * @param primary endpoints that the claim is about
 * @param secondary further endpoints
 * @param nonInferior endpoint that has to be no worse
 * @param margin by how much the upper end of its 95 % interval may lie above the comparator
 * @param hash SHA-256 of the file
 */
public record StudyProtocol(
        String title,
        long seed,
        int groups,
        int persons,
        ModelVariant twins,
        List<Endpoint> primary,
        List<Endpoint> secondary,
        Endpoint nonInferior,
        double margin,
        String hash) {

    private record File(
            int version,
            String title,
            Long seed,
            Integer groups,
            Integer persons,
            ModelVariant twins,
            List<Endpoint> primary,
            List<Endpoint> secondary,
            NonInferiority nonInferiority) {}

    private record NonInferiority(Endpoint endpoint, Double margin) {}

    /** The protocol shipped with this version. */
    public static StudyProtocol shipped() {
        return read(KnowledgeFile.resource(StudyProtocol.class, "protocol.yaml"));
    }

    /** @throws IllegalStateException naming what is missing or not accepted */
    public static StudyProtocol read(KnowledgeFile file) {
        File content = file.as(File.class);
        String name = file.name();
        require(name, "title", content.title() != null && !content.title().isBlank(), "a title");
        require(name, "seed", content.seed() != null, "a whole number");
        require(name, "groups", within(content.groups(), 1, 1_000), "1 to 1000");
        require(name, "persons", within(content.persons(), 3, 100_000), "3 to 100000");
        require(
                name,
                "twins",
                content.twins() != null,
                List.of(ModelVariant.values()).toString());
        require(name, "primary", content.primary() != null && !content.primary().isEmpty(), "endpoints");
        require(name, "secondary", content.secondary() != null, "endpoints, or []");
        Set<Endpoint> named = new HashSet<>(content.primary());
        named.addAll(content.secondary());
        require(
                name,
                "secondary",
                named.size() == content.primary().size() + content.secondary().size(),
                "each endpoint once");
        NonInferiority bound = content.nonInferiority();
        require(
                name,
                "non-inferiority",
                bound != null && named.contains(bound.endpoint()) && bound.margin() != null && bound.margin() >= 0,
                "one of the endpoints, and a margin of at least 0");
        return new StudyProtocol(
                content.title(),
                content.seed(),
                content.groups(),
                content.persons(),
                content.twins(),
                List.copyOf(content.primary()),
                List.copyOf(content.secondary()),
                bound.endpoint(),
                bound.margin(),
                file.hash());
    }

    private static boolean within(Integer value, int least, int most) {
        return value != null && value >= least && value <= most;
    }

    private static void require(String file, String key, boolean met, String accepted) {
        if (!met) {
            throw new IllegalStateException(file + ": '" + key + "' is missing or not accepted; accepted: " + accepted);
        }
    }
}
