package org.hsdpo.gateway.store;

import java.util.Optional;
import java.util.regex.Pattern;
import org.hsdpo.clinical.error.InvalidInputException;

/**
 * One use of an idempotency key.
 *
 * @param operation what it was used for
 * @param key the caller's key
 * @param requestHash SHA-256 of the request, lower-case hex
 */
public record KeyUse(String operation, String key, String requestHash) {
    private static final Pattern FORM = Pattern.compile("[\\x21-\\x7E]{1,128}");

    public KeyUse {
        requireForm(key);
    }

    /** The use, where the caller gave a key. */
    public static Optional<KeyUse> of(String operation, String key, String requestHash) {
        return key == null || key.isEmpty() ? Optional.empty() : Optional.of(new KeyUse(operation, key, requestHash));
    }

    /** @throws InvalidInputException where it is not a key */
    public static void requireForm(String key) {
        if (!FORM.matcher(key).matches()) {
            throw new InvalidInputException(
                    "Idempotency-Key",
                    "IDEMPOTENCY_KEY_INVALID",
                    "the idempotency key is malformed",
                    "1 to 128 visible ASCII characters");
        }
    }
}
