package org.hsdpo.hyperscore.logic;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.hsdpo.clinical.condition.ConditionConcept;
import org.hsdpo.clinical.drug.Drug;
import org.hsdpo.clinical.measurement.Measurement;
import org.hsdpo.hyperscore.logic.Solver.Assertion;
import org.sosy_lab.java_smt.api.BooleanFormula;

/**
 * What holds of every patient and every regimen, whatever the rules say: numbers a living patient can have, doses that are
 * doses, that whoever has a condition has had it, one phenotype a gene, and that what the record states is so.
 */
final class World {
    private final Solver solver;
    private final List<Condition> atoms;
    private final List<Drug> drugs;

    /** The world as far as some rules speak of it. */
    World(Solver solver, Collection<Rule> rules) {
        this.solver = solver;
        Set<Condition> found = new LinkedHashSet<>();
        rules.stream().flatMap(Rule::atoms).flatMap(World::unfolded).forEach(found::add);
        atoms = List.copyOf(found);
        drugs = rules.stream()
                .flatMap(rule -> Stream.concat(rule.mentionedDrugs().stream(), rule.drugs().stream()))
                .distinct()
                .sorted()
                .toList();
    }

    private static Stream<Condition> unfolded(Condition atom) {
        return atom instanceof Condition.Stated(Condition part)
                ? Stream.concat(Stream.of(atom), part.atoms().flatMap(World::unfolded))
                : Stream.of(atom);
    }

    /** All that is said of patient and regimen, what stands within a statement of the record included. */
    List<Condition> atoms() {
        return atoms;
    }

    /** What holds of every patient, though not all of it need be known. */
    List<Assertion> laws() {
        List<Assertion> laws = new ArrayList<>();
        numbers()
                .forEach(fact -> laws.add(new Assertion(solver.possible(fact), fact.label() + " of a living patient")));
        laws.addAll(doses());
        for (ConditionConcept concept : ConditionConcept.values()) {
            Condition has = new Condition.Has(concept);
            Condition had = new Condition.Had(concept);
            if (atoms.contains(has) && atoms.contains(had)) {
                laws.add(new Assertion(
                        solver.implies(solver.formula(has), solver.formula(had)), "who has " + concept + " had it"));
            }
        }
        phenotypes().forEach((gene, names) -> {
            List<String> all = List.copyOf(names);
            for (int i = 0; i < all.size(); i++) {
                for (int j = i + 1; j < all.size(); j++) {
                    laws.add(new Assertion(
                            solver.not(solver.and(List.of(is(gene, all.get(i)), is(gene, all.get(j))))),
                            "one phenotype of " + gene));
                }
            }
        });
        statements()
                .forEach(stated -> laws.add(new Assertion(
                        solver.implies(solver.formula(stated), solver.formula(stated.part())),
                        "what is stated is so")));
        return laws;
    }

    /** That doses are doses. */
    List<Assertion> doses() {
        return drugs.stream()
                .map(drug -> new Assertion(solver.possible(drug), "possible doses of " + drug.id()))
                .toList();
    }

    /** That the record is complete: what is so is stated. */
    List<Assertion> completeRecord() {
        return statements()
                .map(stated -> new Assertion(
                        solver.implies(solver.formula(stated.part()), solver.formula(stated)), "what is so is stated"))
                .toList();
    }

    /** Numbers and doses as they usually occur, so that an example reads like a patient. */
    List<Assertion> usual() {
        List<Assertion> usual = new ArrayList<>();
        for (Measurement measurement : Measurement.values()) {
            NumericFact fact = NumericFact.of(measurement);
            if (numbers().anyMatch(fact::equals)) {
                usual.add(new Assertion(solver.within(fact, Bounds.of(fact.plausible())), "plausible " + fact.label()));
            }
        }
        drugs.forEach(drug -> usual.add(new Assertion(solver.onTheLadder(drug), "ladder of " + drug.id())));
        return usual;
    }

    private BooleanFormula is(String gene, String phenotype) {
        return solver.formula(new Condition.PhenotypeIs(gene, Set.of(phenotype)));
    }

    private Stream<NumericFact> numbers() {
        return atoms.stream()
                .flatMap(atom -> switch (atom) {
                    case Condition.Within(NumericFact fact, Bounds ignored) -> Stream.of(fact);
                    case Condition.DosePerKilogramAtMost ignored -> Stream.of(NumericFact.of(Measurement.WEIGHT));
                    default -> Stream.<NumericFact>empty();
                })
                .distinct();
    }

    private Stream<Condition.Stated> statements() {
        return atoms.stream().filter(Condition.Stated.class::isInstance).map(Condition.Stated.class::cast);
    }

    private Map<String, Set<String>> phenotypes() {
        Map<String, Set<String>> found = new TreeMap<>();
        for (Condition atom : atoms) {
            if (atom instanceof Condition.PhenotypeIs(String gene, Set<String> names)) {
                found.computeIfAbsent(gene, ignored -> new TreeSet<>()).addAll(names);
            }
        }
        return found;
    }
}
