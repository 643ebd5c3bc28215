package org.hsdpo.text.medication;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import org.hsdpo.clinical.quantity.Quantity;
import org.hsdpo.text.lexeme.Lexeme;
import org.hsdpo.text.lexeme.TermTrie;
import org.hsdpo.text.medication.DosingTerms.Role;
import org.hsdpo.text.medication.DosingTerms.Term;
import org.hsdpo.text.note.Span;
import org.hsdpo.text.reading.ReadSentence;

/**
 * Reads the dose written beside a drug: strength, number of units, frequency, route. One pass collects administrations;
 * whatever can be read in two ways (a range, an upper limit, a bracketed strength that may be a total, a change by an
 * amount) makes the dose unknown, never a guess.
 */
final class DosingReader {
    /** More tablets than this are a package, not an administration. */
    private static final double MOST_UNITS = 10;

    /** Reads the lexemes of a window that belongs to one drug. */
    static Dosing read(
            DosingTerms terms, ReadSentence sentence, int from, int to, boolean replaces, Optional<String> bareUnit) {
        return new DosingReader(terms, sentence, to, replaces, bareUnit).read(from);
    }

    /** Doses of one moment: strength of a unit, how many units, how often. */
    private static final class Administration {
        private Quantity strength;
        private List<Quantity> parts = List.of();
        private Double amount;
        private boolean total;
        private boolean unclear;
        private Term.Frequency frequency;
        private double times;

        private Optional<Quantity> dose() {
            if (strength == null || unclear) {
                return Optional.empty();
            }
            double count = amount == null || total ? 1 : amount;
            return Optional.of(Quantity.of(strength.value() * count, strength.unit()));
        }
    }

    private final DosingTerms terms;
    private final ReadSentence sentence;
    private final int to;
    private final boolean replaces;
    private final Optional<String> bareUnit;
    private final List<Administration> administrations = new ArrayList<>();
    private Administration current = new Administration();
    private Optional<Span> doseSpan = Optional.empty();
    private Optional<Span> frequencySpan = Optional.empty();
    private Optional<Quantity> statedPerDay = Optional.empty();
    private String route = "";
    private boolean asNeeded;
    private boolean asDirected;
    private boolean factored;
    private boolean unequalSchedule;
    private boolean unequalDoses;
    private boolean joined;
    private boolean limit;
    private int bracket;

    private DosingReader(
            DosingTerms terms, ReadSentence sentence, int to, boolean replaces, Optional<String> bareUnit) {
        this.terms = terms;
        this.sentence = sentence;
        this.to = to;
        this.replaces = replaces;
        this.bareUnit = bareUnit;
    }

    private Dosing read(int from) {
        int at = from;
        while (at < to) {
            int next = step(at, from);
            if (next < 0) {
                break;
            }
            at = next;
        }
        close();
        return dosing();
    }

    /** Reads what stands at a lexeme; the next lexeme to read, or -1 where the dose ends. */
    private int step(int at, int from) {
        Lexeme lexeme = sentence.lexeme(at);
        Optional<TermTrie.Match<Term>> term = terms.terms().longestAt(sentence.lexemes(), at, to);
        if (replaces && at > from && terms.is(lexeme, Role.TO)) {
            restart();
            return at + 1;
        }
        if (lexeme.kind() == Lexeme.Kind.NUMBER
                && !(term.isPresent() && term.get().value() instanceof Term.Frequency)) {
            return number(at);
        }
        if (term.isPresent()) {
            int end = term.get().end();
            switch (term.get().value()) {
                case Term.Frequency frequency -> frequency(frequency, at, end);
                case Term.Route named -> route = route.isEmpty() ? named.route() : route;
                case Term.AsNeeded() -> asNeeded = true;
                case Term.AsDirected() -> asDirected = true;
                case Term.Count(double count) -> {
                    if (formAt(end) > end || strengthFollows(end)) {
                        amount(count, at, Math.max(end, formAt(end)));
                        return Math.max(end, formAt(end));
                    }
                }
                case Term.Form named -> {
                    // A form without a number names the product, not an amount.
                }
                case Term.Unit unit -> throw new IllegalStateException("a unit is no term of its own: " + unit);
            }
            return end;
        }
        boolean dosed = !administrations.isEmpty() || current.frequency != null;
        if (lexeme.is(";") || dosed && terms.is(lexeme, Role.END)) {
            return -1;
        }
        bracket += lexeme.is("(") ? 1 : lexeme.is(")") ? -1 : 0;
        joined = terms.is(lexeme, Role.AND) || lexeme.is("/") && joined;
        limit |= terms.is(lexeme, Role.LIMIT) || terms.is(lexeme, Role.UP) && reads(at + 1, Role.RANGE);
        return at + 1;
    }

