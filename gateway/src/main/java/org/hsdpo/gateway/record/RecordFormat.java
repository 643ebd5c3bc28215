package org.hsdpo.gateway.record;

import java.nio.charset.Charset;
import java.nio.charset.IllegalCharsetNameException;
import java.nio.charset.StandardCharsets;
import java.nio.charset.UnsupportedCharsetException;
import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;
import org.hsdpo.gateway.problem.RefusedBody;

/** The formats a record can come in. */
public enum RecordFormat {
    FHIR("application/fhir+json", true),
    JSON("application/json", true),
    NOTE("text/plain", true),
    CSV("text/csv", true),
    EXCEL("application/vnd.ms-excel", false),
    EXCEL_XML("application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", false);

    private final String mediaType;
    private final boolean text;

    RecordFormat(String mediaType, boolean text) {
        this.mediaType = mediaType;
        this.text = text;
    }

    /** The media type as ingestion knows it. */
    public String mediaType() {
        return this == JSON ? FHIR.mediaType : mediaType;
    }

    /**
     * The format a Content-Type names.
     *
     * @throws RefusedBody where it is none of these
     */
    public static RecordFormat of(String contentType) {
        String bare =
                contentType == null ? "" : contentType.split(";", 2)[0].trim().toLowerCase(Locale.ROOT);
        return Arrays.stream(values())
                .filter(format -> format.mediaType.equals(bare))
                .findFirst()
                .orElseThrow(() -> RefusedBody.unsupported(
                        "Content-Type",
                        bare.isEmpty() ? "the media type is missing" : "records of this media type are not read",
                        all()));
    }

    /** The bytes in the one character encoding that is read, UTF-8, where the Content-Type names another. */
    public byte[] inUtf8(String contentType, byte[] content) {
        String name = charset(contentType);
        if (!text || name.isEmpty()) {
            return content;
        }
        try {
            Charset charset = Charset.forName(name);
            return charset.equals(StandardCharsets.UTF_8)
                    ? content
                    : new String(content, charset).getBytes(StandardCharsets.UTF_8);
        } catch (IllegalCharsetNameException | UnsupportedCharsetException e) {
            throw RefusedBody.unsupported("Content-Type", "the character encoding is not known", "charset=utf-8");
        }
    }

    private static String charset(String contentType) {
        for (String parameter : contentType.split(";")) {
            String[] nameAndValue = parameter.trim().split("=", 2);
            if (nameAndValue.length == 2 && nameAndValue[0].equalsIgnoreCase("charset")) {
                return nameAndValue[1].replace("\"", "").trim();
            }
        }
        return "";
    }

    private static String all() {
        return Arrays.stream(values()).map(format -> format.mediaType).collect(Collectors.joining(", "));
    }
}
