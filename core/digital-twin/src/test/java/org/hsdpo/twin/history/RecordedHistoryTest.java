package org.hsdpo.twin.history;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.hsdpo.clinical.testing.PatientBuilder.aPatient;
import static org.hsdpo.clinical.testing.PatientBuilder.aTypicalPatient;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Optional;
import java.util.OptionalDouble;
import org.hsdpo.clinical.condition.ConditionConcept;
import org.hsdpo.clinical.drug.Drug;
import org.hsdpo.clinical.measurement.Bound;
import org.hsdpo.clinical.measurement.Measurement;
import org.hsdpo.clinical.patient.MedicationRecord;
import org.hsdpo.clinical.patient.MedicationRecord.Status;
import org.hsdpo.clinical.patient.Observation;
import org.hsdpo.clinical.patient.PatientState;
import org.hsdpo.clinical.patient.Provenance;
import org.hsdpo.clinical.patient.Sex;
import org.hsdpo.clinical.quantity.Quantity;
import org.hsdpo.clinical.regimen.Regimen;
import org.hsdpo.clinical.renal.RenalFunction;
import org.hsdpo.clinical.testing.PatientBuilder;
import org.junit.jupiter.api.Test;

class RecordedHistoryTest {
    private static final Provenance NOTE =
            new Provenance(Provenance.Source.CLINICAL_NOTE, "note", PatientBuilder.NOW, "", 0.8);
    private static final Provenance CHART = new Provenance(Provenance.Source.FHIR, "chart", PatientBuilder.NOW, "", 1);

    @Test
    void aSuccessionOfPrescriptionsIsADoseHistory() {
        PatientHistory history = usable(aPatientOfTwoYears()
                        .withMedication(Drug.METFORMIN, dose(1000), Status.ACTIVE, begun(900), ongoing())
                        .withMedication(Drug.METFORMIN, dose(2000), Status.ACTIVE, begun(400), ongoing())
                        .withMedication(Drug.SITAGLIPTIN, dose(100), Status.STOPPED, begun(300), ended(100))
                        .build())
                .history();
        assertThat(history.doses())
                .containsExactly(
                        new DoseChange(day(900), Regimen.of(Drug.METFORMIN, 1000)),
                        new DoseChange(day(400), Regimen.of(Drug.METFORMIN, 2000)),
                        new DoseChange(
                                day(300), Regimen.of(Drug.METFORMIN, 2000).with(Drug.SITAGLIPTIN, 100)),
                        new DoseChange(day(100), Regimen.of(Drug.METFORMIN, 2000)));
        assertThat(history.measurements())
                .contains(
                        new DatedMeasurement(Measurement.HBA1C, day(700), 8.6),
                        new DatedMeasurement(Measurement.HBA1C, day(7), 8.2),
                        new DatedMeasurement(Measurement.WEIGHT, day(7), 92));
        assertThat(history.covariates().hba1c().isKnown()).isFalse();
        assertThat(history.covariates().systolicPressure().isKnown()).isTrue();
    }

    @Test
    void aPrescriptionOverWithoutADateLastedUntilTheNextAndARenewalIsNoChange() {
        PatientHistory history = usable(aPatientOfTwoYears()
                        .withMedication(Drug.METFORMIN, dose(1000), Status.STOPPED, begun(900), ongoing())
                        .withMedication(Drug.METFORMIN, dose(1000), Status.ACTIVE, begun(400), ongoing())
                        .build())
                .history();
        assertThat(history.doses()).containsExactly(new DoseChange(day(900), Regimen.of(Drug.METFORMIN, 1000)));
    }

    @Test
    void withoutAnyDrugEverRecordedNoneWasTaken() {
        PatientHistory history = usable(aPatientOfTwoYears().build()).history();
        assertThat(history.doses()).extracting(DoseChange::regimen).containsExactly(Regimen.none());
    }

    @Test
    void itBeginsOnlyOnceOneRegimenWasTakenForTwelveWeeks() {
        PatientHistory history = usable(aPatientOfTwoYears()
                        .withMedication(Drug.METFORMIN, dose(1000), Status.ACTIVE, begun(700), ongoing())
                        .build())
                .history();
        assertThat(history.measurements())
                .filteredOn(each -> each.measurement() == Measurement.HBA1C)
                .extracting(DatedMeasurement::date)
                .containsExactly(day(350), day(7));
    }

    @Test
    void aDoseUnknownLongAgoOnlyShortensIt() {
        PatientHistory history = usable(aPatientOfTwoYears()
                        .withMedication(Drug.METFORMIN, unknownDose(), Status.STOPPED, begun(900), ended(500))
                        .withMedication(Drug.METFORMIN, dose(1000), Status.ACTIVE, begun(500), ongoing())
                        .build())
                .history();
        assertThat(history.doses()).containsExactly(new DoseChange(day(500), Regimen.of(Drug.METFORMIN, 1000)));
        assertThat(history.measurements())
                .extracting(DatedMeasurement::date)
                .doesNotContain(day(700))
                .contains(day(350));
    }

