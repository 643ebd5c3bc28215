package org.hsdpo.service.wire;

import java.time.DateTimeException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.function.Supplier;
import org.hsdpo.clinical.condition.ConditionConcept;
import org.hsdpo.clinical.drug.Drug;
import org.hsdpo.clinical.drug.Formulary;
import org.hsdpo.clinical.drug.FormularyEntry;
import org.hsdpo.clinical.error.InvalidInputException;
import org.hsdpo.clinical.error.Violation;
import org.hsdpo.clinical.measurement.Bound;
import org.hsdpo.clinical.measurement.Measurement;
import org.hsdpo.clinical.measurement.MeasurementCatalogue;
import org.hsdpo.clinical.patient.Allergy;
import org.hsdpo.clinical.patient.ConditionRecord;
import org.hsdpo.clinical.patient.DataIssue;
import org.hsdpo.clinical.patient.Genotype;
import org.hsdpo.clinical.patient.MedicationRecord;
import org.hsdpo.clinical.patient.Observation;
import org.hsdpo.clinical.patient.PatientState;
import org.hsdpo.clinical.patient.ProblemList;
import org.hsdpo.clinical.patient.Provenance;
import org.hsdpo.clinical.patient.Sex;
import org.hsdpo.clinical.patient.Sourced;
import org.hsdpo.clinical.patient.Supply;
import org.hsdpo.clinical.quantity.Quantity;
import org.hsdpo.clinical.quantity.Ucum;
import org.hsdpo.contracts.common.v1.SourceKind;
import org.hsdpo.contracts.patient.v1.AllergyFact;
import org.hsdpo.contracts.patient.v1.BirthDateFact;
import org.hsdpo.contracts.patient.v1.ConditionFact;
import org.hsdpo.contracts.patient.v1.ConditionStatus;
import org.hsdpo.contracts.patient.v1.DataIssueKind;
import org.hsdpo.contracts.patient.v1.GenotypeAllele;
import org.hsdpo.contracts.patient.v1.GenotypeFact;
import org.hsdpo.contracts.patient.v1.MedicationFact;
import org.hsdpo.contracts.patient.v1.MedicationStatus;
import org.hsdpo.contracts.patient.v1.SexFact;

/**
 * Patient states on the wire. Reading checks everything a state promises (known names, canonical units, possible values)
 * and lists every violation at once.
 */
public final class PatientStateWire {
    private PatientStateWire() {}

    public static org.hsdpo.contracts.patient.v1.PatientState toWire(PatientState state) {
        org.hsdpo.contracts.patient.v1.PatientState.Builder wire =
                org.hsdpo.contracts.patient.v1.PatientState.newBuilder()
                        .setPatientId(state.patientId())
                        .setAsOf(TimeWire.toWire(state.asOf()));
        state.sex()
                .ifPresent(sex -> wire.setSex(SexFact.newBuilder()
                        .setValue(
                                sex.value() == Sex.FEMALE
                                        ? org.hsdpo.contracts.patient.v1.Sex.SEX_FEMALE
                                        : org.hsdpo.contracts.patient.v1.Sex.SEX_MALE)
                        .setProvenance(toWire(sex.provenance()))));
        state.birthDate()
                .ifPresent(birth -> wire.setBirthDate(BirthDateFact.newBuilder()
                        .setValue(birth.value().toString())
                        .setProvenance(toWire(birth.provenance()))));
        for (Observation observation : state.observations()) {
            wire.addObservations(org.hsdpo.contracts.patient.v1.Observation.newBuilder()
                    .setMeasurement(observation.measurement().name())
                    .setValue(QuantityWire.toWire(observation.value()))
                    .setComparator(observation.bound().symbol())
                    .setTime(TimeWire.toWire(observation.time()))
                    .setImprobable(observation.improbable())
                    .setProvenance(toWire(observation.provenance())));
        }
        for (ConditionRecord condition : state.conditions()) {
            ConditionFact.Builder fact = ConditionFact.newBuilder()
                    .setConcept(condition.concept().name())
                    .setStatus(ConditionStatus.valueOf("CONDITION_STATUS_" + condition.status()))
                    .setProvenance(toWire(condition.provenance()));
            condition.onset().ifPresent(onset -> fact.setOnset(TimeWire.toWire(onset)));
            wire.addConditions(fact);
        }
        for (ProblemList list : state.problemLists()) {
            wire.addProblemLists(org.hsdpo.contracts.patient.v1.ProblemList.newBuilder()
                    .setTime(TimeWire.toWire(list.time()))
                    .setEntries(list.entries())
                    .setProvenance(toWire(list.provenance())));
        }
        state.medications().forEach(medication -> wire.addMedications(toWire(medication)));
        state.allergies()
                .forEach(allergy -> wire.addAllergies(AllergyFact.newBuilder()
                        .setSubstance(allergy.substance())
                        .setProvenance(toWire(allergy.provenance()))));
        state.genotypes().forEach(genotype -> wire.addGenotypes(toWire(genotype)));
        state.supplies().forEach(supply -> wire.addSupplies(toWire(supply)));
        state.issues().forEach(issue -> wire.addIssues(toWire(issue)));
        return wire.build();
    }

