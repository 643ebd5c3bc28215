package org.hsdpo.data.state;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.stream.Stream;
import org.hsdpo.clinical.drug.Formulary;
import org.hsdpo.clinical.patient.DataIssue;
import org.hsdpo.clinical.patient.MedicationRecord;
import org.hsdpo.clinical.patient.MedicationRecord.Status;
import org.hsdpo.clinical.patient.Provenance;
import org.hsdpo.data.Amendment;
import org.hsdpo.data.ClinicalFacts;

/**
 * Follows orders by the numbers their senders give them: a later statement of an order ends the earlier one from the time it
 * takes effect, so that no drug stays in force that its sender has stopped, held, replaced or changed. The stretch before
 * stays in the record. A stop that meets no stored order while the drug is in force is a conflict that the state shows.
 */
final class OrderHistory {
    /** A statement of an order and what has become of it since. */
    private static final class Order {
        private final Received<MedicationRecord> received;
        private Optional<MedicationRecord> record;

        Order(Received<MedicationRecord> received, MedicationRecord record) {
            this.received = received;
            this.record = Optional.of(record);
        }

        boolean isInForce(Instant time) {
            return record.filter(order -> order.status() != Status.STOPPED
                            && order.end().filter(end -> !end.isAfter(time)).isEmpty())
                    .isPresent();
        }
    }

    private final Instant asOf;
    private final Issues issues;
    private final List<Received<MedicationRecord>> statements;
    private final List<Received<Amendment>> amendments;
    private final List<Order> orders = new ArrayList<>();
    private final List<Received<MedicationRecord>> stopsOfNothing = new ArrayList<>();

    OrderHistory(List<ClinicalFacts> records, Instant asOf, Issues issues) {
        this.asOf = asOf;
        this.issues = issues;
        statements = Received.of(records, ClinicalFacts::medications, MedicationRecord::provenance);
        amendments = Received.of(records, ClinicalFacts::amendments, Amendment::provenance);
    }

    /** The statements about drugs as they stand after everything that was said of their orders. */
    List<MedicationRecord> medications() {
        List<Received<?>> events = new ArrayList<>(amendments);
        events.addAll(statements);
        // Within one message what is said of earlier orders comes before its own.
        events.sort(Comparator.comparingInt(Received::place));
        for (Received<?> event : events) {
            switch (event.statement()) {
                case Amendment amendment -> amend(new Received<>(event.place(), amendment, event.provenance()));
                case MedicationRecord record -> state(new Received<>(event.place(), record, event.provenance()));
                default -> throw new IllegalStateException("neither amendment nor order");
            }
        }
        amendments.forEach(this::reportUnmatched);
        stopsOfNothing.forEach(this::reportStopOfNothing);
        return orders.stream().flatMap(order -> order.record.stream()).toList();
    }

    private void amend(Received<Amendment> amendment) {
        Instant time = amendment.statement().time().orElseGet(amendment::said);
        for (Order order : List.copyOf(orders)) {
            if (order.received.isSameEntryAs(amendment)) {
                amend(order, amendment.statement(), time);
            }
        }
    }

    private void amend(Order order, Amendment amendment, Instant time) {
        if (time.isAfter(asOf) || order.record.isEmpty()) {
            return;
        }
        MedicationRecord record = order.record.get();
        boolean held = record.status() == Status.ON_HOLD;
        switch (amendment.kind()) {
            case WITHDRAWN -> {
                order.record = Optional.empty();
                issues.add(
                        DataIssue.Kind.QUARANTINED,
                        label(record),
                        label(record) + ": an order was entered in error, as its sender says, and is left out");
            }
            case ORDER_STOPPED -> {
                if (order.isInForce(time)) {
                    end(order, time, amendment.provenance());
                }
            }
            case ORDER_HELD -> {
                if (order.isInForce(time) && !held) {
                    end(order, time, amendment.provenance());
                    goesOn(order, record, Status.ON_HOLD, time, amendment.provenance());
                }
            }
            case ORDER_RELEASED -> {
                if (order.isInForce(time) && held) {
                    end(order, time, amendment.provenance());
                    goesOn(order, record, Status.ACTIVE, time, amendment.provenance());
                }
            }
        }
    }

    private void goesOn(Order order, MedicationRecord record, Status status, Instant time, Provenance by) {
        orders.add(new Order(
                order.received,
                changed(
                        record,
                        record.dose(),
                        status,
                        Optional.of(time),
                        record.end(),
                        record.provenance()
                                .transformed(words(status) + " by " + by.sourceId())
                                .knownSince(by.recordedAt()))));
    }

    private static String words(Status status) {
        return status == Status.ON_HOLD ? "put on hold" : "released from hold";
    }

    /** The order is over from a time on; one that had not begun by then was never taken. */
    private static void end(Order order, Instant time, Provenance by) {
        order.record = order.record
                .filter(record ->
                        record.start().filter(start -> !start.isBefore(time)).isEmpty())
                .map(record -> ended(record, time, by));
    }

