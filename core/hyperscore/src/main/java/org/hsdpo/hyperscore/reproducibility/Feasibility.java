package org.hsdpo.hyperscore.reproducibility;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.OptionalInt;
import org.hsdpo.clinical.drug.Drug;
import org.hsdpo.clinical.drug.Formulary;
import org.hsdpo.clinical.drug.FormularyEntry;
import org.hsdpo.clinical.knowledge.KnowledgeFile;
import org.hsdpo.clinical.regimen.Regimen;

/**
 * Whether a regimen can be carried out: made from marketed strengths, how many tablets and injections a day, how much to
 * monitor, at what price.
 *
 * @param score in [0, 1]
 * @param evidence lines
 */
public record Feasibility(double score, List<String> evidence) {
    private record Burden(
            int version,
            double perDailyTablet,
            double perDailyInjection,
            double perFurtherDrug,
            double selfMonitoring,
            double perTenfoldMonthlyCost,
            double notFromStrengths,
            List<String> selfMonitored,
            String source) {
        private static final Burden SHIPPED =
                KnowledgeFile.resource(Feasibility.class, "feasibility.yaml").as(Burden.class);
    }

    private static final double WEEK = 7;
    private static final double MICROGRAMS = 1000;

    public Feasibility {
        evidence = List.copyOf(evidence);
    }

    /** @param costPerYear of the drugs at list price */
    public static Feasibility of(Regimen regimen, double costPerYear, String currency) {
        Burden burden = Burden.SHIPPED;
        double tablets = 0;
        double injections = 0;
        boolean monitored = false;
        double score = 1;
        List<String> evidence = new ArrayList<>();
        for (Drug drug : regimen.drugs()) {
            FormularyEntry entry = Formulary.shipped().entry(drug);
            OptionalInt units = units(regimen.dose(drug), entry.strengths());
            if (entry.route() == FormularyEntry.Route.SUBCUTANEOUS) {
                injections += entry.unit().endsWith("/wk") ? 1 / WEEK : 1;
            } else if (units.isPresent()) {
                tablets += units.getAsInt();
            }
            if (units.isEmpty()) {
                score -= burden.notFromStrengths();
                evidence.add(entry.label() + ": the dose cannot be made from whole marketed units");
            }
            monitored |= burden.selfMonitored().contains(drug.id());
        }
        double monthly = costPerYear / 12;
        score -= burden.perDailyTablet() * tablets
                + burden.perDailyInjection() * injections
                + burden.perFurtherDrug() * Math.max(0, regimen.drugs().size() - 1)
                + (monitored ? burden.selfMonitoring() : 0)
                + burden.perTenfoldMonthlyCost() * Math.log10(1 + monthly);
        evidence.add(String.format(
                Locale.ROOT,
                "%.0f tablets and %.1f injections a day%s, list price %.0f %s a month",
                tablets,
                injections,
                monitored ? ", self-monitoring of glucose" : "",
                monthly,
                currency));
        return new Feasibility(Math.max(0, score), evidence);
    }

    /** Fewest whole units that make a dose exactly. */
    static OptionalInt units(double dose, List<Double> strengths) {
        int target = (int) Math.round(dose * MICROGRAMS);
        int[] sizes = strengths.stream()
                .mapToInt(strength -> (int) Math.round(strength * MICROGRAMS))
                .toArray();
        int step = target;
        for (int size : sizes) {
            step = gcd(step, size);
        }
        int[] fewest = new int[target / step + 1];
        java.util.Arrays.fill(fewest, Integer.MAX_VALUE);
        fewest[0] = 0;
        for (int amount = 1; amount < fewest.length; amount++) {
            for (int size : sizes) {
                int rest = amount - size / step;
                if (rest >= 0 && fewest[rest] != Integer.MAX_VALUE) {
                    fewest[amount] = Math.min(fewest[amount], fewest[rest] + 1);
                }
            }
        }
        int result = fewest[fewest.length - 1];
        return result == Integer.MAX_VALUE ? OptionalInt.empty() : OptionalInt.of(result);
    }

    private static int gcd(int a, int b) {
        return b == 0 ? a : gcd(b, a % b);
    }
}
