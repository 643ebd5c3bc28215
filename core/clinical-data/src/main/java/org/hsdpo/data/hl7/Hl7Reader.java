package org.hsdpo.data.hl7;

import java.time.ZoneId;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.hsdpo.clinical.error.InvalidInputException;
import org.hsdpo.clinical.error.Violation;
import org.hsdpo.clinical.patient.DataIssue;
import org.hsdpo.data.ClinicalFacts;
import org.hsdpo.data.Receipt;

/**
 * Reads HL7 version 2 records: one message or a batch, in ER7 encoding, of one patient.
 *
 * <p>The record is refused whole, with every violation listed, where it is no such message, is of a type, event or version
 * that is not read, speaks of more than one patient, takes a result back, or holds a measurement that no living patient has
 * or whose unit is not known. Codes that mean nothing to HSDPO are counted and listed as issues. A message that holds
 * nothing HSDPO uses is no error: a feed brings many. Thread-safe.
 */
public final class Hl7Reader {
    private final CodedElements codes;
    private final Optional<ZoneId> zone;

    /**
     * A reader.
     *
     * @param zone of times that state none, in messages that state none; where it is empty UTC is assumed, with an issue
     * @param site codes of the site's own
     */
    public Hl7Reader(Optional<ZoneId> zone, SiteCodes site) {
        this.zone = zone;
        this.codes = new CodedElements(site);
    }

    /** Reads a message, so that the first one of a patient is not the slow one. */
    public void warmUp() {
        String message = "MSH|^~\\&|||||20260101000000+0000||ORU^R01|1|P|2.5\rPID|1||1\rOBR|1\r"
                + "OBX|1|NM|4548-4^HbA1c^LN||7.0|%|||||F|||20260101\r";
        read(
                message.getBytes(java.nio.charset.StandardCharsets.US_ASCII),
                new Receipt("warm-up", java.time.Instant.EPOCH));
    }

    /**
     * The facts of a record.
     *
     * @throws InvalidInputException where the record is refused; nothing of it may then be used
     */
    public ClinicalFacts read(byte[] content, Receipt receipt) {
        List<Hl7Message> messages =
                Hl7Document.messages(content).stream().map(Hl7Message::parse).toList();
        List<Violation> unsupported = messages.stream()
                .flatMap(message -> message.header().unsupported().stream())
                .distinct()
                .toList();
        if (!unsupported.isEmpty()) {
            throw new InvalidInputException(unsupported);
        }
        onePatient(messages);
        contradictions(messages);
        if (messages.size() == 1) {
            return orNothing(new MessageReading(messages.getFirst(), receipt, codes, zone, "").facts());
        }
        ClinicalFacts all = new ClinicalFacts.Collector().facts();
        for (int i = 0; i < messages.size(); i++) {
            String place = "message[" + (i + 1) + "]";
            Receipt ofMessage = new Receipt(receipt.recordId() + "#" + place, receipt.receivedAt());
            all = all.and(new MessageReading(messages.get(i), ofMessage, codes, zone, place + ".").facts());
        }
        return orNothing(all);
    }

    /** A message of a feed may hold nothing of use; that it was read is seen from the issue. */
    private static ClinicalFacts orNothing(ClinicalFacts read) {
        if (!read.isEmpty() || !read.issues().isEmpty()) {
            return read;
        }
        ClinicalFacts.Collector facts = new ClinicalFacts.Collector();
        facts.issue(DataIssue.Kind.UNMAPPED, "MSH[1]-9", "the message holds nothing HSDPO reads");
        return facts.facts();
    }

    /** Every PID shares an identifier with the first one: what else differs may be identifiers of other authorities. */
    private static void onePatient(List<Hl7Message> messages) {
        Set<String> first = null;
        for (Hl7Message message : messages) {
            for (Segment segment : message.segments()) {
                if (segment.name().equals("PID")) {
                    Set<String> identifiers = PatientIdentifier.of(segment).stream()
                            .map(identifier -> String.join(
                                    "\u0000", identifier.value(), identifier.namespace(), identifier.universalId()))
                            .collect(Collectors.toSet());
                    if (first == null) {
                        first = identifiers;
                    } else if (!identifiers.equals(first)
                            && identifiers.stream().noneMatch(first::contains)) {
                        throw new InvalidInputException(
                                segment.path(3),
                                "SEVERAL_PATIENTS",
                                "the record speaks of more than one patient",
                                "PID segments that share an identifier");
                    }
                }
            }
        }
    }

    /** Messages of one batch that state different sexes or dates of birth are not of one patient. */
    private static void contradictions(List<Hl7Message> messages) {
        for (int field : new int[] {7, 8}) {
            Set<String> stated = messages.stream()
                    .flatMap(message -> message.segments().stream())
                    .filter(segment -> segment.name().equals("PID"))
                    .map(pid -> pid.text(field))
                    .map(text -> text.substring(0, Math.min(8, text.length())))
                    .filter(text -> !text.isEmpty())
                    .collect(Collectors.toSet());
            if (stated.size() > 1) {
                throw new InvalidInputException(
                        "PID[1]-" + field,
                        "SEVERAL_PATIENTS",
                        "the PID segments of the record contradict each other",
                        "one sex and one date of birth");
            }
        }
    }
}
