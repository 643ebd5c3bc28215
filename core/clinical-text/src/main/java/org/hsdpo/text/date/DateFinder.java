package org.hsdpo.text.date;

import java.time.DateTimeException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.hsdpo.text.language.NoteLanguage;
import org.hsdpo.text.lexeme.Lexeme;

/**
 * Dates in a note: {@code 2024-03-01}, {@code 3/1/2024}, {@code 1 March 2024}, {@code March 1, 2024}, and the incomplete
 * {@code March 2024}, {@code 3/2024}, which are recognised so that their numbers are not read as values. Whether
 * {@code 3/1/2024} is in March or January is told by other dates of the same note that have one reading only; where none
 * does, the day stays unknown.
 */
public final class DateFinder {
    private enum Order {
        DAY_FIRST,
        MONTH_FIRST,
        UNKNOWN
    }

    private static final Map<String, Integer> MONTHS = months();

    private DateFinder() {}

    /** Dates in order. */
    public static List<WrittenDate> find(List<Lexeme> lexemes, NoteLanguage language) {
        Order order = language == NoteLanguage.GERMAN ? Order.DAY_FIRST : order(lexemes);
        List<WrittenDate> dates = new ArrayList<>();
        int i = 0;
        while (i < lexemes.size()) {
            Optional<WrittenDate> date = dateAt(lexemes, i, order);
            if (date.isPresent()) {
                dates.add(date.get());
                i = date.get().to();
            } else {
                i++;
            }
        }
        return dates;
    }

    private static Optional<WrittenDate> dateAt(List<Lexeme> lexemes, int i, Order order) {
        return Stream.<Function<Integer, Optional<WrittenDate>>>of(
                        at -> iso(lexemes, at),
                        at -> numeric(lexemes, at, order),
                        at -> dotted(lexemes, at),
                        at -> dayMonthYear(lexemes, at),
                        at -> monthDayYear(lexemes, at))
                .map(form -> form.apply(i))
                .flatMap(Optional::stream)
                .findFirst();
    }

    private static Optional<WrittenDate> iso(List<Lexeme> l, int i) {
        if (isYear(l, i)
                && isSign(l, i + 1, "-")
                && isInteger(l, i + 2, 1, 12)
                && isSign(l, i + 3, "-")
                && isInteger(l, i + 4, 1, 31)
                && isTight(l, i, i + 5)) {
            return Optional.of(new WrittenDate(i, i + 5, day(value(l, i), value(l, i + 2), value(l, i + 4))));
        }
        return Optional.empty();
    }

    private static Optional<WrittenDate> numeric(List<Lexeme> l, int i, Order order) {
        if (isInteger(l, i, 1, 31)
                && isSign(l, i + 1, "/")
                && isInteger(l, i + 2, 1, 31)
                && isSign(l, i + 3, "/")
                && isInteger(l, i + 4, 0, 2100)
                && isTight(l, i, i + 5)) {
            int first = value(l, i);
            int second = value(l, i + 2);
            Optional<LocalDate> date = !isYear(l, i + 4)
                    ? Optional.empty()
                    : switch (first == second ? Order.DAY_FIRST : order(first, second, order)) {
                        case DAY_FIRST -> day(value(l, i + 4), second, first);
                        case MONTH_FIRST -> day(value(l, i + 4), first, second);
                        case UNKNOWN -> Optional.empty();
                    };
            return Optional.of(new WrittenDate(i, i + 5, date));
        }
        if (isInteger(l, i, 1, 12) && isSign(l, i + 1, "/") && isYear(l, i + 2) && isTight(l, i, i + 3)) {
            return Optional.of(new WrittenDate(i, i + 3, Optional.empty()));
        }
        return Optional.empty();
    }

    /** {@code 12.03.2024}: where dates have points, the day comes first; {@code 12.03.} and {@code 12.03.24} lack the year. */
    private static Optional<WrittenDate> dotted(List<Lexeme> l, int i) {
        Lexeme lexeme = l.get(i);
        if (lexeme.kind() != Lexeme.Kind.NUMBER
                || !Character.isDigit(lexeme.raw().charAt(0))) {
            return Optional.empty();
        }
        String[] parts = lexeme.raw().split("\\.", 4);
        boolean dayAndMonth = (parts.length == 3
                        || parts.length == 2 && isWordOf(l, i - 1, List.of("am", "vom", "seit", "bis", "ab")))
                && isNumberUpTo(parts[0], 2, 31)
                && isNumberUpTo(parts[1], 2, 12);
        if (!dayAndMonth || parts.length == 3 && !isNumberUpTo(parts[2], 4, 2100)) {
            return Optional.empty();
        }
        boolean year = parts.length == 3 && parts[2].length() == 4 && Integer.parseInt(parts[2]) >= 1900;
        return Optional.of(new WrittenDate(
                i,
                i + 1,
                year
                        ? day(Integer.parseInt(parts[2]), Integer.parseInt(parts[1]), Integer.parseInt(parts[0]))
                        : Optional.empty()));
    }

    private static boolean isNumberUpTo(String digits, int longest, int high) {
        return !digits.isEmpty()
                && digits.length() <= longest
                && digits.chars().allMatch(Character::isDigit)
                && Integer.parseInt(digits) >= 1
                && Integer.parseInt(digits) <= high;
    }

