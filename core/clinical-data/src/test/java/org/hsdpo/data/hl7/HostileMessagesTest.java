package org.hsdpo.data.hl7;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;
import java.util.Optional;
import java.util.SplittableRandom;
import org.hsdpo.clinical.error.InvalidInputException;
import org.hsdpo.data.ClinicalFacts;
import org.hsdpo.data.Receipt;
import org.junit.jupiter.api.Test;

/** Whatever comes in, the reader gives facts or names what is wrong; it never fails in another way and never runs away. */
class HostileMessagesTest {
    private static final Receipt RECEIPT = new Receipt("record", Instant.parse("2026-11-01T00:00:00Z"));
    private static final Hl7Reader READER = new Hl7Reader(Optional.empty(), SiteCodes.none());
    private static final String HEAD = "MSH|^~\\&|LAB|NORTH|||20261012||ORU^R01|1|P|2.5\rPID|1||1||||19600412|F\r";
    private static final String WHOLE = HEAD
            + "ORC|NW|1||||||||20261010\rRXE|^BID^^20261001|M^metformin 500 MG Oral Tablet^L|1||TAB\rTQ1|1|2|Q6H~BID|0800~2000\r"
            + "OBR|1|||24323-8^Panel^LN|||20261011\rOBX|1|SN|33914-3^eGFR^LN||>^60|mL/min/1.73m2||>|||F|||20261011081500+0200\r"
            + "OBX|2|ED|1^N^L||A^TEXT^plain^Base64^QUJD||||||F\rOBX|3|FT|1^N^L||a\\.br\\b\\X41\\||||||F\r"
            + "DG1|1|I10|E11.9^Type 2|||F\rAL1|1|DA|7980^Penicillin^RXNORM\rTXA|1|CN|TX|20261010\rPRB|AD|2026|E11.9^T2^I10\r";

    private static String outcome(byte[] content) {
        try {
            ClinicalFacts facts = READER.read(content, RECEIPT);
            return "facts " + facts.counts();
        } catch (InvalidInputException e) {
            return e.violations().getFirst().code();
        }
    }

    private static String outcome(String content) {
        return outcome(content.getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void contentThatIsNoMessageIsRefusedByName() {
        assertThat(outcome("")).isEqualTo("NOT_HL7");
        assertThat(outcome("hello")).isEqualTo("NOT_HL7");
        assertThat(outcome("{\"resourceType\":\"Bundle\"}")).isEqualTo("NOT_HL7");
        assertThat(outcome("PID|1\rMSH|^~\\&|")).isEqualTo("NOT_HL7");
        assertThat(outcome("MSH")).isEqualTo("SEPARATORS_INVALID");
        assertThat(outcome("MSH|")).isEqualTo("SEPARATORS_INVALID");
        assertThat(outcome("MSH|||||")).isEqualTo("SEPARATORS_INVALID");
        assertThat(outcome("MSH|^^^^|")).isEqualTo("SEPARATORS_INVALID");
        assertThat(outcome("MSHAABCDA")).isEqualTo("SEPARATORS_INVALID");
        assertThat(outcome("MSH|^~\\&\r")).isEqualTo("VERSION_UNSUPPORTED");
        assertThat(outcome(HEAD + "\u0000\u0001")).isEqualTo("NOT_HL7");
        assertThat(outcome(HEAD + "lower|case\r")).isEqualTo("SEGMENT_INVALID");
        assertThat(outcome(HEAD + "OBX^wrong^separator\r")).isEqualTo("SEGMENT_INVALID");
    }

    @Test
    void randomBytesAreRefused() {
        SplittableRandom random = new SplittableRandom(20261123);
        byte[] content = new byte[1 << 20];
        random.nextBytes(content);
        assertThat(outcome(content)).isEqualTo("NOT_HL7");
        byte[] header = HEAD.getBytes(StandardCharsets.US_ASCII);
        System.arraycopy(header, 0, content, 0, header.length);
        assertThat(outcome(content)).isIn("NOT_HL7", "SEGMENT_INVALID");
    }

    @Test
    void aFieldOfAMillionCharactersIsReadOrLeftOut() {
        String million = "9".repeat(1_000_000);
        assertThat(outcome(HEAD + "OBX|1|NM|4548-4^HbA1c^LN||" + million + "|%|||||F|||20261011\r"))
                .isEqualTo("facts {demographics=2}");
        assertThat(outcome(HEAD + "OBX|1|TX|1^N^L||" + "a ".repeat(500_000) + "||||||F|||20261011\r"))
                .startsWith("facts");
        assertThat(outcome(HEAD + "OBX|1|TX|1^N^L||" + "\\".repeat(1_000_000) + "||||||F|||20261011\r"))
                .startsWith("facts");
        assertThat(outcome(HEAD + "OBX|1|NM|4548-4^HbA1c^LN||1E999999999|%|||||F|||20261011\r"))
                .isEqualTo("facts {demographics=2}");
        assertThat(outcome(HEAD.replace("|19600412|", "|" + million + "|"))).isEqualTo("facts {demographics=1}");
    }

    @Test
    void separatorsWithoutEndAreRefusedBeforeTheyAreTakenApart() {
        for (String mark : new String[] {"|", "~", "^", "&"}) {
            assertThat(outcome(HEAD + "OBX|1|TX|1^N^L||" + mark.repeat(1_000_000) + "\r"))
                    .as(mark)
                    .isEqualTo("SEGMENT_TOO_COMPLEX");
            assertThat(outcome(HEAD + "OBX|1|TX|1^N^L||" + mark.repeat(mark.equals("&") ? 64 : 15_000) + "||||||F\r"))
                    .as(mark)
                    .startsWith("facts");
        }
    }

    @Test
    void aHundredThousandSegmentsAreRefusedAndTenThousandAreRead() {
        assertThat(outcome(HEAD + "ZZZ|1\r".repeat(100_000))).isEqualTo("TOO_MANY_SEGMENTS");
        assertThat(outcome(HEAD + "OBX|1|NM|1^N^L||1||||||F\r".repeat(10_000))).isEqualTo("facts {demographics=2}");
        assertThat(outcome("MSH|^~\\&|||||20261012||ADT^A08|1|P|2.5\r".repeat(100_000)))
                .isEqualTo("TOO_MANY_MESSAGES");
    }

    @Test
    void aMessageCutAnywhereIsReadOrRefused() {
        byte[] whole = WHOLE.getBytes(StandardCharsets.UTF_8);
        for (int end = 0; end < whole.length; end++) {
            byte[] part = Arrays.copyOf(whole, end);
            assertThatCode(() -> outcome(part))
                    .as("the first " + end + " bytes")
                    .doesNotThrowAnyException();
        }
    }

    @Test
    void mutatedMessagesAreReadOrRefused() {
        SplittableRandom random = new SplittableRandom(7);
        byte[] marks = "|^~\\&\r\n\u000b\u001c0FX.\"-+<>Z".getBytes(StandardCharsets.US_ASCII);
        byte[] whole = WHOLE.getBytes(StandardCharsets.UTF_8);
        for (int round = 0; round < 4_000; round++) {
            byte[] mutated = whole.clone();
            for (int i = random.nextInt(1, 6); i > 0; i--) {
                mutated[random.nextInt(mutated.length)] =
                        random.nextBoolean() ? marks[random.nextInt(marks.length)] : (byte) random.nextInt(256);
            }
            assertThatCode(() -> outcome(mutated))
                    .as(() -> new String(mutated, StandardCharsets.ISO_8859_1))
                    .doesNotThrowAnyException();
        }
    }
}
