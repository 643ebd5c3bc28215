package org.hsdpo.hyperscore.logic;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.EnumMap;
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
    private final Optional<String> overlayHash;

    private RuleBase(List<Rule> rules, Map<Severity, Double> weights, String hash, Optional<String> overlayHash) {
        this.rules = List.copyOf(rules);
        this.weights = Map.copyOf(weights);
        this.hash = hash;
        this.overlayHash = overlayHash;
    }

    /** The rules shipped with this version. */
    public static RuleBase shipped() {
        return Holder.SHIPPED;
    }

    /**
     * Reads and checks a rule file.
     *
     * @throws RuleFaults naming each rule that is incomplete, unknown in its words, duplicate or self-defeating, see {@link
     *     RuleCheck}
     */
    public static RuleBase load(KnowledgeFile file) {
        File content = content(file);
        if (content.weights() == null || !content.weights().keySet().equals(EnumSet.allOf(Severity.class))) {
            throw new RuleFaults(file.name(), List.of("every severity needs a weight"));
        }
        List<Rule> rules = rules(file, content, 0, content.weights());
        refuse(file, RuleCheck.faults(rules, Set.of()));
        return new RuleBase(rules, content.weights(), file.hash(), Optional.empty());
    }

    /**
     * These rules and those of a site, which can only be added: every rule that stands here is kept, each further one is
     * hard and restrains drugs, so that no regimen becomes admissible by them. They weigh nothing in the pass rate, which
     * is calibrated without them.
     *
     * @throws RuleFaults as {@link #load}; also where a rule is not hard, names no drug or has the identifier of one that
     *     stands here
     */
    public RuleBase with(KnowledgeFile overlay) {
        File content = content(overlay);
        if (content.weights() != null) {
            throw new RuleFaults(overlay.name(), List.of("the rules of a site have no weights: leave 'weights' out"));
        }
        List<String> faults = new ArrayList<>();
        for (RuleEntry entry : content.rules()) {
            if (!Boolean.TRUE.equals(entry.hard())) {
                faults.add("rule " + entry.id()
                        + " is not hard: the rules of a site can only tighten, write 'hard: true'");
            }
            if (entry.drugs() == null) {
                faults.add("rule " + entry.id() + " restrains no drug: 'drugs' is missing");
            }
        }
        refuse(overlay, faults);
        Map<Severity, Double> nothing = new EnumMap<>(Severity.class);
        weights.keySet().forEach(severity -> nothing.put(severity, 0.0));
        List<Rule> added = rules(overlay, content, rules.size(), nothing);
        List<Rule> all = new ArrayList<>(rules);
        all.addAll(added);
        refuse(overlay, RuleCheck.faults(all, Set.copyOf(added)));
        return new RuleBase(all, weights, hash, Optional.of(overlay.hash()));
    }

    private static File content(KnowledgeFile file) {
        File content = file.as(File.class);
        if (content.rules() == null || content.rules().isEmpty()) {
            throw new RuleFaults(file.name(), List.of("there are no rules: 'rules' is missing or empty"));
        }
        return content;
    }

    private static List<Rule> rules(KnowledgeFile file, File content, int first, Map<Severity, Double> weights) {
        List<Rule> rules = new ArrayList<>();
        List<String> faults = new ArrayList<>();
        for (RuleEntry entry : content.rules()) {
            try {
                rules.add(rule(first + rules.size(), entry, weights));
            } catch (IllegalStateException fault) {
                faults.add(fault.getMessage());
            }
        }
        refuse(file, faults);
        return rules;
    }

    private static void refuse(KnowledgeFile file, List<String> faults) {
        if (!faults.isEmpty()) {
            throw new RuleFaults(file.name(), faults);
        }
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

    /** SHA-256 of the file of a site's rules; empty where there are none. */
    public Optional<String> overlayHash() {
        return overlayHash;
    }
}
