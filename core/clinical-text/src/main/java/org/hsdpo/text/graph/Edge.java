package org.hsdpo.text.graph;

import java.util.Objects;

/**
 * What a note says of two nodes.
 *
 * @param from node it is said of
 * @param to node it is said with
 */
public record Edge(int from, int to, Kind kind) {
    /** Kinds of edge, read from the first node to the second. */
    public enum Kind {
        /** A drug is taken for a problem. */
        TREATS,
        /** A problem came from a drug. */
        CAUSED_BY,
        /** A dose belongs to a drug. */
        DOSE_OF,
        /** An event changes a drug. */
        CHANGES,
        /** An event has a cause: a problem, a measurement or a reason. */
        CHANGED_BECAUSE,
        /** A value was measured at a time. */
        MEASURED_AT,
        /** A problem or an event is dated. */
        DATED,
        /** A problem arose under a drug; that the drug caused it is not said. */
        AROSE_UNDER
    }

    public Edge {
        Objects.requireNonNull(kind, "kind");
    }
}
