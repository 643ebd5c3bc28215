package org.hsdpo.text.context;

import java.util.Set;
import org.hsdpo.text.context.ContextTriggers.Meaning;
import org.hsdpo.text.note.Context;
import org.hsdpo.text.note.Context.Assertion;
import org.hsdpo.text.note.Context.Experiencer;
import org.hsdpo.text.note.Context.Temporality;

/** All that the words around a mention say of it, before it is known what kind of mention it is. */
public final class Said {
    private final Set<Meaning> meanings;

    Said(Set<Meaning> meanings) {
        this.meanings = meanings;
    }

    /** The context of a finding that may pass: "history of" makes it historical. */
    public Context ofPassingFinding() {
        return new Context(assertion(), temporality(true), experiencer());
    }

    /**
     * The context of a condition that stays once acquired: "history of type 2 diabetes" says that the patient has it,
     * so only words that say it is over make it historical.
     */
    public Context ofLastingCondition() {
        return new Context(assertion(), temporality(false), experiencer());
    }

    /** Whether one statement is made of the patient and of the family at once, as in "no personal or family history". */
    public boolean isOfPatientAndFamily() {
        return meanings.contains(Meaning.PATIENT_AND_FAMILY);
    }

    private Assertion assertion() {
        if (meanings.contains(Meaning.NEGATED)) {
            return Assertion.NEGATED;
        }
        return meanings.contains(Meaning.POSSIBLE) ? Assertion.POSSIBLE : Assertion.AFFIRMED;
    }

    private Temporality temporality(boolean passing) {
        if (meanings.contains(Meaning.HYPOTHETICAL)) {
            return Temporality.HYPOTHETICAL;
        }
        boolean former = meanings.contains(Meaning.RESOLVED) || passing && meanings.contains(Meaning.HISTORICAL);
        return former ? Temporality.HISTORICAL : Temporality.CURRENT;
    }

    private Experiencer experiencer() {
        if (meanings.contains(Meaning.FAMILY)) {
            return Experiencer.FAMILY;
        }
        return meanings.contains(Meaning.OTHER) ? Experiencer.OTHER : Experiencer.PATIENT;
    }
}
