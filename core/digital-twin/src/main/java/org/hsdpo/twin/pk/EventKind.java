package org.hsdpo.twin.pk;

import java.util.Optional;

/** What one record of a dosing history is, after NONMEM's EVID. */
public enum EventKind {
    /** EVID 0: the state is observed. */
    OBSERVATION,
    /** EVID 1: a dose is given. */
    DOSE,
    /** EVID 2: something else happens, for example a covariate changes. */
    OTHER,
    /** EVID 3: every amount becomes 0; infusions stop and pending doses are cancelled. */
    RESET,
    /** EVID 4: a reset and then a dose. */
    RESET_AND_DOSE;

    /** The kind with this EVID, if there is one. */
    static Optional<EventKind> of(double eventId) {
        int code = (int) eventId;
        return code == eventId && code >= 0 && code < values().length ? Optional.of(values()[code]) : Optional.empty();
    }

    /** Whether amounts and pending doses are forgotten first. */
    public boolean resets() {
        return this == RESET || this == RESET_AND_DOSE;
    }

    /** Whether a dose is given. */
    public boolean doses() {
        return this == DOSE || this == RESET_AND_DOSE;
    }
}
