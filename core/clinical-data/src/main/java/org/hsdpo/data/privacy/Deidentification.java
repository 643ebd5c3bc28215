package org.hsdpo.data.privacy;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.EnumMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.Set;
import java.util.random.RandomGenerator;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.hsdpo.clinical.drug.Drug;
import org.hsdpo.clinical.drug.Formulary;
import org.hsdpo.clinical.drug.FormularyEntry;
import org.hsdpo.clinical.measurement.Bound;
import org.hsdpo.clinical.measurement.Measurement;
import org.hsdpo.clinical.measurement.MeasurementCatalogue;
import org.hsdpo.clinical.measurement.MeasurementDefinition;
import org.hsdpo.clinical.patient.Allergy;
import org.hsdpo.clinical.patient.ConditionRecord;
import org.hsdpo.clinical.patient.DataIssue;
import org.hsdpo.clinical.patient.Genotype;
import org.hsdpo.clinical.patient.MedicationRecord;
import org.hsdpo.clinical.patient.Observation;
import org.hsdpo.clinical.patient.PatientState;
import org.hsdpo.clinical.patient.Provenance;
import org.hsdpo.clinical.patient.Sourced;
import org.hsdpo.clinical.quantity.Quantity;
import org.hsdpo.data.drug.DrugVocabulary;

/**
 * Takes a patient's identity out of the patient's state: by list of what may leave, never by list of what may not. The
 * eighteen identifiers of the safe harbour (45 CFR 164.514(b)(2)) are gone; under {@link DatePolicy#SHIFTED} all but the
 * dates' days are.
 */
public final class Deidentification {
    /** Stands for a name of a drug or substance that may not leave. */
    public static final String OTHER = "other";

    /** Ages above it are one class, and no date may betray one (45 CFR 164.514(b)(2)(i)(C)). */
    private static final int OLDEST_STATED = 89;

    private static final int PSEUDONYM_BYTES = 16;

    /** Standard terms for phenotypes of pharmacogenes (Caudle et al. 2017, Genet Med 19:215); others may be anything. */
    private static final Set<String> PHENOTYPES = Set.of(
            "Ultrarapid Metabolizer",
            "Rapid Metabolizer",
            "Normal Metabolizer",
            "Likely Intermediate Metabolizer",
            "Possible Intermediate Metabolizer",
            "Intermediate Metabolizer",
            "Likely Poor Metabolizer",
            "Poor Metabolizer",
            "Increased Function",
            "Normal Function",
            "Decreased Function",
            "Poor Function",
            "Possible Decreased Function",
            "Indeterminate");

    /** The genes that have definitions here; another symbol is the source's own text. */
    private static final Set<String> GENES = Set.of(
            "ABCG2", "CYP2B6", "CYP2C19", "CYP2C8", "CYP2C9", "CYP3A4", "CYP3A5", "CYP4F2", "DPYD", "IFNL3", "NAT2",
            "NUDT15", "SLC22A1", "SLCO1B1", "TPMT", "UGT1A1", "VKORC1");

    /** What a patient is called and how far the dates move. */
    private interface Disguise {
        String pseudonym(String patientId);

        int daysBack(String patientId);
    }

    private final DatePolicy policy;
    private final Disguise disguise;
    private final FrequentValues frequent;

    private Deidentification(DatePolicy policy, Disguise disguise, FrequentValues frequent) {
        this.policy = policy;
        this.disguise = disguise;
        this.frequent = frequent;
    }

    /** Records with moved dates; the same patient has the same pseudonym in every export of the study. */
    public static Deidentification shifted(StudyKey key, FrequentValues frequent) {
        return new Deidentification(
                DatePolicy.SHIFTED,
                new Disguise() {
                    @Override
                    public String pseudonym(String patientId) {
                        return key.pseudonym(patientId);
                    }

                    @Override
                    public int daysBack(String patientId) {
                        return key.daysBack(patientId);
                    }
                },
                frequent);
    }

    /**
     * Records with years. The code of a record is drawn for each export, because the safe harbour allows none that is derived
     * from information about the individual (45 CFR 164.514(c)(1)), which a hash of the patient's identifier is.
     *
     * @param random a cryptographically secure source
     */
    public static Deidentification byYear(RandomGenerator random, FrequentValues frequent) {
        return new Deidentification(
                DatePolicy.YEAR,
                new Disguise() {
                    @Override
                    public String pseudonym(String patientId) {
                        byte[] drawn = new byte[PSEUDONYM_BYTES];
                        random.nextBytes(drawn);
                        return HexFormat.of().formatHex(drawn);
                    }

                    @Override
                    public int daysBack(String patientId) {
                        return 0;
                    }
                },
                frequent);
    }

