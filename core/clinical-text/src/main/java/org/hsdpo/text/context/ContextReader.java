package org.hsdpo.text.context;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.hsdpo.text.context.ContextTriggers.Effect;
import org.hsdpo.text.context.ContextTriggers.Meaning;
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
    private final ContextTriggers triggers = ContextTriggers.shipped();

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
        return new SentenceContext(reaches(phrases, from, to));
    }

    private static List<Reach> reaches(List<Phrase> phrases, int from, int to) {
        List<Reach> reaches = new ArrayList<>();
        Map<Meaning, Integer> stop = new EnumMap<>(Meaning.class);
        for (Phrase phrase : phrases.reversed()) {
            for (Meaning meaning : phrase.effect().forward()) {
                reaches.add(new Reach(meaning, phrase.to(), stop.getOrDefault(meaning, to)));
            }
            phrase.effect().ends().forEach(ended -> stop.put(ended, phrase.from()));
        }
        stop.clear();
        for (Phrase phrase : phrases) {
            for (Meaning meaning : phrase.effect().backward()) {
                reaches.add(new Reach(meaning, stop.getOrDefault(meaning, from), phrase.from()));
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
