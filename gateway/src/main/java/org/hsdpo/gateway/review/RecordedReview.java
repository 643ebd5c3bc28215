package org.hsdpo.gateway.review;

import org.hsdpo.contracts.gateway.v1.Review;

/**
 * A review that is on record.
 *
 * @param review what was recorded
 * @param isNew whether this call recorded it; false where an idempotency key found it
 */
public record RecordedReview(Review review, boolean isNew) {}
