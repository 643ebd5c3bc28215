package org.hsdpo.text.adverse;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.hsdpo.text.Confidence;
import org.hsdpo.text.adverse.AdverseTerms.Link;
import org.hsdpo.text.language.NoteLanguage;
import org.hsdpo.text.lexeme.Lexeme;
import org.hsdpo.text.lexeme.TermTrie;
import org.hsdpo.text.note.AdverseEventMention;
import org.hsdpo.text.note.AdverseEventMention.Basis;
import org.hsdpo.text.note.ConceptMention;
import org.hsdpo.text.note.Context;
import org.hsdpo.text.note.Context.Assertion;
import org.hsdpo.text.note.Context.Experiencer;
import org.hsdpo.text.note.Context.Temporality;
import org.hsdpo.text.note.KnowledgeVersion;
import org.hsdpo.text.note.MedicationMention;
import org.hsdpo.text.note.MedicationMention.Event;
import org.hsdpo.text.note.Span;
import org.hsdpo.text.reading.ReadSentence;

/** Finds the problems that a sentence ties to a drug. */
public final class AdverseEventFinder {
    /** A drug further from a problem than this is not tied to it; it also keeps the work linear. */
    private static final int FURTHEST = 24;

    private final AdverseTerms terms;

    public AdverseEventFinder(NoteLanguage language) {
        terms = AdverseTerms.of(language);
    }

    /** Version of the words. */
    public KnowledgeVersion version() {
        return terms.version();
    }

    /** A named thing by its lexemes. */
    private record Named<T>(T mention, int from, int to) {}

    /** How a stretch between a problem and a drug ties them. */
    private record Tie(Basis basis, boolean suspected) {}

    /** Adverse events of a sentence, given its problems and drugs in order. */
    public List<AdverseEventMention> find(
            ReadSentence sentence, List<ConceptMention> problems, List<MedicationMention> medications) {
        if (problems.isEmpty() || medications.isEmpty()) {
            return List.of();
        }
        List<Named<ConceptMention>> named = problems.stream()
                .map(each -> new Named<>(
                        each,
                        index(sentence, each.span().start()),
                        index(sentence, each.span().end())))
                .toList();
        List<Named<MedicationMention>> drugs = medications.stream()
                .map(each -> new Named<>(
                        each,
                        index(sentence, each.span().start()),
                        index(sentence, each.span().end())))
                .toList();
        boolean[] covered = covered(sentence, named, drugs);
        List<AdverseEventMention> found = new ArrayList<>();
        int first = 0;
        for (Named<ConceptMention> problem : named) {
            while (first < drugs.size() && drugs.get(first).to() < problem.from() - FURTHEST) {
                first++;
            }
            if (!isStated(problem.mention().context())) {
                continue;
            }
            for (int i = first; i < drugs.size() && drugs.get(i).from() <= problem.to() + FURTHEST; i++) {
                Named<MedicationMention> drug = drugs.get(i);
                tie(sentence, problem, drug, covered)
                        .ifPresent(tie -> found.add(mention(sentence, problem, drug, tie)));
            }
        }
        return found;
    }

    /** Of the patient, not denied, and not only feared. */
    private static boolean isStated(Context context) {
        return context.assertion() != Assertion.NEGATED
                && context.experiencer() == Experiencer.PATIENT
                && context.temporality() != Temporality.HYPOTHETICAL;
    }

    private Optional<Tie> tie(
            ReadSentence sentence, Named<ConceptMention> problem, Named<MedicationMention> drug, boolean[] covered) {
        boolean denied = drug.mention().context().assertion() == Assertion.NEGATED
                && drug.mention().event() != Event.ALLERGY;
        if (denied || drug.mention().context().experiencer() != Experiencer.PATIENT) {
            return Optional.empty();
        }
        Optional<Tie> written = problem.to() <= drug.from()
                ? behind(sentence, problem, drug, covered)
                : problem.from() >= drug.to() ? before(sentence, problem, drug, covered) : Optional.empty();
        return written.or(() -> withdrawn(problem, drug));
    }

