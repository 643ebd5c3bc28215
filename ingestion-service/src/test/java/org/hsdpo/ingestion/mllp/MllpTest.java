package org.hsdpo.ingestion.mllp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.vertx.core.Vertx;
import io.vertx.core.net.NetClientOptions;
import io.vertx.core.net.NetSocket;
import io.vertx.core.net.PemKeyCertOptions;
import io.vertx.core.net.PemTrustOptions;
import jakarta.inject.Inject;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.hsdpo.contracts.parser.v1.ParseNoteResponse;
import org.hsdpo.ingestion.PlayedParser;
import org.hsdpo.ingestion.Surroundings;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;

@QuarkusTest
@QuarkusTestResource(Surroundings.class)
class MllpTest {
    private static final int PATIENCE_MILLIS = 60_000;

    @Inject
    MllpListeners listeners;

    @Inject
    Vertx vertx;

    @ConfigProperty(name = "hsdpo.test.jdbc")
    String jdbc;

    @ConfigProperty(name = "hsdpo.test.certificate")
    String certificate;

    @ConfigProperty(name = "hsdpo.test.key")
    String key;

    @ConfigProperty(name = "hsdpo.test.caller.certificate")
    String callerCertificate;

    @ConfigProperty(name = "hsdpo.test.caller.key")
    String callerKey;

    @ConfigProperty(name = "hsdpo.test.caller.authority")
    String authority;

    @ConfigProperty(name = "quarkus.grpc.clients.parser.test-port")
    int parserPort;

    @TestHTTPResource(value = "/", management = true)
    URI management;

    private String patient;

    @BeforeEach
    void name(TestInfo test) {
        patient = test.getTestMethod().orElseThrow().getName();
    }

    /** A sender on the other end of a connection. */
    private final class Sender implements AutoCloseable {
        private final Socket socket;
        private final InputStream in;

        Sender(String listener) throws IOException {
            socket = new Socket("localhost", listeners.port(listener));
            socket.setSoTimeout(PATIENCE_MILLIS);
            in = socket.getInputStream();
        }

        void bytes(String bytes) throws IOException {
            socket.getOutputStream().write(bytes.getBytes(StandardCharsets.UTF_8));
            socket.getOutputStream().flush();
        }

        void send(String message) throws IOException {
            bytes("\u000B" + message + "\u001C\r");
        }

        /** The next answer; null where the listener closed the connection. */
        String answer() throws IOException {
            ByteArrayOutputStream answer = new ByteArrayOutputStream();
            int next = in.read();
            while (next >= 0 && next != 0x1C) {
                if (next != 0x0B) {
                    answer.write(next);
                }
                next = in.read();
            }
            return next < 0 || in.read() != 0x0D ? null : answer.toString(StandardCharsets.UTF_8);
        }

        String ask(String message) throws IOException {
            send(message);
            return answer();
        }

        @Override
        public void close() throws IOException {
            socket.close();
        }
    }

    private String ask(String message) throws IOException {
        try (Sender sender = new Sender("ward")) {
            return sender.ask(message);
        }
    }

    private String result(String controlId, String value) {
        return message("ORU^R01^ORU_R01", controlId) + "OBX|1|NM|4548-4^HbA1c^LN||" + value + "|%|||||F|||20261011\r";
    }

    private String message(String type, String controlId) {
        return "MSH|^~\\&|LAB|NORTH|HSDPO|NORTH|20261012080000+0200||" + type + "|" + controlId + "|P|2.5.1\r"
                + "PID|1||" + patient + "^^^NORTH^MR~77^^^OTHER^MR||DOE^JANE||19600412|F\r";
    }

    private List<String> column(String sql) throws SQLException {
        try (Connection connection = DriverManager.getConnection(jdbc, Surroundings.ROLE, "test");
                Statement statement = connection.createStatement()) {
            statement.execute("select set_config('app.tenant', 'north', false)");
            List<String> values = new ArrayList<>();
            try (ResultSet rows = statement.executeQuery(sql)) {
                while (rows.next()) {
                    values.add(rows.getString(1));
                }
            }
            return values;
        }
    }

