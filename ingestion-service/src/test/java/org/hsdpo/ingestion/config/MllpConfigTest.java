package org.hsdpo.ingestion.config;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.runtime.configuration.DurationConverter;
import io.smallrye.config.EnvConfigSource;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;

class MllpConfigTest {
    private static MllpConfig of(Map<String, String> environment) {
        return new SmallRyeConfigBuilder()
                .addDefaultInterceptors()
                .addDefaultSources()
                .withSources(new EnvConfigSource(environment, 400))
                .withConverter(Duration.class, 500, new DurationConverter())
                .withMapping(MllpConfig.class)
                .build()
                .getConfigMapping(MllpConfig.class);
    }

    @Test
    void noPortIsOpenedUnlessConfigured() {
        assertThat(of(Map.of()).listeners()).isEmpty();
    }

    @Test
    void theChartsEnvironmentMakesAListener() {
        String prefix = "HSDPO_INGESTION_MLLP_LISTENERS_WARD_";
        MllpConfig.Listener ward = of(Map.of(
                        prefix + "PORT", "2575",
                        prefix + "TENANT", "north",
                        prefix + "SENDERS", "LAB@NORTH,ADT@NORTH",
                        prefix + "PROCESSING_IDS", "P,T",
                        prefix + "PATIENT_AUTHORITY", "2.16.840.1.113883.19",
                        prefix + "PATIENT_IDENTIFIER_TYPE", "PI",
                        prefix + "TLS", "hl7",
                        prefix + "CLIENT_CERTIFICATE", "false"))
                .listeners()
                .get("ward");
        assertThat(ward.port()).isEqualTo(2575);
        assertThat(ward.tenant()).isEqualTo("north");
        assertThat(ward.senders()).containsExactlyInAnyOrder("LAB@NORTH", "ADT@NORTH");
        assertThat(ward.processingIds()).containsExactlyInAnyOrder("P", "T");
        assertThat(ward.patientAuthority()).isEqualTo("2.16.840.1.113883.19");
        assertThat(ward.patientIdentifierType()).isEqualTo("PI");
        assertThat(ward.tls()).contains("hl7");
        assertThat(ward.clientCertificate()).isFalse();
    }
}