    public static org.hsdpo.contracts.patient.v1.DataIssue toWire(DataIssue issue) {
        return org.hsdpo.contracts.patient.v1.DataIssue.newBuilder()
                .setKind(DataIssueKind.valueOf("DATA_ISSUE_KIND_" + issue.kind()))
                .setField(issue.field())
                .setMessage(issue.message())
                .build();
    }

    private static org.hsdpo.contracts.patient.v1.Supply toWire(Supply supply) {
        org.hsdpo.contracts.patient.v1.Supply.Builder fact = org.hsdpo.contracts.patient.v1.Supply.newBuilder()
                .setIngredient(supply.ingredient())
                .setKind(supply.kind().name())
                .setFrom(TimeWire.toWire(supply.from()))
                .setProvenance(toWire(supply.provenance()));
        supply.days().ifPresent(fact::setDays);
        return fact.build();
    }

    private static Supply fromWire(org.hsdpo.contracts.patient.v1.Supply wire) {
        if (wire.hasDays() && wire.getDays() < 1) {
            throw new InvalidInputException(
                    "days", "VALUE_IMPOSSIBLE", "a supply lasts at least a day", "1 or more, or unset");
        }
        return new Supply(
                wire.getIngredient(),
                named(Supply.Kind.class, wire.getKind(), ""),
                TimeWire.fromWire(wire.getFrom()),
                wire.hasDays() ? OptionalInt.of(wire.getDays()) : OptionalInt.empty(),
                fromWire(wire.getProvenance()));
    }

    private static GenotypeFact toWire(Genotype genotype) {
        GenotypeFact.Builder fact = GenotypeFact.newBuilder()
                .setGene(genotype.gene())
                .setDiplotype(genotype.diplotype())
                .setPhenotype(genotype.phenotype())
                .addAllPossiblePhenotypes(genotype.possiblePhenotypes())
                .addAllMissingPositions(genotype.missingPositions())
                .setBasis(genotype.basis())
                .setProvenance(toWire(genotype.provenance()));
        genotype.activityScore().ifPresent(fact::setActivityScore);
        for (Genotype.Allele allele : genotype.alleles()) {
            GenotypeAllele.Builder named =
                    GenotypeAllele.newBuilder().setName(allele.name()).setFunction(allele.function());
            allele.activity().ifPresent(named::setActivity);
            fact.addAlleles(named);
        }
        return fact.build();
    }

    private static MedicationFact toWire(MedicationRecord medication) {
        MedicationFact.Builder fact = MedicationFact.newBuilder()
                .setDrug(medication.drug().map(Drug::id).orElse(""))
                .setIngredient(medication.ingredient())
                .setRxnorm(medication.rxnorm())
                .setStatus(MedicationStatus.valueOf("MEDICATION_STATUS_" + medication.status()))
                .setAsWritten(medication.asWritten())
                .setProvenance(toWire(medication.provenance()));
        medication.drug().map(Formulary.shipped()::entry).ifPresent(entry -> {
            medication.dose().ifPresent(dose -> fact.setDose(QuantityWire.toWire(Quantity.of(dose, entry.unit()))));
            medication
                    .productStrength()
                    .ifPresent(strength ->
                            fact.setProductStrength(QuantityWire.toWire(Quantity.of(strength, entry.strengthUnit()))));
        });
        medication.start().ifPresent(start -> fact.setStart(TimeWire.toWire(start)));
        medication.end().ifPresent(end -> fact.setEnd(TimeWire.toWire(end)));
        return fact.build();
    }

    public static org.hsdpo.contracts.common.v1.Provenance toWire(Provenance provenance) {
        return org.hsdpo.contracts.common.v1.Provenance.newBuilder()
                .setSource(SourceKind.valueOf("SOURCE_KIND_" + provenance.source()))
                .setSourceId(provenance.sourceId())
                .setRecordedAt(TimeWire.toWire(provenance.recordedAt()))
                .setTransformation(provenance.transformation())
                .setConfidence(provenance.confidence())
                .build();
    }

