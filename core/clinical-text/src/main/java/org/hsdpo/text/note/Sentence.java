package org.hsdpo.text.note;

import java.util.List;
import java.util.Objects;

/** A sentence, or an entry of a list, with its tokens in order. */
public record Sentence(Span span, List<Token> tokens) {
    public Sentence {
        Objects.requireNonNull(span, "span");
        tokens = List.copyOf(tokens);
    }
}
