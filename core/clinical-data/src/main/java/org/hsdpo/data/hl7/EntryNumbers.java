package org.hsdpo.data.hl7;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.hl7.fhir.r4.model.Identifier;
import org.hl7.fhir.r4.model.MedicationStatement;
import org.hl7.fhir.r4.model.Observation;
import org.hl7.fhir.r4.model.Resource;
import org.hsdpo.data.EntryKey;

/**
 * The numbers by which senders name orders and results, as identifiers of the resources made of them: a later message about
 * the same order or result is known by them. A number counts with who assigned it (EI.2, else EI.3, else MSH-3).
 */
final class EntryNumbers {
    private static final String SYSTEM = "urn:hl7v2:";

    private final String sender;
    private final Hl7Times times;

    EntryNumbers(Segment msh, Hl7Times times) {
        this.sender = msh.text(3);
        this.times = times;
    }

    /** Numbers of an order that the one who placed it and the one who carries it out gave it (ORC-2, ORC-3). */
    List<Identifier> order(Segment orc) {
        List<Identifier> numbers = new ArrayList<>();
        number("placer", orc, 2, "").ifPresent(numbers::add);
        number("filler", orc, 3, "").ifPresent(numbers::add);
        return numbers;
    }

    /** Numbers of the order whose place another one takes (ORC-8). */
    List<Identifier> parent(Segment orc) {
        List<Identifier> numbers = new ArrayList<>();
        String[] kinds = {"placer", "filler"};
        for (int component = 1; component <= kinds.length; component++) {
            String value = orc.text(8, 0, component, 1);
            if (!value.isEmpty()) {
                String authority = first(orc.text(8, 0, component, 2), orc.text(8, 0, component, 3));
                numbers.add(identifier(kinds[component - 1], authority, value));
            }
        }
        return numbers;
    }

    /**
     * Numbers of a result: its own (OBX-21), and its place in the order, which is the code of OBX-3 with OBX-4 under the
     * filler's number, or the placer's where there is none: one placer's order may be carried out many times.
     */
    List<Identifier> result(Segment obx, Optional<Segment> obr, Optional<Segment> orc) {
        List<Identifier> numbers = new ArrayList<>();
        number("result", obx, 21, "").ifPresent(numbers::add);
        String place = "|" + (obx.text(3).isEmpty() ? obx.text(3, 0, 2) : obx.text(3)) + "|" + obx.text(4);
        Optional<Identifier> filler = obr.flatMap(order -> number("filler", order, 3, place))
                .or(() -> orc.flatMap(order -> number("filler", order, 3, place)));
        filler.or(() -> obr.flatMap(order -> number("placer", order, 2, place)))
                .or(() -> orc.flatMap(order -> number("placer", order, 2, place)))
                .ifPresent(numbers::add);
        return numbers;
    }

    private Optional<Identifier> number(String kind, Segment segment, int field, String place) {
        String value = segment.text(field);
        return value.isEmpty()
                ? Optional.empty()
                : Optional.of(
                        identifier(kind, first(segment.text(field, 0, 2), segment.text(field, 0, 3)), value + place));
    }

    private Identifier identifier(String kind, String authority, String value) {
        return new Identifier()
                .setSystem(SYSTEM + kind + ":" + (authority.isEmpty() ? sender : authority))
                .setValue(value);
    }

    private static String first(String one, String other) {
        return one.isEmpty() ? other : one;
    }

    /**
     * Names a diagnosis, a problem or an allergy by the number its sender gave it (an EI), so that a later statement under it takes
     * its place; nothing is named where there is none.
     */
    void name(Resource entry, String kind, Segment segment, int field) {
        name(entry, number(kind, segment, field, ""));
    }

    /** Names an entry that its sender knows by its code alone, as IAM-3 does an allergy where IAM-7 is not valued. */
    void nameByCode(Resource entry, String kind, Segment segment, int field) {
        String code = segment.text(field);
        name(
                entry,
                code.isEmpty()
                        ? Optional.empty()
                        : Optional.of(identifier(kind, "", code + "|" + segment.text(field, 0, 3))));
    }

    private void name(Resource entry, Optional<Identifier> number) {
        number.ifPresent(by -> entry.setId(EntryKey.of(by.getSystem(), by.getValue())));
        times.sent().ifPresent(entry.getMeta()::setLastUpdatedElement);
    }

    void name(Observation observation, List<Identifier> numbers) {
        observation.setIdentifier(numbers);
        times.sent().ifPresent(observation.getMeta()::setLastUpdatedElement);
    }

    void name(MedicationStatement statement, List<Identifier> numbers) {
        statement.setIdentifier(numbers);
        times.sent().ifPresent(statement.getMeta()::setLastUpdatedElement);
    }
}
