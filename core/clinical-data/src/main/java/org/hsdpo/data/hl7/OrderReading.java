package org.hsdpo.data.hl7;

import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.hl7.fhir.r4.model.CodeableConcept;
import org.hl7.fhir.r4.model.DateTimeType;
import org.hl7.fhir.r4.model.Dosage;
import org.hl7.fhir.r4.model.Identifier;
import org.hl7.fhir.r4.model.MedicationAdministration;
import org.hl7.fhir.r4.model.MedicationAdministration.MedicationAdministrationStatus;
import org.hl7.fhir.r4.model.MedicationDispense;
import org.hl7.fhir.r4.model.MedicationDispense.MedicationDispenseStatus;
import org.hl7.fhir.r4.model.MedicationStatement;
import org.hl7.fhir.r4.model.MedicationStatement.MedicationStatementStatus;
import org.hl7.fhir.r4.model.Period;
import org.hl7.fhir.r4.model.Quantity;
import org.hsdpo.clinical.error.Violation;
import org.hsdpo.clinical.patient.DataIssue;
import org.hsdpo.clinical.patient.Provenance;
import org.hsdpo.data.Amendment;
import org.hsdpo.data.Receipt;
import org.hsdpo.data.drug.DrugVocabulary;
import org.hsdpo.data.drug.Product;
import org.hsdpo.data.drug.ProductNameReader;
import org.hsdpo.data.fhir.ResourceFacts;

/**
 * Pharmacy orders, one ORC group at a time: what the pharmacy encoded (RXE) counts, and beside it what was ordered (RXO)
 * where that is another drug; what was dispensed (RXD) counts only where the message holds no order. Administrations (RXA)
 * are over once given.
 */
final class OrderReading {
    private static final Pattern STRENGTH =
            Pattern.compile("\\d\\s*(?:mg|mcg|ug|µg|g|unt|units?|iu|u|meq)(?!\\p{L})", Pattern.CASE_INSENSITIVE);

    private static final Pattern AMOUNT = Pattern.compile("\\d{1,6}(?:\\.\\d{1,3})?");

    private final ResourceFacts facts;
    private final CodedElements codes;
    private final Hl7Times times;
    private final EntryNumbers numbers;
    private final ProductNameReader products = new ProductNameReader(DrugVocabulary.shipped());

    private Optional<Segment> control = Optional.empty();
    /** The group holds what is no order of a drug by number alone: a drug, a laboratory order or an administration. */
    private boolean spoken;

    private Optional<Segment> ordered = Optional.empty();
    private Optional<Segment> encoded = Optional.empty();
    private final List<Segment> dispensed = new ArrayList<>();
    private final List<Segment> orderTiming = new ArrayList<>();
    private final List<Segment> encodedTiming = new ArrayList<>();

    OrderReading(ResourceFacts facts, CodedElements codes, Hl7Times times, EntryNumbers numbers) {
        this.facts = facts;
        this.numbers = numbers;
        this.codes = codes;
        this.times = times;
    }

    /** An order begins. */
    void control(Segment orc) {
        close();
        control = Optional.of(orc);
        spoken = false;
        if (orc.text(1).equalsIgnoreCase("RO")) {
            List<Identifier> parent = numbers.parent(orc);
            if (!parent.isEmpty()) {
                amend(Amendment.Kind.ORDER_STOPPED, orc, parent, 8);
            }
        }
    }

    /** The order that began is one of a service, or says what was given. */
    void ofNoDrug() {
        spoken = true;
    }

    void timing(Segment tq1) {
        (encoded.isPresent() ? encodedTiming : orderTiming).add(tq1);
    }

    void ordered(Segment rxo) {
        spoken = true;
        if (ordered.isPresent()) {
            flush();
        }
        ordered = Optional.of(rxo);
    }

    void encoded(Segment rxe) {
        spoken = true;
        if (encoded.isPresent()) {
            flush();
        }
        encoded = Optional.of(rxe);
    }

    void dispensed(Segment rxd) {
        spoken = true;
        dispensed.add(rxd);
    }

    void administered(Segment rxa) {
        MedicationAdministration administration = new MedicationAdministration();
        administration.setStatus(
                switch (rxa.text(20)) {
                    case "RE", "NA" -> MedicationAdministrationStatus.NOTDONE;
                    default -> MedicationAdministrationStatus.COMPLETED;
                });
        administration.setEffective(period(times.of(rxa.text(3)), times.of(rxa.text(4)), rxa.path(4)));
        facts.read(administration, present(codes.product(rxa, 5)), rxa.path());
    }

