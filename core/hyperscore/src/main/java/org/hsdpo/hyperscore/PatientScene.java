package org.hsdpo.hyperscore;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.concurrent.ExecutorService;
import org.hsdpo.clinical.condition.ConditionConcept;
import org.hsdpo.clinical.measurement.Measurement;
import org.hsdpo.clinical.patient.PatientState;
import org.hsdpo.clinical.regimen.Regimen;
import org.hsdpo.clinical.regimen.StepBasis;
import org.hsdpo.hyperscore.impact.FiveYearForecast;
import org.hsdpo.hyperscore.impact.PatientRisk;
import org.hsdpo.hyperscore.logic.CompiledRules;
import org.hsdpo.hyperscore.logic.PatientFacts;
import org.hsdpo.hyperscore.novelty.NoveltyEngine;
import org.hsdpo.hyperscore.novelty.PracticeQuery;
import org.hsdpo.hyperscore.plan.GlycaemicGoal;
import org.hsdpo.hyperscore.reproducibility.Reproduction;
import org.hsdpo.hyperscore.sandbox.Simulation;
import org.hsdpo.twin.TwinCohort;
import org.hsdpo.twin.history.PersonalTwin;

/**
 * All that the candidates of one patient share: the twins, their reproductions, what is usual for such patients, and the
 * reference of stopping all glucose-lowering drugs.
 */
record PatientScene(
        PatientFacts facts,
        Regimen current,
        StepBasis basis,
        GlycaemicGoal goal,
        PatientRisk risk,
        PersonalTwin twin,
        double currentHba1c,
        TwinCohort fiveYearCohort,
        FiveYearForecast untreatedFiveYears,
        NoveltyEngine.Practice practice,
        View view,
        List<View> reproductions) {
    /** Draws of the five-year forecast. */
    static final int FIVE_YEAR_DRAWS = 64;

    /** One set of twins with the two regimens that every candidate is compared with. */
    record View(String name, TwinCohort cohort, Simulation untreated, Optional<Simulation> usual) {}

    /** The twins all candidates run on. */
    TwinCohort cohort() {
        return twin.cohort();
    }

    /**
     * Sets the scene.
     *
     * @param recorded the patient as recorded, from which the twin is made
     * @param state the patient as evaluated: the same, or with the doses that are assumed
     */
    static PatientScene of(
            PatientState recorded,
            PatientState state,
            PatientFacts facts,
            GlycaemicGoal goal,
            EvaluationOptions options,
            NoveltyEngine novelty,
            CompiledRules rules,
            ExecutorService pool) {
        Regimen current = state.currentTherapy().regimen();
        PatientRisk risk = new PatientRisk(
                state.age().isPresent() ? OptionalDouble.of(state.age().getAsInt()) : OptionalDouble.empty(),
                state.sex().map(sourced -> sourced.value()),
                state.currentValue(Measurement.HEIGHT),
                state.hasOrHad(ConditionConcept.ATHEROSCLEROTIC_CARDIOVASCULAR_DISEASE));
        Work<PersonalTwin> twin = Work.on(pool, () -> PersonalTwin.of(recorded, options.draws(), options.seed()));
        Work<FiveYears> fiveYears = Work.on(pool, () -> {
            TwinCohort twins = twin.get().source().fewer(twin.get().cohort(), FIVE_YEAR_DRAWS, options.seed());
            return new FiveYears(twins, FiveYearForecast.run(twins, Regimen.none(), risk));
        });
        NoveltyEngine.Practice practice = novelty.practice(PracticeQuery.of(state, facts.value(Measurement.EGFR)));
        Optional<Regimen> usual = practice.usual(regimen -> rules.isWithinHardRules(facts, current, regimen));
        Work<View> view = Work.on(pool, () -> view("", twin.get().cohort(), usual, goal));
        List<Work<View>> reproductions = new ArrayList<>();
        for (Reproduction.Kind kind : Reproduction.Kind.values()) {
            reproductions.add(Work.on(pool, () -> {
                Reproduction again = Reproduction.of(kind, twin.get(), options.seed());
                return view(again.name(), again.cohort(), usual, goal);
            }));
        }
        return new PatientScene(
                facts,
                current,
                rules.basis(facts, current),
                goal,
                risk,
                twin.get(),
                Simulation.startingHba1c(twin.get().cohort()),
                fiveYears.get().cohort(),
                fiveYears.get().untreated(),
                practice,
                view.get(),
                reproductions.stream().map(Work::get).toList());
    }

    private record FiveYears(TwinCohort cohort, FiveYearForecast untreated) {}

    private static View view(String name, TwinCohort cohort, Optional<Regimen> usual, GlycaemicGoal goal) {
        return new View(
                name,
                cohort,
                Simulation.run(cohort, Regimen.none(), goal.hba1c()),
                usual.map(regimen -> Simulation.run(cohort, regimen, goal.hba1c())));
    }
}
