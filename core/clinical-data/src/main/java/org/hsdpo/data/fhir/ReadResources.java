package org.hsdpo.data.fhir;

import java.util.List;
import org.hsdpo.clinical.error.Violation;
import org.hsdpo.data.ClinicalFacts;

/**
 * What resources say that were read one by one.
 *
 * @param facts of those that could be taken; empty where none says anything
 * @param leftOut why others were not, each naming its place; the facts' issues say the same
 */
public record ReadResources(ClinicalFacts facts, List<Violation> leftOut) {
    public ReadResources {
        leftOut = List.copyOf(leftOut);
    }
}
