package org.hsdpo.gateway.profile;

import io.grpc.Deadline;
import io.micrometer.core.instrument.MeterRegistry;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.hsdpo.clinical.error.InvalidInputException;
import org.hsdpo.clinical.error.Violation;
import org.hsdpo.contracts.gateway.v1.CreatePrescriptionProfileRequest;
import org.hsdpo.contracts.gateway.v1.PrescriptionProfile;
import org.hsdpo.contracts.ingestion.v1.GetPatientStateRequest;
import org.hsdpo.contracts.patient.v1.PatientState;
import org.hsdpo.gateway.access.Requester;
import org.hsdpo.gateway.backend.BackEnd;
import org.hsdpo.gateway.backend.IngestionBackEnd;
import org.hsdpo.gateway.config.GatewayConfig;
import org.hsdpo.gateway.edge.CallContext;
import org.hsdpo.gateway.json.MessageJson;
import org.hsdpo.gateway.record.PatientIdentifier;
import org.hsdpo.gateway.store.GatewayStore;
import org.hsdpo.gateway.store.KeyAlreadyUsed;
import org.hsdpo.gateway.store.KeyUse;
import org.hsdpo.gateway.store.StoredProfile;
import org.hsdpo.service.wire.TimeWire;

/** Makes, stores and finds prescription profiles. */
@ApplicationScoped
public class ProfileMaker {
    private static final String OPERATION = "create-profile";

    private final IngestionBackEnd ingestion;
    private final ProfileComposer composer;
    private final GatewayStore store;
    private final GatewayConfig config;
    private final Clock clock;
    private final MeterRegistry meters;

    ProfileMaker(
            IngestionBackEnd ingestion,
            ProfileComposer composer,
            GatewayStore store,
            GatewayConfig config,
            Clock clock,
            MeterRegistry meters) {
        this.ingestion = ingestion;
        this.composer = composer;
        this.store = store;
        this.config = config;
        this.clock = clock;
        this.meters = meters;
    }

    /** Makes a profile, or finds the one that the same idempotency key made before. */
    public Uni<IssuedProfile> make(Requester who, CreatePrescriptionProfileRequest request) {
        check(who, request);
        Deadline deadline = CallContext.deadline(config.deadline().profile());
        Optional<KeyUse> key = KeyUse.of(OPERATION, request.getIdempotencyKey(), Fingerprint.of(request));
        Uni<Optional<IssuedProfile>> earlier = key.map(use -> earlier(who, request, use))
                .orElseGet(() -> Uni.createFrom().item(Optional.empty()));
        return earlier.chain(found -> found.map(profile -> Uni.createFrom().item(profile))
                .orElseGet(() -> makeNew(who, request, key, deadline)));
    }

    /** The text of a stored profile; NOT_FOUND where this tenant has none such of this patient. */
    public Uni<String> find(Requester who, String patientId, String profileId) {
        PatientIdentifier.require(patientId);
        who.requirePatient(patientId);
        return store.read(who, patientId, profileId).map(StoredProfile::document);
    }

    private Uni<Optional<IssuedProfile>> earlier(Requester who, CreatePrescriptionProfileRequest request, KeyUse use) {
        return store.earlierResult(who, use).chain(result -> result.map(profileId -> store.read(
                                who, request.getPatientId(), profileId.toString())
                        .map(stored -> Optional.of(new IssuedProfile(profileId.toString(), stored.document(), false))))
                .orElseGet(() -> Uni.createFrom().item(Optional.empty())));
    }

    private Uni<IssuedProfile> makeNew(
            Requester who, CreatePrescriptionProfileRequest request, Optional<KeyUse> key, Deadline deadline) {
        CallContext call = CallContext.current();
        Instant now = clock.instant().truncatedTo(ChronoUnit.MICROS);
        GetPatientStateRequest question = GetPatientStateRequest.newBuilder()
                .setPatientId(request.getPatientId())
                .setAsOf(request.hasAsOf() ? request.getAsOf() : TimeWire.toWire(now))
                .build();
        return call.back(ingestion.state(who.caller(), question, deadline))
                .onFailure()
                .transform(BackEnd.INGESTION::told)
                .chain(state -> composer.compose(
                                call,
                                who,
                                new ProfileComposer.Inputs(
                                        UUID.randomUUID(),
                                        now,
                                        state,
                                        request.getDraws(),
                                        request.hasSeed() ? request.getSeed() : Fingerprint.seed(state)),
                                deadline)
                        .chain(profile -> stored(call, who, request, profile, state, now, key)));
    }

    private Uni<IssuedProfile> stored(
            CallContext call,
            Requester who,
            CreatePrescriptionProfileRequest request,
            PrescriptionProfile profile,
            PatientState state,
            Instant now,
            Optional<KeyUse> key) {
        return call.compute(() -> MessageJson.print(profile))
                .chain(json -> store.add(
                                who,
                                new StoredProfile(
                                        who.tenant(),
                                        UUID.fromString(profile.getProfileId()),
                                        profile.getPatientId(),
                                        now,
                                        profile.getProvenance().getProfileHash(),
                                        json,
                                        state.toByteArray()),
                                key)
                        .replaceWith(() -> new IssuedProfile(profile.getProfileId(), json, true)))
                .invoke(() -> count(profile))
                .onFailure(KeyAlreadyUsed.class)
                .recoverWithUni(() -> earlier(who, request, key.orElseThrow()).map(Optional::orElseThrow));
    }

    private void count(PrescriptionProfile profile) {
        String outcome = profile.getAbstentionCount() > 0 ? "abstained" : "recommended";
        boolean degraded = profile.getDegradedCount() > 0;
        meters.counter("hsdpo.profiles", "outcome", outcome, "degraded", Boolean.toString(degraded))
                .increment();
    }

    private void check(Requester who, CreatePrescriptionProfileRequest request) {
        PatientIdentifier.require(request.getPatientId());
        who.requirePatient(request.getPatientId());
        List<Violation> violations = new ArrayList<>();
        if (request.getDraws() < 0 || request.getDraws() > config.maxDraws()) {
            violations.add(new Violation(
                    "draws",
                    "DRAWS_OUT_OF_RANGE",
                    "the number of draws is out of range",
                    "1 to " + config.maxDraws() + ", or 0 for the default"));
        }
        if (request.hasAsOf() && TimeWire.fromWire(request.getAsOf()).isAfter(clock.instant())) {
            violations.add(new Violation(
                    "asOf", "TIME_IN_THE_FUTURE", "the moment to decide for lies in the future", "now or earlier"));
        }
        if (!violations.isEmpty()) {
            throw new InvalidInputException(violations);
        }
    }
}
