package org.hsdpo.data.nhanes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.zip.GZIPOutputStream;
import org.hsdpo.clinical.error.InvalidInputException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.tukaani.xz.LZMA2Options;
import org.tukaani.xz.XZOutputStream;

/** Survey tables that are made to exhaust who reads them. */
class HostileTablesTest {
    private static final SurveyLimits SMALL = new SurveyLimits(4 << 20, 1_000);

    @TempDir
    private Path folder;

    private Path packed(String name, byte[] chunk, int times) throws IOException {
        Path file = folder.resolve(name);
        OutputStream plain = Files.newOutputStream(file);
        try (OutputStream out = name.endsWith(".xz")
                ? new XZOutputStream(plain, new LZMA2Options(1))
                : name.endsWith(".gz") ? new GZIPOutputStream(plain) : plain) {
            for (int i = 0; i < times; i++) {
                out.write(chunk);
            }
        }
        return file;
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    private static String refusal(Path file) {
        Throwable refused = catchThrowable(() -> new SurveyTableFile(file, SMALL).table());
        assertThat(refused).isInstanceOf(InvalidInputException.class);
        return ((InvalidInputException) refused).violations().getFirst().code();
    }

    @Test
    void aTableThatInflatesWithoutMeasureIsRefused() throws IOException {
        byte[] megabyte = new byte[1 << 20];
        Arrays.fill(megabyte, (byte) 'A');
        for (String name : new String[] {"T.csv.xz", "T.csv.gz", "T.csv"}) {
            assertThat(refusal(packed(name, megabyte, 64))).as(name).isEqualTo("CSV_INVALID");
        }
    }

    @Test
    void moreRowsThanATableHasAreRefused() throws IOException {
        assertThat(refusal(packed("T.csv.xz", ascii("SEQN,A\n"), 2_000))).isEqualTo("CSV_INVALID");
    }

    @Test
    void aLineOfAMillionCharactersIsOneCell() throws IOException {
        Path file = packed("T.csv", ascii("SEQN,A\n1," + "x".repeat(1_000_000) + "\n"), 1);
        assertThat(new SurveyTableFile(file, SMALL).table().text(0, "A")).hasSize(1_000_000);
        assertThat(refusal(packed("U.csv", ascii(",".repeat(1_000_000) + "\n1\n"), 1)))
                .isEqualTo("CSV_INVALID");
    }

    @Test
    void bytesThatAreNoUtf8AreLatinOne() throws IOException {
        Path file = packed("T.csv", "SEQN,A\n1,M\u00fcller\n".getBytes(StandardCharsets.ISO_8859_1), 1);
        assertThat(new SurveyTableFile(file, SMALL).table().text(0, "A")).isEqualTo("M\u00fcller");
    }

    @Test
    void damagedPackingIsRefused() throws IOException {
        for (String name : new String[] {"T.csv.xz", "T.csv.gz", "T.XPT.gz", "T.XPT.xz"}) {
            Path file = packed(name, ascii("SEQN,A\n1,2\n"), 100);
            byte[] whole = Files.readAllBytes(file);
            for (int length = 0; length < whole.length; length += 3) {
                Files.write(file, Arrays.copyOf(whole, length));
                assertThat(refusal(file)).as(name + " " + length).isNotBlank();
            }
        }
    }
}
