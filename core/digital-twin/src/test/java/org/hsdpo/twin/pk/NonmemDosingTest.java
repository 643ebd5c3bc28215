package org.hsdpo.twin.pk;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.BiPredicate;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/**
 * Concentrations of NONMEM 7 for the dosing scenarios of mrgsolve/nmtests (run 1001) and their extension in nlmixr2data
 * (nmtest): one compartment with absorption of first order, CL 1.1, V 20, KA 1.5, concentration = amount / (V / 1000). The
 * stored concentrations have five significant digits, so equality is a difference of at most half a unit of the fifth.
 */
class NonmemDosingTest {
    private static final CompartmentModel MODEL = CompartmentModel.oral().withDoseParameters("F2", "ALAG2", "R2", "D2");
    private static final double SCALE = 1000;

    private record Disagreement(String id, double time, double nonmem, double ours) {}

    private record Comparison(int records, double worst, List<Disagreement> disagreements) {}

    private static ParameterSource parametersOf(Subject subject) {
        return new ParameterSource() {
            @Override
            public int directions() {
                return 0;
            }

            @Override
            public int parameter(int direction) {
                throw new IndexOutOfBoundsException(direction);
            }

            @Override
            public void at(int row, double[] parameters, double[] slopes) {
                parameters[0] = 1.1;
                parameters[1] = 20;
                parameters[2] = 1.5;
                parameters[3] = subject.covariate(row, "BIOAV");
                parameters[4] = subject.covariate(row, "LAGT");
                parameters[5] = subject.covariate(row, "RAT2");
                parameters[6] = subject.covariate(row, "DUR2");
            }
        };
    }

    private static Comparison compare(
            PkModel model, List<Subject> subjects, double[] nonmem, BiPredicate<Subject, Integer> wanted) {
        List<Disagreement> disagreements = new ArrayList<>();
        double worst = 0;
        int at = 0;
        int compared = 0;
        for (Subject subject : subjects) {
            double[] ours = PkEngine.concentrations(model, subject, 2, parametersOf(subject));
            for (int row = 0; row < subject.size(); row++) {
                double expected = nonmem[at++];
                if (!wanted.test(subject, row)) {
                    continue;
                }
                compared++;
                double difference = Math.abs(ours[row] * SCALE - expected);
                double half = expected == 0 ? 0 : 0.5 * Math.pow(10, Math.floor(Math.log10(Math.abs(expected))) - 4);
                if (!(difference <= half * (1 + 1e-6))) {
                    disagreements.add(new Disagreement(
                            subject.id(), subject.events().get(row).time(), expected, ours[row] * SCALE));
                }
                worst = Math.max(worst, expected == 0 ? difference : difference / expected);
            }
        }
        assertThat(at).isEqualTo(nonmem.length);
        return new Comparison(compared, worst, disagreements);
    }

    private static void report(String name, Comparison comparison) {
        ReferenceData.report(
                name,
                String.format(
                        Locale.ROOT,
                        "| %s | %d records | %d differ at the stored precision | largest relative difference %.2e |%n",
                        name,
                        comparison.records(),
                        comparison.disagreements().size(),
                        comparison.worst()));
    }

    private static double[] stored() {
        return ReferenceData.lines(ReferenceData.file("nmtests/results_1001-nm.csv")).stream()
                .skip(1)
                .mapToDouble(line -> Double.parseDouble(line.split(",")[2]))
                .toArray();
    }

    @Test
    void everyRecordOfRun1001IsReproduced() {
        List<Subject> subjects = DataFile.read(ReferenceData.file("nmtests/data_1001.csv"));
        Comparison comparison = compare(MODEL, subjects, stored(), (subject, row) -> true);
        report("nmtests-1001", comparison);
        assertThat(comparison.records()).isEqualTo(3837);
        assertThat(comparison.disagreements()).isEmpty();
    }

    @Test
    void everyRecordOfRun1001IsReproducedByTheGeneralIntegrator() {
        List<Subject> subjects = DataFile.read(ReferenceData.file("nmtests/data_1001.csv"));
        Comparison comparison = compare(MODEL.asDifferential(), subjects, stored(), (subject, row) -> true);
        report("nmtests-1001-ode", comparison);
        assertThat(comparison.disagreements()).isEmpty();
    }

    /**
     * Where a lag is longer than the interval of a steady state, NONMEM runs time backwards (concentrations as low as
     * −94,452 are stored); this engine keeps the doses on their way. Those twelve people are left out.
     */
    @Test
    void theExtensionIsReproduced() {
        List<Subject> subjects = DataFile.read(ReferenceData.file("nlmixr2data/nmtest.csv"));
        double[] nonmem = subjects.stream()
                .flatMapToDouble(
                        subject -> IntStream.range(0, subject.size()).mapToDouble(row -> subject.covariate(row, "CP")))
                .toArray();
        Comparison comparison = compare(MODEL, subjects, nonmem, (subject, row) -> !lagsBeyondInterval(subject));
        report("nlmixr2data-nmtest", comparison);
        assertThat(comparison.records()).isEqualTo(5570);
        assertThat(comparison.disagreements()).isEmpty();
    }

    private static boolean lagsBeyondInterval(Subject subject) {
        for (int row = 0; row < subject.size(); row++) {
            Event event = subject.events().get(row);
            if (event.steadyState() > 0 && event.interval() > 0 && subject.covariate(row, "LAGT") > event.interval()) {
                return true;
            }
        }
        return false;
    }
}
