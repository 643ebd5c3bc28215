package org.hsdpo.data.glucose;

import java.util.List;
import java.util.Locale;
import java.util.function.Predicate;

/**
 * A table of text cells as a spreadsheet or csv file gives it. Dates of spreadsheets stand in ISO 8601.
 *
 * @param rows rows of cells, trimmed; short rows are allowed
 * @param place how rows are called in messages: {@code row} or {@code line}
 */
record Table(List<List<String>> rows, String place) {
    private static final int LONGEST_HEADER = 200;

    /** A cell, empty where the row is shorter. */
    String cell(int row, int column) {
        List<String> cells = rows.get(row);
        return column >= 0 && column < cells.size() ? cells.get(column) : "";
    }

    /** For messages: {@code row 17}, counted from 1 as programs show it. */
    String name(int row) {
        return place + " " + (row + 1);
    }

    /** Position of the first header cell that satisfies a condition on its lower-case text, or −1. */
    int column(int headerRow, Predicate<String> condition) {
        List<String> header = rows.get(headerRow);
        for (int i = 0; i < header.size(); i++) {
            // Header patterns are tried on every cell: text of any length is not to cost any amount of time.
            if (header.get(i).length() <= LONGEST_HEADER
                    && condition.test(header.get(i).toLowerCase(Locale.ROOT).replaceAll("\\s+", " "))) {
                return i;
            }
        }
        return -1;
    }
}
