package org.hsdpo.text.social;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.hsdpo.clinical.quantity.Quantity;
import org.hsdpo.text.Confidence;
import org.hsdpo.text.language.NoteLanguage;
import org.hsdpo.text.lexeme.TermTrie;
import org.hsdpo.text.note.Context;
import org.hsdpo.text.note.Context.Assertion;
import org.hsdpo.text.note.Context.Temporality;
import org.hsdpo.text.note.KnowledgeVersion;
import org.hsdpo.text.note.SocialMention;
import org.hsdpo.text.note.SocialMention.Status;
import org.hsdpo.text.note.SocialMention.Topic;
import org.hsdpo.text.note.Span;
import org.hsdpo.text.reading.ReadSentence;
import org.hsdpo.text.social.SocialTerms.Phrase;

/** Finds what a sentence says of how the patient lives. */
public final class SocialFinder {
    /** An amount further from its phrase than this belongs to something else. */
    private static final int FURTHEST_AMOUNT = 8;
    /** Words between a name and its answer, as in {@code tobacco use status: former}. */
    private static final int LONGEST_QUESTION = 4;

    private final SocialTerms terms;

    public SocialFinder(NoteLanguage language) {
        terms = SocialTerms.of(language);
    }

    /** Version of the phrases. */
    public KnowledgeVersion version() {
        return terms.version();
    }

    private record Found(int from, int to, Topic topic, Optional<Status> status) {}

    /** Social findings of a sentence in order. */
    public List<SocialMention> find(ReadSentence sentence) {
        List<Found> found = new ArrayList<>();
        terms.phrases().forEach(sentence.lexemes(), sentence.from(), sentence.to(), (from, match) -> {
            Phrase phrase = match.value();
            phrase.topic().ifPresent(topic -> found.add(new Found(from, match.end(), topic, phrase.status())));
        });
        List<SocialMention> mentions = new ArrayList<>();
        for (int i = 0; i < found.size(); i++) {
            int before = i == 0 ? sentence.from() : found.get(i - 1).to();
            int behind = i + 1 < found.size() ? found.get(i + 1).from() : sentence.to();
            mention(sentence, found.get(i), before, behind).ifPresent(mentions::add);
        }
        return mentions;
    }

    private Optional<SocialMention> mention(ReadSentence sentence, Found found, int before, int behind) {
        Context context = sentence.contextOf(found.from(), false);
        if (context.temporality() == Temporality.HYPOTHETICAL) {
            return Optional.empty();
        }
        Optional<TermTrie.Match<Status>> answer =
                found.status().isPresent() ? Optional.empty() : answer(sentence, found, behind);
        Optional<Quantity> amount = isOfUse(found.topic()) ? amount(sentence, found, before, behind) : Optional.empty();
        Optional<Status> status = answer.map(TermTrie.Match::value)
                .or(() -> isOfUse(found.topic())
                        ? use(found.status().or(() -> amount.map(each -> Status.CURRENT)), context)
                        : found.status());
        if (status.isEmpty()) {
            return Optional.empty();
        }
        Context person = isOfUse(found.topic())
                ? context.with(context.assertion() == Assertion.NEGATED ? Assertion.AFFIRMED : context.assertion())
                        .with(Temporality.CURRENT)
                : context;
        Span span = sentence.span(found.from(), answer.map(TermTrie.Match::end).orElse(found.to()));
        return Optional.of(new SocialMention(
                span,
                span.of(sentence.note()),
                found.topic(),
                status.get(),
                amount,
                person,
                sentence.confidence(Confidence.FULL_NAME)));
    }

    /**
     * The status of a use in its context. A denial of present use does not deny a former one; a denial of anything else, as in
     * "not a former smoker", leaves nothing that can be told.
     */
    private static Optional<Status> use(Optional<Status> said, Context context) {
        boolean denied = context.assertion() == Assertion.NEGATED;
        if (said.isEmpty() || said.get() == Status.CURRENT) {
            if (denied) {
                return Optional.of(Status.NOT_CURRENT);
            }
            return context.temporality() == Temporality.HISTORICAL ? Optional.of(Status.EVER) : said;
        }
        boolean ownDenial = said.get() == Status.NEVER || said.get() == Status.NOT_CURRENT;
        return denied && !ownDenial ? Optional.empty() : said;
    }

    private Optional<TermTrie.Match<Status>> answer(ReadSentence sentence, Found found, int behind) {
        for (int i = found.to(); i < Math.min(behind, found.to() + LONGEST_QUESTION); i++) {
            Optional<TermTrie.Match<Status>> answer = terms.answers().longestAt(sentence.lexemes(), i, behind);
            if (answer.isPresent()) {
                return answer;
            }
            if (!terms.isBetween(sentence.lexeme(i).norm())) {
                return Optional.empty();
            }
        }
        return Optional.empty();
    }

    /** The one amount beside a phrase: right behind it, or else right before; a range is no single amount. */
    private Optional<Quantity> amount(ReadSentence sentence, Found found, int before, int behind) {
        return amountIn(sentence, found.topic(), found.to(), Math.min(behind, found.to() + FURTHEST_AMOUNT))
                .or(() -> amountIn(
                        sentence, found.topic(), Math.max(before, found.from() - FURTHEST_AMOUNT), found.from()));
    }

    private Optional<Quantity> amountIn(ReadSentence sentence, Topic topic, int from, int to) {
        for (int i = from; i < to; i++) {
            if (sentence.reads(i, ";") || sentence.reads(i, ".")) {
                return Optional.empty();
            }
            if (!sentence.lexeme(i).isReadableNumber()) {
                continue;
            }
            int at = i;
            boolean range = sentence.reads(i - 1, "-") || sentence.reads(i - 1, "to") || sentence.reads(i - 1, "bis");
            Optional<Quantity> amount = terms.amounts()
                    .longestAt(sentence.lexemes(), i + 1, sentence.to())
                    .filter(unit -> unit.value().topic() == topic)
                    .map(unit -> Quantity.of(
                            sentence.lexeme(at).number(), unit.value().code()));
            if (amount.isPresent()) {
                return range ? Optional.empty() : amount;
            }
        }
        return Optional.empty();
    }

    private static boolean isOfUse(Topic topic) {
        return topic == Topic.TOBACCO || topic == Topic.ALCOHOL || topic == Topic.RECREATIONAL_DRUGS;
    }
}
