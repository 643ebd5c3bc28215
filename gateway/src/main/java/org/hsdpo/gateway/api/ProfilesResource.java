package org.hsdpo.gateway.api;

import io.quarkus.security.PermissionsAllowed;
import io.quarkus.security.identity.CurrentIdentityAssociation;
import io.smallrye.mutiny.Uni;
import io.vertx.ext.web.RoutingContext;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.net.URI;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.hsdpo.contracts.gateway.v1.CreatePrescriptionProfileRequest;
import org.hsdpo.contracts.gateway.v1.ReviewPrescriptionProfileRequest;
import org.hsdpo.gateway.access.Permissions;
import org.hsdpo.gateway.access.Requester;
import org.hsdpo.gateway.edge.ArrivedBody;
import org.hsdpo.gateway.json.MessageJson;
import org.hsdpo.gateway.json.RequestJson;
import org.hsdpo.gateway.profile.IssuedProfile;
import org.hsdpo.gateway.profile.ProfileMaker;
import org.hsdpo.gateway.profile.ProfileReplayer;
import org.hsdpo.gateway.review.ProfileReview;
import org.hsdpo.gateway.review.RecordedReview;

/** Prescription profiles out, reviews back. */
@Path("/v1/patients/{patientId}/prescription-profiles")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "prescription profiles")
public class ProfilesResource {
    private static final RequestJson CREATE = RequestJson.with(
            "asOf", "RFC 3339, for example \"2026-01-31T09:00:00Z\"",
            "draws", "a whole number",
            "seed", "a whole number from 0 to 18446744073709551615, best as a string");
    private static final RequestJson REVIEW = RequestJson.with(
            "decision", "REVIEW_DECISION_ACCEPT, REVIEW_DECISION_MODIFY or REVIEW_DECISION_REJECT",
            "ordered", "{\"drugs\": [{\"drug\": \"metformin\", \"dose\": {\"value\": 1000, \"unit\": \"mg/d\"}}]}",
            "reasonCodes", "a list of codes in upper snake case",
            "comment", "text",
            "degradationAcknowledged", "true or false");

    private final ProfileMaker profiles;
    private final ProfileReplayer replayer;
    private final ProfileReview reviews;
    private final CurrentIdentityAssociation identity;

    ProfilesResource(
            ProfileMaker profiles,
            ProfileReplayer replayer,
            ProfileReview reviews,
            CurrentIdentityAssociation identity) {
        this.profiles = profiles;
        this.replayer = replayer;
        this.reviews = reviews;
        this.identity = identity;
    }

    @POST
    @Consumes(MediaType.APPLICATION_JSON)
    @PermissionsAllowed(Permissions.CREATE_PROFILE)
    @Operation(
            operationId = "createPrescriptionProfile",
            summary = "Make a prescription profile",
            description = "Scores every admissible regimen one step around the current one and recommends one, or says"
                    + " why it does not.")
    @RequestBody(content = @Content(schema = @Schema(ref = "CreatePrescriptionProfile")))
    @APIResponse(
            responseCode = "201",
            description = "Made and stored",
            content = @Content(schema = @Schema(ref = "PrescriptionProfile")))
    @APIResponse(
            responseCode = "200",
            description = "Made before with the same idempotency key",
            content = @Content(schema = @Schema(ref = "PrescriptionProfile")))
    public Uni<Response> create(
            @PathParam("patientId") String patientId,
            @Parameter(description = "Makes a repeated call answer as the first one did")
                    @HeaderParam("Idempotency-Key")
                    String idempotencyKey,
            @Context RoutingContext call) {
        CreatePrescriptionProfileRequest.Builder request = CREATE.read(
                        body(call), CreatePrescriptionProfileRequest.newBuilder())
                .setPatientId(patientId);
        if (idempotencyKey != null) {
            request.setIdempotencyKey(idempotencyKey);
        }
        return identity.getDeferredIdentity()
                .chain(who -> profiles.make(Requester.of(who), request.build()))
                .map(profile -> created(patientId, profile));
    }

    @GET
    @Path("/{profileId}")
    @PermissionsAllowed(Permissions.READ_PROFILE)
    @Operation(
            operationId = "getPrescriptionProfile",
            summary = "Read a prescription profile",
            description = "The document as it was issued, byte for byte.")
    @APIResponse(
            responseCode = "200",
            description = "The profile",
            content = @Content(schema = @Schema(ref = "PrescriptionProfile")))
    public Uni<String> get(@PathParam("patientId") String patientId, @PathParam("profileId") String profileId) {
        return identity.getDeferredIdentity().chain(who -> profiles.find(Requester.of(who), patientId, profileId));
    }

    @POST
    @Path("/{profileId}/replay")
    @PermissionsAllowed(Permissions.CREATE_PROFILE)
    @Operation(
            operationId = "replayPrescriptionProfile",
            summary = "Make a stored profile again",
            description = "From the patient state, the draws and the seed recorded with it; says whether it is the same"
                    + " byte for byte, and else which components changed and where the documents differ. Nothing is"
                    + " stored but the audit.")
    @APIResponse(
            responseCode = "200",
            description = "Made again and compared",
            content = @Content(schema = @Schema(ref = "ProfileReplay")))
    public Uni<String> replay(@PathParam("patientId") String patientId, @PathParam("profileId") String profileId) {
        return identity.getDeferredIdentity()
                .chain(who -> replayer.replay(Requester.of(who), patientId, profileId))
                .map(MessageJson::print);
    }

    @POST
    @Path("/{profileId}/review")
    @Consumes(MediaType.APPLICATION_JSON)
    @PermissionsAllowed(Permissions.REVIEW_PROFILE)
    @Operation(
            operationId = "reviewPrescriptionProfile",
            summary = "Record a clinician's decision",
            description = "Accepted, changed or rejected. Reviews are never changed; a later one stands beside the"
                    + " earlier.")
    @RequestBody(required = true, content = @Content(schema = @Schema(ref = "ReviewPrescriptionProfile")))
    @APIResponse(responseCode = "201", description = "Recorded", content = @Content(schema = @Schema(ref = "Review")))
    @APIResponse(
            responseCode = "200",
            description = "Recorded before with the same idempotency key",
            content = @Content(schema = @Schema(ref = "Review")))
    public Uni<Response> review(
            @PathParam("patientId") String patientId,
            @PathParam("profileId") String profileId,
            @Parameter(description = "Makes a repeated call answer as the first one did")
                    @HeaderParam("Idempotency-Key")
                    String idempotencyKey,
            @Context RoutingContext call) {
        ReviewPrescriptionProfileRequest.Builder request = REVIEW.read(
                        body(call), ReviewPrescriptionProfileRequest.newBuilder())
                .setPatientId(patientId)
                .setProfileId(profileId);
        if (idempotencyKey != null) {
            request.setIdempotencyKey(idempotencyKey);
        }
        return identity.getDeferredIdentity()
                .chain(who -> reviews.record(Requester.of(who), request.build()))
                .map(ProfilesResource::recorded);
    }

    private static byte[] body(RoutingContext call) {
        return ArrivedBody.in(call).content().toByteArray();
    }

    private static Response created(String patientId, IssuedProfile profile) {
        return Response.status(profile.isNew() ? Response.Status.CREATED : Response.Status.OK)
                .location(URI.create("/v1/patients/" + patientId + "/prescription-profiles/" + profile.profileId()))
                .entity(profile.json())
                .build();
    }

    private static Response recorded(RecordedReview recorded) {
        return Response.status(recorded.isNew() ? Response.Status.CREATED : Response.Status.OK)
                .entity(MessageJson.print(recorded.review()))
                .build();
    }
}
