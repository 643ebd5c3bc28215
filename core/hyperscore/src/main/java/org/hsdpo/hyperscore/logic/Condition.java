package org.hsdpo.hyperscore.logic;

import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.hsdpo.clinical.condition.ConditionConcept;
import org.hsdpo.clinical.drug.Drug;
import org.hsdpo.clinical.patient.Sex;

/** The language rules are written in; its YAML form is read by {@link ConditionReader}. */
sealed interface Condition {
    /** All of the parts hold. */
    record All(List<Condition> parts) implements Condition {}

    /** At least one of the parts holds. */
    record Any(List<Condition> parts) implements Condition {}

    /** The part does not hold. */
    record Not(Condition part) implements Condition {}

    /**
     * The record states that the part holds: where that is not known, it does not. For warnings that have to be binding once
     * they are recorded and must not bar a drug from everybody of whom nothing is recorded.
     */
    record Stated(Condition part) implements Condition {}

    /** A measured value, or the age, lies within bounds. */
    record Within(NumericFact fact, Bounds bounds) implements Condition {}

    /** The patient has a condition now. */
    record Has(ConditionConcept concept) implements Condition {}

    /** The patient has, or has ever had, a condition. */
    record Had(ConditionConcept concept) implements Condition {}

    record SexIs(Sex sex) implements Condition {}

    /** At least one of the ingredients is taken beside the formulary drugs. */
    record CoMedication(Set<String> ingredients) implements Condition {}

    /** An allergy to at least one of the substances is recorded. */
    record AllergicTo(Set<String> substances) implements Condition {}

    /** A pharmacogene has one of the phenotypes. */
    record PhenotypeIs(String gene, Set<String> phenotypes) implements Condition {}

    /** At least one of the drugs is taken after the change. */
    record Takes(Set<Drug> drugs) implements Condition {}

    /** At least one of the drugs is taken after the change and was not before. */
    record Starts(Set<Drug> drugs) implements Condition {}

    /** At least one of the drugs is taken in a higher dose after the change than before; starting is raising. */
    record Raises(Set<Drug> drugs) implements Condition {}

    /** The dose after the change lies within bounds; a drug that is not taken has the dose 0. */
    record DoseWithin(Drug drug, Bounds bounds) implements Condition {}

    /** The dose after the change is at most so much for each kilogram of body weight. */
    record DosePerKilogramAtMost(Drug drug, double limit) implements Condition {}

    /** All atoms, in reading order; a statement of the record is one. */
    default Stream<Condition> atoms() {
        return switch (this) {
            case All(List<Condition> parts) -> parts.stream().flatMap(Condition::atoms);
            case Any(List<Condition> parts) -> parts.stream().flatMap(Condition::atoms);
            case Not(Condition part) -> part.atoms();
            default -> Stream.of(this);
        };
    }

    /** The atoms about the patient, in reading order. */
    default Stream<Condition> patientAtoms() {
        return switch (this) {
            case All(List<Condition> parts) -> parts.stream().flatMap(Condition::patientAtoms);
            case Any(List<Condition> parts) -> parts.stream().flatMap(Condition::patientAtoms);
            case Not(Condition part) -> part.patientAtoms();
            case Takes ignored -> Stream.empty();
            case Starts ignored -> Stream.empty();
            case Raises ignored -> Stream.empty();
            case DoseWithin ignored -> Stream.empty();
            default -> Stream.of(this);
        };
    }

    /** The drugs whose doses it speaks of. */
    default Stream<Drug> regimenDrugs() {
        return switch (this) {
            case All(List<Condition> parts) -> parts.stream().flatMap(Condition::regimenDrugs);
            case Any(List<Condition> parts) -> parts.stream().flatMap(Condition::regimenDrugs);
            case Not(Condition part) -> part.regimenDrugs();
            case Stated ignored -> Stream.empty();
            case Takes(Set<Drug> drugs) -> drugs.stream();
            case Starts(Set<Drug> drugs) -> drugs.stream();
            case Raises(Set<Drug> drugs) -> drugs.stream();
            case DoseWithin(Drug drug, Bounds ignored) -> Stream.of(drug);
            case DosePerKilogramAtMost(Drug drug, double ignored) -> Stream.of(drug);
            default -> Stream.empty();
        };
    }

    /** What an atom about the patient rests on: two atoms that share a key are not independent of each other. */
    default Stream<String> factKeys() {
        return switch (this) {
            case Within(NumericFact fact, Bounds ignored) -> Stream.of(fact.id());
            case DosePerKilogramAtMost ignored -> Stream.of("weight");
            case Has(ConditionConcept concept) -> Stream.of(concept.name());
            case Had(ConditionConcept concept) -> Stream.of(concept.name());
            case SexIs ignored -> Stream.of("sex");
            case CoMedication(Set<String> ingredients) -> ingredients.stream().map(name -> "co-medication " + name);
            case AllergicTo(Set<String> substances) -> substances.stream().map(name -> "allergy to " + name);
            case PhenotypeIs(String gene, Set<String> ignored) -> Stream.of(gene);
            case Stated(Condition part) ->
                Stream.of("statement of "
                        + part.patientAtoms()
                                .flatMap(Condition::factKeys)
                                .sorted()
                                .collect(Collectors.joining(", ")));
            default -> throw new IllegalArgumentException("not an atom about the patient: " + this);
        };
    }
}
