package org.hsdpo.text.measurement;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.hsdpo.clinical.measurement.Bound;
import org.hsdpo.clinical.measurement.Measurement;
import org.hsdpo.clinical.quantity.Quantity;
import org.hsdpo.text.Confidence;
import org.hsdpo.text.date.WrittenDate;
import org.hsdpo.text.language.NoteLanguage;
import org.hsdpo.text.lexeme.Lexeme;
import org.hsdpo.text.lexeme.TermTrie;
import org.hsdpo.text.measurement.MeasurementTerms.Name;
import org.hsdpo.text.measurement.MeasurementTerms.Role;
import org.hsdpo.text.note.Context;
import org.hsdpo.text.note.Context.Experiencer;
import org.hsdpo.text.note.Context.Temporality;
import org.hsdpo.text.note.KnowledgeVersion;
import org.hsdpo.text.note.MeasurementMention;
import org.hsdpo.text.note.Section;
import org.hsdpo.text.note.Span;
import org.hsdpo.text.reading.ReadSentence;

/**
 * Finds measured values: a name, then within a few words a number and its unit. A range, a change ({@code weight loss
 * 5 kg}) and a number that belongs to something else ({@code 3 months}) are no values and are left out. A bound is a value
 * only where a result is reported so ({@code eGFR <30}): not a target ({@code A1c <7 %}) and not a condition
 * ({@code if eGFR <30}).
 */
public final class MeasurementFinder {
    /** A value further from its name than this belongs to something else. */
    private static final int FURTHEST = 9;

    /** Units spelled like the words "in" and "m": only a height is written in them. */
    private static final Set<String> LENGTHS = Set.of("[in_i]", "m");

    private record Value(int from, int to, Quantity quantity, boolean unitWritten, Bound bound) {
        Value(int from, int to, Quantity quantity, boolean unitWritten) {
            this(from, to, quantity, unitWritten, Bound.EXACT);
        }

        Value at(Bound reported) {
            return new Value(from, to, quantity, unitWritten, reported);
        }
    }

    private record Comparator(Bound bound, int to) {}

    private final MeasurementTerms terms;

    public MeasurementFinder(NoteLanguage language) {
        terms = MeasurementTerms.of(language);
    }

    /** Version of the names. */
    public KnowledgeVersion version() {
        return terms.version();
    }

    /** All names of measurements. */
    public List<String> names() {
        return terms.names();
    }

    /** Where a sentence names measurements, with a value or without one. */
    public List<Span> namesIn(ReadSentence sentence) {
        List<Span> spans = new ArrayList<>();
        int at = sentence.from();
        while (at < sentence.to()) {
            Optional<TermTrie.Match<Name>> name = terms.nameAt(sentence.lexemes(), at, sentence.to());
            if (name.isPresent()) {
                spans.add(sentence.span(at, name.get().end()));
            }
            at = name.map(TermTrie.Match::end).orElse(at + 1);
        }
        return spans;
    }

    /** Measured values of a sentence in order. */
    public List<MeasurementMention> find(ReadSentence sentence) {
        List<MeasurementMention> found = new ArrayList<>();
        int at = sentence.from();
        while (at < sentence.to()) {
            Optional<TermTrie.Match<Name>> name = terms.nameAt(sentence.lexemes(), at, sentence.to());
            if (name.isEmpty()) {
                at++;
                continue;
            }
            int after = name.get().end();
            at = switch (name.get().value()) {
                case Name.BloodPressure() -> pressures(sentence, at, after, found);
                case Name.Single(Measurement measurement) -> values(sentence, measurement, at, after, found);
            };
        }
        return found;
    }

