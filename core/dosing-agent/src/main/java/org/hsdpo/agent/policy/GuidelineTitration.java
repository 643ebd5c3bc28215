package org.hsdpo.agent.policy;

import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import org.hsdpo.agent.environment.Visit;
import org.hsdpo.agent.environment.Worth;
import org.hsdpo.agent.observation.Feature;
import org.hsdpo.clinical.drug.Drug;
import org.hsdpo.clinical.regimen.Candidate;
import org.hsdpo.clinical.regimen.DosingAction;

/**
 * Stepwise treatment after the ADA Standards of Care 2025, section 9: a contraindicated drug goes first; after
 * hypoglycaemia or well below goal insulin or the sulfonylurea comes down; above goal metformin is titrated to 2000 mg/d,
 * then an SGLT2 inhibitor where there is heart failure, cardiovascular disease or eGFR below 60, a GLP-1 receptor agonist
 * where there is cardiovascular disease or obesity, else a DPP-4 inhibitor, then the sulfonylurea to 4 mg/d, then basal
 * insulin up to 0.5 U/kg. Doses by renal function follow from the rules that mask the choices.
 *
 * <p>It reads the record only, as the agent does.
 */
final class GuidelineTitration {
    private static final double COMFORTABLY_BELOW_GOAL = 0.5;
    private static final double TIME_BELOW_54_LIMIT = 1;

    Optional<Candidate> choose(Visit visit) {
        if (!visit.hasChoice()) {
            return Optional.empty();
        }
        boolean mayStay = admissible(visit, new DosingAction.Maintain()).isPresent();
        if (!mayStay) {
            return Optional.of(relief(visit));
        }
        double goal = is(visit, Feature.FRAILTY)
                ? Worth.shipped().hba1cGoal().frail()
                : Worth.shipped().hba1cGoal().usual();
        OptionalDouble hba1c = visit.features().value(Feature.HBA1C);
        boolean lows = visit.features().value(Feature.CGM_TIME_BELOW_54).orElse(0) > TIME_BELOW_54_LIMIT;
        if (lows || hba1c.isPresent() && hba1c.getAsDouble() < goal - COMFORTABLY_BELOW_GOAL) {
            Optional<Candidate> less = deintensified(visit);
            if (less.isPresent()) {
                return less;
            }
        }
        if (hba1c.isPresent() && hba1c.getAsDouble() > goal && !lows) {
            for (Drug drug : order(visit)) {
                Optional<Candidate> more = admissible(visit, new DosingAction.StepUp(drug));
                if (more.isPresent() && isWithinPractice(visit, more.get(), drug)) {
                    return more;
                }
            }
        }
        return admissible(visit, new DosingAction.Maintain());
    }

    /** Where the present regimen may not stay: a corrected dose, else a stop, else whatever is admissible. */
    private static Candidate relief(Visit visit) {
        return visit.admissible().stream()
                .filter(candidate -> candidate.action() instanceof DosingAction.StepDown)
                .findFirst()
                .or(() -> visit.admissible().stream()
                        .filter(candidate -> candidate.action() instanceof DosingAction.Stop)
                        .findFirst())
                .orElseGet(() -> visit.admissible().getFirst());
    }

    private static Optional<Candidate> deintensified(Visit visit) {
        return List.of(Drug.INSULIN_GLARGINE, Drug.GLIMEPIRIDE).stream()
                .flatMap(drug -> admissible(visit, new DosingAction.StepDown(drug)).stream())
                .findFirst();
    }

    private static List<Drug> order(Visit visit) {
        boolean cardiovascular = is(visit, Feature.CARDIOVASCULAR_DISEASE);
        boolean heartOrKidney = is(visit, Feature.HEART_FAILURE)
                || visit.features().value(Feature.EGFR).orElse(Double.POSITIVE_INFINITY) < 60;
        boolean obese = visit.features().value(Feature.BODY_MASS_INDEX).orElse(0) >= 30;
        if (cardiovascular || heartOrKidney) {
            return List.of(
                    Drug.METFORMIN, Drug.EMPAGLIFLOZIN, Drug.SEMAGLUTIDE, Drug.GLIMEPIRIDE, Drug.INSULIN_GLARGINE);
        }
        if (obese) {
            return List.of(
                    Drug.METFORMIN, Drug.SEMAGLUTIDE, Drug.EMPAGLIFLOZIN, Drug.GLIMEPIRIDE, Drug.INSULIN_GLARGINE);
        }
        return List.of(Drug.METFORMIN, Drug.SITAGLIPTIN, Drug.EMPAGLIFLOZIN, Drug.GLIMEPIRIDE, Drug.INSULIN_GLARGINE);
    }

    private static boolean isWithinPractice(Visit visit, Candidate candidate, Drug drug) {
        double dose = candidate.regimen().dose(drug);
        return switch (drug) {
            case METFORMIN -> dose <= 2000;
            case GLIMEPIRIDE -> dose <= 4;
            case INSULIN_GLARGINE -> {
                OptionalDouble weight = visit.features().value(Feature.WEIGHT);
                yield weight.isPresent() && dose <= 0.5 * weight.getAsDouble();
            }
            default -> true;
        };
    }

    private static boolean is(Visit visit, Feature feature) {
        return visit.features().value(feature).orElse(0) == 1;
    }

    private static Optional<Candidate> admissible(Visit visit, DosingAction action) {
        return visit.admissible().stream()
                .filter(candidate -> candidate.action().equals(action))
                .findFirst();
    }
}
