package org.hsdpo.gateway.store;

/** An idempotency key that another call used between the look-up and the storing. */
public final class KeyAlreadyUsed extends RuntimeException {
    private static final long serialVersionUID = 1L;

    KeyAlreadyUsed() {
        super("the idempotency key was used meanwhile");
    }
}
