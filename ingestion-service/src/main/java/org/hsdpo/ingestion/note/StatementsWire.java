package org.hsdpo.ingestion.note;

import java.time.DateTimeException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import org.hsdpo.clinical.condition.ConditionConcept;
import org.hsdpo.clinical.drug.Drug;
import org.hsdpo.clinical.drug.Formulary;
import org.hsdpo.clinical.measurement.Bound;
import org.hsdpo.clinical.measurement.Measurement;
import org.hsdpo.clinical.quantity.Quantity;
import org.hsdpo.clinical.quantity.Ucum;
import org.hsdpo.contracts.parser.v1.ConceptMention;
import org.hsdpo.contracts.parser.v1.MeasurementMention;
import org.hsdpo.contracts.parser.v1.MedicationMention;
import org.hsdpo.contracts.parser.v1.ParseNoteResponse;
import org.hsdpo.contracts.parser.v1.Span;
import org.hsdpo.data.note.NoteStatement;
import org.hsdpo.data.note.NoteStatement.Assertion;
import org.hsdpo.data.note.NoteStatement.Context;
import org.hsdpo.data.note.NoteStatement.Experiencer;
import org.hsdpo.data.note.NoteStatement.MedicationEvent;
import org.hsdpo.data.note.NoteStatement.Temporality;

/** What the parser found, from the wire. A mention without a concept of the clinical model is no statement. */
public final class StatementsWire {
    private StatementsWire() {}

    public static List<NoteStatement> fromWire(ParseNoteResponse response) {
        List<NoteStatement> statements = new ArrayList<>();
        response.getConceptsList().forEach(mention -> condition(mention).ifPresent(statements::add));
        response.getMedicationsList().forEach(mention -> medication(mention).ifPresent(statements::add));
        response.getMeasurementsList().forEach(mention -> measurement(mention).ifPresent(statements::add));
        return statements;
    }

    private static Optional<NoteStatement> condition(ConceptMention mention) {
        return named(ConditionConcept.class, mention.getConcept())
                .map(concept -> new NoteStatement.OfCondition(
                        place(mention.getSpan()),
                        mention.getText(),
                        concept,
                        new Context(
                                assertion(mention.getAssertion()),
                                temporality(mention.getTemporality()),
                                experiencer(mention.getExperiencer()),
                                mention.getConfidence())));
    }

    private static Optional<NoteStatement> medication(MedicationMention mention) {
        if (mention.getIngredient().isEmpty()) {
            return Optional.empty();
        }
        Optional<Drug> drug = Drug.byId(mention.getDrug());
        return Optional.of(new NoteStatement.OfMedication(
                place(mention.getSpan()),
                mention.getText(),
                drug,
                drug.map(known -> Formulary.shipped().entry(known).label()).orElse(mention.getIngredient()),
                total(mention, drug),
                mention.getAsNeeded(),
                event(mention),
                new Context(
                        assertion(mention.getAssertion()),
                        temporality(mention.getTemporality()),
                        experiencer(mention.getExperiencer()),
                        mention.getConfidence())));
    }

    private static OptionalDouble total(MedicationMention mention, Optional<Drug> drug) {
        if (drug.isEmpty()
                || !mention.hasDailyDose()
                || mention.getDailyDose().getUnit().isBlank()) {
            return OptionalDouble.empty();
        }
        Quantity stated = Quantity.of(
                mention.getDailyDose().getValue(), mention.getDailyDose().getUnit());
        String unit = Formulary.shipped().entry(drug.get()).unit();
        return Ucum.isComparable(stated.unit(), unit)
                ? OptionalDouble.of(Ucum.convert(stated, unit).value())
                : OptionalDouble.empty();
    }

    private static MedicationEvent event(MedicationMention mention) {
        return switch (mention.getEvent()) {
            case MEDICATION_EVENT_START -> MedicationEvent.START;
            case MEDICATION_EVENT_STOP -> MedicationEvent.STOP;
            case MEDICATION_EVENT_INCREASE -> MedicationEvent.INCREASE;
            case MEDICATION_EVENT_DECREASE -> MedicationEvent.DECREASE;
            case MEDICATION_EVENT_HOLD -> MedicationEvent.HOLD;
            case MEDICATION_EVENT_ALLERGY -> MedicationEvent.ALLERGY;
            case MEDICATION_EVENT_TAKES, MEDICATION_EVENT_UNSPECIFIED, UNRECOGNIZED -> MedicationEvent.TAKES;
        };
    }

    private static Optional<NoteStatement> measurement(MeasurementMention mention) {
        Optional<Bound> bound = Bound.ofSymbol(mention.getComparator());
        if (!mention.hasValue() || mention.getValue().getUnit().isBlank() || bound.isEmpty()) {
            return Optional.empty();
        }
        return named(Measurement.class, mention.getMeasurement())
                .map(measurement -> new NoteStatement.OfMeasurement(
                        place(mention.getSpan()),
                        mention.getText(),
                        measurement,
                        Quantity.of(
                                mention.getValue().getValue(),
                                mention.getValue().getUnit()),
                        bound.get(),
                        date(mention.getDate()),
                        new Context(
                                assertion(mention.getAssertion()),
                                temporality(mention.getTemporality()),
                                Experiencer.PATIENT,
                                mention.getConfidence())));
    }

    private static Optional<LocalDate> date(String text) {
        try {
            return text.isEmpty() ? Optional.empty() : Optional.of(LocalDate.parse(text));
        } catch (DateTimeException e) {
            return Optional.empty();
        }
    }

    /** What the parser leaves unspecified is not taken for a plain statement. */
    private static Assertion assertion(org.hsdpo.contracts.parser.v1.Assertion assertion) {
        return switch (assertion) {
            case ASSERTION_AFFIRMED -> Assertion.AFFIRMED;
            case ASSERTION_NEGATED -> Assertion.NEGATED;
            case ASSERTION_POSSIBLE, ASSERTION_UNSPECIFIED, UNRECOGNIZED -> Assertion.POSSIBLE;
        };
    }

    private static Temporality temporality(org.hsdpo.contracts.parser.v1.Temporality temporality) {
        return switch (temporality) {
            case TEMPORALITY_CURRENT -> Temporality.CURRENT;
            case TEMPORALITY_HISTORICAL -> Temporality.HISTORICAL;
            case TEMPORALITY_HYPOTHETICAL, TEMPORALITY_UNSPECIFIED, UNRECOGNIZED -> Temporality.HYPOTHETICAL;
        };
    }

    private static Experiencer experiencer(org.hsdpo.contracts.parser.v1.Experiencer experiencer) {
        return switch (experiencer) {
            case EXPERIENCER_PATIENT -> Experiencer.PATIENT;
            case EXPERIENCER_FAMILY -> Experiencer.FAMILY;
            case EXPERIENCER_OTHER, EXPERIENCER_UNSPECIFIED, UNRECOGNIZED -> Experiencer.OTHER;
        };
    }

    private static String place(Span span) {
        return span.getStart() + "-" + span.getEnd();
    }

    private static <E extends Enum<E>> Optional<E> named(Class<E> type, String name) {
        return Arrays.stream(type.getEnumConstants())
                .filter(constant -> constant.name().equals(name))
                .findFirst();
    }
}
