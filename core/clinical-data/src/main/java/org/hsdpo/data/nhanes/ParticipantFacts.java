package org.hsdpo.data.nhanes;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import org.hsdpo.clinical.condition.ConditionConcept;
import org.hsdpo.clinical.drug.Drug;
import org.hsdpo.clinical.drug.GlucoseLoweringIngredients;
import org.hsdpo.clinical.error.InvalidInputException;
import org.hsdpo.clinical.measurement.Bound;
import org.hsdpo.clinical.measurement.Measurement;
import org.hsdpo.clinical.measurement.MeasurementCatalogue;
import org.hsdpo.clinical.measurement.MeasurementDefinition;
import org.hsdpo.clinical.patient.ConditionRecord;
import org.hsdpo.clinical.patient.DataIssue;
import org.hsdpo.clinical.patient.MedicationRecord;
import org.hsdpo.clinical.patient.Observation;
import org.hsdpo.clinical.patient.Provenance;
import org.hsdpo.clinical.patient.Sex;
import org.hsdpo.clinical.patient.Sourced;
import org.hsdpo.clinical.quantity.Quantity;
import org.hsdpo.data.ClinicalFacts;
import org.hsdpo.data.Receipt;
import org.hsdpo.data.drug.DrugVocabulary;
import org.hsdpo.data.drug.Product;

/** What the survey says of one participant, as facts with provenance. */
final class ParticipantFacts {
    private static final String DRUGS = "RXQ_RX";
    private static final String INSULIN = "insulin";
    private static final int TOP_AGE = 80;
    /** ADA Standards of Care, section 2: fasting is no intake of calories for at least 8 hours. */
    private static final double FASTING_HOURS = 8;

    private static final Set<String> NO_NAME = Set.of("55555", "77777", "99999");
    /** Codes of RXDDAYS from here on: refused, not known. */
    private static final double NO_DAYS = 77_777;

    private static final DrugVocabulary VOCABULARY = DrugVocabulary.shipped();

    private final Participant participant;
    private final NhanesCodebook codebook = NhanesCodebook.shipped();
    private final Set<String> glucoseLoweringCodes;
    private final Instant time;
    private final Receipt receipt;
    private final ClinicalFacts.Collector facts = new ClinicalFacts.Collector();

    /**
     * @param glucoseLoweringCodes drug codes that RXQ_DRUG counts among the glucose-lowering drugs
     */
    ParticipantFacts(Participant participant, NhanesCodebook.Cycle cycle, Set<String> glucoseLoweringCodes) {
        this.participant = participant;
        this.glucoseLoweringCodes = glucoseLoweringCodes;
        this.time = cycle.moment();
        this.receipt = new Receipt("NHANES " + cycle.years() + " " + participant.number(), time);
    }

    ClinicalFacts read(DiabetesStanding standing) {
        demographics();
        codebook.measurements().forEach(this::measured);
        codebook.pressures().forEach(this::pressure);
        diabetes(standing);
        codebook.questions().stream()
                .map(NhanesCodebook.Question::condition)
                .distinct()
                .forEach(this::asked);
        drugs();
        return facts.facts();
    }

    private void demographics() {
        OptionalDouble sex = participant.number("DEMO", "RIAGENDR");
        sex.ifPresent(code -> facts.sex(new Sourced<>(code == 1 ? Sex.MALE : Sex.FEMALE, coded("DEMO", "RIAGENDR"))));
        OptionalDouble age = participant.number("DEMO", "RIDAGEYR");
        if (age.isEmpty()) {
            return;
        }
        int years = (int) age.getAsDouble();
        LocalDate birth =
                LocalDate.ofInstant(time, ZoneOffset.UTC).minusYears(years).minusMonths(6);
        facts.birthDate(new Sourced<>(
                birth,
                receipt.uncertain(
                        Provenance.Source.SURVEY,
                        "DEMO.RIDAGEYR",
                        "the survey gives completed years: the middle of that year of life",
                        0.5)));
        if (years == TOP_AGE) {
            facts.issue(DataIssue.Kind.ASSUMED, "age", "80 stands for 80 years and more in the survey");
        }
    }

    private void measured(NhanesCodebook.MeasuredVariable variable) {
        for (String table : variable.tables()) {
            OptionalDouble value = participant.number(table, variable.variable());
            if (value.isPresent()) {
                measured(variable, table, value.getAsDouble());
                return;
            }
        }
    }