    private static Optional<WrittenDate> dayMonthYear(List<Lexeme> l, int i) {
        if (!isInteger(l, i, 1, 31)) {
            return Optional.empty();
        }
        int month = isWordOf(l, i + 1, List.of("st", "nd", "rd", "th")) ? i + 2 : i + 1;
        month = isSign(l, month, "-") || isSign(l, month, ".") ? month + 1 : month;
        if (month >= l.size() || !MONTHS.containsKey(l.get(month).norm())) {
            return Optional.empty();
        }
        int year = isSign(l, month + 1, ",") || isSign(l, month + 1, ".") || isSign(l, month + 1, "-")
                ? month + 2
                : month + 1;
        return isYear(l, year)
                ? Optional.of(new WrittenDate(
                        i, year + 1, day(value(l, year), MONTHS.get(l.get(month).norm()), value(l, i))))
                : Optional.empty();
    }

    private static Optional<WrittenDate> monthDayYear(List<Lexeme> l, int i) {
        if (!MONTHS.containsKey(l.get(i).norm()) || !l.get(i).isWord()) {
            return Optional.empty();
        }
        int month = MONTHS.get(l.get(i).norm());
        int next = isSign(l, i + 1, ".") ? i + 2 : i + 1;
        if (isYear(l, next)) {
            return Optional.of(new WrittenDate(i, next + 1, Optional.empty()));
        }
        if (!isInteger(l, next, 1, 31)) {
            return Optional.empty();
        }
        int year = isWordOf(l, next + 1, List.of("st", "nd", "rd", "th")) ? next + 2 : next + 1;
        year = isSign(l, year, ",") ? year + 1 : year;
        return isYear(l, year)
                ? Optional.of(new WrittenDate(i, year + 1, day(value(l, year), month, value(l, next))))
                : Optional.empty();
    }

    /** The order that every unambiguous date of the note agrees on. */
    private static Order order(List<Lexeme> lexemes) {
        boolean dayFirst = false;
        boolean monthFirst = false;
        for (int i = 0; i + 4 < lexemes.size(); i++) {
            if (isInteger(lexemes, i, 1, 31)
                    && isSign(lexemes, i + 1, "/")
                    && isInteger(lexemes, i + 2, 1, 31)
                    && isSign(lexemes, i + 3, "/")
                    && isInteger(lexemes, i + 4, 0, 2100)) {
                dayFirst |= value(lexemes, i) > 12;
                monthFirst |= value(lexemes, i + 2) > 12;
            }
        }
        return dayFirst == monthFirst ? Order.UNKNOWN : dayFirst ? Order.DAY_FIRST : Order.MONTH_FIRST;
    }

    private static Order order(int first, int second, Order ofNote) {
        if (first > 12) {
            return Order.DAY_FIRST;
        }
        return second > 12 ? Order.MONTH_FIRST : ofNote;
    }

    private static Optional<LocalDate> day(int year, int month, int day) {
        try {
            return Optional.of(LocalDate.of(year, month, day));
        } catch (DateTimeException e) {
            return Optional.empty();
        }
    }

    private static boolean isTight(List<Lexeme> l, int from, int to) {
        for (int i = from + 1; i < to; i++) {
            if (l.get(i).start() != l.get(i - 1).end()) {
                return false;
            }
        }
        return true;
    }

    private static boolean isYear(List<Lexeme> l, int i) {
        return i < l.size() && l.get(i).raw().length() == 4 && isInteger(l, i, 1900, 2100);
    }

    private static boolean isInteger(List<Lexeme> l, int i, int low, int high) {
        if (i >= l.size() || !l.get(i).isReadableNumber()) {
            return false;
        }
        double value = l.get(i).number();
        return value == Math.rint(value)
                && value >= low
                && value <= high
                && l.get(i).raw().chars().allMatch(Character::isDigit);
    }

    private static boolean isSign(List<Lexeme> l, int i, String sign) {
        return i < l.size() && l.get(i).is(sign);
    }

    private static boolean isWordOf(List<Lexeme> l, int i, List<String> words) {
        return i >= 0 && i < l.size() && words.contains(l.get(i).norm());
    }

    private static int value(List<Lexeme> l, int i) {
        return (int) l.get(i).number();
    }

    private static Map<String, Integer> months() {
        List<String> names = List.of(
                "january",
                "february",
                "march",
                "april",
                "may",
                "june",
                "july",
                "august",
                "september",
                "october",
                "november",
                "december");
        Map<String, Integer> months =
                names.stream().collect(Collectors.toMap(Function.identity(), name -> names.indexOf(name) + 1));
        names.forEach(name -> months.put(name.substring(0, 3), names.indexOf(name) + 1));
        months.put("sept", 9);
        months.putAll(Map.of(
                "januar",
                1,
                "februar",
                2,
                "m\u00e4rz",
                3,
                "maerz",
                3,
                "mai",
                5,
                "juni",
                6,
                "juli",
                7,
                "oktober",
                10,
                "okt",
                10,
                "dezember",
                12));
        months.put("dez", 12);
        return Map.copyOf(months);
    }
}
