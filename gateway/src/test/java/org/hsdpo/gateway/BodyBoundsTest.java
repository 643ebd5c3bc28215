package org.hsdpo.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.google.protobuf.ByteString;
import com.google.protobuf.UnknownFieldSet;
import io.grpc.ManagedChannel;
import io.grpc.Metadata;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.netty.NettyChannelBuilder;
import io.grpc.stub.MetadataUtils;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.zip.GZIPOutputStream;
import org.hsdpo.contracts.gateway.v1.AddRecordRequest;
import org.hsdpo.contracts.gateway.v1.CreatePrescriptionProfileRequest;
import org.hsdpo.contracts.gateway.v1.PrescriptionServiceGrpc;
import org.hsdpo.contracts.gateway.v1.PrescriptionServiceGrpc.PrescriptionServiceBlockingStub;
import org.hsdpo.contracts.ingestion.v1.IngestRecordRequest;
import org.hsdpo.gateway.edge.BodyBudget;
import org.hsdpo.gateway.testing.Fixtures;
import org.hsdpo.gateway.testing.GatewayCalls.Answer;
import org.hsdpo.gateway.testing.GatewayTest;
import org.hsdpo.gateway.testing.Tokens;
import org.hsdpo.service.error.StatusDetails;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What one caller can do to the memory and so to the calls of all others. */
@QuarkusTest
class BodyBoundsTest extends GatewayTest {
    private static final int MEGABYTE = 1 << 20;

    @Inject
    BodyBudget budget;

    private ManagedChannel channel;

    @BeforeEach
    void connect() {
        channel = NettyChannelBuilder.forAddress("localhost", gateway.getPort())
                .usePlaintext()
                .build();
    }

    @AfterEach
    void everythingIsGivenBack() throws InterruptedException {
        channel.shutdownNow();
        channel.awaitTermination(10, TimeUnit.SECONDS);
        assertThat(takenAtMost(0)).isZero();
    }

    /** What is taken, once no more than that is: the end of a call reaches the gateway after its answer has reached us. */
    private long takenAtMost(long expected) {
        for (int i = 0; i < 200 && budget.taken() > expected; i++) {
            clinician().get("/v1/nothing");
        }
        return budget.taken();
    }

    private String records() {
        return "/v1/patients/" + patient + "/records";
    }

    private PrescriptionServiceBlockingStub stub(String token) {
        Metadata headers = new Metadata();
        headers.put(Metadata.Key.of("authorization", Metadata.ASCII_STRING_MARSHALLER), "Bearer " + token);
        return PrescriptionServiceGrpc.newBlockingStub(channel)
                .withDeadlineAfter(60, TimeUnit.SECONDS)
                .withInterceptors(MetadataUtils.newAttachHeadersInterceptor(headers));
    }

    private PrescriptionServiceBlockingStub clinicianStub() {
        return stub(Tokens.of("hospital-a", Tokens.CLINICIAN));
    }

    private AddRecordRequest record(int size) {
        return AddRecordRequest.newBuilder()
                .setPatientId(patient)
                .setMediaType("text/csv")
                .setContent(ByteString.copyFrom(new byte[size]))
                .build();
    }

    /** The head of a request and {@code arrived} bytes of a body that never ends. */
    private Socket halfSent(String token, String length, int arrived) throws IOException {
        Socket socket = new Socket("localhost", gateway.getPort());
        socket.setSoTimeout(60_000);
        String authorization = token == null ? "" : "Authorization: Bearer " + token + "\r\n";
        OutputStream out = socket.getOutputStream();
        out.write(("POST " + records() + " HTTP/1.1\r\nHost: localhost\r\nContent-Type: text/csv\r\n" + authorization
                        + length + "\r\n\r\n")
                .getBytes(StandardCharsets.US_ASCII));
        if (arrived > 0) {
            String chunk = length.startsWith("Transfer") ? Integer.toHexString(arrived) + "\r\n" : "";
            out.write(chunk.getBytes(StandardCharsets.US_ASCII));
            out.write(new byte[arrived]);
        }
        out.flush();
        return socket;
    }

