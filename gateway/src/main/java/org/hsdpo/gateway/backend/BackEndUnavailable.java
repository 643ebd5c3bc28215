package org.hsdpo.gateway.backend;

/** A back end that does not work or cannot be reached; its own words stay in {@code cause} and go to nobody. */
public class BackEndUnavailable extends RuntimeException {
    private static final long serialVersionUID = 1L;

    BackEndUnavailable(BackEnd backEnd, String how, Throwable cause) {
        super(backEnd.component() + ": " + how, cause);
    }
}
