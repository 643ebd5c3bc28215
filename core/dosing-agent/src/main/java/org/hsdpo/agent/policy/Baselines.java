package org.hsdpo.agent.policy;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.Function;
import org.hsdpo.agent.environment.DosingEnvironment;
import org.hsdpo.agent.environment.Visit;
import org.hsdpo.clinical.regimen.Candidate;

/** The policies that the agent is compared with. */
public final class Baselines {
    private Baselines() {}

    private record EachVisit(String name, Function<Visit, Candidate> rule) implements DosingPolicy {
        @Override
        public List<Candidate> choose(DosingEnvironment environment) {
            List<Candidate> chosen = new ArrayList<>();
            environment.visits().forEach(visit -> chosen.add(rule.apply(visit)));
            return chosen;
        }
    }

    private record LookAhead() implements DosingPolicy {
        @Override
        public String name() {
            return "myopic look-ahead that knows the twin";
        }

        @Override
        public List<Candidate> choose(DosingEnvironment environment) {
            return environment.myopicOptimum();
        }
    }

    /** Leaves every regimen as it is, contraindicated drugs included. */
    public static DosingPolicy noChange() {
        return new EachVisit("no change", visit -> null);
    }

    /** Any admissible candidate with equal chance. */
    public static DosingPolicy random(long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        return new EachVisit(
                "random admissible",
                visit -> visit.hasChoice()
                        ? visit.admissible()
                                .get(random.nextInt(visit.admissible().size()))
                        : null);
    }

    /** Guideline titration by weight, renal function and comorbidity: the comparator. */
    public static DosingPolicy guideline() {
        GuidelineTitration titration = new GuidelineTitration();
        return new EachVisit(
                "guideline titration", visit -> titration.choose(visit).orElse(null));
    }

    /** The best over the next 12 weeks by the person's own twin, whose parameters it knows. */
    public static DosingPolicy myopicLookAhead() {
        return new LookAhead();
    }
}
