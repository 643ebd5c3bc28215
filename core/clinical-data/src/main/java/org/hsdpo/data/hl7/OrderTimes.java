package org.hsdpo.data.hl7;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.hl7.fhir.r4.model.DateTimeType;
import org.hsdpo.data.hl7.Hl7Tables.Frequency;

/**
 * When an order is carried out: TQ1 segments, or before version 2.5 the quantity and timing field (TQ) of RXE-1 or ORC-7.
 *
 * @param parts one after the other or side by side
 */
record OrderTimes(List<Part> parts) {
    /**
     * One timing.
     *
     * @param pattern as written; empty where none is
     * @param frequency what the pattern says, where it is one number
     * @param quantity of one administration as written; empty where none is
     * @param unit of the quantity
     * @param asNeeded given under a condition only
     * @param text instruction
     * @param follows it begins when the one before ends
     * @param start where stated
     * @param end where stated
     */
    record Part(
            String pattern,
            Optional<Frequency> frequency,
            String quantity,
            String unit,
            boolean asNeeded,
            String text,
            boolean follows,
            Optional<DateTimeType> start,
            Optional<DateTimeType> end) {}

    static OrderTimes of(List<Segment> tq1s, Optional<Field> field, Hl7Times times) {
        List<Part> parts = new ArrayList<>();
        boolean follows = false;
        for (Segment tq1 : tq1s) {
            parts.add(part(tq1, follows, times));
            follows = tq1.text(12).equalsIgnoreCase("S");
        }
        if (tq1s.isEmpty() && field.isPresent()) {
            parts.addAll(parts(field.get(), times));
        }
        return new OrderTimes(List.copyOf(parts));
    }

    /** A field of type TQ in a segment. */
    record Field(Segment segment, int number) {}

    private static Part part(Segment tq1, boolean follows, Hl7Times times) {
        int patterns = tq1.repetitions(3);
        String pattern =
                patterns == 1 ? tq1.text(3) : patterns == 0 ? "" : tq1.lines(3).replace('\n', ' ');
        Optional<Frequency> frequency = patterns == 1 ? Hl7Tables.shipped().frequency(pattern) : Optional.empty();
        boolean byTheClock =
                patterns == 0 && tq1.repetitions(4) > 0 && !tq1.text(4).isEmpty();
        return new Part(
                byTheClock ? "at " + tq1.repetitions(4) + " times" : pattern,
                byTheClock ? Optional.of(new Frequency(tq1.repetitions(4), 1, 'D')) : frequency,
                tq1.text(2),
                tq1.text(2, 0, 2),
                isAsNeeded(pattern) || !tq1.text(10).isEmpty(),
                tq1.lines(11),
                follows,
                times.of(tq1.text(7)),
                times.of(tq1.text(8)));
    }

    private static List<Part> parts(Field field, Hl7Times times) {
        List<Part> parts = new ArrayList<>();
        Segment segment = field.segment();
        boolean follows = false;
        for (int i = 0; i < segment.repetitions(field.number()); i++) {
            String pattern = segment.text(field.number(), i, 2);
            Part part = new Part(
                    pattern,
                    Hl7Tables.shipped().frequency(pattern),
                    segment.text(field.number(), i, 1),
                    segment.text(field.number(), i, 1, 2),
                    isAsNeeded(pattern) || !segment.text(field.number(), i, 7).isEmpty(),
                    segment.text(field.number(), i, 8),
                    follows,
                    times.of(segment.text(field.number(), i, 4)),
                    times.of(segment.text(field.number(), i, 5)));
            follows = segment.text(field.number(), i, 9).equalsIgnoreCase("S");
            boolean empty = pattern.isEmpty()
                    && part.quantity().isEmpty()
                    && part.text().isEmpty()
                    && part.start().isEmpty()
                    && part.end().isEmpty();
            if (!empty) {
                parts.add(part);
            }
        }
        return parts;
    }

    private static boolean isAsNeeded(String pattern) {
        return pattern.toUpperCase(java.util.Locale.ROOT).contains("PRN");
    }

    /** The first beginning stated. */
    Optional<DateTimeType> start() {
        return parts.stream().flatMap(part -> part.start().stream()).findFirst();
    }

    /** The end, where the last part states one. */
    Optional<DateTimeType> end() {
        return parts.isEmpty() ? Optional.empty() : parts.getLast().end();
    }
}
