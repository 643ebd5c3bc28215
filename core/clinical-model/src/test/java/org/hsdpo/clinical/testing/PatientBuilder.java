package org.hsdpo.clinical.testing;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import org.hsdpo.clinical.condition.ConditionConcept;
import org.hsdpo.clinical.drug.Drug;
import org.hsdpo.clinical.measurement.Bound;
import org.hsdpo.clinical.measurement.Measurement;
import org.hsdpo.clinical.measurement.MeasurementCatalogue;
import org.hsdpo.clinical.patient.Allergy;
import org.hsdpo.clinical.patient.ConditionRecord;
import org.hsdpo.clinical.patient.Genotype;
import org.hsdpo.clinical.patient.MedicationRecord;
import org.hsdpo.clinical.patient.Observation;
import org.hsdpo.clinical.patient.PatientState;
import org.hsdpo.clinical.patient.ProblemList;
import org.hsdpo.clinical.patient.Provenance;
import org.hsdpo.clinical.patient.Sex;
import org.hsdpo.clinical.patient.Sourced;
import org.hsdpo.clinical.quantity.Quantity;

/** Builds patients for tests: {@code aPatient().aged(62).with(HBA1C, 8.4).taking(METFORMIN, 1000).build()}. */
public final class PatientBuilder {
    public static final Instant NOW = Instant.parse("2026-01-15T09:00:00Z");

    private final Provenance provenance = new Provenance(Provenance.Source.FHIR, "test", NOW, "", 1);
    private final List<Observation> observations = new ArrayList<>();
    private final List<ConditionRecord> conditions = new ArrayList<>();
    private final List<ProblemList> problemLists = new ArrayList<>();
    private final List<MedicationRecord> medications = new ArrayList<>();
    private final List<Allergy> allergies = new ArrayList<>();
    private final List<Genotype> genotypes = new ArrayList<>();
    private Optional<Sourced<Sex>> sex = Optional.empty();
    private Optional<Sourced<LocalDate>> birthDate = Optional.empty();

    private PatientBuilder() {}

    /** A patient of whom nothing is known. */
    public static PatientBuilder aPatient() {
        return new PatientBuilder();
    }

    /** A man of 58 with type 2 diabetes, a problem list, HbA1c 8.2 %, normal renal function, on no drug. */
    public static PatientBuilder aTypicalPatient() {
        return aPatient()
                .aged(58)
                .of(Sex.MALE)
                .withProblemList()
                .having(ConditionConcept.TYPE_2_DIABETES)
                .lacking(ConditionConcept.SEVERE_HYPOGLYCAEMIA)
                .lacking(ConditionConcept.HYPOGLYCAEMIA_UNAWARENESS)
                .lacking(ConditionConcept.FAMILY_HISTORY_MEDULLARY_THYROID_CARCINOMA)
                .lacking(ConditionConcept.FRAILTY)
                .with(Measurement.HBA1C, 8.2)
                .with(Measurement.FASTING_GLUCOSE, 172)
                .with(Measurement.CREATININE, 0.9)
                .with(Measurement.EGFR, 95)
                .with(Measurement.ALT, 28)
                .with(Measurement.WEIGHT, 92)
                .with(Measurement.HEIGHT, 175)
                .with(Measurement.BODY_MASS_INDEX, 30.0)
                .with(Measurement.SYSTOLIC_PRESSURE, 134)
                .with(Measurement.DIASTOLIC_PRESSURE, 82)
                .with(Measurement.HEART_RATE, 74)
                .with(Measurement.LDL_CHOLESTEROL, 110)
                .with(Measurement.HDL_CHOLESTEROL, 42)
                .with(Measurement.TRIGLYCERIDES, 180);
    }

    public PatientBuilder aged(int years) {
        LocalDate birth =
                LocalDate.ofInstant(NOW, ZoneOffset.UTC).minusYears(years).minusDays(30);
        birthDate = Optional.of(new Sourced<>(birth, provenance));
        return this;
    }

    public PatientBuilder of(Sex value) {
        sex = Optional.of(new Sourced<>(value, provenance));
        return this;
    }

    /** A current value in the canonical unit, replacing earlier ones. */
    public PatientBuilder with(Measurement measurement, double value) {
        observations.removeIf(observation -> observation.measurement() == measurement);
        return withAt(measurement, value, Duration.ofDays(7));
    }

