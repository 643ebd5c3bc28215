package org.hsdpo.data.nhanes;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.hsdpo.clinical.error.InvalidInputException;

/**
 * The tables of the survey in one folder, by name and cycle: {@code DEMO_I.XPT} or {@code DEMO_I.csv}, also packed as
 * {@code .xz} or {@code .gz}. A table is read when it is first asked for and kept. Not thread-safe.
 */
public final class NhanesTables {
    private static final Pattern NAME =
            Pattern.compile("([A-Za-z0-9_]+?)(?:_([A-Z]))?\\.(?:xpt|csv)(?:\\.xz|\\.gz)?", Pattern.CASE_INSENSITIVE);

    private final Path folder;
    private final Map<String, Path> files = new TreeMap<>();
    private final Map<String, SurveyTable> read = new HashMap<>();

    private NhanesTables(Path folder) {
        this.folder = folder;
    }

    /**
     * The tables in a folder.
     *
     * @throws InvalidInputException where there is no such folder, no table of a cycle HSDPO reads, or one table twice
     */
    public static NhanesTables in(Path folder) {
        if (!Files.isDirectory(folder)) {
            throw new InvalidInputException("folder", "FOLDER_MISSING", "there is no folder " + folder, "a folder");
        }
        NhanesTables tables = new NhanesTables(folder);
        try (var entries = Files.list(folder)) {
            entries.filter(Files::isRegularFile).sorted().forEach(tables::find);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        if (tables.cycles().isEmpty()) {
            throw new InvalidInputException(
                    "folder",
                    "TABLES_MISSING",
                    "folder " + folder.getFileName() + " holds no demographics table of a cycle HSDPO reads",
                    "files such as DEMO_I.XPT or DEMO_I.csv.xz; cycles "
                            + String.join(
                                    ", ",
                                    NhanesCodebook.shipped().cycles().stream()
                                            .map(NhanesCodebook.Cycle::letter)
                                            .toList()));
        }
        return tables;
    }

    /** Letters of the cycles whose demographics are there, in their order. */
    public List<String> cycles() {
        return NhanesCodebook.shipped().cycles().stream()
                .map(NhanesCodebook.Cycle::letter)
                .filter(letter -> files.containsKey(key("DEMO", letter)))
                .toList();
    }

    /**
     * A table; empty where the folder does not hold it.
     *
     * @param cycle letter, or empty for a table all cycles share
     * @throws InvalidInputException where the file cannot be understood
     */
    public Optional<SurveyTable> table(String name, String cycle) {
        String key = key(name, cycle);
        Path file = files.get(key);
        if (file == null) {
            return Optional.empty();
        }
        SurveyTable table = read.get(key);
        if (table == null) {
            try {
                table = SurveyTableFile.read(file);
            } catch (IOException e) {
                throw new UncheckedIOException(file.getFileName() + " cannot be read: " + e.getMessage(), e);
            }
            read.put(key, table);
        }
        return Optional.of(table);
    }

    private void find(Path file) {
        Matcher name = NAME.matcher(file.getFileName().toString());
        if (!name.matches()) {
            return;
        }
        Path other = files.put(key(name.group(1), name.group(2) == null ? "" : name.group(2)), file);
        if (other != null) {
            throw new InvalidInputException(
                    "folder",
                    "TABLE_TWICE",
                    "folder " + folder.getFileName() + " holds one table in two files: " + other.getFileName() + " and "
                            + file.getFileName(),
                    "one file for each table");
        }
    }

    private static String key(String name, String cycle) {
        return (name + (cycle.isEmpty() ? "" : "_" + cycle)).toUpperCase(Locale.ROOT);
    }
}