    /**
     * An end for which nothing but the time of receipt is known keeps that time in its provenance, and no beginning of the
     * same kind: what leaves for research must not hold a moment of receipt as a date.
     */
    private static MedicationRecord ended(MedicationRecord record, Instant time, Provenance by) {
        Provenance provenance = record.provenance().transformed("ended by " + by.sourceId());
        boolean byReceipt = time.equals(by.recordedAt());
        return changed(
                record,
                record.dose(),
                Status.STOPPED,
                record.start()
                        .filter(start ->
                                !byReceipt || !start.equals(record.provenance().recordedAt())),
                Optional.of(time),
                byReceipt ? provenance.knownSince(by.recordedAt()) : provenance);
    }

    private void state(Received<MedicationRecord> statement) {
        MedicationRecord record = statement.statement();
        if (isWithdrawn(statement)) {
            return;
        }
        List<Order> same = orders.stream()
                .filter(order -> order.received.isSameEntryAs(statement)
                        && order.received.statement().ingredient().equals(record.ingredient()))
                .toList();
        Optional<Instant> overtaken = overtaken(statement);
        if (overtaken.isPresent() && record.status() != Status.STOPPED) {
            Order order = new Order(statement, record);
            orders.add(order);
            end(order, overtaken.get(), statement.provenance());
            return;
        }
        switch (record.status()) {
            case STOPPED -> stop(statement, same);
            case ON_HOLD -> hold(statement, same);
            case ACTIVE, UNKNOWN -> {
                takesEffect(statement, same);
                otherDrugs(statement);
            }
        }
    }

    /** Whether it was taken back before it came in. */
    private boolean isWithdrawn(Received<MedicationRecord> statement) {
        return amendments.stream()
                .anyMatch(amendment -> amendment.place() < statement.place()
                        && amendment.statement().kind() == Amendment.Kind.WITHDRAWN
                        && amendment.isSameEntryAs(statement)
                        && amendment.isSaidAfter(statement));
    }

    /** When something that was said later, and came in before, ended, rested or changed this order. */
    private Optional<Instant> overtaken(Received<MedicationRecord> statement) {
        List<Instant> times = new ArrayList<>();
        amendments.stream()
                .filter(amendment -> amendment.place() < statement.place()
                        && amendment.isSameEntryAs(statement)
                        && amendment.isSaidAfter(statement)
                        && amendment.statement().kind() != Amendment.Kind.ORDER_RELEASED)
                .map(amendment -> amendment.statement().time().orElseGet(amendment::said))
                .forEach(times::add);
        statements.stream()
                .filter(other -> other.place() < statement.place()
                        && other.isSameEntryAs(statement)
                        && other.isSaidAfter(statement)
                        && other.statement()
                                .ingredient()
                                .equals(statement.statement().ingredient()))
                .map(OrderHistory::effect)
                .forEach(times::add);
        return times.stream().filter(time -> !time.isAfter(asOf)).min(Comparator.naturalOrder());
    }

    /** When a statement takes effect on what was said of the order before. */
    private static Instant effect(Received<MedicationRecord> statement) {
        MedicationRecord record = statement.statement();
        return record.status() == Status.STOPPED
                ? record.end().orElseGet(statement::said)
                : record.start().orElseGet(statement::said);
    }

    private void stop(Received<MedicationRecord> stop, List<Order> same) {
        Instant time = effect(stop);
        if (same.isEmpty()) {
            orders.add(new Order(stop, stop.statement()));
            if (isMessage(stop)) {
                stopsOfNothing.add(stop);
            }
        } else if (!time.isAfter(asOf)) {
            same.stream().filter(order -> order.isInForce(time)).forEach(order -> end(order, time, stop.provenance()));
        }
    }

    /** An order message tells what happens now; a resource, or an administration that is over, may be of long ago. */
    private static boolean isMessage(Received<MedicationRecord> statement) {
        return statement.lineage().isPresent() && statement.provenance().source() == Provenance.Source.HL7_V2;
    }

    private void hold(Received<MedicationRecord> hold, List<Order> same) {
        Instant time = sinceBegun(hold, same);
        MedicationRecord record = hold.statement();
        OptionalDouble dose = record.dose();
        for (Order order : same) {
            if (!time.isAfter(asOf) && order.isInForce(time)) {
                dose = dose.isPresent() ? dose : order.record.orElseThrow().dose();
                end(order, time, hold.provenance());
            }
        }
        if (same.isEmpty() && isMessage(hold)) {
            stopsOfNothing.add(hold);
        }
        orders.add(new Order(
                hold,
                same.isEmpty()
                        ? record
                        : changed(record, dose, Status.ON_HOLD, Optional.of(time), record.end(), record.provenance())));
    }