    private int number(int at) {
        Lexeme lexeme = sentence.lexeme(at);
        if (!lexeme.isReadableNumber() || isDate(at)) {
            return at + 1;
        }
        Optional<Integer> schedule = schedule(at);
        if (schedule.isPresent()) {
            return schedule.get();
        }
        int end = at + 1;
        double number = lexeme.number();
        if (sentence.reads(end, "/")
                && end + 1 < to
                && sentence.lexeme(end + 1).isReadableNumber()
                && formAt(end + 2) > end + 2
                && number < sentence.lexeme(end + 1).number()) {
            amount(number / sentence.lexeme(end + 1).number(), at, formAt(end + 2));
            return formAt(end + 2);
        }
        boolean range = (sentence.reads(end, "-") || sentence.reads(end, "\u2013") || reads(end, Role.RANGE))
                && end + 1 < to
                && sentence.lexeme(end + 1).isReadableNumber();
        List<Double> numbers = new ArrayList<>(List.of(number));
        while ((sentence.reads(end, "/") || sentence.reads(end, "-"))
                && end + 1 < to
                && sentence.lexeme(end + 1).isReadableNumber()) {
            numbers.add(sentence.lexeme(end + 1).number());
            end += 2;
        }
        Optional<TermTrie.Match<Term.Unit>> unit = terms.units().longestAt(sentence.lexemes(), end, to);
        if (unit.isPresent()) {
            return withUnit(at, numbers, range, unit.get());
        }
        int form = formAt(end);
        if (form > end) {
            if (range) {
                current.unclear = true;
            } else {
                amount(number, at, form);
            }
            return form;
        }
        if (range && !replaces && numbers.size() == 1) {
            current.unclear = true;
            return end + 2;
        }
        if (reads(end, Role.FACTOR) && doseFollows(end + 1)) {
            int dose = end + 1;
            nextIfComplete();
            frequency(new Term.Frequency(number, false), at, end + 1);
            factored = current.frequency != null;
            return dose;
        }
        boolean times = reads(end, Role.TIMES) && strengthFollows(end + 1);
        if (times) {
            amount(number, at, end);
            return end + 1;
        }
        if (numbers.size() == 1 && replaces && reads(end, Role.TO)) {
            return end;
        }
        if (numbers.size() == 1 && bareUnit.isPresent() && current.strength == null && frequencyFollows(end)) {
            strength(List.of(Quantity.of(number, bareUnit.get())), at, end);
        }
        return end;
    }

    private int withUnit(int at, List<Double> numbers, boolean range, TermTrie.Match<Term.Unit> unit) {
        int end = unit.end();
        String ucum = unit.value().ucum();
        boolean perDay = false;
        if (reads(end, Role.PER)) {
            perDay = reads(end + 1, Role.DAY);
            boolean frequency = frequencyFollows(end);
            if (!perDay && !frequency) {
                // A concentration, or a dose for each kilogram: no amount of one administration.
                return skipConcentration(end);
            }
        }
        boolean by = at > 0 && reads(at - 1, Role.BY);
        boolean slashed = numbers.size() > 1 && !sentence.reads(at + 1, "-");
        boolean combination = numbers.size() > 1;
        boolean unreadable = limit || by || range && !slashed && numbers.size() > 2;
        limit = false;
        if (perDay) {
            end = reads(end, Role.PER) ? end + 2 : end;
            if (!unreadable && !combination) {
                statedPerDay = Optional.of(Quantity.of(numbers.getFirst(), ucum));
                doseSpan = doseSpan.or(() -> Optional.of(sentence.span(at, at + 2)));
            }
            return end;
        }
        if (unreadable) {
            current.unclear = true;
            return end;
        }
        if (combination) {
            List<Quantity> parts =
                    numbers.stream().map(value -> Quantity.of(value, ucum)).toList();
            strength(parts, at, end);
            return end;
        }
        Quantity quantity = Quantity.of(numbers.getFirst(), ucum);
        if (reads(end, Role.TOTAL) && reads(end + 1, Role.DAILY) || precededByTotalDaily(at)) {
            statedPerDay = Optional.of(quantity);
            return end;
        }
        if (sentence.reads(end, "-") || reads(end, Role.RANGE) && !replaces) {
            int second = end + 1;
            if (second < to && sentence.lexeme(second).isReadableNumber()) {
                current.unclear = true;
                return second + 1;
            }
        }
        bracketed(quantity, at, end);
        return end;
    }