    /** {@code nausea and diarrhea due to metformin}: nothing but a phrase, and what may stand around it, between them. */
    private Optional<Tie> behind(
            ReadSentence sentence, Named<ConceptMention> problem, Named<MedicationMention> drug, boolean[] covered) {
        Between between = between(sentence, problem.to(), drug.from(), covered);
        if (between.rest() || between.phrases().size() != 1) {
            return Optional.empty();
        }
        Set<Link> link = between.phrases().getFirst();
        if (link.contains(Link.CAUSED_BY)) {
            return Optional.of(new Tie(Basis.STATED_CAUSE, between.suspected()));
        }
        return link.contains(Link.UNDER) && isReaction(problem, drug)
                ? Optional.of(new Tie(Basis.UNDER_DRUG, between.suspected()))
                : Optional.empty();
    }

    private Optional<Tie> before(
            ReadSentence sentence, Named<ConceptMention> problem, Named<MedicationMention> drug, boolean[] covered) {
        Between between = between(sentence, drug.to(), problem.from(), covered);
        boolean listed = drug.mention().event() == Event.ALLERGY
                && (between.phrases().isEmpty() && !between.rest() && between.opens());
        if (listed) {
            return Optional.of(new Tie(Basis.STATED_CAUSE, false));
        }
        boolean inBrackets = drug.mention().event() == Event.STOP
                && sentence.reads(problem.from() - 1, "(")
                && isReaction(problem, drug);
        if (inBrackets && onlyVerbAndTime(sentence, drug, problem.from())) {
            return Optional.of(new Tie(Basis.WITHDRAWN_FOR, between.suspected()));
        }
        if (between.rest() || between.phrases().size() != 1) {
            return Optional.empty();
        }
        Set<Link> link = between.phrases().getFirst();
        if (link.contains(Link.CAUSES)) {
            return Optional.of(new Tie(Basis.STATED_CAUSE, between.suspected()));
        }
        return link.contains(Link.DEVELOPED) && opensUnder(sentence, drug) && isReaction(problem, drug)
                ? Optional.of(new Tie(Basis.UNDER_DRUG, between.suspected()))
                : Optional.empty();
    }

    /** {@code stopped because of nausea}: the reason that the note gives, where it is a reaction. */
    private Optional<Tie> withdrawn(Named<ConceptMention> problem, Named<MedicationMention> drug) {
        MedicationMention mention = drug.mention();
        boolean reason = mention.reason()
                .filter(span -> span.overlaps(problem.mention().span()))
                .isPresent();
        if (!reason) {
            return Optional.empty();
        }
        if (mention.event() == Event.ALLERGY) {
            return Optional.of(new Tie(Basis.STATED_CAUSE, false));
        }
        boolean withdrawn = mention.event() == Event.STOP || mention.event() == Event.DECREASE;
        return withdrawn && mention.context().temporality() != Temporality.HYPOTHETICAL && isReaction(problem, drug)
                ? Optional.of(new Tie(Basis.WITHDRAWN_FOR, false))
                : Optional.empty();
    }

    private boolean isReaction(Named<ConceptMention> problem, Named<MedicationMention> drug) {
        return terms.isReaction(problem.mention(), drug.mention().ingredient());
    }

    /**
     * What stands between two mentions.
     *
     * @param phrases the phrases that may tie them
     * @param suspected whether a word calls the tie a suspicion
     * @param opens whether a bracket, dash or colon opens between them
     * @param rest whether anything else stands there, so that nothing can be told
     */
    private record Between(List<Set<Link>> phrases, boolean suspected, boolean opens, boolean rest) {}

