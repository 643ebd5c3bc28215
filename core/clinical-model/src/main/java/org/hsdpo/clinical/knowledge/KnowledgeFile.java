package org.hsdpo.clinical.knowledge;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * A versioned knowledge file in YAML: knowledge is data that a clinician can read, the code that uses it is small. Keys
 * are written in kebab-case; an unknown key, a missing key or a duplicate key is an error that names the place.
 *
 * @param name file name, for messages and provenance
 * @param content UTF-8 text
 */
public record KnowledgeFile(String name, byte[] content) {
    private static final ObjectMapper YAML = new ObjectMapper(
                    new YAMLFactory().enable(com.fasterxml.jackson.core.JsonParser.Feature.STRICT_DUPLICATE_DETECTION))
            .setPropertyNamingStrategy(PropertyNamingStrategies.KEBAB_CASE)
            .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
            .enable(DeserializationFeature.FAIL_ON_NUMBERS_FOR_ENUMS);

    /** Reads a resource beside {@code owner}. */
    public static KnowledgeFile resource(Class<?> owner, String name) {
        try (InputStream in = owner.getResourceAsStream(name)) {
            if (in == null) {
                throw new IllegalStateException("knowledge file " + name + " is not beside " + owner.getName());
            }
            return new KnowledgeFile(name, in.readAllBytes());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * Binds the file to a record.
     *
     * @throws IllegalStateException naming the file, line and key where the content does not fit
     */
    public <T> T as(Class<T> type) {
        try {
            return YAML.readValue(text(), type);
        } catch (JsonProcessingException e) {
            throw unreadable(e);
        }
    }

    /** Binds the file to a generic type, for example a list of records. */
    public <T> T as(TypeReference<T> type) {
        try {
            return YAML.readValue(text(), type);
        } catch (JsonProcessingException e) {
            throw unreadable(e);
        }
    }

    /** SHA-256 of the content, lower-case hex: the version that provenance records. */
    public String hash() {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(content));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    private String text() {
        return new String(content, StandardCharsets.UTF_8);
    }

    private IllegalStateException unreadable(JsonProcessingException e) {
        String where = e.getLocation() == null
                ? ""
                : " line " + e.getLocation().getLineNr() + " column "
                        + e.getLocation().getColumnNr();
        return new IllegalStateException("knowledge file " + name + where + ": " + e.getOriginalMessage(), e);
    }
}
