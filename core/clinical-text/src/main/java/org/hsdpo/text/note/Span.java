package org.hsdpo.text.note;

/**
 * A stretch of a note, half open, counted in UTF-16 code units of the text as it was given.
 *
 * @param start first code unit
 * @param end one past the last code unit, at least {@code start}
 */
public record Span(int start, int end) {
    public Span {
        if (start < 0 || end < start) {
            throw new IllegalArgumentException("span " + start + " to " + end + " is not a stretch of text");
        }
    }

    /** The words of {@code text} it covers. */
    public String of(String text) {
        return text.substring(start, end);
    }

    public boolean contains(Span other) {
        return start <= other.start && other.end <= end;
    }

    public boolean overlaps(Span other) {
        return start < other.end && other.start < end;
    }
}
