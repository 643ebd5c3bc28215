package org.hsdpo.gateway.profile;

import com.google.protobuf.InvalidProtocolBufferException;
import io.grpc.Deadline;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.hsdpo.contracts.common.v1.Version;
import org.hsdpo.contracts.gateway.v1.PrescriptionProfile;
import org.hsdpo.contracts.gateway.v1.ProfileReplay;
import org.hsdpo.contracts.gateway.v1.VersionChange;
import org.hsdpo.contracts.patient.v1.PatientState;
import org.hsdpo.gateway.access.Requester;
import org.hsdpo.gateway.config.GatewayConfig;
import org.hsdpo.gateway.edge.CallContext;
import org.hsdpo.gateway.json.MessageJson;
import org.hsdpo.gateway.record.PatientIdentifier;
import org.hsdpo.gateway.store.GatewayStore;
import org.hsdpo.gateway.store.StoredProfile;
import org.hsdpo.service.error.ServiceException;

/** Makes a stored profile again from its recorded inputs, and says what differs. */
@ApplicationScoped
public class ProfileReplayer {
    private final ProfileComposer composer;
    private final GatewayStore store;
    private final GatewayConfig config;

    ProfileReplayer(ProfileComposer composer, GatewayStore store, GatewayConfig config) {
        this.composer = composer;
        this.store = store;
        this.config = config;
    }

    /** NOT_FOUND where this tenant has no such profile of this patient. */
    public Uni<ProfileReplay> replay(Requester who, String patientId, String profileId) {
        PatientIdentifier.require(patientId);
        who.requirePatient(patientId);
        Deadline deadline = CallContext.deadline(config.deadline().profile());
        CallContext call = CallContext.current();
        return store.readForReplay(who, patientId, profileId).chain(stored -> call.compute(() -> recorded(stored))
                .chain(recorded -> composer.compose(call, who, recorded.inputs(), deadline)
                        .chain(replayed -> call.compute(() -> compared(recorded, replayed)))));
    }

    private record Recorded(ProfileComposer.Inputs inputs, String document, PrescriptionProfile profile) {}

    private static Recorded recorded(StoredProfile stored) {
        byte[] state = stored.patientState()
                .orElseThrow(() -> ServiceException.conflict(
                        "INPUTS_NOT_RECORDED", "the profile was issued before its inputs were kept with it"));
        PrescriptionProfile profile = MessageJson.read(stored.document(), PrescriptionProfile.newBuilder())
                .build();
        try {
            return new Recorded(
                    new ProfileComposer.Inputs(
                            stored.profileId(),
                            stored.createdAt(),
                            PatientState.parseFrom(state),
                            profile.getProvenance().getDraws(),
                            profile.getProvenance().getSeed()),
                    stored.document(),
                    profile);
        } catch (InvalidProtocolBufferException e) {
            throw new IllegalStateException("a stored patient state does not parse", e);
        }
    }

    private static ProfileReplay compared(Recorded recorded, PrescriptionProfile replayed) {
        String document = MessageJson.print(replayed);
        DocumentDifference difference = DocumentDifference.of(recorded.document(), document);
        return ProfileReplay.newBuilder()
                .setProfileId(replayed.getProfileId())
                .setIdentical(document.equals(recorded.document()))
                .setRecordedHash(recorded.profile().getProvenance().getProfileHash())
                .setReplayedHash(replayed.getProvenance().getProfileHash())
                .addAllVersionChanges(changes(
                        recorded.profile().getProvenance().getVersionsList(),
                        replayed.getProvenance().getVersionsList()))
                .addAllDifferences(difference.first())
                .setDifferenceCount(difference.count())
                .build();
    }

    private static List<VersionChange> changes(List<Version> recorded, List<Version> replayed) {
        Map<String, List<Version>> before = byComponent(recorded);
        Map<String, List<Version>> now = byComponent(replayed);
        List<VersionChange> changes = new ArrayList<>();
        Map<String, List<Version>> all = new TreeMap<>(before);
        all.putAll(now);
        for (String component : all.keySet()) {
            List<Version> gone = without(before.getOrDefault(component, List.of()), now.get(component));
            List<Version> come = without(now.getOrDefault(component, List.of()), before.get(component));
            for (int i = 0; i < Math.max(gone.size(), come.size()); i++) {
                VersionChange.Builder change = VersionChange.newBuilder().setComponent(component);
                if (i < gone.size()) {
                    change.setRecorded(gone.get(i));
                }
                if (i < come.size()) {
                    change.setReplayed(come.get(i));
                }
                changes.add(change.build());
            }
        }
        return changes;
    }

    private static Map<String, List<Version>> byComponent(List<Version> versions) {
        return versions.stream()
                .collect(Collectors.groupingBy(
                        Version::getComponent,
                        TreeMap::new,
                        Collectors.mapping(Function.identity(), Collectors.toList())));
    }

    private static List<Version> without(List<Version> versions, List<Version> others) {
        return versions.stream()
                .filter(version -> others == null || !others.contains(version))
                .toList();
    }
}
