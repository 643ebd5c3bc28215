package org.hsdpo.text.note;

import java.util.Objects;
import java.util.Optional;

/**
 * A part of a note under a heading.
 *
 * @param span heading and body
 * @param title heading as written, without its colon; empty for the text before the first heading
 * @param kind what the heading says of its body
 */
public record Section(Span span, String title, Kind kind) {

    /** What a section's body means for the facts in it. */
    public enum Kind {
        ALLERGIES,
        ASSESSMENT,
        EXAMINATION,
        FAMILY_HISTORY,
        HISTORY_OF_PRESENT_ILLNESS,
        LABORATORY,
        MEDICATIONS,
        FORMER_MEDICATIONS,
        PAST_HISTORY,
        PLAN,
        PROBLEMS,
        REVIEW_OF_SYSTEMS,
        SOCIAL_HISTORY,
        VITAL_SIGNS,
        OTHER
    }

    public Section {
        Objects.requireNonNull(span, "span");
        Objects.requireNonNull(title, "title");
        Objects.requireNonNull(kind, "kind");
    }

    /** Where the heading stands; empty for the text before the first heading. */
    public Optional<Span> titleSpan() {
        return title.isEmpty() ? Optional.empty() : Optional.of(new Span(span.start(), span.start() + title.length()));
    }
}
