package org.hsdpo.clinical.regimen;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.hsdpo.clinical.drug.Drug;
import org.hsdpo.clinical.drug.Formulary;
import org.hsdpo.clinical.drug.FormularyEntry;

/**
 * Regimens one after another, each from a week on; the last is kept. A candidate whose drug begins with a dose for tolerance
 * is such a course: nobody stays on that dose, so a forecast of it alone would be one of a treatment nobody gives.
 *
 * @param phases in order of time, the first from week 0
 */
public record DoseCourse(List<Phase> phases) {
    /**
     * @param fromWeek weeks after the change
     * @param regimen taken from then on
     */
    public record Phase(int fromWeek, Regimen regimen) {}

    public DoseCourse {
        phases = List.copyOf(phases);
        if (phases.isEmpty() || phases.getFirst().fromWeek() != 0) {
            throw new IllegalArgumentException("a course begins in week 0");
        }
        for (int i = 1; i < phases.size(); i++) {
            if (phases.get(i).fromWeek() <= phases.get(i - 1).fromWeek()) {
                throw new IllegalArgumentException("the phases of a course follow each other in time");
            }
        }
    }

    /** One regimen, kept. */
    public static DoseCourse constant(Regimen regimen) {
        return new DoseCourse(List.of(new Phase(0, regimen)));
    }

    /**
     * What becomes of a change by the labels: a drug that is started at its dose for tolerance is raised to the next rung after
     * the weeks the label asks for; every other dose is kept.
     *
     * @param current what is taken before the change
     * @param changed what is taken after it
     */
    public static DoseCourse of(Regimen current, Regimen changed, Formulary formulary) {
        SortedMap<Integer, Map<Drug, Double>> raises = new TreeMap<>();
        for (Drug drug : changed.drugs()) {
            FormularyEntry entry = formulary.entry(drug);
            if (!current.takes(drug) && entry.isForTolerance(changed.dose(drug))) {
                double effective = entry.rungAbove(changed.dose(drug)).orElseThrow();
                raises.computeIfAbsent(entry.weeksBefore(effective), week -> new EnumMap<>(Drug.class))
                        .put(drug, effective);
            }
        }
        List<Phase> phases = new ArrayList<>(List.of(new Phase(0, changed)));
        raises.forEach((week, doses) -> {
            Regimen regimen = phases.getLast().regimen();
            for (Map.Entry<Drug, Double> dose : doses.entrySet()) {
                regimen = regimen.with(dose.getKey(), dose.getValue());
            }
            phases.add(new Phase(week, regimen));
        });
        return new DoseCourse(phases);
    }

    /** What is taken first. */
    public Regimen begun() {
        return phases.getFirst().regimen();
    }

    /** What is taken in the end. */
    public Regimen kept() {
        return phases.getLast().regimen();
    }

    /** The regimen kept and, where another came before, since when: {@code semaglutide 0.5 mg/wk from week 4}. */
    @Override
    public String toString() {
        return phases.size() == 1
                ? begun().toString()
                : kept() + " from week " + phases.getLast().fromWeek();
    }
}
