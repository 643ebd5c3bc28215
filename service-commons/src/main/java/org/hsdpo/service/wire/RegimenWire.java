package org.hsdpo.service.wire;

import java.util.Locale;
import java.util.Optional;
import org.hsdpo.clinical.drug.Drug;
import org.hsdpo.clinical.drug.Formulary;
import org.hsdpo.clinical.drug.FormularyEntry;
import org.hsdpo.clinical.error.InvalidInputException;
import org.hsdpo.clinical.patient.CurrentTherapy;
import org.hsdpo.clinical.patient.UnrecordedDose;
import org.hsdpo.clinical.quantity.Quantity;
import org.hsdpo.clinical.quantity.Ucum;
import org.hsdpo.clinical.regimen.Regimen;
import org.hsdpo.contracts.evaluation.v1.DrugDose;

/** Regimens on the wire. */
public final class RegimenWire {
    private RegimenWire() {}

    public static org.hsdpo.contracts.evaluation.v1.Regimen toWire(Regimen regimen) {
        org.hsdpo.contracts.evaluation.v1.Regimen.Builder wire =
                org.hsdpo.contracts.evaluation.v1.Regimen.newBuilder().setText(regimen.toString());
        for (Drug drug : regimen.drugs()) {
            FormularyEntry entry = Formulary.shipped().entry(drug);
            wire.addDrugs(DrugDose.newBuilder()
                    .setDrug(drug.id())
                    .setLabel(entry.label())
                    .setDose(QuantityWire.toWire(Quantity.of(regimen.dose(drug), entry.unit())))
                    .setRoute(entry.route().name().toLowerCase(Locale.ROOT))
                    .setFrequency(entry.howTaken(regimen.dose(drug))));
        }
        return wire.build();
    }

    /**
     * What a patient takes: a drug whose dose nobody recorded stands there without a dose, with the one that is assumed where
     * one is.
     */
    public static org.hsdpo.contracts.evaluation.v1.Regimen toWire(CurrentTherapy therapy) {
        org.hsdpo.contracts.evaluation.v1.Regimen.Builder wire =
                toWire(therapy.regimen()).toBuilder().setText(therapy.toString());
        Optional<Regimen> assumption = therapy.assumption();
        for (UnrecordedDose unrecorded : therapy.unrecorded()) {
            FormularyEntry entry = Formulary.shipped().entry(unrecorded.drug());
            DrugDose.Builder dose =
                    DrugDose.newBuilder().setDrug(unrecorded.drug().id()).setLabel(entry.label());
            assumption.ifPresent(assumed -> dose.setAssumedDose(
                    QuantityWire.toWire(Quantity.of(assumed.dose(unrecorded.drug()), entry.unit()))));
            wire.addDrugs(dose);
        }
        return wire.build();
    }

    /** @throws InvalidInputException where a drug is unknown, stands twice or its dose does not convert to its unit */
    public static Regimen fromWire(org.hsdpo.contracts.evaluation.v1.Regimen wire, String field) {
        Regimen regimen = Regimen.none();
        for (int i = 0; i < wire.getDrugsCount(); i++) {
            DrugDose dose = wire.getDrugs(i);
            String place = field + ".drugs[" + i + "]";
            Drug drug = Drug.byId(dose.getDrug())
                    .orElseThrow(() -> new InvalidInputException(
                            place + ".drug", "DRUG_UNKNOWN", "the drug is not in the formulary", "a formulary drug"));
            if (regimen.takes(drug)) {
                throw new InvalidInputException(
                        place + ".drug", "DRUG_TWICE", drug.id() + " stands twice", "each drug once");
            }
            String unit = Formulary.shipped().entry(drug).unit();
            Quantity quantity = QuantityWire.fromWire(dose.hasDose(), dose.getDose(), place + ".dose");
            if (!(quantity.value() > 0)) {
                throw new InvalidInputException(
                        place + ".dose.value", "DOSE_INVALID", "the dose is not above zero", "a number above 0");
            }
            regimen = regimen.with(drug, Ucum.convert(quantity, unit).value());
        }
        return regimen;
    }
}