    private void measured(NhanesCodebook.MeasuredVariable variable, String table, double value) {
        Measurement measurement = variable.measurement();
        Provenance provenance = coded(table, variable.variable());
        if (variable.fasting()) {
            OptionalDouble fasted = hoursFasted();
            if (fasted.isPresent() && fasted.getAsDouble() < FASTING_HOURS) {
                if (measurement != Measurement.FASTING_GLUCOSE) {
                    return;
                }
                measurement = Measurement.GLUCOSE;
                provenance = provenance.transformed("taken after less than 8 hours without food: not fasting");
            }
        }
        Bound bound = Bound.EXACT;
        if (variable.belowDetection() != null
                && participant.answered(table, variable.belowDetection(), 1).orElse(false)) {
            bound = Bound.BELOW;
            value *= Math.sqrt(2);
            provenance = provenance.transformed("below the limit of detection: that limit as a bound");
        }
        observe(measurement, value, variable.unit(), bound, provenance);
    }

    private OptionalDouble hoursFasted() {
        OptionalDouble hours = participant.number("GLU", "PHAFSTHR");
        return hours.isPresent() ? hours : participant.number("INS", "PHAFSTHR");
    }

    private void pressure(NhanesCodebook.PressureVariables variables) {
        List<String> taken = new ArrayList<>();
        double sum = 0;
        for (String variable : variables.variables()) {
            OptionalDouble reading = participant.number("BPX", variable);
            if (reading.isPresent() && reading.getAsDouble() > 0) {
                taken.add(variable);
                sum += reading.getAsDouble();
            }
        }
        if (!taken.isEmpty()) {
            Provenance provenance = coded("BPX", String.join("+", taken));
            observe(
                    variables.measurement(),
                    sum / taken.size(),
                    variables.unit(),
                    Bound.EXACT,
                    taken.size() == 1 ? provenance : provenance.transformed("mean of " + taken.size() + " readings"));
        }
    }

    private void observe(Measurement measurement, double value, String unit, Bound bound, Provenance provenance) {
        MeasurementDefinition definition = MeasurementCatalogue.shipped().definition(measurement);
        try {
            Quantity canonical = definition.normalise(Quantity.of(value, unit), bound);
            boolean improbable = !definition.isPlausible(canonical.value());
            if (improbable) {
                facts.issue(
                        DataIssue.Kind.IMPROBABLE,
                        provenance.sourceId(),
                        definition.label() + " is possible but rare: to be confirmed");
            }
            facts.add(new Observation(measurement, canonical, bound, time, improbable, provenance));
        } catch (InvalidInputException impossible) {
            facts.issue(
                    DataIssue.Kind.QUARANTINED,
                    provenance.sourceId(),
                    impossible.violations().getFirst().message() + "; accepted: "
                            + impossible.violations().getFirst().accepted());
        }
    }

    private void diabetes(DiabetesStanding standing) {
        if (standing != DiabetesStanding.TYPE_2) {
            return;
        }
        OptionalDouble age = participant.number("DEMO", "RIDAGEYR");
        OptionalDouble told = DiabetesStanding.toldAt(participant);
        Optional<Instant> onset = age.isPresent() && told.isPresent() && told.getAsDouble() <= age.getAsDouble()
                ? Optional.of(LocalDate.ofInstant(time, ZoneOffset.UTC)
                        .minusYears((long) (age.getAsDouble() - told.getAsDouble()))
                        .atStartOfDay(ZoneOffset.UTC)
                        .toInstant())
                : Optional.empty();
        facts.add(new ConditionRecord(
                ConditionConcept.TYPE_2_DIABETES,
                ConditionRecord.Status.ACTIVE,
                onset,
                receipt.uncertain(
                        Provenance.Source.SURVEY,
                        "DIQ.DIQ010",
                        "told of diabetes; type 2 concluded, because the answers speak against type 1",
                        0.9)));
    }

    /** Yes to one question makes a condition, no to all of them its absence; in between it stays unknown. */
    private void asked(ConditionConcept condition) {
        boolean denied = true;
        List<String> variables = new ArrayList<>();
        for (NhanesCodebook.Question question : codebook.questions()) {
            if (question.condition() != condition) {
                continue;
            }
            Optional<Boolean> yes = participant.yes(question.table(), question.variable());
            if (yes.orElse(false)) {
                facts.add(new ConditionRecord(
                        condition,
                        ConditionRecord.Status.ACTIVE,
                        Optional.empty(),
                        coded(question.table(), question.variable())
                                .transformed("the participant's own report: " + question.asks())));
                return;
            }
            denied &= yes.isPresent();
            variables.add(question.table() + "." + question.variable());
        }
        if (denied) {
            facts.add(new ConditionRecord(
                    condition,
                    ConditionRecord.Status.REFUTED,
                    Optional.empty(),
                    receipt.coded(Provenance.Source.SURVEY, String.join("+", variables))
                            .transformed("the participant's own report")));
        }
    }

