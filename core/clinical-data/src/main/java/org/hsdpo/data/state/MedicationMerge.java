package org.hsdpo.data.state;

import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import org.hsdpo.clinical.drug.Drug;
import org.hsdpo.clinical.drug.Formulary;
import org.hsdpo.clinical.drug.FormularyEntry;
import org.hsdpo.clinical.patient.DataIssue;
import org.hsdpo.clinical.patient.MedicationRecord;
import org.hsdpo.clinical.patient.MedicationRecord.Status;
import org.hsdpo.clinical.patient.Provenance;
import org.hsdpo.data.drug.DoseLimits;

/**
 * Statements about drugs from several sources. For each ingredient:
 *
 * <ul>
 *   <li>repeated statements count once;
 *   <li>a coded prescription without a dose takes the dose from a note that states one;
 *   <li>a note that contradicts a coded statement is left out, with an issue;
 *   <li>coded prescriptions in force with different doses all stay, with an issue: the newest counts. If they began at
 *       the same time, neither does: the dose is unknown.
 * </ul>
 */
final class MedicationMerge {
    private final Issues issues;
    private final Instant asOf;

    MedicationMerge(Issues issues, Instant asOf) {
        this.issues = issues;
        this.asOf = asOf;
    }

    List<MedicationRecord> merge(List<MedicationRecord> medications) {
        Map<String, List<MedicationRecord>> byIngredient = new LinkedHashMap<>();
        medications.stream()
                .filter(medication ->
                        medication.start().filter(start -> start.isAfter(asOf)).isEmpty())
                .forEach(medication -> byIngredient
                        .computeIfAbsent(medication.ingredient(), ignored -> new ArrayList<>())
                        .add(medication));
        return byIngredient.values().stream()
                .flatMap(statements -> merged(distinct(statements)).stream())
                .toList();
    }

    private static List<MedicationRecord> distinct(List<MedicationRecord> statements) {
        List<MedicationRecord> kept = new ArrayList<>();
        for (MedicationRecord statement : statements) {
            boolean known = kept.stream()
                    .anyMatch(other -> other.status() == statement.status()
                            && other.dose().equals(statement.dose())
                            && other.productStrength().equals(statement.productStrength())
                            && other.start().equals(statement.start())
                            && other.end().equals(statement.end()));
            if (!known) {
                kept.add(statement);
            }
        }
        return kept;
    }

    private List<MedicationRecord> merged(List<MedicationRecord> statements) {
        List<MedicationRecord> coded = statements.stream()
                .filter(statement -> !PatientStateAssembler.isNote(statement.provenance()))
                .toList();
        List<MedicationRecord> notes = statements.stream()
                .filter(statement -> PatientStateAssembler.isNote(statement.provenance()))
                .toList();
        List<MedicationRecord> inForce =
                coded.stream().filter(statement -> statement.isTakenAt(asOf)).toList();
        if (coded.isEmpty()) {
            return notesAlone(notes);
        }
        List<MedicationRecord> kept = new ArrayList<>(coded);
        Optional<Drug> drug = coded.getFirst().drug();
        if (drug.isPresent()) {
            disagreeing(drug.get(), inForce, kept);
        }
        notes.forEach(note -> compare(note, inForce, kept));
        return kept;
    }

    /** Of several notes the newest statement of a dose counts; one without a dose does not take it away. */
    private static List<MedicationRecord> notesAlone(List<MedicationRecord> notes) {
        boolean doseStated = notes.stream()
                .anyMatch(note -> note.status() == Status.ACTIVE && note.dose().isPresent());
        return notes.stream()
                .filter(note -> !doseStated
                        || note.status() != Status.ACTIVE
                        || note.dose().isPresent())
                .toList();
    }

