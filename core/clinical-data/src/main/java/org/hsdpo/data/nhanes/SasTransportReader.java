package org.hsdpo.data.nhanes;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.hsdpo.clinical.error.InvalidInputException;

/**
 * Reads SAS transport files of version 5, the format of SAS technical note TS-140 ("The record layout of a data set in
 * SAS transport (XPORT) format"): records of 80 bytes; numbers in the IBM System/360 representation of base 16, cut to 2
 * to 8 bytes; a number whose first byte is {@code .}, {@code _} or {@code A} to {@code Z} and whose other bytes are zero
 * is missing. A zero has a fraction of zero whatever its exponent.
 */
final class SasTransportReader {
    private static final int RECORD = 80;
    private static final String LIBRARY = "HEADER RECORD*******LIBRARY HEADER RECORD!!!!!!!";
    private static final String MEMBER = "HEADER RECORD*******MEMBER  HEADER RECORD!!!!!!!";
    private static final String DESCRIPTOR = "HEADER RECORD*******DSCRPTR HEADER RECORD!!!!!!!";
    private static final String VARIABLES = "HEADER RECORD*******NAMESTR HEADER RECORD!!!!!!!";
    private static final String OBSERVATIONS = "HEADER RECORD*******OBS     HEADER RECORD!!!!!!!";
    private static final int MOST_VARIABLES = 9_999;
    private static final long MANTISSA = 0x00FF_FFFF_FFFF_FFFFL;

    private final String name;
    private final InputStream in;
    private final SurveyLimits limits;

    SasTransportReader(String name, InputStream in, SurveyLimits limits) {
        this.name = name;
        this.in = in;
        this.limits = limits;
    }

    private record Variable(String name, boolean numeric, int length, int position) {}

    SurveyTable read() throws IOException {
        expect(LIBRARY);
        skip(2);
        String member = expect(MEMBER);
        int descriptorLength = digits(member, 74, 78, "length of a variable's descriptor");
        expect(DESCRIPTOR);
        skip(2);
        int count = digits(expect(VARIABLES), 54, 58, "number of variables");
        if (count < 1 || count > MOST_VARIABLES || descriptorLength < 88 || descriptorLength > 140) {
            throw refused("a table of " + count + " variables of " + descriptorLength + " bytes each");
        }
        List<Variable> variables = variables(count, descriptorLength);
        expect(OBSERVATIONS);
        return table(variables);
    }

    private List<Variable> variables(int count, int length) throws IOException {
        int bytes = (count * length + RECORD - 1) / RECORD * RECORD;
        ByteBuffer all = ByteBuffer.wrap(exactly(bytes));
        List<Variable> variables = new ArrayList<>();
        int rowLength = 0;
        for (int i = 0; i < count; i++) {
            int at = i * length;
            int type = all.getShort(at);
            int width = all.getShort(at + 4);
            String variable = text(all.array(), at + 8, 8);
            int position = all.getInt(at + 84);
            boolean numeric = type == 1;
            if (type != 1 && type != 2
                    || variable.isEmpty()
                    || position != rowLength
                    || numeric && (width < 2 || width > 8)
                    || width < 1) {
                throw refused("a descriptor of variable " + (i + 1) + " that does not follow the format");
            }
            variables.add(new Variable(variable, numeric, width, position));
            rowLength += width;
        }
        return variables;
    }

    private SurveyTable table(List<Variable> variables) throws IOException {
        Variable last = variables.getLast();
        int rowLength = last.position() + last.length();
        List<byte[]> rows = new ArrayList<>();
        byte[] row;
        while ((row = in.readNBytes(rowLength)).length == rowLength) {
            if (rows.size() == limits.rows()) {
                throw refused("more than " + limits.rows() + " rows");
            }
            rows.add(row);
        }
        // The last record is filled up with blanks, which may look like rows where rows are short.
        if (!isBlank(row)) {
            throw refused("a last row that is cut off");
        }
        for (int filled = 0; filled * rowLength < RECORD && !rows.isEmpty() && isBlank(rows.getLast()); filled++) {
            rows.removeLast();
        }
        refuseFurtherMembers(rows);
        Map<String, SurveyTable.Column> columns = new LinkedHashMap<>();
        for (Variable variable : variables) {
            if (columns.put(variable.name(), variable.numeric() ? numbers(variable, rows) : texts(variable, rows))
                    != null) {
                throw refused("variable " + variable.name() + " twice");
            }
        }
        return new SurveyTable(name, columns);
    }

