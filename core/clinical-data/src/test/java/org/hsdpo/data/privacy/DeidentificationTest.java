package org.hsdpo.data.privacy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.time.Instant;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.hsdpo.clinical.condition.ConditionConcept;
import org.hsdpo.clinical.drug.Drug;
import org.hsdpo.clinical.error.InvalidInputException;
import org.hsdpo.clinical.measurement.Bound;
import org.hsdpo.clinical.measurement.Measurement;
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
import org.hsdpo.clinical.quantity.Quantity;
import org.junit.jupiter.api.Test;

class DeidentificationTest {
    private static final Instant NOW = Instant.parse("2026-01-15T09:30:11Z");
    private static final Instant RECEIVED = Instant.parse("2025-12-01T03:04:05.678901Z");
    private static final byte[] KEY = "0123456789abcdef0123456789abcdef".getBytes();
    private static final FrequentValues ALL =
            new FrequentValues(Set.of(ConditionConcept.values()), Set.of("metformin", "warfarin", "penicillin"));

    /**
     * What becomes of every component of a patient state. A component that is not here has not been reviewed: decide what
     * de-identification does with it, write the decision here and in the table of docs/research.md.
     */
    private static final Map<String, String> REVIEWED = Map.ofEntries(
            Map.entry("PatientState.patientId", "replaced by the pseudonym"),
            Map.entry("PatientState.asOf", "left out: it would tell the shift"),
            Map.entry("PatientState.sex", "kept"),
            Map.entry("PatientState.birthDate", "age at asOf, 90 and more as one class"),
            Map.entry("PatientState.observations", "kept, without diabetes duration"),
            Map.entry("PatientState.conditions", "kept where frequent"),
            Map.entry("PatientState.problemLists", "their number"),
            Map.entry("PatientState.medications", "kept"),
            Map.entry("PatientState.allergies", "kept where frequent"),
            Map.entry("PatientState.genotypes", "phenotypes kept"),
            Map.entry("PatientState.issues", "number of each kind"),
            Map.entry("Sourced.value", "see sex and birth date"),
            Map.entry("Sourced.provenance", "left out"),
            Map.entry("Observation.measurement", "kept"),
            Map.entry("Observation.value", "kept within the plausible range"),
            Map.entry("Observation.bound", "kept"),
            Map.entry("Observation.time", "by policy"),
            Map.entry("Observation.improbable", "left out: the bound says it"),
            Map.entry("Observation.provenance", "left out"),
            Map.entry("Quantity.value", "see observation and medication"),
            Map.entry("Quantity.unit", "kept"),
            Map.entry("ConditionRecord.concept", "kept where frequent"),
            Map.entry("ConditionRecord.status", "kept"),
            Map.entry("ConditionRecord.onset", "by policy"),
            Map.entry("ConditionRecord.provenance", "left out"),
            Map.entry("ProblemList.time", "left out: may be the day of receipt"),
            Map.entry("ProblemList.entries", "left out"),
            Map.entry("ProblemList.provenance", "left out"),
            Map.entry("MedicationRecord.drug", "the ingredient says it"),
            Map.entry("MedicationRecord.ingredient", "kept where known and frequent"),
            Map.entry("MedicationRecord.rxnorm", "left out: the source's own text"),
            Map.entry("MedicationRecord.dose", "kept where the ingredient is"),
            Map.entry("MedicationRecord.productStrength", "kept where the ingredient is"),
            Map.entry("MedicationRecord.status", "kept"),
            Map.entry("MedicationRecord.start", "by policy"),
            Map.entry("MedicationRecord.end", "by policy"),
            Map.entry("MedicationRecord.asWritten", "left out: the source's own text"),
            Map.entry("MedicationRecord.provenance", "left out"),
            Map.entry("Allergy.substance", "kept where known and frequent"),
            Map.entry("Allergy.provenance", "left out"),
            Map.entry("Genotype.gene", "kept where it has definitions here"),
            Map.entry("Genotype.diplotype", "left out: most are rare"),
            Map.entry("Genotype.phenotype", "kept where a standard term"),
            Map.entry("Genotype.possiblePhenotypes", "left out: several of them tell of rare alleles"),
            Map.entry("Genotype.activityScore", "left out: with the phenotype it tells the alleles"),
            Map.entry("Genotype.alleles", "left out: most are rare"),
            Map.entry("Genotype.missingPositions", "left out: they tell the laboratory's method"),
            Map.entry("Genotype.basis", "left out"),
            Map.entry("Genotype.provenance", "left out"),
            Map.entry("Allele.name", "left out, see Genotype.alleles"),
            Map.entry("Allele.function", "left out, see Genotype.alleles"),
            Map.entry("Allele.activity", "left out, see Genotype.alleles"),
            Map.entry("DataIssue.kind", "counted"),
            Map.entry("DataIssue.field", "left out: free text"),
            Map.entry("DataIssue.message", "left out: free text"),
            Map.entry("Provenance.source", "left out"),
            Map.entry("Provenance.sourceId", "left out"),
            Map.entry("Provenance.recordedAt", "left out; a date equal to it does not leave either"),
            Map.entry("Provenance.transformation", "left out"),
            Map.entry("Provenance.confidence", "left out"),
            Map.entry("Provenance.lineage", "left out"),
            Map.entry("PatientState.supplies", "left out"),
            Map.entry("Supply.ingredient", "left out"),
            Map.entry("Supply.kind", "left out"),
            Map.entry("Supply.from", "left out"),
            Map.entry("Supply.days", "left out"),
            Map.entry("Supply.provenance", "left out"),
            Map.entry("Lineage.keys", "left out"),
            Map.entry("Lineage.standing", "left out"),
            Map.entry("Lineage.statedAt", "left out"));