    private void takesEffect(Received<MedicationRecord> statement, List<Order> same) {
        MedicationRecord record = statement.statement();
        Instant time = sinceBegun(statement, same);
        for (Order order : same) {
            if (!order.isInForce(time)) {
                continue;
            }
            MedicationRecord before = order.record.orElseThrow();
            if (repeats(before, record)) {
                record = since(record, earlier(before.start(), record.start()));
                order.record = Optional.empty();
            } else if (time.isAfter(asOf)) {
                record = since(record, Optional.of(time));
            } else {
                end(order, time, statement.provenance());
                record = since(record, Optional.of(time));
            }
        }
        orders.add(new Order(statement, record));
    }

    /** The number of an order that now stands for another drug: of a message that is a change, of a resource it is not sure. */
    private void otherDrugs(Received<MedicationRecord> statement) {
        List<Order> others = orders.stream()
                .filter(order -> order.received.isSameEntryAs(statement)
                        && statements.stream()
                                .noneMatch(stated -> stated.place() == statement.place()
                                        && stated.statement()
                                                .ingredient()
                                                .equals(order.received
                                                        .statement()
                                                        .ingredient())))
                .toList();
        Instant time = sinceBegun(statement, others);
        for (Order order : others) {
            if (!order.isInForce(time)) {
                continue;
            }
            boolean change = isMessage(statement) && !time.isAfter(asOf);
            String before = label(order.received.statement());
            issues.add(
                    DataIssue.Kind.CONFLICT,
                    before,
                    "an order of " + before + " is now one of " + label(statement.statement())
                            + " under the same number; "
                            + (change ? before + " counts as over: to be confirmed" : "both count: to be confirmed"));
            if (change) {
                end(order, time, statement.provenance());
            }
        }
    }

    /** The beginning that the statement gives where it lies behind that of the order, else when it was said. */
    private static Instant sinceBegun(Received<MedicationRecord> statement, List<Order> same) {
        boolean later = statement.statement().start().isPresent()
                && same.stream().flatMap(order -> order.record.stream()).allMatch(order -> order.start()
                        .filter(start ->
                                start.isBefore(statement.statement().start().get()))
                        .isPresent());
        return later ? statement.statement().start().get() : statement.said();
    }

    private static boolean repeats(MedicationRecord before, MedicationRecord record) {
        return before.status() == record.status()
                && before.dose().equals(record.dose())
                && before.productStrength().equals(record.productStrength());
    }

    private static Optional<Instant> earlier(Optional<Instant> one, Optional<Instant> other) {
        return Stream.of(one, other).flatMap(Optional::stream).min(Comparator.naturalOrder());
    }

    private static MedicationRecord since(MedicationRecord record, Optional<Instant> start) {
        return changed(record, record.dose(), record.status(), start, record.end(), record.provenance());
    }

    private static MedicationRecord changed(
            MedicationRecord record,
            OptionalDouble dose,
            Status status,
            Optional<Instant> start,
            Optional<Instant> end,
            Provenance provenance) {
        return new MedicationRecord(
                record.drug(),
                record.ingredient(),
                record.rxnorm(),
                dose,
                record.productStrength(),
                status,
                start,
                end,
                record.asWritten(),
                provenance);
    }

    private void reportUnmatched(Received<Amendment> amendment) {
        boolean ofOrder = amendment.statement().kind() != Amendment.Kind.WITHDRAWN;
        boolean known = statements.stream().anyMatch(statement -> statement.isSameEntryAs(amendment));
        Instant time = amendment.statement().time().orElseGet(amendment::said);
        if (ofOrder && !known && !time.isAfter(asOf)) {
            issues.add(
                    DataIssue.Kind.CONFLICT,
                    "orders",
                    "an order was " + done(amendment.statement().kind()) + " on " + ObservationMerge.day(time)
                            + " by a number that no stored order bears: a drug that is shown as taken may be over; to be confirmed");
        }
    }

    private static String done(Amendment.Kind kind) {
        return switch (kind) {
            case ORDER_STOPPED -> "stopped";
            case ORDER_HELD -> "held";
            case ORDER_RELEASED -> "released";
            case WITHDRAWN -> "withdrawn";
        };
    }

    private void reportStopOfNothing(Received<MedicationRecord> stop) {
        Instant time = effect(stop);
        boolean inForce = orders.stream()
                .filter(order -> !PatientStateAssembler.isNote(order.received.provenance())
                        && order.received.place() != stop.place())
                .flatMap(order -> order.record.stream())
                .anyMatch(record -> record.ingredient().equals(stop.statement().ingredient())
                        && record.isTakenAt(asOf)
                        && record.start().filter(start -> start.isAfter(time)).isEmpty());
        if (inForce && !time.isAfter(asOf)) {
            issues.add(
                    DataIssue.Kind.CONFLICT,
                    label(stop.statement()),
                    label(stop.statement()) + " was "
                            + (stop.statement().status() == Status.ON_HOLD ? "held" : "stopped") + " on "
                            + ObservationMerge.day(time)
                            + " by an order that bears no number of the one in force, which counts as taken: to be confirmed");
        }
    }

    private static String label(MedicationRecord record) {
        return record.drug()
                .map(drug -> Formulary.shipped().entry(drug).label())
                .orElse(record.ingredient());
    }
}
