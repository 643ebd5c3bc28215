package org.hsdpo.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.junit.QuarkusTest;
import java.time.Duration;
import org.hsdpo.contracts.ingestion.v1.IngestRecordRequest;
import org.hsdpo.gateway.testing.GatewayCalls;
import org.hsdpo.gateway.testing.GatewayCalls.Answer;
import org.hsdpo.gateway.testing.GatewayTest;
import org.hsdpo.gateway.testing.Tokens;
import org.junit.jupiter.api.Test;

@QuarkusTest
class AccessTest extends GatewayTest {
    private Answer addRecord(GatewayCalls caller) {
        return caller.post("/v1/patients/" + patient + "/records", "text/plain", "HbA1c 8.2 %");
    }

    private static void assertRefused(Answer answer, int status) {
        assertThat(answer.status()).as(answer.response().body()).isEqualTo(status);
        assertThat(answer.contentType()).startsWith("application/problem+json");
        assertThat(answer.json().path("status").asInt()).isEqualTo(status);
        if (status == 401) {
            assertThat(answer.header("WWW-Authenticate")).isEqualTo("Bearer");
        }
    }

    private void assertUnauthenticated(String token) {
        assertRefused(addRecord(withToken(token)), 401);
        assertRefused(withToken(token).createProfile(patient, "{}"), 401);
        assertRefused(withToken(token).get("/v1/patients/p/prescription-profiles/x"), 401);
        assertRefused(withToken(token).get("/anything"), 401);
        assertThat(backEnds.received).isEmpty();
    }

    @Test
    void withoutATokenThereIsNothing() {
        assertUnauthenticated(null);
    }

    @Test
    void aTokenThatIsNotOneIsRefused() {
        assertUnauthenticated("not.a.token");
    }

    @Test
    void anUnsignedTokenIsRefused() {
        assertUnauthenticated(Tokens.unsigned("hospital-a", Tokens.CLINICIAN));
    }

    @Test
    void aForgedTokenIsRefused() {
        assertUnauthenticated(Tokens.forged("hospital-a", Tokens.CLINICIAN));
    }

    @Test
    void aTokenSignedWithThePublicKeyAsASecretIsRefused() {
        assertUnauthenticated(Tokens.hmacWithPublicKey("hospital-a", Tokens.CLINICIAN));
    }

    @Test
    void anExpiredTokenIsRefused() {
        assertUnauthenticated(Tokens.sign(Tokens.claims("hospital-a", Tokens.CLINICIAN)
                .issuedAt(java.time.Instant.now().minus(Duration.ofHours(2)))
                .expiresAt(java.time.Instant.now().minus(Duration.ofHours(1)))));
    }

    @Test
    void aTokenOfAnotherIssuerOrForAnotherServiceIsRefused() {
        assertUnauthenticated(
                Tokens.sign(Tokens.claims("hospital-a", Tokens.CLINICIAN).issuer("https://elsewhere.test")));
        assertUnauthenticated(
                Tokens.sign(Tokens.claims("hospital-a", Tokens.CLINICIAN).audience("another-service")));
    }

    @Test
    void scopesDecideWhatATokenAllows() {
        String profile = clinician()
                .createProfile(patient, "{}")
                .json()
                .path("profileId")
                .asText();
        GatewayCalls reader = as("hospital-a", "openid user/*.rs");
        assertRefused(addRecord(reader), 403);
        assertThat(reader.get("/v1/patients/" + patient + "/prescription-profiles/" + profile)
                        .status())
                .isEqualTo(200);
        assertRefused(reader.review(patient, profile, "{\"decision\": \"REVIEW_DECISION_ACCEPT\"}"), 403);
        GatewayCalls feeder = as("hospital-a", "system/*.c");
        assertThat(addRecord(feeder).status()).isEqualTo(201);
        assertRefused(feeder.createProfile(patient, "{}"), 403);
        assertRefused(addRecord(as("hospital-a", "openid")), 403);
    }

    @Test
    void aSystemDoesNotDecideForAClinician() {
        String profile = clinician()
                .createProfile(patient, "{}")
                .json()
                .path("profileId")
                .asText();
        GatewayCalls machine = as("hospital-a", "system/*.cruds");
        assertRefused(machine.review(patient, profile, "{\"decision\": \"REVIEW_DECISION_ACCEPT\"}"), 403);
    }

    @Test
    void aTokenHasToNameATenantAndASubject() {
        assertRefused(
                addRecord(withToken(Tokens.sign(
                        Tokens.claims("hospital-a", Tokens.CLINICIAN).claim("tenant", 5)))),
                403);
        assertRefused(
                addRecord(withToken(Tokens.sign(
                        Tokens.claims("hospital-a", Tokens.CLINICIAN).claim("tenant", "a' or '1'='1")))),
                403);
    }

    @Test
    void aTokenBoundToAPatientReachesNoOther() {
        GatewayCalls bound = withToken(
                Tokens.sign(Tokens.claims("hospital-a", "patient/*.cruds").claim("patient", patient)));
        assertThat(addRecord(bound).status()).isEqualTo(201);
        assertRefused(bound.post("/v1/patients/another/records", "text/plain", "x"), 403);
        assertRefused(bound.createProfile("another", "{}"), 403);
        assertRefused(addRecord(as("hospital-a", "patient/*.cruds")), 403);
    }

    @Test
    void oneTenantDoesNotSeeAnothersProfiles() {
        String profile = clinician()
                .createProfile(patient, "{}")
                .json()
                .path("profileId")
                .asText();
        GatewayCalls other = as("hospital-b", Tokens.CLINICIAN);
        String path = "/v1/patients/" + patient + "/prescription-profiles/" + profile;
        assertRefused(other.get(path), 404);
        assertRefused(other.review(patient, profile, "{\"decision\": \"REVIEW_DECISION_ACCEPT\"}"), 404);
        assertThat(clinician().get(path).status()).isEqualTo(200);
    }

    @Test
    void theTenantComesFromTheTokenAlone() {
        GatewayCalls liar = as("hospital-b", Tokens.CLINICIAN)
                .with("x-hsdpo-tenant", "hospital-a")
                .with("X-Tenant", "hospital-a");
        addRecord(liar);
        assertThat(backEnds.received(IngestRecordRequest.class)).hasSize(1);
        assertThat(backEnds.callers.getLast().tenant()).isEqualTo("hospital-b");
        assertThat(backEnds.callers.getLast().subject()).isEqualTo("dr-test");
    }

    @Test
    void aProfileBelongsToOnePatient() {
        String profile = clinician()
                .createProfile(patient, "{}")
                .json()
                .path("profileId")
                .asText();
        assertRefused(clinician().get("/v1/patients/another/prescription-profiles/" + profile), 404);
        assertRefused(clinician().get("/v1/patients/" + patient + "/prescription-profiles/none"), 404);
    }
}