    private static Provenance provenance(String id) {
        return new Provenance(
                Provenance.Source.FHIR, "SECRET-source-" + id, RECEIVED, "SECRET-step-" + id, 0.987654321);
    }

    private static Observation hba1c(double value, String time) {
        return new Observation(
                Measurement.HBA1C, Quantity.of(value, "%"), Instant.parse(time), false, provenance("hba1c"));
    }

    private static PatientState patient(String id, String birth, List<Observation> observations) {
        return new PatientState(
                id,
                NOW,
                Optional.of(new Sourced<>(Sex.FEMALE, provenance("sex"))),
                Optional.of(new Sourced<>(LocalDate.parse(birth), provenance("birth"))),
                observations,
                List.of(new ConditionRecord(
                        ConditionConcept.TYPE_2_DIABETES,
                        ConditionRecord.Status.ACTIVE,
                        Optional.of(Instant.parse("2014-04-05T00:00:00Z")),
                        provenance("condition"))),
                List.of(new ProblemList(NOW, 7, provenance("list"))),
                List.of(
                        medication(Optional.of(Drug.METFORMIN), "metformin"),
                        medication(Optional.empty(), "SECRET-drug of dr miller")),
                List.of(new Allergy("SECRET-substance", provenance("a")), new Allergy("penicillin", provenance("b"))),
                List.of(
                        new Genotype("CYP2C9", "*1/*SECRET", "SECRET-phenotype", provenance("gene")),
                        new Genotype("SECRETGENE", "", "Poor Metabolizer", provenance("gene"))),
                List.of(new DataIssue(DataIssue.Kind.UNMAPPED, "SECRET-field", "SECRET-message")));
    }

    private static MedicationRecord medication(Optional<Drug> drug, String ingredient) {
        return new MedicationRecord(
                drug,
                ingredient,
                "SECRET-rxnorm",
                drug.isPresent() ? OptionalDouble.of(1000) : OptionalDouble.empty(),
                MedicationRecord.Status.ACTIVE,
                Optional.of(Instant.parse("2015-06-07T08:09:10Z")),
                Optional.empty(),
                "SECRET-as-written",
                provenance("medication"));
    }

    private static final List<Observation> TWO =
            List.of(hba1c(8.1, "2024-12-30T22:00:00Z"), hba1c(7.2, "2025-02-08T07:00:00Z"));

    private static StudyKey study(String tenant, String study) {
        return StudyKey.of(KEY, tenant, study);
    }

    @Test
    void everyComponentOfAPatientStateHasBeenReviewed() {
        Set<String> found = new TreeSet<>();
        collect(PatientState.class, found);

        assertThat(found)
                .as("components of the patient state: one that is new must be decided on before it can leave")
                .isEqualTo(new TreeSet<>(REVIEWED.keySet()));
    }

