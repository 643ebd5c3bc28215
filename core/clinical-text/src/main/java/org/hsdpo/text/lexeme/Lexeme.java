package org.hsdpo.text.lexeme;

import org.hsdpo.text.note.Span;

/**
 * A word, number or sign as the dictionaries see it.
 *
 * @param start first UTF-16 code unit
 * @param end one past the last
 * @param kind what it is
 * @param raw as written, without the dots of an abbreviation such as {@code b.i.d.}
 * @param norm {@code raw} in lower case with plain apostrophes
 * @param number value of a {@link Kind#NUMBER}; NaN for words, signs and numbers that can be read in two ways
 */
public record Lexeme(int start, int end, Kind kind, String raw, String norm, double number) {

    /** Kinds of lexeme. */
    public enum Kind {
        WORD,
        NUMBER,
        SIGN
    }

    public boolean isWord() {
        return kind == Kind.WORD;
    }

    /** Whether it is a number with one reading. */
    public boolean isReadableNumber() {
        return kind == Kind.NUMBER && !Double.isNaN(number);
    }

    public boolean is(String form) {
        return norm.equals(form);
    }

    public Span span() {
        return new Span(start, end);
    }
}