    private int pressures(ReadSentence sentence, int name, int after, List<MeasurementMention> found) {
        int at = skipFillers(sentence, after).orElse(-1);
        if (at < 0 || !isNumber(sentence, at) || !sentence.reads(at + 1, "/") || !isNumber(sentence, at + 2)) {
            return after;
        }
        if (sentence.reads(at + 3, "-") || sentence.reads(at + 3, "/") || sentence.reads(at + 3, "'")) {
            return after;
        }
        int end = unitEnd(sentence, at + 3, "mm[Hg]");
        Span span = sentence.span(name, end);
        Optional<LocalDate> date = dateBeside(sentence, name, after, at, end, false);
        Context context = context(sentence, name, after, at, false);
        for (Measurement measurement : List.of(Measurement.SYSTOLIC_PRESSURE, Measurement.DIASTOLIC_PRESSURE)) {
            double number = sentence.lexeme(measurement == Measurement.SYSTOLIC_PRESSURE ? at : at + 2)
                    .number();
            found.add(new MeasurementMention(
                    span,
                    span.of(sentence.note()),
                    measurement,
                    Quantity.of(number, "mm[Hg]"),
                    Bound.EXACT,
                    context,
                    sentence.confidence(Confidence.FULL_NAME),
                    date));
        }
        return end;
    }

    private int values(
            ReadSentence sentence, Measurement measurement, int name, int after, List<MeasurementMention> found) {
        Optional<Value> bounded = boundedValue(sentence, measurement, name, after);
        if (bounded.isPresent()) {
            found.add(mention(sentence, measurement, name, after, name, bounded.get(), false));
            return bounded.get().to();
        }
        Optional<Integer> start = skipFillers(sentence, after);
        if (start.isEmpty()) {
            return after;
        }
        boolean change = isChange(sentence, after, start.get());
        Optional<Value> first = valueAt(sentence, measurement, start.get(), change);
        if (first.isEmpty()) {
            return after;
        }
        Value value = first.get();
        Optional<Value> later = change ? laterOf(sentence, measurement, value) : Optional.empty();
        found.add(mention(sentence, measurement, name, after, name, value, later.isPresent()));
        if (later.isPresent()) {
            found.add(mention(sentence, measurement, name, after, later.get().from(), later.get(), false));
            return later.get().to();
        }
        return further(sentence, measurement, name, after, value, found);
    }

    private Optional<Value> boundedValue(ReadSentence sentence, Measurement measurement, int name, int after) {
        int at = after;
        while (at < sentence.to() && terms.is(sentence.lexeme(at), Role.BEFORE_BOUND)) {
            at++;
        }
        Optional<Comparator> comparator = comparatorAt(sentence, at);
        if (comparator.isEmpty() || !statesAResult(sentence, name)) {
            return Optional.empty();
        }
        return reading(sentence, measurement, comparator.get().to(), false)
                .map(value -> value.at(comparator.get().bound()))
                .filter(value -> terms.isReported(measurement, value.bound(), value.quantity()));
    }

    private boolean statesAResult(ReadSentence sentence, int name) {
        for (int i = sentence.from(); i < sentence.to(); i++) {
            if (terms.is(sentence.lexeme(i), Role.NO_RESULT)) {
                return false;
            }
        }
        return name == sentence.from()
                || terms.is(sentence.lexeme(name - 1), Role.INTRODUCES_RESULT)
                || sentence.lexeme(name - 1).kind() == Lexeme.Kind.NUMBER;
    }

    private Optional<Comparator> comparatorAt(ReadSentence sentence, int at) {
        if (at >= sentence.to()) {
            return Optional.empty();
        }
        int orEqual = sentence.reads(at + 1, "=") ? at + 2 : at + 1;
        Lexeme sign = sentence.lexeme(at);
        if (sign.is("<")) {
            return Optional.of(new Comparator(orEqual > at + 1 ? Bound.AT_MOST : Bound.BELOW, orEqual));
        }
        if (sign.is(">")) {
            return Optional.of(new Comparator(orEqual > at + 1 ? Bound.AT_LEAST : Bound.ABOVE, orEqual));
        }
        if (sign.is("\u2264") || sign.is("\u2265")) {
            return Optional.of(new Comparator(sign.is("\u2264") ? Bound.AT_MOST : Bound.AT_LEAST, at + 1));
        }
        if (terms.is(sign, Role.UNDER) || terms.is(sign, Role.OVER)) {
            return Optional.of(new Comparator(terms.is(sign, Role.UNDER) ? Bound.BELOW : Bound.ABOVE, at + 1));
        }
        boolean than = terms.reads(sentence, at + 1, Role.THAN);
        boolean less = terms.is(sign, Role.LESS);
        return than && (less || terms.is(sign, Role.MORE))
                ? Optional.of(new Comparator(less ? Bound.BELOW : Bound.ABOVE, at + 2))
                : Optional.empty();
    }

