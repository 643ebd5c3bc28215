package org.hsdpo.data;

import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.hsdpo.clinical.patient.Allergy;
import org.hsdpo.clinical.patient.ConditionRecord;
import org.hsdpo.clinical.patient.DataIssue;
import org.hsdpo.clinical.patient.Genotype;
import org.hsdpo.clinical.patient.MedicationRecord;
import org.hsdpo.clinical.patient.Observation;
import org.hsdpo.clinical.patient.ProblemList;
import org.hsdpo.clinical.patient.Sex;
import org.hsdpo.clinical.patient.Sourced;
import org.hsdpo.clinical.patient.Supply;

/**
 * What one record says of one patient, in canonical units, with provenance for every fact.
 *
 * @param sex where stated as female or male
 * @param birthDate where stated to the day
 * @param observations measured values
 * @param conditions statements about conditions
 * @param problemLists problem lists supplied
 * @param medications statements about drugs taken
 * @param supplies drugs handed over or given
 * @param allergies recorded allergies
 * @param genotypes pharmacogenes
 * @param glucose sensor readings by rising time, without duplicates
 * @param notes notes found inside the record
 * @param amendments what the record says of entries that came before it
 * @param unmapped codes that mean nothing to HSDPO; not stored but as issues
 * @param issues what was quarantined, flagged, assumed or not understood
 */
public record ClinicalFacts(
        Optional<Sourced<Sex>> sex,
        Optional<Sourced<LocalDate>> birthDate,
        List<Observation> observations,
        List<ConditionRecord> conditions,
        List<ProblemList> problemLists,
        List<MedicationRecord> medications,
        List<Supply> supplies,
        List<Allergy> allergies,
        List<Genotype> genotypes,
        List<GlucosePoint> glucose,
        List<EmbeddedNote> notes,
        List<Amendment> amendments,
        List<UnmappedCode> unmapped,
        List<DataIssue> issues) {

    public ClinicalFacts {
        observations = List.copyOf(observations);
        conditions = List.copyOf(conditions);
        problemLists = List.copyOf(problemLists);
        medications = List.copyOf(medications);
        supplies = List.copyOf(supplies);
        allergies = List.copyOf(allergies);
        genotypes = List.copyOf(genotypes);
        glucose = List.copyOf(glucose);
        notes = List.copyOf(notes);
        amendments = List.copyOf(amendments);
        unmapped = List.copyOf(unmapped);
        issues = List.copyOf(issues);
    }

    /** Number of facts by kind, only kinds that occur; notes and issues are not facts. */
    public Map<String, Integer> counts() {
        Map<String, Integer> counts = new LinkedHashMap<>();
        count(counts, "demographics", (sex.isPresent() ? 1 : 0) + (birthDate.isPresent() ? 1 : 0));
        count(counts, "observations", observations.size());
        count(counts, "conditions", conditions.size());
        count(counts, "problemLists", problemLists.size());
        count(counts, "medications", medications.size());
        count(counts, "supplies", supplies.size());
        count(counts, "allergies", allergies.size());
        count(counts, "genotypes", genotypes.size());
        count(counts, "glucosePoints", glucose.size());
        count(counts, "amendments", amendments.size());
        return counts;
    }

    private static void count(Map<String, Integer> counts, String kind, int number) {
        if (number > 0) {
            counts.put(kind, number);
        }
    }

    /** Whether the record says nothing that HSDPO can use. */
    public boolean isEmpty() {
        return counts().isEmpty() && notes.isEmpty();
    }

    /** Time of the newest observation, sensor reading, condition onset, start, end or supply of a drug. */
    public Optional<Instant> newestFact() {
        return Stream.of(
                        observations.stream().map(Observation::time),
                        glucose.stream().map(GlucosePoint::time),
                        conditions.stream().flatMap(condition -> condition.onset().stream()),
                        medications.stream().flatMap(medication -> medication.start().stream()),
                        medications.stream().flatMap(medication -> medication.end().stream()),
                        supplies.stream().map(Supply::from))
                .flatMap(times -> times)
                .max(Instant::compareTo);
    }

    /** These facts and others of the same record together. */
    public ClinicalFacts and(ClinicalFacts other) {
        return new ClinicalFacts(
                sex.or(other::sex),
                birthDate.or(other::birthDate),
                joined(observations, other.observations),
                joined(conditions, other.conditions),
                joined(problemLists, other.problemLists),
                joined(medications, other.medications),
                joined(supplies, other.supplies),
                joined(allergies, other.allergies),
                joined(genotypes, other.genotypes),
                joined(glucose, other.glucose),
                joined(notes, other.notes),
                joined(amendments, other.amendments),
                joined(unmapped, other.unmapped),
                joined(issues, other.issues));
    }

    private static <T> List<T> joined(List<T> first, List<T> second) {
        return Stream.concat(first.stream(), second.stream()).toList();
    }

    /** Gathers the facts of one record while it is read. */
    public static final class Collector {
        private final List<Observation> observations = new ArrayList<>();
        private final List<ConditionRecord> conditions = new ArrayList<>();
        private final List<ProblemList> problemLists = new ArrayList<>();
        private final List<MedicationRecord> medications = new ArrayList<>();
        private final List<Supply> supplies = new ArrayList<>();
        private final List<Allergy> allergies = new ArrayList<>();
        private final List<Genotype> genotypes = new ArrayList<>();
        private final List<GlucosePoint> glucose = new ArrayList<>();
        private final List<EmbeddedNote> notes = new ArrayList<>();
        private final List<Amendment> amendments = new ArrayList<>();
        private final List<UnmappedCode> unmapped = new ArrayList<>();
        private final List<DataIssue> issues = new ArrayList<>();
        private Optional<Sourced<Sex>> sex = Optional.empty();
        private Optional<Sourced<LocalDate>> birthDate = Optional.empty();

        public void sex(Sourced<Sex> value) {
            sex = Optional.of(value);
        }

        public void birthDate(Sourced<LocalDate> value) {
            birthDate = Optional.of(value);
        }

        public void add(Observation observation) {
            observations.add(observation);
        }

        public void add(ConditionRecord condition) {
            conditions.add(condition);
        }

        /** Statements about conditions so far. */
        public int conditions() {
            return conditions.size();
        }

        public void add(ProblemList problemList) {
            problemLists.add(problemList);
        }

        public void add(MedicationRecord medication) {
            medications.add(medication);
        }

        public void add(Supply supply) {
            supplies.add(supply);
        }

        public void add(Allergy allergy) {
            allergies.add(allergy);
        }

        public void add(Genotype genotype) {
            genotypes.add(genotype);
        }

        public void add(GlucosePoint point) {
            glucose.add(point);
        }

        public void add(EmbeddedNote note) {
            notes.add(note);
        }

        public void add(UnmappedCode code) {
            unmapped.add(code);
        }

        public void add(Amendment amendment) {
            amendments.add(amendment);
        }

        public void issue(DataIssue.Kind kind, String field, String message) {
            issues.add(new DataIssue(kind, field, message));
        }

        public ClinicalFacts facts() {
            return new ClinicalFacts(
                    sex,
                    birthDate,
                    observations,
                    conditions,
                    problemLists,
                    medications,
                    supplies,
                    allergies,
                    genotypes,
                    glucose,
                    notes,
                    amendments,
                    unmapped,
                    issues);
        }
    }
}
