package org.hsdpo.data.fhir;

import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import org.hl7.fhir.r4.model.Coding;
import org.hl7.fhir.r4.model.DecimalType;
import org.hl7.fhir.r4.model.Extension;
import org.hl7.fhir.r4.model.IntegerType;
import org.hl7.fhir.r4.model.QuestionnaireResponse;
import org.hl7.fhir.r4.model.QuestionnaireResponse.QuestionnaireResponseItemAnswerComponent;
import org.hl7.fhir.r4.model.QuestionnaireResponse.QuestionnaireResponseItemComponent;
import org.hl7.fhir.r4.model.StringType;
import org.hl7.fhir.r4.model.Type;
import org.hsdpo.clinical.measurement.Measurement;
import org.hsdpo.clinical.measurement.MeasurementCatalogue;
import org.hsdpo.clinical.measurement.MeasurementDefinition;
import org.hsdpo.clinical.patient.DataIssue;
import org.hsdpo.clinical.patient.Observation;
import org.hsdpo.clinical.patient.Provenance;
import org.hsdpo.clinical.quantity.Quantity;
import org.hsdpo.data.ClinicalFacts;
import org.hsdpo.data.Receipt;

/**
 * Answers to questionnaires: EQ-5D-5L by dimension, with the index of a published value set where all five are answered, and
 * the scores of diabetes distress. A score with an item missing is not computed.
 */
final class QuestionnaireReading {
    private static final List<String> ORDINAL = List.of(
            "http://hl7.org/fhir/StructureDefinition/ordinalValue",
            "http://hl7.org/fhir/StructureDefinition/itemWeight");

    private final ClinicalFacts.Collector facts;
    private final Provenance.Source source;
    private final Receipt receipt;
    private final Questionnaires questionnaires = Questionnaires.shipped();

    QuestionnaireReading(ClinicalFacts.Collector facts, Provenance.Source source, Receipt receipt) {
        this.facts = facts;
        this.source = source;
        this.receipt = receipt;
    }

    void read(QuestionnaireResponse response, String path) {
        String canonical = response.hasQuestionnaire() ? response.getQuestionnaire() : "";
        Optional<Questionnaires.Sum> sum = questionnaires.sum(canonical);
        if (!questionnaires.isEq5d(canonical) && sum.isEmpty()) {
            facts.issue(
                    DataIssue.Kind.UNMAPPED,
                    path + ".questionnaire",
                    "the questionnaire is none that HSDPO reads (EQ-5D-5L, PAID, DDS17)");
            return;
        }
        boolean usable =
                switch (response.getStatus()) {
                    case COMPLETED, AMENDED -> true;
                    case null, default -> false;
                };
        Optional<Instant> time = FhirTime.of(response.getAuthoredElement());
        if (!usable || time.isEmpty()) {
            facts.issue(
                    DataIssue.Kind.QUARANTINED,
                    path,
                    usable ? "the answers have no time" : "the questionnaire is not completed");
            return;
        }
        List<QuestionnaireResponseItemComponent> items = new ArrayList<>();
        response.getItem().forEach(item -> answered(item, items));
        if (sum.isPresent()) {
            score(sum.get(), items, time.get(), path);
        } else {
            qualityOfLife(items, time.get(), path);
        }
    }

    private static void answered(
            QuestionnaireResponseItemComponent item, List<QuestionnaireResponseItemComponent> items) {
        if (item.hasAnswer()) {
            items.add(item);
        }
        item.getItem().forEach(below -> answered(below, items));
        item.getAnswer().forEach(answer -> answer.getItem().forEach(below -> answered(below, items)));
    }

    private void qualityOfLife(List<QuestionnaireResponseItemComponent> items, Instant time, String path) {
        Map<Measurement, Integer> levels = new EnumMap<>(Measurement.class);
        for (QuestionnaireResponseItemComponent item : items) {
            Optional<Measurement> dimension = questionnaires
                    .eq5d5l()
                    .dimension(item.getLinkId())
                    .or(() -> questionnaires.eq5d5l().dimension(item.hasText() ? item.getText() : ""));
            if (dimension.isEmpty()) {
                continue;
            }
            String place = path + ".item[linkId=" + shortened(item.getLinkId()) + "]";
            if (dimension.get() == Measurement.EQ5D_VISUAL_SCALE) {
                number(item.getAnswerFirstRep())
                        .ifPresentOrElse(
                                value -> add(Measurement.EQ5D_VISUAL_SCALE, value, time, place, ""),
                                () -> notUnderstood(place));
                continue;
            }
            OptionalInt level = level(item.getAnswerFirstRep());
            if (level.isEmpty() || levels.put(dimension.get(), level.getAsInt()) != null) {
                notUnderstood(place);
                levels.remove(dimension.get());
            }
        }
        levels.forEach((dimension, level) -> add(dimension, level, time, path, ""));
        Questionnaires.ValueSet values = questionnaires.eq5d5l().valueSet();
        if (levels.keySet().containsAll(values.decrements().keySet())) {
            add(
                    Measurement.EQ5D_INDEX,
                    values.index(levels),
                    time,
                    path,
                    "EQ-5D-5L value set of " + values.label() + ", " + values.source());
        } else {
            facts.issue(
                    DataIssue.Kind.MISSING,
                    path,
                    "the EQ-5D-5L index was not computed: not all five dimensions are answered");
        }
    }