    private void refuseFurtherMembers(List<byte[]> rows) {
        byte[] start = MEMBER.substring(0, Math.min(MEMBER.length(), rows.isEmpty() ? 0 : rows.getFirst().length))
                .getBytes(StandardCharsets.US_ASCII);
        for (byte[] row : rows) {
            if (start.length > 20 && Arrays.equals(row, 0, start.length, start, 0, start.length)) {
                throw refused("a second table in the same file");
            }
        }
    }

    private static SurveyTable.Numbers numbers(Variable variable, List<byte[]> rows) {
        double[] values = new double[rows.size()];
        char[] missing = new char[rows.size()];
        for (int i = 0; i < values.length; i++) {
            long bits = 0;
            for (int b = 0; b < 8; b++) {
                bits = bits << 8 | (b < variable.length() ? rows.get(i)[variable.position() + b] & 0xFF : 0);
            }
            missing[i] = missing(bits);
            values[i] = missing[i] == 0 ? number(bits) : Double.NaN;
        }
        return new SurveyTable.Numbers(values, missing);
    }

    /** The code of a missing value, 0 where the bits are a number. */
    static char missing(long bits) {
        char first = (char) (bits >>> 56);
        boolean code = first == '.' || first == '_' || first >= 'A' && first <= 'Z';
        return code && (bits & MANTISSA) == 0 ? first : 0;
    }

    /** The number that eight bytes of the IBM representation stand for. */
    static double number(long bits) {
        long mantissa = bits & MANTISSA;
        if (mantissa == 0) {
            return 0;
        }
        int exponent = (int) (bits >>> 56 & 0x7F) - 64;
        double magnitude = Math.scalb((double) mantissa, 4 * exponent - 56);
        return bits < 0 ? -magnitude : magnitude;
    }

    private static SurveyTable.Texts texts(Variable variable, List<byte[]> rows) {
        return new SurveyTable.Texts(rows.stream()
                .map(row -> text(row, variable.position(), variable.length()))
                .toList());
    }

    private static String text(byte[] bytes, int from, int length) {
        return SurveyText.decode(Arrays.copyOfRange(bytes, from, from + length)).stripTrailing();
    }

    private static boolean isBlank(byte[] bytes) {
        for (byte b : bytes) {
            if (b != ' ') {
                return false;
            }
        }
        return true;
    }

    private String expect(String header) throws IOException {
        String record = new String(exactly(RECORD), StandardCharsets.ISO_8859_1);
        if (!record.startsWith(header)) {
            throw refused("no header record '" + header.substring(20, 28).strip() + "' where one is due");
        }
        return record;
    }

    private void skip(int records) throws IOException {
        exactly(records * RECORD);
    }

    private byte[] exactly(int length) throws IOException {
        byte[] bytes = in.readNBytes(length);
        if (bytes.length < length) {
            throw refused("an end in the middle of its headers");
        }
        return bytes;
    }

    private int digits(String record, int from, int to, String what) {
        String text = record.substring(from, to).strip();
        if (!text.matches("\\d{1,4}")) {
            throw refused("no " + what);
        }
        return Integer.parseInt(text);
    }

    private InvalidInputException refused(String found) {
        return new InvalidInputException(
                name,
                "SAS_TRANSPORT_INVALID",
                "the file has " + found,
                "a SAS transport file, version 5, of one table");
    }
}
