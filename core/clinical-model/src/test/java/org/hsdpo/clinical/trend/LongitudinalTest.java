package org.hsdpo.clinical.trend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.hsdpo.clinical.testing.PatientBuilder.aPatient;
import static org.hsdpo.clinical.testing.PatientBuilder.aTypicalPatient;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import org.hsdpo.clinical.condition.ConditionConcept;
import org.hsdpo.clinical.drug.Drug;
import org.hsdpo.clinical.measurement.Bound;
import org.hsdpo.clinical.measurement.Measurement;
import org.hsdpo.clinical.patient.MedicationRecord;
import org.hsdpo.clinical.patient.MedicationRecord.Status;
import org.hsdpo.clinical.patient.PatientState;
import org.hsdpo.clinical.patient.Provenance;
import org.hsdpo.clinical.testing.PatientBuilder;
import org.junit.jupiter.api.Test;

class LongitudinalTest {
    private static final Instant NOW = PatientBuilder.NOW;

    private static Instant ago(int days) {
        return NOW.minus(Duration.ofDays(days));
    }

    private static MedicationRecord metformin(double dose, Status status, Instant start, Instant end) {
        return new MedicationRecord(
                Optional.of(Drug.METFORMIN),
                "metformin",
                "",
                dose > 0 ? OptionalDouble.of(dose) : OptionalDouble.empty(),
                status,
                Optional.ofNullable(start),
                Optional.ofNullable(end),
                "",
                new Provenance(Provenance.Source.FHIR, "t", NOW, "", 1));
    }

    private static PatientState taking(MedicationRecord... records) {
        PatientState empty = aPatient().build();
        return new PatientState(
                "p",
                NOW,
                empty.sex(),
                empty.birthDate(),
                List.of(),
                List.of(),
                List.of(),
                List.of(records),
                List.of(),
                List.of(),
                List.of());
    }

    @Test
    void aHigherDoseEndsTheLowerOneAndTheSameDoseContinues() {
        List<Exposure> exposures = Exposure.of(taking(
                metformin(1000, Status.ACTIVE, ago(100), null),
                metformin(500, Status.STOPPED, ago(400), null),
                metformin(500, Status.STOPPED, ago(300), null)));
        assertThat(exposures)
                .extracting(exposure -> exposure.dose().getAsDouble(), Exposure::from, Exposure::to, Exposure::ongoing)
                .containsExactly(
                        org.assertj.core.groups.Tuple.tuple(500.0, Optional.of(ago(400)), Optional.of(ago(100)), false),
                        org.assertj.core.groups.Tuple.tuple(1000.0, Optional.of(ago(100)), Optional.empty(), true));
        assertThat(exposures.getFirst().unit()).isEqualTo("mg/d");
    }

    @Test
    void aPauseSeparatesTwoExposuresAndAnUnknownDoseStaysUnknown() {
        List<Exposure> exposures = Exposure.of(taking(
                metformin(500, Status.STOPPED, ago(400), ago(350)),
                metformin(500, Status.STOPPED, ago(200), ago(150)),
                metformin(0, Status.ACTIVE, ago(100), null)));
        assertThat(exposures).hasSize(3);
        assertThat(exposures.getLast().dose()).isEmpty();
    }

    @Test
    void theProportionOfDaysCoveredIsThatOfTheRefills() {
        // 30 days of supply at day 100, 60 and 30 before now; 10 days without; still prescribed until now.
        PatientState state = taking(
                metformin(1000, Status.STOPPED, ago(100), ago(70)),
                metformin(1000, Status.STOPPED, ago(60), ago(30)),
                metformin(1000, Status.ACTIVE, ago(30), NOW.plus(Duration.ofDays(1))));
        assertThat(Adherence.of(state)).singleElement().satisfies(adherence -> {
            assertThat(adherence.days()).isEqualTo(101);
            assertThat(adherence.proportionOfDaysCovered()).isCloseTo(91 / 101.0, within(1e-12));
            assertThat(adherence.records()).isEqualTo(3);
        });
    }

    @Test
    void overlappingRefillsCountADayOnceAndOpenPrescriptionsNothing() {
        assertThat(Adherence.of(taking(
                        metformin(1000, Status.STOPPED, ago(60), ago(20)),
                        metformin(1000, Status.STOPPED, ago(50), ago(10)))))
                .singleElement()
                .satisfies(adherence ->
                        assertThat(adherence.proportionOfDaysCovered()).isEqualTo(1));
        assertThat(Adherence.of(taking(
                        metformin(1000, Status.ACTIVE, ago(60), null), metformin(1000, Status.ACTIVE, ago(30), null))))
                .isEmpty();
    }

    private static Sufficiency.Need need(PatientState state, String decision, String datum) {
        return Sufficiency.of(state).stream()
                .filter(sufficiency -> sufficiency.decision().equals(decision))
                .flatMap(sufficiency -> sufficiency.needs().stream())
                .filter(need -> need.datum().contains(datum))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void saysWhatADecisionHasAndHowOldItIs() {
        PatientState state = aPatient()
                .withAt(Measurement.HBA1C, 8, Duration.ofDays(200))
                .with(Measurement.EGFR, Bound.ABOVE, 60)
                .withAt(Measurement.CGM_MEAN_GLUCOSE, 160, Duration.ofDays(3))
                .build();
        Sufficiency.Need hba1c = need(state, "METFORMIN_DOSE", "HbA1c");
        assertThat(hba1c.standing()).isEqualTo(Sufficiency.Standing.STALE);
        assertThat(hba1c.ageDays()).hasValue(200);
        assertThat(hba1c.withinDays()).hasValue(183);
        assertThat(need(state, "METFORMIN_DOSE", "filtration").standing()).isEqualTo(Sufficiency.Standing.BOUND);
        assertThat(need(state, "INSULIN_TITRATION", "sensor").standing()).isEqualTo(Sufficiency.Standing.CURRENT);
        assertThat(need(state, "INSULIN_TITRATION", "weight").standing()).isEqualTo(Sufficiency.Standing.MISSING);
        assertThat(need(state, "SULFONYLUREA_DOSE", "hypoglyc").standing()).isEqualTo(Sufficiency.Standing.MISSING);
        assertThat(Sufficiency.of(state)).noneMatch(Sufficiency::suffices);
    }

    @Test
    void aDecisionWithAllItNeedsHasEnough() {
        PatientState state = aTypicalPatient()
                .with(Measurement.EGFR, 80)
                .with(Measurement.HBA1C, 8)
                .lacking(ConditionConcept.METABOLIC_ACIDOSIS)
                .build();
        assertThat(Sufficiency.of(state))
                .filteredOn(sufficiency -> sufficiency.decision().equals("METFORMIN_DOSE"))
                .singleElement()
                .matches(Sufficiency::suffices);
    }

    @Test
    void anEmptyRecordHasNoHistoryAndSufficesForNothing() {
        Longitudinal nothing = Longitudinal.of(aPatient().build());
        assertThat(nothing.trends()).isEmpty();
        assertThat(nothing.changes()).isEmpty();
        assertThat(nothing.exposures()).isEmpty();
        assertThat(nothing.adherence()).isEmpty();
        assertThat(nothing.sufficiency()).hasSize(7).noneMatch(Sufficiency::suffices);
    }
}
