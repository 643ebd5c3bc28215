package org.hsdpo.hyperscore.logic;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.hsdpo.clinical.patient.Truth;

/** The decision tables of a rule set; an atom that many rules share is looked up once for a patient. Thread-safe. */
final class RuleTables {
    private final DecisionTable[] tables;
    private final int[][] places;
    private final List<Condition> atoms = new ArrayList<>();
    private final boolean[] ofPatient;

    /** @param rules in the order of their positions, from 0 */
    RuleTables(List<Rule> rules) {
        tables = new DecisionTable[rules.size()];
        places = new int[rules.size()][];
        Map<Condition, Integer> known = new HashMap<>();
        for (Rule rule : rules) {
            DecisionTable table = DecisionTable.of(rule);
            tables[rule.position()] = table;
            places[rule.position()] = table.atoms().stream()
                    .mapToInt(atom -> known.computeIfAbsent(atom, each -> {
                        atoms.add(each);
                        return atoms.size() - 1;
                    }))
                    .toArray();
        }
        ofPatient = new boolean[atoms.size()];
        for (int i = 0; i < ofPatient.length; i++) {
            ofPatient[i] = atoms.get(i).regimenDrugs().findAny().isEmpty();
        }
    }

    /** The tables read for one patient; for one thread. */
    Reading of(PatientFacts facts) {
        return new Reading(facts);
    }

    final class Reading {
        private final PatientFacts facts;
        private final Truth[] seen = new Truth[ofPatient.length];

        private Reading(PatientFacts facts) {
            this.facts = facts;
        }

        /** What becomes of a rule when the doses change. */
        ProofStatus status(Rule rule, double[] before, double[] after) {
            Kleene known = new Kleene(facts, before, after);
            int row = 0;
            int digit = 1;
            for (int place : places[rule.position()]) {
                row += digit * truth(place, known).ordinal();
                digit *= 3;
            }
            return tables[rule.position()].status(row);
        }

        private Truth truth(int place, Kleene known) {
            if (!ofPatient[place]) {
                return known.of(atoms.get(place));
            }
            if (seen[place] == null) {
                seen[place] = known.of(atoms.get(place));
            }
            return seen[place];
        }
    }
}