    /** @throws InvalidInputException with every violation found */
    public static PatientState fromWire(org.hsdpo.contracts.patient.v1.PatientState wire) {
        Reading reading = new Reading();
        if (!wire.hasAsOf()) {
            reading.violations.add(
                    new Violation("patient.asOf", "TIME_MISSING", "the moment of the state is missing", "a timestamp"));
        }
        Optional<Sourced<Sex>> sex = wire.hasSex()
                ? reading.part(
                        "patient.sex",
                        () -> new Sourced<>(
                                switch (wire.getSex().getValue()) {
                                    case SEX_FEMALE -> Sex.FEMALE;
                                    case SEX_MALE -> Sex.MALE;
                                    default -> throw unknownName("SEX_FEMALE or SEX_MALE");
                                },
                                fromWire(wire.getSex().getProvenance())))
                : Optional.empty();
        Optional<Sourced<LocalDate>> birthDate = wire.hasBirthDate()
                ? reading.part(
                        "patient.birthDate",
                        () -> new Sourced<>(
                                LocalDate.parse(wire.getBirthDate().getValue()),
                                fromWire(wire.getBirthDate().getProvenance())))
                : Optional.empty();
        PatientState state = new PatientState(
                wire.getPatientId(),
                TimeWire.fromWire(wire.getAsOf()),
                sex,
                birthDate,
                reading.all("patient.observations", wire.getObservationsList(), PatientStateWire::fromWire),
                reading.all("patient.conditions", wire.getConditionsList(), PatientStateWire::fromWire),
                reading.all("patient.problemLists", wire.getProblemListsList(), PatientStateWire::fromWire),
                reading.all("patient.medications", wire.getMedicationsList(), PatientStateWire::fromWire),
                reading.all(
                        "patient.allergies",
                        wire.getAllergiesList(),
                        fact -> new Allergy(fact.getSubstance(), fromWire(fact.getProvenance()))),
                reading.all("patient.genotypes", wire.getGenotypesList(), PatientStateWire::fromWire),
                reading.all("patient.supplies", wire.getSuppliesList(), PatientStateWire::fromWire),
                reading.all(
                        "patient.issues",
                        wire.getIssuesList(),
                        issue -> new DataIssue(
                                named(DataIssue.Kind.class, issue.getKind().name(), "DATA_ISSUE_KIND_"),
                                issue.getField(),
                                issue.getMessage())));
        if (!reading.violations.isEmpty()) {
            throw new InvalidInputException(reading.violations);
        }
        return state;
    }

    private static Observation fromWire(org.hsdpo.contracts.patient.v1.Observation wire) {
        Measurement measurement = named(Measurement.class, wire.getMeasurement(), "");
        if (!wire.hasTime()) {
            throw new InvalidInputException("time", "TIME_MISSING", "the time is missing", "a timestamp");
        }
        Quantity quantity = QuantityWire.fromWire(wire.hasValue(), wire.getValue(), "value");
        Bound bound = Bound.ofSymbol(wire.getComparator())
                .orElseThrow(() -> new InvalidInputException(
                        "comparator",
                        "NAME_UNKNOWN",
                        "the comparator is not known",
                        "<, <=, >=, > or empty for an exact value"));
        return new Observation(
                measurement,
                MeasurementCatalogue.shipped().definition(measurement).normalise(quantity, bound),
                bound,
                TimeWire.fromWire(wire.getTime()),
                wire.getImprobable(),
                fromWire(wire.getProvenance()));
    }

    private static ConditionRecord fromWire(ConditionFact wire) {
        return new ConditionRecord(
                named(ConditionConcept.class, wire.getConcept(), ""),
                named(ConditionRecord.Status.class, wire.getStatus().name(), "CONDITION_STATUS_"),
                TimeWire.fromWire(wire.hasOnset(), wire.getOnset()),
                fromWire(wire.getProvenance()));
    }

    private static ProblemList fromWire(org.hsdpo.contracts.patient.v1.ProblemList wire) {
        return new ProblemList(TimeWire.fromWire(wire.getTime()), wire.getEntries(), fromWire(wire.getProvenance()));
    }

