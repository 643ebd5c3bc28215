package org.hsdpo.text.problem;

import java.util.List;
import java.util.Optional;
import org.hsdpo.clinical.condition.ConditionConcept;
import org.hsdpo.clinical.knowledge.KnowledgeFile;
import org.hsdpo.text.lexeme.Lexeme;
import org.hsdpo.text.lexeme.TermTrie;
import org.hsdpo.text.note.KnowledgeVersion;

/** The names of problems, from {@code problems.yaml}. */
final class ProblemTerms {
    /** What a name means, and whether the case had to match. */
    record Problem(Optional<ConditionConcept> concept, boolean lasting, boolean abbreviation) {}

    private record File(int version, List<Entry> concepts, List<Entry> other) {}

    private record Entry(ConditionConcept concept, boolean lasting, List<String> terms, List<String> abbreviations) {}

    private final TermTrie<Problem> terms = TermTrie.ignoringCase();
    private final TermTrie<Problem> abbreviations = TermTrie.exactCase();
    private final KnowledgeVersion version;

    private ProblemTerms(File file, KnowledgeVersion version) {
        this.version = version;
        file.concepts().forEach(this::add);
        file.other().forEach(this::add);
    }

    static ProblemTerms shipped() {
        KnowledgeFile file = KnowledgeFile.resource(ProblemTerms.class, "problems.yaml");
        File content = file.as(File.class);
        return new ProblemTerms(
                content, new KnowledgeVersion(file.name(), String.valueOf(content.version()), file.hash()));
    }

    KnowledgeVersion version() {
        return version;
    }

    /** The longest name that starts at a lexeme; the full term where a term and an abbreviation are equally long. */
    Optional<TermTrie.Match<Problem>> longestAt(List<Lexeme> lexemes, int start, int limit) {
        Optional<TermTrie.Match<Problem>> term = terms.longestAt(lexemes, start, limit);
        Optional<TermTrie.Match<Problem>> abbreviation = abbreviations.longestAt(lexemes, start, limit);
        if (term.isPresent() && abbreviation.isPresent()) {
            return abbreviation.get().end() > term.get().end() ? abbreviation : term;
        }
        return term.isPresent() ? term : abbreviation;
    }

    private void add(Entry entry) {
        Optional<ConditionConcept> concept = Optional.ofNullable(entry.concept());
        entry.terms().forEach(term -> terms.add(term, new Problem(concept, entry.lasting(), false)));
        if (entry.abbreviations() != null) {
            entry.abbreviations().forEach(form -> abbreviations.add(form, new Problem(concept, entry.lasting(), true)));
        }
    }
}
