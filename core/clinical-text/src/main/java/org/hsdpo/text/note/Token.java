package org.hsdpo.text.note;

import java.util.Objects;

/**
 * A word, number or sign.
 *
 * @param span where it stands
 * @param partOfSpeech universal part-of-speech tag, for example {@code NOUN}
 */
public record Token(Span span, String partOfSpeech) {
    public Token {
        Objects.requireNonNull(span, "span");
        Objects.requireNonNull(partOfSpeech, "partOfSpeech");
    }
}
