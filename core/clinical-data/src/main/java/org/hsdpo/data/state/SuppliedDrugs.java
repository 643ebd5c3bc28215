package org.hsdpo.data.state;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.TreeMap;
import org.hsdpo.clinical.drug.Formulary;
import org.hsdpo.clinical.drug.FormularyEntry;
import org.hsdpo.clinical.patient.DataIssue;
import org.hsdpo.clinical.patient.MedicationRecord;
import org.hsdpo.clinical.patient.Supply;

/**
 * A drug that was handed over and that no prescription or statement names is taken to be in use while the supply lasts, in a
 * dose that nobody states: that errs on the side of seeing it.
 */
final class SuppliedDrugs {
    /** How long a supply counts that does not say how long it lasts: three months are the usual longest. */
    private static final int DAYS_IF_UNKNOWN = 90;

    private final Instant asOf;
    private final Issues issues;

    SuppliedDrugs(Instant asOf, Issues issues) {
        this.asOf = asOf;
        this.issues = issues;
    }

    List<MedicationRecord> with(List<Supply> supplies, List<MedicationRecord> medications) {
        Map<String, Supply> newest = new TreeMap<>();
        supplies.stream()
                .filter(supply -> supply.kind() == Supply.Kind.DISPENSED)
                .filter(supply -> medications.stream()
                        .noneMatch(record -> record.ingredient().equals(supply.ingredient())))
                .forEach(supply -> newest.merge(
                        supply.ingredient(), supply, (a, b) -> b.from().isBefore(a.from()) ? a : b));
        List<MedicationRecord> all = new ArrayList<>(medications);
        newest.values().stream().filter(this::lasts).map(this::inUse).forEach(all::add);
        return all;
    }

    private boolean lasts(Supply supply) {
        return supply.from()
                .plus(Duration.ofDays(supply.days().orElse(DAYS_IF_UNKNOWN)))
                .isAfter(asOf);
    }

    private MedicationRecord inUse(Supply supply) {
        Optional<FormularyEntry> entry = Formulary.shipped().byName(supply.ingredient());
        issues.add(
                DataIssue.Kind.ASSUMED,
                entry.map(FormularyEntry::label).orElse(supply.ingredient()),
                supply.ingredient() + " was handed over on " + ObservationMerge.day(supply.from())
                        + " and no record prescribes it: it is taken to be in use, in a dose that nobody states; to be confirmed");
        return new MedicationRecord(
                entry.map(FormularyEntry::id),
                supply.ingredient(),
                "",
                OptionalDouble.empty(),
                MedicationRecord.Status.ACTIVE,
                Optional.of(supply.from()),
                Optional.empty(),
                supply.ingredient(),
                supply.provenance().transformed("taken to be in use, as it was dispensed"));
    }
}
