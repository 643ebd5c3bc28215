package org.hsdpo.data.fhir;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.hl7.fhir.r4.model.CodeableConcept;
import org.hl7.fhir.r4.model.Observation;
import org.hl7.fhir.r4.model.Quantity;
import org.hl7.fhir.r4.model.Type;
import org.hsdpo.clinical.error.InvalidInputException;
import org.hsdpo.clinical.error.Violation;
import org.hsdpo.clinical.measurement.Bound;
import org.hsdpo.clinical.measurement.Measurement;
import org.hsdpo.clinical.measurement.MeasurementCatalogue;
import org.hsdpo.clinical.measurement.MeasurementDefinition;
import org.hsdpo.clinical.patient.DataIssue;
import org.hsdpo.clinical.patient.Lineage;
import org.hsdpo.clinical.patient.Provenance;
import org.hsdpo.data.Amendment;
import org.hsdpo.data.ClinicalFacts;
import org.hsdpo.data.Receipt;
import org.hsdpo.data.UnmappedCode;
import org.hsdpo.data.glucose.GlucoseSeries;

/**
 * Observations and their components, by LOINC code, in canonical units. Glucose that a sensor read, by its code or because
 * a device's readings stand too close for anything else, is handed on as one series.
 */
final class ObservationReading {
    /** Glucose in interstitial fluid, mass and moles by volume (HL7 guide on continuous glucose monitoring 1.0.0). */
    private static final Set<String> BY_SENSOR = Set.of("99504-3", "105272-9");
    /** Glucose in capillary blood, by glucometer or test strip, or in blood of any kind: programs send sensors so too. */
    private static final Set<String> PERHAPS_BY_SENSOR =
            Set.of("41653-7", "14743-9", "32016-8", "2340-8", "74774-1", "2339-0", "15074-8");

    /** HbA1c by the IFCC's protocol. */
    private static final Set<String> IFCC = Set.of("59261-8");

    /** A value that was taken, and the device that read it. */
    private record Taken(
            org.hsdpo.clinical.patient.Observation observation, boolean bySensor, boolean perhaps, String device) {}

    private final ClinicalFacts.Collector facts;
    private final List<Violation> violations;
    private final Provenance.Source source;
    private final Receipt receipt;
    private final List<Taken> taken = new ArrayList<>();
    private final MeasurementCatalogue catalogue = MeasurementCatalogue.shipped();
    private final GenotypeReading genotypes;
    private final VariantReading variants;
    private final Codes unmapped = new Codes();

    ObservationReading(
            ClinicalFacts.Collector facts, List<Violation> violations, Provenance.Source source, Receipt receipt) {
        this.facts = facts;
        this.violations = violations;
        this.source = source;
        this.receipt = receipt;
        this.genotypes = new GenotypeReading(facts, receipt);
        this.variants = new VariantReading(facts, receipt);
    }

    void read(Observation observation, String path) {
        boolean usable =
                switch (observation.getStatus()) {
                    case FINAL, AMENDED, CORRECTED, PRELIMINARY -> true;
                    case null, default -> false;
                };
        Optional<MeasurementDefinition> measured = definition(observation.getCode());
        if (usable && VariantReading.isVariant(observation)) {
            variants.read(observation, path);
            return;
        }
        if (usable && GenotypeReading.speaksOfGene(observation)) {
            genotypes.read(observation, path);
            return;
        }
        if (!usable) {
            if (observation.getStatus() == Observation.ObservationStatus.ENTEREDINERROR) {
                withdraw(observation, measured, path);
            }
            if (measured.isPresent()) {
                quarantine(
                        path,
                        measured.get(),
                        observation.getStatus() == Observation.ObservationStatus.ENTEREDINERROR
                                ? "its sender took it back"
                                : "its status is not final");
            }
            return;
        }
        Optional<Instant> time =
                FhirTime.of(observation.getEffective()).or(() -> FhirTime.of(observation.getIssuedElement()));
        boolean preliminary = observation.getStatus() == Observation.ObservationStatus.PRELIMINARY;
        if (measured.isPresent()) {
            take(measured.get(), observation, observation.getCode(), observation.getValue(), time, preliminary, path);
        } else if (observation.getComponent().isEmpty()) {
            unmapped.tally(observation.getCode());
        }
        for (int i = 0; i < observation.getComponent().size(); i++) {
            var component = observation.getComponent().get(i);
            String componentPath = path + ".component[" + i + "]";
            definition(component.getCode())
                    .ifPresentOrElse(
                            definition -> take(
                                    definition,
                                    observation,
                                    component.getCode(),
                                    component.getValue(),
                                    time,
                                    preliminary,
                                    componentPath),
                            () -> unmapped.tally(component.getCode()));
        }
    }

