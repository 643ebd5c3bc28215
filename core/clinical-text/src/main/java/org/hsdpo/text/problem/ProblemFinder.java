package org.hsdpo.text.problem;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.hsdpo.clinical.condition.ConditionConcept;
import org.hsdpo.text.Confidence;
import org.hsdpo.text.abbreviation.Abbreviations;
import org.hsdpo.text.context.Said;
import org.hsdpo.text.language.NoteLanguage;
import org.hsdpo.text.lexeme.TermTrie;
import org.hsdpo.text.note.AbbreviationMention;
import org.hsdpo.text.note.AbbreviationMention.Basis;
import org.hsdpo.text.note.ConceptMention;
import org.hsdpo.text.note.Context;
import org.hsdpo.text.note.Context.Experiencer;
import org.hsdpo.text.note.Context.Temporality;
import org.hsdpo.text.note.KnowledgeVersion;
import org.hsdpo.text.note.Span;
import org.hsdpo.text.problem.ProblemTerms.Problem;
import org.hsdpo.text.reading.ReadSentence;

/** Finds the problems that a sentence names. */
public final class ProblemFinder {
    private final ProblemTerms terms;

    public ProblemFinder(NoteLanguage language) {
        terms = ProblemTerms.of(language);
    }

    /** Version of the names. */
    public KnowledgeVersion version() {
        return terms.version();
    }

    /** All names of problems. */
    public List<String> names() {
        return terms.names();
    }

    /**
     * Problems of a sentence in order. An abbreviation is what it stands for in this note; one that may stand for several
     * things is no problem.
     */
    public List<ConceptMention> find(ReadSentence sentence, Abbreviations abbreviations) {
        List<ConceptMention> found = new ArrayList<>();
        int at = sentence.from();
        while (at < sentence.to()) {
            Optional<TermTrie.Match<Problem>> match = problemAt(sentence, at, abbreviations);
            if (match.isPresent()) {
                addMentions(sentence, at, match.get(), found);
                at = match.get().end();
            } else {
                at++;
            }
        }
        return found;
    }

    private Optional<TermTrie.Match<Problem>> problemAt(ReadSentence sentence, int at, Abbreviations abbreviations) {
        Optional<TermTrie.Match<Problem>> match = terms.longestAt(sentence.lexemes(), at, sentence.to());
        Optional<AbbreviationMention> abbreviation = abbreviations.at(sentence.lexeme(at));
        boolean oneWord = match.isEmpty() || match.get().end() == at + 1;
        if (abbreviation.isEmpty() || !oneWord || abbreviation.get().basis() == Basis.ONLY_READING) {
            return match;
        }
        return abbreviation
                .get()
                .expansion()
                .flatMap(terms::meaning)
                .map(problem -> new TermTrie.Match<>(problem, at + 1));
    }

    private static void addMentions(
            ReadSentence sentence, int from, TermTrie.Match<Problem> match, List<ConceptMention> found) {
        Span span = sentence.span(from, match.end());
        Problem problem = match.value();
        Said said = sentence.context().of(from);
        Context context = sentence.contextOf(from, problem.lasting());
        double confidence =
                sentence.confidence(problem.abbreviation() ? Confidence.ABBREVIATION : Confidence.FULL_NAME);
        boolean familyHistory = problem.concept().equals(Optional.of(ConditionConcept.MEDULLARY_THYROID_CARCINOMA))
                && (context.experiencer() == Experiencer.FAMILY || said.isOfPatientAndFamily());
        if (!familyHistory || said.isOfPatientAndFamily()) {
            found.add(mention(sentence, span, problem.concept(), context, confidence));
        }
        if (familyHistory) {
            // That a relative has it is a fact about the patient, with a concept of its own.
            found.add(mention(
                    sentence,
                    span,
                    Optional.of(ConditionConcept.FAMILY_HISTORY_MEDULLARY_THYROID_CARCINOMA),
                    context.with(Experiencer.PATIENT).with(Temporality.CURRENT),
                    confidence));
        }
    }

    private static ConceptMention mention(
            ReadSentence sentence, Span span, Optional<ConditionConcept> concept, Context context, double confidence) {
        return new ConceptMention(span, span.of(sentence.note()), concept, context, confidence);
    }
}
