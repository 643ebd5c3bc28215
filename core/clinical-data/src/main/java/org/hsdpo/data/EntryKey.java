package org.hsdpo.data;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * Keys of entries ({@link org.hsdpo.clinical.patient.Lineage}) from the numbers their senders give them. A digest, because
 * order numbers are identifiers that need not stand beside every fact.
 */
public final class EntryKey {
    private static final int BYTES = 16;

    private EntryKey() {}

    /**
     * The key of a number.
     *
     * @param authority who assigned it, for example the address of a server or the name of an application
     * @param number as the sender writes it
     */
    public static String of(String authority, String number) {
        byte[] digest = sha256().digest((authority + "\0" + number).getBytes(StandardCharsets.UTF_8));
        return HexFormat.of().formatHex(digest, 0, BYTES);
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
