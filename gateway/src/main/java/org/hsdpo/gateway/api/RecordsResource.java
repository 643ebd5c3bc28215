package org.hsdpo.gateway.api;

import com.google.protobuf.ByteString;
import io.quarkus.security.PermissionsAllowed;
import io.quarkus.security.identity.CurrentIdentityAssociation;
import io.smallrye.mutiny.Uni;
import io.vertx.ext.web.RoutingContext;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.function.Supplier;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.hsdpo.clinical.error.InvalidInputException;
import org.hsdpo.contracts.gateway.v1.AddRecordRequest;
import org.hsdpo.contracts.gateway.v1.AddRecordResponse;
import org.hsdpo.gateway.access.Permissions;
import org.hsdpo.gateway.access.Requester;
import org.hsdpo.gateway.config.GatewayConfig;
import org.hsdpo.gateway.edge.ArrivedBody;
import org.hsdpo.gateway.edge.BoundedBytes;
import org.hsdpo.gateway.edge.CallContext;
import org.hsdpo.gateway.json.MessageJson;
import org.hsdpo.gateway.record.PackedBody;
import org.hsdpo.gateway.record.RecordFormat;
import org.hsdpo.gateway.record.RecordIntake;
import org.hsdpo.service.wire.TimeWire;

/** Records in. */
@Path("/v1/patients/{patientId}/records")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "records")
public class RecordsResource {
    private final RecordIntake intake;
    private final CurrentIdentityAssociation identity;
    private final GatewayConfig config;

    RecordsResource(RecordIntake intake, CurrentIdentityAssociation identity, GatewayConfig config) {
        this.intake = intake;
        this.identity = identity;
        this.config = config;
    }

    @POST
    @PermissionsAllowed(Permissions.WRITE_RECORD)
    @Operation(
            operationId = "addRecord",
            summary = "Send one file of a patient",
            description =
                    "A FHIR R4 bundle or NDJSON, HL7 v2 messages, a clinical note, a variant file, or the export of a glucose"
                            + " sensor or of a device of daily life. It is stored whole or not"
                            + " at all; sending the same bytes again changes nothing.")
    @RequestBody(
            required = true,
            content = {
                @Content(
                        mediaType = "application/fhir+json",
                        schema = @Schema(type = org.eclipse.microprofile.openapi.annotations.enums.SchemaType.OBJECT)),
                @Content(
                        mediaType = "application/json",
                        schema = @Schema(type = org.eclipse.microprofile.openapi.annotations.enums.SchemaType.OBJECT)),
                @Content(mediaType = "x-application/hl7-v2+er7", schema = @Schema(implementation = String.class)),
                @Content(mediaType = "application/hl7-v2", schema = @Schema(implementation = String.class)),
                @Content(mediaType = "text/hl7v2", schema = @Schema(implementation = String.class)),
                @Content(mediaType = "text/plain", schema = @Schema(implementation = String.class)),
                @Content(mediaType = "application/fhir+ndjson", schema = @Schema(implementation = String.class)),
                @Content(mediaType = "text/csv", schema = @Schema(implementation = String.class)),
                @Content(mediaType = "application/xml", schema = @Schema(implementation = String.class)),
                @Content(
                        mediaType = "application/zip",
                        schema = @Schema(implementation = String.class, format = "binary")),
                @Content(mediaType = "text/x-vcf", schema = @Schema(implementation = String.class)),
                @Content(
                        mediaType = "application/gzip",
                        schema = @Schema(implementation = String.class, format = "binary")),
                @Content(
                        mediaType = "application/vnd.ms-excel",
                        schema = @Schema(implementation = String.class, format = "binary")),
                @Content(
                        mediaType = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
                        schema = @Schema(implementation = String.class, format = "binary"))
            })
    @APIResponse(
            responseCode = "201",
            description = "Stored",
            content = @Content(schema = @Schema(ref = "AddRecordResponse")))
    @APIResponse(
            responseCode = "200",
            description = "Stored before; nothing was changed",
            content = @Content(schema = @Schema(ref = "AddRecordResponse")))
    public Uni<Response> add(
            @PathParam("patientId") String patientId,
            @Parameter(hidden = true) @HeaderParam("Content-Type") String contentType,
            @Parameter(description = "gzip, or absent") @HeaderParam("Content-Encoding") String encoding,
            @Parameter(description = "Makes a repeated call answer as the first one did")
                    @HeaderParam("Idempotency-Key")
                    String idempotencyKey,
            @Parameter(description = "Time of a note that does not state one itself (RFC 3339)")
                    @QueryParam("documentTime")
                    String documentTime,
            @Parameter(description = "Of a variant file with several samples the patient's, by its name in the file")
                    @QueryParam("sample")
                    String sample,
            @Context RoutingContext call) {
        RecordFormat format = RecordFormat.of(contentType);
        AddRecordRequest.Builder request =
                AddRecordRequest.newBuilder().setPatientId(patientId).setMediaType(format.mediaType());
        if (idempotencyKey != null) {
            request.setIdempotencyKey(idempotencyKey);
        }
        if (sample != null) {
            request.setSample(sample);
        }
        if (documentTime != null) {
            request.setDocumentTime(TimeWire.toWire(time(documentTime)));
        }
        ArrivedBody body = ArrivedBody.in(call);
        return body.share()
                .during(() -> CallContext.current()
                        .compute(() -> content(format, contentType, encoding, body))
                        .invoke(request::setContent)
                        .chain(() -> identity.getDeferredIdentity())
                        .chain(who -> intake.add(Requester.of(who), request.build(), body.share())))
                .map(RecordsResource::response);
    }

    private ByteString content(RecordFormat format, String contentType, String encoding, ArrivedBody body) {
        Supplier<BoundedBytes> another =
                () -> new BoundedBytes(body.share(), config.limits().recordBytes());
        return format.inUtf8(contentType, PackedBody.unpack(body.content(), encoding, another), another);
    }

    private static Response response(AddRecordResponse answer) {
        return Response.status(answer.getAlreadyStored() ? Response.Status.OK : Response.Status.CREATED)
                .entity(MessageJson.print(answer))
                .build();
    }

    private static Instant time(String text) {
        try {
            return Instant.parse(text);
        } catch (DateTimeParseException e) {
            throw new InvalidInputException(
                    "documentTime",
                    "TIME_INVALID",
                    "the time is malformed",
                    "RFC 3339, for example 2026-01-31T09:00:00Z");
        }
    }
}