    /** {@code take 2 tablets (1000 mg)}: the bracket holds the total, or the strength; only agreement tells which. */
    private void bracketed(Quantity quantity, int at, int end) {
        boolean inBracket = bracket > 0 && current.amount != null && current.amount != 1;
        if (!inBracket) {
            strength(List.of(quantity), at, end);
            return;
        }
        boolean total = reads(end, Role.TOTAL);
        if (current.strength == null) {
            strength(List.of(quantity), at, end);
            current.total = total;
            current.unclear |= !total;
        } else {
            double product = current.strength.value() * current.amount;
            boolean agrees = current.strength.unit().equals(quantity.unit())
                    && (Math.abs(product - quantity.value()) < 1e-9
                            || Math.abs(current.strength.value() - quantity.value()) < 1e-9);
            current.unclear |= !agrees;
        }
    }

    private void strength(List<Quantity> quantities, int at, int end) {
        if (current.strength != null && current.frequency == null && !replaces && bracket == 0 && !joined) {
            // Two strengths before any frequency: a product strength repeated is one, anything else has two readings.
            boolean same = current.strength.equals(quantities.getFirst());
            current.unclear |= !same && current.amount == null;
            if (!same && current.amount != null) {
                current.total = true;
                current.unclear = Math.abs(current.strength.value() * current.amount
                                - quantities.getFirst().value())
                        > 1e-9;
                current.strength = quantities.getFirst();
            }
            return;
        }
        nextIfComplete();
        current.strength = quantities.getFirst();
        current.parts = quantities;
        extendDose(at, end);
    }

    private void amount(double count, int at, int end) {
        nextIfComplete();
        if (current.amount != null && current.amount != count || count > MOST_UNITS) {
            current.unclear = true;
        }
        current.amount = count;
        extendDose(at, end);
    }

    private void frequency(Term.Frequency frequency, int at, int end) {
        if (current.frequency == null) {
            current.frequency = frequency;
            current.times = frequency.timesPerDay();
        } else if (joined && frequency.moment() && current.frequency.moment()) {
            current.times += frequency.timesPerDay();
        } else {
            return;
        }
        joined = false;
        Span span = sentence.span(at, end);
        frequencySpan = frequencySpan.isEmpty() ? Optional.of(span) : frequencySpan;
    }

    /** A dose after a frequency opens the next administration of the day, where "and" or a comma joins them. */
    private void nextIfComplete() {
        if (factored) {
            factored = false;
            return;
        }
        if (current.frequency != null) {
            Administration next = new Administration();
            next.strength = current.amount != null ? current.strength : null;
            next.unclear = !joined;
            close();
            current = next;
        }
    }

    private void close() {
        if (current.strength != null || current.frequency != null || current.amount != null || current.unclear) {
            administrations.add(current);
        }
        current = new Administration();
    }

    private void restart() {
        administrations.clear();
        current = new Administration();
        doseSpan = Optional.empty();
        statedPerDay = Optional.empty();
        limit = false;
    }

    /** {@code 1-0-1}: units in the morning, at noon, in the evening and perhaps at night. */
    private Optional<Integer> schedule(int at) {
        List<Double> units = new ArrayList<>(List.of(countAt(at)));
        int end = afterCount(at);
        while (sentence.reads(end, "-")
                && end + 1 < to
                && sentence.lexeme(end + 1).isReadableNumber()) {
            units.add(countAt(end + 1));
            end = afterCount(end + 1);
        }
        Optional<TermTrie.Match<Term.Unit>> dosed = terms.units().longestAt(sentence.lexemes(), end, to);
        if (dosed.isPresent() && (units.size() == 3 || units.size() == 4)) {
            return Optional.of(doses(units, at, end, dosed.get()));
        }
        boolean small = units.stream().allMatch(unit -> unit <= 4 && unit * 2 == Math.rint(unit * 2));
        if (units.size() < 3 || units.size() > 4 || !small || dosed.isPresent()) {
            return Optional.empty();
        }
        List<Double> taken = units.stream().filter(unit -> unit > 0).toList();
        if (!taken.isEmpty() && current.frequency == null) {
            boolean equal = taken.stream().distinct().count() == 1;
            current.amount = equal ? taken.getFirst() : 1;
            double times = equal
                    ? taken.size()
                    : taken.stream().mapToDouble(Double::doubleValue).sum();
            current.frequency = new Term.Frequency(times, false);
            current.times = times;
            current.total = false;
            unequalSchedule = !equal;
            frequencySpan = Optional.of(sentence.span(at, end));
        }
        return Optional.of(end);
    }

