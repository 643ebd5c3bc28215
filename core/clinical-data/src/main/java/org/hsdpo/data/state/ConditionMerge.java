package org.hsdpo.data.state;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.hsdpo.clinical.condition.ConditionCatalogue;
import org.hsdpo.clinical.condition.ConditionConcept;
import org.hsdpo.clinical.patient.ConditionRecord;
import org.hsdpo.clinical.patient.ConditionRecord.Status;
import org.hsdpo.clinical.patient.DataIssue;

/** Statements about conditions from several sources. */
final class ConditionMerge {
    /** The concept means an episode "in the last year". */
    private static final Duration HYPOGLYCAEMIA_COUNTS = Duration.ofDays(365);

    private final Issues issues;
    private final Instant asOf;

    ConditionMerge(Issues issues, Instant asOf) {
        this.issues = issues;
        this.asOf = asOf;
    }

    List<ConditionRecord> merge(List<ConditionRecord> conditions) {
        Map<ConditionConcept, List<ConditionRecord>> byConcept = new EnumMap<>(ConditionConcept.class);
        conditions.stream()
                .filter(condition ->
                        condition.onset().filter(onset -> onset.isAfter(asOf)).isEmpty())
                .map(this::agedOut)
                .forEach(condition -> byConcept
                        .computeIfAbsent(condition.concept(), ignored -> new ArrayList<>())
                        .add(condition));
        return byConcept.values().stream()
                .flatMap(statements -> merged(statements).stream())
                .toList();
    }

    private ConditionRecord agedOut(ConditionRecord condition) {
        boolean old = condition.concept() == ConditionConcept.SEVERE_HYPOGLYCAEMIA
                && condition.status() == Status.ACTIVE
                && condition
                        .onset()
                        .filter(onset -> onset.isBefore(asOf.minus(HYPOGLYCAEMIA_COUNTS)))
                        .isPresent();
        return old
                ? new ConditionRecord(
                        condition.concept(),
                        Status.RESOLVED,
                        condition.onset(),
                        condition.provenance().transformed("longer ago than a year"))
                : condition;
    }

    private List<ConditionRecord> merged(List<ConditionRecord> statements) {
        List<ConditionRecord> coded = statements.stream()
                .filter(statement -> !PatientStateAssembler.isNote(statement.provenance()))
                .toList();
        List<ConditionRecord> kept = new ArrayList<>();
        coded.forEach(statement -> addOnce(kept, statement));
        if (differ(coded)) {
            conflict(statements, "coded sources both affirm and refute it; both are kept and the affirmation counts");
        }
        boolean codedAffirms = coded.stream().anyMatch(ConditionMerge::affirms);
        List<ConditionRecord> notes = statements.stream()
                .filter(statement -> PatientStateAssembler.isNote(statement.provenance()))
                .toList();
        for (ConditionRecord note : notes) {
            if (codedAffirms && !affirms(note)) {
                conflict(statements, "a note denies it, coded data affirm it; the coded entry counts");
            } else {
                if (!coded.isEmpty() && !codedAffirms && affirms(note)) {
                    conflict(
                            statements,
                            "a note affirms it, coded data do not; both are kept and the affirmation counts");
                }
                boolean repeats = coded.stream().anyMatch(other -> other.status() == note.status());
                if (!repeats) {
                    addOnce(kept, note);
                }
            }
        }
        if (coded.isEmpty() && differ(notes)) {
            conflict(statements, "notes both affirm and deny it; both are kept and the affirmation counts");
        }
        return kept;
    }

    private static void addOnce(List<ConditionRecord> kept, ConditionRecord statement) {
        boolean known = kept.stream()
                .anyMatch(other -> other.status() == statement.status()
                        && (other.onset().equals(statement.onset())
                                || statement.onset().equals(Optional.empty())));
        if (!known) {
            kept.add(statement);
        }
    }

    private static boolean differ(List<ConditionRecord> statements) {
        return statements.stream().map(ConditionMerge::affirms).distinct().count() > 1
                && statements.stream().anyMatch(statement -> statement.status() == Status.REFUTED);
    }

    private static boolean affirms(ConditionRecord statement) {
        return statement.status() == Status.ACTIVE;
    }

    private void conflict(List<ConditionRecord> statements, String what) {
        ConditionConcept concept = statements.getFirst().concept();
        issues.add(
                DataIssue.Kind.CONFLICT,
                concept.name(),
                ConditionCatalogue.shipped().definition(concept).label() + ": " + what);
    }
}
