package org.hsdpo.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.google.protobuf.ByteString;
import io.grpc.ManagedChannel;
import io.grpc.Metadata;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.netty.NettyChannelBuilder;
import io.grpc.stub.MetadataUtils;
import io.quarkus.test.junit.QuarkusTest;
import org.hsdpo.contracts.agent.v1.ReviewDecision;
import org.hsdpo.contracts.gateway.v1.AddRecordRequest;
import org.hsdpo.contracts.gateway.v1.AddRecordResponse;
import org.hsdpo.contracts.gateway.v1.CreatePrescriptionProfileRequest;
import org.hsdpo.contracts.gateway.v1.GetPrescriptionProfileRequest;
import org.hsdpo.contracts.gateway.v1.PrescriptionProfile;
import org.hsdpo.contracts.gateway.v1.PrescriptionServiceGrpc;
import org.hsdpo.contracts.gateway.v1.PrescriptionServiceGrpc.PrescriptionServiceBlockingStub;
import org.hsdpo.contracts.gateway.v1.Review;
import org.hsdpo.contracts.gateway.v1.ReviewPrescriptionProfileRequest;
import org.hsdpo.gateway.json.MessageJson;
import org.hsdpo.gateway.testing.GatewayTest;
import org.hsdpo.gateway.testing.Tokens;
import org.hsdpo.service.error.StatusDetails;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@QuarkusTest
class GrpcApiTest extends GatewayTest {
    private ManagedChannel channel;

    @BeforeEach
    void connect() {
        channel = NettyChannelBuilder.forAddress("localhost", gateway.getPort())
                .usePlaintext()
                .build();
    }

    @AfterEach
    void disconnect() {
        channel.shutdownNow();
    }

    private PrescriptionServiceBlockingStub stub(String token) {
        PrescriptionServiceBlockingStub stub = PrescriptionServiceGrpc.newBlockingStub(channel);
        if (token == null) {
            return stub;
        }
        Metadata headers = new Metadata();
        headers.put(Metadata.Key.of("authorization", Metadata.ASCII_STRING_MARSHALLER), "Bearer " + token);
        return stub.withInterceptors(MetadataUtils.newAttachHeadersInterceptor(headers));
    }

    private PrescriptionServiceBlockingStub clinicianStub() {
        return stub(Tokens.of("hospital-a", Tokens.CLINICIAN));
    }

    private CreatePrescriptionProfileRequest create() {
        return CreatePrescriptionProfileRequest.newBuilder()
                .setPatientId(patient)
                .build();
    }

    private static StatusRuntimeException refused(org.assertj.core.api.ThrowableAssert.ThrowingCallable call) {
        return catchThrowableOfType(StatusRuntimeException.class, call);
    }

    @Test
    void theSameMessagesTravelOverGrpc() {
        AddRecordResponse added = clinicianStub()
                .addRecord(AddRecordRequest.newBuilder()
                        .setPatientId(patient)
                        .setMediaType("text/plain")
                        .setContent(ByteString.copyFromUtf8("HbA1c 8.2 %"))
                        .build());
        assertThat(added.getRecordId()).isEqualTo("record-1");
        PrescriptionProfile profile = clinicianStub().createPrescriptionProfile(create());
        assertThat(profile.getRecommended().getAction()).isEqualTo("up:metformin");
        PrescriptionProfile again = clinicianStub()
                .getPrescriptionProfile(GetPrescriptionProfileRequest.newBuilder()
                        .setPatientId(patient)
                        .setProfileId(profile.getProfileId())
                        .build());
        assertThat(again).isEqualTo(profile);
        assertThat(clinician()
                        .get("/v1/patients/" + patient + "/prescription-profiles/" + profile.getProfileId())
                        .response()
                        .body())
                .isEqualTo(MessageJson.print(profile));
        Review review = clinicianStub()
                .reviewPrescriptionProfile(ReviewPrescriptionProfileRequest.newBuilder()
                        .setPatientId(patient)
                        .setProfileId(profile.getProfileId())
                        .setDecision(ReviewDecision.REVIEW_DECISION_ACCEPT)
                        .build());
        assertThat(review.getProfileId()).isEqualTo(profile.getProfileId());
    }

    @Test
    void withoutAValidTokenThereIsNothing() {
        for (String token : new String[] {
            null,
            "not.a.token",
            Tokens.unsigned("hospital-a", Tokens.CLINICIAN),
            Tokens.forged("hospital-a", Tokens.CLINICIAN)
        }) {
            StatusRuntimeException failure = refused(() -> stub(token).createPrescriptionProfile(create()));
            assertThat(failure.getStatus().getCode()).as("%s", token).isEqualTo(Status.Code.UNAUTHENTICATED);
        }
        assertThat(backEnds.received).isEmpty();
    }

    @Test
    void scopesCountHereToo() {
        PrescriptionServiceBlockingStub feeder = stub(Tokens.of("hospital-a", "system/*.c"));
        assertThat(refused(() -> feeder.createPrescriptionProfile(create()))
                        .getStatus()
                        .getCode())
                .isEqualTo(Status.Code.PERMISSION_DENIED);
    }

    @Test
    void tenantsAreKeptApartHereToo() {
        PrescriptionProfile profile = clinicianStub().createPrescriptionProfile(create());
        PrescriptionServiceBlockingStub other = stub(Tokens.of("hospital-b", Tokens.CLINICIAN));
        assertThat(refused(() -> other.getPrescriptionProfile(GetPrescriptionProfileRequest.newBuilder()
                                .setPatientId(patient)
                                .setProfileId(profile.getProfileId())
                                .build()))
                        .getStatus()
                        .getCode())
                .isEqualTo(Status.Code.NOT_FOUND);
    }

    @Test
    void violationsTravelAsDetails() {
        StatusRuntimeException failure = refused(() -> clinicianStub()
                .createPrescriptionProfile(create().toBuilder().setDraws(-1).build()));
        assertThat(failure.getStatus().getCode()).isEqualTo(Status.Code.INVALID_ARGUMENT);
        assertThat(StatusDetails.violations(failure))
                .singleElement()
                .satisfies(violation -> assertThat(violation.field()).isEqualTo("draws"));
        StatusRuntimeException format = refused(() -> clinicianStub()
                .addRecord(AddRecordRequest.newBuilder()
                        .setPatientId(patient)
                        .setMediaType("application/pdf")
                        .setContent(ByteString.copyFromUtf8("x"))
                        .build()));
        assertThat(StatusDetails.violations(format)).singleElement().satisfies(violation -> assertThat(violation.code())
                .isEqualTo("MEDIA_TYPE_UNSUPPORTED"));
    }

    @Test
    void anUnavailableBackEndSaysWhenToComeBack() {
        backEnds.killEvaluation();
        StatusRuntimeException failure = refused(() -> clinicianStub().createPrescriptionProfile(create()));
        assertThat(failure.getStatus().getCode()).isEqualTo(Status.Code.UNAVAILABLE);
        assertThat(StatusDetails.retryAfter(failure)).isPresent();
    }
}
