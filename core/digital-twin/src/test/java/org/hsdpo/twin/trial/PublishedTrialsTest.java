package org.hsdpo.twin.trial;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.hsdpo.twin.ModelVariant;
import org.hsdpo.twin.trial.Trial.Measure;
import org.hsdpo.twin.trial.TrialResult.EndpointResult;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;

/** Every trial file of the project; leaves the tables of docs/trials.md in {@code target/trials.md}. */
@TestInstance(Lifecycle.PER_CLASS)
class PublishedTrialsTest {
    private static final Path TRIALS = Path.of("../../examples/trials");

    private final List<TrialResult> fitted = run("fitted", ModelVariant.STANDARD);
    private final List<TrialResult> alternative = run("fitted", ModelVariant.ALTERNATIVE);
    private final List<TrialResult> further = run("further", ModelVariant.STANDARD);

    private static List<TrialResult> run(String folder, ModelVariant variant) {
        try (Stream<Path> files = Files.list(TRIALS.resolve(folder))) {
            List<TrialResult> results = new ArrayList<>();
            for (Path file : files.sorted().toList()) {
                results.add(TrialSimulation.run(TrialFile.read(file), variant));
            }
            return results;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static List<EndpointResult> endpoints(List<TrialResult> results) {
        return results.stream().flatMap(result -> result.endpoints().stream()).toList();
    }

    private static List<EndpointResult> efficacy(List<TrialResult> results) {
        return endpoints(results).stream()
                .filter(result -> result.endpoint().measure() == Measure.HBA1C_CHANGE
                        && !result.endpoint().arm().equals("placebo"))
                .toList();
    }

    private static double meanAbsoluteError(List<EndpointResult> results) {
        return results.stream()
                .mapToDouble(result -> Math.abs(result.error()))
                .average()
                .orElseThrow();
    }

    @AfterAll
    void leaveTheTables() throws IOException {
        StringBuilder text = new StringBuilder();
        text.append(table("fitted, standard", fitted));
        text.append(table("fitted, alternative", alternative));
        text.append(table("further, standard", further));
        Files.writeString(Path.of("target/trials.md"), text);
    }

    private static String published(Trial.Endpoint endpoint) {
        return endpoint.isRange()
                ? String.format(Locale.ROOT, "%.2f to %.2f", endpoint.publishedFrom(), endpoint.publishedTo())
                : String.format(Locale.ROOT, "%.2f", endpoint.published());
    }

    private static String table(String name, List<TrialResult> results) {
        StringBuilder table = new StringBuilder(String.format(
                Locale.ROOT,
                "%s: mean absolute error of HbA1c %.3f %%%n%n"
                        + "| trial | endpoint | published | twin | 95 %% interval | error | within |%n|---|---|---|---|---|---|---|%n",
                name,
                meanAbsoluteError(efficacy(results))));
        for (TrialResult result : results) {
            for (EndpointResult compared : result.endpoints()) {
                table.append(String.format(
                        Locale.ROOT,
                        "| %s | %s, %s%s | %s | %.2f | %.2f to %.2f | %+.2f | %s |%n",
                        result.trial(),
                        compared.endpoint()
                                .measure()
                                .name()
                                .toLowerCase(Locale.ROOT)
                                .replace('_', '-'),
                        compared.endpoint().arm(),
                        compared.endpoint()
                                .versus()
                                .map(versus -> " − " + versus)
                                .orElse(""),
                        published(compared.endpoint()),
                        compared.simulated(),
                        compared.low(),
                        compared.high(),
                        compared.error(),
                        compared.isWithin() ? "yes" : "no"));
            }
        }
        return table.append('\n').toString();
    }

    /** Every endpoint that lies outside its tolerance, in words. */
    private static List<String> outside(List<TrialResult> results) {
        return results.stream()
                .flatMap(result -> result.endpoints().stream()
                        .filter(compared -> !compared.isWithin())
                        .map(compared -> result.trial() + ", "
                                + compared.endpoint().measure() + ": "
                                + compared.endpoint().arm()))
                .toList();
    }

    @Test
    void everyFittedEndpointIsWithinItsTolerance() {
        assertThat(efficacy(fitted)).hasSize(21);
        assertThat(outside(fitted)).isEmpty();
    }

    @Test
    void theMeanAbsoluteErrorOfEfficacyIsSmall() {
        assertThat(meanAbsoluteError(efficacy(fitted))).isLessThan(0.15);
    }

    @Test
    void theOtherStructureMeetsTheArmsMoreLoosely() {
        assertThat(efficacy(alternative))
                .allSatisfy(result -> assertThat(Math.abs(result.error())).isLessThan(0.45));
        double largest = 0;
        for (int i = 0; i < efficacy(fitted).size(); i++) {
            largest = Math.max(
                    largest,
                    Math.abs(efficacy(alternative).get(i).simulated()
                            - efficacy(fitted).get(i).simulated()));
        }
        assertThat(largest).as("the structures differ").isGreaterThan(0.1);
    }

    @Test
    void trialsThatNothingWasFittedToComeOutNear() {
        // docs/trials.md says why; nothing may be fitted to these. One that comes to lie inside leaves this list.
        assertThat(outside(further))
                .containsExactlyInAnyOrder(
                        "empagliflozin-against-glimepiride, HBA1C_CHANGE: glimepiride",
                        "liraglutide-add-on-metformin, HBA1C_CHANGE: glimepiride 4",
                        "liraglutide-against-glimepiride, HBA1C_CHANGE: glimepiride 8",
                        "liraglutide-two-years, HBA1C_CHANGE: glimepiride 8",
                        "sitagliptin-metformin-initial-combination, HBA1C_CHANGE: metformin 1000",
                        "sitagliptin-metformin-initial-combination, HBA1C_CHANGE: metformin 2000",
                        "sitagliptin-metformin-initial-combination, HBA1C_CHANGE: sitagliptin 100 + metformin 1000");
        assertThat(meanAbsoluteError(efficacy(further))).isLessThan(0.27);
        assertThat(efficacy(further))
                .allSatisfy(result -> assertThat(result.simulated()).isNegative());
    }
}