    private List<String> values() throws SQLException {
        return column(
                "select cast(o.value as text) from ingestion.observation o join ingestion.record r using (tenant, record_id)"
                        + " where o.patient_id = '" + patient + "' order by r.received_at");
    }

    private int records() throws SQLException {
        return column("select record_id from ingestion.record where patient_id = '" + patient + "'")
                .size();
    }

    @Test
    void anAcceptedMessageIsStoredWhenItsAnswerArrives() throws Exception {
        assertThat(ask(result("c1", "8.1"))).contains("MSA|AA|c1\r").contains("|HSDPO|NORTH|LAB|NORTH|");
        assertThat(values()).containsExactly("8.1");
        assertThat(column("select subject || ' ' || media_type from ingestion.record where patient_id = '" + patient
                        + "'"))
                .containsExactly("hl7-v2 x-application/hl7-v2+er7");
    }

    @Test
    void theSameMessageAgainIsAcceptedAndChangesNothing() throws Exception {
        try (Sender sender = new Sender("ward")) {
            assertThat(sender.ask(result("c1", "8.1"))).contains("MSA|AA|c1\r");
            assertThat(sender.ask(result("c1", "8.1"))).contains("MSA|AA|c1\r");
        }
        assertThat(records()).isEqualTo(1);
    }

    @Test
    void messagesSentAheadAreStoredAndAnsweredInTheirOrder() throws Exception {
        try (Sender sender = new Sender("ward")) {
            StringBuilder all = new StringBuilder();
            List<String> sent = new ArrayList<>();
            for (int i = 0; i < 40; i++) {
                String value = Integer.toString(60 + i).replaceFirst("(.)$", ".$1");
                sent.add(String.valueOf(Double.parseDouble(value)).replaceFirst("\\.0$", ""));
                all.append('\u000B').append(result("c" + i, value)).append("\u001C\r");
            }
            sender.bytes(all.toString());
            for (int i = 0; i < 40; i++) {
                assertThat(sender.answer()).contains("MSA|AA|c" + i + "\r");
            }
            assertThat(values()).isEqualTo(sent);
        }
    }

    @Test
    void aRefusedMessageNamesPlaceAndReasonAndNothingOfThePatient() throws Exception {
        String answer = ask(result("c1", "810"));
        assertThat(answer)
                .contains("MSA|AE|c1\r")
                .contains("ERR||OBX^1^5|102^Data type error^HL70357|E|VALUE_IMPOSSIBLE^^HSDPO|||")
                .doesNotContain(patient)
                .doesNotContain("DOE");
        assertThat(records()).isZero();
    }

    @Test
    void whatTheHeaderRulesOutIsRejected() throws Exception {
        String good = result("c1", "8.1");
        assertThat(ask(good.replace("|LAB|", "|OTHER|")))
                .contains("MSA|AR|c1\r")
                .contains("SENDER_UNKNOWN");
        assertThat(ask(good.replace("|P|2.5.1", "|T|2.5.1")))
                .contains("MSA|AR|c1\r")
                .contains("|202^");
        assertThat(ask(good.replace("|P|2.5.1", "|P|2.2")))
                .contains("MSA|AR|c1\r")
                .contains("|203^");
        assertThat(ask(good.replace("ORU^R01^ORU_R01", "BAR^P01")))
                .contains("MSA|AR|c1\r")
                .contains("|200^");
        assertThat(ask(good.replace("ORU^R01^ORU_R01", "ADT^A40") + "MRG|1\r"))
                .contains("MSA|AR|c1\r")
                .contains("|201^");
        assertThat(ask(good.replace("|c1|", "||"))).contains("MSA|AR|\r").contains("|101^");
        assertThat(ask("garbage")).contains("MSA|AR|\r").contains("|100^");
        assertThat(records()).isZero();
    }

