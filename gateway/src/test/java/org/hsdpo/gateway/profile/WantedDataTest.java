package org.hsdpo.gateway.profile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.time.Duration;
import org.hsdpo.clinical.measurement.Measurement;
import org.hsdpo.clinical.patient.PatientState;
import org.hsdpo.clinical.testing.PatientBuilder;
import org.junit.jupiter.api.Test;

class WantedDataTest {
    @Test
    void ofAPatientOfWhomNothingIsKnownEverythingIsMissing() {
        PatientState nobody = PatientBuilder.aPatient().build();
        assertThat(WantedData.shipped().completeness(nobody)).isZero();
    }

    @Test
    void aStaleValueCountsAsMissing() {
        PatientState current = PatientBuilder.aTypicalPatient().build();
        PatientState stale = PatientBuilder.aTypicalPatient()
                .without(Measurement.HBA1C)
                .withAt(Measurement.HBA1C, 8.2, Duration.ofDays(400))
                .build();
        assertThat(WantedData.shipped().missing(current))
                .noneMatch(datum -> datum.getDatum().equals("HbA1c"));
        assertThat(WantedData.shipped().missing(stale))
                .anyMatch(datum -> datum.getDatum().equals("HbA1c"));
        assertThat(WantedData.shipped().completeness(current)
                        - WantedData.shipped().completeness(stale))
                .isCloseTo(1.0 / 12, within(1e-12));
    }
}
