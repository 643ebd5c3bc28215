package org.hsdpo.gateway.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hsdpo.gateway.access.Permissions.BULK_LOAD;
import static org.hsdpo.gateway.access.Permissions.CREATE_PROFILE;
import static org.hsdpo.gateway.access.Permissions.READ_NOTE;
import static org.hsdpo.gateway.access.Permissions.READ_PROFILE;
import static org.hsdpo.gateway.access.Permissions.REVIEW_PROFILE;
import static org.hsdpo.gateway.access.Permissions.WRITE_RECORD;

import java.util.Set;
import org.junit.jupiter.api.Test;

class SmartScopeTest {
    private static Set<String> allowedBy(String scope) {
        return SmartScope.parse(scope).map(SmartScope::permissions).orElse(Set.of());
    }

    @Test
    void theWholeRecordWithAllInteractionsAllowsEverything() {
        assertThat(allowedBy("user/*.cruds"))
                .containsExactlyInAnyOrder(WRITE_RECORD, CREATE_PROFILE, READ_NOTE, READ_PROFILE, REVIEW_PROFILE);
        assertThat(allowedBy("user/*.*")).isEqualTo(allowedBy("user/*.cruds"));
    }

    @Test
    void readingDoesNotAllowWriting() {
        assertThat(allowedBy("user/*.rs")).containsExactlyInAnyOrder(CREATE_PROFILE, READ_NOTE, READ_PROFILE);
        assertThat(allowedBy("user/*.read")).isEqualTo(allowedBy("user/*.rs"));
        assertThat(allowedBy("system/*.c")).containsExactlyInAnyOrder(WRITE_RECORD, BULK_LOAD);
        assertThat(allowedBy("user/*.cruds")).doesNotContain(BULK_LOAD);
    }

    @Test
    void aSystemDoesNotReview() {
        assertThat(allowedBy("system/*.cruds")).doesNotContain(REVIEW_PROFILE);
        assertThat(allowedBy("user/MedicationRequest.u")).containsExactly(REVIEW_PROFILE);
    }

    @Test
    void partOfARecordIsNotEnough() {
        assertThat(allowedBy("user/Observation.cruds")).isEmpty();
        assertThat(allowedBy("patient/Observation.rs")).isEmpty();
    }

    @Test
    void otherScopesGrantNothing() {
        for (String other : new String[] {
            "openid", "launch/patient", "user/*.", "user/*.sr", "user/*.cruds?category=lab", "admin/*.cruds", "user/*.x"
        }) {
            assertThat(SmartScope.parse(other)).as(other).isEmpty();
        }
    }
}
