package org.hsdpo.service.wire;

import org.hsdpo.clinical.drug.Drug;
import org.hsdpo.clinical.measurement.MeasurementCatalogue;
import org.hsdpo.clinical.patient.Supply;
import org.hsdpo.clinical.quantity.Quantity;
import org.hsdpo.clinical.trend.Adherence;
import org.hsdpo.clinical.trend.ChangePoint;
import org.hsdpo.clinical.trend.Exposure;
import org.hsdpo.clinical.trend.Longitudinal;
import org.hsdpo.clinical.trend.Sufficiency;
import org.hsdpo.clinical.trend.Trend;
import org.hsdpo.contracts.patient.v1.DatumNeed;
import org.hsdpo.contracts.patient.v1.DatumStanding;
import org.hsdpo.contracts.patient.v1.DecisionData;
import org.hsdpo.contracts.patient.v1.TrendDirection;

/** The record of a patient over time, on the wire. It is computed from the state and never read back. */
public final class LongitudinalWire {
    private LongitudinalWire() {}

    public static org.hsdpo.contracts.patient.v1.Longitudinal toWire(Longitudinal longitudinal) {
        org.hsdpo.contracts.patient.v1.Longitudinal.Builder wire =
                org.hsdpo.contracts.patient.v1.Longitudinal.newBuilder();
        longitudinal.trends().forEach(trend -> wire.addTrends(trend(trend)));
        longitudinal.changes().forEach(change -> wire.addChanges(change(change)));
        longitudinal.exposures().forEach(exposure -> wire.addExposures(exposure(exposure)));
        longitudinal.adherence().forEach(adherence -> wire.addAdherence(adherence(adherence)));
        longitudinal.sufficiency().forEach(sufficiency -> wire.addDecisions(decision(sufficiency)));
        return wire.build();
    }

    private static org.hsdpo.contracts.patient.v1.Trend trend(Trend trend) {
        org.hsdpo.contracts.patient.v1.Trend.Builder wire = org.hsdpo.contracts.patient.v1.Trend.newBuilder()
                .setMeasurement(trend.measurement().name())
                .setLabel(MeasurementCatalogue.shipped()
                        .definition(trend.measurement())
                        .label())
                .setPerYear(trend.perYear())
                .setUnit(trend.unit())
                .setDirection(TrendDirection.valueOf("TREND_DIRECTION_" + trend.direction()))
                .setDays(trend.days())
                .setFrom(trend.from().toString())
                .setTo(trend.to().toString());
        trend.low().ifPresent(wire::setLow);
        trend.high().ifPresent(wire::setHigh);
        return wire.build();
    }

    private static org.hsdpo.contracts.patient.v1.ChangePoint change(ChangePoint change) {
        return org.hsdpo.contracts.patient.v1.ChangePoint.newBuilder()
                .setMeasurement(change.measurement().name())
                .setLabel(MeasurementCatalogue.shipped()
                        .definition(change.measurement())
                        .label())
                .setDay(change.day().toString())
                .setBefore(QuantityWire.toWire(Quantity.of(change.before(), change.unit())))
                .setAfter(QuantityWire.toWire(Quantity.of(change.after(), change.unit())))
                .build();
    }

    private static org.hsdpo.contracts.patient.v1.Exposure exposure(Exposure exposure) {
        org.hsdpo.contracts.patient.v1.Exposure.Builder wire = org.hsdpo.contracts.patient.v1.Exposure.newBuilder()
                .setDrug(exposure.drug().map(Drug::id).orElse(""))
                .setIngredient(exposure.ingredient())
                .setOngoing(exposure.ongoing());
        if (exposure.drug().isPresent()) {
            exposure.dose().ifPresent(dose -> wire.setDose(QuantityWire.toWire(Quantity.of(dose, exposure.unit()))));
        }
        exposure.from().ifPresent(from -> wire.setFrom(TimeWire.toWire(from)));
        exposure.to().ifPresent(to -> wire.setTo(TimeWire.toWire(to)));
        return wire.build();
    }

    private static org.hsdpo.contracts.patient.v1.Adherence adherence(Adherence adherence) {
        org.hsdpo.contracts.patient.v1.Adherence.Builder wire = org.hsdpo.contracts.patient.v1.Adherence.newBuilder()
                .setIngredient(adherence.ingredient())
                .setDays(adherence.days())
                .setRecords(adherence.supplies())
                .setStanding(adherence.standing().name())
                .setBasis(adherence.basis().map(Supply.Kind::name).orElse(""));
        adherence.proportionOfDaysCovered().ifPresent(wire::setProportionOfDaysCovered);
        adherence.possessionRatio().ifPresent(wire::setMedicationPossessionRatio);
        return wire.build();
    }

    private static DecisionData decision(Sufficiency sufficiency) {
        DecisionData.Builder wire = DecisionData.newBuilder()
                .setDecision(sufficiency.decision())
                .setLabel(sufficiency.label())
                .setSuffices(sufficiency.suffices());
        for (Sufficiency.Need need : sufficiency.needs()) {
            DatumNeed.Builder datum = DatumNeed.newBuilder()
                    .setDatum(need.datum())
                    .setStanding(DatumStanding.valueOf("DATUM_STANDING_" + need.standing()))
                    .setSource(need.source());
            need.ageDays().ifPresent(datum::setAgeDays);
            need.withinDays().ifPresent(datum::setWithinDays);
            wire.addNeeds(datum);
        }
        return wire.build();
    }
}
