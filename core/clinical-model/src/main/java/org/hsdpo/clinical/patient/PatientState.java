package org.hsdpo.clinical.patient;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.Period;
import java.time.ZoneOffset;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.hsdpo.clinical.condition.ConditionCatalogue;
import org.hsdpo.clinical.condition.ConditionConcept;
import org.hsdpo.clinical.condition.ConditionDefinition;
import org.hsdpo.clinical.drug.Drug;
import org.hsdpo.clinical.drug.GlucoseLoweringIngredients;
import org.hsdpo.clinical.measurement.Measurement;
import org.hsdpo.clinical.measurement.MeasurementCatalogue;
import org.hsdpo.clinical.regimen.Regimen;

/**
 * All that HSDPO knows of a patient as of a moment: normalised, longitudinal, with the provenance of every fact. Facts
 * later than {@code asOf} are not part of it.
 *
 * @param patientId the tenant's opaque identifier
 * @param asOf the moment the state describes
 * @param sex where recorded
 * @param birthDate where recorded
 * @param observations by rising time
 * @param conditions statements about conditions
 * @param problemLists problem lists supplied, whose silence may count as absence
 * @param medications statements about drugs taken
 * @param allergies recorded allergies
 * @param genotypes pharmacogenes; several of one gene where sources contradict each other
 * @param supplies drugs that were handed over or given, by rising time
 * @param issues what a reader has to know of the data
 */
