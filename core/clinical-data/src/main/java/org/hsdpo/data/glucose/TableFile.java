package org.hsdpo.data.glucose;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVParser;
import org.apache.commons.csv.CSVRecord;
import org.apache.poi.ss.usermodel.Cell;
import org.apache.poi.ss.usermodel.CellType;
import org.apache.poi.ss.usermodel.DataFormatter;
import org.apache.poi.ss.usermodel.DateUtil;
import org.apache.poi.ss.usermodel.Row;
import org.apache.poi.ss.usermodel.Sheet;
import org.apache.poi.ss.usermodel.Workbook;
import org.apache.poi.ss.usermodel.WorkbookFactory;
import org.hsdpo.clinical.error.InvalidInputException;

/** Recognises .xls, .xlsx and csv by their first bytes and reads the sheets or the whole text. */
final class TableFile {
    private static final int MOST_ROWS = 500_000;
    private static final int MOST_COLUMNS = 200;
    private static final String ACCEPTED =
            "a FreeStyle Libre or Tidepool spreadsheet, a LibreView or Dexcom Clarity csv, or a csv with time and glucose"
                    + " columns";

    private TableFile() {}

    /** The tables of a file: one for each sheet that is not empty, or one of a csv. */
    static List<Table> read(byte[] content) {
        if (content.length == 0) {
            throw new InvalidInputException("content", "INPUT_EMPTY", "the file is empty", ACCEPTED);
        }
        boolean spreadsheet = startsWith(content, 0xD0, 0xCF, 0x11, 0xE0) || startsWith(content, 'P', 'K', 3, 4);
        return spreadsheet ? spreadsheet(content) : List.of(text(content));
    }

    private static boolean startsWith(byte[] content, int... magic) {
        if (content.length < magic.length) {
            return false;
        }
        for (int i = 0; i < magic.length; i++) {
            if ((content[i] & 0xFF) != magic[i]) {
                return false;
            }
        }
        return true;
    }

    private static List<Table> spreadsheet(byte[] content) {
        try (Workbook workbook = WorkbookFactory.create(new ByteArrayInputStream(content))) {
            List<Table> tables = new ArrayList<>();
            for (Sheet sheet : workbook) {
                Table table =
                        new Table(rows(sheet), tables.isEmpty() ? "row" : "sheet " + (tables.size() + 1) + ", row");
                if (!table.rows().isEmpty()) {
                    tables.add(table);
                }
                tooLong(tables.stream().mapToInt(read -> read.rows().size()).sum());
            }
            if (tables.isEmpty()) {
                throw new InvalidInputException("content", "INPUT_EMPTY", "the spreadsheet is empty", ACCEPTED);
            }
            return tables;
        } catch (InvalidInputException e) {
            throw e;
        } catch (IOException | RuntimeException e) {
            // Apache POI reports a damaged file by many kinds of exception; its message may quote the content.
            throw new InvalidInputException(
                    "content", "SPREADSHEET_INVALID", "the file is not a readable spreadsheet", ACCEPTED);
        }
    }

    private static List<List<String>> rows(Sheet sheet) {
        DataFormatter formatter = new DataFormatter(java.util.Locale.ROOT);
        List<List<String>> rows = new ArrayList<>();
        for (int i = 0; i <= sheet.getLastRowNum(); i++) {
            tooLong(i);
            Row row = sheet.getRow(i);
            List<String> cells = new ArrayList<>();
            int width = row == null ? 0 : Math.min(MOST_COLUMNS, Math.max(0, row.getLastCellNum()));
            for (int c = 0; c < width; c++) {
                cells.add(text(row.getCell(c), formatter));
            }
            rows.add(cells);
        }
        return rows;
    }

    private static String text(Cell cell, DataFormatter formatter) {
        if (cell == null) {
            return "";
        }
        CellType type = cell.getCellType() == CellType.FORMULA ? cell.getCachedFormulaResultType() : cell.getCellType();
        return switch (type) {
            case NUMERIC ->
                // Excel stores times as fractions of a day: 16:22 may come back as 16:21:59.999 without rounding.
                DateUtil.isCellDateFormatted(cell)
                        ? DateUtil.getLocalDateTime(cell.getNumericCellValue(), false, true)
                                .toString()
                        : Double.toString(cell.getNumericCellValue());
            case STRING -> cell.getStringCellValue().strip();
            case BOOLEAN, ERROR -> formatter.formatCellValue(cell).strip();
            case BLANK, FORMULA, _NONE -> "";
        };
    }

    private static Table text(byte[] content) {
        String text;
        try {
            text = StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(content))
                    .toString();
        } catch (CharacterCodingException e) {
            throw notText();
        }
        if (text.indexOf('\0') >= 0) {
            throw notText();
        }
        String plain = text.startsWith("\uFEFF") ? text.substring(1) : text;
        if (plain.isBlank()) {
            throw new InvalidInputException("content", "INPUT_EMPTY", "the file is empty", ACCEPTED);
        }
        CSVFormat format = CSVFormat.DEFAULT
                .builder()
                .setDelimiter(delimiter(plain))
                .setTrim(true)
                .setIgnoreEmptyLines(false)
                .get();
        List<List<String>> rows = new ArrayList<>();
        try (CSVParser parser = format.parse(new StringReader(plain))) {
            for (CSVRecord record : parser) {
                tooLong(rows.size());
                rows.add(record.stream().limit(MOST_COLUMNS).toList());
            }
        } catch (IOException | UncheckedIOException e) {
            throw new InvalidInputException(
                    "line " + (rows.size() + 1),
                    "CSV_INVALID",
                    "the csv cannot be read: a quote is not closed",
                    ACCEPTED);
        }
        return new Table(rows, "line");
    }

    /** The separator that occurs most in the first lines; a decimal comma is not mistaken for one where ';' is there. */
    private static char delimiter(String text) {
        String head = text.lines().limit(3).reduce("", (a, b) -> a + b);
        long semicolons = head.chars().filter(c -> c == ';').count();
        long tabs = head.chars().filter(c -> c == '\t').count();
        long commas = head.chars().filter(c -> c == ',').count();
        if (semicolons > 0 && semicolons >= tabs && semicolons * 2 >= commas) {
            return ';';
        }
        return tabs > commas ? '\t' : ',';
    }

    private static void tooLong(int rows) {
        if (rows >= MOST_ROWS) {
            throw new InvalidInputException(
                    "content",
                    "TABLE_TOO_LONG",
                    "the table has more than " + MOST_ROWS + " rows",
                    "at most " + MOST_ROWS);
        }
    }

    private static InvalidInputException notText() {
        return new InvalidInputException(
                "content", "TEXT_NOT_UTF8", "the file is neither a spreadsheet nor UTF-8 text", ACCEPTED);
    }
}
