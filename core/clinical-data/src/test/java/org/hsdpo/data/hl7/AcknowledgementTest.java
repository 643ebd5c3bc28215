package org.hsdpo.data.hl7;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import org.hsdpo.clinical.error.Violation;
import org.junit.jupiter.api.Test;

class AcknowledgementTest {
    private static final Instant TIME = Instant.parse("2026-10-12T06:00:00Z");
    private static final Violation UNIT =
            new Violation("OBX[3]-6", "UNIT_UNKNOWN", "glucose: no unit", "a UCUM unit | mg/dL");
    private static final Violation TYPE = new Violation("MSH[1]-9", "MESSAGE_TYPE_UNSUPPORTED", "no type", "ADT, ORU");

    private static Hl7Header header(String version, String acknowledgements) {
        return Hl7Message.header(
                ("MSH|^~\\&|LAB|NORTH|HSDPO|SOUTH|2026||ORU^R01^ORU_R01|A&B|P|" + version + "|||" + acknowledgements)
                        .getBytes(StandardCharsets.US_ASCII));
    }

    private static List<String> of(Acknowledgement acknowledgement) {
        return acknowledgement.messages(TIME, "7");
    }

    @Test
    void aStoredMessageIsAcceptedWithItsControlIdAndParticipantsExchanged() {
        assertThat(of(Acknowledgement.stored(header("2.5.1", ""))))
                .containsExactly(
                        "MSH|^~\\&|HSDPO|SOUTH|LAB|NORTH|20261012060000+0000||ACK^R01^ACK|7|P|2.5.1||||||UNICODE UTF-8\rMSA|AA|A\r");
    }

    @Test
    void aRefusedMessageNamesPlaceErrorAndWhatIsAccepted() {
        assertThat(of(Acknowledgement.notStored(header("2.5.1", ""), List.of(UNIT))))
                .first()
                .asString()
                .endsWith(
                        "MSA|AE|A\rERR||OBX^3^6|103^Table value not found^HL70357|E|UNIT_UNKNOWN^^HSDPO|||glucose: no unit; accepted: a UCUM unit \\F\\ mg/dL\r");
    }

    @Test
    void versionsBefore25HaveTheErrorInOneField() {
        assertThat(of(Acknowledgement.notStored(header("2.3", ""), List.of(UNIT))))
                .first()
                .asString()
                .contains("|ACK^R01|7|P|2.3|")
                .endsWith("MSA|AE|A|glucose: no unit\rERR|OBX^3^6^103&Table value not found&HL70357\r");
    }

    @Test
    void whatLiesInTheHeaderOrCannotBeTakenNowIsRejected() {
        assertThat(Acknowledgement.notStored(header("2.5", ""), List.of(TYPE, UNIT))
                        .code())
                .isEqualTo("AR");
        Violation later = new Violation("MSH", Acknowledgement.NOT_NOW, "not now", "the same message, later");
        assertThat(of(Acknowledgement.notStored(header("2.5", ""), List.of(later))))
                .first()
                .asString()
                .contains("MSA|AR|A\rERR||MSH^1|207^Application internal error^HL70357|E|");
    }

    @Test
    void enhancedModeSendsWhatIsAskedFor() {
        assertThat(codes("AL|AL", true)).containsExactly("CA", "AA");
        assertThat(codes("AL|NE", true)).containsExactly("CA");
        assertThat(codes("NE|AL", true)).containsExactly("AA");
        assertThat(codes("NE|NE", true)).isEmpty();
        assertThat(codes("ER|ER", true)).isEmpty();
        assertThat(codes("SU|SU", true)).containsExactly("CA", "AA");
        assertThat(codes("AL|AL", false)).containsExactly("CE");
        assertThat(codes("ER|NE", false)).containsExactly("CE");
        assertThat(codes("NE|ER", false)).containsExactly("AE");
        assertThat(codes("SU|SU", false)).isEmpty();
    }

    private static List<String> codes(String asked, boolean stored) {
        Hl7Header header = header("2.5.1", asked);
        Acknowledgement acknowledgement =
                stored ? Acknowledgement.stored(header) : Acknowledgement.notStored(header, List.of(UNIT));
        return of(acknowledgement).stream()
                .map(message -> message.replaceAll("(?s).*\\rMSA\\|(\\w\\w).*", "$1"))
                .toList();
    }

    @Test
    void aMessageWithoutAHeaderIsAnsweredAllTheSame() {
        Hl7Header none = Hl7Message.header("garbage".getBytes(StandardCharsets.US_ASCII));
        assertThat(of(Acknowledgement.notStored(
                        none,
                        List.of(new Violation("content", "NOT_HL7", "no message", "segments beginning with MSH")))))
                .containsExactly(
                        "MSH|^~\\&|||||20261012060000+0000||ACK|7|P|2.5.1||||||UNICODE UTF-8\rMSA|AR|\r"
                                + "ERR|||100^Segment sequence error^HL70357|E|NOT_HL7^^HSDPO|||no message; accepted: segments beginning with MSH\r");
    }

    @Test
    void separatorsOfTheSenderAreUsedAndEscaped() {
        Hl7Header header =
                Hl7Message.header("MSH$*%!#$LAB$NORTH$$$2026$$ORU*R01$1$P$2.5".getBytes(StandardCharsets.US_ASCII));
        assertThat(of(Acknowledgement.notStored(header, List.of(new Violation("OBX[1]-5", "X", "50% of $1", "y")))))
                .first()
                .asString()
                .startsWith("MSH$*%!#$")
                .endsWith("ERR$$OBX*1*5$102*Data type error*HL70357$E$X**HSDPO$$$50!R! of !F!1; accepted: y\r");
    }
}
