package org.hsdpo.text.name.training;

import java.util.List;
import java.util.Objects;
import org.hsdpo.text.note.NameMention;
import org.hsdpo.text.note.Section;
import org.hsdpo.text.note.Span;

/**
 * A sentence whose names are known.
 *
 * @param section kind of the section it stands in
 * @param text the sentence
 * @param names its names in order
 */
public record MarkedSentence(Section.Kind section, String text, List<Name> names) {
    /** A name in a sentence. */
    public record Name(Span span, NameMention.Kind kind) {
        public Name {
            Objects.requireNonNull(span, "span");
            Objects.requireNonNull(kind, "kind");
        }
    }

    public MarkedSentence {
        Objects.requireNonNull(section, "section");
        Objects.requireNonNull(text, "text");
        names = List.copyOf(names);
    }
}