    @Test
    void whatIsNotAValueIsLeftOutAndCounted() {
        PatientBuilder patient = aPatientOfTwoYears()
                .withObservation(observation(Measurement.EGFR, 60, Bound.AT_LEAST, 200, false, CHART))
                .withObservation(observation(Measurement.HBA1C, 9.9, Bound.EXACT, 200, true, CHART))
                .withObservation(observation(Measurement.HBA1C, 8.8, Bound.EXACT, 150, false, NOTE))
                .withObservation(observation(Measurement.HBA1C, 8.1, Bound.EXACT, 12, false, CHART));
        RecordedHistory.Usable usable = usable(patient.build());
        assertThat(usable.history().measurements())
                .filteredOn(each -> each.measurement() == Measurement.HBA1C)
                .extracting(DatedMeasurement::value)
                .containsExactlyInAnyOrder(8.6, 8.4, 8.2);
        assertThat(usable.leftOut())
                .containsExactly(
                        "1 value known only as a bound",
                        "1 value read from a note",
                        "1 value improbable and not confirmed",
                        "1 value from before the history begins or within 14 days of a later one");
    }

    @Test
    void eGfrComesFromCreatinineWhereNoneIsReported() {
        PatientHistory history = usable(aPatientOfTwoYears()
                        .without(Measurement.EGFR)
                        .withAt(Measurement.CREATININE, 1.1, Duration.ofDays(350))
                        .build())
                .history();
        assertThat(history.measurements())
                .filteredOn(each ->
                        each.measurement() == Measurement.EGFR && each.date().equals(day(350)))
                .singleElement()
                .satisfies(egfr ->
                        assertThat(egfr.value()).isCloseTo(RenalFunction.ckdEpi2021(1.1, 57, Sex.MALE), within(1e-9)));
    }

    @Test
    void oneMeasurementWithALaterDoseChangeIsAHistory() {
        PatientHistory history = usable(aTypicalPatient()
                        .with(Measurement.HBA1C, 8.2)
                        .without(Measurement.HBA1C)
                        .without(Measurement.FASTING_GLUCOSE)
                        .withAt(Measurement.HBA1C, 8.2, Duration.ofDays(60))
                        .withMedication(Drug.METFORMIN, dose(1000), Status.ACTIVE, begun(900), ongoing())
                        .withMedication(Drug.METFORMIN, dose(2000), Status.ACTIVE, begun(30), ongoing())
                        .build())
                .history();
        assertThat(history.doses()).hasSize(2);
    }

    @Test
    void saysWhyThereIsNone() {
        assertThat(reason(aTypicalPatient().taking(Drug.METFORMIN, 1000)))
                .isEqualTo("there is no earlier HbA1c, sensor mean or fasting glucose");
        assertThat(reason(onMetformin(dose(1000), Status.ACTIVE, Optional.empty(), ongoing())))
                .isEqualTo("it is not recorded since when metformin was taken");
        assertThat(reason(onMetformin(dose(1000), Status.STOPPED, begun(900), ongoing())))
                .isEqualTo("it is not recorded when metformin was stopped or held");
        assertThat(reason(onMetformin(dose(1000), Status.ON_HOLD, begun(900), ongoing())))
                .isEqualTo("it is not recorded when metformin was stopped or held");
        assertThat(reason(onMetformin(dose(1000), Status.UNKNOWN, begun(900), ongoing())))
                .isEqualTo("it is not known whether metformin was taken");
        assertThat(reason(onMetformin(unknownDose(), Status.ACTIVE, begun(900), ongoing())))
                .isEqualTo("the dose of metformin taken from " + day(900) + " is not known");
        assertThat(reason(onMetformin(dose(1000), Status.ACTIVE, begun(60), ongoing())))
                .isEqualTo("no glucose was measured after the same known regimen had been taken for 84 days"
                        + " (the record names no glucose-lowering drug before " + day(60) + ")");
        assertThat(reason(onMetformin(dose(1000), Status.ACTIVE, begun(900), ongoing())
                        .withMedication(Drug.METFORMIN, dose(2000), Status.ACTIVE, begun(900), ongoing())))
                .isEqualTo("the dose of metformin taken from " + day(900) + " is not known");
        assertThat(reason(aPatientOfTwoYears()
                        .withMedication(new MedicationRecord(
                                Optional.of(Drug.METFORMIN),
                                "metformin",
                                "",
                                dose(1000),
                                Status.ACTIVE,
                                Optional.of(PatientBuilder.NOW.minus(Duration.ofDays(900))),
                                Optional.empty(),
                                "metformin",
                                NOTE))))
                .isEqualTo("the dose of metformin is known from a note only");
    }