    /** The state without the patient's identity. */
    public ResearchRecord record(PatientState state) {
        Dates dates = new Dates(state);
        List<ConditionRecord> conditions = state.conditions().stream()
                .filter(condition -> frequent.conditions().contains(condition.concept()))
                .toList();
        OptionalInt age = state.age();
        return new ResearchRecord(
                disguise.pseudonym(state.patientId()),
                policy,
                state.sex().map(Sourced::value),
                age.isPresent() ? OptionalInt.of(Math.min(age.getAsInt(), OLDEST_STATED + 1)) : age,
                // The duration counts from the onset to the moment of the export: it would undo what becomes of the
                // dates.
                state.observations().stream()
                        .filter(observation -> observation.measurement() != Measurement.DIABETES_DURATION)
                        .map(observation -> value(observation, dates))
                        .toList(),
                conditions.stream()
                        .map(condition -> new ResearchRecord.Condition(
                                condition.concept(),
                                condition.status(),
                                condition.onset().flatMap(dates::of)))
                        .toList(),
                state.problemLists().size(),
                state.medications().stream()
                        .map(medication -> medication(medication, dates))
                        .toList(),
                state.allergies().stream()
                        .map(allergy -> substance(allergy.substance()))
                        .sorted()
                        .toList(),
                state.genotypes().stream().map(Deidentification::phenotype).toList(),
                issues(state.issues()),
                state.conditions().size() - conditions.size());
    }

    private static ResearchRecord.Value value(Observation observation, Dates dates) {
        MeasurementDefinition definition = MeasurementCatalogue.shipped().definition(observation.measurement());
        MeasurementDefinition.Range usual = definition.plausible();
        double value = observation.value().value();
        Optional<String> date = dates.of(observation.time());
        if (value < usual.low() || value > usual.high()) {
            boolean low = value < usual.low();
            return new ResearchRecord.Value(
                    observation.measurement(),
                    Quantity.of(low ? usual.low() : usual.high(), definition.unit()),
                    low ? Bound.BELOW : Bound.ABOVE,
                    date);
        }
        return new ResearchRecord.Value(observation.measurement(), observation.value(), observation.bound(), date);
    }

    private ResearchRecord.Medication medication(MedicationRecord medication, Dates dates) {
        String ingredient = substance(medication.ingredient());
        Optional<FormularyEntry> entry = ingredient.equals(OTHER)
                ? Optional.empty()
                : medication.drug().map((Drug drug) -> Formulary.shipped().entry(drug));
        return new ResearchRecord.Medication(
                ingredient,
                entry.flatMap(known -> quantity(medication.dose(), known.unit())),
                entry.flatMap(known -> quantity(medication.productStrength(), known.strengthUnit())),
                medication.status(),
                medication.start().flatMap(dates::of),
                medication.end().flatMap(dates::of));
    }

    private static Optional<Quantity> quantity(OptionalDouble amount, String unit) {
        return amount.isPresent() ? Optional.of(Quantity.of(amount.getAsDouble(), unit)) : Optional.empty();
    }

    /** A substance that is not in the vocabulary is the source's own text, in which anything may stand. */
    private String substance(String name) {
        return frequent.substances().contains(name) && DrugVocabulary.shipped().knows(name) ? name : OTHER;
    }

    /** Star alleles stay behind: most are rare, and with others they point at one person. */
    private static ResearchRecord.Phenotype phenotype(Genotype genotype) {
        return new ResearchRecord.Phenotype(
                GENES.contains(genotype.gene()) ? genotype.gene() : OTHER,
                PHENOTYPES.contains(genotype.phenotype()) ? genotype.phenotype() : OTHER);
    }

    private static Map<DataIssue.Kind, Integer> issues(List<DataIssue> issues) {
        Map<DataIssue.Kind, Integer> counts = new EnumMap<>(DataIssue.Kind.class);
        issues.forEach(issue -> counts.merge(issue.kind(), 1, Integer::sum));
        return counts;
    }

    /** One patient's dates. */
    private final class Dates {
        private final int daysBack;
        private final LocalDate earliest;
        private final Set<Instant> receipts;

        Dates(PatientState state) {
            daysBack = disguise.daysBack(state.patientId());
            earliest = day(state.asOf()).minusYears(OLDEST_STATED);
            // A whole hospital's records may be received on one day. Where that day stands in for a date that is not
            // known, it
            // would tell everybody's number of days to whoever knows it.
            receipts = provenances(state)
                    .filter(provenance -> provenance.source() != Provenance.Source.DERIVED)
                    .map(Provenance::recordedAt)
                    .collect(Collectors.toSet());
        }

        Optional<String> of(Instant time) {
            LocalDate day = day(time);
            if (day.isBefore(earliest) || receipts.contains(time)) {
                return Optional.empty();
            }
            return Optional.of(
                    switch (policy) {
                        case SHIFTED -> day.minusDays(daysBack).toString();
                        case YEAR -> Integer.toString(day.getYear());
                    });
        }

        private static LocalDate day(Instant time) {
            return LocalDate.ofInstant(time, ZoneOffset.UTC);
        }

        private static Stream<Provenance> provenances(PatientState state) {
            return Stream.of(
                            state.observations().stream().map(Observation::provenance),
                            state.conditions().stream().map(ConditionRecord::provenance),
                            state.medications().stream().map(MedicationRecord::provenance),
                            state.allergies().stream().map(Allergy::provenance))
                    .flatMap(part -> part);
        }
    }
}
