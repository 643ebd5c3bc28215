package org.hsdpo.gateway.record;

import com.google.protobuf.ByteString;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStreamWriter;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.charset.Charset;
import java.nio.charset.IllegalCharsetNameException;
import java.nio.charset.StandardCharsets;
import java.nio.charset.UnsupportedCharsetException;
import java.util.Arrays;
import java.util.Locale;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.hsdpo.gateway.edge.BoundedBytes;
import org.hsdpo.gateway.problem.RefusedBody;

/** The formats a record can come in. */
public enum RecordFormat {
    FHIR("application/fhir+json", true),
    FHIR_LINES("application/fhir+ndjson", true),
    LINES("application/x-ndjson", true),
    JSON("application/json", true),
    /** The message itself says in which character encoding it is. */
    HL7_V2("x-application/hl7-v2+er7", false),
    HL7_V2_HTTP("application/hl7-v2", false),
    HL7_V2_TEXT("text/hl7v2", false),
    NOTE("text/plain", true),
    CSV("text/csv", true),
    XML("application/xml", true),
    ZIP("application/zip", false),
    VCF("text/x-vcf", false),
    GZIP("application/gzip", false),
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
        return this == HL7_V2_HTTP || this == HL7_V2_TEXT ? HL7_V2.mediaType : mediaType;
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

    /**
     * The bytes in the one character encoding that is read, UTF-8, where the Content-Type names another.
     *
     * @param converted where the bytes go where they are converted; it knows the largest size accepted
     */
    public ByteString inUtf8(String contentType, ByteString content, Supplier<BoundedBytes> converted) {
        String name = charset(contentType);
        if (!text || name.isEmpty()) {
            return content;
        }
        try {
            Charset charset = Charset.forName(name);
            return charset.equals(StandardCharsets.UTF_8) ? content : convert(content, charset, converted.get());
        } catch (IllegalCharsetNameException | UnsupportedCharsetException e) {
            throw RefusedBody.unsupported("Content-Type", "the character encoding is not known", "charset=utf-8");
        }
    }

    private static ByteString convert(ByteString content, Charset charset, BoundedBytes converted) {
        try (Reader in = new InputStreamReader(content.newInput(), charset);
                Writer out = new OutputStreamWriter(converted, StandardCharsets.UTF_8)) {
            in.transferTo(out);
        } catch (IOException e) {
            throw new UncheckedIOException("bytes in memory do not fail to be read", e);
        }
        return converted.content();
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