    private static void collect(Type type, Set<String> found) {
        if (type instanceof ParameterizedType generic) {
            collect(generic.getRawType(), found);
            for (Type argument : generic.getActualTypeArguments()) {
                collect(argument, found);
            }
        } else if (type instanceof Class<?> plain && plain.isRecord()) {
            for (RecordComponent component : plain.getRecordComponents()) {
                if (found.add(plain.getSimpleName() + "." + component.getName())) {
                    collect(component.getGenericType(), found);
                }
            }
        }
    }

    @Test
    void nothingOfTheSourcesWordsIdentifiersAndMomentsLeavesUnderEitherPolicy() {
        PatientState state = patient("SECRET-patient", "1961-07-23", TWO);
        for (Deidentification policy : List.of(
                Deidentification.shifted(study("north", "s1"), ALL),
                Deidentification.byYear(new SplittableRandom(1), ALL))) {
            assertThat(policy.record(state).toString())
                    .doesNotContainIgnoringCase("SECRET")
                    .doesNotContain("1961", "2026", "2025-12-01", "0.987654321", "2024-12-30", "2025-02-08")
                    .doesNotContain("2014-04-05", "2015-06-07", "T0", "T2");
        }
    }

    @Test
    void movedDatesKeepTheIntervalsAndLieBetweenOneDayAndOneYearBefore() {
        ResearchRecord record =
                Deidentification.shifted(study("north", "s1"), ALL).record(patient("p", "1961-07-23", TWO));

        LocalDate first =
                LocalDate.parse(record.observations().getFirst().date().orElseThrow());
        LocalDate second =
                LocalDate.parse(record.observations().getLast().date().orElseThrow());
        LocalDate onset = LocalDate.parse(record.conditions().getFirst().onset().orElseThrow());
        assertThat(ChronoUnit.DAYS.between(first, second)).isEqualTo(40);
        assertThat(ChronoUnit.DAYS.between(onset, first))
                .isEqualTo(ChronoUnit.DAYS.between(LocalDate.parse("2014-04-05"), LocalDate.parse("2024-12-30")));
        assertThat(ChronoUnit.DAYS.between(first, LocalDate.parse("2024-12-30")))
                .isBetween(1L, 365L);
    }

    @Test
    void patientsAreMovedByDifferentNumbersOfDaysSpreadOverTheYear() {
        StudyKey key = study("north", "s1");
        int[] days = IntStream.range(0, 36_500).map(i -> key.daysBack("p" + i)).toArray();

        Map<Integer, Long> counts =
                IntStream.of(days).boxed().collect(Collectors.groupingBy(d -> d, Collectors.counting()));
        // 365 classes of 100 expected: chi-squared with 364 degrees of freedom is below 451 in 999 of 1000 cases.
        double chiSquared = counts.values().stream()
                .mapToDouble(count -> (count - 100) * (count - 100) / 100.0)
                .sum();
        assertThat(counts).hasSize(365).containsKeys(1, 365);
        assertThat(chiSquared).isLessThan(451);
    }

    @Test
    void aPseudonymIsTheSameWithinAStudyAndAnotherInAnyOther() {
        String pseudonym = study("north", "s1").pseudonym("p");

        assertThat(study("north", "s1").pseudonym("p")).isEqualTo(pseudonym).matches("[0-9a-f]{32}");
        assertThat(List.of(
                        study("north", "s2").pseudonym("p"),
                        study("south", "s1").pseudonym("p"),
                        study("north", "s1").pseudonym("q"),
                        StudyKey.of("another key of thirty-two bytes.".getBytes(), "north", "s1")
                                .pseudonym("p")))
                .doesNotContain(pseudonym)
                .doesNotHaveDuplicates();
    }

    @Test
    void byYearOnlyYearsAreToldAndTheCodeIsDrawnAnew() {
        Deidentification byYear = Deidentification.byYear(new SplittableRandom(5), ALL);
        ResearchRecord once = byYear.record(patient("p", "1961-07-23", TWO));
        ResearchRecord again = byYear.record(patient("p", "1961-07-23", TWO));

        assertThat(once.observations())
                .extracting(value -> value.date().orElseThrow())
                .containsExactly("2024", "2025");
        assertThat(once.conditions().getFirst().onset()).contains("2014");
        assertThat(once.age()).hasValue(64);
        assertThat(again.pseudonym()).isNotEqualTo(once.pseudonym()).matches("[0-9a-f]{32}");
    }

