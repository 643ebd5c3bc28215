package org.hsdpo.text.language;

import java.util.ArrayList;
import java.util.List;
import org.hsdpo.text.lexeme.Lexeme;
import org.hsdpo.text.lexeme.LexemeScanner;
import org.hsdpo.text.note.KnowledgeVersion;
import org.hsdpo.text.note.Span;
import org.hsdpo.text.note.Token;

/** General knowledge of one language: sentences, tokens and their parts of speech. Thread-safe. */
public final class Linguist {
    /** A run without white space longer than this is no word; the models' cost grows with its square. */
    static final int LONGEST_WORD = 100;

    private final LanguageModels models;
    private final NoteLanguage language;

    public Linguist(NoteLanguage language) {
        this.language = language;
        this.models = new LanguageModels(language);
    }

    /** The language it knows. */
    NoteLanguage language() {
        return language;
    }

    /** Models that take part in every result. */
    public List<KnowledgeVersion> versions() {
        return models.versions();
    }

    /** Sentences that the model finds in a stretch of text, as offsets into the whole text. */
    List<Span> sentences(String text, Span block) {
        String piece = block.of(text);
        if (hasOverlongWord(piece)) {
            return List.of(block);
        }
        List<Span> spans = new ArrayList<>();
        for (opennlp.tools.util.Span found : models.sentences().sentPosDetect(piece)) {
            spans.add(new Span(block.start() + found.getStart(), block.start() + found.getEnd()));
        }
        return spans;
    }

    /** Tokens of a sentence with universal part-of-speech tags. */
    public List<Token> tokens(String text, Span sentence) {
        String piece = sentence.of(text);
        List<Span> spans = new ArrayList<>();
        if (hasOverlongWord(piece)) {
            LexemeScanner.scan(text, sentence.start(), sentence.end()).forEach(lexeme -> spans.add(lexeme.span()));
            return spans.stream().map(span -> new Token(span, "X")).toList();
        }
        for (opennlp.tools.util.Span found : models.tokens().tokenizePos(piece)) {
            addClinicalTokens(text, sentence.start() + found.getStart(), sentence.start() + found.getEnd(), spans);
        }
        String[] tags =
                models.tags().tag(spans.stream().map(span -> span.of(text)).toArray(String[]::new));
        List<Token> tokens = new ArrayList<>(spans.size());
        for (int i = 0; i < spans.size(); i++) {
            tokens.add(new Token(spans.get(i), tags[i]));
        }
        return tokens;
    }

    /** Cuts a number from the unit written onto it, as in {@code 500mg}, which newspaper models leave whole. */
    private static void addClinicalTokens(String text, int start, int end, List<Span> spans) {
        if (text.charAt(start) >= '0' && text.charAt(start) <= '9') {
            List<Lexeme> parts = LexemeScanner.scan(text, start, end);
            if (parts.size() == 2
                    && parts.getFirst().isReadableNumber()
                    && parts.get(1).isWord()) {
                parts.forEach(part -> spans.add(part.span()));
                return;
            }
        }
        spans.add(new Span(start, end));
    }

    private static boolean hasOverlongWord(String piece) {
        int run = 0;
        for (int i = 0; i < piece.length(); i++) {
            run = Character.isWhitespace(piece.charAt(i)) ? 0 : run + 1;
            if (run > LONGEST_WORD) {
                return true;
            }
        }
        return false;
    }
}