    private boolean isChange(ReadSentence sentence, int from, int to) {
        for (int i = from; i < to; i++) {
            if (terms.reads(sentence, i, Role.FROM)) {
                return true;
            }
        }
        return false;
    }

    /** {@code from 9.2 % to 7.8 %}: the first value is the earlier one. */
    private Optional<Value> laterOf(ReadSentence sentence, Measurement measurement, Value first) {
        for (int i = first.to(); i < sentence.to() && i < first.to() + FURTHEST; i++) {
            if (terms.reads(sentence, i, Role.TO)) {
                return valueAt(sentence, measurement, i + 1, false);
            }
        }
        return Optional.empty();
    }

    /** Values of the same measurement that follow: {@code 8.4 % (prev. 7.9 %)}, {@code 8.4 % on 2024-03-01, 7.9 % on …}. */
    private int further(
            ReadSentence sentence,
            Measurement measurement,
            int name,
            int after,
            Value first,
            List<MeasurementMention> found) {
        Value last = first;
        while (true) {
            boolean earlier = false;
            boolean now = false;
            int i = last.to();
            int limit = Math.min(sentence.to(), last.to() + FURTHEST);
            Optional<Value> next = Optional.empty();
            while (i < limit && next.isEmpty()) {
                Optional<WrittenDate> date = dateAt(sentence, i);
                if (date.isPresent()) {
                    i = date.get().to();
                    limit = Math.min(sentence.to(), i + FURTHEST);
                    continue;
                }
                Lexeme lexeme = sentence.lexeme(i);
                earlier |= terms.is(lexeme, Role.EARLIER);
                now |= terms.is(lexeme, Role.NOW);
                if (lexeme.isReadableNumber()) {
                    next = valueAt(sentence, measurement, i, false).filter(Value::unitWritten);
                    if (next.isEmpty() && (earlier || now)) {
                        next = valueAt(sentence, measurement, i, false);
                    }
                    if (next.isEmpty()) {
                        return last.to();
                    }
                } else if (!earlier
                                && !terms.is(lexeme, Role.MONTH)
                                && !terms.is(lexeme, Role.FILLER)
                                && !lexeme.is(";")
                                && !terms.is(lexeme, Role.FROM)
                        || terms.is(lexeme, Role.BOUND)
                        || terms.nameAt(sentence.lexemes(), i, sentence.to()).isPresent()) {
                    return last.to();
                }
                i++;
            }
            if (next.isEmpty()) {
                return last.to();
            }
            if (now) {
                found.set(found.size() - 1, asFormer(found.getLast()));
            }
            found.add(mention(sentence, measurement, name, after, next.get().from(), next.get(), earlier && !now));
            last = next.get();
        }
    }

    /** {@code was 9.1 in January and is now 7.4}: the value before "now" is the earlier one. */
    private static MeasurementMention asFormer(MeasurementMention mention) {
        return new MeasurementMention(
                mention.span(),
                mention.text(),
                mention.measurement(),
                mention.value(),
                mention.bound(),
                mention.context().with(Temporality.HISTORICAL),
                mention.confidence(),
                mention.date());
    }

    private MeasurementMention mention(
            ReadSentence sentence,
            Measurement measurement,
            int name,
            int afterName,
            int spanStart,
            Value value,
            boolean earlier) {
        Span span = sentence.span(spanStart, value.to());
        double confidence =
                value.unitWritten() ? Confidence.FULL_NAME : Confidence.FULL_NAME * Confidence.UNIT_TOLD_BY_VALUE;
        return new MeasurementMention(
                span,
                span.of(sentence.note()),
                measurement,
                value.quantity(),
                value.bound(),
                context(sentence, name, afterName, value.from(), earlier),
                sentence.confidence(confidence),
                dateBeside(
                        sentence,
                        name,
                        spanStart == name ? afterName : value.from(),
                        value.from(),
                        value.to(),
                        earlier));
    }

