package org.hsdpo.ingestion.api;

import java.util.Map;
import java.util.TreeMap;
import org.hsdpo.contracts.patient.v1.ConditionStatus;
import org.hsdpo.contracts.patient.v1.DataIssueKind;
import org.hsdpo.contracts.patient.v1.MedicationStatus;
import org.hsdpo.contracts.patient.v1.Sex;
import org.hsdpo.contracts.research.v1.DatePolicy;
import org.hsdpo.contracts.research.v1.ExportPageResponse;
import org.hsdpo.contracts.research.v1.IssueCount;
import org.hsdpo.contracts.research.v1.RemovalCount;
import org.hsdpo.contracts.research.v1.ResearchCondition;
import org.hsdpo.contracts.research.v1.ResearchMedication;
import org.hsdpo.contracts.research.v1.ResearchPhenotype;
import org.hsdpo.contracts.research.v1.ResearchValue;
import org.hsdpo.contracts.research.v1.ScrubNoteResponse;
import org.hsdpo.data.privacy.ResearchRecord;
import org.hsdpo.data.privacy.ScrubbedNote;
import org.hsdpo.ingestion.research.ExportingRecords.Page;
import org.hsdpo.service.wire.QuantityWire;

/** Records and notes without identity on the wire. */
final class ResearchRecordWire {
    private static final String MARKING = "machine-scrubbed";

    private ResearchRecordWire() {}

    static ExportPageResponse page(Page page) {
        ExportPageResponse.Builder wire = ExportPageResponse.newBuilder();
        page.records().forEach(record -> wire.addRecords(toWire(record)));
        page.last().ifPresent(wire::setNextCursor);
        return wire.build();
    }

    private static org.hsdpo.contracts.research.v1.ResearchRecord toWire(ResearchRecord record) {
        var wire = org.hsdpo.contracts.research.v1.ResearchRecord.newBuilder()
                .setPseudonym(record.pseudonym())
                .setDates(DatePolicy.valueOf("DATE_POLICY_" + record.dates()))
                .setProblemLists(record.problemLists())
                .addAllAllergies(record.allergies())
                .setWithheldConditions(record.withheldConditions());
        record.sex().ifPresent(sex -> wire.setSex(Sex.valueOf("SEX_" + sex)));
        record.age().ifPresent(wire::setAge);
        record.observations()
                .forEach(value -> wire.addObservations(ResearchValue.newBuilder()
                        .setMeasurement(value.measurement().name())
                        .setValue(QuantityWire.toWire(value.value()))
                        .setComparator(value.bound().symbol())
                        .setDate(value.date().orElse(""))));
        record.conditions()
                .forEach(condition -> wire.addConditions(ResearchCondition.newBuilder()
                        .setConcept(condition.concept().name())
                        .setStatus(ConditionStatus.valueOf("CONDITION_STATUS_" + condition.status()))
                        .setOnset(condition.onset().orElse(""))));
        record.medications().forEach(medication -> wire.addMedications(toWire(medication)));
        record.genotypes()
                .forEach(genotype -> wire.addGenotypes(
                        ResearchPhenotype.newBuilder().setGene(genotype.gene()).setPhenotype(genotype.phenotype())));
        new TreeMap<>(record.issues())
                .forEach((kind, count) -> wire.addIssues(IssueCount.newBuilder()
                        .setKind(DataIssueKind.valueOf("DATA_ISSUE_KIND_" + kind))
                        .setCount(count)));
        return wire.build();
    }

    private static ResearchMedication toWire(ResearchRecord.Medication medication) {
        ResearchMedication.Builder wire = ResearchMedication.newBuilder()
                .setIngredient(medication.ingredient())
                .setStatus(MedicationStatus.valueOf("MEDICATION_STATUS_" + medication.status()))
                .setStart(medication.start().orElse(""))
                .setEnd(medication.end().orElse(""));
        medication.dose().ifPresent(dose -> wire.setDose(QuantityWire.toWire(dose)));
        medication.productStrength().ifPresent(strength -> wire.setProductStrength(QuantityWire.toWire(strength)));
        return wire.build();
    }

    static ScrubNoteResponse scrubbed(ScrubbedNote note) {
        Map<ScrubbedNote.Kind, Integer> counts = new TreeMap<>();
        note.removals().forEach(removal -> counts.merge(removal.kind(), 1, Integer::sum));
        ScrubNoteResponse.Builder wire =
                ScrubNoteResponse.newBuilder().setText(note.text()).setMarking(MARKING);
        counts.forEach((kind, count) ->
                wire.addRemovals(RemovalCount.newBuilder().setKind(kind.name()).setCount(count)));
        return wire.build();
    }
}
