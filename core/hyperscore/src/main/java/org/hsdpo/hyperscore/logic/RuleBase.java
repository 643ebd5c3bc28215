package org.hsdpo.hyperscore.logic;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.hsdpo.clinical.drug.Drug;
import org.hsdpo.clinical.knowledge.KnowledgeFile;

/** The clinical rules, from {@code rules.yaml}; see {@code docs/rules.md} for how one is written. */
public final class RuleBase {
    private static final class Holder {
        static final RuleBase SHIPPED = load(KnowledgeFile.resource(RuleBase.class, "rules.yaml"));
    }

    private record File(int version, Map<Severity, Double> weights, List<RuleEntry> rules) {}

    private record RuleEntry(
            String id,
            Severity severity,
            Boolean hard,
            JsonNode drugs,
            @JsonProperty("for") JsonNode audience,
            JsonNode when,
            JsonNode then,
            String words,
            String ask,
            String source) {}

    private final List<Rule> rules;
    private final Map<Severity, Double> weights;
    private final String hash;

    private RuleBase(List<Rule> rules, Map<Severity, Double> weights, String hash) {
        this.rules = List.copyOf(rules);
        this.weights = Map.copyOf(weights);
        this.hash = hash;
    }

    /** The rules shipped with this version. */
    public static RuleBase shipped() {
        return Holder.SHIPPED;
    }

    /**
     * Reads and checks a rule file.
     *
     * @throws IllegalStateException naming the rule where one is incomplete, unknown in its words, duplicate or
     *     self-defeating, see {@link RuleCheck}
     */
    public static RuleBase load(KnowledgeFile file) {
        File content = file.as(File.class);
        if (!content.weights().keySet().equals(EnumSet.allOf(Severity.class))) {
            throw new IllegalStateException(file.name() + ": every severity needs a weight");
        }
        List<Rule> rules = new ArrayList<>();
        for (RuleEntry entry : content.rules()) {
            rules.add(rule(rules.size(), entry, content.weights()));
        }
        RuleCheck.check(rules);
        return new RuleBase(rules, content.weights(), file.hash());
    }

    private static Rule rule(int position, RuleEntry entry, Map<Severity, Double> weights) {
        String id = required(entry.id(), "a rule", "id");
        ConditionReader reader = new ConditionReader(id);
        return new Rule(
                position,
                id,
                required(entry.severity(), id, "severity"),
                required(entry.hard(), id, "hard"),
                // A rule on the whole regimen names no drug.
                entry.drugs() == null ? Set.<Drug>of() : reader.drugs(entry.drugs()),
                Optional.ofNullable(entry.audience()).map(reader::audience),
                Optional.ofNullable(entry.when()).map(reader::read),
                reader.read(required(entry.then(), id, "then")),
                required(entry.words(), id, "words"),
                Optional.ofNullable(entry.ask()),
                required(entry.source(), id, "source"),
                weights.get(entry.severity()));
    }

    private static <T> T required(T value, String id, String key) {
        if (value == null || value instanceof String text && text.isBlank()) {
            throw new IllegalStateException("rule " + id + ": '" + key + "' is missing");
        }
        return value;
    }

    /** All rules in the order of the file. */
    public List<Rule> rules() {
        return rules;
    }

    /** Share of an obligation of this severity in the pass rate. */
    public double weight(Severity severity) {
        return weights.get(severity);
    }

    /** SHA-256 of the rule file. */
    public String hash() {
        return hash;
    }
}
