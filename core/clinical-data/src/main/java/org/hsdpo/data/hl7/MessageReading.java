package org.hsdpo.data.hl7;

import java.time.ZoneId;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.hsdpo.clinical.error.InvalidInputException;
import org.hsdpo.clinical.error.Violation;
import org.hsdpo.clinical.patient.DataIssue;
import org.hsdpo.clinical.patient.Provenance;
import org.hsdpo.data.ClinicalFacts;
import org.hsdpo.data.EmbeddedNote;
import org.hsdpo.data.Receipt;
import org.hsdpo.data.fhir.ResourceFacts;

/** Walks through the segments of one message in order and hands each to who reads it. */
final class MessageReading {
    private static final Set<String> TEXT = Set.of("TX", "FT");

    private final Hl7Message message;
    private final String prefix;
    private final ResourceFacts facts;
    private final Hl7Times times;
    private final PatientReading patients;
    private final ResultReading results;
    private final DiagnosisReading diagnoses;
    private final AllergySegments allergies;
    private final OrderReading orders;
    private final NoteSegments notes;

    private Optional<Segment> order = Optional.empty();
    private Optional<Segment> control = Optional.empty();
    private Optional<Segment> controlOfOrder = Optional.empty();

    /**
     * Reads one message.
     *
     * @param prefix of every place; empty where the record is one message
     */
    MessageReading(Hl7Message message, Receipt receipt, CodedElements codes, Optional<ZoneId> zone, String prefix) {
        this.message = message;
        this.prefix = prefix;
        facts = new ResourceFacts(Provenance.Source.HL7_V2, receipt);
        times = new Hl7Times(message.segments().getFirst(), zone);
        patients = new PatientReading(facts, times);
        EntryNumbers numbers = new EntryNumbers(message.segments().getFirst(), times);
        results = new ResultReading(facts, codes, times, numbers);
        diagnoses = new DiagnosisReading(facts, codes, times, numbers);
        allergies = new AllergySegments(facts, codes, numbers);
        orders = new OrderReading(facts, codes, times, numbers);
        notes = new NoteSegments(facts, times);
    }

    ClinicalFacts facts() {
        message.segments().forEach(this::read);
        orders.close();
        notes.close();
        ofTheMessage();
        try {
            return placed(facts.facts());
        } catch (InvalidInputException e) {
            throw new InvalidInputException(
                    e.violations().stream().map(this::placed).toList());
        }
    }

    private void read(Segment segment) {
        switch (segment.name()) {
            case "PID" -> patients.read(segment);
            case "OBR" -> {
                notes.close();
                order = Optional.of(segment);
                controlOfOrder = control;
                control = Optional.empty();
                orders.ofNoDrug();
            }
            case "ORC" -> {
                notes.close();
                order = Optional.empty();
                controlOfOrder = Optional.empty();
                control = Optional.of(segment);
                orders.control(segment);
                if (!Hl7Tables.shipped().mayOrderDrugs(message.header().code())) {
                    orders.ofNoDrug();
                }
            }
            case "OBX" -> result(segment);
            case "TXA" -> notes.document(segment);
            case "DG1" -> diagnoses.diagnosis(segment);
            case "PRB" -> diagnoses.problem(segment);
            case "PDA" -> diagnoses.causeOfDeath(segment);
            case "AL1" -> allergies.al1(segment);
            case "IAM" -> allergies.iam(segment);
            case "TQ1" -> orders.timing(segment);
            case "RXO" -> orders.ordered(segment);
            case "RXE" -> orders.encoded(segment);
            case "RXD" -> orders.dispensed(segment);
            case "RXA" -> {
                orders.ofNoDrug();
                // In VXU the segment is an immunisation.
                if (!message.header().code().equals("VXU")) {
                    orders.administered(segment);
                }
            }
            default -> {
                // Visits, next of kin, insurance, specimens, comments and Z-segments carry nothing HSDPO uses.
            }
        }
    }

    private void result(Segment obx) {
        String type = obx.text(2);
        boolean text = TEXT.contains(type) || (notes.isInDocument() && type.equals("ST"));
        if (type.equals("ED")) {
            notes.encapsulated(obx, order);
        } else if (text && !results.isMeasurement(obx)) {
            notes.text(obx, order);
        } else {
            results.read(obx, order, controlOfOrder);
        }
    }

    private void ofTheMessage() {
        String processing = message.header().processingId();
        if (!processing.isEmpty() && !processing.equals("P")) {
            facts.issue(
                    DataIssue.Kind.ASSUMED,
                    "MSH[1]-11",
                    "the message is marked as one of training or debugging and was read as one of a patient");
        }
        if (message.isCharacterSetAssumed()) {
            facts.issue(
                    DataIssue.Kind.ASSUMED,
                    "MSH[1]-18",
                    "the message declares no character set and is not UTF-8; it was read as ISO-8859-1");
        }
        if (times.isUtcAssumed()) {
            facts.issue(
                    DataIssue.Kind.ASSUMED,
                    "MSH[1]-7",
                    "times of the message state no time zone, and neither do MSH-7 and the configuration; they were taken as UTC");
        }
        if (times.unreadable() > 0) {
            facts.issue(
                    DataIssue.Kind.QUARANTINED,
                    "MSH[1]",
                    times.unreadable() + " of the times in the message are no HL7 times and were left out");
        }
    }

    /** Places of FHIR elements as places of the message. */
    private record Place(Pattern element, String field) {}

    private static final List<Place> PLACES = List.of(
            new Place(Pattern.compile("^Observation\\.code$"), "OBX-3"),
            new Place(Pattern.compile("^Condition\\.code$"), "DG1-3, PRB-3, PDA-1"),
            new Place(Pattern.compile("\\.valueQuantity\\.code$"), "-6"),
            new Place(Pattern.compile("\\.valueQuantity(?:\\.value)?$"), "-5"),
            new Place(Pattern.compile("\\.content\\[0]\\.attachment(?:\\.\\w+)?$"), "-5"),
            new Place(Pattern.compile("\\.birthDate$"), "-7"),
            new Place(Pattern.compile("\\.deceased$"), "-30"),
            new Place(Pattern.compile("\\.(?:medication|dosageInstruction)$"), ""));

    private String placed(String field) {
        String place = field;
        for (Place known : PLACES) {
            place = known.element().matcher(place).replaceFirst(known.field());
        }
        return prefix + place;
    }

    private Violation placed(Violation violation) {
        return new Violation(placed(violation.field()), violation.code(), violation.message(), violation.accepted());
    }

    private ClinicalFacts placed(ClinicalFacts read) {
        return new ClinicalFacts(
                read.sex(),
                read.birthDate(),
                read.observations(),
                read.conditions(),
                read.problemLists(),
                read.medications(),
                read.supplies(),
                read.allergies(),
                read.genotypes(),
                read.glucose(),
                read.notes().stream()
                        .map(note -> new EmbeddedNote(placed(note.path()), note.text(), note.time()))
                        .toList(),
                read.amendments(),
                read.unmapped(),
                read.issues().stream()
                        .map(issue -> new DataIssue(issue.kind(), placed(issue.field()), issue.message()))
                        .toList());
    }
}
