package org.hsdpo.hyperscore.plan;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.hsdpo.clinical.drug.Drug;
import org.hsdpo.clinical.drug.Formulary;
import org.hsdpo.clinical.drug.FormularyEntry;
import org.hsdpo.clinical.knowledge.KnowledgeFile;
import org.hsdpo.clinical.regimen.ActionSpace;
import org.hsdpo.clinical.regimen.Candidate;
import org.hsdpo.clinical.regimen.DoseCourse;
import org.hsdpo.clinical.regimen.DosingAction;
import org.hsdpo.clinical.regimen.Regimen;
import org.hsdpo.clinical.regimen.StepBasis;
import org.hsdpo.clinical.wording.Counted;

/** How to carry out a change and what to watch, from {@code care-plans.yaml}. */
public final class CarePlan {
    private record File(int version, List<String> always, List<DrugPlan> drugs) {}

    private record DrugPlan(
            Drug id,
            List<String> start,
            List<String> raise,
            List<String> lower,
            List<String> stop,
            List<String> monitoring,
            String source) {}

    private static final class Holder {
        static final CarePlan SHIPPED = load(KnowledgeFile.resource(CarePlan.class, "care-plans.yaml"));
    }

    private static final String CORRECTION =
            "This corrects the dose: the present one breaks a limit, and this is the highest step within it.";

    private final ActionSpace actions = new ActionSpace(Formulary.shipped());
    private final List<String> always;
    private final Map<Drug, DrugPlan> plans = new EnumMap<>(Drug.class);
    private final String hash;

    private CarePlan(File file, String hash) {
        this.always = file.always();
        this.hash = hash;
        file.drugs().forEach(plan -> plans.put(plan.id(), plan));
        for (Drug drug : Drug.values()) {
            if (!plans.containsKey(drug)) {
                throw new IllegalStateException("drug " + drug + " has no care plan");
            }
        }
    }

    /** The plans shipped with this version. */
    public static CarePlan shipped() {
        return Holder.SHIPPED;
    }

    static CarePlan load(KnowledgeFile file) {
        return new CarePlan(file.as(File.class), file.hash());
    }

    /**
     * One instruction an entry.
     *
     * @param course what becomes of the candidate's regimen
     * @param basis where the patient's steps lead
     */
    public List<String> titration(Candidate candidate, DoseCourse course, Regimen current, StepBasis basis) {
        return switch (candidate.action()) {
            case DosingAction.Maintain() -> List.of("Continue unchanged: " + candidate.regimen() + ".");
            case DosingAction.StepUp(Drug drug) -> raised(drug, course, current, basis);
            case DosingAction.StepDown(Drug drug)
            when basis.corrections().containsKey(drug) ->
                changed(drug, candidate.regimen(), current, List.of(CORRECTION));
            case DosingAction.StepDown(Drug drug) ->
                changed(drug, candidate.regimen(), current, plans.get(drug).lower());
            case DosingAction.Stop(Drug drug) -> stopped(drug);
            case DosingAction.SafetySwitch(Drug stop, Drug start) -> {
                List<String> all = new ArrayList<>(stopped(stop));
                all.addAll(raised(start, course, current, basis));
                yield List.copyOf(all);
            }
        };
    }

    private List<String> raised(Drug drug, DoseCourse course, Regimen current, StepBasis basis) {
        DrugPlan plan = plans.get(drug);
        List<String> instructions = new ArrayList<>(
                changed(drug, course.begun(), current, current.takes(drug) ? plan.raise() : plan.start()));
        FormularyEntry entry = Formulary.shipped().entry(drug);
        double begun = course.begun().dose(drug);
        double kept = course.kept().dose(drug);
        if (kept > begun) {
            instructions.add("After " + Counted.of(entry.weeksBefore(kept), "week") + ", if tolerated, "
                    + dose(kept, entry) + ", " + entry.howTaken(kept) + "; the forecast goes on with this dose.");
        }
        actions.above(drug, kept, basis)
                .ifPresent(next -> instructions.add("Not before "
                        + Counted.of(entry.weeksBefore(next), "week")
                        + (kept > begun ? " on " + dose(kept, entry) : "")
                        + ", if tolerated and the goal is not reached, the next step is " + dose(next, entry) + ", "
                        + entry.howTaken(next) + "."));
        return List.copyOf(instructions);
    }

    private static List<String> changed(Drug drug, Regimen after, Regimen current, List<String> instructions) {
        FormularyEntry entry = Formulary.shipped().entry(drug);
        List<String> all = new ArrayList<>();
        all.add((current.takes(drug)
                        ? "Change " + entry.label() + " from " + dose(current.dose(drug), entry) + " to "
                        : "Start " + entry.label() + " at ")
                + dose(after.dose(drug), entry) + ", " + entry.howTaken(after.dose(drug)) + ".");
        all.addAll(instructions);
        return List.copyOf(all);
    }

    private List<String> stopped(Drug drug) {
        List<String> all = new ArrayList<>();
        all.add("Stop " + Formulary.shipped().entry(drug).label() + ".");
        all.addAll(plans.get(drug).stop());
        return List.copyOf(all);
    }

    private static String dose(double dose, FormularyEntry entry) {
        String number = dose == Math.rint(dose) ? Long.toString((long) dose) : Double.toString(dose);
        return number + " " + entry.unit();
    }

    /** What to watch under a regimen, one instruction an entry, without repetition. */
    public List<String> monitoring(Regimen regimen) {
        Set<String> all = new LinkedHashSet<>(always);
        regimen.drugs().forEach(drug -> all.addAll(plans.get(drug).monitoring()));
        return List.copyOf(all);
    }

    /** SHA-256 of the file. */
    public String hash() {
        return hash;
    }
}