    private static String firstLine(Socket socket) throws IOException {
        InputStream in = socket.getInputStream();
        StringBuilder line = new StringBuilder();
        for (int read = in.read(); read >= 0 && read != '\r'; read = in.read()) {
            line.append((char) read);
        }
        return line.toString();
    }

    @Test
    void halfSentBodiesWithoutATokenTakeNothing() throws IOException {
        List<Socket> attack = new ArrayList<>();
        try {
            for (int i = 0; i < 8; i++) {
                attack.add(halfSent(null, "Transfer-Encoding: chunked", 1000));
                attack.add(halfSent(null, "Content-Length: 33554432", 1000));
            }
            for (Socket socket : attack) {
                assertThat(firstLine(socket)).contains("401");
            }
            assertThat(budget.taken()).isZero();
            assertThat(clinician().createProfile(patient, "{}").status()).isEqualTo(201);
            assertThat(clinician()
                            .post(records(), "text/csv", new byte[MEGABYTE])
                            .status())
                    .isEqualTo(201);
        } finally {
            for (Socket socket : attack) {
                socket.close();
            }
        }
    }

    @Test
    void halfSentBodiesWithATokenTakeWhatHasArrivedAndEndInTime() throws IOException {
        String token = Tokens.of("hospital-a", Tokens.CLINICIAN);
        List<Socket> attack = new ArrayList<>();
        try {
            for (int i = 0; i < 8; i++) {
                attack.add(halfSent(token, "Transfer-Encoding: chunked", 1000));
                attack.add(halfSent(token, "Content-Length: 33554432", 1000));
            }
            assertThat(clinician().createProfile(patient, "{}").status()).isEqualTo(201);
            assertThat(clinician()
                            .post(records(), "text/csv", new byte[20 * MEGABYTE])
                            .status())
                    .isEqualTo(201);
            assertThat(takenAtMost(16 * 4096)).isLessThanOrEqualTo(16 * 4096);
            for (Socket socket : attack) {
                assertThat(firstLine(socket)).contains("408");
            }
        } finally {
            for (Socket socket : attack) {
                socket.close();
            }
        }
    }

    @Test
    void compressedBombsShareOneBudget() throws Exception {
        byte[] bomb = gzip(new byte[32 * MEGABYTE]);
        assertThat(bomb.length).isLessThan(40_000);
        CountDownLatch released = new CountDownLatch(1);
        backEnds.ingest = request -> {
            await(released);
            return Fixtures.ingested(request);
        };
        try (ExecutorService callers = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<Answer>> answers = new ArrayList<>();
            for (int i = 0; i < 24; i++) {
                answers.add(callers.submit(
                        () -> clinician().with("Content-Encoding", "gzip").post(records(), "text/csv", bomb)));
            }
            Answer refused = firstOf(answers);
            assertThat(refused.status()).isEqualTo(429);
            assertThat(refused.header("Retry-After")).isEqualTo("1");
            assertThat(refused.contentType()).startsWith("application/problem+json");
            assertThat(budget.taken()).isLessThanOrEqualTo(budget.bytes());
            assertThat(clinician().createProfile(patient, "{}").status())
                    .as("others are served meanwhile")
                    .isEqualTo(201);
            released.countDown();
            for (Future<Answer> answer : answers) {
                assertThat(answer.get().status()).isIn(201, 429);
            }
        }
    }

    @Test
    void largeBundlesAtOnceAreTakenOrAskedToComeBackUntilAllAreTaken() throws Exception {
        byte[] bundle = new byte[20 * MEGABYTE];
        ReentrantLock comingBack = new ReentrantLock();
        try (ExecutorService callers = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Callable<Integer>> eight = new ArrayList<>();
            for (int i = 0; i < 8; i++) {
                eight.add(() -> {
                    Answer answer = clinician().post(records(), "text/csv", bundle);
                    while (answer.status() == 429) {
                        assertThat(answer.header("Retry-After")).isEqualTo("1");
                        comingBack.lock();
                        try {
                            answer = clinician().post(records(), "text/csv", bundle);
                        } finally {
                            comingBack.unlock();
                        }
                    }
                    return answer.status();
                });
            }
            for (Future<Integer> status : callers.invokeAll(eight)) {
                assertThat(status.get()).isEqualTo(201);
            }
        }
    }

