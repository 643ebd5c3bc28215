package org.hsdpo.cli.load;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;
import org.hsdpo.cli.CommandFailure;

/**
 * A file of FHIR in NDJSON, perhaps compressed.
 *
 * @param path where it is
 * @param name under which it is sent: without the ending of its compression
 */
public record LoadFile(Path path, String name) {
    private static final String GZIP = ".gz";
    private static final List<String> ENDINGS = List.of(".ndjson", ".ndjson.gz", ".jsonl", ".jsonl.gz");

    /**
     * The files named, and of a folder those that end as NDJSON does.
     *
     * @throws CommandFailure where there is none, or two have one name
     */
    public static List<LoadFile> in(List<Path> places) {
        List<LoadFile> files = new ArrayList<>();
        for (Path place : places) {
            if (Files.isDirectory(place)) {
                files.addAll(ofFolder(place));
            } else if (Files.isReadable(place)) {
                files.add(of(place));
            } else {
                throw new CommandFailure(place + " cannot be read");
            }
        }
        files.sort(Comparator.comparing(LoadFile::name));
        if (files.isEmpty()) {
            throw new CommandFailure(
                    "no files in " + places.getFirst() + ": accepted are *.ndjson, *.jsonl, also as .gz");
        }
        for (int i = 1; i < files.size(); i++) {
            if (files.get(i).name().equals(files.get(i - 1).name())) {
                throw new CommandFailure("two files are named " + files.get(i).name() + ": rename one of them");
            }
        }
        return files;
    }

    private static List<LoadFile> ofFolder(Path folder) {
        try (Stream<Path> entries = Files.list(folder)) {
            return entries.filter(Files::isRegularFile)
                    .filter(path -> ENDINGS.stream()
                            .anyMatch(ending -> path.getFileName().toString().endsWith(ending)))
                    .map(LoadFile::of)
                    .toList();
        } catch (IOException e) {
            throw new CommandFailure(folder + " cannot be read: " + e.getMessage(), e);
        }
    }

    private static LoadFile of(Path path) {
        String name = path.getFileName().toString();
        return new LoadFile(path, name.endsWith(GZIP) ? name.substring(0, name.length() - GZIP.length()) : name);
    }

    /** Its lines, uncompressed. */
    InputStream open() throws IOException {
        InputStream in = new BufferedInputStream(Files.newInputStream(path), 1 << 16);
        return path.getFileName().toString().endsWith(GZIP) ? new GZIPInputStream(in, 1 << 16) : in;
    }
}
