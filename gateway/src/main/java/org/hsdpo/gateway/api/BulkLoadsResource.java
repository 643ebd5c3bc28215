package org.hsdpo.gateway.api;

import io.quarkus.security.PermissionsAllowed;
import io.quarkus.security.identity.CurrentIdentityAssociation;
import io.smallrye.mutiny.Uni;
import io.vertx.ext.web.RoutingContext;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
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
import org.hsdpo.contracts.bulk.v1.OpenLoadRequest;
import org.hsdpo.gateway.access.Permissions;
import org.hsdpo.gateway.access.Requester;
import org.hsdpo.gateway.bulk.BulkIntake;
import org.hsdpo.gateway.config.GatewayConfig;
import org.hsdpo.gateway.edge.ArrivedBody;
import org.hsdpo.gateway.edge.BoundedBytes;
import org.hsdpo.gateway.edge.CallContext;
import org.hsdpo.gateway.json.MessageJson;
import org.hsdpo.gateway.json.RequestJson;
import org.hsdpo.gateway.record.PackedBody;
import org.hsdpo.gateway.record.RecordFormat;

/** Files of many patients in. */
@Path("/v1/bulk-loads")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "bulk loads")
public class BulkLoadsResource {
    private static final RequestJson OPEN =
            RequestJson.with("source", "name of a configured FHIR server as a text, or nothing");

    private final BulkIntake intake;
    private final CurrentIdentityAssociation identity;
    private final GatewayConfig config;

    BulkLoadsResource(BulkIntake intake, CurrentIdentityAssociation identity, GatewayConfig config) {
        this.intake = intake;
        this.identity = identity;
        this.config = config;
    }

    @GET
    @PermissionsAllowed(Permissions.BULK_LOAD)
    @Operation(operationId = "listBulkLoads", summary = "See the loads of the tenant, newest first")
    @APIResponse(
            responseCode = "200",
            description = "The loads",
            content = @Content(schema = @Schema(ref = "ListLoadsResponse")))
    public Uni<String> list() {
        return identity.getDeferredIdentity()
                .chain(who -> intake.loads(Requester.ofSystem(who)))
                .map(MessageJson::print);
    }

    @PUT
    @Path("/{loadId}")
    @PermissionsAllowed(Permissions.BULK_LOAD)
    @Operation(
            operationId = "openBulkLoad",
            summary = "Open a load under a name of your choice",
            description =
                    "Opening it again gives the load of this name as it is. With a source its files are fetched from a"
                            + " FHIR server that the operator has configured.")
    @RequestBody(content = @Content(schema = @Schema(ref = "OpenBulkLoad")))
    @APIResponse(responseCode = "200", description = "The load", content = @Content(schema = @Schema(ref = "BulkLoad")))
    public Uni<String> open(@PathParam("loadId") String loadId, @Context RoutingContext call) {
        OpenLoadRequest.Builder request =
                OPEN.read(ArrivedBody.in(call).content().toByteArray(), OpenLoadRequest.newBuilder());
        return identity.getDeferredIdentity()
                .chain(who -> intake.open(
                        Requester.ofSystem(who), request.setLoadId(loadId).build()))
                .map(MessageJson::print);
    }

    @PUT
    @Path("/{loadId}/files/{file}")
    @PermissionsAllowed(Permissions.BULK_LOAD)
    @Operation(
            operationId = "appendBulkPart",
            summary = "Send the next part of a file of FHIR R4 in NDJSON",
            description = "The answer says up to where the file has been taken, always the end of a line: the next part"
                    + " begins there. What was taken already is passed over.")
    @RequestBody(
            required = true,
            content = @Content(mediaType = "application/fhir+ndjson", schema = @Schema(implementation = String.class)))
    @APIResponse(
            responseCode = "200",
            description = "Where the file is now",
            content = @Content(schema = @Schema(ref = "BulkFile")))
    public Uni<String> append(
            @PathParam("loadId") String loadId,
            @PathParam("file") String file,
            @Parameter(description = "Where in the file the part begins, in bytes") @QueryParam("offset") String offset,
            @Parameter(description = "Whether the file ends with it") @QueryParam("last") @DefaultValue("false")
                    boolean last,
            @Parameter(hidden = true) @HeaderParam("Content-Type") String contentType,
            @Parameter(description = "gzip, or absent") @HeaderParam("Content-Encoding") String encoding,
            @Context RoutingContext call) {
        if (RecordFormat.of(contentType) != RecordFormat.FHIR_LINES) {
            throw new InvalidInputException(
                    "Content-Type", "MEDIA_TYPE_UNSUPPORTED", "a load takes NDJSON only", "application/fhir+ndjson");
        }
        long begins = number("offset", offset);
        ArrivedBody body = ArrivedBody.in(call);
        return body.share()
                .during(() -> CallContext.current()
                        .compute(() -> PackedBody.unpack(
                                body.content(),
                                encoding,
                                () -> new BoundedBytes(
                                        body.share(), config.limits().recordBytes())))
                        .chain(content -> identity.getDeferredIdentity()
                                .chain(who -> intake.append(
                                        Requester.ofSystem(who), loadId, file, begins, content, last, body.share()))))
                .map(MessageJson::print);
    }

    @POST
    @Path("/{loadId}/start")
    @PermissionsAllowed(Permissions.BULK_LOAD)
    @Operation(
            operationId = "startBulkLoad",
            summary = "Say that all files are there",
            description = "The load goes on by itself; 409 where a file is not whole.")
    @APIResponse(responseCode = "200", description = "The load", content = @Content(schema = @Schema(ref = "BulkLoad")))
    public Uni<String> start(@PathParam("loadId") String loadId) {
        return identity.getDeferredIdentity()
                .chain(who -> intake.start(Requester.ofSystem(who), loadId))
                .map(MessageJson::print);
    }

    @GET
    @Path("/{loadId}")
    @PermissionsAllowed(Permissions.BULK_LOAD)
    @Operation(operationId = "getBulkLoad", summary = "See how far a load is, and why resources were not taken")
    @APIResponse(responseCode = "200", description = "The load", content = @Content(schema = @Schema(ref = "BulkLoad")))
    public Uni<String> get(
            @PathParam("loadId") String loadId,
            @Parameter(description = "Most rejections to list, 0 to 1000")
                    @QueryParam("rejections")
                    @DefaultValue("100")
                    String rejections) {
        long most = number("rejections", rejections);
        return identity.getDeferredIdentity()
                .chain(who -> intake.load(Requester.ofSystem(who), loadId, (int) Math.min(most, Integer.MAX_VALUE)))
                .map(MessageJson::print);
    }

    private static long number(String field, String text) {
        if (text == null || !text.matches("[0-9]{1,15}")) {
            throw new InvalidInputException(field, "NUMBER_INVALID", "this is no number", "a whole number from 0");
        }
        return Long.parseLong(text);
    }
}
