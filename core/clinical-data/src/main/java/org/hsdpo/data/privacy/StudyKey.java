package org.hsdpo.data.privacy;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.HexFormat;
import java.util.regex.Pattern;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.hsdpo.clinical.error.InvalidInputException;

/**
 * The secret of one study of one tenant: what a patient is called in it and by how much the patient's dates are moved. Two
 * studies, and two tenants, have keys that nobody can tell from random ones, so their records cannot be linked by it.
 *
 * <p>HMAC with SHA-256 (RFC 2104, FIPS 198-1), one key for each purpose (NIST SP 800-108).
 */
public final class StudyKey {
    /** Fewest bytes of a tenant's key. */
    public static final int LEAST_KEY_BYTES = 32;

    private static final int MOST_DAYS = 365;
    private static final int PSEUDONYM_BYTES = 16;
    private static final Pattern STUDY = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,63}");

    private final byte[] pseudonyms;
    private final byte[] shifts;

    private StudyKey(byte[] key) {
        pseudonyms = mac(key, "pseudonym");
        shifts = mac(key, "shift");
    }

    /**
     * The key of a study.
     *
     * @param tenantKey the tenant's secret, at least 32 bytes from a cryptographically secure source
     * @param study name of the study: the same name gives the same pseudonyms and the same moved dates
     * @throws IllegalArgumentException where the tenant's key is too short
     * @throws InvalidInputException where the study's name is malformed
     */
    public static StudyKey of(byte[] tenantKey, String tenant, String study) {
        if (tenantKey.length < LEAST_KEY_BYTES) {
            throw new IllegalArgumentException("a tenant's key has at least " + LEAST_KEY_BYTES + " bytes");
        }
        return new StudyKey(mac(mac(mac(tenantKey, "hsdpo research export 1"), tenant), requireStudy(study)));
    }

    /** @throws InvalidInputException where the study's name is malformed */
    public static String requireStudy(String study) {
        if (!STUDY.matcher(study).matches()) {
            throw new InvalidInputException(
                    "study",
                    "STUDY_INVALID",
                    "the name of the study is malformed",
                    "1 to 64 letters, digits, dots, - or _, beginning with a letter or digit");
        }
        return study;
    }

    /** What the patient is called in this study: 32 hexadecimal digits. */
    String pseudonym(String patientId) {
        return HexFormat.of().formatHex(mac(pseudonyms, patientId), 0, PSEUDONYM_BYTES);
    }

    /** By how many days the patient's dates are moved back: 1 to 365, each as likely as the others. */
    int daysBack(String patientId) {
        // The remainder of 64 random bits is uneven by less than one part in 10^16.
        return 1
                + (int) Long.remainderUnsigned(
                        ByteBuffer.wrap(mac(shifts, patientId)).getLong(), MOST_DAYS);
    }

    private static byte[] mac(byte[] key, String message) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(key, "HmacSHA256"));
            return mac.doFinal(message.getBytes(StandardCharsets.UTF_8));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java platform has HmacSHA256", e);
        }
    }
}