    @Test
    void ninetyAndMoreAreOneClassAndNoDateBetraysSuchAnAge() {
        Deidentification byYear = Deidentification.byYear(new SplittableRandom(5), ALL);
        List<Observation> early = List.of(hba1c(7, "1937-01-15T00:00:00Z"), hba1c(7, "1937-01-14T00:00:00Z"));

        assertThat(byYear.record(patient("p", "1936-01-16", early)).age()).hasValue(89);
        assertThat(byYear.record(patient("p", "1936-01-15", early)).age()).hasValue(90);
        ResearchRecord oldest = byYear.record(patient("p", "1920-01-15", early));
        assertThat(oldest.age()).hasValue(90);
        assertThat(oldest.observations())
                .extracting(ResearchRecord.Value::date)
                .containsExactly(Optional.empty(), Optional.of("1937"));
    }

    @Test
    void theDurationOfDiabetesStaysBehindBecauseItTellsTheOnset() {
        Observation duration =
                new Observation(Measurement.DIABETES_DURATION, Quantity.of(11.78, "a"), NOW, false, provenance("d"));

        assertThat(Deidentification.shifted(study("north", "s1"), ALL)
                        .record(patient("p", "1961-07-23", List.of(duration)))
                        .observations())
                .isEmpty();
    }

    @Test
    void aDateThatIsTheMomentOfReceiptStaysBehind() {
        List<Observation> undated = List.of(hba1c(7, RECEIVED.toString()));

        assertThat(Deidentification.shifted(study("north", "s1"), ALL)
                        .record(patient("p", "1961-07-23", undated))
                        .observations())
                .singleElement()
                .satisfies(value -> assertThat(value.date()).isEmpty());
    }

    @Test
    void whatFewPatientsHaveStaysBehindAndIsCountedOrCalledOther() {
        ResearchRecord record = Deidentification.shifted(
                        study("north", "s1"), new FrequentValues(Set.of(), Set.of("SECRET-substance", "penicillin")))
                .record(patient("p", "1961-07-23", TWO));

        assertThat(record.conditions()).isEmpty();
        assertThat(record.withheldConditions()).isEqualTo(1);
        assertThat(record.medications())
                .extracting(ResearchRecord.Medication::ingredient)
                .containsExactly("other", "other");
        assertThat(record.medications())
                .allSatisfy(medication -> assertThat(medication.dose()).isEmpty());
    }

    @Test
    void aKnownFrequentDrugKeepsItsDoseInTheFormularysUnit() {
        assertThat(Deidentification.shifted(study("north", "s1"), ALL)
                        .record(patient("p", "1961-07-23", TWO))
                        .medications()
                        .getFirst())
                .satisfies(metformin -> {
                    assertThat(metformin.ingredient()).isEqualTo("metformin");
                    assertThat(metformin.dose()).contains(Quantity.of(1000, "mg/d"));
                });
    }

    @Test
    void anExtremeValueIsGivenAsBeyondThePlausibleRange() {
        ResearchRecord record = Deidentification.shifted(study("north", "s1"), ALL)
                .record(patient(
                        "p",
                        "1961-07-23",
                        List.of(hba1c(3.1, "2024-01-01T00:00:00Z"), hba1c(19.4, "2024-02-01T00:00:00Z"))));

        assertThat(record.observations())
                .extracting(ResearchRecord.Value::bound, value -> value.value().value())
                .containsExactly(
                        org.assertj.core.groups.Tuple.tuple(Bound.BELOW, 4.0),
                        org.assertj.core.groups.Tuple.tuple(Bound.ABOVE, 16.0));
    }

    @Test
    void aShortKeyAndAMalformedStudyAreRefused() {
        assertThatThrownBy(() -> StudyKey.of(new byte[31], "north", "s1")).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> study("north", "a study")).isInstanceOf(InvalidInputException.class);
        assertThatThrownBy(() -> study("north", "")).isInstanceOf(InvalidInputException.class);
    }
}
