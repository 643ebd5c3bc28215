package org.hsdpo.gateway.api;

import io.quarkus.grpc.GrpcService;
import io.quarkus.security.PermissionsAllowed;
import io.quarkus.security.identity.CurrentIdentityAssociation;
import io.smallrye.mutiny.Uni;
import org.hsdpo.contracts.gateway.v1.AddRecordRequest;
import org.hsdpo.contracts.gateway.v1.AddRecordResponse;
import org.hsdpo.contracts.gateway.v1.CreatePrescriptionProfileRequest;
import org.hsdpo.contracts.gateway.v1.GetPrescriptionProfileRequest;
import org.hsdpo.contracts.gateway.v1.PrescriptionProfile;
import org.hsdpo.contracts.gateway.v1.PrescriptionService;
import org.hsdpo.contracts.gateway.v1.ProfileReplay;
import org.hsdpo.contracts.gateway.v1.ReplayPrescriptionProfileRequest;
import org.hsdpo.contracts.gateway.v1.Review;
import org.hsdpo.contracts.gateway.v1.ReviewPrescriptionProfileRequest;
import org.hsdpo.gateway.access.Permissions;
import org.hsdpo.gateway.access.Requester;
import org.hsdpo.gateway.edge.BodyBudget;
import org.hsdpo.gateway.json.MessageJson;
import org.hsdpo.gateway.profile.ProfileMaker;
import org.hsdpo.gateway.profile.ProfileReplayer;
import org.hsdpo.gateway.record.RecordIntake;
import org.hsdpo.gateway.review.ProfileReview;
import org.hsdpo.gateway.review.RecordedReview;

/** The public API over gRPC: the same messages, the same checks, the same use cases. */
@GrpcService
public class PrescriptionGrpcService implements PrescriptionService {
    private final RecordIntake intake;
    private final ProfileMaker profiles;
    private final ProfileReplayer replayer;
    private final ProfileReview reviews;
    private final BodyBudget budget;
    private final CurrentIdentityAssociation identity;

    PrescriptionGrpcService(
            RecordIntake intake,
            ProfileMaker profiles,
            ProfileReplayer replayer,
            ProfileReview reviews,
            BodyBudget budget,
            CurrentIdentityAssociation identity) {
        this.intake = intake;
        this.profiles = profiles;
        this.replayer = replayer;
        this.reviews = reviews;
        this.budget = budget;
        this.identity = identity;
    }

    @Override
    @PermissionsAllowed(Permissions.WRITE_RECORD)
    public Uni<AddRecordResponse> addRecord(AddRecordRequest request) {
        BodyBudget.Share share = budget.open();
        return share.during(() -> {
            share.take(request.getContent().size());
            return identity.getDeferredIdentity().chain(who -> intake.add(Requester.of(who), request, share));
        });
    }

    @Override
    @PermissionsAllowed(Permissions.CREATE_PROFILE)
    public Uni<PrescriptionProfile> createPrescriptionProfile(CreatePrescriptionProfileRequest request) {
        return identity.getDeferredIdentity()
                .chain(who -> profiles.make(Requester.of(who), request))
                .map(profile -> read(profile.json()));
    }

    @Override
    @PermissionsAllowed(Permissions.READ_PROFILE)
    public Uni<PrescriptionProfile> getPrescriptionProfile(GetPrescriptionProfileRequest request) {
        return identity.getDeferredIdentity()
                .chain(who -> profiles.find(Requester.of(who), request.getPatientId(), request.getProfileId()))
                .map(PrescriptionGrpcService::read);
    }

    @Override
    @PermissionsAllowed(Permissions.REVIEW_PROFILE)
    public Uni<Review> reviewPrescriptionProfile(ReviewPrescriptionProfileRequest request) {
        return identity.getDeferredIdentity()
                .chain(who -> reviews.record(Requester.of(who), request))
                .map(RecordedReview::review);
    }

    @Override
    @PermissionsAllowed(Permissions.CREATE_PROFILE)
    public Uni<ProfileReplay> replayPrescriptionProfile(ReplayPrescriptionProfileRequest request) {
        return identity.getDeferredIdentity()
                .chain(who -> replayer.replay(Requester.of(who), request.getPatientId(), request.getProfileId()));
    }

    private static PrescriptionProfile read(String json) {
        return MessageJson.read(json, PrescriptionProfile.newBuilder()).build();
    }
}
