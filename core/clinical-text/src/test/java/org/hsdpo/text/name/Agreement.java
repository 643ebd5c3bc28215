package org.hsdpo.text.name;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.hsdpo.text.note.NameMention.Kind;
import org.hsdpo.text.note.Span;

/** Counts found names against annotated ones, kind by kind: a name is met where one of its kind overlaps it. */
public final class Agreement {
    /** A name, annotated or found. */
    public record Named(Kind kind, Span span) {}

    private record Counts(int met, int missed, int wrong) {}

    private final Map<Kind, Counts> counts = new EnumMap<>(Kind.class);
    private final List<String> differences = new ArrayList<>();

    public void add(String text, List<Named> annotated, List<Named> found) {
        List<Named> left = new ArrayList<>(found);
        for (Named gold : annotated) {
            Named hit = left.stream()
                    .filter(each -> each.kind() == gold.kind() && each.span().overlaps(gold.span()))
                    .findFirst()
                    .orElse(null);
            left.remove(hit);
            // What overlaps a name that is met, in the same kind, is a part of it and no second name.
            left.removeIf(each -> each.kind() == gold.kind() && each.span().overlaps(gold.span()));
            count(gold.kind(), hit != null ? 1 : 0, hit == null ? 1 : 0, 0);
            if (hit == null) {
                differences.add("MISSED " + gold.kind() + ": " + gold.span().of(text));
            }
        }
        left.forEach(each -> {
            count(each.kind(), 0, 0, 1);
            differences.add("WRONG  " + each.kind() + ": " + each.span().of(text));
        });
    }

    private void count(Kind kind, int met, int missed, int wrong) {
        counts.merge(
                kind,
                new Counts(met, missed, wrong),
                (a, b) -> new Counts(a.met() + b.met(), a.missed() + b.missed(), a.wrong() + b.wrong()));
    }

    private Counts of(Kind kind) {
        return counts.getOrDefault(kind, new Counts(0, 0, 0));
    }

    public double precision(Kind kind) {
        Counts all = of(kind);
        return all.met() == 0 ? 0 : (double) all.met() / (all.met() + all.wrong());
    }

    public double recall(Kind kind) {
        Counts all = of(kind);
        return all.met() == 0 ? 0 : (double) all.met() / (all.met() + all.missed());
    }

    public double f(Kind kind) {
        double sum = precision(kind) + recall(kind);
        return sum == 0 ? 0 : 2 * precision(kind) * recall(kind) / sum;
    }

    public int annotated(Kind kind) {
        return of(kind).met() + of(kind).missed();
    }

    public List<String> differences() {
        return differences;
    }

    public String line(Kind kind) {
        return String.format(Locale.ROOT, "P %.2f R %.2f F1 %.2f", precision(kind), recall(kind), f(kind));
    }
}
