package org.hsdpo.rlagent.feedback;

import java.util.List;
import java.util.Optional;
import org.hsdpo.clinical.regimen.Regimen;

/**
 * What a clinician did with a proposal.
 *
 * @param profileId the prescription profile
 * @param patientId the tenant's opaque identifier
 * @param verdict what was done
 * @param recommendedAction action the profile recommended; empty where it abstained
 * @param ordered what was ordered instead; present exactly for MODIFY
 * @param reasonCodes reasons, at least one for REJECT
 * @param comment free text, possibly empty
 * @param shownActions alternatives shown, in order
 * @param idempotencyKey the caller's key: the same key with the same content is recorded once
 * @param contentHash SHA-256 of the content without the key
 */
public record Feedback(
        String profileId,
        String patientId,
        Verdict verdict,
        String recommendedAction,
        Optional<Regimen> ordered,
        List<String> reasonCodes,
        String comment,
        List<String> shownActions,
        String idempotencyKey,
        String contentHash) {

    /** What a clinician did. */
    public enum Verdict {
        ACCEPT,
        MODIFY,
        REJECT
    }

    public Feedback {
        reasonCodes = List.copyOf(reasonCodes);
        shownActions = List.copyOf(shownActions);
    }
}
