package org.hsdpo.gateway.review;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.hsdpo.clinical.error.InvalidInputException;
import org.hsdpo.clinical.error.Violation;
import org.hsdpo.clinical.regimen.Regimen;
import org.hsdpo.contracts.agent.v1.ReviewDecision;
import org.hsdpo.contracts.gateway.v1.PrescriptionProfile;
import org.hsdpo.contracts.gateway.v1.ReviewPrescriptionProfileRequest;
import org.hsdpo.service.error.ServiceException;
import org.hsdpo.service.wire.RegimenWire;

/** What a review has to say, and which reviews a profile admits. */
final class ReviewRules {
    private static final Pattern REASON_CODE = Pattern.compile("[A-Z][A-Z0-9_]{1,63}");
    private static final int MOST_REASONS = 16;
    private static final int LONGEST_COMMENT = 4_000;

    private ReviewRules() {}

    /** @throws InvalidInputException with everything that is wrong with the review itself */
    static void requireComplete(ReviewPrescriptionProfileRequest review) {
        List<Violation> violations = new ArrayList<>();
        switch (review.getDecision()) {
            case REVIEW_DECISION_ACCEPT -> {
                if (review.hasOrdered()) {
                    violations.add(new Violation(
                            "ordered",
                            "ORDERED_NOT_EXPECTED",
                            "an accepted profile is ordered as it stands",
                            "no ordered regimen, or REVIEW_DECISION_MODIFY"));
                }
            }
            case REVIEW_DECISION_MODIFY -> {
                if (review.hasOrdered()) {
                    requireRegimen(review, violations);
                } else {
                    violations.add(new Violation(
                            "ordered", "ORDERED_MISSING", "what was ordered instead is missing", "a regimen"));
                }
            }
            case REVIEW_DECISION_REJECT -> {
                if (review.getReasonCodesCount() == 0) {
                    violations.add(new Violation(
                            "reasonCodes",
                            "REASON_MISSING",
                            "a rejection needs a reason",
                            "HYPOGLYCAEMIA_RISK, COST, PATIENT_PREFERENCE, DISAGREE_WITH_GOAL, DATA_WRONG, OTHER"));
                }
            }
            default ->
                violations.add(new Violation(
                        "decision",
                        "DECISION_MISSING",
                        "the decision is missing",
                        "REVIEW_DECISION_ACCEPT, REVIEW_DECISION_MODIFY or REVIEW_DECISION_REJECT"));
        }
        if (review.getReasonCodesCount() > MOST_REASONS
                || !review.getReasonCodesList().stream()
                        .allMatch(code -> REASON_CODE.matcher(code).matches())) {
            violations.add(new Violation(
                    "reasonCodes",
                    "REASON_INVALID",
                    "a reason code is malformed or there are too many",
                    "at most " + MOST_REASONS + " codes in upper snake case"));
        }
        if (review.getComment().length() > LONGEST_COMMENT) {
            violations.add(new Violation(
                    "comment",
                    "COMMENT_TOO_LONG",
                    "the comment is too long",
                    "at most " + LONGEST_COMMENT + " characters"));
        }
        if (!violations.isEmpty()) {
            throw new InvalidInputException(violations);
        }
    }

    private static void requireRegimen(ReviewPrescriptionProfileRequest review, List<Violation> violations) {
        try {
            RegimenWire.fromWire(review.getOrdered(), "ordered");
        } catch (InvalidInputException e) {
            violations.addAll(e.violations());
        }
    }

    /** @throws ServiceException FAILED_PRECONDITION where the profile does not admit this decision */
    static void requireAdmitted(ReviewPrescriptionProfileRequest review, PrescriptionProfile profile) {
        if (review.getDecision() == ReviewDecision.REVIEW_DECISION_ACCEPT) {
            if (!profile.hasRecommended()) {
                throw ServiceException.precondition(
                        "NOTHING_TO_ACCEPT", "the profile abstains: there is no recommendation to accept");
            }
            if (profile.getDegradedCount() > 0 && !review.getDegradationAcknowledged()) {
                throw ServiceException.precondition(
                        "DEGRADATION_NOT_ACKNOWLEDGED",
                        "the profile was made without some of its parts: accepting it needs degradationAcknowledged");
            }
        }
        if (review.getDecision() == ReviewDecision.REVIEW_DECISION_MODIFY && profile.hasRecommended()) {
            Regimen ordered = RegimenWire.fromWire(review.getOrdered(), "ordered");
            Regimen recommended = RegimenWire.fromWire(profile.getRecommended().getRegimen(), "recommended");
            if (ordered.equals(recommended)) {
                throw ServiceException.precondition(
                        "ORDERED_AS_RECOMMENDED",
                        "what was ordered is what was recommended: the decision is REVIEW_DECISION_ACCEPT");
            }
        }
    }
}