    private static MedicationRecord fromWire(MedicationFact wire) {
        Optional<Drug> drug = Optional.empty();
        if (!wire.getDrug().isEmpty()) {
            drug = Drug.byId(wire.getDrug());
            if (drug.isEmpty()) {
                throw new InvalidInputException(
                        "drug", "DRUG_UNKNOWN", "the drug is not in the formulary", "a formulary drug or empty");
            }
        }
        OptionalDouble dose = OptionalDouble.empty();
        OptionalDouble productStrength = OptionalDouble.empty();
        if (drug.isPresent()) {
            FormularyEntry entry = Formulary.shipped().entry(drug.get());
            dose = amount(wire.hasDose(), wire.getDose(), entry.unit(), "dose");
            productStrength = amount(
                    wire.hasProductStrength(), wire.getProductStrength(), entry.strengthUnit(), "productStrength");
        }
        return new MedicationRecord(
                drug,
                wire.getIngredient(),
                wire.getRxnorm(),
                dose,
                productStrength,
                named(MedicationRecord.Status.class, wire.getStatus().name(), "MEDICATION_STATUS_"),
                TimeWire.fromWire(wire.hasStart(), wire.getStart()),
                TimeWire.fromWire(wire.hasEnd(), wire.getEnd()),
                wire.getAsWritten(),
                fromWire(wire.getProvenance()));
    }

    /** A fact of before possible phenotypes were told apart states its phenotype only. */
    private static Genotype fromWire(GenotypeFact wire) {
        List<String> possible =
                wire.getPossiblePhenotypesCount() == 0 && !wire.getPhenotype().isEmpty()
                        ? List.of(wire.getPhenotype())
                        : wire.getPossiblePhenotypesList();
        return new Genotype(
                wire.getGene(),
                wire.getDiplotype(),
                wire.getPhenotype(),
                possible,
                wire.hasActivityScore() ? OptionalDouble.of(wire.getActivityScore()) : OptionalDouble.empty(),
                wire.getAllelesList().stream()
                        .map(allele -> new Genotype.Allele(
                                allele.getName(),
                                allele.getFunction(),
                                allele.hasActivity()
                                        ? OptionalDouble.of(allele.getActivity())
                                        : OptionalDouble.empty()))
                        .toList(),
                wire.getMissingPositionsList(),
                wire.getBasis(),
                fromWire(wire.getProvenance()));
    }

    private static OptionalDouble amount(
            boolean present, org.hsdpo.contracts.common.v1.Quantity wire, String unit, String field) {
        return present
                ? OptionalDouble.of(Ucum.convert(QuantityWire.fromWire(true, wire, field), unit)
                        .value())
                : OptionalDouble.empty();
    }

    public static Provenance fromWire(org.hsdpo.contracts.common.v1.Provenance wire) {
        return new Provenance(
                named(Provenance.Source.class, wire.getSource().name(), "SOURCE_KIND_"),
                wire.getSourceId(),
                TimeWire.fromWire(wire.getRecordedAt()),
                wire.getTransformation(),
                wire.getConfidence());
    }

    private static <E extends Enum<E>> E named(Class<E> type, String name, String prefix) {
        for (E constant : type.getEnumConstants()) {
            if ((prefix + constant.name()).equals(name)) {
                return constant;
            }
        }
        throw unknownName("one of the names of " + type.getSimpleName());
    }

    private static InvalidInputException unknownName(String accepted) {
        return new InvalidInputException("", "NAME_UNKNOWN", "the name is not known", accepted);
    }

    private interface Part<W, D> {
        D read(W wire);
    }

    /** Collects violations with the path of the part they stand in. */
    private static final class Reading {
        private final List<Violation> violations = new ArrayList<>();

        <D> Optional<D> part(String path, Supplier<D> read) {
            try {
                return Optional.of(read.get());
            } catch (InvalidInputException e) {
                e.violations()
                        .forEach(violation -> violations.add(new Violation(
                                violation.field().isEmpty() ? path : path + "." + violation.field(),
                                violation.code(),
                                violation.message(),
                                violation.accepted())));
            } catch (IllegalArgumentException | DateTimeException e) {
                violations.add(new Violation(path, "VALUE_INVALID", "the value is not acceptable", ""));
            }
            return Optional.empty();
        }

        <W, D> List<D> all(String path, List<W> wires, Part<W, D> part) {
            List<D> read = new ArrayList<>(wires.size());
            for (int i = 0; i < wires.size(); i++) {
                W wire = wires.get(i);
                part(path + "[" + i + "]", () -> part.read(wire)).ifPresent(read::add);
            }
            return read;
        }
    }
}
