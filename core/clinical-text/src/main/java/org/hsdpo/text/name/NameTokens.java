package org.hsdpo.text.name;

import java.util.Arrays;
import java.util.List;
import org.hsdpo.text.lexeme.Lexeme;
import org.hsdpo.text.note.Section;

/** A sentence as the recogniser reads it, the same in training and in use. */
public record NameTokens(String[] words, String[][] sections) {
    /** The lexemes from one to before another, under a heading of a kind. */
    public static NameTokens of(List<Lexeme> lexemes, int from, int to, Section.Kind section) {
        String[] words = new String[to - from];
        for (int i = from; i < to; i++) {
            words[i - from] = word(lexemes.get(i));
        }
        String[][] sections = new String[words.length][];
        Arrays.fill(sections, new String[] {section.name()});
        return new NameTokens(words, sections);
    }

    /** That a number stands somewhere tells something; which number does not. */
    private static String word(Lexeme lexeme) {
        return lexeme.kind() == Lexeme.Kind.NUMBER ? lexeme.raw().replaceAll("[0-9]", "0") : lexeme.raw();
    }
}
