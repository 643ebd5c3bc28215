package org.hsdpo.gateway.profile;

import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;
import org.hsdpo.clinical.error.InvalidInputException;
import org.hsdpo.contracts.agent.v1.DecideResponse;
import org.hsdpo.contracts.common.v1.Version;
import org.hsdpo.contracts.gateway.v1.PrescriptionProfile;
import org.hsdpo.contracts.gateway.v1.ProfileProvenance;
import org.hsdpo.contracts.patient.v1.PatientState;
import org.hsdpo.gateway.backend.Evaluation;
import org.hsdpo.service.wire.PatientStateWire;
import org.hsdpo.service.wire.TimeWire;
import org.hsdpo.service.wire.VersionWire;

/** Writes the profile document from its parts. */
final class ProfileDocument {
    /** Stands in every profile. */
    static final String NOTICE = "For the decision of a clinician; never given automatically";

    private static final Comparator<Version> BY_COMPONENT = Comparator.comparing(Version::getComponent)
            .thenComparing(Version::getVersion)
            .thenComparing(Version::getHash);

    private ProfileDocument() {}

    /** @throws IllegalStateException where the state that ingestion gave breaks its own contract */
    static PrescriptionProfile write(
            UUID profileId,
            Instant createdAt,
            PatientState state,
            long seed,
            Evaluation evaluation,
            Opinion opinion,
            String gatewayVersion) {
        Combination combination = Combination.of(evaluation, opinion);
        PrescriptionProfile.Builder profile = PrescriptionProfile.newBuilder()
                .setProfileId(profileId.toString())
                .setPatientId(state.getPatientId())
                .setAsOf(state.getAsOf())
                .setCreatedAt(TimeWire.toWire(createdAt))
                .setPatient(Summary.of(state, clinical(state), evaluation.summary()))
                .setCurrent(evaluation.plan().getCurrent())
                .addAllAlternatives(combination.alternatives())
                .addAllInadmissible(combination.inadmissible())
                .addAllCritique(combination.critique())
                .addAllCritique(evaluation.summary().getCritiqueList())
                .addAllCritique(evaluation.summary().getArgumentationList())
                .addAllAbstention(combination.abstention())
                .addAllDegraded(combination.degraded())
                .setProvenance(ProfileProvenance.newBuilder()
                        .addAllVersions(versions(evaluation, opinion, gatewayVersion))
                        .setSeed(seed)
                        .setDraws(evaluation.summary().getDraws())
                        .setPatientStateHash(Fingerprint.of(state)))
                .setNotice(NOTICE);
        combination.recommended().ifPresent(profile::setRecommended);
        profile.getProvenanceBuilder().setProfileHash(Fingerprint.of(profile.build()));
        return profile.build();
    }

    private static org.hsdpo.clinical.patient.PatientState clinical(PatientState state) {
        try {
            return PatientStateWire.fromWire(state);
        } catch (InvalidInputException e) {
            throw new IllegalStateException("the patient state of the ingestion service is not valid", e);
        }
    }

    private static List<Version> versions(Evaluation evaluation, Opinion opinion, String gatewayVersion) {
        Stream<Version> own = Stream.of(
                VersionWire.of("gateway", gatewayVersion, ""),
                VersionWire.of(
                        "wanted-data",
                        Integer.toString(WantedData.shipped().version()),
                        WantedData.shipped().hash()));
        Stream<Version> agent = opinion instanceof Opinion.Given(DecideResponse given)
                ? given.getVersionsList().stream()
                : Stream.empty();
        return merged(Stream.of(own, evaluation.summary().getVersionsList().stream(), agent)
                .flatMap(versions -> versions)
                .toList());
    }

    /** One entry for one content: services that name the same hash mean the same, also where one leaves the version out. */
    static List<Version> merged(List<Version> versions) {
        return versions.stream()
                .filter(version -> versions.stream().noneMatch(other -> saysMore(other, version)))
                .distinct()
                .sorted(BY_COMPONENT)
                .toList();
    }

    private static boolean saysMore(Version one, Version other) {
        return other.getVersion().isEmpty()
                && !one.getVersion().isEmpty()
                && !other.getHash().isEmpty()
                && one.getComponent().equals(other.getComponent())
                && one.getHash().equals(other.getHash());
    }
}
