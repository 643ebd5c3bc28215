package org.hsdpo.text.graph;

import java.util.Objects;
import org.hsdpo.text.note.Context;
import org.hsdpo.text.note.Span;

/**
 * Something that a note names.
 *
 * @param id its place in the list of nodes, from 0
 * @param kind what it is
 * @param span where it is named; no two nodes of one kind and label share one
 * @param label what it means: a condition's concept or, for others, the words of the note; an ingredient, a dose in UCUM, a
 *     measurement with its value, an event of a therapy, a day in ISO 8601, a reason in the words of the note, what
 *     uncoded words seem to name and the words, a social topic with its status, the readings of an abbreviation
 * @param context what the words around it say; plain for doses and times
 */
public record Node(int id, Kind kind, Span span, String label, Context context) {
    /** Kinds of node. */
    public enum Kind {
        PROBLEM,
        DRUG,
        DOSE,
        MEASUREMENT,
        /** A change of a therapy, at its verb. */
        EVENT,
        TIME,
        /** Words that say why a therapy was changed and name nothing known. */
        REASON,
        /** Words that read like a name and stand in no dictionary: for review, nothing is computed from them. */
        UNCODED,
        /** How the patient lives. */
        SOCIAL,
        /** An abbreviation in which nothing else was found, with what it stands or may stand for. */
        ABBREVIATION
    }

    public Node {
        Objects.requireNonNull(kind, "kind");
        Objects.requireNonNull(span, "span");
        Objects.requireNonNull(label, "label");
        Objects.requireNonNull(context, "context");
    }
}
