package org.hsdpo.hyperscore;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.hsdpo.clinical.wording.Counted;
import org.hsdpo.hyperscore.calibration.Calibration;
import org.hsdpo.hyperscore.fusion.Term;
import org.hsdpo.hyperscore.fusion.Terms;
import org.hsdpo.hyperscore.meta.MetaLoop;
import org.hsdpo.hyperscore.reproducibility.ReproducibilityEngine;
import org.hsdpo.hyperscore.sandbox.Distribution;
import org.hsdpo.hyperscore.sandbox.Simulation;

/**
 * A candidate's findings on calibrated scales.
 *
 * @param terms all five; the meta term is that of the loop
 * @param deviations standard deviation of each term by {@link Term#ordinal()}
 * @param reproduced the terms under each reproduction
 * @param impact the impact engine's result
 * @param reproducibility the reproducibility engine's result
 * @param meta outcome of the meta loop
 */
public record CandidateScore(
        Terms terms,
        double[] deviations,
        List<Terms> reproduced,
        EngineScore impact,
        EngineScore reproducibility,
        MetaLoop.Outcome meta) {

    /** Empty where an engine that a term needs has failed. */
    public static Optional<CandidateScore> of(CandidateFindings findings, Calibration calibration) {
        if (findings.novelty().isEmpty()
                || findings.daysGained().isEmpty()
                || findings.again().isEmpty()) {
            return Optional.empty();
        }
        EngineScore novelty = findings.novelty().get();
        EngineScore impact = impact(findings, calibration);
        EngineScore reproducibility = reproducibility(findings, calibration);
        Terms terms = Terms.of(findings.logic().score(), novelty.score(), impact.score(), reproducibility.score(), 0);
        double[] deviations = {
            findings.logic().sd(),
            novelty.standardDeviation(),
            impact.standardDeviation(),
            reproducibility.standardDeviation(),
            0
        };
        List<Terms> reproduced = findings.again().stream()
                .map(again -> Terms.of(
                        again.logic(),
                        again.novelty(),
                        calibration.impact().of(again.daysGained()),
                        reproducibility.score(),
                        0))
                .toList();
        List<String> names =
                findings.again().stream().map(CandidateFindings.Again::name).toList();
        MetaLoop.Outcome meta = calibration.meta().run(terms, deviations, reproduced, names, calibration.weights());
        return Optional.of(new CandidateScore(
                terms.with(Term.META, meta.meta()), deviations, reproduced, impact, reproducibility, meta));
    }

    private static EngineScore impact(CandidateFindings findings, Calibration calibration) {
        double days = findings.daysGained().orElseThrow();
        List<Double> scores = new ArrayList<>();
        scores.add(calibration.impact().of(days));
        findings.again().forEach(again -> scores.add(calibration.impact().of(again.daysGained())));
        double sd = Distribution.of(
                        scores.stream().mapToDouble(Double::doubleValue).toArray(), "1")
                .standardDeviation();
        List<String> evidence = new ArrayList<>();
        findings.fiveYears().ifPresent(forecast -> {
            evidence.add(line("HbA1c after five years %.1f %%", forecast.hba1c()));
            evidence.add(line("major cardiovascular event %.1f %%", scaled(forecast.cardiovascular(), 100)));
            evidence.add(line("microvascular event %.1f %%", scaled(forecast.microvascular(), 100)));
            evidence.add(line("severe hypoglycaemia %.2f events", forecast.severeHypoglycaemia()));
        });
        return new EngineScore(
                scores.getFirst(),
                sd,
                Counted.of(Math.round(days), "quality-adjusted day")
                        + " gained in five years against stopping all glucose-lowering drugs.",
                evidence);
    }

    private static EngineScore reproducibility(CandidateFindings findings, Calibration calibration) {
        List<Simulation> runs = findings.again().stream()
                .map(CandidateFindings.Again::simulation)
                .toList();
        List<String> names =
                findings.again().stream().map(CandidateFindings.Again::name).toList();
        return new ReproducibilityEngine(calibration.spreadReference()).score(names, runs, findings.feasibility());
    }

    private static String line(String format, double[] values) {
        return String.format(Locale.ROOT, format, Distribution.of(values, "1").mean());
    }

    private static double[] scaled(double[] values, double factor) {
        return java.util.Arrays.stream(values).map(value -> value * factor).toArray();
    }
}
