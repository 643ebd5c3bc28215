package org.hsdpo.text.context;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.hsdpo.text.context.ContextTriggers.Effect;
import org.hsdpo.text.context.ContextTriggers.Meaning;
import org.hsdpo.text.language.NoteLanguage;
import org.hsdpo.text.lexeme.Lexeme;
import org.hsdpo.text.note.KnowledgeVersion;

/**
 * What the words of a sentence say of the mentions in it: the ConText algorithm.
 *
 * <p>A trigger phrase reaches from its own end to the next phrase that terminates its meaning, or to the end of the
 * sentence, on its right or on its left. A mention that begins within the reach takes the meaning. Longer phrases win
 * over the shorter ones inside them, so that a pseudo-trigger ({@code no change}) disarms the trigger it contains.
 *
 * <p>Source: Chapman et al., J Biomed Inform 2001;34:301-310; Harkema et al., J Biomed Inform 2009;42:839-851.
 */
public final class ContextReader {
    /** Shorter words in capitals are abbreviations more often than headings. */
    private static final int SHORTEST_HEADING_WORD = 4;

    private final ContextTriggers triggers;

    public ContextReader(NoteLanguage language) {
        triggers = ContextTriggers.of(language);
    }

    /** Version of the phrases. */
    public KnowledgeVersion version() {
        return triggers.version();
    }

    /** The reaches of all triggers of one sentence, given as a range of lexemes. */
    public SentenceContext read(List<Lexeme> lexemes, int from, int to) {
        List<Phrase> phrases = new ArrayList<>();
        triggers.phrases()
                .forEach(
                        lexemes,
                        from,
                        to,
                        (start, match) -> phrases.add(new Phrase(start, match.end(), match.value())));
        return new SentenceContext(reaches(phrases, clauses(lexemes, from, to), from, to));
    }

    /**
     * First lexemes of the stretches that open with a heading in capitals: text that an exporting system has joined to
     * one line still means its headings, and no phrase reaches across one.
     */
    private static List<Integer> clauses(List<Lexeme> lexemes, int from, int to) {
        List<Integer> openings = new ArrayList<>();
        for (int colon = from + 1; colon < to; colon++) {
            int heading = colon;
            while (lexemes.get(colon).is(":") && heading > from && isCapitals(lexemes.get(heading - 1))) {
                heading--;
            }
            if (heading < colon && heading > from) {
                openings.add(heading);
            }
        }
        return openings;
    }

    private static boolean isCapitals(Lexeme lexeme) {
        return lexeme.isWord()
                && lexeme.raw().length() >= SHORTEST_HEADING_WORD
                && lexeme.raw().chars().noneMatch(Character::isLowerCase);
    }

    private static List<Reach> reaches(List<Phrase> phrases, List<Integer> clauses, int from, int to) {
        List<Reach> reaches = new ArrayList<>();
        Map<Meaning, Integer> stop = new EnumMap<>(Meaning.class);
        for (Phrase phrase : phrases.reversed()) {
            int clauseEnd = clauses.stream()
                    .filter(opening -> opening >= phrase.to())
                    .findFirst()
                    .orElse(to);
            for (Meaning meaning : phrase.effect().forward()) {
                // A mention may begin inside the phrase: "no acute" negates an acute pancreatitis.
                reaches.add(new Reach(meaning, phrase.from() + 1, Math.min(clauseEnd, stop.getOrDefault(meaning, to))));
            }
            phrase.effect().ends().forEach(ended -> stop.put(ended, phrase.from()));
        }
        stop.clear();
        for (Phrase phrase : phrases) {
            int clauseStart = clauses.reversed().stream()
                    .filter(opening -> opening <= phrase.from())
                    .findFirst()
                    .orElse(from);
            for (Meaning meaning : phrase.effect().backward()) {
                reaches.add(new Reach(meaning, Math.max(clauseStart, stop.getOrDefault(meaning, from)), phrase.from()));
            }
            phrase.effect().ends().forEach(ended -> stop.put(ended, phrase.to()));
        }
        return reaches;
    }

    private record Phrase(int from, int to, Effect effect) {}

    private record Reach(Meaning meaning, int from, int to) {}

    /** The context of one sentence. */
    public static final class SentenceContext {
        private final List<Reach> reaches;

        private SentenceContext(List<Reach> reaches) {
            this.reaches = reaches;
        }

        /** Everything that is said of the mention that begins at a lexeme. */
        public Said of(int target) {
            Set<Meaning> meanings = EnumSet.noneOf(Meaning.class);
            for (Reach reach : reaches) {
                if (target >= reach.from() && target < reach.to()) {
                    meanings.add(reach.meaning());
                }
            }
            return new Said(meanings);
        }
    }
}
