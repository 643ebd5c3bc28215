package org.hsdpo.gateway.openapi;

import io.quarkus.smallrye.openapi.OpenApiFilter;
import java.util.List;
import java.util.Map;
import org.eclipse.microprofile.openapi.OASFactory;
import org.eclipse.microprofile.openapi.OASFilter;
import org.eclipse.microprofile.openapi.models.Components;
import org.eclipse.microprofile.openapi.models.OpenAPI;
import org.eclipse.microprofile.openapi.models.Operation;
import org.eclipse.microprofile.openapi.models.media.Content;
import org.eclipse.microprofile.openapi.models.media.Schema;
import org.eclipse.microprofile.openapi.models.media.Schema.SchemaType;
import org.eclipse.microprofile.openapi.models.responses.APIResponse;
import org.eclipse.microprofile.openapi.models.security.SecurityScheme;
import org.hsdpo.contracts.bulk.v1.BulkFile;
import org.hsdpo.contracts.bulk.v1.BulkLoad;
import org.hsdpo.contracts.bulk.v1.ListLoadsResponse;
import org.hsdpo.contracts.bulk.v1.OpenLoadRequest;
import org.hsdpo.contracts.gateway.v1.AddRecordResponse;
import org.hsdpo.contracts.gateway.v1.CreatePrescriptionProfileRequest;
import org.hsdpo.contracts.gateway.v1.PrescriptionProfile;
import org.hsdpo.contracts.gateway.v1.ProfileReplay;
import org.hsdpo.contracts.gateway.v1.Review;
import org.hsdpo.contracts.gateway.v1.ReviewPrescriptionProfileRequest;
import org.hsdpo.contracts.ingestion.v1.GetNoteResponse;
import org.hsdpo.contracts.ingestion.v1.ListNotesResponse;
import org.hsdpo.contracts.research.v1.ReleaseStatisticRequest;
import org.hsdpo.contracts.research.v1.ReleaseStatisticResponse;
import org.hsdpo.contracts.research.v1.ResearchRecord;
import org.hsdpo.contracts.research.v1.ScrubNoteRequest;
import org.hsdpo.contracts.research.v1.ScrubNoteResponse;
import org.hsdpo.gateway.problem.Problem;

/** Puts into the API description what annotations cannot say: the messages, the problems, and how to authenticate. */
@OpenApiFilter(stages = OpenApiFilter.RunStage.BUILD)
public final class ApiDescription implements OASFilter {
    private static final String BEARER = "bearer";
    private static final Map<String, String> PROBLEMS = Map.of(
            "400", "The body is malformed",
            "401", "No valid token",
            "403", "The token does not allow it",
            "404", "There is no such thing for this tenant",
            "409", "Not in this state, or the idempotency key was used for another request",
            "413", "The body is too large",
            "415", "The media type is not read",
            "422", "The input is not acceptable; every fault is listed",
            "429", "Too much at once; Retry-After says when to come back",
            "503", "A part that is needed does not answer; Retry-After says when to come back");

    @Override
    public void filterOpenAPI(OpenAPI api) {
        MessageSchemas messages = new MessageSchemas();
        messages.add(PrescriptionProfile.getDescriptor());
        messages.add(ProfileReplay.getDescriptor());
        messages.add(AddRecordResponse.getDescriptor());
        messages.add(ListNotesResponse.getDescriptor());
        messages.add(GetNoteResponse.getDescriptor());
        messages.add(Review.getDescriptor());
        messages.addRequest(
                "CreatePrescriptionProfile",
                CreatePrescriptionProfileRequest.getDescriptor(),
                List.of("asOf", "draws", "seed"));
        messages.addRequest(
                "ReviewPrescriptionProfile",
                ReviewPrescriptionProfileRequest.getDescriptor(),
                List.of("decision", "ordered", "reasonCodes", "comment", "degradationAcknowledged"));
        messages.add(ReleaseStatisticResponse.getDescriptor());
        messages.add(ScrubNoteResponse.getDescriptor());
        messages.add(ResearchRecord.getDescriptor());
        messages.addRequest(
                "ReleaseStatistic",
                ReleaseStatisticRequest.getDescriptor(),
                List.of("kind", "measurement", "bins", "criteria", "epsilon"));
        messages.addRequest("OpenBulkLoad", OpenLoadRequest.getDescriptor(), List.of("source"));
        messages.add(BulkLoad.getDescriptor());
        messages.add(BulkFile.getDescriptor());
        messages.add(ListLoadsResponse.getDescriptor());
        messages.addRequest("ScrubNote", ScrubNoteRequest.getDescriptor(), List.of("text", "knownNames"));
        Components components = api.getComponents() == null ? OASFactory.createComponents() : api.getComponents();
        messages.all().forEach(components::addSchema);
        components.addSchema("Problem", problem());
        components.addSecurityScheme(
                BEARER,
                OASFactory.createSecurityScheme()
                        .type(SecurityScheme.Type.HTTP)
                        .scheme("bearer")
                        .bearerFormat("JWT")
                        .description("Claims: sub, tenant, scope (SMART on FHIR); patient for patient-bound tokens"));
        api.setComponents(components);
        api.addSecurityRequirement(OASFactory.createSecurityRequirement().addScheme(BEARER));
        api.getPaths().getPathItems().values().forEach(path -> path.getOperations()
                .values()
                .forEach(ApiDescription::addProblems));
    }

    private static void addProblems(Operation operation) {
        PROBLEMS.forEach((status, description) -> {
            Content content = OASFactory.createContent()
                    .addMediaType(
                            Problem.MEDIA_TYPE,
                            OASFactory.createMediaType()
                                    .schema(OASFactory.createSchema().ref("#/components/schemas/Problem")));
            APIResponse response =
                    OASFactory.createAPIResponse().description(description).content(content);
            operation.getResponses().addAPIResponse(status, response);
        });
    }

    private static Schema problem() {
        Schema violation = OASFactory.createSchema().addType(SchemaType.OBJECT);
        for (String property : List.of("field", "code", "message", "accepted")) {
            violation.addProperty(property, text());
        }
        return OASFactory.createSchema()
                .addType(SchemaType.OBJECT)
                .description("RFC 9457")
                .addProperty("type", text())
                .addProperty("title", text())
                .addProperty("status", OASFactory.createSchema().addType(SchemaType.INTEGER))
                .addProperty("detail", text())
                .addProperty("code", text())
                .addProperty(
                        "violations",
                        OASFactory.createSchema().addType(SchemaType.ARRAY).items(violation));
    }

    private static Schema text() {
        return OASFactory.createSchema().addType(SchemaType.STRING);
    }
}