    /** The order is complete. */
    void close() {
        flush();
        control.filter(orc -> !spoken).ifPresent(this::byNumberAlone);
        control = Optional.empty();
        orderTiming.clear();
    }

    private void flush() {
        String status = Hl7Tables.shipped()
                .orderStatus(
                        control.map(orc -> orc.text(1)).orElse(""),
                        control.map(orc -> orc.text(5)).orElse(""));
        encoded.ifPresent(rxe -> take(
                rxe,
                product(rxe, 2, 25, 26, 6),
                new OrderDosage(rxe, 3, 4, 5, 7, rxe, 1),
                encodedTiming.isEmpty() ? orderTiming : encodedTiming,
                status));
        ordered.filter(rxo -> encoded.isEmpty() || !sameDrug(rxo, encoded.get()))
                .ifPresent(rxo -> take(
                        rxo,
                        product(rxo, 1, 18, 19, 5),
                        new OrderDosage(rxo, 2, 3, 4, 7, control.orElse(rxo), control.isPresent() ? 7 : 0),
                        orderTiming,
                        status));
        if (encoded.isEmpty() && ordered.isEmpty()) {
            dispensed.forEach(this::supplied);
        }
        if (!dispensed.isEmpty()) {
            List<Dosage> dosages = orderedDosages();
            dispensed.forEach(rxd -> handedOver(rxd, dosages));
        }
        ordered = Optional.empty();
        encoded = Optional.empty();
        dispensed.clear();
        encodedTiming.clear();
    }

    /** An order that is stopped, held, released or taken back without naming its drug. */
    private void byNumberAlone(Segment orc) {
        Optional<Amendment.Kind> kind =
                switch (Hl7Tables.shipped().orderStatus(orc.text(1), orc.text(5))) {
                    case "stopped" -> Optional.of(Amendment.Kind.ORDER_STOPPED);
                    case "on-hold" -> Optional.of(Amendment.Kind.ORDER_HELD);
                    case "entered-in-error" -> Optional.of(Amendment.Kind.WITHDRAWN);
                    case "active" ->
                        Hl7Tables.shipped().isRelease(orc.text(1))
                                ? Optional.of(Amendment.Kind.ORDER_RELEASED)
                                : Optional.empty();
                    default -> Optional.empty();
                };
        List<Identifier> names = numbers.order(orc);
        if (kind.isPresent() && names.isEmpty()) {
            facts.violation(new Violation(
                    orc.path(2),
                    "ORDER_UNNUMBERED",
                    "the message changes an order and says neither by number nor by drug which one",
                    "the placer's or filler's order number, or the drug (RXO, RXE)"));
        } else {
            kind.ifPresent(what -> amend(what, orc, names, 1));
        }
    }

    private void amend(Amendment.Kind kind, Segment orc, List<Identifier> names, int field) {
        MedicationStatement order = new MedicationStatement();
        numbers.name(order, names);
        facts.amend(kind, order, orc.optional(15).flatMap(times::of), orc.path(field));
    }

    private boolean sameDrug(Segment rxo, Segment rxe) {
        return ingredients(product(rxo, 1, 18, 19, 5)).equals(ingredients(product(rxe, 2, 25, 26, 6)));
    }

    private Set<String> ingredients(CodeableConcept product) {
        String name = product.hasText()
                ? product.getText()
                : product.getCodingFirstRep().getDisplay();
        return name == null
                ? Set.of()
                : new HashSet<>(products.read(name).parts().stream()
                        .map(Product.Part::ingredient)
                        .toList());
    }

    /** The dose of the order that was dispensed; what is unclear in it is told where the order is read. */
    private List<Dosage> orderedDosages() {
        ResourceFacts untold = new ResourceFacts(Provenance.Source.HL7_V2, new Receipt("", Instant.EPOCH));
        if (encoded.isPresent()) {
            OrderDosage dosage = new OrderDosage(encoded.get(), 3, 4, 5, 7, encoded.get(), 1);
            List<Segment> timing = encodedTiming.isEmpty() ? orderTiming : encodedTiming;
            return dosage.read(OrderTimes.of(timing, dosage.quantityAndTiming(), times), untold);
        }
        if (ordered.isPresent()) {
            OrderDosage dosage = new OrderDosage(
                    ordered.get(), 2, 3, 4, 7, control.orElse(ordered.get()), control.isPresent() ? 7 : 0);
            return dosage.read(OrderTimes.of(orderTiming, dosage.quantityAndTiming(), times), untold);
        }
        return List.of();
    }

