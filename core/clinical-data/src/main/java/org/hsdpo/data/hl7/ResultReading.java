package org.hsdpo.data.hl7;

import java.math.BigDecimal;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.hl7.fhir.r4.model.CodeableConcept;
import org.hl7.fhir.r4.model.Identifier;
import org.hl7.fhir.r4.model.Observation;
import org.hl7.fhir.r4.model.Observation.ObservationReferenceRangeComponent;
import org.hl7.fhir.r4.model.Quantity;
import org.hl7.fhir.r4.model.Quantity.QuantityComparator;
import org.hsdpo.clinical.error.Violation;
import org.hsdpo.clinical.measurement.MeasurementCatalogue;
import org.hsdpo.data.fhir.ResourceFacts;

/**
 * OBX with a value: numbers (NM), structured numbers (SN) and texts that hold nothing but a number. A comparator, or the
 * flags {@code <} and {@code >} of OBX-8 (table 0078: off the instrument's scale), make it a bound. Its time is OBX-14,
 * else that of its order (OBR-7), else that of the analysis (OBX-19).
 */
final class ResultReading {
    /** At most 15 digits before and after the point, and exponents of two digits: what a measured number can be. */
    private static final Pattern NUMBER =
            Pattern.compile("(<=|>=|<|>)?\\s*([+-]?\\d{1,15}(?:\\.\\d{1,15})?(?:[eE][+-]?\\d{1,2})?)");

    private static final Pattern RANGE = Pattern.compile(
            "\\s*(?:(?<low>\\d{1,6}(?:\\.\\d{1,6})?)\\s*(?:-|–|to)\\s*(?<high>\\d{1,6}(?:\\.\\d{1,6})?)"
                    + "|(?<sign><=|>=|<|>)\\s*(?<only>\\d{1,6}(?:\\.\\d{1,6})?))\\s*(?<unit>[%a-zA-Zµμ][^\\s]{0,19})?\\s*");

    private static final Set<String> NUMERIC = Set.of("NM", "ST", "TX", "FT", "");

    private final ResourceFacts facts;
    private final CodedElements codes;
    private final Hl7Times times;
    private final EntryNumbers numbers;
    private final MeasurementCatalogue catalogue = MeasurementCatalogue.shipped();

    ResultReading(ResourceFacts facts, CodedElements codes, Hl7Times times, EntryNumbers numbers) {
        this.facts = facts;
        this.numbers = numbers;
        this.codes = codes;
        this.times = times;
    }

    /** Whether the segment is a measurement HSDPO reads. */
    boolean isMeasurement(Segment obx) {
        return codes.measurement(obx, 3).getCoding().stream()
                .anyMatch(coding -> "http://loinc.org".equals(coding.getSystem())
                        && catalogue.byLoinc(coding.getCode()).isPresent());
    }

    /** Status of a result: its own, else that of its order; empty text where neither says one. */
    static String status(Segment obx, Optional<Segment> obr) {
        return obx.optional(11)
                .or(() -> obr.flatMap(order -> order.optional(25)))
                .orElse("");
    }

    /**
     * Reads a result.
     *
     * @param obr its order, if any
     * @param orc the common part of that order, if any
     */
    void read(Segment obx, Optional<Segment> obr, Optional<Segment> orc) {
        String status = status(obx, obr);
        List<Identifier> names = numbers.result(obx, obr, orc);
        boolean takenBack = Hl7Tables.shipped().isRetracted(status) && isMeasurement(obx);
        if (takenBack && names.isEmpty()) {
            facts.violation(new Violation(
                    obx.path(11),
                    "RETRACTION_UNNUMBERED",
                    "the message takes a result back and says by no number which one",
                    "the filler's or placer's order number (OBR-3, OBR-2) that the result came with"));
            return;
        }
        Observation observation = new Observation();
        CodeableConcept code = codes.measurement(obx, 3);
        observation.setCode(code);
        if (takenBack) {
            observation.setStatus(Observation.ObservationStatus.ENTEREDINERROR);
        } else {
            Hl7Tables.shipped()
                    .resultStatus(status)
                    .map(Observation.ObservationStatus::fromCode)
                    .ifPresent(observation::setStatus);
        }
        numbers.name(observation, names);
        time(obx, obr).ifPresent(observation::setEffective);
        value(obx).ifPresent(observation::setValue);
        range(obx).ifPresent(observation::addReferenceRange);
        String method = (obx.text(17) + " " + obx.text(17, 0, 2)).strip();
        if (!method.isEmpty()) {
            observation.setMethod(new CodeableConcept().setText(method));
        }
        facts.read(observation, obx.path());
    }

