package org.hsdpo.gateway.profile;

import com.google.protobuf.CodedOutputStream;
import com.google.protobuf.Message;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import org.hsdpo.contracts.gateway.v1.PrescriptionProfile;
import org.hsdpo.contracts.patient.v1.PatientState;

/** Hashes of messages by their canonical bytes: equal content, equal hash. */
public final class Fingerprint {
    private Fingerprint() {}

    /** SHA-256 of the deterministic serialisation, lower-case hex. */
    public static String of(Message message) {
        return HexFormat.of().formatHex(sha256(message));
    }

    /** Hash of a profile: everything but its identifiers, its creation time and the hash itself. */
    static String of(PrescriptionProfile profile) {
        PrescriptionProfile.Builder content =
                profile.toBuilder().clearProfileId().clearPatientId().clearCreatedAt();
        content.getProvenanceBuilder().clearProfileHash();
        return of((Message) content.build());
    }

    /**
     * The seed that belongs to a patient's data: the same data give the same seed, whenever the question is asked and
     * whatever the patient is called.
     */
    static long seed(PatientState state) {
        return ByteBuffer.wrap(
                        sha256(state.toBuilder().clearAsOf().clearPatientId().build()))
                .getLong();
    }

    private static byte[] sha256(Message message) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(message.getSerializedSize());
        CodedOutputStream out = CodedOutputStream.newInstance(bytes);
        out.useDeterministicSerialization();
        try {
            message.writeTo(out);
            out.flush();
            return MessageDigest.getInstance("SHA-256").digest(bytes.toByteArray());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