    private void disagreeing(Drug drug, List<MedicationRecord> inForce, List<MedicationRecord> kept) {
        List<OptionalDouble> doses =
                inForce.stream().map(MedicationRecord::dose).distinct().toList();
        if (doses.size() < 2) {
            return;
        }
        FormularyEntry entry = Formulary.shipped().entry(drug);
        String stated = String.join(
                " and ",
                doses.stream()
                        .map(dose -> dose.isPresent()
                                ? DoseLimits.plain(dose.getAsDouble()) + " " + entry.unit()
                                : "an unstated dose")
                        .toList());
        Instant newest = begun(inForce.stream()
                .reduce((a, b) -> begun(a).isAfter(begun(b)) ? a : b)
                .orElseThrow());
        List<MedicationRecord> newestOnes = inForce.stream()
                .filter(statement -> begun(statement).equals(newest))
                .toList();
        boolean undecided =
                newestOnes.stream().map(MedicationRecord::dose).distinct().count() > 1;
        issues.add(
                DataIssue.Kind.CONFLICT,
                entry.label(),
                "prescriptions in force state " + stated
                        + (undecided ? " from the same time; the dose is unknown" : "; the newest counts"));
        if (undecided) {
            kept.removeAll(newestOnes);
            newestOnes.forEach(statement -> kept.add(withDose(
                    statement, OptionalDouble.empty(), statement.provenance().transformed("dose in conflict"))));
        }
    }

    private void compare(MedicationRecord note, List<MedicationRecord> inForce, List<MedicationRecord> kept) {
        boolean noteTakes = note.status() == Status.ACTIVE;
        String label =
                note.drug().map(drug -> Formulary.shipped().entry(drug).label()).orElse(note.ingredient());
        if (inForce.isEmpty()) {
            // Coded data know the drug but not as taken now: what the note says is news, and is kept.
            kept.add(note);
            if (noteTakes) {
                issues.add(
                        DataIssue.Kind.CONFLICT,
                        label,
                        "a note says that it is taken, coded data that it is not; both are kept and it counts as taken");
            }
            return;
        }
        if (!noteTakes) {
            boolean laterThanAll = note.end().isEmpty()
                    || inForce.stream().allMatch(statement -> begun(statement)
                            .isBefore(note.end().get()));
            if (laterThanAll) {
                issues.add(
                        DataIssue.Kind.CONFLICT,
                        label,
                        "a note says that it was stopped or held, a coded prescription is in force; the prescription counts");
            }
            return;
        }
        if (note.dose().isEmpty()) {
            return;
        }
        boolean codedDose =
                inForce.stream().anyMatch(statement -> statement.dose().isPresent());
        if (!codedDose) {
            takeDoseFrom(note, inForce, kept);
        } else if (inForce.stream().noneMatch(statement -> statement.dose().equals(note.dose()))) {
            issues.add(
                    DataIssue.Kind.CONFLICT,
                    label,
                    "a note states " + DoseLimits.plain(note.dose().getAsDouble())
                            + note.drug()
                                    .map(drug -> " "
                                            + Formulary.shipped().entry(drug).unit())
                                    .orElse("")
                            + ", the coded prescription another dose; the prescription counts");
        }
    }

    private static void takeDoseFrom(
            MedicationRecord note, List<MedicationRecord> inForce, List<MedicationRecord> kept) {
        for (MedicationRecord statement : inForce) {
            if (kept.remove(statement)) {
                Provenance source = note.provenance();
                kept.add(withDose(
                        statement,
                        note.dose(),
                        new Provenance(
                                source.source(),
                                source.sourceId(),
                                source.recordedAt(),
                                "dose from a note, as the prescription "
                                        + statement.provenance().sourceId() + " states none",
                                source.confidence())));
            }
        }
    }

    /** Without the product's strength: where sources speak of doses, even in conflict, none is to be assumed from it. */
    private static MedicationRecord withDose(MedicationRecord statement, OptionalDouble dose, Provenance provenance) {
        return new MedicationRecord(
                statement.drug(),
                statement.ingredient(),
                statement.rxnorm(),
                dose,
                statement.status(),
                statement.start(),
                statement.end(),
                statement.asWritten(),
                provenance);
    }

    private static Instant begun(MedicationRecord statement) {
        return statement.start().orElse(Instant.MIN);
    }
}