    /** A current result known only as a bound, in the canonical unit, replacing earlier ones. */
    public PatientBuilder with(Measurement measurement, Bound bound, double value) {
        observations.removeIf(observation -> observation.measurement() == measurement);
        String unit = MeasurementCatalogue.shipped().definition(measurement).unit();
        observations.add(new Observation(
                measurement, Quantity.of(value, unit), bound, NOW.minus(Duration.ofDays(7)), false, provenance));
        return this;
    }

    /** A further value measured some time ago. */
    public PatientBuilder withAt(Measurement measurement, double value, Duration ago) {
        String unit = MeasurementCatalogue.shipped().definition(measurement).unit();
        observations.add(new Observation(measurement, Quantity.of(value, unit), NOW.minus(ago), false, provenance));
        return this;
    }

    public PatientBuilder without(Measurement measurement) {
        observations.removeIf(observation -> observation.measurement() == measurement);
        return this;
    }

    public PatientBuilder having(ConditionConcept concept) {
        return stating(concept, ConditionRecord.Status.ACTIVE);
    }

    public PatientBuilder lacking(ConditionConcept concept) {
        return stating(concept, ConditionRecord.Status.REFUTED);
    }

    public PatientBuilder stating(ConditionConcept concept, ConditionRecord.Status status) {
        conditions.removeIf(condition -> condition.concept() == concept);
        conditions.add(new ConditionRecord(concept, status, Optional.empty(), provenance));
        return this;
    }

    /** Makes a condition unknown again. */
    public PatientBuilder silentOn(ConditionConcept concept) {
        conditions.removeIf(condition -> condition.concept() == concept);
        return this;
    }

    public PatientBuilder withProblemList() {
        problemLists.add(new ProblemList(NOW, 5, provenance));
        return this;
    }

    public PatientBuilder withoutProblemList() {
        problemLists.clear();
        return this;
    }

    public PatientBuilder taking(Drug drug, double dose) {
        return taking(drug, OptionalDouble.of(dose), OptionalDouble.empty());
    }

    public PatientBuilder takingUnknownDoseOf(Drug drug) {
        return taking(drug, OptionalDouble.empty(), OptionalDouble.empty());
    }

    /** In a dose nobody recorded, of a product of the strength in the drug's strength unit. */
    public PatientBuilder takingUnknownDoseOf(Drug drug, double productStrength) {
        return taking(drug, OptionalDouble.empty(), OptionalDouble.of(productStrength));
    }

    private PatientBuilder taking(Drug drug, OptionalDouble dose, OptionalDouble productStrength) {
        medications.add(new MedicationRecord(
                Optional.of(drug),
                drug.id(),
                "",
                dose,
                productStrength,
                MedicationRecord.Status.ACTIVE,
                Optional.of(NOW.minus(Duration.ofDays(200))),
                Optional.empty(),
                drug.id(),
                provenance));
        return this;
    }

    /** A statement of the builder's source about a drug, begun and ended some time ago where that is given. */
    public PatientBuilder withMedication(
            Drug drug,
            OptionalDouble dose,
            MedicationRecord.Status status,
            Optional<Duration> begun,
            Optional<Duration> ended) {
        return withMedication(new MedicationRecord(
                Optional.of(drug),
                drug.id(),
                "",
                dose,
                status,
                begun.map(NOW::minus),
                ended.map(NOW::minus),
                drug.id(),
                provenance));
    }

    /** A statement about a drug. */
    public PatientBuilder withMedication(MedicationRecord statement) {
        medications.add(statement);
        return this;
    }

    /** A value, whatever it is and wherever it comes from. */
    public PatientBuilder withObservation(Observation observation) {
        observations.add(observation);
        return this;
    }

    public PatientBuilder takingAlso(String ingredient) {
        medications.add(new MedicationRecord(
                Optional.empty(),
                ingredient,
                "",
                OptionalDouble.empty(),
                MedicationRecord.Status.ACTIVE,
                Optional.empty(),
                Optional.empty(),
                ingredient,
                provenance));
        return this;
    }

    public PatientBuilder allergicTo(String substance) {
        allergies.add(new Allergy(substance, provenance));
        return this;
    }

    public PatientBuilder withGenotype(String gene, String diplotype, String phenotype) {
        genotypes.add(new Genotype(gene, diplotype, phenotype, provenance));
        return this;
    }

    public PatientBuilder with(Genotype genotype) {
        genotypes.add(genotype);
        return this;
    }

    public PatientState build() {
        return new PatientState(
                "test-patient",
                NOW,
                sex,
                birthDate,
                observations,
                conditions,
                problemLists,
                medications,
                allergies,
                genotypes,
                List.of());
    }
}
