package org.hsdpo.clinical.patient;

import java.util.Objects;

/** A value with where it comes from. */
public record Sourced<T>(T value, Provenance provenance) {
    public Sourced {
        Objects.requireNonNull(value, "value");
        Objects.requireNonNull(provenance, "provenance");
    }
}