    private void drugs() {
        Set<String> taken = new LinkedHashSet<>();
        List<Integer> rows = participant.rows(DRUGS);
        boolean known = false;
        for (int row : rows) {
            OptionalDouble use = participant.number(DRUGS, row, "RXDUSE");
            known |= use.isPresent() && (use.getAsDouble() == 1 || use.getAsDouble() == 2);
            String name = participant.text(DRUGS, row, "RXDDRUG");
            if (!name.isEmpty()) {
                taken.addAll(drug(name, row));
            }
        }
        if (!known) {
            facts.issue(
                    DataIssue.Kind.MISSING,
                    DRUGS,
                    "whether prescription drugs were taken in the last month is not known");
        }
        boolean insulin = taken.stream().anyMatch(ingredient -> ingredient.startsWith(INSULIN));
        if (participant.yes("DIQ", "DIQ050").orElse(false) && !insulin) {
            facts.add(new MedicationRecord(
                    Optional.empty(),
                    INSULIN,
                    "",
                    OptionalDouble.empty(),
                    MedicationRecord.Status.ACTIVE,
                    Optional.empty(),
                    Optional.empty(),
                    "taking insulin now",
                    coded("DIQ", "DIQ050").transformed("which insulin is not said")));
        }
        boolean pills =
                taken.stream().anyMatch(ingredient -> !ingredient.startsWith(INSULIN) && lowersGlucose(ingredient));
        if (participant.yes("DIQ", "DIQ070").orElse(false) && !pills) {
            facts.issue(
                    DataIssue.Kind.MISSING,
                    "DIQ.DIQ070",
                    "pills for diabetes are taken that the list of prescription drugs does not name");
        }
    }

    private Set<String> drug(String name, int row) {
        if (NO_NAME.contains(name)) {
            facts.issue(DataIssue.Kind.UNMAPPED, "RXQ_RX.RXDDRUG", "a prescription drug without a known name is taken");
            return Set.of();
        }
        OptionalDouble days = participant.number(DRUGS, row, "RXDDAYS");
        Optional<Instant> start = days.isPresent() && days.getAsDouble() < NO_DAYS
                ? Optional.of(time.minus(Duration.ofDays((long) days.getAsDouble())))
                : Optional.empty();
        Set<String> ingredients = ingredients(name);
        for (String ingredient : ingredients) {
            Optional<Drug> drug = formularyDrug(ingredient);
            facts.add(new MedicationRecord(
                    drug,
                    ingredient,
                    "",
                    OptionalDouble.empty(),
                    MedicationRecord.Status.ACTIVE,
                    start,
                    Optional.empty(),
                    name,
                    drug.isPresent()
                            ? coded(DRUGS, "RXDDRUG").transformed("the survey does not ask for doses")
                            : coded(DRUGS, "RXDDRUG")));
        }
        boolean glucoseLowering = glucoseLoweringCodes.contains(participant.text(DRUGS, row, "RXDDRGID"));
        if (glucoseLowering && ingredients.stream().noneMatch(ParticipantFacts::lowersGlucose)) {
            facts.issue(
                    DataIssue.Kind.UNMAPPED,
                    "RXQ_RX.RXDDRUG",
                    "the survey counts " + name.toLowerCase(Locale.ROOT)
                            + " among the glucose-lowering drugs, HSDPO does not know it as one");
        }
        return ingredients;
    }

    private static Optional<Drug> formularyDrug(String ingredient) {
        return new Product.Part(ingredient, Optional.empty()).drug();
    }

    private static boolean lowersGlucose(String ingredient) {
        return formularyDrug(ingredient).isPresent() || GlucoseLoweringIngredients.contains(ingredient);
    }

    private Set<String> ingredients(String name) {
        Set<String> ingredients = new LinkedHashSet<>();
        for (String part : name.toLowerCase(Locale.ROOT).split(";")) {
            String written = part.strip();
            ingredients.add(VOCABULARY.ingredient(codebook.drugNames().getOrDefault(written, written)));
        }
        boolean mixture =
                ingredients.size() > 1 && ingredients.stream().allMatch(ingredient -> ingredient.startsWith(INSULIN));
        return mixture ? Set.of("insulin premixed") : ingredients;
    }

    private Provenance coded(String table, String variable) {
        return receipt.coded(Provenance.Source.SURVEY, table + "." + variable);
    }
}