    /** Of the triggers of the sentence only a condition counts: "s/p bypass, LDL 70" says nothing of the LDL. */
    private Context context(ReadSentence sentence, int name, int afterName, int value, boolean earlier) {
        Context said = sentence.context().of(name).ofPassingFinding();
        Experiencer experiencer =
                sentence.kind() == Section.Kind.FAMILY_HISTORY ? Experiencer.FAMILY : said.experiencer();
        boolean goal = name > sentence.from() && terms.is(sentence.lexeme(name - 1), Role.GOAL);
        boolean former = earlier || name > sentence.from() && terms.is(sentence.lexeme(name - 1), Role.FORMER);
        for (int i = afterName; i < value; i++) {
            goal |= terms.is(sentence.lexeme(i), Role.GOAL);
        }
        for (int i = value + 1; i < Math.min(sentence.to(), value + 8); i++) {
            if (sentence.reads(i, "(") || sentence.reads(i, ",") || sentence.reads(i, ";")) {
                break;
            }
            former |= terms.reads(sentence, i, Role.AGO);
        }
        Temporality temporality = goal || said.temporality() == Temporality.HYPOTHETICAL
                ? Temporality.HYPOTHETICAL
                : former ? Temporality.HISTORICAL : Temporality.CURRENT;
        return new Context(Context.Assertion.AFFIRMED, temporality, experiencer);
    }

    private Optional<Value> valueAt(ReadSentence sentence, Measurement measurement, int at, boolean change) {
        boolean bounded = at > sentence.from() && at <= sentence.to() && terms.is(sentence.lexeme(at - 1), Role.BOUND);
        return bounded ? Optional.empty() : reading(sentence, measurement, at, change);
    }

    private Optional<Value> reading(ReadSentence sentence, Measurement measurement, int at, boolean change) {
        if (!isNumber(sentence, at) || dateAt(sentence, at).isPresent()) {
            return Optional.empty();
        }
        double number = sentence.lexeme(at).number();
        if (measurement == Measurement.HEIGHT) {
            Optional<Value> feet = feetAndInches(sentence, at, number);
            if (feet.isPresent()) {
                return feet;
            }
        }
        Optional<TermTrie.Match<String>> unit = terms.unitAt(sentence.lexemes(), at + 1, sentence.to())
                .filter(match -> measurement == Measurement.HEIGHT || !LENGTHS.contains(match.value()));
        if (unit.isPresent()) {
            String written = unit.get().value();
            boolean range = !change && isRange(sentence, unit.get().end());
            return terms.takes(measurement, written) && !range
                    ? Optional.of(new Value(at, unit.get().end(), Quantity.of(number, written), true))
                    : Optional.empty();
        }
        boolean counted = at + 1 < sentence.to()
                && (terms.is(sentence.lexeme(at + 1), Role.COUNTED)
                        || sentence.reads(at + 1, "/")
                        || sentence.reads(at + 1, "+")
                        || sentence.reads(at + 1, "%")
                        || sentence.reads(at + 1, "'"));
        if (counted || !change && isRange(sentence, at + 1)) {
            return Optional.empty();
        }
        return terms.withOnlyPlausibleUnit(measurement, number).map(quantity -> new Value(at, at + 1, quantity, false));
    }

