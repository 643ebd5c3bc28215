package org.hsdpo.twin.map;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import org.hsdpo.twin.pk.DataFile;
import org.hsdpo.twin.pk.ReferenceData;
import org.hsdpo.twin.pk.Subject;
import org.junit.jupiter.api.Test;

/**
 * Empirical Bayes estimates of NONMEM (METHOD=1 INTERACTION MAXEVAL=0) for the 4,000 virtual patients of models 001 and 401
 * of Le Louedec 2021 (CPT Pharmacometrics Syst Pharmacol 10:1208–1220).
 */
class NonmemAgreementTest {
    record NonmemPatient(List<Double> effects, double firstVariance, double objective) {}

    static List<NonmemPatient> nonmem(String file, int effects) {
        return ReferenceData.lines(ReferenceData.file(file)).stream()
                .skip(2)
                .map(line -> Arrays.stream(line.trim().split("\\s+"))
                        .map(Double::valueOf)
                        .toList())
                .map(cells -> new NonmemPatient(cells.subList(2, 2 + effects), cells.get(2 + effects), cells.getLast()))
                .toList();
    }

    private record Difference(String id, double largest, double ours, double theirs, MapEstimate estimate) {}

    private record Agreement(
            int patients,
            int within,
            double median,
            double largestWithin,
            double largestMarginal,
            double largestVariance,
            List<Difference> beyond,
            int notConverged,
            double evaluations,
            int restarted) {}

    private static Agreement compare(PopulationModel model, List<Subject> subjects, List<NonmemPatient> nonmem) {
        List<Double> deltas = new ArrayList<>();
        List<Difference> beyond = new ArrayList<>();
        double largestWithin = 0;
        double largestMarginal = 0;
        double largestVariance = 0;
        int notConverged = 0;
        double evaluations = 0;
        int restarted = 0;
        for (int i = 0; i < subjects.size(); i++) {
            MapEstimate estimate = MapEstimator.estimate(model, subjects.get(i));
            NonmemPatient patient = nonmem.get(i);
            double largest = 0;
            for (int q = 0; q < patient.effects().size(); q++) {
                double delta =
                        Math.abs(estimate.effects().get(q) - patient.effects().get(q));
                deltas.add(delta);
                largest = Math.max(largest, delta);
            }
            if (largest > 1e-3) {
                beyond.add(new Difference(
                        subjects.get(i).id(),
                        largest,
                        estimate.objective(),
                        MapEstimator.objective(model, subjects.get(i), patient.effects()),
                        estimate));
            } else {
                largestWithin = Math.max(largestWithin, largest);
                largestMarginal = Math.max(largestMarginal, Math.abs(estimate.marginal() - patient.objective()));
                double variance = estimate.expectedCovariance().getFirst().getFirst();
                largestVariance = Math.max(largestVariance, Math.abs(variance / patient.firstVariance() - 1));
            }
            notConverged += estimate.converged() ? 0 : 1;
            evaluations += estimate.evaluations();
            restarted += estimate.starts() > 1 ? 1 : 0;
        }
        deltas.sort(Comparator.naturalOrder());
        return new Agreement(
                subjects.size(),
                subjects.size() - beyond.size(),
                deltas.get(deltas.size() / 2),
                largestWithin,
                largestMarginal,
                largestVariance,
                beyond,
                notConverged,
                evaluations / subjects.size(),
                restarted);
    }

