package org.hsdpo.text.medication;

import java.util.Optional;
import org.hsdpo.text.lexeme.TermTrie;
import org.hsdpo.text.medication.DosingTerms.Change;
import org.hsdpo.text.medication.DosingTerms.Role;
import org.hsdpo.text.note.MedicationMention.Event;
import org.hsdpo.text.note.Span;
import org.hsdpo.text.reading.ReadSentence;

/** The words that say why a therapy was changed, and what a drug is taken for. */
final class Motives {
    /** A reason has no more words than this. */
    private static final int LONGEST = 14;

    private final DosingTerms terms;
    private final ReadSentence sentence;

    Motives(DosingTerms terms, ReadSentence sentence) {
        this.terms = terms;
        this.sentence = sentence;
    }

    /**
     * Why a drug was changed: the words after "because of" and the like behind it, up to the next change of another drug, or
     * in the clause that opens the sentence. "For" names a cause only where a therapy is stopped, held or reduced.
     */
    Optional<Span> reason(int behind, int limit, Event event) {
        boolean withdrawn =
                event == Event.STOP || event == Event.HOLD || event == Event.DECREASE || event == Event.ALLERGY;
        Optional<Span> after = first(terms.reasons(), behind, limit);
        if (after.isPresent()) {
            return after;
        }
        Optional<Span> purpose = withdrawn ? purpose(behind, limit) : Optional.empty();
        return purpose.isPresent() ? purpose : opening(behind);
    }

    /** What a drug is taken for. */
    Optional<Span> purpose(int behind, int limit) {
        return first(terms.purposes(), behind, limit);
    }

    private Optional<Span> opening(int behind) {
        Optional<TermTrie.Match<Boolean>> phrase =
                terms.reasons().longestAt(sentence.lexemes(), sentence.from(), behind);
        return phrase.flatMap(match -> words(match.end(), behind)
                .filter(span -> sentence.reads(indexAfter(span), ",") || followedByVerb(indexAfter(span))));
    }

    private boolean followedByVerb(int at) {
        return at < sentence.to()
                && (terms.is(sentence.lexeme(at), Role.FRAME)
                        || terms.changes()
                                .longestAt(sentence.lexemes(), at, sentence.to())
                                .isPresent());
    }

    private int indexAfter(Span span) {
        int i = sentence.from();
        while (i < sentence.to() && sentence.lexeme(i).start() < span.end()) {
            i++;
        }
        return i;
    }

    private Optional<Span> first(TermTrie<Boolean> phrases, int from, int limit) {
        for (int i = from; i < limit; i++) {
            if (sentence.reads(i, ";")) {
                return Optional.empty();
            }
            Optional<TermTrie.Match<Boolean>> phrase = phrases.longestAt(sentence.lexemes(), i, limit);
            if (phrase.isPresent()) {
                int start = phrase.get().end();
                Optional<Span> words = isLength(start, limit) ? Optional.empty() : words(start, limit);
                if (words.isPresent()) {
                    return words;
                }
                i = start - 1;
            }
        }
        return Optional.empty();
    }

    /** {@code for 7 days}, {@code for the next month}, {@code for now}: a length or a time is no reason. */
    private boolean isLength(int at, int limit) {
        int i = at;
        while (i < limit
                && (terms.is(sentence.lexeme(i), Role.LASTING_FILLER)
                        || sentence.lexeme(i).isReadableNumber()
                        || isCount(i, limit))) {
            i++;
        }
        return i < limit
                        && terms.durations()
                                .longestAt(sentence.lexemes(), i, limit)
                                .isPresent()
                || i < limit && terms.is(sentence.lexeme(i), Role.NO_REASON);
    }

    private boolean isCount(int at, int limit) {
        return terms.terms()
                .longestAt(sentence.lexemes(), at, limit)
                .filter(match -> match.value() instanceof DosingTerms.Term.Count)
                .isPresent();
    }

    private Optional<Span> words(int from, int limit) {
        int to = from;
        while (to < limit && to - from < LONGEST && !endsReason(to)) {
            to++;
        }
        return to > from ? Optional.of(sentence.span(from, to)) : Optional.empty();
    }

    private boolean endsReason(int at) {
        boolean punctuation = sentence.reads(at, ",")
                || sentence.reads(at, ";")
                || sentence.reads(at, ".")
                || sentence.reads(at, ")")
                || sentence.reads(at, "(");
        if (punctuation
                || terms.is(sentence.lexeme(at), Role.REASON_END)
                || terms.is(sentence.lexeme(at), Role.FRAME)) {
            return true;
        }
        boolean changeFollows = changeAt(at) || terms.is(sentence.lexeme(at), Role.AND) && changeAt(at + 1);
        return changeFollows;
    }

    private boolean changeAt(int at) {
        return at < sentence.to()
                && terms.changes()
                        .longestAt(sentence.lexemes(), at, sentence.to())
                        .filter(match -> !(match.value() instanceof Change.To(Event event)
                                && (event == Event.ALLERGY || event == Event.TAKES)))
                        .isPresent();
    }
}