    private Between between(ReadSentence sentence, int from, int to, boolean[] covered) {
        List<Set<Link>> phrases = new ArrayList<>();
        boolean suspected = false;
        boolean rest = false;
        boolean opens = false;
        int i = from;
        while (i < to) {
            Optional<TermTrie.Match<Set<Link>>> phrase = terms.links().longestAt(sentence.lexemes(), i, to);
            if (phrase.isPresent()) {
                Set<Link> links = phrase.get().value();
                suspected |= links.contains(Link.SUSPECTED);
                if (!links.contains(Link.SUSPECTED) && !links.contains(Link.FILLER)) {
                    phrases.add(links);
                }
                i = phrase.get().end();
            } else {
                boolean sign = sentence.reads(i, "(") || sentence.reads(i, "-") || sentence.reads(i, ":");
                opens |= sign;
                rest |= !sign && !covered[i - sentence.from()];
                i++;
            }
        }
        return new Between(phrases, suspected, opens, rest);
    }

    /** {@code Olanzapine stopped 2021 (weight gain)}. */
    private static boolean onlyVerbAndTime(ReadSentence sentence, Named<MedicationMention> drug, int problem) {
        Optional<Span> verb = drug.mention().eventSpan();
        for (int i = drug.to(); i < problem - 1; i++) {
            Lexeme lexeme = sentence.lexeme(i);
            boolean passes = lexeme.kind() == Lexeme.Kind.NUMBER
                    || verb.filter(span -> span.overlaps(lexeme.span())).isPresent()
                    || lexeme.is("in")
                    || lexeme.is("was")
                    || lexeme.is("/");
            if (!passes) {
                return false;
            }
        }
        return true;
    }

    /** Whether a word of time stands right before a drug: {@code after starting metformin}. */
    private boolean opensUnder(ReadSentence sentence, Named<MedicationMention> drug) {
        for (int i = Math.max(sentence.from(), drug.from() - 4); i < drug.from(); i++) {
            Optional<TermTrie.Match<Set<Link>>> phrase = terms.links().longestAt(sentence.lexemes(), i, drug.from());
            if (phrase.isPresent()
                    && phrase.get().end() == drug.from()
                    && phrase.get().value().contains(Link.UNDER)) {
                return true;
            }
        }
        return false;
    }

    /** Lexemes of problems, drugs and doses: a list of them is tied as its members are. */
    private static boolean[] covered(
            ReadSentence sentence, List<Named<ConceptMention>> problems, List<Named<MedicationMention>> drugs) {
        boolean[] covered = new boolean[sentence.to() - sentence.from()];
        problems.forEach(each -> cover(covered, sentence, each.from(), each.to()));
        for (Named<MedicationMention> drug : drugs) {
            cover(covered, sentence, drug.from(), drug.to());
            MedicationMention mention = drug.mention();
            mention.doseSpan().ifPresent(span -> cover(covered, sentence, span));
            mention.frequencySpan().ifPresent(span -> cover(covered, sentence, span));
        }
        return covered;
    }

    private static void cover(boolean[] covered, ReadSentence sentence, Span span) {
        cover(covered, sentence, index(sentence, span.start()), index(sentence, span.end()));
    }

    private static void cover(boolean[] covered, ReadSentence sentence, int from, int to) {
        Arrays.fill(covered, Math.max(0, from - sentence.from()), Math.min(covered.length, to - sentence.from()), true);
    }

    /** The first lexeme of a sentence that starts at an offset or behind it. */
    private static int index(ReadSentence sentence, int offset) {
        int low = sentence.from();
        int high = sentence.to();
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (sentence.lexeme(middle).start() < offset) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return low;
    }

    private static AdverseEventMention mention(
            ReadSentence sentence, Named<ConceptMention> problem, Named<MedicationMention> drug, Tie tie) {
        ConceptMention said = problem.mention();
        double own =
                switch (tie.basis()) {
                    case STATED_CAUSE -> Confidence.FULL_NAME;
                    case WITHDRAWN_FOR -> Confidence.WITHDRAWN_FOR;
                    case UNDER_DRUG -> Confidence.UNDER_DRUG;
                };
        return new AdverseEventMention(
                said.span(),
                said.text(),
                said.concept(),
                drug.mention().span(),
                drug.mention().drug(),
                drug.mention().ingredient(),
                tie.basis(),
                tie.suspected() ? said.context().with(Assertion.POSSIBLE) : said.context(),
                sentence.confidence(own));
    }
}
