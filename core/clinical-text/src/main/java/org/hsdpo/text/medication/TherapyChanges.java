package org.hsdpo.text.medication;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.hsdpo.text.lexeme.Lexeme;
import org.hsdpo.text.lexeme.TermTrie;
import org.hsdpo.text.medication.DosingTerms.Change;
import org.hsdpo.text.medication.DosingTerms.Role;
import org.hsdpo.text.note.MedicationMention.Event;
import org.hsdpo.text.reading.ReadSentence;

/**
 * Which verb of a sentence speaks of which drug. A verb in front governs the drug, and the drugs listed after it, as long
 * as only words of a prescription stand between; a verb behind ({@code glipizide was stopped}) governs the drug before
 * it, unless it opens a statement about the next drug.
 */
final class TherapyChanges {
    /** A verb in a sentence. */
    record Verb(int from, int to, Change change, boolean negated) {}

    /** A verb behind a drug; in the plural it governs the drugs listed before that one too. */
    record Behind(Verb verb, boolean plural) {}

    private static final int FURTHEST_BEHIND = 16;

    private final DosingTerms terms;
    private final ReadSentence sentence;
    private final List<Verb> verbs = new ArrayList<>();

    TherapyChanges(DosingTerms terms, ReadSentence sentence) {
        this.terms = terms;
        this.sentence = sentence;
        terms.changes()
                .forEach(
                        sentence.lexemes(),
                        sentence.from(),
                        sentence.to(),
                        (from, match) -> verbs.add(new Verb(from, match.end(), match.value(), isNegated(from))));
    }

    /** The verb in front of a drug, with only words of a prescription, or what {@code covered} marks, between. */
    Optional<Verb> before(int drug, boolean[] covered) {
        for (int i = drug - 1; i >= sentence.from(); i--) {
            int at = i;
            Optional<Verb> verb =
                    verbs.stream().filter(each -> each.to() == at + 1).findFirst();
            if (verb.isPresent()) {
                return verb;
            }
            Lexeme lexeme = sentence.lexeme(i);
            boolean passes = covered[i - sentence.from()]
                    || lexeme.kind() == Lexeme.Kind.NUMBER
                    || terms.is(lexeme, Role.LINK)
                    || lexeme.kind() == Lexeme.Kind.SIGN && !lexeme.is(";") && !lexeme.is(".") && !lexeme.is(")")
                    || isUnit(lexeme);
            if (!passes) {
                return Optional.empty();
            }
        }
        return Optional.empty();
    }

    /** The verb behind a drug and its dose, before the next drug. */
    Optional<Behind> behind(int dosingEnd, int nextDrug) {
        boolean auxiliary = false;
        boolean plural = false;
        boolean framed = false;
        for (int i = dosingEnd; i < nextDrug && i < dosingEnd + FURTHEST_BEHIND; i++) {
            int at = i;
            Optional<Verb> verb =
                    verbs.stream().filter(each -> each.from() == at).findFirst();
            if (verb.isPresent()) {
                boolean continues = verb.get().change() instanceof Change.To(Event event) && event == Event.TAKES;
                boolean opensNext = !auxiliary && reachesNext(verb.get(), nextDrug);
                return opensNext || continues ? Optional.empty() : Optional.of(new Behind(verb.get(), plural));
            }
            Lexeme lexeme = sentence.lexeme(i);
            plural |= terms.is(lexeme, Role.PLURAL);
            framed |= terms.is(lexeme, Role.FRAME) || terms.hasVerbsAtTheEnd() && terms.namesMotive(sentence, i);
            auxiliary |= terms.is(lexeme, Role.AUXILIARY);
            Optional<TermTrie.Match<DosingTerms.Term>> term = terms.terms().longestAt(sentence.lexemes(), i, nextDrug);
            if (term.isPresent()) {
                i = term.get().end() - 1;
            } else if (framed ? lexeme.is(";") || lexeme.is(".") : !isPassable(lexeme)) {
                return Optional.empty();
            }
        }
        return Optional.empty();
    }

    private boolean isPassable(Lexeme lexeme) {
        boolean ends = lexeme.is(";") || lexeme.is(".");
        return !ends
                && (!lexeme.isWord()
                        || terms.is(lexeme, Role.AUXILIARY)
                        || terms.is(lexeme, Role.BETWEEN)
                        || terms.is(lexeme, Role.LINK)
                        || terms.isUnitOfTime(lexeme)
                        || isUnit(lexeme));
    }

    /** Where the sentence goes on to another change than the one of {@code own}, seen from behind a drug. */
    int nextStatement(int from, Optional<Verb> own) {
        return verbs.stream()
                .filter(verb -> verb.from() >= from && own.filter(verb::equals).isEmpty())
                .filter(verb -> !(verb.change() instanceof Change.To(Event event) && event == Event.ALLERGY))
                .mapToInt(Verb::from)
                .findFirst()
                .orElse(sentence.to());
    }

    /** The first verb between two lexemes that opens a statement about the drug at {@code nextDrug}. */
    int openingOfNext(int from, int nextDrug) {
        return verbs.stream()
                .filter(verb -> verb.from() >= from && verb.to() <= nextDrug && reachesNext(verb, nextDrug))
                .mapToInt(Verb::from)
                .findFirst()
                .orElse(nextDrug);
    }

    private boolean reachesNext(Verb verb, int nextDrug) {
        if (nextDrug >= sentence.to()) {
            return false;
        }
        for (int i = verb.to(); i < nextDrug; i++) {
            Lexeme lexeme = sentence.lexeme(i);
            boolean link = terms.is(lexeme, Role.LINK) && !terms.is(lexeme, Role.AND)
                    || lexeme.kind() == Lexeme.Kind.NUMBER
                    || isUnit(lexeme);
            if (!link) {
                return false;
            }
        }
        return true;
    }

    private boolean isNegated(int verb) {
        for (int i = verb - 1; i >= Math.max(sentence.from(), verb - 3); i--) {
            if (terms.is(sentence.lexeme(i), Role.NEGATION)) {
                return true;
            }
            boolean between =
                    terms.is(sentence.lexeme(i), Role.AUXILIARY) || terms.is(sentence.lexeme(i), Role.BEFORE_VERB);
            if (!between) {
                return false;
            }
        }
        return false;
    }

    private boolean isUnit(Lexeme lexeme) {
        return terms.isUnitOrForm(lexeme);
    }
}