public record PatientState(
        String patientId,
        Instant asOf,
        Optional<Sourced<Sex>> sex,
        Optional<Sourced<LocalDate>> birthDate,
        List<Observation> observations,
        List<ConditionRecord> conditions,
        List<ProblemList> problemLists,
        List<MedicationRecord> medications,
        List<Allergy> allergies,
        List<Genotype> genotypes,
        List<Supply> supplies,
        List<DataIssue> issues) {

    /** A state of which nobody knows what was handed over. */
    public PatientState(
            String patientId,
            Instant asOf,
            Optional<Sourced<Sex>> sex,
            Optional<Sourced<LocalDate>> birthDate,
            List<Observation> observations,
            List<ConditionRecord> conditions,
            List<ProblemList> problemLists,
            List<MedicationRecord> medications,
            List<Allergy> allergies,
            List<Genotype> genotypes,
            List<DataIssue> issues) {
        this(
                patientId,
                asOf,
                sex,
                birthDate,
                observations,
                conditions,
                problemLists,
                medications,
                allergies,
                genotypes,
                List.of(),
                issues);
    }

    public PatientState {
        Objects.requireNonNull(patientId, "patientId");
        Objects.requireNonNull(asOf, "asOf");
        Objects.requireNonNull(sex, "sex");
        Objects.requireNonNull(birthDate, "birthDate");
        Instant limit = asOf;
        observations = observations.stream()
                .filter(observation -> !observation.time().isAfter(limit))
                .sorted(Comparator.comparing(Observation::time))
                .toList();
        conditions = List.copyOf(conditions);
        problemLists = List.copyOf(problemLists);
        medications = List.copyOf(medications);
        allergies = List.copyOf(allergies);
        genotypes = List.copyOf(genotypes);
        supplies = supplies.stream()
                .filter(supply -> !supply.from().isAfter(limit))
                .sorted(Comparator.comparing(Supply::from))
                .toList();
        issues = List.copyOf(issues);
    }

    /** Age in completed years at {@code asOf}. */
    public OptionalInt age() {
        return birthDate
                .map(birth -> OptionalInt.of(Period.between(birth.value(), LocalDate.ofInstant(asOf, ZoneOffset.UTC))
                        .getYears()))
                .orElse(OptionalInt.empty());
    }

    /** All values of a measurement by rising time. */
    public List<Observation> history(Measurement measurement) {
        return observations.stream()
                .filter(observation -> observation.measurement() == measurement)
                .toList();
    }

    /** The newest value of a measurement, however old. */
    public Optional<Observation> latest(Measurement measurement) {
        return history(measurement).stream().reduce((earlier, later) -> later);
    }

    /** The newest value of a measurement if it is recent enough to carry a dosing decision. */
    public Optional<Observation> current(Measurement measurement) {
        return latest(measurement).filter(observation -> !isStale(observation));
    }

    /**
     * {@link #current} as a number in the canonical unit. A result that is known only as a bound counts as the bound: for
     * forecasts, which need a number; whether a rule holds is decided by the whole interval.
     */
    public OptionalDouble currentValue(Measurement measurement) {
        return current(measurement)
                .map(observation -> OptionalDouble.of(observation.value().value()))
                .orElse(OptionalDouble.empty());
    }

    /** Whether an observation is too old at {@code asOf} to carry a dosing decision. */
    public boolean isStale(Observation observation) {
        Integer days = MeasurementCatalogue.shipped()
                .definition(observation.measurement())
                .currentForDays();
        return days != null && Duration.between(observation.time(), asOf).toDays() > days;
    }

    /**
     * Whether the patient has, or has ever had, a condition. An affirmative statement outweighs a refutation, which
     * outweighs the silence of a problem list; with none of them the answer is unknown.
     */
    public Truth hasOrHad(ConditionConcept concept) {
        boolean refuted = false;
        for (ConditionRecord condition : conditions) {
            if (condition.concept() == concept) {
                if (condition.status() != ConditionRecord.Status.REFUTED) {
                    return Truth.TRUE;
                }
                refuted = true;
            }
        }
        return refuted || silenceMeansAbsence(concept) ? Truth.FALSE : Truth.UNKNOWN;
    }

    /** Whether the patient has a condition now; a resolved one counts as absent. */
    public Truth has(ConditionConcept concept) {
        boolean denied = false;
        for (ConditionRecord condition : conditions) {
            if (condition.concept() == concept) {
                if (condition.status() == ConditionRecord.Status.ACTIVE) {
                    return Truth.TRUE;
                }
                denied = true;
            }
        }
        return denied || silenceMeansAbsence(concept) ? Truth.FALSE : Truth.UNKNOWN;
    }

    /** Whether the only ground for calling a condition absent is a problem list that does not name it. */
    public boolean isAssumedAbsent(ConditionConcept concept) {
        return silenceMeansAbsence(concept)
                && conditions.stream().noneMatch(condition -> condition.concept() == concept);
    }

    private boolean silenceMeansAbsence(ConditionConcept concept) {
        return !problemLists.isEmpty()
                && ConditionCatalogue.shipped().definition(concept).absentFromProblemListMeans()
                        == ConditionDefinition.Silence.ABSENT;
    }

    /**
     * What the patient takes at {@code asOf}. Where several active records of one drug disagree, the newest start wins
     * and the others stand in {@link #issues} as conflicts (see ingestion).
     */
    public CurrentTherapy currentTherapy() {
        Regimen regimen = Regimen.none();
        Set<Drug> doseUnknown = EnumSet.noneOf(Drug.class);
        Set<String> otherGlucoseLowering = new TreeSet<>();
        Set<String> coMedication = new TreeSet<>();
        List<MedicationRecord> taken = taken();
        for (MedicationRecord medication : taken) {
            if (medication.drug().isPresent()) {
                Drug drug = medication.drug().get();
                if (medication.dose().isPresent()) {
                    regimen = regimen.with(drug, medication.dose().getAsDouble());
                    doseUnknown.remove(drug);
                } else {
                    regimen = regimen.without(drug);
                    doseUnknown.add(drug);
                }
            } else if (GlucoseLoweringIngredients.contains(medication.ingredient())) {
                otherGlucoseLowering.add(medication.ingredient());
            } else {
                coMedication.add(medication.ingredient());
            }
        }
        return new CurrentTherapy(
                regimen,
                doseUnknown.stream()
                        .map(drug -> new UnrecordedDose(drug, productStrength(drug, taken)))
                        .toList(),
                List.copyOf(otherGlucoseLowering),
                List.copyOf(coMedication));
    }

    private List<MedicationRecord> taken() {
        return medications.stream()
                .filter(medication -> medication.isTakenAt(asOf))
                .sorted(Comparator.comparing(medication -> medication.start().orElse(Instant.MIN)))
                .toList();
    }

    /** The one strength that every statement in force gives; empty where one gives none, another one, or a dose. */
    private static OptionalDouble productStrength(Drug drug, List<MedicationRecord> taken) {
        List<MedicationRecord> statements = taken.stream()
                .filter(medication -> medication.drug().filter(drug::equals).isPresent())
                .toList();
        List<OptionalDouble> strengths = statements.stream()
                .map(MedicationRecord::productStrength)
                .distinct()
                .toList();
        boolean doseStated =
                statements.stream().anyMatch(medication -> medication.dose().isPresent());
        return strengths.size() == 1 && !doseStated ? strengths.getFirst() : OptionalDouble.empty();
    }

    /**
     * The patient as if the doses nobody recorded were one unit of the written product once a day, or once a week for a
     * weekly injection. For evaluations that say so and recommend nothing. This same state where every dose is recorded and
     * where one of them cannot be assumed ({@link CurrentTherapy#assumption}).
     */
    public PatientState withAssumedDoses() {
        Optional<Regimen> assumption = currentTherapy().assumption();
        if (assumption.isEmpty()) {
            return this;
        }
        List<MedicationRecord> assumed = medications.stream()
                .map(medication -> medication.isTakenAt(asOf)
                                && medication
                                        .drug()
                                        .filter(assumption.get()::takes)
                                        .isPresent()
                        ? medication.assumingDose(
                                assumption.get().dose(medication.drug().get()))
                        : medication)
                .toList();
        return new PatientState(
                patientId,
                asOf,
                sex,
                birthDate,
                observations,
                conditions,
                problemLists,
                assumed,
                allergies,
                genotypes,
                supplies,
                issues);
    }

    /** The results for a pharmacogene; several where sources say different things. */
    public List<Genotype> genotypes(String gene) {
        return genotypes.stream()
                .filter(genotype -> genotype.gene().equals(gene))
                .toList();
    }

    /** The phenotypes that are certain, by gene; without the genes for which two sources contradict each other. */
    public Map<String, String> phenotypes() {
        Map<String, String> known = new TreeMap<>();
        for (Genotype genotype : genotypes) {
            String phenotype = genotype.phenotype();
            if (!phenotype.isEmpty()
                    && genotypes(genotype.gene()).stream().allMatch(other -> other.allows(phenotype))) {
                known.put(genotype.gene(), phenotype);
            }
        }
        return known;
    }
}
