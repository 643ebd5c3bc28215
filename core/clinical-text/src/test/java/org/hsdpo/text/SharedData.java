package org.hsdpo.text;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Assumptions;

/** Public reference data that is not part of the repository; tests that need it are skipped where it is absent. */
public final class SharedData {
    private SharedData() {}

    /** The text of a file of the reference data; skips the running test where the data is absent. */
    public static String text(String path) {
        Path file = Path.of(System.getProperty("hsdpo.shared.data", "absent")).resolve(path);
        Assumptions.assumeTrue(Files.exists(file), () -> "skipped: the reference data has no " + path);
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
