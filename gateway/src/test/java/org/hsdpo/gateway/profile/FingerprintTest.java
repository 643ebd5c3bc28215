package org.hsdpo.gateway.profile;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.Timestamp;
import org.hsdpo.contracts.gateway.v1.PrescriptionProfile;
import org.hsdpo.contracts.patient.v1.PatientState;
import org.hsdpo.gateway.testing.Fixtures;
import org.junit.jupiter.api.Test;

class FingerprintTest {
    private final PatientState state = Fixtures.patient();

    @Test
    void theSeedBelongsToTheDataAndNotToTheMomentOrTheName() {
        PatientState later = state.toBuilder()
                .setAsOf(Timestamp.newBuilder().setSeconds(1))
                .setPatientId("another")
                .build();
        assertThat(Fingerprint.seed(later)).isEqualTo(Fingerprint.seed(state));
        PatientState other = state.toBuilder().removeObservations(0).build();
        assertThat(Fingerprint.seed(other)).isNotEqualTo(Fingerprint.seed(state));
    }

    @Test
    void aProfilesHashLeavesOutIdentifiersAndCreationTimeAndNothingElse() {
        PrescriptionProfile profile = PrescriptionProfile.newBuilder()
                .setProfileId("1")
                .setPatientId("p")
                .setNotice("n")
                .build();
        PrescriptionProfile renamed = profile.toBuilder()
                .setProfileId("2")
                .setPatientId("q")
                .setCreatedAt(Timestamp.newBuilder().setSeconds(5))
                .build();
        assertThat(Fingerprint.of(renamed)).isEqualTo(Fingerprint.of(profile));
        assertThat(Fingerprint.of(profile.toBuilder().setNotice("m").build())).isNotEqualTo(Fingerprint.of(profile));
    }
}
