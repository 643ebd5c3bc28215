package org.hsdpo.service.call;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.grpc.Metadata;
import org.hsdpo.clinical.error.InvalidInputException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CallerTest {
    @ParameterizedTest
    @ValueSource(strings = {"", " ", "a b", "../x", "-x", "x'; drop table", "ü", "x\n"})
    void aMalformedTenantIsRefused(String tenant) {
        assertThatThrownBy(() -> new Caller(tenant, "someone")).isInstanceOf(InvalidInputException.class);
    }

    @Test
    void theCallerTravelsInTheMetadata() {
        Metadata metadata = new Caller("st-elsewhere", "Practitioner/7").metadata();
        assertThat(metadata.get(Caller.TENANT)).isEqualTo("st-elsewhere");
        assertThat(metadata.get(Caller.SUBJECT)).isEqualTo("Practitioner/7");
    }

    @Test
    void outsideACallThereIsNoCaller() {
        assertThatThrownBy(Caller::current).isInstanceOf(IllegalStateException.class);
    }
}