    private void score(
            Questionnaires.Sum questionnaire,
            List<QuestionnaireResponseItemComponent> items,
            Instant time,
            String path) {
        double total = 0;
        int answered = 0;
        for (QuestionnaireResponseItemComponent item : items) {
            OptionalDouble value = number(item.getAnswerFirstRep());
            if (value.isPresent()
                    && value.getAsDouble() >= questionnaire.low()
                    && value.getAsDouble() <= questionnaire.high()) {
                total += value.getAsDouble();
                answered++;
            }
        }
        String label = MeasurementCatalogue.shipped()
                .definition(questionnaire.measurement())
                .label();
        if (answered != questionnaire.items() || items.size() != questionnaire.items()) {
            facts.issue(
                    DataIssue.Kind.MISSING,
                    path,
                    label + " was not computed: " + answered + " of " + items.size() + " answered items can be read as "
                            + questionnaire.low() + " to " + questionnaire.high() + ", " + questionnaire.items()
                            + " are needed");
            return;
        }
        add(
                questionnaire.measurement(),
                total * questionnaire.factor(),
                time,
                path,
                "from " + questionnaire.items() + " items, " + questionnaire.source());
    }

    private void add(Measurement measurement, double value, Instant time, String place, String how) {
        MeasurementDefinition definition = MeasurementCatalogue.shipped().definition(measurement);
        // Sums of decrements and means of items miss the ends of their scale by rounding only.
        double rounded = Math.round(value * 1e6) / 1e6;
        if (!definition.possible().contains(rounded)) {
            notUnderstood(place);
            return;
        }
        Provenance provenance = receipt.coded(source, place);
        facts.add(new Observation(
                measurement,
                Quantity.of(rounded, definition.unit()),
                time,
                false,
                how.isEmpty() ? provenance : provenance.transformed(how)));
    }

    private void notUnderstood(String place) {
        facts.issue(DataIssue.Kind.QUARANTINED, place, "the answer was not understood, or is given twice");
    }

    private OptionalInt level(QuestionnaireResponseItemAnswerComponent answer) {
        OptionalDouble number = number(answer);
        if (number.isPresent()) {
            double level = number.getAsDouble();
            return level == Math.rint(level) && level >= 1 && level <= 5
                    ? OptionalInt.of((int) level)
                    : OptionalInt.empty();
        }
        String words =
                switch (answer.getValue()) {
                    case Coding coding when coding.hasDisplay() -> coding.getDisplay();
                    case StringType text -> text.getValueNotNull();
                    case null, default -> "";
                };
        return questionnaires.eq5d5l().level(words).map(OptionalInt::of).orElse(OptionalInt.empty());
    }

    /** The number of an answer: its ordinal value, a number, or a code that is one. */
    private static OptionalDouble number(QuestionnaireResponseItemAnswerComponent answer) {
        Type value = answer.getValue();
        for (Extension extension : value == null ? List.<Extension>of() : value.getExtension()) {
            if (extension.hasUrl()
                    && ORDINAL.contains(extension.getUrl())
                    && extension.getValue() instanceof DecimalType decimal
                    && decimal.hasValue()) {
                return OptionalDouble.of(decimal.getValue().doubleValue());
            }
        }
        return switch (value) {
            case IntegerType integer when integer.hasValue() -> OptionalDouble.of(integer.getValue());
            case DecimalType decimal
            when decimal.hasValue() -> OptionalDouble.of(decimal.getValue().doubleValue());
            case org.hl7.fhir.r4.model.Quantity quantity
            when quantity.hasValue() -> OptionalDouble.of(quantity.getValue().doubleValue());
            case Coding coding
            when coding.hasCode() && coding.getCode().matches("\\d{1,3}") ->
                OptionalDouble.of(Integer.parseInt(coding.getCode()));
            case null, default -> OptionalDouble.empty();
        };
    }

    private static String shortened(String text) {
        return text.length() <= 40 ? text : text.substring(0, 40) + "…";
    }
}
