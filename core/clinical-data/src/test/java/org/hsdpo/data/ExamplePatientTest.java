package org.hsdpo.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.hsdpo.clinical.condition.ConditionConcept;
import org.hsdpo.clinical.drug.Drug;
import org.hsdpo.clinical.measurement.Measurement;
import org.hsdpo.clinical.patient.DataIssue;
import org.hsdpo.clinical.patient.PatientState;
import org.hsdpo.clinical.patient.Sex;
import org.hsdpo.clinical.patient.Truth;
import org.hsdpo.data.fhir.FhirBundleReader;
import org.hsdpo.data.glucose.GlucoseExportReader;
import org.hsdpo.data.state.PatientStateAssembler;
import org.junit.jupiter.api.Test;

/** The example patient's coded files are one consistent patient whom a dosing decision can be made for. */
class ExamplePatientTest {
    private static final Instant MOMENT = Instant.parse("2026-10-12T12:00:00Z");
    private static final Path FOLDER = Path.of(System.getProperty("hsdpo.root", "../.."), "examples", "patient");

    private final PatientState state = new PatientStateAssembler()
            .assemble(
                    "example",
                    MOMENT,
                    List.of(
                            new FhirBundleReader()
                                    .read(SharedData.bytes(FOLDER.resolve("1-record.json")), new Receipt("1", MOMENT)),
                            new GlucoseExportReader()
                                    .read(
                                            SharedData.bytes(FOLDER.resolve("3-glucose-sensor.csv")),
                                            new Receipt("3", MOMENT),
                                            Optional.empty())));

    private double value(Measurement measurement) {
        return state.current(measurement).orElseThrow().value().value();
    }

    @Test
    void holdsWhatADecisionNeeds() {
        assertThat(state.sex().orElseThrow().value()).isEqualTo(Sex.FEMALE);
        assertThat(state.age()).hasValue(61);
        assertThat(state.has(ConditionConcept.TYPE_2_DIABETES)).isEqualTo(Truth.TRUE);
        assertThat(value(Measurement.HBA1C)).isEqualTo(8.6);
        assertThat(value(Measurement.EGFR)).isCloseTo(68, within(1.0));
        assertThat(value(Measurement.BODY_MASS_INDEX)).isCloseTo(33.1, within(0.1));
        assertThat(value(Measurement.DIABETES_DURATION)).isCloseTo(8.4, within(0.1));
        assertThat(state.currentTherapy().regimen().asMap()).containsOnlyKeys(Drug.METFORMIN);
        assertThat(state.currentTherapy().regimen().dose(Drug.METFORMIN)).isEqualTo(1000);
        assertThat(state.currentTherapy().coMedication()).containsExactly("atorvastatin", "lisinopril");
        assertThat(state.issues())
                .noneMatch(issue ->
                        issue.kind() == DataIssue.Kind.MISSING && !issue.field().equals("sensor readings"));
        assertThat(state.issues()).noneMatch(issue -> issue.kind() == DataIssue.Kind.STALE);
        assertThat(state.issues()).noneMatch(issue -> issue.kind() == DataIssue.Kind.CONFLICT);
    }

    @Test
    void hba1cRisesAndTheSensorAgreesWithIt() {
        assertThat(state.history(Measurement.HBA1C).stream()
                        .map(observation -> observation.value().value()))
                .containsExactly(7.4, 7.7, 8.1, 8.6);
        // GMI = 3.31 + 0.02392 · mean glucose (Bergenstal et al. 2018, Diabetes Care 41:2275).
        assertThat(3.31 + 0.02392 * value(Measurement.CGM_MEAN_GLUCOSE)).isCloseTo(8.6, within(0.6));
        assertThat(value(Measurement.CGM_TIME_BELOW_70)).isZero();
    }
}
