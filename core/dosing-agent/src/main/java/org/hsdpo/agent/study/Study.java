package org.hsdpo.agent.study;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.DoubleConsumer;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import org.hsdpo.agent.environment.DosingEnvironment;
import org.hsdpo.agent.environment.SyntheticPatient;
import org.hsdpo.agent.environment.SyntheticPopulation;
import org.hsdpo.agent.environment.Worth;
import org.hsdpo.agent.policy.DosingPolicy;
import org.hsdpo.clinical.patient.Sex;
import org.hsdpo.hyperscore.logic.CompiledRules;

/**
 * Treats the same people twice, by a comparator and by another policy, on twins of the structure that the protocol names, and
 * compares what became of them. Deterministic in the protocol and the policies.
 */
public final class Study {
    private static final int OLD = 65;
    private static final double REDUCED_EGFR = 60;

    private Study() {}

    /**
     * One endpoint of the study.
     *
     * @param adjustedP of the paired test, by Holm among the primary or among the secondary endpoints
     */
    public record Row(Endpoint endpoint, boolean primary, Comparison comparison, double adjustedP) {}

    /** A primary endpoint among some of the people. */
    public record Subgroup(String people, Endpoint endpoint, Comparison comparison) {}

    /**
     * What came out.
     *
     * @param nonInferior whether the upper end of the interval lies below the margin
     */
    public record Result(
            StudyProtocol protocol,
            String comparator,
            String treatment,
            List<Row> rows,
            List<Subgroup> subgroups,
            boolean nonInferior) {
        public Result {
            rows = List.copyOf(rows);
            subgroups = List.copyOf(subgroups);
        }

        /** The comparison of an endpoint. */
        public Comparison of(Endpoint endpoint) {
            return rows.stream()
                    .filter(row -> row.endpoint() == endpoint)
                    .findFirst()
                    .orElseThrow()
                    .comparison();
        }
    }

    private static final Map<String, Predicate<SyntheticPatient>> SUBGROUPS = new LinkedHashMap<>();

    static {
        SUBGROUPS.put("women", person -> person.sex() == Sex.FEMALE);
        SUBGROUPS.put("men", person -> person.sex() == Sex.MALE);
        SUBGROUPS.put("under 65 years", person -> person.age() < OLD);
        SUBGROUPS.put("65 years and over", person -> person.age() >= OLD);
        SUBGROUPS.put("eGFR of 60 and over", person -> person.egfr() >= REDUCED_EGFR);
        SUBGROUPS.put("eGFR below 60", person -> person.egfr() < REDUCED_EGFR);
    }

    /**
     * Runs a protocol.
     *
     * @param progress takes the share that is done
     */
    public static Result run(
            StudyProtocol protocol,
            DosingPolicy comparator,
            DosingPolicy treatment,
            CompiledRules shield,
            DoubleConsumer progress) {
        List<SyntheticPatient> people = new ArrayList<>();
        Map<Endpoint, List<Double>> control = new EnumMap<>(Endpoint.class);
        Map<Endpoint, List<Double>> treated = new EnumMap<>(Endpoint.class);
        SyntheticPopulation population = new SyntheticPopulation();
        for (int group = 0; group < protocol.groups(); group++) {
            long seed = protocol.seed() + 2L * group;
            List<SyntheticPatient> drawn =
                    population.drawTreatable(protocol.persons(), seed, protocol.twins(), seed + 1);
            people.addAll(drawn);
            outcomes(protocol, comparator, drawn, shield, seed + 1, control);
            outcomes(protocol, treatment, drawn, shield, seed + 1, treated);
            progress.accept((group + 1.0) / protocol.groups());
        }
        List<Row> rows = new ArrayList<>(rows(protocol.primary(), true, control, treated));
        rows.addAll(rows(protocol.secondary(), false, control, treated));
        double upper = rows.stream()
                .filter(row -> row.endpoint() == protocol.nonInferior())
                .findFirst()
                .orElseThrow()
                .comparison()
                .high();
        return new Result(
                protocol,
                comparator.name(),
                treatment.name(),
                rows,
                subgroups(protocol, people, control, treated),
                upper < protocol.margin());
    }

    private static void outcomes(
            StudyProtocol protocol,
            DosingPolicy policy,
            List<SyntheticPatient> people,
            CompiledRules shield,
            long seed,
            Map<Endpoint, List<Double>> outcomes) {
        DosingEnvironment environment = new DosingEnvironment(people, protocol.twins(), shield, Worth.shipped(), seed);
        while (!environment.isFinished()) {
            environment.step(policy.choose(environment), false);
        }
        for (Endpoint endpoint : Endpoint.values()) {
            List<Double> values = outcomes.computeIfAbsent(endpoint, first -> new ArrayList<>());
            for (int i = 0; i < people.size(); i++) {
                values.add(endpoint.of(environment, i));
            }
        }
    }

    private static List<Row> rows(
            List<Endpoint> endpoints,
            boolean primary,
            Map<Endpoint, List<Double>> control,
            Map<Endpoint, List<Double>> treated) {
        List<Comparison> comparisons = endpoints.stream()
                .map(endpoint -> Comparison.of(array(control.get(endpoint)), array(treated.get(endpoint))))
                .toList();
        double[] adjusted = Comparison.holm(
                comparisons.stream().mapToDouble(Comparison::pairedP).toArray());
        return IntStream.range(0, endpoints.size())
                .mapToObj(i -> new Row(endpoints.get(i), primary, comparisons.get(i), adjusted[i]))
                .toList();
    }

    private static List<Subgroup> subgroups(
            StudyProtocol protocol,
            List<SyntheticPatient> people,
            Map<Endpoint, List<Double>> control,
            Map<Endpoint, List<Double>> treated) {
        List<Subgroup> found = new ArrayList<>();
        SUBGROUPS.forEach((name, members) -> {
            int[] places = IntStream.range(0, people.size())
                    .filter(i -> members.test(people.get(i)))
                    .toArray();
            if (places.length >= 3) {
                for (Endpoint endpoint : protocol.primary()) {
                    found.add(new Subgroup(
                            name,
                            endpoint,
                            Comparison.of(at(control.get(endpoint), places), at(treated.get(endpoint), places))));
                }
            }
        });
        return found;
    }

    private static double[] array(List<Double> values) {
        return values.stream().mapToDouble(Double::doubleValue).toArray();
    }

    private static double[] at(List<Double> values, int[] places) {
        return IntStream.of(places).mapToDouble(values::get).toArray();
    }
}
