package org.hsdpo.hyperscore.reproducibility;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.hsdpo.clinical.testing.PatientBuilder.aTypicalPatient;

import java.time.Duration;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.List;
import org.hsdpo.clinical.drug.Drug;
import org.hsdpo.clinical.measurement.Measurement;
import org.hsdpo.clinical.patient.PatientState;
import org.hsdpo.clinical.regimen.Regimen;
import org.hsdpo.hyperscore.reproducibility.Reproduction.Kind;
import org.hsdpo.twin.ModelVariant;
import org.hsdpo.twin.TwinCohort;
import org.hsdpo.twin.TwinSimulator;
import org.hsdpo.twin.history.DatedMeasurement;
import org.hsdpo.twin.history.DoseChange;
import org.hsdpo.twin.history.PatientHistory;
import org.hsdpo.twin.history.PersonalTwin;
import org.hsdpo.twin.history.TwinSource;
import org.junit.jupiter.api.Test;

class ReproductionTest {
    private static final PatientState WITH_HISTORY = aTypicalPatient()
            .withAt(Measurement.HBA1C, 7.9, Duration.ofDays(600))
            .withAt(Measurement.HBA1C, 8.1, Duration.ofDays(400))
            .withAt(Measurement.HBA1C, 8.0, Duration.ofDays(200))
            .build();

    @Test
    void aTwinFromAHistoryIsMadeAgainFromTheHistory() {
        PersonalTwin twin = PersonalTwin.of(WITH_HISTORY, 500, 5);
        assertThat(twin.source()).isInstanceOf(TwinSource.History.class);
        for (Kind kind : Kind.values()) {
            Reproduction again = Reproduction.of(kind, twin, 5);
            assertThat(again.name()).doesNotContain("current values");
            assertThat(again.cohort().size()).isEqualTo(Reproduction.DRAWS);
            assertThat(hba1c(again.cohort()))
                    .as(again.name())
                    .isNotEqualTo(hba1c(twin.cohort()))
                    .isCloseTo(hba1c(twin.cohort()), within(0.4));
        }
        assertThat(Reproduction.of(Kind.STRUCTURE, twin, 5).cohort().variant()).isEqualTo(ModelVariant.ALTERNATIVE);
    }

    @Test
    void aTwinFromCurrentValuesIsMadeAgainFromThem() {
        PersonalTwin twin = PersonalTwin.of(aTypicalPatient().build(), 500, 5);
        assertThat(Reproduction.of(Kind.MEASUREMENTS, twin, 5).name())
                .isEqualTo("measurements perturbed within their error");
        assertThat(hba1c(Reproduction.of(Kind.SEED, twin, 5).cohort()))
                .isEqualTo(hba1c(twin.present().draw(Reproduction.DRAWS, 6, ModelVariant.STANDARD)));
    }

    @Test
    void whatDoesNotExplainTheHistorySaysSo() {
        PersonalTwin twin = PersonalTwin.of(WITH_HISTORY, 100, 5);
        LocalDate today = LocalDate.of(2026, 1, 15);
        List<DatedMeasurement> impossible = List.of(
                new DatedMeasurement(Measurement.HBA1C, today.minusWeeks(20), 6.5),
                new DatedMeasurement(Measurement.HBA1C, today.minusWeeks(16), 10.5),
                new DatedMeasurement(Measurement.HBA1C, today.minusWeeks(12), 6.5),
                new DatedMeasurement(Measurement.HBA1C, today.minusWeeks(8), 10.5),
                new DatedMeasurement(Measurement.HBA1C, today.minusWeeks(4), 6.5),
                new DatedMeasurement(Measurement.HBA1C, today, 10.5));
        PatientHistory history = new PatientHistory(
                ((TwinSource.History) twin.source()).history().covariates(),
                today,
                impossible,
                List.of(new DoseChange(today.minusWeeks(60), Regimen.none())));
        PersonalTwin contradictory =
                new PersonalTwin(twin.present(), new TwinSource.History(history), twin.cohort(), twin.basis());

        Reproduction again = Reproduction.of(Kind.STRUCTURE, contradictory, 5);
        assertThat(again.name())
                .isEqualTo("another model structure, from current values, as it does not explain the history");
        assertThat(hba1c(again.cohort()))
                .isEqualTo(hba1c(twin.present().draw(Reproduction.DRAWS, 6, ModelVariant.ALTERNATIVE)));
    }

    private static double hba1c(TwinCohort cohort) {
        return Arrays.stream(TwinSimulator.forecast(cohort, Regimen.of(Drug.METFORMIN, 1000), 26)
                        .hba1c())
                .average()
                .orElseThrow();
    }
}
