package org.hsdpo.hyperscore.sandbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.hsdpo.clinical.drug.Drug;
import org.hsdpo.clinical.error.InvalidInputException;
import org.hsdpo.clinical.patient.Sex;
import org.hsdpo.clinical.regimen.DoseCourse;
import org.hsdpo.clinical.regimen.Regimen;
import org.hsdpo.hyperscore.novelty.ReferencePatient;
import org.hsdpo.twin.TwinInputs;
import org.hsdpo.twin.Workers;
import org.junit.jupiter.api.Test;

class EdgeSweepTest {
    private static final int PLACES = 600;
    private static final TwinInputs PATIENT =
            new ReferencePatient(60, Sex.FEMALE, 80, 165, 8.5, 85, 7, 132, 105, false, false, Regimen.none()).inputs();
    private static final DoseCourse INSULIN = DoseCourse.constant(Regimen.of(Drug.INSULIN_GLARGINE, 40));

    private static Map<EdgeAxis, EdgeAxis.Range> allAxes() {
        Map<EdgeAxis, EdgeAxis.Range> ranges = new EnumMap<>(EdgeAxis.class);
        for (EdgeAxis axis : EdgeAxis.values()) {
            ranges.put(axis, axis.range());
        }
        return ranges;
    }

    private static EdgeSweep sweep(TwinInputs patient, Map<EdgeAxis, EdgeAxis.Range> ranges) {
        return new EdgeSweep(patient, INSULIN, 7, ranges, PLACES * EdgeSweep.PERSONS, 11);
    }

    private static EdgeSweep.Result run(EdgeSweep sweep) {
        return sweep.run(Workers.callingThread(), done -> {}, () -> false);
    }

    @Test
    void manyUnitsOfInsulinAreAHazardWhereGlucoseIsLow() {
        EdgeSweep.Result result = run(sweep(PATIENT, allAxes()));
        EdgeSweep.Edge hypoglycaemia = result.edges().stream()
                .filter(edge -> edge.assertion().equals("simulated-hypoglycaemia-rare"))
                .findFirst()
                .orElseThrow();
        double[] byHba1c = hypoglycaemia.byPart().get(EdgeAxis.HBA1C);
        assertThat(Arrays.stream(byHba1c, 0, 3).average().orElseThrow())
                .isGreaterThan(0.2 + Arrays.stream(byHba1c, 7, 10).average().orElseThrow());
        assertThat(result.worst())
                .hasSize(10)
                .isSortedAccordingTo((a, b) -> Double.compare(b.level2or3(), a.level2or3()));
        assertThat(result.worst()).allSatisfy(place -> place.values().forEach((axis, value) -> assertThat(value)
                .isBetween(axis.range().low(), axis.range().high())));
        assertThat(result.worst().stream()
                        .mapToDouble(place -> place.values().get(EdgeAxis.WEIGHT))
                        .average()
                        .orElseThrow())
                .as("the same units on fewer kilograms")
                .isLessThan(80);
        assertThat(hypoglycaemia.words()).contains("54 mg/dL");
    }

    @Test
    void theSameIsFoundWithAnyNumberOfThreads() {
        EdgeSweep.Result alone = run(sweep(PATIENT, allAxes()));
        try (ExecutorService pool = Executors.newFixedThreadPool(3)) {
            EdgeSweep.Result together = sweep(PATIENT, allAxes()).run(Workers.of(pool, 3), done -> {}, () -> false);
            assertThat(together).usingRecursiveComparison().isEqualTo(alone);
        }
    }

    @Test
    void axesThatAreNotSweptStayAsRecorded() {
        EdgeSweep.Result result =
                run(sweep(PATIENT, Map.of(EdgeAxis.EGFR, new EdgeAxis.Range("mL/min/{1.73_m2}", 10, 30))));
        assertThat(result.worst()).allSatisfy(place -> assertThat(place.values())
                .hasSize(1)
                .hasEntrySatisfying(EdgeAxis.EGFR, value -> assertThat(value).isBetween(10.0, 30.0)));
    }

    @Test
    void progressIsReportedToTheEndAndACancelledSweepStops() {
        List<Integer> progress = new ArrayList<>();
        sweep(PATIENT, allAxes()).run(Workers.callingThread(), progress::add, () -> false);
        assertThat(progress).isSorted().last().isEqualTo(PLACES);
        List<Integer> untilCancelled = new ArrayList<>();
        assertThatThrownBy(() -> sweep(PATIENT, allAxes())
                        .run(Workers.callingThread(), untilCancelled::add, () -> !untilCancelled.isEmpty()))
                .isInstanceOf(CancellationException.class);
        assertThat(untilCancelled).hasSize(1).doesNotContain(PLACES);
    }

    @Test
    void anEmptyBoxAndTooManyPointsAreRefused() {
        assertThatThrownBy(() -> sweep(PATIENT, Map.of()))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining("ranges");
        assertThatThrownBy(() -> new EdgeSweep(PATIENT, INSULIN, 7, allAxes(), 1_000_001, 1))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining("points");
        assertThatThrownBy(() -> sweep(PATIENT, Map.of(EdgeAxis.HBA1C, new EdgeAxis.Range("%", 7, 40))))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining("ranges.HBA1C");
        assertThatThrownBy(() -> sweep(PATIENT, Map.of(EdgeAxis.HBA1C, new EdgeAxis.Range("mmol/mol", 7, 9))))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining("ranges.HBA1C");
        assertThatThrownBy(() -> new EdgeAxis.Range("%", 9, 5)).isInstanceOf(IllegalArgumentException.class);
    }
}
