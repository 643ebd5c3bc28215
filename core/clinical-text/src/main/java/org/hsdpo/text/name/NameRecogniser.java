package org.hsdpo.text.name;

import java.util.ArrayList;
import java.util.List;
import opennlp.tools.namefind.NameFinderME;
import opennlp.tools.namefind.TokenNameFinderModel;
import org.hsdpo.text.language.LoadedModel;
import org.hsdpo.text.language.NoteLanguage;
import org.hsdpo.text.lexeme.Lexeme;
import org.hsdpo.text.note.KnowledgeVersion;
import org.hsdpo.text.note.NameMention;
import org.hsdpo.text.note.Span;
import org.hsdpo.text.reading.ReadSentence;

/** Finds names in the words that the dictionaries leave over. Serves any number of threads. */
public final class NameRecogniser {
    private static final int SHORTEST = 3;
    /** No name is so long; the model's cost grows with a sentence, and a line without an end is no sentence. */
    private static final int LONGEST_SENTENCE = 400;

    /** The finder keeps the state of the sentence it reads, so each thread has its own; they share the model. */
    private final ThreadLocal<NameFinderME> finders;

    private final NameRules rules;
    private final KnowledgeVersion model;

    public NameRecogniser(NoteLanguage language) {
        this(NameModel.shipped(language), NameRules.of(language));
    }

    private NameRecogniser(LoadedModel<TokenNameFinderModel> model, NameRules rules) {
        this.finders = ThreadLocal.withInitial(() -> new NameFinderME(model.tool()));
        this.model = model.version();
        this.rules = rules;
    }

    /** The model and the rules that take part. */
    public List<KnowledgeVersion> versions() {
        return List.of(model, rules.version());
    }

    /**
     * Names of a sentence in order.
     *
     * @param taken the stretches that the dictionaries have read, in any order
     */
    public List<NameMention> find(ReadSentence sentence, List<Span> taken) {
        if (sentence.to() - sentence.from() > LONGEST_SENTENCE || !hasWordLeft(sentence, taken)) {
            return List.of();
        }
        NameTokens tokens = NameTokens.of(sentence.lexemes(), sentence.from(), sentence.to(), sentence.kind());
        NameFinderME finder = finders.get();
        opennlp.tools.util.Span[] found = finder.find(tokens.words(), tokens.sections());
        double[] probabilities = finder.probs(found);
        List<NameMention> mentions = new ArrayList<>();
        for (int i = 0; i < found.length; i++) {
            NameMention.Kind kind = NameMention.Kind.valueOf(found[i].getType());
            int from = sentence.from() + found[i].getStart();
            Span span = sentence.span(from, sentence.from() + found[i].getEnd());
            boolean sure = probabilities[i] >= rules.leastProbability().getOrDefault(kind, Double.POSITIVE_INFINITY);
            if (sure && isName(sentence, span, found[i]) && taken.stream().noneMatch(span::overlaps)) {
                mentions.add(new NameMention(
                        span,
                        span.of(sentence.note()),
                        kind,
                        sentence.contextOf(from, false),
                        sentence.confidence(probabilities[i])));
            }
        }
        return mentions;
    }

    private static boolean hasWordLeft(ReadSentence sentence, List<Span> taken) {
        for (int i = sentence.from(); i < sentence.to(); i++) {
            Lexeme lexeme = sentence.lexeme(i);
            if (lexeme.isWord()
                    && lexeme.norm().length() >= SHORTEST
                    && taken.stream().noneMatch(lexeme.span()::overlaps)) {
                return true;
            }
        }
        return false;
    }

    private boolean isName(ReadSentence sentence, Span span, opennlp.tools.util.Span found) {
        if (span.end() - span.start() < SHORTEST) {
            return false;
        }
        for (int i = found.getStart(); i < found.getEnd(); i++) {
            Lexeme lexeme = sentence.lexeme(sentence.from() + i);
            if (lexeme.isWord() && !rules.neverNames().contains(lexeme.norm())) {
                return true;
            }
        }
        return false;
    }
}
