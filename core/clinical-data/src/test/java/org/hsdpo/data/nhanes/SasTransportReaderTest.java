package org.hsdpo.data.nhanes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.hsdpo.clinical.error.InvalidInputException;
import org.hsdpo.data.SharedData;
import org.hsdpo.data.nhanes.SurveyTable.Numbers;
import org.hsdpo.data.nhanes.SurveyTable.Texts;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SasTransportReaderTest {
    /** Bits from TS-140's description of the representation, computed by hand: 0x41 is 16^1, 0x40 is 16^0. */
    @ParameterizedTest
    @CsvSource({
        "4110000000000000, 1",
        "C110000000000000, -1",
        "4080000000000000, 0.5",
        "42640000_00000000, 100",
        "C276A00000000000, -118.625",
        "0000000000000000, 0",
        "8000000000000000, 0",
        "4100000000000000, NaN",
        "4019999999999999, 0.09999999999999999",
        "7FFFFFFFFFFFFFFF, 7.2370055773322621e75",
        "0010000000000000, 5.397605346934028e-79"
    })
    void anIbmNumberIsTheNumberItStandsFor(String hex, double expected) {
        long bits = Long.parseUnsignedLong(hex.replace("_", ""), 16);
        if (Double.isNaN(expected)) {
            assertThat(SasTransportReader.missing(bits)).isEqualTo('A');
        } else {
            assertThat(SasTransportReader.missing(bits)).isEqualTo((char) 0);
            assertThat(SasTransportReader.number(bits)).isEqualTo(expected);
        }
    }

    @Test
    void aNumberWithTheFirstByteOfAMissingCodeIsANumberWhereItHasAFraction() {
        assertThat(SasTransportReader.missing(0x2E00_0000_0000_0000L)).isEqualTo('.');
        assertThat(SasTransportReader.missing(0x5F00_0000_0000_0000L)).isEqualTo('_');
        assertThat(SasTransportReader.missing(0x5A00_0000_0000_0000L)).isEqualTo('Z');
        assertThat(SasTransportReader.missing(0x4110_0000_0000_0000L)).isEqualTo((char) 0);
    }

    /** The nine genuine files against the same tables read by another program: every cell, zeros and missing ones too. */
    @ParameterizedTest
    @ValueSource(
            strings = {"P_CMV", "P_DEQ", "P_ECQ", "P_FERTIN", "P_HSQ", "P_PAQY", "P_PUQMEC", "P_RXQASA", "P_UCPREG"})
    void aGenuineFileEqualsTheSameTableAsCsvCellForCell(String name) throws IOException {
        Path folder = SharedData.folder("nhanes").resolve("xpt");
        SurveyTable read = SurveyTableFile.read(folder.resolve(name + ".XPT"));
        SurveyTable expected =
                SurveyTableFile.read(folder.resolve("expected_csv").resolve(name + ".csv.xz"));
        assertThat(read.variables()).isEqualTo(expected.variables());
        assertThat(read.rows()).isEqualTo(expected.rows()).isPositive();
        for (String variable : read.variables()) {
            Numbers there = (Numbers) read.column(variable);
            Numbers wanted = (Numbers) expected.column(variable);
            assertThat(there.values()).as(variable).containsExactly(wanted.values());
            for (int row = 0; row < read.rows(); row++) {
                assertThat(there.missing()[row] == 0).isEqualTo(wanted.missing()[row] == 0);
            }
        }
    }

    @Test
    void textsShortNumbersAndFillingAreRead() throws IOException {
        byte[] rows = concat(
                row("Ärztin".getBytes(StandardCharsets.ISO_8859_1), 10, 0x42_64),
                row("Zoe".getBytes(StandardCharsets.UTF_8), 10, 0x2E_00),
                row(new byte[0], 10, 0x00_00));
        SurveyTable table = read(file(rows));
        assertThat(table.variables()).containsExactly("NAME", "VALUE");
        assertThat(((Texts) table.column("name")).values()).isEqualTo(List.of("Ärztin", "Zoe", ""));
        Numbers values = (Numbers) table.column("VALUE");
        assertThat(values.values()).containsExactly(100, Double.NaN, 0);
        assertThat(values.missing()).containsExactly((char) 0, '.', (char) 0);
        assertThat(table.number(0, "VALUE")).hasValue(100);
        assertThat(table.number(1, "VALUE")).isEmpty();
        assertThat(table.number(0, "ABSENT")).isEmpty();
    }

    @Test
    void aFileThatIsCutOffAnywhereInItsHeadersIsRefused() {
        byte[] whole = file(row("a".getBytes(StandardCharsets.UTF_8), 10, 0x41_10));
        for (int length = 0; length < whole.length - 80; length += 40) {
            byte[] cut = Arrays.copyOf(whole, length);
            assertThatThrownBy(() -> read(cut)).isInstanceOf(InvalidInputException.class);
        }
    }

    @Test
    void aSecondTableAndACutRowAreRefused() {
        byte[] one = file(row("a".getBytes(StandardCharsets.UTF_8), 10, 0x41_10));
        assertThatThrownBy(() -> read(concat(one, new byte[] {'x'})))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining("cut off");
    }

    private static SurveyTable read(byte[] file) throws IOException {
        return new SasTransportReader("T.XPT", new ByteArrayInputStream(file), SurveyLimits.USUAL).read();
    }

    /** A table of a text of 10 and a number of 2 bytes, as TS-140 lays it out. */
    private static byte[] file(byte[] rows) {
        return concat(
                header("LIBRARY ", "000000000000000000000000000000"),
                blanks(160),
                header("MEMBER  ", "000000000000000001600000000140"),
                header("DSCRPTR ", "000000000000000000000000000000"),
                blanks(160),
                header("NAMESTR ", "000000000200000000000000000000"),
                filled(concat(variable(2, 10, "NAME", 0), variable(1, 2, "VALUE", 10))),
                header("OBS     ", "000000000000000000000000000000"),
                filled(rows));
    }

    private static byte[] header(String kind, String digits) {
        return ("HEADER RECORD*******" + kind + "HEADER RECORD!!!!!!!" + digits + "  ")
                .getBytes(StandardCharsets.US_ASCII);
    }

    private static byte[] variable(int type, int length, String name, int position) {
        ByteBuffer buffer = ByteBuffer.wrap(blanks(140));
        buffer.putShort(0, (short) type).putShort(4, (short) length).putInt(84, position);
        buffer.put(8, name.getBytes(StandardCharsets.US_ASCII));
        return buffer.array();
    }

    private static byte[] row(byte[] text, int width, int number) {
        byte[] padded = blanks(width);
        System.arraycopy(text, 0, padded, 0, text.length);
        return concat(padded, new byte[] {(byte) (number >> 8), (byte) number});
    }

    private static byte[] filled(byte[] bytes) {
        return concat(bytes, blanks((80 - bytes.length % 80) % 80));
    }

    private static byte[] blanks(int length) {
        byte[] blanks = new byte[length];
        Arrays.fill(blanks, (byte) ' ');
        return blanks;
    }

    private static byte[] concat(byte[]... parts) {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        for (byte[] part : parts) {
            all.writeBytes(part);
        }
        return all.toByteArray();
    }
}
