package org.hsdpo.gateway.api;

import io.quarkus.security.PermissionsAllowed;
import io.quarkus.security.identity.CurrentIdentityAssociation;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.vertx.ext.web.RoutingContext;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.hsdpo.clinical.error.InvalidInputException;
import org.hsdpo.contracts.research.v1.DatePolicy;
import org.hsdpo.contracts.research.v1.ReleaseStatisticRequest;
import org.hsdpo.contracts.research.v1.ScrubNoteRequest;
import org.hsdpo.gateway.access.Permissions;
import org.hsdpo.gateway.access.Requester;
import org.hsdpo.gateway.edge.ArrivedBody;
import org.hsdpo.gateway.json.MessageJson;
import org.hsdpo.gateway.json.RequestJson;
import org.hsdpo.gateway.research.Research;
import org.jboss.resteasy.reactive.RestMulti;

/** What leaves for research. */
@Path("/v1/research")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "research")
public class ResearchResource {
    private static final RequestJson STATISTIC = RequestJson.with(
            "kind", "STATISTIC_KIND_COUNT, STATISTIC_KIND_HISTOGRAM or STATISTIC_KIND_MEAN",
            "measurement", "a measurement, for example \"HBA1C\"",
            "bins", "a whole number from 2 to 100, for a histogram",
            "criteria",
                    "a list of {\"condition\": \"TYPE_2_DIABETES\"}, {\"drug\": \"metformin\"} or {\"measurement\":"
                            + " {\"measurement\": \"HBA1C\", \"low\": 7, \"high\": 9}}",
            "epsilon", "a decimal above 0 and at most 10 as a string, for example \"0.5\"");
    private static final RequestJson NOTE =
            RequestJson.with("text", "the note", "knownNames", "a list of names to take out wherever they stand");

    private final Research research;
    private final CurrentIdentityAssociation identity;

    ResearchResource(Research research, CurrentIdentityAssociation identity) {
        this.research = research;
        this.identity = identity;
    }

    @GET
    @Path("/records")
    @Produces("application/x-ndjson")
    @PermissionsAllowed(Permissions.EXPORT_RESEARCH)
    @Operation(
            operationId = "exportResearchRecords",
            summary = "Take out all patients' records without their identity",
            description =
                    "One ResearchRecord a line. The last line is {\"complete\":{\"records\":n}}; an export without"
                            + " it is not whole.")
    @APIResponse(
            responseCode = "200",
            description = "Records, one a line",
            content = @Content(mediaType = "application/x-ndjson", schema = @Schema(ref = "ResearchRecord")))
    public Multi<String> records(
            @Parameter(description = "SHIFTED or YEAR") @QueryParam("dates") String dates,
            @Parameter(description = "Name of the study, with SHIFTED: the same name gives the same pseudonyms")
                    @QueryParam("study")
                    String study) {
        DatePolicy policy = policy(dates);
        return RestMulti.fromUniResponse(
                identity.getDeferredIdentity()
                        .chain(who -> research.export(Requester.forResearch(who), study == null ? "" : study, policy)),
                research::lines);
    }

    private static DatePolicy policy(String dates) {
        return switch (dates) {
            case "SHIFTED" -> DatePolicy.DATE_POLICY_SHIFTED;
            case "YEAR" -> DatePolicy.DATE_POLICY_YEAR;
            case null, default ->
                throw new InvalidInputException(
                        "dates", "DATE_POLICY_MISSING", "what becomes of dates is not said", "SHIFTED or YEAR");
        };
    }

    @POST
    @Path("/statistics")
    @Consumes(MediaType.APPLICATION_JSON)
    @PermissionsAllowed(Permissions.RELEASE_STATISTICS)
    @Operation(
            operationId = "releaseStatistic",
            summary = "Release a statistic of a cohort",
            description = "With differential privacy. The privacy loss is spent before the statistic is computed, and"
                    + " again for every repetition; 409 where too little of the budget is left.")
    @RequestBody(required = true, content = @Content(schema = @Schema(ref = "ReleaseStatistic")))
    @APIResponse(
            responseCode = "200",
            description = "Released",
            content = @Content(schema = @Schema(ref = "ReleaseStatisticResponse")))
    public Uni<String> statistic(@Context RoutingContext call) {
        ReleaseStatisticRequest request =
                STATISTIC.read(body(call), ReleaseStatisticRequest.newBuilder()).build();
        return identity.getDeferredIdentity()
                .chain(who -> research.release(Requester.forResearch(who), request))
                .map(MessageJson::print);
    }

    @GET
    @Path("/privacy-budget")
    @PermissionsAllowed(Permissions.RELEASE_STATISTICS)
    @Operation(operationId = "getPrivacyBudget", summary = "See what is left of the privacy budget")
    @APIResponse(
            responseCode = "200",
            description = "The budget",
            content = @Content(schema = @Schema(ref = "PrivacyBudget")))
    public Uni<String> budget() {
        return identity.getDeferredIdentity()
                .chain(who -> research.budget(Requester.forResearch(who)))
                .map(MessageJson::print);
    }

    @POST
    @Path("/scrubbed-notes")
    @Consumes(MediaType.APPLICATION_JSON)
    @PermissionsAllowed(Permissions.EXPORT_RESEARCH)
    @Operation(
            operationId = "scrubNote",
            summary = "Have a note scrubbed",
            description = "A program takes out what it recognises as identifying and misses some of it: a person has to"
                    + " look at the result. Nothing is stored.")
    @RequestBody(required = true, content = @Content(schema = @Schema(ref = "ScrubNote")))
    @APIResponse(
            responseCode = "200",
            description = "The scrubbed note",
            content = @Content(schema = @Schema(ref = "ScrubNoteResponse")))
    public Uni<String> scrub(@Context RoutingContext call) {
        ScrubNoteRequest request =
                NOTE.read(body(call), ScrubNoteRequest.newBuilder()).build();
        return identity.getDeferredIdentity()
                .chain(who -> research.scrub(Requester.forResearch(who), request))
                .map(MessageJson::print);
    }

    private static byte[] body(RoutingContext call) {
        return ArrivedBody.in(call).content().toByteArray();
    }
}