    /** What was stored of the entry before is taken back with it; where its id names it, whatever was read from it. */
    private void withdraw(Observation observation, Optional<MeasurementDefinition> measured, String path) {
        Lineage entry = entry(observation);
        Lineage resource = entry.ofTheResource();
        boolean named = !resource.keys().isEmpty();
        if (!named && (entry.keys().isEmpty() || measured.isEmpty())) {
            return;
        }
        facts.add(new Amendment(
                Amendment.Kind.WITHDRAWN,
                named ? Optional.empty() : measured.map(MeasurementDefinition::id),
                named ? Optional.empty() : FhirTime.of(observation.getEffective()),
                receipt.coded(source, path).of(named ? resource : entry)));
    }

    private static Lineage entry(Observation observation) {
        return Entry.of(
                observation,
                observation.getIdentifier(),
                switch (observation.getStatus()) {
                    case PRELIMINARY -> Lineage.Standing.PRELIMINARY;
                    case AMENDED, CORRECTED -> Lineage.Standing.REVISED;
                    case null, default -> Lineage.Standing.STATED;
                });
    }

    /** How many values were taken so far. */
    int taken() {
        return taken.size();
    }

    /** Takes back the values after a number of them, because what stands beside them in their resource was refused. */
    void forgetFrom(int number) {
        taken.subList(number, taken.size()).clear();
    }

    /** Hands the values on, sensors' as series. */
    void finish() {
        Map<String, List<Instant>> perhaps = new HashMap<>();
        taken.stream().filter(Taken::perhaps).forEach(value -> perhaps.computeIfAbsent(
                        value.device(), ignored -> new ArrayList<>())
                .add(value.observation().time()));
        Set<String> sensors = perhaps.entrySet().stream()
                .filter(device -> GlucoseSeries.isSensor(device.getValue()))
                .map(Map.Entry::getKey)
                .collect(Collectors.toSet());
        GlucoseSeries series = new GlucoseSeries();
        for (Taken value : taken) {
            org.hsdpo.clinical.patient.Observation read = value.observation();
            if (value.bySensor() || value.perhaps() && sensors.contains(value.device())) {
                series.add(
                        GlucoseSeries.Method.SENSOR,
                        value.device(),
                        read.time(),
                        read.value(),
                        read.bound(),
                        read.provenance().sourceId());
            } else {
                facts.add(read);
            }
        }
        if (!series.isEmpty()) {
            series.addTo(facts, receipt, source);
        }
        variants.finish();
        reportUnmapped();
    }

    private void reportUnmapped() {
        unmapped.addTo(facts, UnmappedCode.Kind.MEASUREMENT);
        if (!unmapped.isEmpty()) {
            facts.issue(
                    DataIssue.Kind.UNMAPPED, "Observation.code", "not among the measurements HSDPO reads: " + unmapped);
        }
    }

    private Optional<MeasurementDefinition> definition(CodeableConcept code) {
        return Codes.of(code, Codes.LOINC).stream()
                .flatMap(loinc -> catalogue.byLoinc(loinc).stream())
                .findFirst();
    }

    private void take(
            MeasurementDefinition definition,
            Observation of,
            CodeableConcept code,
            Type value,
            Optional<Instant> time,
            boolean preliminary,
            String path) {
        if (!(value instanceof Quantity quantity) || quantity.getValue() == null) {
            quarantine(path, definition, "it has no numeric value");
            return;
        }
        if (time.isEmpty()) {
            quarantine(path, definition, "it has no time");
            return;
        }
        String valuePath = path + ".valueQuantity";
        try {
            Provenance provenance = receipt.coded(source, path).of(entry(of));
            String written = unit(quantity);
            Optional<String> alias = UnitTexts.ucum(written);
            var stated =
                    org.hsdpo.clinical.quantity.Quantity.of(quantity.getValue().doubleValue(), alias.orElse(written));
            Bound bound = bound(quantity);
            Optional<String> contradiction = contradiction(definition, of, code, stated);
            if (contradiction.isPresent()) {
                quarantine(path, definition, contradiction.get());
                return;
            }
            boolean wholeBlood = isGlucose(definition) && Methods.isOfWholeBlood(of.getMethod());
            var canonical = definition.normalise(
                    wholeBlood
                            ? org.hsdpo.clinical.quantity.Quantity.of(
                                    stated.value() * Methods.PLASMA_OVER_WHOLE_BLOOD, stated.unit())
                            : stated,
                    bound);
            if (!stated.unit().equals(canonical.unit()) || alias.isPresent()) {
                provenance = provenance.transformed(
                        "converted from " + quantity.getValue().toPlainString() + " " + written);
            }
            provenance = withMethod(provenance, definition, of, code, wholeBlood);
            if (preliminary) {
                provenance = provenance.transformed("preliminary result");
                facts.issue(
                        DataIssue.Kind.ASSUMED,
                        path,
                        definition.label() + " of " + bound.before(canonical)
                                + " is a preliminary result, taken as if it were final: to be confirmed");
            }
            boolean glucose = definition.id() == Measurement.GLUCOSE;
            boolean bySensor = glucose && isOneOf(code, BY_SENSOR);
            boolean improbable = !definition.isPlausible(canonical.value());
            if (improbable && !bySensor) {
                facts.issue(
                        DataIssue.Kind.IMPROBABLE,
                        valuePath,
                        definition.label() + " of " + bound.before(canonical)
                                + " is possible but rare: to be confirmed");
            }
            if (time.get().isAfter(receipt.receivedAt().plus(Duration.ofDays(1)))) {
                facts.issue(
                        DataIssue.Kind.IMPROBABLE,
                        path,
                        definition.label() + " is dated after its receipt: not used before then");
            }
            taken.add(new Taken(
                    new org.hsdpo.clinical.patient.Observation(
                            definition.id(), canonical, bound, time.get(), improbable, provenance),
                    bySensor,
                    glucose && !bySensor && isOneOf(code, PERHAPS_BY_SENSOR),
                    of.getDevice().hasReference() ? of.getDevice().getReference() : ""));
        } catch (InvalidInputException e) {
            e.violations().forEach(violation -> violations.add(placed(violation, definition, valuePath)));
        }
    }

