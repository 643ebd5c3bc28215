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
import java.util.OptionalInt;
import org.hsdpo.clinical.condition.ConditionConcept;
import org.hsdpo.clinical.drug.Drug;
import org.hsdpo.clinical.measurement.Bound;
import org.hsdpo.clinical.measurement.Measurement;
import org.hsdpo.clinical.patient.MedicationRecord;
import org.hsdpo.clinical.patient.MedicationRecord.Status;
import org.hsdpo.clinical.patient.PatientState;
import org.hsdpo.clinical.patient.Provenance;
import org.hsdpo.clinical.patient.Supply;
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

    private static Supply supply(Supply.Kind kind, Instant from, int days) {
        return new Supply(
                "metformin",
                kind,
                from,
                days > 0 ? OptionalInt.of(days) : OptionalInt.empty(),
                new Provenance(Provenance.Source.FHIR, "t", NOW, "", 1));
    }

    private static Adherence adherence(Instant asOf, List<MedicationRecord> records, Supply... supplies) {
        PatientState empty = aPatient().build();
        return Adherence.of(new PatientState(
                        "p",
                        asOf,
                        empty.sex(),
                        empty.birthDate(),
                        List.of(),
                        List.of(),
                        List.of(),
                        records,
                        List.of(),
                        List.of(),
                        List.of(supplies),
                        List.of()))
                .getFirst();
    }

    private static Supply fill(String day, int days) {
        return supply(Supply.Kind.DISPENSED, Instant.parse(day + "T10:00:00Z"), days);
    }

    private static final Instant YEAR_END = Instant.parse("2018-12-31T12:00:00Z");

    /** The third and fourth of the Pharmacy Quality Alliance's own examples of fills, with the days it says they cover. */
    @Test
    void theProportionOfDaysCoveredIsThatOfThePharmacyQualityAlliance() {
        Adherence third =
                adherence(YEAR_END, List.of(), fill("2018-03-25", 90), fill("2018-07-05", 90), fill("2018-09-25", 90));
        assertThat(third.standing()).isEqualTo(Adherence.Standing.SUFFICIENT);
        assertThat(third.days()).isEqualTo(282);
        assertThat(third.proportionOfDaysCovered().orElseThrow()).isCloseTo(270 / 282.0, within(1e-12));
        Adherence fourth = adherence(
                YEAR_END,
                List.of(),
                fill("2018-01-01", 90),
                fill("2018-03-25", 90),
                fill("2018-07-05", 90),
                fill("2018-10-15", 90));
        assertThat(fourth.days()).isEqualTo(365);
        assertThat(fourth.proportionOfDaysCovered().orElseThrow()).isCloseTo(348 / 365.0, within(1e-12));
        assertThat(fourth.possessionRatio().orElseThrow()).isCloseTo(360 / 365.0, within(1e-12));
        assertThat(fourth.supplies()).isEqualTo(4);
        assertThat(fourth.basis()).contains(Supply.Kind.DISPENSED);
    }

    @Test
    void whatDoesNotTellHowItWasTakenStaysUnknown() {
        assertThat(adherence(YEAR_END, List.of(), fill("2018-06-01", 90)).standing())
                .isEqualTo(Adherence.Standing.ONE_SUPPLY);
        Adherence unknown = adherence(YEAR_END, List.of(), fill("2018-06-01", 90), fill("2018-09-01", 0));
        assertThat(unknown.standing()).isEqualTo(Adherence.Standing.LENGTH_UNKNOWN);
        assertThat(unknown.proportionOfDaysCovered()).isEmpty();
        assertThat(unknown.possessionRatio()).isEmpty();
        Adherence none = adherence(NOW, List.of(metformin(1000, Status.ACTIVE, ago(60), null)));
        assertThat(none.standing()).isEqualTo(Adherence.Standing.NO_SUPPLY);
        assertThat(none.basis()).isEmpty();
        assertThat(none.proportionOfDaysCovered()).isEmpty();
        Adherence recent = adherence(YEAR_END, List.of(), fill("2018-11-01", 30), fill("2018-12-01", 30));
        assertThat(recent.standing()).isEqualTo(Adherence.Standing.SHORT);
        assertThat(recent.proportionOfDaysCovered().orElseThrow()).isCloseTo(60 / 61.0, within(1e-12));
    }

    /** An order that ended and one that began are no supplies. */
    @Test
    void prescriptionsAreNoSupplies() {
        assertThat(adherence(
                                NOW,
                                List.of(
                                        metformin(1000, Status.STOPPED, ago(200), ago(100)),
                                        metformin(2000, Status.ACTIVE, ago(100), null)))
                        .standing())
                .isEqualTo(Adherence.Standing.NO_SUPPLY);
    }

    @Test
    void moreThanIsToBeTakenShowsInThePossessionRatioAlone() {
        Adherence hoarded = adherence(YEAR_END, List.of(), fill("2018-07-05", 180), fill("2018-08-01", 180));
        assertThat(hoarded.proportionOfDaysCovered().orElseThrow()).isEqualTo(1);
        assertThat(hoarded.possessionRatio().orElseThrow()).isCloseTo(2, within(1e-12));
    }

    @Test
    void timeAfterTheTreatmentWasStoppedDoesNotCount() {
        Adherence stopped = adherence(
                YEAR_END,
                List.of(metformin(
                        1000,
                        Status.STOPPED,
                        Instant.parse("2018-01-01T00:00:00Z"),
                        Instant.parse("2018-06-29T00:00:00Z"))),
                fill("2018-01-01", 90),
                fill("2018-04-01", 90));
        assertThat(stopped.days()).isEqualTo(180);
        assertThat(stopped.proportionOfDaysCovered().orElseThrow()).isEqualTo(1);
    }

    @Test
    void dosesThatWereGivenCoverTheTimeToTheNextAndNoneIsMadeUp() {
        Adherence given = adherence(
                NOW,
                List.of(),
                supply(Supply.Kind.GIVEN, ago(21), 7),
                supply(Supply.Kind.GIVEN, ago(14), 7),
                supply(Supply.Kind.GIVEN, ago(0), 7));
        assertThat(given.basis()).contains(Supply.Kind.GIVEN);
        assertThat(given.days()).isEqualTo(22);
        assertThat(given.proportionOfDaysCovered().orElseThrow()).isCloseTo(15 / 22.0, within(1e-12));
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
