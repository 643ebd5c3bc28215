package org.hsdpo.twin.pk;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.zip.GZIPInputStream;

/** Public reference data beside the repository; tests that need it are skipped where it is absent. */
public final class ReferenceData {
    private ReferenceData() {}

    /** A file of the pharmacokinetic reference data. */
    public static Path file(String name) {
        Path file = Path.of(System.getProperty("hsdpo.shared.data", "absent"), "pkpd")
                .resolve(name);
        assumeTrue(Files.exists(file), "reference data pkpd/" + name + " is not beside the repository: skipped");
        return file;
    }

    /** The lines of a text file, compressed or not. */
    public static List<String> lines(Path file) {
        try (InputStream bytes = Files.newInputStream(file);
                InputStream plain = file.toString().endsWith(".gz") ? new GZIPInputStream(bytes) : bytes;
                BufferedReader reader = new BufferedReader(new InputStreamReader(plain, StandardCharsets.UTF_8))) {
            return reader.lines().toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Prints an agreement table and leaves it in {@code target}. */
    public static void report(String name, String table) {
        try {
            Files.writeString(Path.of("target", name + ".md"), table);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        System.out.println(table);
    }
}
