package org.hsdpo.ingestion.mllp;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.hsdpo.clinical.error.InvalidInputException;
import org.hsdpo.clinical.error.Violation;
import org.hsdpo.data.hl7.Hl7Header;
import org.hsdpo.data.hl7.Hl7Message;
import org.hsdpo.data.hl7.PatientIdentifier;
import org.hsdpo.ingestion.config.MllpConfig;
import org.hsdpo.ingestion.record.IncomingRecord;

/** What a listener takes, and whose patient a message is about. */
final class MllpSender {
    private final MllpConfig.Listener listener;

    MllpSender(MllpConfig.Listener listener) {
        this.listener = listener;
    }

    /** Reasons in the header not to take a message. */
    List<Violation> objections(Hl7Header header) {
        List<Violation> violations = new ArrayList<>();
        if (!listener.senders().contains(header.sendingApplication() + "@" + header.sendingFacility())) {
            violations.add(new Violation(
                    "MSH[1]-3",
                    "SENDER_UNKNOWN",
                    "the sending application and facility are not known to this listener",
                    "MSH-3 and MSH-4 as configured for the listener"));
            return violations;
        }
        if (header.controlId().isEmpty()) {
            violations.add(new Violation(
                    "MSH[1]-10",
                    "CONTROL_ID_MISSING",
                    "the message has no control id",
                    "an identifier of the message"));
        }
        if (!listener.processingIds().contains(header.processingId())) {
            violations.add(new Violation(
                    "MSH[1]-11",
                    "PROCESSING_ID_UNSUPPORTED",
                    "messages of this processing id are not taken here",
                    String.join(", ", listener.processingIds().stream().sorted().toList())));
        }
        violations.addAll(header.unsupported());
        return violations;
    }

    /**
     * The patient: the one identifier in PID-3 of the listener's authority and type.
     *
     * @throws InvalidInputException where there is none, more than one, or one that HSDPO cannot keep
     */
    String patient(Hl7Message message) {
        Set<String> values = message.patientIdentifiers().stream()
                .filter(this::isOfAuthority)
                .map(PatientIdentifier::value)
                .collect(Collectors.toSet());
        if (values.size() != 1) {
            throw new InvalidInputException(
                    "PID[1]-3",
                    values.isEmpty() ? "PATIENT_ID_MISSING" : "SEVERAL_PATIENTS",
                    values.isEmpty()
                            ? "no patient identifier is of the authority and type this listener knows patients by"
                            : "the message holds several identifiers of the authority and type this listener knows patients by",
                    "one identifier of type " + listener.patientIdentifierType() + " assigned by "
                            + listener.patientAuthority());
        }
        String value = values.iterator().next();
        IncomingRecord.malformed(value).ifPresent(violation -> {
            throw new InvalidInputException("PID[1]-3", violation.code(), violation.message(), violation.accepted());
        });
        return value;
    }

    private boolean isOfAuthority(PatientIdentifier identifier) {
        return listener.patientIdentifierType().equals(identifier.type())
                && (listener.patientAuthority().equals(identifier.namespace())
                        || listener.patientAuthority().equals(identifier.universalId()));
    }
}
