package org.hsdpo.hyperscore.logic;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.hsdpo.clinical.patient.Truth;

/**
 * One rule compiled: for every combination of what can be known of its atoms, what becomes of the obligation. An atom is
 * true, false or unknown, so that a rule of k atoms has 3<sup>k</sup> rows, numbered in base 3 by the atoms in reading order.
 */
final class DecisionTable {
    /** 3<sup>9</sup> rows: a rule of more atoms says more than one thing. */
    static final int MOST_ATOMS = 9;

    private static final Truth[] TRUTHS = Truth.values();
    private static final ProofStatus[] STATUSES = ProofStatus.values();

    private final List<Condition> atoms;
    private final byte[] rows;

    private DecisionTable(List<Condition> atoms, byte[] rows) {
        this.atoms = atoms;
        this.rows = rows;
    }

    /**
     * Compiles a rule.
     *
     * @throws IllegalStateException where it has more atoms than {@value #MOST_ATOMS}
     */
    static DecisionTable of(Rule rule) {
        List<Condition> atoms = rule.atoms().distinct().toList();
        if (atoms.size() > MOST_ATOMS) {
            throw new IllegalStateException("rule " + rule.id() + " has " + atoms.size() + " conditions; at most "
                    + MOST_ATOMS + " are accepted: split the rule");
        }
        byte[] rows = new byte[Math.powExact(3, atoms.size())];
        for (int row = 0; row < rows.length; row++) {
            rows[row] = (byte) Kleene.status(rule, known(atoms, row)).ordinal();
        }
        return new DecisionTable(atoms, rows);
    }

    private static Valuation known(List<Condition> atoms, int row) {
        Map<Condition, Truth> truths = new HashMap<>();
        int rest = row;
        for (Condition atom : atoms) {
            truths.put(atom, TRUTHS[rest % 3]);
            rest /= 3;
        }
        return truths::get;
    }

    /** The atoms in the order of the digits of a row's number, the lowest digit first. */
    List<Condition> atoms() {
        return atoms;
    }

    int size() {
        return rows.length;
    }

    /** What is known of the atoms in a row. */
    List<Truth> knowledge(int row) {
        List<Truth> truths = new ArrayList<>();
        int rest = row;
        for (int i = 0; i < atoms.size(); i++) {
            truths.add(TRUTHS[rest % 3]);
            rest /= 3;
        }
        return truths;
    }

    ProofStatus status(int row) {
        return STATUSES[rows[row]];
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof DecisionTable table && atoms.equals(table.atoms) && Arrays.equals(rows, table.rows);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(rows);
    }
}
