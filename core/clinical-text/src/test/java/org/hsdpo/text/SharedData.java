package org.hsdpo.text;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Assumptions;

/** Public reference data that is not part of the repository; tests that need it are skipped where it is absent. */
public final class SharedData {
    private SharedData() {}

    /** The text of a file of the reference data; skips the running test where the data is absent. */
    public static String text(String path) {
        return text(path, StandardCharsets.UTF_8);
    }

    /** The same for files that were written in the western European code page of Windows. */
    public static String westernText(String path) {
        return text(path, Charset.forName("windows-1252"));
    }

    private static String text(String path, Charset charset) {
        Path file = Path.of(System.getProperty("hsdpo.shared.data", "absent")).resolve(path);
        Assumptions.assumeTrue(Files.exists(file), () -> "skipped: the reference data has no " + path);
        try {
            return Files.readString(file, charset);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
