package org.hsdpo.cli.demo;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.hsdpo.cli.CommandFailure;
import org.hsdpo.cli.ProjectFolder;

/** The made-up patient in {@code examples/patient}. */
public final class ExamplePatient {
    private ExamplePatient() {}

    /** All files of the patient, by name. */
    public static List<PatientFile> files() {
        Path folder = ProjectFolder.root().resolve("examples/patient");
        try (Stream<Path> all = Files.list(folder)) {
            List<PatientFile> files = all.filter(path -> path.toString().matches(".*\\.(json|txt|csv|xlsx?)"))
                    .sorted()
                    .map(PatientFile::of)
                    .toList();
            if (files.isEmpty()) {
                throw new CommandFailure("there is no example patient in " + folder);
            }
            return files;
        } catch (IOException e) {
            throw new CommandFailure("the example patient cannot be read: " + e.getMessage(), e);
        }
    }

    /** Content of the example patient's file of one media type. */
    public static byte[] content(String mediaType) {
        return files().stream()
                .filter(file -> file.mediaType().equals(mediaType))
                .findFirst()
                .orElseThrow(() -> new CommandFailure("the example patient has no file of type " + mediaType))
                .content();
    }
}