    /** A time that stands there and cannot be read is not replaced by another one. */
    private Optional<org.hl7.fhir.r4.model.DateTimeType> time(Segment obx, Optional<Segment> obr) {
        return obx.optional(14)
                .or(() -> obr.flatMap(order -> order.optional(7)))
                .or(() -> obx.optional(19))
                .flatMap(times::of);
    }

    /** OBX-7 where it is a range of numbers, or one limit; the unit, if any, behind it. */
    private static Optional<ObservationReferenceRangeComponent> range(Segment obx) {
        Matcher limits = RANGE.matcher(obx.text(7));
        if (!limits.matches()) {
            return Optional.empty();
        }
        ObservationReferenceRangeComponent range = new ObservationReferenceRangeComponent();
        String unit = limits.group("unit") == null ? "" : limits.group("unit");
        if (limits.group("sign") != null) {
            Quantity only = limit(limits.group("only"), unit);
            return Optional.of(limits.group("sign").startsWith("<") ? range.setHigh(only) : range.setLow(only));
        }
        return Optional.of(range.setLow(limit(limits.group("low"), unit)).setHigh(limit(limits.group("high"), unit)));
    }

    private static Quantity limit(String number, String unit) {
        Quantity limit = new Quantity().setValue(new BigDecimal(number));
        return unit.isEmpty() ? limit : limit.setUnit(unit);
    }

    private static Optional<Quantity> value(Segment obx) {
        if (obx.repetitions(5) != 1) {
            return Optional.empty();
        }
        String type = obx.text(2).toUpperCase(java.util.Locale.ROOT);
        String written = type.equals("SN") ? structured(obx) : NUMERIC.contains(type) ? obx.lines(5) : "";
        Matcher number = NUMBER.matcher(written);
        if (!number.matches()) {
            return Optional.empty();
        }
        Quantity quantity = new Quantity().setValue(new BigDecimal(number.group(2)));
        comparator(number.group(1)).or(() -> offScale(obx)).ifPresent(quantity::setComparator);
        String unit = unit(obx);
        return Optional.of(unit.isEmpty() ? quantity : quantity.setCode(unit));
    }

    /** Comparator and number of SN; empty text for ratios and ranges, which are not one number. */
    private static String structured(Segment obx) {
        boolean single = obx.text(5, 0, 3).isEmpty() && obx.text(5, 0, 4).isEmpty();
        String comparator = obx.text(5, 0, 1);
        return single ? (comparator.equals("=") ? "" : comparator) + obx.text(5, 0, 2) : "";
    }

    private static Optional<QuantityComparator> comparator(String sign) {
        return switch (sign == null ? "" : sign) {
            case "<" -> Optional.of(QuantityComparator.LESS_THAN);
            case "<=" -> Optional.of(QuantityComparator.LESS_OR_EQUAL);
            case ">=" -> Optional.of(QuantityComparator.GREATER_OR_EQUAL);
            case ">" -> Optional.of(QuantityComparator.GREATER_THAN);
            default -> Optional.empty();
        };
    }

    private static Optional<QuantityComparator> offScale(Segment obx) {
        for (int i = 0; i < obx.repetitions(8); i++) {
            String flag = obx.text(8, i, 1);
            if (flag.equals("<") || flag.equals(">")) {
                return comparator(flag);
            }
        }
        return Optional.empty();
    }

    /** The code of the unit, its alternate where that is said to be UCUM, else its text. */
    private static String unit(Segment obx) {
        boolean alternate =
                obx.text(6, 0, 6).equalsIgnoreCase("UCUM") && !obx.text(6, 0, 4).isEmpty();
        String code = obx.text(6, 0, alternate ? 4 : 1);
        return code.isEmpty() ? obx.text(6, 0, 2) : code;
    }
}
