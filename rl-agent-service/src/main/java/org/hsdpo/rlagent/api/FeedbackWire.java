package org.hsdpo.rlagent.api;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.hsdpo.clinical.drug.Drug;
import org.hsdpo.clinical.error.InvalidInputException;
import org.hsdpo.clinical.error.Violation;
import org.hsdpo.clinical.regimen.Regimen;
import org.hsdpo.contracts.agent.v1.RecordFeedbackRequest;
import org.hsdpo.rlagent.feedback.Feedback;
import org.hsdpo.rlagent.feedback.Feedback.Verdict;
import org.hsdpo.service.wire.RegimenWire;

/** Feedback on the wire; reading lists every violation at once. */
final class FeedbackWire {
    private static final Pattern REASON = Pattern.compile("[A-Z][A-Z0-9_]{0,63}");
    private static final Pattern ACTION =
            Pattern.compile("maintain|(up|down|stop):([a-z-]+)|switch:([a-z-]+)>([a-z-]+)");
    private static final int LONGEST_IDENTIFIER = 200;
    private static final int LONGEST_COMMENT = 4000;
    private static final int MOST_REASONS = 20;
    private static final int MOST_ACTIONS = 100;

    private final RecordFeedbackRequest wire;
    private final List<Violation> violations = new ArrayList<>();

    private FeedbackWire(RecordFeedbackRequest wire) {
        this.wire = wire;
    }

    /** @throws InvalidInputException with every violation */
    static Feedback fromWire(RecordFeedbackRequest wire) {
        return new FeedbackWire(wire).read();
    }

    private Feedback read() {
        identifier("profileId", wire.getProfileId());
        identifier("patientId", wire.getPatientId());
        identifier("idempotencyKey", wire.getIdempotencyKey());
        Optional<Verdict> verdict = verdict();
        reasons(verdict);
        actions(verdict);
        Optional<Regimen> ordered = ordered(verdict);
        if (wire.getComment().length() > LONGEST_COMMENT) {
            refuse("comment", "TOO_LONG", "the comment is too long", "at most " + LONGEST_COMMENT + " characters");
        }
        if (!violations.isEmpty()) {
            throw new InvalidInputException(violations);
        }
        return new Feedback(
                wire.getProfileId(),
                wire.getPatientId(),
                verdict.orElseThrow(),
                wire.getRecommendedAction(),
                ordered,
                wire.getReasonCodesList(),
                wire.getComment(),
                wire.getShownActionsList(),
                wire.getIdempotencyKey(),
                contentHash());
    }

    private void refuse(String field, String code, String message, String accepted) {
        violations.add(new Violation(field, code, message, accepted));
    }

    private void identifier(String field, String value) {
        if (value.isBlank() || value.length() > LONGEST_IDENTIFIER) {
            refuse(
                    field,
                    "IDENTIFIER_INVALID",
                    "the identifier is missing or too long",
                    "1 to " + LONGEST_IDENTIFIER + " characters");
        }
    }

    private Optional<Verdict> verdict() {
        return switch (wire.getDecision()) {
            case REVIEW_DECISION_ACCEPT -> Optional.of(Verdict.ACCEPT);
            case REVIEW_DECISION_MODIFY -> Optional.of(Verdict.MODIFY);
            case REVIEW_DECISION_REJECT -> Optional.of(Verdict.REJECT);
            case REVIEW_DECISION_UNSPECIFIED, UNRECOGNIZED -> {
                refuse(
                        "decision",
                        "DECISION_MISSING",
                        "the decision is missing or unknown",
                        "ACCEPT, MODIFY or REJECT");
                yield Optional.empty();
            }
        };
    }

    private void reasons(Optional<Verdict> verdict) {
        List<String> reasons = wire.getReasonCodesList();
        if (reasons.size() > MOST_REASONS) {
            refuse("reasonCodes", "TOO_MANY", "there are too many reason codes", "at most " + MOST_REASONS);
        }
        for (int i = 0; i < Math.min(reasons.size(), MOST_REASONS); i++) {
            if (!REASON.matcher(reasons.get(i)).matches()) {
                refuse("reasonCodes[" + i + "]", "REASON_INVALID", "the reason code is malformed", "upper snake case");
            }
        }
        if (verdict.equals(Optional.of(Verdict.REJECT)) && reasons.isEmpty()) {
            refuse("reasonCodes", "REASON_MISSING", "a rejection needs a reason", "at least one reason code");
        }
        if (reasons.contains("OTHER") && wire.getComment().isBlank()) {
            refuse("comment", "COMMENT_MISSING", "the reason OTHER needs a comment", "a comment that says what it is");
        }
    }

    private void actions(Optional<Verdict> verdict) {
        String recommended = wire.getRecommendedAction();
        if (recommended.isEmpty()) {
            if (verdict.equals(Optional.of(Verdict.ACCEPT))) {
                refuse(
                        "recommendedAction",
                        "ACTION_MISSING",
                        "an abstention cannot be accepted",
                        "the action that the profile recommended");
            }
        } else {
            action("recommendedAction", recommended);
        }
        if (wire.getShownActionsCount() > MOST_ACTIONS) {
            refuse("shownActions", "TOO_MANY", "there are too many actions", "at most " + MOST_ACTIONS);
        }
        for (int i = 0; i < Math.min(wire.getShownActionsCount(), MOST_ACTIONS); i++) {
            action("shownActions[" + i + "]", wire.getShownActions(i));
        }
    }

    private void action(String field, String id) {
        var parts = ACTION.matcher(id);
        boolean known = parts.matches();
        for (int group = 2; known && group <= parts.groupCount(); group++) {
            known = parts.group(group) == null || Drug.byId(parts.group(group)).isPresent();
        }
        if (!known) {
            refuse(
                    field,
                    "ACTION_UNKNOWN",
                    "the action is not known",
                    "maintain, up:DRUG, down:DRUG, stop:DRUG or switch:DRUG>DRUG with formulary drugs");
        }
    }

    private Optional<Regimen> ordered(Optional<Verdict> verdict) {
        boolean modified = verdict.equals(Optional.of(Verdict.MODIFY));
        if (!wire.hasOrdered()) {
            if (modified) {
                refuse("ordered", "ORDER_MISSING", "a modification needs what was ordered", "the regimen ordered");
            }
            return Optional.empty();
        }
        if (verdict.isPresent() && !modified) {
            refuse("ordered", "ORDER_UNEXPECTED", "only a modification has an order of its own", "no regimen");
            return Optional.empty();
        }
        try {
            return Optional.of(RegimenWire.fromWire(wire.getOrdered(), "ordered"));
        } catch (InvalidInputException e) {
            violations.addAll(e.violations());
            return Optional.empty();
        }
    }

    private String contentHash() {
        byte[] content = wire.toBuilder().clearIdempotencyKey().build().toByteArray();
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(content));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
