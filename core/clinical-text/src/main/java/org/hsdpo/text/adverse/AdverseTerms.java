package org.hsdpo.text.adverse;

import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.hsdpo.clinical.condition.ConditionConcept;
import org.hsdpo.clinical.knowledge.KnowledgeFile;
import org.hsdpo.text.language.NoteLanguage;
import org.hsdpo.text.lexeme.TermTrie;
import org.hsdpo.text.note.ConceptMention;
import org.hsdpo.text.note.KnowledgeVersion;

/** The words of {@code adverse-events.yaml}. */
final class AdverseTerms {
    /** What a phrase between or before a problem and a drug says. */
    enum Link {
        /** problem, phrase, drug: "due to". */
        CAUSED_BY,
        /** problem, phrase, drug: "while on". */
        UNDER,
        /** drug, phrase, problem: "causes". */
        CAUSES,
        /** drug, phrase, problem, where "on" or "after" stands before the drug: "developed". */
        DEVELOPED,
        /** The tie is a suspicion: "probably". */
        SUSPECTED,
        /** Says nothing of the tie. */
        FILLER
    }

    private record File(int version, Map<Link, List<String>> links, Reactions reactions, List<Treatment> treatments) {}

    private record Reactions(List<ConditionConcept> concepts, List<String> names) {}

    private record Treatment(List<String> ingredients, List<String> problems) {}

    private final TermTrie<Set<Link>> links = TermTrie.ignoringCase();
    private final Set<ConditionConcept> concepts;
    private final Set<String> names;
    private final Map<String, Set<String>> treated = new HashMap<>();
    private final KnowledgeVersion version;

    private AdverseTerms(NoteLanguage language, File file, KnowledgeVersion version) {
        this.version = version;
        new EnumMap<>(file.links()).forEach((link, phrases) -> language.spellings(phrases)
                .forEach(phrase -> links.valueOrAdd(phrase, HashSet::new).add(link)));
        concepts = Set.copyOf(file.reactions().concepts());
        names = Set.copyOf(language.spellings(file.reactions().names()));
        for (Treatment treatment : file.treatments()) {
            treatment.ingredients().forEach(ingredient -> treated.computeIfAbsent(ingredient, any -> new HashSet<>())
                    .addAll(language.spellings(treatment.problems())));
        }
    }

    static AdverseTerms of(NoteLanguage language) {
        KnowledgeFile file = language.knowledge(AdverseTerms.class, "adverse-events");
        File content = file.as(File.class);
        return new AdverseTerms(
                language, content, new KnowledgeVersion(file.name(), String.valueOf(content.version()), file.hash()));
    }

    TermTrie<Set<Link>> links() {
        return links;
    }

    /** Whether a problem is of a kind that drugs bring about, and this drug is not given for it. */
    boolean isReaction(ConceptMention problem, String ingredient) {
        String name = problem.text().toLowerCase(Locale.ROOT).replaceAll("\\s+", " ");
        boolean reaction = names.contains(name)
                || problem.concept().filter(concepts::contains).isPresent();
        return reaction && !treated.getOrDefault(ingredient, Set.of()).contains(name);
    }

    KnowledgeVersion version() {
        return version;
    }
}
