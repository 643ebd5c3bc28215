package org.hsdpo.ingestion.record;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.hsdpo.clinical.error.InvalidInputException;

/** What a record is, by its media type. */
public enum RecordKind {
    FHIR("application/fhir+json"),
    FHIR_LINES("application/fhir+ndjson", "application/x-ndjson", "application/ndjson"),
    /** FHIR or a device's data, by what it says. */
    JSON("application/json"),
    HL7_V2("x-application/hl7-v2+er7", "application/hl7-v2", "text/hl7v2"),
    NOTE("text/plain"),
    APPLE_HEALTH("application/xml", "text/xml", "application/zip"),
    VARIANTS("text/x-vcf", "text/vcf", "application/gzip", "application/x-gzip"),
    GLUCOSE_EXPORT(
            "text/csv",
            "application/vnd.ms-excel",
            "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet");

    private static final byte[] VARIANT_FILE = "##fileformat=VCF".getBytes(StandardCharsets.US_ASCII);

    private final List<String> mediaTypes;

    RecordKind(String... mediaTypes) {
        this.mediaTypes = List.of(mediaTypes);
    }

    /**
     * The kind of a record by its media type; a variant file sent as plain text is known by its first line.
     *
     * @throws InvalidInputException naming the media types that are accepted
     */
    public static RecordKind of(String mediaType, byte[] content) {
        RecordKind named = of(mediaType);
        return named == NOTE && beginsAsVariantFile(content) ? VARIANTS : named;
    }

    private static boolean beginsAsVariantFile(byte[] content) {
        return Arrays.mismatch(VARIANT_FILE, content) == VARIANT_FILE.length;
    }

    /**
     * The kind a media type names, whatever its parameters.
     *
     * @throws InvalidInputException naming the media types that are accepted
     */
    public static RecordKind of(String mediaType) {
        String bare = mediaType.replaceFirst(";.*$", "").strip().toLowerCase(Locale.ROOT);
        return Arrays.stream(values())
                .filter(kind -> kind.mediaTypes.contains(bare))
                .findFirst()
                .orElseThrow(() -> new InvalidInputException(
                        "mediaType",
                        "MEDIA_TYPE_UNSUPPORTED",
                        bare.isEmpty() ? "the media type is missing" : "the media type is not one HSDPO reads",
                        Arrays.stream(values())
                                .flatMap(kind -> kind.mediaTypes.stream())
                                .collect(Collectors.joining(", "))));
    }

    /** For metrics. */
    public String tag() {
        return name().toLowerCase(Locale.ROOT);
    }
}