    @Test
    void aDrugTheTwinDoesNotKnowIsPartOfThePersonOnlyWhileItGoesOn() {
        assertThat(reason(aPatientOfTwoYears().withMedication(acarbose(Optional.of(Duration.ofDays(90))))))
                .isEqualTo("no glucose was measured after the same known regimen had been taken for 84 days"
                        + " (acarbose, which the twin does not know, was begun or stopped)");
        assertThat(usable(aPatientOfTwoYears()
                                .withMedication(acarbose(Optional.empty()))
                                .build())
                        .history()
                        .measurements())
                .extracting(DatedMeasurement::date)
                .contains(day(700));
    }

    @Test
    void itMustNotKnowLessOfTodayThanTheNewestValues() {
        assertThat(reason(aPatientOfTwoYears().with(Measurement.EGFR, Bound.BELOW, 30)))
                .isEqualTo("the newest estimated glomerular filtration rate is known only as a bound");
        assertThat(reason(aPatientOfTwoYears()
                        .withObservation(observation(Measurement.HBA1C, 8.8, Bound.EXACT, 3, false, NOTE))))
                .isEqualTo("the newest HbA1c was read from a note");
        assertThat(reason(aPatientOfTwoYears()
                        .withObservation(observation(Measurement.HBA1C, 15.8, Bound.EXACT, 3, true, CHART))))
                .isEqualTo("the newest HbA1c is improbable and not confirmed");
    }

    @Test
    void doesNotReachBackFurtherThanThreeYears() {
        PatientHistory history = usable(aPatientOfTwoYears()
                        .withAt(Measurement.HBA1C, 7.9, Duration.ofDays(1200))
                        .build())
                .history();
        assertThat(history.measurements()).extracting(DatedMeasurement::value).doesNotContain(7.9);
        assertThat(reason(aPatient()
                        .aged(58)
                        .of(Sex.MALE)
                        .having(ConditionConcept.TYPE_2_DIABETES)
                        .withAt(Measurement.HBA1C, 7.9, Duration.ofDays(1200))))
                .isEqualTo("no HbA1c, sensor mean or fasting glucose of the last 3 years can be used");
    }

    private static PatientBuilder onMetformin(
            OptionalDouble dose, Status status, Optional<Duration> begun, Optional<Duration> ended) {
        return aPatientOfTwoYears().withMedication(Drug.METFORMIN, dose, status, begun, ended);
    }

    /** HbA1c 8.6, 8.4 and 8.2 % 700, 350 and 7 days ago; on no drug. */
    private static PatientBuilder aPatientOfTwoYears() {
        return aTypicalPatient()
                .withAt(Measurement.HBA1C, 8.6, Duration.ofDays(700))
                .withAt(Measurement.HBA1C, 8.4, Duration.ofDays(350));
    }

    private static MedicationRecord acarbose(Optional<Duration> ended) {
        return new MedicationRecord(
                Optional.empty(),
                "acarbose",
                "",
                OptionalDouble.empty(),
                ended.isPresent() ? Status.STOPPED : Status.ACTIVE,
                Optional.of(PatientBuilder.NOW.minus(Duration.ofDays(2000))),
                ended.map(PatientBuilder.NOW::minus),
                "acarbose",
                CHART);
    }

    private static Observation observation(
            Measurement measurement,
            double value,
            Bound bound,
            int daysAgo,
            boolean improbable,
            Provenance provenance) {
        Instant time = PatientBuilder.NOW.minus(Duration.ofDays(daysAgo));
        String unit = measurement == Measurement.EGFR ? "mL/min/{1.73_m2}" : "%";
        return new Observation(measurement, Quantity.of(value, unit), bound, time, improbable, provenance);
    }

    private static RecordedHistory.Usable usable(PatientState state) {
        assertThat(RecordedHistory.of(state)).isInstanceOf(RecordedHistory.Usable.class);
        return (RecordedHistory.Usable) RecordedHistory.of(state);
    }

    private static String reason(PatientBuilder patient) {
        assertThat(RecordedHistory.of(patient.build())).isInstanceOf(RecordedHistory.Unusable.class);
        return ((RecordedHistory.Unusable) RecordedHistory.of(patient.build())).reason();
    }

    private static OptionalDouble dose(double dose) {
        return OptionalDouble.of(dose);
    }

    private static OptionalDouble unknownDose() {
        return OptionalDouble.empty();
    }

    private static Optional<Duration> begun(int daysAgo) {
        return Optional.of(Duration.ofDays(daysAgo));
    }

    private static Optional<Duration> ended(int daysAgo) {
        return Optional.of(Duration.ofDays(daysAgo));
    }

    private static Optional<Duration> ongoing() {
        return Optional.empty();
    }

    private static LocalDate day(int daysAgo) {
        return LocalDate.ofInstant(PatientBuilder.NOW, ZoneOffset.UTC).minusDays(daysAgo);
    }
}