    @Test
    void thePatientIsKnownByTheIdentifierOfTheListenersAuthority() throws Exception {
        String good = result("c1", "8.1");
        assertThat(ask(good.replace("^^^NORTH^MR", "^^^SOUTH^MR")))
                .contains("MSA|AE|c1\r")
                .contains("ERR||PID^1^3|101^");
        assertThat(ask(good.replace("^^^OTHER^MR", "^^^NORTH^MR")))
                .contains("MSA|AE|c1\r")
                .contains("SEVERAL_PATIENTS");
        assertThat(ask(good.replace(patient, "has space")))
                .contains("MSA|AE|c1\r")
                .contains("PATIENT_ID_INVALID");
        assertThat(ask(good.replace("^^^NORTH^MR", "^^^Elsewhere&NORTH&L^MR"))).contains("MSA|AA|c1\r");
        assertThat(records()).isEqualTo(1);
    }

    @Test
    void enhancedModeAnswersAsAsked() throws Exception {
        try (Sender sender = new Sender("ward")) {
            sender.send(result("c1", "8.1").replace("|P|2.5.1", "|P|2.5.1|||AL|AL"));
            assertThat(sender.answer()).contains("MSA|CA|c1\r");
            assertThat(sender.answer()).contains("MSA|AA|c1\r");
            sender.send(result("c2", "8.2").replace("|P|2.5.1", "|P|2.5.1|||NE|NE"));
            assertThat(sender.ask(result("c3", "8.3"))).contains("MSA|AA|c3\r");
        }
        assertThat(values()).containsExactly("8.1", "8.2", "8.3");
    }

    @Test
    void aBatchIsStoredMessageByMessageAndAnsweredAsOne() throws Exception {
        String answer = ask(
                "BHS|^~\\&|LAB|NORTH\r" + result("c1", "8.1") + result("c2", "810") + result("c3", "8.3") + "BTS|3\r");
        assertThat(answer)
                .startsWith("BHS|")
                .contains("MSA|AA|c1\r")
                .contains("MSA|AE|c2\r")
                .contains("MSA|AA|c3\r")
                .endsWith("BTS|3\r");
        assertThat(values()).containsExactly("8.1", "8.3");
    }

    @Test
    void aMessageThatStopsHalfWayIsLetGoAndNothingIsStored() throws Exception {
        try (Sender sender = new Sender("ward")) {
            String message = result("c1", "8.1");
            sender.bytes("\u000B" + message.substring(0, message.length() / 2));
            assertThat(sender.answer()).as("the connection is closed").isNull();
        }
        assertThat(records()).isZero();
    }

    @Test
    void aMessageThatIsTooLongIsRefusedAndItsConnectionClosed() throws Exception {
        try (Sender sender = new Sender("ward")) {
            String head = result("c1", "8.1");
            sender.bytes("\u000B" + head + "ZZZ|" + "x".repeat(262_144 - 3 - head.length()));
            assertThat(sender.answer()).contains("MSA|AE|c1\r").contains("CONTENT_TOO_LARGE");
            assertThat(sender.answer()).isNull();
        }
    }

    @Test
    void aConnectionSurvivesGarbage() throws Exception {
        try (Sender sender = new Sender("ward")) {
            sender.bytes("GET / HTTP/1.1\r\n\r\n");
            assertThat(sender.ask("\u0001\u0002\u0003")).contains("MSA|AR|");
            assertThat(sender.ask("MSH|^~\\&|" + "~^&|".repeat(5_000))).contains("MSA|AE|");
            assertThat(sender.ask(result("c1", "8.1"))).contains("MSA|AA|c1\r");
        }
    }

    @Test
    void noMoreConnectionsAreHeldThanAllowed() throws Exception {
        List<Sender> senders = new ArrayList<>();
        try {
            for (int i = 0; i < 8; i++) {
                senders.add(new Sender("narrow"));
                assertThat(senders.getLast().ask(result("c" + i, "8.1"))).contains("MSA|AA|");
            }
            try (Sender onceTooOften = new Sender("narrow")) {
                assertThat(onceTooOften.answer()).as("the connection is closed").isNull();
            }
        } finally {
            for (Sender sender : senders) {
                sender.close();
            }
        }
    }

