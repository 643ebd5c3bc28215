package org.hsdpo.text.abbreviation;

import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.hsdpo.text.lexeme.Lexeme;
import org.hsdpo.text.note.AbbreviationMention;

/** The abbreviations of a note by the offset at which each starts. */
public final class Abbreviations {
    private final TreeMap<Integer, AbbreviationMention> byStart = new TreeMap<>();

    void add(AbbreviationMention mention) {
        byStart.put(mention.span().start(), mention);
    }

    /** The abbreviation that is this lexeme. */
    public Optional<AbbreviationMention> at(Lexeme lexeme) {
        return Optional.ofNullable(byStart.get(lexeme.start()));
    }

    /** All of them by offset, in order. */
    public Map<Integer, AbbreviationMention> all() {
        return byStart;
    }
}
