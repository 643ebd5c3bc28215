package org.hsdpo.gateway.profile;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.hsdpo.clinical.condition.ConditionCatalogue;
import org.hsdpo.clinical.condition.ConditionConcept;
import org.hsdpo.clinical.measurement.Measurement;
import org.hsdpo.clinical.measurement.MeasurementCatalogue;
import org.hsdpo.clinical.patient.CurrentTherapy;
import org.hsdpo.clinical.patient.DataIssue;
import org.hsdpo.clinical.patient.Observation;
import org.hsdpo.clinical.patient.PatientState;
import org.hsdpo.clinical.patient.Truth;
import org.hsdpo.clinical.trend.Longitudinal;
import org.hsdpo.contracts.evaluation.v1.EvaluationSummary;
import org.hsdpo.contracts.evaluation.v1.MissingDatum;
import org.hsdpo.contracts.gateway.v1.DataQuality;
import org.hsdpo.contracts.gateway.v1.MeasurementSummary;
import org.hsdpo.contracts.gateway.v1.PatientSummary;
import org.hsdpo.service.wire.LongitudinalWire;
import org.hsdpo.service.wire.PatientStateWire;
import org.hsdpo.service.wire.QuantityWire;
import org.hsdpo.service.wire.TimeWire;

/** What a clinician needs to see of the patient beside a recommendation, and how good the data are. */
final class Summary {
    private final PatientState state;
    private final EvaluationSummary evaluation;

    private Summary(PatientState state, EvaluationSummary evaluation) {
        this.state = state;
        this.evaluation = evaluation;
    }

    static PatientSummary of(
            org.hsdpo.contracts.patient.v1.PatientState wire, PatientState state, EvaluationSummary evaluation) {
        Summary summary = new Summary(state, evaluation);
        CurrentTherapy therapy = state.currentTherapy();
        PatientSummary.Builder patient = PatientSummary.newBuilder()
                .setSex(wire.getSex().getValue())
                .addAllMeasurements(summary.measurements())
                .addAllConditions(summary.conditions())
                .addAllCoMedication(therapy.otherGlucoseLowering())
                .addAllCoMedication(therapy.coMedication())
                .addAllGenotypes(wire.getGenotypesList())
                .setHba1CGoalReason(evaluation.getHba1CGoalReason())
                .setDataQuality(summary.quality())
                .setLongitudinal(LongitudinalWire.toWire(Longitudinal.of(state)));
        state.age().ifPresent(patient::setAge);
        state.allergies().forEach(allergy -> patient.addAllergies(allergy.substance()));
        if (evaluation.hasHba1CGoal()) {
            patient.setHba1CGoal(evaluation.getHba1CGoal());
        }
        return patient.build();
    }

    private List<MeasurementSummary> measurements() {
        List<MeasurementSummary> newest = new ArrayList<>();
        for (Measurement measurement : Measurement.values()) {
            List<Observation> history = state.history(measurement);
            if (!history.isEmpty()) {
                Observation last = history.getLast();
                newest.add(MeasurementSummary.newBuilder()
                        .setMeasurement(measurement.name())
                        .setLabel(MeasurementCatalogue.shipped()
                                .definition(measurement)
                                .label())
                        .setValue(QuantityWire.toWire(last.value()))
                        .setComparator(last.bound().symbol())
                        .setTime(TimeWire.toWire(last.time()))
                        .setStale(state.isStale(last))
                        .setImprobable(last.improbable())
                        .setCount(history.size())
                        .setProvenance(PatientStateWire.toWire(last.provenance()))
                        .build());
            }
        }
        return newest;
    }

    private List<String> conditions() {
        List<String> labels = new ArrayList<>();
        for (ConditionConcept concept : ConditionConcept.values()) {
            if (state.has(concept) == Truth.TRUE) {
                labels.add(ConditionCatalogue.shipped().definition(concept).label());
            }
        }
        return labels;
    }

    private DataQuality quality() {
        DataQuality.Builder quality = DataQuality.newBuilder()
                .setCompleteness(WantedData.shipped().completeness(state))
                .addAllMissing(missing());
        state.issues().forEach(issue -> quality.addIssues(PatientStateWire.toWire(issue)));
        staleness().forEach(issue -> quality.addIssues(PatientStateWire.toWire(issue)));
        return quality.build();
    }

    /** First what the evaluation says would change the decision, then the rest of what a decision wants. */
    private List<MissingDatum> missing() {
        Map<String, MissingDatum> byName = new LinkedHashMap<>();
        evaluation.getMissingList().forEach(datum -> byName.putIfAbsent(datum.getDatum(), datum));
        WantedData.shipped().missing(state).forEach(datum -> byName.putIfAbsent(datum.getDatum(), datum));
        return List.copyOf(byName.values());
    }

    private List<DataIssue> staleness() {
        List<DataIssue> stale = new ArrayList<>();
        for (Measurement measurement : Measurement.values()) {
            boolean said = state.issues().stream()
                    .anyMatch(issue -> issue.kind() == DataIssue.Kind.STALE
                            && issue.field().equals(measurement.name()));
            if (!said && state.latest(measurement).filter(state::isStale).isPresent()) {
                stale.add(new DataIssue(
                        DataIssue.Kind.STALE,
                        measurement.name(),
                        "the newest value is older than "
                                + MeasurementCatalogue.shipped()
                                        .definition(measurement)
                                        .currentForDays()
                                + " days and carries no decision"));
            }
        }
        return stale;
    }
}
