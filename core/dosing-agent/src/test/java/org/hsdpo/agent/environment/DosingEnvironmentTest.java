package org.hsdpo.agent.environment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.hsdpo.agent.observation.Feature;
import org.hsdpo.agent.policy.Baselines;
import org.hsdpo.agent.policy.DosingPolicy;
import org.hsdpo.clinical.condition.ConditionConcept;
import org.hsdpo.clinical.patient.Truth;
import org.hsdpo.hyperscore.logic.CompiledRules;
import org.hsdpo.hyperscore.logic.RuleBase;
import org.hsdpo.twin.ModelVariant;
import org.junit.jupiter.api.Test;

class DosingEnvironmentTest {
    private static final CompiledRules SHIELD = CompiledRules.of(RuleBase.shipped());
    private static final SyntheticPopulation POPULATION = new SyntheticPopulation();

    private static DosingEnvironment environment(int persons, long seed) {
        return new DosingEnvironment(
                POPULATION.drawTreatable(persons, seed, ModelVariant.STANDARD, seed),
                ModelVariant.STANDARD,
                SHIELD,
                Worth.shipped(),
                seed);
    }

    private static double[] lost(DosingPolicy policy, long seed) {
        DosingEnvironment environment = environment(60, seed);
        while (!environment.isFinished()) {
            environment.step(policy.choose(environment), false);
        }
        double[] lost = new double[environment.size()];
        for (int i = 0; i < lost.length; i++) {
            lost[i] = environment.tally(i).decrementPerYear();
        }
        return lost;
    }

    @Test
    void the_same_seed_and_policy_give_the_same_course_and_another_seed_does_not() {
        double[] first = lost(Baselines.random(1), 5);
        assertThat(lost(Baselines.random(1), 5)).isEqualTo(first);
        assertThat(lost(Baselines.random(1), 6)).isNotEqualTo(first);
    }

    @Test
    void the_population_has_the_margins_it_was_given() {
        List<SyntheticPatient> people = POPULATION.draw(20_000, 11);
        assertThat(people.stream().mapToDouble(SyntheticPatient::age).average().orElseThrow())
                .isCloseTo(62.0, within(0.5));
        assertThat(people.stream()
                                .filter(person -> person.conditions().contains(ConditionConcept.HEART_FAILURE))
                                .count()
                        / 20_000.0)
                .isCloseTo(0.107, within(0.01));
        double meanAge =
                people.stream().mapToDouble(SyntheticPatient::age).average().orElseThrow();
        double meanEgfr =
                people.stream().mapToDouble(SyntheticPatient::egfr).average().orElseThrow();
        double covariance = people.stream()
                .mapToDouble(person -> (person.age() - meanAge) * (person.egfr() - meanEgfr))
                .average()
                .orElseThrow();
        assertThat(covariance).isNegative();
    }

    @Test
    void a_visit_shows_what_is_recorded_and_hides_what_is_not() {
        DosingEnvironment environment = environment(200, 3);
        long withoutSensor = environment.visits().stream()
                .filter(visit ->
                        visit.features().value(Feature.CGM_MEAN_GLUCOSE).isEmpty())
                .count();
        assertThat(withoutSensor).isBetween(90L, 170L);
        assertThat(environment.visits())
                .anySatisfy(visit -> assertThat(visit.state().has(ConditionConcept.SEVERE_HYPOGLYCAEMIA))
                        .isEqualTo(Truth.UNKNOWN))
                .anySatisfy(visit -> assertThat(visit.state().has(ConditionConcept.SEVERE_HYPOGLYCAEMIA))
                        .isEqualTo(Truth.FALSE));
        assertThat(environment.visits())
                .allSatisfy(visit ->
                        assertThat(visit.state().currentTherapy().regimen()).isEqualTo(visit.regimen()));
    }

    @Test
    void the_choices_of_a_visit_are_those_its_mask_admits() {
        DosingEnvironment environment = environment(200, 4);
        assertThat(environment.visits()).allSatisfy(visit -> {
            assertThat(visit.admissible())
                    .allMatch(candidate -> SHIELD.admissible(visit.state(), visit.regimen(), candidate));
            boolean any = false;
            for (boolean admitted : visit.mask()) {
                any |= admitted;
            }
            assertThat(visit.hasChoice()).isEqualTo(any);
        });
    }

    @Test
    void the_myopic_optimum_deviates_from_itself_by_nothing_and_others_by_at_most_one() {
        DosingEnvironment environment = environment(60, 8);
        DosingEnvironment twin = environment(60, 8);
        assertThat(environment.step(environment.myopicOptimum(), true)).allMatch(outcome -> outcome.deviation() == 0);
        List<DosingEnvironment.Outcome> others = twin.step(Baselines.random(2).choose(twin), true);
        assertThat(others).allMatch(outcome -> outcome.deviation() >= 0 && outcome.deviation() <= 1);
        assertThat(others).anyMatch(outcome -> outcome.deviation() > 0);
    }

    @Test
    void looking_ahead_with_the_twin_beats_choosing_at_random() {
        double ahead = mean(lost(Baselines.myopicLookAhead(), 21));
        assertThat(ahead).isLessThan(mean(lost(Baselines.random(3), 21)));
        assertThat(ahead).isLessThan(mean(lost(Baselines.noChange(), 21)));
    }

    private static double mean(double[] values) {
        return java.util.Arrays.stream(values).average().orElseThrow();
    }
}
