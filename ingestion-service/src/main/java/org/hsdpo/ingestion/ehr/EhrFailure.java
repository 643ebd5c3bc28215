package org.hsdpo.ingestion.ehr;

import java.time.Duration;
import java.util.Optional;

/** Why a step of an export did not succeed. Messages hold no content of answers, which may name patients. */
public final class EhrFailure extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final boolean passing;
    private final transient Optional<Duration> retryAfter;

    private EhrFailure(String message, boolean passing, Optional<Duration> retryAfter, Throwable cause) {
        super(message, cause);
        this.passing = passing;
        this.retryAfter = retryAfter;
    }

    /** The same may succeed later. */
    public static EhrFailure passing(String message, Optional<Duration> retryAfter) {
        return new EhrFailure(message, true, retryAfter, null);
    }

    /** The same may succeed later: there was no answer, or it broke off. */
    public static EhrFailure passing(String message, Throwable cause) {
        return new EhrFailure(message, true, Optional.empty(), cause);
    }

    /** The same will not succeed. */
    public static EhrFailure lasting(String message) {
        return new EhrFailure(message, false, Optional.empty(), null);
    }

    public boolean isPassing() {
        return passing;
    }

    public Optional<Duration> retryAfter() {
        return retryAfter;
    }
}
