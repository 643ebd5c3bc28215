package org.hsdpo.cli.demo;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import org.hsdpo.cli.CommandFailure;

/**
 * A file of a patient, with the media type its name says.
 *
 * @param path where it is
 * @param mediaType what the gateway is told
 * @param gzipped whether the content is compressed (name ends in .gz)
 */
public record PatientFile(Path path, String mediaType, boolean gzipped) {
    private static final Map<String, String> MEDIA_TYPES = Map.of(
            "json", "application/json",
            "ndjson", "application/fhir+ndjson",
            "xml", "application/xml",
            "zip", "application/zip",
            "txt", "text/plain",
            "csv", "text/csv",
            "hl7", "x-application/hl7-v2+er7",
            "vcf", "text/x-vcf",
            "xls", "application/vnd.ms-excel",
            "xlsx", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet");

    /** @throws CommandFailure where the file cannot be read or its name says nothing of its kind */
    public static PatientFile of(Path path) {
        if (!Files.exists(path)) {
            throw new CommandFailure("there is no file " + path);
        }
        if (!Files.isRegularFile(path) || !Files.isReadable(path)) {
            throw new CommandFailure(path + " cannot be read");
        }
        String name = path.getFileName().toString().toLowerCase(Locale.ROOT);
        boolean gzipped = name.endsWith(".gz");
        String bare = gzipped ? name.substring(0, name.length() - 3) : name;
        String type = MEDIA_TYPES.get(bare.substring(bare.lastIndexOf('.') + 1));
        if (type == null) {
            throw new CommandFailure(
                    path
                            + " is of no known kind: accepted are .json (FHIR R4, Open mHealth or Tidepool), .ndjson (FHIR R4), .txt (clinical note), .csv,"
                            + " .xls and .xlsx (glucose sensor export), .xml and .zip (Apple Health), .vcf (variants), each also with .gz");
        }
        return new PatientFile(path, type, gzipped);
    }

    /**
     * All bytes of the file, compressed where it is.
     *
     * @throws CommandFailure where it cannot be read
     */
    public byte[] content() {
        try {
            return Files.readAllBytes(path);
        } catch (IOException e) {
            throw new CommandFailure(path + " cannot be read: " + e.getMessage(), e);
        }
    }
}
