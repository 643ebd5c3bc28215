package org.hsdpo.hyperscore.logic;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.TreeMap;
import org.hsdpo.clinical.drug.Drug;
import org.hsdpo.clinical.drug.Formulary;
import org.hsdpo.clinical.drug.FormularyEntry;
import org.hsdpo.clinical.measurement.Bound;
import org.hsdpo.clinical.measurement.Measurement;
import org.hsdpo.clinical.patient.PatientState;
import org.hsdpo.clinical.regimen.ActionSpace;
import org.hsdpo.clinical.regimen.Candidate;
import org.hsdpo.clinical.regimen.DoseCourse;
import org.hsdpo.clinical.regimen.Regimen;
import org.hsdpo.clinical.regimen.StepBasis;

/**
 * The rules as decision tables instead of a solver: microseconds a candidate, for training, bulk use and masks. That the
 * tables say what the solver says is proven rule by rule and row by row ({@link TableProof}). Thread-safe.
 */
public final class CompiledRules {
    private static final Drug[] DRUGS = Drug.values();

    private final List<Rule> rules;
    private final List<Rule> hardRules;
    private final RuleTables tables;
    private final ActionSpace actions = new ActionSpace(Formulary.shipped());

    private CompiledRules(List<Rule> rules) {
        this.rules = rules;
        this.tables = new RuleTables(rules);
        this.hardRules = rules.stream().filter(Rule::hard).toList();
    }

    public static CompiledRules of(RuleBase base) {
        return new CompiledRules(base.rules());
    }

    /** State of every rule that applies to a candidate. */
    public Map<String, ProofStatus> statuses(PatientFacts facts, Regimen current, Regimen after) {
        double[] doses = after.toArray();
        double[] before = current.toArray();
        Kleene kleene = new Kleene(facts, before, doses);
        RuleTables.Reading reading = tables.of(facts);
        Map<String, ProofStatus> statuses = new TreeMap<>();
        for (Rule rule : rules) {
            if (rule.appliesTo(doses) && kleene.concerns(rule)) {
                statuses.put(rule.id(), reading.status(rule, before, doses));
            }
        }
        return statuses;
    }

    /** Whether a candidate may be proposed. */
    public boolean admissible(PatientFacts facts, Regimen current, Candidate candidate) {
        return admissibility(facts, current).of(candidate);
    }

    /** Whether a candidate may be proposed to a patient. */
    public boolean admissible(PatientState state, Regimen current, Candidate candidate) {
        return admissible(PatientFacts.of(state), current, candidate);
    }

    /**
     * Which indexed actions of {@link ActionSpace} may be proposed; the safety switch where a current drug is
     * contraindicated and another may be started in its place.
     *
     * @return an array of {@link ActionSpace#SIZE}
     */
    public boolean[] mask(PatientFacts facts, Regimen current) {
        boolean[] mask = new boolean[ActionSpace.SIZE];
        Admissibility admissibility = admissibility(facts, current);
        for (Candidate candidate : actions.oneStep(current, basis(facts, current))) {
            mask[ActionSpace.index(candidate.action())] = admissibility.of(candidate);
        }
        mask[ActionSpace.SAFETY_SWITCH] = !safetySwitches(facts, current).isEmpty();
        return mask;
    }

    /**
     * What decides where a patient's steps lead. A step down from a dose that breaks a hard rule leads to the highest rung
     * that breaks none about that drug; a drug that is forbidden in any dose has no correction.
     */
    public StepBasis basis(PatientFacts facts, Regimen current) {
        Map<Drug, Double> corrections = new EnumMap<>(Drug.class);
        RuleTables.Reading reading = tables.of(facts);
        for (Drug drug : current.drugs()) {
            if (breaksHardRule(reading, current, current, drug)) {
                OptionalDouble rung = Formulary.shipped().entry(drug).rungBelow(current.dose(drug));
                while (rung.isPresent()
                        && breaksHardRule(reading, current, current.with(drug, rung.getAsDouble()), drug)) {
                    rung = Formulary.shipped().entry(drug).rungBelow(rung.getAsDouble());
                }
                rung.ifPresent(within -> corrections.put(drug, within));
            }
        }
        return new StepBasis(egfr(facts), facts.value(Measurement.WEIGHT), corrections);
    }

    /** Of an eGFR reported as below a number the greatest value that it can have: never one of the band above. */
    private static OptionalDouble egfr(PatientFacts facts) {
        OptionalDouble egfr = facts.value(Measurement.EGFR);
        return facts.bound(Measurement.EGFR) == Bound.BELOW
                ? OptionalDouble.of(Math.nextDown(egfr.orElseThrow()))
                : egfr;
    }

