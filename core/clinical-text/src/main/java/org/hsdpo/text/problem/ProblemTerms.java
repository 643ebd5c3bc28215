package org.hsdpo.text.problem;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.hsdpo.clinical.condition.ConditionConcept;
import org.hsdpo.clinical.knowledge.KnowledgeFile;
import org.hsdpo.text.language.NoteLanguage;
import org.hsdpo.text.lexeme.Lexeme;
import org.hsdpo.text.lexeme.LexemeScanner;
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

    private ProblemTerms(NoteLanguage language, File file, KnowledgeVersion version) {
        this.version = version;
        file.concepts().forEach(entry -> add(language, entry));
        file.other().forEach(entry -> add(language, entry));
    }

    static ProblemTerms of(NoteLanguage language) {
        KnowledgeFile file = language.knowledge(ProblemTerms.class, "problems");
        File content = file.as(File.class);
        return new ProblemTerms(
                language, content, new KnowledgeVersion(file.name(), String.valueOf(content.version()), file.hash()));
    }

    KnowledgeVersion version() {
        return version;
    }

    List<String> names() {
        return Stream.of(terms, abbreviations)
                .flatMap(each -> each.terms().stream())
                .toList();
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

    /** What a written-out abbreviation means: the name that it ends with, or that it is. */
    Optional<Problem> meaning(String expansion) {
        List<Lexeme> lexemes = LexemeScanner.scan(expansion);
        for (int i = 0; i < lexemes.size(); i++) {
            Optional<TermTrie.Match<Problem>> match = terms.longestAt(lexemes, i, lexemes.size());
            if (match.isPresent() && match.get().end() == lexemes.size()) {
                Problem named = match.get().value();
                return Optional.of(new Problem(named.concept(), named.lasting(), true));
            }
        }
        return Optional.empty();
    }

    private void add(NoteLanguage language, Entry entry) {
        Optional<ConditionConcept> concept = Optional.ofNullable(entry.concept());
        language.spellings(entry.terms())
                .forEach(term -> terms.add(term, new Problem(concept, entry.lasting(), false)));
        if (entry.abbreviations() != null) {
            entry.abbreviations().forEach(form -> abbreviations.add(form, new Problem(concept, entry.lasting(), true)));
        }
    }
}