    /** Why the unit of a result cannot be believed; empty where nothing speaks against it. */
    private Optional<String> contradiction(
            MeasurementDefinition definition,
            Observation of,
            CodeableConcept code,
            org.hsdpo.clinical.quantity.Quantity stated) {
        Optional<String> other = ReferenceLimits.otherUnit(of, definition, stated.unit());
        if (other.isEmpty()) {
            boolean ifccInPercent = isOneOf(code, IFCC) && stated.unit().equals("%") && !of.hasReferenceRange();
            return ifccInPercent
                    ? Optional.of("its code is of the IFCC's protocol, which counts in mmol/mol, and its unit is %: "
                            + "whether the number is NGSP's or IFCC's is not told")
                    : Optional.empty();
        }
        boolean statedIsPlausible = definition
                .converted(stated)
                .filter(canonical -> definition.isPlausible(canonical.value()))
                .isPresent();
        boolean otherIsPossible = definition
                .converted(org.hsdpo.clinical.quantity.Quantity.of(stated.value(), other.get()))
                .filter(canonical -> definition.possible().contains(canonical.value()))
                .isPresent();
        return statedIsPlausible && !otherIsPossible
                ? Optional.empty()
                : Optional.of("its unit is " + stated.unit() + ", and its reference range is one in " + other.get()
                        + ": one of both is wrong");
    }

    private static boolean isGlucose(MeasurementDefinition definition) {
        return definition.id() == Measurement.GLUCOSE || definition.id() == Measurement.FASTING_GLUCOSE;
    }

    private Provenance withMethod(
            Provenance provenance,
            MeasurementDefinition definition,
            Observation of,
            CodeableConcept code,
            boolean wholeBlood) {
        Optional<Methods.Equation> equation = Methods.equation(code);
        if (equation.isPresent()) {
            return provenance
                    .transformed(Methods.OLDER_EQUATION + equation.get().name())
                    .believed(equation.get().confidence());
        }
        if (wholeBlood) {
            return provenance.transformed("concentration in whole blood, times " + Methods.PLASMA_OVER_WHOLE_BLOOD
                    + " for plasma (IFCC 2005)");
        }
        Optional<Methods.Specimen> specimen = Methods.specimen(code);
        if (specimen.isEmpty() || !isGlucose(definition) || Methods.isOfPlasma(of.getMethod())) {
            return provenance;
        }
        return provenance
                .transformed("measured in " + specimen.get().name()
                        + (specimen.get().perhapsWholeBlood() ? ", taken as the plasma's" : ""))
                .believed(specimen.get().confidence());
    }

    private static boolean isOneOf(CodeableConcept code, Set<String> codes) {
        return Codes.of(code, Codes.LOINC).stream().anyMatch(codes::contains);
    }

    private static Bound bound(Quantity quantity) {
        return switch (quantity.getComparator()) {
            case LESS_THAN -> Bound.BELOW;
            case LESS_OR_EQUAL -> Bound.AT_MOST;
            case GREATER_OR_EQUAL -> Bound.AT_LEAST;
            case GREATER_THAN -> Bound.ABOVE;
            case NULL -> Bound.EXACT;
            case null -> Bound.EXACT;
        };
    }

    private static String unit(Quantity quantity) {
        return quantity.hasCode() ? quantity.getCode() : quantity.hasUnit() ? quantity.getUnit() : "";
    }

    private static Violation placed(Violation violation, MeasurementDefinition definition, String valuePath) {
        boolean unit = violation.field().equals("unit");
        String field = valuePath + (unit ? ".code" : ".value");
        String accepted = unit ? "a UCUM unit that converts to " + definition.unit() : violation.accepted();
        return new Violation(field, violation.code(), definition.label() + ": " + violation.message(), accepted);
    }

    private void quarantine(String path, MeasurementDefinition definition, String reason) {
        facts.issue(DataIssue.Kind.QUARANTINED, path, definition.label() + " was not taken: " + reason);
    }
}
