package org.hsdpo.text.medication;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.hsdpo.clinical.quantity.Quantity;
import org.hsdpo.text.lexeme.Lexeme;
import org.hsdpo.text.lexeme.TermTrie;
import org.hsdpo.text.medication.DosingTerms.Change;
import org.hsdpo.text.medication.DosingTerms.Role;
import org.hsdpo.text.medication.DosingTerms.Term;
import org.hsdpo.text.note.Course;
import org.hsdpo.text.note.MedicationMention.Event;
import org.hsdpo.text.note.Span;
import org.hsdpo.text.reading.ReadSentence;

/**
 * Reads how long a dose lasts and what follows it: {@code 60 mg daily for 3 days, then 40 mg daily for 3 days, then
 * stop}.
 */
final class CourseReader {
    /** Words that may stand between a drug and the first step of a list of doses. */
    private static final int WIDEST_STEP_OPENING = 3;

    private record Duration(Quantity length, int from, int to) {}

    private final DosingTerms terms;
    private final ReadSentence sentence;
    private final Optional<String> bareUnit;

    CourseReader(DosingTerms terms, ReadSentence sentence, Optional<String> bareUnit) {
        this.terms = terms;
        this.sentence = sentence;
        this.bareUnit = bareUnit;
    }

    /** Where the first step of a prescription between two lexemes ends. */
    int firstStepEnd(int from, int to) {
        for (int i = from + 1; i < to; i++) {
            if (opensStep(i, from, to)) {
                return i;
            }
        }
        return to;
    }

    /** The course that the lexemes from one to another describe. */
    Course read(int from, int to) {
        int end = firstStepEnd(from, to);
        Optional<Duration> duration = duration(from, end);
        List<Course.Step> steps = new ArrayList<>();
        while (end < to) {
            int start = end;
            end = firstStepEnd(start, to);
            step(start, end).ifPresent(steps::add);
        }
        return new Course(
                duration.map(Duration::length), duration.map(found -> sentence.span(found.from(), found.to())), steps);
    }

    /** A word such as "then", or a comma between a dose whose length is told and the next dose. */
    private boolean opensStep(int at, int from, int to) {
        if (terms.reads(sentence, at, Role.STEP)) {
            return true;
        }
        boolean listed = terms.reads(sentence, at, Role.AND) || sentence.reads(at, ";");
        return listed && doseFollows(at + 1, to) && duration(from, at).isPresent();
    }

    private boolean doseFollows(int at, int to) {
        for (int i = at; i < Math.min(to, at + WIDEST_STEP_OPENING); i++) {
            if (sentence.lexeme(i).isReadableNumber()) {
                return terms.units().longestAt(sentence.lexemes(), i + 1, to).isPresent();
            }
        }
        return false;
    }

    private Optional<Course.Step> step(int from, int to) {
        Dosing dosing = DosingReader.read(terms, sentence, from + 1, to, false, bareUnit);
        Optional<Quantity> dose = dosing.dose().or(dosing::perDay);
        boolean ends = false;
        for (int i = from; i < to && dose.isEmpty(); i++) {
            Optional<TermTrie.Match<Change>> change = terms.changes().longestAt(sentence.lexemes(), i, to);
            ends |= change.isPresent() && change.get().value() instanceof Change.To(Event event) && event == Event.STOP;
        }
        if (dose.isEmpty() && !ends) {
            return Optional.empty();
        }
        Span span = sentence.span(Math.min(from + 1, to - 1), to);
        return Optional.of(new Course.Step(
                span, dosing.dose(), dosing.timesPerDay(), duration(from, to).map(Duration::length), ends));
    }

    private Optional<Duration> duration(int from, int to) {
        for (int i = from; i < to; i++) {
            Optional<Duration> here = durationAt(i, to);
            if (here.isPresent()) {
                return here;
            }
        }
        return Optional.empty();
    }

    /** {@code for 7 days}, {@code x 2 weeks}, {@code x10d}, {@code 7-day course}. */
    private Optional<Duration> durationAt(int at, int to) {
        Lexeme lexeme = sentence.lexeme(at);
        if (terms.is(lexeme, Role.LASTING)) {
            int i = at + 1;
            while (i < to && terms.is(sentence.lexeme(i), Role.LASTING_FILLER)) {
                i++;
            }
            return length(at, i, to);
        }
        Optional<Duration> course = lexeme.isReadableNumber() ? length(at, at, to) : Optional.empty();
        return course.filter(found -> found.to() < to && terms.is(sentence.lexeme(found.to()), Role.COURSE));
    }

    private Optional<Duration> length(int start, int at, int to) {
        if (at >= to) {
            return Optional.empty();
        }
        Optional<Double> number = number(at, to);
        int i = at + 1;
        while (i < to && (sentence.reads(i, "-") || terms.is(sentence.lexeme(i), Role.LASTING_FILLER))) {
            i++;
        }
        int unitAt = i;
        return number.flatMap(count -> terms.durations()
                .longestAt(sentence.lexemes(), unitAt, to)
                .map(unit -> new Duration(Quantity.of(count, unit.value()), start, unit.end())));
    }

    private Optional<Double> number(int at, int to) {
        Lexeme lexeme = sentence.lexeme(at);
        if (lexeme.isReadableNumber()) {
            return Optional.of(lexeme.number());
        }
        return terms.terms()
                .longestAt(sentence.lexemes(), at, Math.min(to, at + 1))
                .filter(match -> match.value() instanceof Term.Count)
                .map(match -> ((Term.Count) match.value()).number());
    }
}