    /** {@code 5'10"} or {@code 5 ft 10 in}. */
    private static Optional<Value> feetAndInches(ReadSentence sentence, int at, double feet) {
        boolean feetMark = sentence.reads(at + 1, "'")
                || sentence.reads(at + 1, "\u2019")
                || sentence.reads(at + 1, "\u2032")
                || sentence.reads(at + 1, "ft")
                || sentence.reads(at + 1, "feet")
                || sentence.reads(at + 1, "foot");
        if (!feetMark || feet != Math.rint(feet)) {
            return Optional.empty();
        }
        if (isNumber(sentence, at + 2)) {
            double inches = sentence.lexeme(at + 2).number();
            boolean mark = sentence.reads(at + 3, "\"")
                    || sentence.reads(at + 3, "\u201d")
                    || sentence.reads(at + 3, "\u2033")
                    || sentence.reads(at + 3, "in")
                    || sentence.reads(at + 3, "inches");
            return inches < 12 && mark
                    ? Optional.of(new Value(at, at + 4, Quantity.of(feet * 12 + inches, "[in_i]"), true))
                    : Optional.empty();
        }
        return Optional.of(new Value(at, at + 2, Quantity.of(feet * 12, "[in_i]"), true));
    }

    private boolean isRange(ReadSentence sentence, int after) {
        boolean dash = sentence.reads(after, "-")
                || sentence.reads(after, "\u2013")
                || terms.reads(sentence, after, Role.RANGE);
        return dash && isNumber(sentence, after + 1);
    }

    /** Where the value may stand: past the words that join a name to its value, and past a date. */
    private Optional<Integer> skipFillers(ReadSentence sentence, int after) {
        int i = after;
        int passed = 0;
        while (i < sentence.to() && passed <= FURTHEST) {
            Optional<WrittenDate> date = dateAt(sentence, i);
            if (date.isPresent()) {
                i = date.get().to();
                continue;
            }
            Lexeme lexeme = sentence.lexeme(i);
            if (lexeme.kind() == Lexeme.Kind.NUMBER) {
                return Optional.of(i);
            }
            boolean allowed =
                    terms.is(lexeme, Role.FILLER) || terms.is(lexeme, Role.FROM) || terms.is(lexeme, Role.GOAL);
            if (!allowed || isLineBreakBefore(sentence, i)) {
                return Optional.empty();
            }
            i++;
            passed++;
        }
        return Optional.empty();
    }

    private static boolean isLineBreakBefore(ReadSentence sentence, int i) {
        int from = sentence.lexeme(i - 1).end();
        int to = sentence.lexeme(i).start();
        int first = sentence.note().indexOf('\n', from);
        return first >= 0 && first < to && sentence.lexeme(i).is("-");
    }

    private int unitEnd(ReadSentence sentence, int at, String expected) {
        return terms.unitAt(sentence.lexemes(), at, sentence.to())
                .filter(unit -> unit.value().equals(expected))
                .map(TermTrie.Match::end)
                .orElse(at);
    }

    /** The date nearest to the value: after it within a few words, between name and value, or at the start of the sentence. */
    private Optional<LocalDate> dateBeside(
            ReadSentence sentence, int name, int afterName, int from, int to, boolean earlier) {
        for (WrittenDate date : sentence.dates()) {
            boolean between = date.from() >= afterName && date.to() <= from;
            boolean follows = date.from() >= to && date.from() <= to + 3 && joins(sentence, to, date.from());
            if (between || follows) {
                return date.date();
            }
        }
        for (WrittenDate date : sentence.dates()) {
            boolean opens = date.from() <= sentence.from() + 2;
            // The date that opens a list of results is that of the present ones.
            if (!earlier && opens && date.to() <= name && name - date.to() <= 2) {
                return date.date();
            }
        }
        return Optional.empty();
    }

    private boolean joins(ReadSentence sentence, int from, int to) {
        for (int i = from; i < to; i++) {
            if (!terms.is(sentence.lexeme(i), Role.DATE_LINK)) {
                return false;
            }
        }
        return true;
    }

    private static Optional<WrittenDate> dateAt(ReadSentence sentence, int index) {
        return sentence.dates().stream()
                .filter(date -> date.from() <= index && index < date.to())
                .findFirst();
    }

    private static boolean isNumber(ReadSentence sentence, int index) {
        return index >= sentence.from()
                && index < sentence.to()
                && sentence.lexeme(index).isReadableNumber();
    }
}
