package org.hsdpo.data.state;

import java.time.Instant;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.hsdpo.clinical.patient.Allergy;
import org.hsdpo.clinical.patient.ConditionRecord;
import org.hsdpo.clinical.patient.DataIssue;
import org.hsdpo.clinical.patient.MedicationRecord;
import org.hsdpo.clinical.patient.Observation;
import org.hsdpo.clinical.patient.PatientState;
import org.hsdpo.clinical.patient.ProblemList;
import org.hsdpo.clinical.patient.Provenance;
import org.hsdpo.clinical.patient.Sourced;
import org.hsdpo.clinical.patient.Supply;
import org.hsdpo.data.ClinicalFacts;

/**
 * Puts the facts of a patient's records together.
 *
 * <p>Facts later than the moment asked for are left out. What a sender corrected, withdrew or ended later is so, by the
 * sender's own numbers. The same fact from two sources counts once. Where coded sources
 * contradict each other both stay and the conflict is an issue; where a note contradicts a coded source the coded one
 * stands, except that a note which affirms a condition is never silenced. Renal function, body mass index and duration
 * of diabetes are derived where the sources do not give them. Deterministic; thread-safe.
 */
public final class PatientStateAssembler {
    /**
     * The state of a patient.
     *
     * @param patientId the tenant's opaque identifier
     * @param asOf the moment
     * @param records facts of each record, in the order of receipt
     */
    public PatientState assemble(String patientId, Instant asOf, List<ClinicalFacts> records) {
        Issues issues = new Issues();
        records.forEach(record -> record.issues().forEach(issues::add));

        var sex = single(records, ClinicalFacts::sex, "sex", issues);
        var birthDate = single(records, ClinicalFacts::birthDate, "birth date", issues);
        EntryHistory entries = new EntryHistory(records, issues);
        List<Observation> observations = new ObservationMerge(issues)
                .merge(entries.observations().stream()
                        .filter(observation -> !observation.time().isAfter(asOf))
                        .toList());
        List<ConditionRecord> conditions = new ConditionMerge(issues, asOf).merge(entries.conditions());
        List<Supply> supplies = entries.supplies().stream()
                .filter(supply -> !supply.from().isAfter(asOf))
                .toList();
        List<MedicationRecord> medications = new SuppliedDrugs(asOf, issues)
                .with(
                        supplies,
                        new MedicationMerge(issues, asOf).merge(new OrderHistory(records, asOf, issues).medications()));
        List<ProblemList> problemLists = all(records, ClinicalFacts::problemLists).stream()
                .filter(list -> !list.time().isAfter(asOf))
                .toList();

        List<Observation> withDerived = DerivedFacts.together(
                observations, new DerivedFacts(asOf).of(observations, conditions, sex, birthDate));
        PatientState state = new PatientState(
                patientId,
                asOf,
                sex,
                birthDate,
                withDerived,
                conditions,
                problemLists,
                medications,
                distinct(entries.allergies(), Allergy::substance),
                new GenotypeMerge(issues).merge(all(records, ClinicalFacts::genotypes)),
                supplies,
                List.of());
        new ReportedBounds(issues).examine(state);
        new LaboratoryMethods(issues).examine(state);
        new Completeness(issues).examine(state);
        return with(state, issues.all());
    }

    private static <T> List<T> all(List<ClinicalFacts> records, Function<ClinicalFacts, List<T>> part) {
        return records.stream().flatMap(record -> part.apply(record).stream()).toList();
    }

    /** One fact for each key: the first, which is the one received first. */
    private static <T> List<T> distinct(List<T> facts, Function<T, Object> key) {
        LinkedHashSet<Object> seen = new LinkedHashSet<>();
        return facts.stream().filter(fact -> seen.add(key.apply(fact))).toList();
    }

    /** A value a patient has once: contradicting sources leave it unknown, since doses depend on it. */
    private static <T> Optional<Sourced<T>> single(
            List<ClinicalFacts> records,
            Function<ClinicalFacts, Optional<Sourced<T>>> part,
            String name,
            Issues issues) {
        List<Sourced<T>> stated =
                records.stream().flatMap(record -> part.apply(record).stream()).toList();
        if (stated.stream().map(Sourced::value).distinct().count() > 1) {
            issues.add(DataIssue.Kind.CONFLICT, name, "the records state different values; it is treated as unknown");
            return Optional.empty();
        }
        return stated.stream().findFirst();
    }

    static boolean isNote(Provenance provenance) {
        return provenance.source() == Provenance.Source.CLINICAL_NOTE;
    }

    private static PatientState with(PatientState state, List<DataIssue> issues) {
        return new PatientState(
                state.patientId(),
                state.asOf(),
                state.sex(),
                state.birthDate(),
                state.observations(),
                state.conditions(),
                state.problemLists(),
                state.medications(),
                state.allergies(),
                state.genotypes(),
                state.supplies(),
                issues);
    }
}
