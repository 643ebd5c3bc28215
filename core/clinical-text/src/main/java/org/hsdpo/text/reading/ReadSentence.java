package org.hsdpo.text.reading;

import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.hsdpo.text.context.ContextReader.SentenceContext;
import org.hsdpo.text.context.Said;
import org.hsdpo.text.date.WrittenDate;
import org.hsdpo.text.lexeme.Lexeme;
import org.hsdpo.text.note.Context;
import org.hsdpo.text.note.Section;
import org.hsdpo.text.note.Span;

/**
 * A sentence as the finders read it.
 *
 * @param note the whole note
 * @param lexemes all lexemes of the note
 * @param from first lexeme of the sentence
 * @param to one past the last
 * @param kind kind of the section it stands in
 * @param title heading of that section; empty before the first heading
 * @param dates dates written in it
 * @param context reaches of its context triggers
 * @param languageConfidence factor for what the language of the note takes away from every confidence
 */
public record ReadSentence(
        String note,
        List<Lexeme> lexemes,
        int from,
        int to,
        Section.Kind kind,
        Optional<Span> title,
        List<WrittenDate> dates,
        SentenceContext context,
        double languageConfidence) {
    public ReadSentence {
        Objects.requireNonNull(note, "note");
        Objects.requireNonNull(lexemes, "lexemes");
        Objects.requireNonNull(kind, "kind");
        Objects.requireNonNull(title, "title");
        Objects.requireNonNull(dates, "dates");
        Objects.requireNonNull(context, "context");
    }

    public Lexeme lexeme(int index) {
        return lexemes.get(index);
    }

    /** Whether the lexeme at {@code index} is in this sentence and reads {@code form} in lower case. */
    public boolean reads(int index, String form) {
        return index >= from && index < to && lexemes.get(index).is(form);
    }

    /** The stretch of the note between two lexemes. */
    public Span span(int first, int last) {
        return new Span(lexemes.get(first).start(), lexemes.get(last - 1).end());
    }

    /** Confidence in a mention with this much evidence of its own. */
    public double confidence(double own) {
        return own * languageConfidence;
    }

    /**
     * What the sentence and its heading say of a finding that begins at a lexeme.
     *
     * @param lasting whether the finding is a condition that stays once acquired
     */
    public Context contextOf(int at, boolean lasting) {
        Said said = context.of(at);
        Context stated = lasting ? said.ofLastingCondition() : said.ofPassingFinding();
        if (kind == Section.Kind.FAMILY_HISTORY && stated.experiencer() == Context.Experiencer.PATIENT) {
            return stated.with(Context.Experiencer.FAMILY);
        }
        boolean past = kind == Section.Kind.PAST_HISTORY
                && stated.assertion() != Context.Assertion.NEGATED
                && stated.temporality() == Context.Temporality.CURRENT;
        return past && !lasting ? stated.with(Context.Temporality.HISTORICAL) : stated;
    }
}