    private boolean breaksHardRule(RuleTables.Reading reading, Regimen current, Regimen after, Drug drug) {
        double[] before = current.toArray();
        double[] doses = after.toArray();
        for (Rule rule : hardRules) {
            if (rule.drugs().contains(drug) && reading.status(rule, before, doses) == ProofStatus.VIOLATED) {
                return true;
            }
        }
        return false;
    }

    /** Every regimen one indexed action away from the current one, maintain first; admissible or not. */
    public List<Candidate> oneStep(PatientFacts facts, Regimen current) {
        return actions.oneStep(current, basis(facts, current));
    }

    /** Every safety switch away from a contraindicated current drug; admissible or not. */
    public List<Candidate> switches(PatientFacts facts, Regimen current) {
        StepBasis basis = basis(facts, current);
        return contraindicated(facts, current).stream()
                .flatMap(drug -> actions.safetySwitches(current, drug, basis).stream())
                .toList();
    }

    /** The current drugs that a hard rule forbids in their present form. */
    public Set<Drug> contraindicated(PatientFacts facts, Regimen current) {
        Admissibility admissibility = admissibility(facts, current);
        Set<Drug> found = EnumSet.noneOf(Drug.class);
        for (Drug drug : current.drugs()) {
            if (admissibility.isContraindicated(drug)) {
                found.add(drug);
            }
        }
        return found;
    }

    /** Every admissible safety switch away from a contraindicated current drug. */
    public List<Candidate> safetySwitches(PatientFacts facts, Regimen current) {
        Admissibility admissibility = admissibility(facts, current);
        return switches(facts, current).stream().filter(admissibility::of).toList();
    }

    /**
     * The admissible regimen nearest to the current one that is reached by lowering or stopping drugs alone: the fewest
     * ladder steps, then the fewest drugs stopped. Empty where lowering does not help.
     */
    public Optional<Regimen> nearestAdmissible(PatientFacts facts, Regimen current) {
        record Reached(Regimen regimen, int steps) {}
        Deque<Reached> queue = new ArrayDeque<>();
        Set<Regimen> seen = new HashSet<>();
        List<Reached> found = new ArrayList<>();
        queue.add(new Reached(current, 0));
        seen.add(current);
        while (!queue.isEmpty()) {
            Reached reached = queue.remove();
            if (!found.isEmpty() && reached.steps() > found.getFirst().steps()) {
                break;
            }
            if (isWithinHardRules(facts, current, reached.regimen())) {
                found.add(reached);
                continue;
            }
            for (Drug drug : reached.regimen().drugs()) {
                FormularyEntry entry = Formulary.shipped().entry(drug);
                Regimen lower = reached.regimen()
                        .with(
                                drug,
                                entry.rungBelow(reached.regimen().dose(drug)).orElse(0));
                if (seen.add(lower)) {
                    queue.add(new Reached(lower, reached.steps() + 1));
                }
            }
        }
        return found.stream().map(Reached::regimen).max(Comparator.comparingInt((Regimen regimen) -> regimen.drugs()
                .size()));
    }

    /** What becomes of a candidate by the labels; where a hard rule bars the dose that follows, the candidate's own is kept. */
    public DoseCourse course(PatientFacts facts, Regimen current, Candidate candidate) {
        DoseCourse course = DoseCourse.of(current, candidate.regimen(), Formulary.shipped());
        // From the dose for tolerance on: a rule may ask that the drug is begun with it.
        return isWithinHardRules(facts, candidate.regimen(), course.kept())
                ? course
                : DoseCourse.constant(candidate.regimen());
    }

    /** Whether no hard rule is known to be violated by a regimen. */
    public boolean isWithinHardRules(PatientFacts facts, Regimen current, Regimen after) {
        double[] doses = after.toArray();
        double[] before = current.toArray();
        RuleTables.Reading reading = tables.of(facts);
        for (Rule rule : hardRules) {
            if (rule.appliesTo(doses) && reading.status(rule, before, doses) == ProofStatus.VIOLATED) {
                return false;
            }
        }
        return true;
    }

    private Admissibility admissibility(PatientFacts facts, Regimen current) {
        double[] before = current.toArray();
        // Most candidates leave most drugs alone: a rule's state is the same whenever its drugs' doses are the same.
        ProofStatus[] unchanged = new ProofStatus[rules.size()];
        RuleTables.Reading reading = tables.of(facts);
        return new Admissibility(hardRules, before, (rule, after) -> {
            if (touches(rule, before, after)) {
                return reading.status(rule, before, after);
            }
            if (unchanged[rule.position()] == null) {
                unchanged[rule.position()] = reading.status(rule, before, before);
            }
            return unchanged[rule.position()];
        });
    }

    private static boolean touches(Rule rule, double[] before, double[] after) {
        for (Drug drug : DRUGS) {
            int i = drug.ordinal();
            if (before[i] != after[i] && rule.mentionedDrugs().contains(drug)) {
                return true;
            }
        }
        return false;
    }
}
