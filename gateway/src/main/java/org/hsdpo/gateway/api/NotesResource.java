package org.hsdpo.gateway.api;

import io.quarkus.security.PermissionsAllowed;
import io.quarkus.security.identity.CurrentIdentityAssociation;
import io.smallrye.mutiny.Uni;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.hsdpo.gateway.access.Permissions;
import org.hsdpo.gateway.access.Requester;
import org.hsdpo.gateway.json.MessageJson;
import org.hsdpo.gateway.note.HighlightedNote;
import org.hsdpo.gateway.note.PatientNotes;

/** A patient's notes, with what was read from them. */
@Path("/v1/patients/{patientId}/notes")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "notes")
public class NotesResource {
    private final PatientNotes notes;
    private final CurrentIdentityAssociation identity;

    NotesResource(PatientNotes notes, CurrentIdentityAssociation identity) {
        this.notes = notes;
        this.identity = identity;
    }

    @GET
    @PermissionsAllowed(Permissions.READ_NOTE)
    @Operation(
            operationId = "listNotes",
            summary = "List a patient's notes",
            description = "Newest first, without text.")
    @APIResponse(
            responseCode = "200",
            description = "The notes",
            content = @Content(schema = @Schema(ref = "ListNotesResponse")))
    public Uni<String> list(@PathParam("patientId") String patientId) {
        return identity.getDeferredIdentity()
                .chain(who -> notes.list(Requester.of(who), patientId))
                .map(MessageJson::print);
    }

    @GET
    @Path("/{recordId}/{position}")
    @PermissionsAllowed(Permissions.READ_NOTE)
    @Operation(
            operationId = "getNote",
            summary = "Read a note with what was read from it",
            description =
                    "The text and the graph of problems, drugs, doses, values, events and times; spans count UTF-16"
                            + " code units of the text.")
    @APIResponse(
            responseCode = "200",
            description = "The note",
            content = @Content(schema = @Schema(ref = "GetNoteResponse")))
    public Uni<String> get(
            @PathParam("patientId") String patientId,
            @PathParam("recordId") String recordId,
            @PathParam("position") int position) {
        return identity.getDeferredIdentity()
                .chain(who -> notes.one(Requester.of(who), patientId, recordId, position))
                .map(MessageJson::print);
    }

    @GET
    @Path("/{recordId}/{position}/page")
    @Produces(MediaType.TEXT_HTML)
    @PermissionsAllowed(Permissions.READ_NOTE)
    @Operation(
            operationId = "showNote",
            summary = "Show a note with its findings marked",
            description = "A page without scripts that loads nothing.")
    @APIResponse(
            responseCode = "200",
            description = "The page",
            content = @Content(mediaType = "text/html", schema = @Schema(implementation = String.class)))
    public Uni<Response> page(
            @PathParam("patientId") String patientId,
            @PathParam("recordId") String recordId,
            @PathParam("position") int position) {
        return identity.getDeferredIdentity()
                .chain(who -> notes.one(Requester.of(who), patientId, recordId, position))
                .map(note -> Response.ok(HighlightedNote.page(note))
                        .header("Content-Security-Policy", "default-src 'none'; style-src 'unsafe-inline'")
                        .header("Cache-Control", "no-store")
                        .header("X-Content-Type-Options", "nosniff")
                        .build());
    }
}
