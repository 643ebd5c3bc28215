package org.hsdpo.hyperscore.fusion;

import java.util.Locale;

/** The terms of V. */
public enum Term {
    LOGIC,
    NOVELTY,
    IMPACT,
    REPRODUCIBILITY,
    META;

    /** Number of terms. */
    public static final int COUNT = values().length;

    /** In lower case, as written in results. */
    public String id() {
        return name().toLowerCase(Locale.ROOT);
    }
}