    private static void report(String name, Agreement agreement) {
        StringBuilder table = new StringBuilder(String.format(
                Locale.ROOT,
                "| %s | %d patients | %.3f %% within 1e-3 | median |Δη| %.1e | among them largest |Δη| %.1e, |ΔOBJ| %.1e, largest relative difference of ETC(1,1) %.1e | %d not converged | %.1f evaluations | %d with further starts |%n",
                name,
                agreement.patients(),
                100.0 * agreement.within() / agreement.patients(),
                agreement.median(),
                agreement.largestWithin(),
                agreement.largestMarginal(),
                agreement.largestVariance(),
                agreement.notConverged(),
                agreement.evaluations(),
                agreement.restarted()));
        agreement
                .beyond()
                .forEach(difference -> table.append(String.format(
                        Locale.ROOT,
                        "| %s patient %s | largest |Δη| %.5f | objective ours %.9f | at NONMEM's η %.9f | ours lower by %.2e %s|%n",
                        name,
                        difference.id(),
                        difference.largest(),
                        difference.ours(),
                        difference.theirs(),
                        difference.theirs() - difference.ours(),
                        difference.estimate().converged() ? "" : "not converged ")));
        ReferenceData.report(name, table.toString());
    }

    @Test
    void theFirstPatientIsTheOneOfThePaper() {
        Subject first = DataFile.read(ReferenceData.file("mapbayr_nonmem/data_to_fit001.csv"))
                .getFirst();
        MapEstimate estimate = MapEstimator.estimate(MapModels.model001(), first);
        assertThat(estimate.effects().get(0)).isCloseTo(0.40506, within(5e-6));
        assertThat(estimate.effects().get(1)).isCloseTo(0.07285, within(5e-6));
        assertThat(estimate.effects().get(2)).isCloseTo(-0.07495, within(5e-6));
    }

    @Test
    void model001AgreesWithNonmem() {
        Agreement agreement = compare(
                MapModels.model001(),
                DataFile.read(ReferenceData.file("mapbayr_nonmem/data_to_fit001.csv")),
                nonmem("mapbayr_nonmem/run001.phi.gz", 3));
        report("map-001", agreement);
        assertAgreement(agreement);
    }

    @Test
    void model401AgreesWithNonmem() {
        Agreement agreement = compare(
                MapModels.model401(),
                DataFile.read(ReferenceData.file("mapbayr_nonmem/data_to_fit401.csv")),
                nonmem("mapbayr_nonmem/run401.phi.gz", 5));
        report("map-401", agreement);
        assertAgreement(agreement);
    }

    /** Every twentieth patient, to keep the build short; {@code PkSpeed} times all of them. */
    @Test
    void theIntegratedModelsFindTheSameModes() {
        compareIntegrated("001", MapModels.model001(), MapModels.model001AsDifferential());
        compareIntegrated("401", MapModels.model401(), MapModels.model401AsDifferential());
    }

    private static void compareIntegrated(String name, PopulationModel exact, PopulationModel integrated) {
        List<Subject> subjects = DataFile.read(ReferenceData.file("mapbayr_nonmem/data_to_fit" + name + ".csv"));
        double largest = 0;
        int compared = 0;
        for (int i = 0; i < subjects.size(); i += 20) {
            MapEstimate one = MapEstimator.estimate(exact, subjects.get(i));
            MapEstimate other = MapEstimator.estimate(integrated, subjects.get(i));
            assertThat(other.converged()).isTrue();
            for (int q = 0; q < one.effects().size(); q++) {
                largest = Math.max(
                        largest, Math.abs(one.effects().get(q) - other.effects().get(q)));
            }
            compared++;
        }
        ReferenceData.report(
                "map-ode-" + name,
                String.format(
                        Locale.ROOT,
                        "| map-%s integrated | %d patients | largest |Δη| to the closed form %.1e |%n",
                        name,
                        compared,
                        largest));
        assertThat(largest).isLessThan(1e-5);
    }

    private static void assertAgreement(Agreement agreement) {
        assertThat(agreement.patients()).isEqualTo(4000);
        assertThat(agreement.within()).isGreaterThanOrEqualTo(3980);
        assertThat(agreement.median()).isLessThanOrEqualTo(1e-5);
        assertThat(agreement.notConverged()).isZero();
        assertThat(agreement.largestMarginal()).isLessThan(1e-3);
        assertThat(agreement.beyond())
                .allSatisfy(difference -> assertThat(difference.ours()).isLessThanOrEqualTo(difference.theirs()));
    }
}
