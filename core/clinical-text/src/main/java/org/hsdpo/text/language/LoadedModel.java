package org.hsdpo.text.language;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.function.Function;
import org.hsdpo.text.note.KnowledgeVersion;

/**
 * A model read from the class path, with its version.
 *
 * @param <T> what uses the model
 */
public record LoadedModel<T>(T tool, KnowledgeVersion version) {
    /** Reads a model from its bytes. */
    public interface Reader<M> {
        M read(InputStream in) throws IOException;
    }

    /**
     * Reads the model in a file at the root of the class path.
     *
     * @throws IllegalStateException where the file is not there
     */
    public static <M, T> LoadedModel<T> of(String component, String file, Reader<M> reader, Function<M, T> tool) {
        try (InputStream in = LoadedModel.class.getResourceAsStream("/" + file)) {
            if (in == null) {
                throw new IllegalStateException("the model " + file + " is not on the class path");
            }
            byte[] content = in.readAllBytes();
            M model = reader.read(new ByteArrayInputStream(content));
            return new LoadedModel<>(tool.apply(model), new KnowledgeVersion(component, file, hash(content)));
        } catch (IOException e) {
            throw new UncheckedIOException("the model " + file + " cannot be read", e);
        }
    }

    private static String hash(byte[] content) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(content));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