    @Test
    void aRecordOfTwentyMegabytesPassesOverGrpc() {
        assertThat(clinicianStub().addRecord(record(20 * MEGABYTE)).getRecordId())
                .isEqualTo("record-1");
        assertThat(backEnds.received(IngestRecordRequest.class)
                        .getLast()
                        .getContent()
                        .size())
                .isEqualTo(20 * MEGABYTE);
    }

    @Test
    void messagesThatAreTooLargeAreRefusedWhateverTheyAre() {
        StatusRuntimeException record = catchThrowableOfType(
                StatusRuntimeException.class, () -> clinicianStub().addRecord(record(34 * MEGABYTE)));
        assertThat(record.getStatus().getCode()).isEqualTo(Status.Code.RESOURCE_EXHAUSTED);
        assertThat(record.getStatus().getDescription()).contains("larger than accepted");
        CreatePrescriptionProfileRequest padded = CreatePrescriptionProfileRequest.newBuilder()
                .setPatientId(patient)
                .setUnknownFields(UnknownFieldSet.newBuilder()
                        .addField(
                                1000,
                                UnknownFieldSet.Field.newBuilder()
                                        .addLengthDelimited(ByteString.copyFrom(new byte[MEGABYTE]))
                                        .build())
                        .build())
                .build();
        StatusRuntimeException profile = catchThrowableOfType(
                StatusRuntimeException.class, () -> clinicianStub().createPrescriptionProfile(padded));
        assertThat(profile.getStatus().getCode()).isEqualTo(Status.Code.RESOURCE_EXHAUSTED);
        assertThat(backEnds.received).isEmpty();
    }

    @Test
    void messagesShareTheBudgetWithBodies() {
        BodyBudget.Share others = budget.open();
        Runnable end = others.hold();
        others.take(budget.bytes() - MEGABYTE);
        try {
            StatusRuntimeException full = catchThrowableOfType(
                    StatusRuntimeException.class, () -> clinicianStub().addRecord(record(8 * MEGABYTE)));
            assertThat(full.getStatus().getCode()).isEqualTo(Status.Code.RESOURCE_EXHAUSTED);
            assertThat(StatusDetails.retryAfter(full)).isPresent();
            assertThat(clinician()
                            .post(records(), "text/csv", new byte[8 * MEGABYTE])
                            .status())
                    .isEqualTo(429);
            assertThat(clinician().createProfile(patient, "{}").status()).isEqualTo(201);
            assertThat(backEnds.received(IngestRecordRequest.class)).isEmpty();
        } finally {
            end.run();
        }
        assertThat(clinicianStub().addRecord(record(8 * MEGABYTE)).getRecordId())
                .isEqualTo("record-1");
    }

    @Test
    void aMessageOfAStrangerIsNotKept() {
        StatusRuntimeException refused = catchThrowableOfType(
                StatusRuntimeException.class,
                () -> stub(Tokens.forged("hospital-a", Tokens.CLINICIAN)).addRecord(record(20 * MEGABYTE)));
        assertThat(refused.getStatus().getCode()).isEqualTo(Status.Code.UNAUTHENTICATED);
        assertThat(budget.taken()).isZero();
    }

    @Test
    void compressedMessagesAreNotUnpacked() {
        StatusRuntimeException refused = catchThrowableOfType(
                StatusRuntimeException.class,
                () -> clinicianStub().withCompression("gzip").addRecord(record(20 * MEGABYTE)));
        assertThat(refused.getStatus().getCode()).isEqualTo(Status.Code.UNIMPLEMENTED);
        assertThat(backEnds.received).isEmpty();
    }

    private static Answer firstOf(List<Future<Answer>> answers) throws Exception {
        while (true) {
            for (Future<Answer> answer : answers) {
                if (answer.isDone()) {
                    return answer.get();
                }
            }
            Thread.onSpinWait();
        }
    }

    private static byte[] gzip(byte[] content) throws IOException {
        ByteArrayOutputStream packed = new ByteArrayOutputStream();
        try (GZIPOutputStream out = new GZIPOutputStream(packed)) {
            out.write(content);
        }
        return packed.toByteArray();
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await(60, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
