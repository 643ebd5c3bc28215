package org.hsdpo.gateway.backend;

/** A back end that did not answer before the deadline: trying again would only come later still. */
public final class BackEndTooLate extends BackEndUnavailable {
    private static final long serialVersionUID = 1L;

    BackEndTooLate(BackEnd backEnd) {
        super(backEnd, "no answer before the deadline", null);
    }
}
