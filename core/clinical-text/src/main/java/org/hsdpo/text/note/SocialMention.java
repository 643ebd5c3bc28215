package org.hsdpo.text.note;

import java.util.Objects;
import java.util.Optional;
import org.hsdpo.clinical.quantity.Quantity;

/**
 * What a note says of how the patient lives.
 *
 * @param span the words that say it
 * @param text as written
 * @param topic what it is about
 * @param status what is said of it
 * @param amount how much, in UCUM with annotations: {@code {pack}/d}, {@code {pack}.a} (pack-years), {@code {cigarette}/d},
 *     {@code {drink}/d}, {@code {drink}/wk}; empty where no single amount is written
 * @param context certainty and person; a negation of use is told by the status
 * @param confidence 0 to 1, see {@link org.hsdpo.text.Confidence}
 */
public record SocialMention(
        Span span,
        String text,
        Topic topic,
        Status status,
        Optional<Quantity> amount,
        Context context,
        double confidence) {
    /** What a social finding is about. */
    public enum Topic {
        TOBACCO,
        ALCOHOL,
        RECREATIONAL_DRUGS,
        LIVING_SITUATION,
        OCCUPATION,
        PHYSICAL_ACTIVITY
    }

    /** What is said; which of them can be said depends on the topic. */
    public enum Status {
        /** Uses now. */
        CURRENT,
        /** Used formerly and stopped. */
        FORMER,
        /** Has used; whether still, is not said. */
        EVER,
        /** Has never used. */
        NEVER,
        /** Does not use now; whether ever, is not said. */
        NOT_CURRENT,
        ALONE,
        WITH_OTHERS,
        /** In a home or with nursing care. */
        IN_CARE,
        HOMELESS,
        WORKING,
        RETIRED,
        NOT_WORKING,
        ACTIVE,
        INACTIVE
    }

    public SocialMention {
        Objects.requireNonNull(span, "span");
        Objects.requireNonNull(text, "text");
        Objects.requireNonNull(topic, "topic");
        Objects.requireNonNull(status, "status");
        Objects.requireNonNull(amount, "amount");
        Objects.requireNonNull(context, "context");
    }
}
