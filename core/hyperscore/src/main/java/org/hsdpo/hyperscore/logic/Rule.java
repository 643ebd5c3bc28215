package org.hsdpo.hyperscore.logic;

import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.hsdpo.clinical.drug.Drug;

/**
 * One clinical rule: the obligation {@code for ∧ when → then}. {@code for} says whom it is about: of a patient known not to
 * be meant it says nothing, and it is not counted as kept.
 */
public final class Rule {
    private final String id;
    private final Severity severity;
    private final boolean hard;
    private final Set<Drug> drugs;
    private final Optional<Condition> audience;
    private final Optional<Condition> premise;
    private final Condition then;
    private final String words;
    private final Optional<String> ask;
    private final String source;
    private final double weight;
    private final int position;
    private final Set<Drug> mentionedDrugs;

    Rule(
            int position,
            String id,
            Severity severity,
            boolean hard,
            Set<Drug> drugs,
            Optional<Condition> audience,
            Optional<Condition> when,
            Condition then,
            String words,
            Optional<String> ask,
            String source,
            double weight) {
        this.id = Objects.requireNonNull(id, "id");
        this.severity = Objects.requireNonNull(severity, "severity");
        this.hard = hard;
        this.drugs = Set.copyOf(drugs);
        this.audience = Objects.requireNonNull(audience, "audience");
        this.premise = premise(audience, when);
        this.then = Objects.requireNonNull(then, "then");
        this.words = Objects.requireNonNull(words, "words");
        this.ask = Objects.requireNonNull(ask, "ask");
        this.source = Objects.requireNonNull(source, "source");
        this.weight = weight;
        this.position = position;
        this.mentionedDrugs = Stream.concat(premise.stream().flatMap(Condition::regimenDrugs), then.regimenDrugs())
                .collect(Collectors.toUnmodifiableSet());
    }

    private static Optional<Condition> premise(Optional<Condition> audience, Optional<Condition> when) {
        if (audience.isPresent() && when.isPresent()) {
            return Optional.of(new Condition.All(List.of(audience.get(), when.get())));
        }
        return audience.isPresent() ? audience : when;
    }

    /** Stable identifier in kebab-case. */
    public String id() {
        return id;
    }

    public Severity severity() {
        return severity;
    }

    /** Whether a violation makes a regimen inadmissible, and an undecided state bars starting or raising a drug. */
    public boolean hard() {
        return hard;
    }

    /** The drugs the rule restrains; empty where it concerns the whole regimen. */
    public Set<Drug> drugs() {
        return drugs;
    }

    /** What the rule says, for a clinician. */
    public String words() {
        return words;
    }

    /** Citation. */
    public String source() {
        return source;
    }

    /** Share in the pass rate. */
    public double weight() {
        return weight;
    }

    /** Place in the rule file, from 0. */
    int position() {
        return position;
    }

    /** The drugs its conditions speak of. */
    Set<Drug> mentionedDrugs() {
        return mentionedDrugs;
    }

    /** The patients it is about; empty where it is about all. */
    Optional<Condition> audience() {
        return audience;
    }

    /** All that has to hold before {@code then} is owed; empty where it always is. */
    Optional<Condition> premise() {
        return premise;
    }

    Condition then() {
        return then;
    }

    /** What to ask or measure where the rule is undecided, if the rule says so. */
    Optional<String> ask() {
        return ask;
    }

    /** All atoms of premise and conclusion. */
    Stream<Condition> atoms() {
        return Stream.concat(premise.stream().flatMap(Condition::atoms), then.atoms());
    }

    /** The atoms about the patient that it rests on. */
    Stream<Condition> patientAtoms() {
        return Stream.concat(premise.stream().flatMap(Condition::patientAtoms), then.patientAtoms());
    }

    /** Whether it concerns a regimen: it takes one of the rule's drugs, or the rule concerns any regimen. */
    boolean appliesTo(double[] dosesAfter) {
        if (drugs.isEmpty()) {
            return true;
        }
        for (Drug drug : drugs) {
            if (dosesAfter[drug.ordinal()] > 0) {
                return true;
            }
        }
        return false;
    }

    /** Whether a change starts or raises one of the rule's drugs; for a rule without drugs, any drug. */
    boolean isRaised(double[] dosesBefore, double[] dosesAfter) {
        for (Drug drug : Drug.values()) {
            int i = drug.ordinal();
            if (dosesAfter[i] > dosesBefore[i] && (drugs.isEmpty() || drugs.contains(drug))) {
                return true;
            }
        }
        return false;
    }

    @Override
    public String toString() {
        return id;
    }
}