    private void take(
            Segment segment, CodeableConcept product, OrderDosage dosage, List<Segment> timing, String status) {
        if (status.equals("not-taken")) {
            facts.issue(DataIssue.Kind.QUARANTINED, segment.path(), "the pharmacy did not take the order on");
            return;
        }
        OrderTimes order = OrderTimes.of(timing, dosage.quantityAndTiming(), times);
        Optional<DateTimeType> entered = control.flatMap(
                orc -> orc.optional(15).or(() -> orc.optional(9)).flatMap(times::of));
        boolean stopped = status.equals("stopped");
        MedicationStatement statement = new MedicationStatement();
        statement.setStatus(MedicationStatementStatus.fromCode(status));
        numbers.name(statement, control.map(numbers::order).orElse(List.of()));
        // What an order that stops the drug states as its time is the end, not the beginning.
        statement.setEffective(
                stopped
                        ? period(order.start(), entered.or(order::end), segment.path())
                        : period(order.start().or(() -> entered), order.end(), segment.path()));
        dosage.read(order, facts).forEach(statement::addDosage);
        facts.read(statement, present(product), segment.path());
    }

    /** A drug that was supplied is taken to be in use: that errs on the side of seeing it. */
    private void supplied(Segment rxd) {
        MedicationStatement statement = new MedicationStatement();
        statement.setStatus(MedicationStatementStatus.ACTIVE);
        statement.setEffective(period(times.of(rxd.text(3)), Optional.empty(), rxd.path(3)));
        statement.addDosage().setText("dispensed; the order is not in the message");
        facts.read(statement, present(product(rxd, 2, 16, 17, 6)), rxd.path());
        facts.issue(
                DataIssue.Kind.ASSUMED, rxd.path(), "a drug that was dispensed is taken to be in use: to be confirmed");
    }

    /** What was handed over; how long it lasts, the dose of the order tells, where that is in the message. */
    private void handedOver(Segment rxd, List<Dosage> dosages) {
        MedicationDispense dispense = new MedicationDispense();
        dispense.setStatus(MedicationDispenseStatus.COMPLETED);
        times.of(rxd.text(3)).ifPresent(dispense::setWhenHandedOverElement);
        String amount = rxd.text(4);
        if (AMOUNT.matcher(amount).matches()) {
            Quantity quantity = new Quantity().setValue(new BigDecimal(amount));
            String unit = OrderDosage.word(rxd, 5);
            dispense.setQuantity(unit.isEmpty() ? quantity : quantity.setCode(unit));
        }
        dosages.forEach(dispense::addDosageInstruction);
        facts.read(dispense, present(product(rxd, 2, 16, 17, 6)), rxd.path());
    }

    /** The product with its strength, where a field of its own and not its name states it. */
    private CodeableConcept product(Segment segment, int code, int strength, int unit, int form) {
        CodeableConcept product = codes.product(segment, code);
        String name = product.hasText()
                ? product.getText()
                : product.hasCoding() && product.getCodingFirstRep().hasDisplay()
                        ? product.getCodingFirstRep().getDisplay()
                        : "";
        boolean apart = !name.isEmpty()
                && !STRENGTH.matcher(name).find()
                && !segment.text(strength).isEmpty()
                && !segment.text(unit).isEmpty();
        return apart
                ? product.setText(String.join(
                                " ", name, segment.text(strength), segment.text(unit), OrderDosage.word(segment, form))
                        .strip())
                : product;
    }

    private static Optional<CodeableConcept> present(CodeableConcept concept) {
        return Optional.of(concept).filter(product -> !product.isEmpty());
    }

    private Period period(Optional<DateTimeType> start, Optional<DateTimeType> end, String path) {
        Period period = new Period();
        start.ifPresent(period::setStartElement);
        boolean backwards = start.isPresent()
                && end.isPresent()
                && end.get().getValue().before(start.get().getValue());
        if (backwards) {
            facts.issue(DataIssue.Kind.QUARANTINED, path, "the end lies before the beginning and was not taken");
        } else {
            end.ifPresent(period::setEndElement);
        }
        return period;
    }
}