    /** {@code 8-6-10 IE}: the dose of each moment of the day. */
    private int doses(List<Double> amounts, int at, int end, TermTrie.Match<Term.Unit> unit) {
        List<Double> taken = amounts.stream().filter(amount -> amount > 0).toList();
        boolean equal = taken.stream().distinct().count() == 1;
        if (taken.isEmpty() || current.frequency != null || current.strength != null) {
            return unit.end();
        }
        double sum = taken.stream().mapToDouble(Double::doubleValue).sum();
        current.strength =
                Quantity.of(equal ? taken.getFirst() : sum, unit.value().ucum());
        current.frequency = new Term.Frequency(equal ? taken.size() : 1, false);
        current.times = current.frequency.timesPerDay();
        unequalDoses = !equal;
        frequencySpan = Optional.of(sentence.span(at, end));
        extendDose(at, unit.end());
        return unit.end();
    }

    /** {@code 1} or {@code 1/2}. */
    private double countAt(int at) {
        double number = sentence.lexeme(at).number();
        return afterCount(at) > at + 1 ? number / sentence.lexeme(at + 2).number() : number;
    }

    private int afterCount(int at) {
        boolean half = sentence.reads(at + 1, "/")
                && at + 2 < to
                && sentence.lexeme(at + 2).is("2");
        return half ? at + 3 : at + 1;
    }

    private boolean doseFollows(int at) {
        if (at >= to || !sentence.lexeme(at).isReadableNumber()) {
            return false;
        }
        return strengthFollows(at) || bareUnit.isPresent() || formAt(at + 1) > at + 1;
    }

    private Dosing dosing() {
        Optional<Administration> first = administrations.stream().findFirst();
        boolean unclear = administrations.stream().anyMatch(each -> each.unclear);
        boolean single = administrations.size() == 1;
        Optional<Quantity> dose = unclear || unequalDoses ? Optional.empty() : first.flatMap(Administration::dose);
        OptionalDouble times = single && first.get().frequency != null && !unequalSchedule && !unequalDoses
                ? OptionalDouble.of(first.get().times)
                : OptionalDouble.empty();
        Optional<Quantity> perDay = unclear || asNeeded ? Optional.empty() : statedPerDay.or(this::summed);
        List<Quantity> parts =
                unclear ? List.of() : first.map(each -> each.parts).orElse(List.of());
        if (parts.size() > 1) {
            dose = Optional.empty();
            perDay = Optional.empty();
        }
        Optional<Span> span = dose.isPresent() || parts.size() > 1 || perDay.isPresent() ? doseSpan : Optional.empty();
        return new Dosing(dose, parts, span, times, frequencySpan, perDay, route, asNeeded, asDirected);
    }

    private Optional<Quantity> summed() {
        double sum = 0;
        String unit = null;
        for (Administration each : administrations) {
            Optional<Quantity> dose = each.dose();
            boolean sameUnit =
                    dose.isPresent() && (unit == null || unit.equals(dose.get().unit()));
            if (!sameUnit || each.frequency == null) {
                return Optional.empty();
            }
            unit = dose.get().unit();
            sum += dose.get().value() * each.times;
        }
        return unit == null ? Optional.empty() : Optional.of(Quantity.of(sum, unit));
    }

    private void extendDose(int at, int end) {
        Span span = sentence.span(at, end);
        doseSpan = Optional.of(
                administrations.isEmpty()
                        ? doseSpan.map(before -> new Span(
                                        Math.min(before.start(), span.start()), Math.max(before.end(), span.end())))
                                .orElse(span)
                        : doseSpan.orElse(span));
    }

    private boolean precededByTotalDaily(int at) {
        for (int i = Math.max(sentence.from() + 1, at - 4); i < at; i++) {
            if (reads(i - 1, Role.TOTAL) && reads(i, Role.DAILY)) {
                return true;
            }
        }
        return false;
    }

    private int skipConcentration(int at) {
        int end = at + 1;
        if (end < to && sentence.lexeme(end).isReadableNumber()) {
            end++;
        }
        return Math.min(to, end + 1);
    }

    private int formAt(int at) {
        return at < to
                ? terms.terms()
                        .longestAt(sentence.lexemes(), at, to)
                        .filter(match -> match.value() instanceof Term.Form)
                        .map(TermTrie.Match::end)
                        .orElse(at)
                : at;
    }

    private boolean frequencyFollows(int at) {
        return at < to
                && terms.terms()
                        .longestAt(sentence.lexemes(), at, to)
                        .filter(match -> match.value() instanceof Term.Frequency || match.value() instanceof Term.Route)
                        .isPresent();
    }

    private boolean strengthFollows(int at) {
        return at + 1 < to
                && sentence.lexeme(at).isReadableNumber()
                && terms.units().longestAt(sentence.lexemes(), at + 1, to).isPresent();
    }

    private boolean reads(int index, Role role) {
        return terms.reads(sentence, index, role);
    }

    private boolean isDate(int at) {
        return sentence.dates().stream().anyMatch(date -> date.from() <= at && at < date.to());
    }
}
