package org.hsdpo.data.nhanes;

import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipException;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVParser;
import org.apache.commons.csv.CSVRecord;
import org.apache.commons.csv.QuoteMode;
import org.hsdpo.clinical.error.InvalidInputException;
import org.tukaani.xz.XZIOException;
import org.tukaani.xz.XZInputStream;

/**
 * A file that holds one table of the survey: SAS transport ({@code .XPT}) or comma-separated ({@code .csv}), as it is or
 * packed by xz or gzip.
 */
public final class SurveyTableFile {
    private static final String MISSING = "NA";
    private static final Pattern NUMBER = Pattern.compile("[-+]?\\d+(?:\\.\\d+)?(?:[eE][-+]?\\d+)?");
    /** Memory that unpacking may take, kB: what the highest preset of xz needs. */
    private static final int UNPACKING_MEMORY = 70_000;

    private final Path file;
    private final SurveyLimits limits;

    SurveyTableFile(Path file, SurveyLimits limits) {
        this.file = file;
        this.limits = limits;
    }

    /**
     * Reads a table.
     *
     * @throws InvalidInputException where the file is not a table of one of the formats or larger than any of the survey
     * @throws IOException where the file cannot be read
     */
    public static SurveyTable read(Path file) throws IOException {
        return new SurveyTableFile(file, SurveyLimits.USUAL).table();
    }

    SurveyTable table() throws IOException {
        String name = file.getFileName().toString();
        String kind = name.toLowerCase(Locale.ROOT).replaceFirst("\\.(?:xz|gz)$", "");
        try (InputStream in = unpacked(name)) {
            if (kind.endsWith(".xpt")) {
                return new SasTransportReader(name, in, limits).read();
            }
            if (kind.endsWith(".csv")) {
                return csv(name, in);
            }
        } catch (EOFException | ZipException | XZIOException e) {
            throw new InvalidInputException(
                    name, "PACKING_INVALID", "the packed file is damaged or ends early", "a whole .xz or .gz file");
        }
        throw new InvalidInputException(
                name, "TABLE_FORMAT_UNKNOWN", "the name tells of no format", ".XPT or .csv, also packed as .xz or .gz");
    }

    private InputStream unpacked(String name) throws IOException {
        InputStream in = new BufferedInputStream(Files.newInputStream(file));
        if (name.toLowerCase(Locale.ROOT).endsWith(".xz")) {
            return new BufferedInputStream(new XZInputStream(in, UNPACKING_MEMORY));
        }
        return name.toLowerCase(Locale.ROOT).endsWith(".gz") ? new BufferedInputStream(new GZIPInputStream(in)) : in;
    }

    private SurveyTable csv(String name, InputStream in) throws IOException {
        byte[] bytes = in.readNBytes(limits.bytes() + 1);
        if (bytes.length > limits.bytes()) {
            throw refused(name, "more than " + limits.bytes() + " bytes");
        }
        // A quoted NA is a text and no missing value, which the parser tells apart in this quote mode only.
        CSVFormat format = CSVFormat.RFC4180
                .builder()
                .setNullString(MISSING)
                .setQuoteMode(QuoteMode.ALL_NON_NULL)
                .get();
        try (CSVParser parser = CSVParser.parse(new StringReader(SurveyText.decode(bytes)), format)) {
            List<String> header = null;
            List<List<String>> columns = new ArrayList<>();
            for (CSVRecord line : parser) {
                if (header == null) {
                    header = line.toList();
                    header.forEach(variable -> columns.add(new ArrayList<>()));
                    continue;
                }
                if (line.size() != header.size()) {
                    throw refused(
                            name,
                            "line " + parser.getCurrentLineNumber() + " of " + line.size() + " cells, not "
                                    + header.size());
                }
                if (line.getRecordNumber() > limits.rows()) {
                    throw refused(name, "more than " + limits.rows() + " rows");
                }
                for (int i = 0; i < columns.size(); i++) {
                    columns.get(i).add(line.get(i));
                }
            }
            if (header == null) {
                throw refused(name, "no line of names");
            }
            return table(name, header, columns);
        } catch (UncheckedIOException e) {
            throw refused(name, "a line that is no csv");
        }
    }

    private static SurveyTable table(String name, List<String> header, List<List<String>> cells) {
        Map<String, SurveyTable.Column> columns = new LinkedHashMap<>();
        for (int i = 0; i < header.size(); i++) {
            if (header.get(i) == null || header.get(i).isBlank()) {
                throw refused(name, "no name for column " + (i + 1));
            }
            if (columns.put(header.get(i), column(cells.get(i))) != null) {
                throw refused(name, "variable " + header.get(i) + " twice");
            }
        }
        return new SurveyTable(name, columns);
    }

    /** Numbers where every cell that is there is one, texts otherwise. */
    private static SurveyTable.Column column(List<String> cells) {
        double[] values = new double[cells.size()];
        char[] missing = new char[cells.size()];
        for (int i = 0; i < values.length; i++) {
            String cell = cells.get(i);
            if (cell == null) {
                values[i] = Double.NaN;
                missing[i] = '.';
            } else if (NUMBER.matcher(cell).matches()) {
                values[i] = Double.parseDouble(cell);
            } else {
                return new SurveyTable.Texts(cells.stream()
                        .map(text -> text == null ? "" : text.stripTrailing())
                        .toList());
            }
        }
        return new SurveyTable.Numbers(values, missing);
    }

    private static InvalidInputException refused(String name, String found) {
        return new InvalidInputException(
                name, "CSV_INVALID", "the file has " + found, "a comma-separated table with a line of names first");
    }
}
