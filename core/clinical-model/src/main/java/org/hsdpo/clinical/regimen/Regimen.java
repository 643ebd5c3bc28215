package org.hsdpo.clinical.regimen;

import java.util.Arrays;
import java.util.EnumMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.hsdpo.clinical.drug.Drug;
import org.hsdpo.clinical.drug.Formulary;
import org.hsdpo.clinical.error.InvalidInputException;

/**
 * The glucose-lowering drugs a patient takes and their doses. Immutable; equal by content.
 *
 * <p>A dose is a total in the drug's formulary unit ({@code mg/d}, {@code mg/wk} or {@code [iU]/d}); 0 means the drug is
 * not taken. A dose need not stand on the dose ladder: a patient may come with any.
 */
public final class Regimen {
    private static final Regimen NONE = new Regimen(new double[Drug.COUNT]);

    private final double[] doses;

    private Regimen(double[] doses) {
        this.doses = doses;
    }

    /** No glucose-lowering drug. */
    public static Regimen none() {
        return NONE;
    }

    /** @throws InvalidInputException where a dose is negative or not finite */
    public static Regimen of(Map<Drug, Double> doses) {
        double[] array = new double[Drug.COUNT];
        doses.forEach((drug, dose) -> array[drug.ordinal()] = checked(drug, dose));
        return new Regimen(array);
    }

    public static Regimen of(Drug drug, double dose) {
        return NONE.with(drug, dose);
    }

    /** Dose in the drug's formulary unit; 0 where it is not taken. */
    public double dose(Drug drug) {
        return doses[drug.ordinal()];
    }

    public boolean takes(Drug drug) {
        return doses[drug.ordinal()] > 0;
    }

    /** This regimen with one dose changed; 0 stops the drug. */
    public Regimen with(Drug drug, double dose) {
        double[] changed = doses.clone();
        changed[drug.ordinal()] = checked(drug, dose);
        return new Regimen(changed);
    }

    public Regimen without(Drug drug) {
        return with(drug, 0);
    }

    /** The drugs taken, in formulary order. */
    public Set<Drug> drugs() {
        Set<Drug> taken = new TreeSet<>();
        for (Drug drug : Drug.values()) {
            if (takes(drug)) {
                taken.add(drug);
            }
        }
        return taken;
    }

    /** Doses by drug, only those taken. */
    public Map<Drug, Double> asMap() {
        Map<Drug, Double> map = new EnumMap<>(Drug.class);
        drugs().forEach(drug -> map.put(drug, dose(drug)));
        return map;
    }

    /** A copy of the doses indexed by {@link Drug#ordinal()}. */
    public double[] toArray() {
        return doses.clone();
    }

    private static double checked(Drug drug, double dose) {
        if (!(dose >= 0) || !Double.isFinite(dose)) {
            throw new InvalidInputException(
                    "regimen." + drug.id(),
                    "DOSE_INVALID",
                    "the dose " + dose + " is not a dose",
                    "a number of at least 0 in "
                            + Formulary.shipped().entry(drug).unit());
        }
        return dose;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Regimen regimen && Arrays.equals(doses, regimen.doses);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(doses);
    }

    /** For people: {@code metformin 1000 mg/d + insulin glargine 12 [iU]/d}, or {@code no glucose-lowering drug}. */
    @Override
    public String toString() {
        if (drugs().isEmpty()) {
            return "no glucose-lowering drug";
        }
        return drugs().stream()
                .map(drug -> Formulary.shipped().entry(drug).label() + " " + number(dose(drug)) + " "
                        + Formulary.shipped().entry(drug).unit())
                .collect(Collectors.joining(" + "));
    }

    /** A dose without a trailing {@code .0}, for people. */
    public static String number(double value) {
        return value == Math.rint(value) ? Long.toString((long) value) : Double.toString(value);
    }
}