    @Test
    void whatCannotBeStoredNowIsToBeSentAgain() throws Exception {
        String note = message("MDM^T02^MDM_T02", "c1")
                + "TXA|1|CN|TX|20261010\rOBX|1|TX|1^N^L||Metformin 500 mg BID||||||F\r";
        assertThat(ask(note)).contains("MSA|AR|c1\r").contains("|207^").contains("NOT_NOW");
        assertThat(records()).isZero();
        try (PlayedParser parser =
                new PlayedParser(parserPort, certificate, key, text -> ParseNoteResponse.getDefaultInstance())) {
            assertThat(ask(note)).contains("MSA|AA|c1\r");
            assertThat(parser.calls()).isEqualTo(1);
        }
        assertThat(records()).isEqualTo(1);
    }

    @Test
    void anEncryptedListenerTakesSendersWithACertificateOnly() throws Exception {
        NetClientOptions known = new NetClientOptions()
                .setSsl(true)
                .setHostnameVerificationAlgorithm("HTTPS")
                .setTrustOptions(new PemTrustOptions().addCertPath(authority))
                .setKeyCertOptions(
                        new PemKeyCertOptions().addCertPath(callerCertificate).addKeyPath(callerKey));
        assertThat(overTls(known, result("c1", "8.1"))).contains("MSA|AA|c1\r");
        NetClientOptions unknown = new NetClientOptions()
                .setSsl(true)
                .setHostnameVerificationAlgorithm("HTTPS")
                .setTrustOptions(new PemTrustOptions().addCertPath(authority));
        assertThat(catchThrowable(() -> overTls(unknown, result("c2", "8.2")))).isNotNull();
        assertThat(values()).containsExactly("8.1");
    }

    private String overTls(NetClientOptions options, String message) throws Exception {
        CompletableFuture<String> answer = new CompletableFuture<>();
        NetSocket socket = vertx.createNetClient(options)
                .connect(listeners.port("secure"), "localhost")
                .toCompletionStage()
                .toCompletableFuture()
                .get(PATIENCE_MILLIS, TimeUnit.MILLISECONDS);
        StringBuilder received = new StringBuilder();
        socket.handler(bytes -> {
            received.append(bytes.toString());
            if (received.indexOf("\u001C\r") >= 0) {
                answer.complete(received.toString());
            }
        });
        socket.closeHandler(ignored -> answer.completeExceptionally(new IOException("closed")));
        socket.write("\u000B" + message + "\u001C\r");
        try {
            return answer.get(PATIENCE_MILLIS, TimeUnit.MILLISECONDS);
        } finally {
            socket.close();
        }
    }

    @Test
    void metricsCountByTypeAndAnswerAlone() throws Exception {
        ask(result("c1", "8.1"));
        ask(result("c2", "8.1").replace("ORU^R01^ORU_R01", patient + "^X99"));
        assertThat(ask(message("ADT^A40^ADT_A39", "c3") + "MRG|56789^^^NORTH^MR\r"))
                .contains("MSA|AR|c3\r");
        assertThat(records()).isEqualTo(1);
        String metrics = HttpClient.newHttpClient()
                .send(
                        HttpRequest.newBuilder(management.resolve("/q/metrics")).build(),
                        HttpResponse.BodyHandlers.ofString())
                .body();
        assertThat(metrics)
                .contains("hsdpo_ingestion_hl7_messages_total{ack=\"AA\",type=\"ORU^R01\"}")
                .contains("hsdpo_ingestion_hl7_messages_total{ack=\"AR\",type=\"other\"}")
                .contains("hsdpo_ingestion_hl7_messages_total{ack=\"AR\",type=\"ADT^A40\"}")
                .doesNotContain(patient);
    }
}
