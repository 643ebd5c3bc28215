package org.hsdpo.data.hl7;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.hsdpo.clinical.error.Violation;

/**
 * What the MSH segment says of a message.
 *
 * @param delimiters its separators
 * @param sendingApplication MSH-3, first component
 * @param sendingFacility MSH-4, first component
 * @param receivingApplication MSH-5, first component
 * @param receivingFacility MSH-6, first component
 * @param code of the message, for example {@code ORU}
 * @param event the trigger event, for example {@code R01}
 * @param controlId MSH-10
 * @param processingId {@code P}, {@code T} or {@code D}
 * @param version for example {@code 2.5.1}
 * @param acceptAcknowledgement MSH-15: AL, NE, ER, SU or empty
 * @param applicationAcknowledgement MSH-16: the same
 */
public record Hl7Header(
        Delimiters delimiters,
        String sendingApplication,
        String sendingFacility,
        String receivingApplication,
        String receivingFacility,
        String code,
        String event,
        String controlId,
        String processingId,
        String version,
        String acceptAcknowledgement,
        String applicationAcknowledgement) {

    /** Of a message that has no header to speak of. */
    static final Hl7Header NONE = new Hl7Header(Delimiters.USUAL, "", "", "", "", "", "", "", "", "", "", "");

    static Hl7Header of(Segment msh, Delimiters delimiters, Optional<Segment> evn) {
        String event = msh.text(9, 0, 2);
        return new Hl7Header(
                delimiters,
                msh.text(3),
                msh.text(4),
                msh.text(5),
                msh.text(6),
                msh.text(9),
                // Before version 2.3.1 the event of an ADT message stands in EVN-1 alone where a sender leaves it out.
                event.isEmpty() ? evn.map(segment -> segment.text(1)).orElse("") : event,
                msh.text(10),
                msh.text(11),
                msh.text(12),
                msh.text(15),
                msh.text(16));
    }

    /** {@code ORU^R01} where HSDPO reads or refuses it by name, else {@code other}: safe as the label of a metric. */
    public String typeLabel() {
        boolean known = Hl7Tables.shipped().events(code).contains(event) || isRefusedByName();
        return known ? code + "^" + event : "other";
    }

    /** Whether it is a change of identifiers, which somebody has to see to: merging, moving, linking, deleting. */
    public boolean isRefusedByName() {
        return Hl7Tables.shipped().isRefusedEvent(code, event);
    }

    /** Whether the sender asks for acknowledgements by MSH-15 and MSH-16. */
    public boolean isEnhancedMode() {
        return !acceptAcknowledgement.isEmpty() || !applicationAcknowledgement.isEmpty();
    }

    /** Why messages of this kind are not read; empty where they are. */
    public List<Violation> unsupported() {
        Hl7Tables tables = Hl7Tables.shipped();
        List<Violation> violations = new ArrayList<>();
        if (!tables.versions().contains(version)) {
            violations.add(new Violation(
                    "MSH[1]-12",
                    "VERSION_UNSUPPORTED",
                    "the message is of no version HSDPO reads",
                    String.join(", ", tables.versions())));
        }
        if (!tables.messageCodes().contains(code)) {
            violations.add(new Violation(
                    "MSH[1]-9",
                    "MESSAGE_TYPE_UNSUPPORTED",
                    "the message is of no type HSDPO reads",
                    String.join(", ", tables.messageCodes())));
        } else if (tables.isRefusedEvent(code, event)) {
            violations.add(new Violation(
                    "MSH[1]-9",
                    "EVENT_UNSUPPORTED",
                    "merging, moving, linking or deleting is not done to stored records: they stay under the identifiers they came with",
                    "a change of identifiers made by an operator, and messages under the new identifier"));
        } else if (!tables.events(code).contains(event)) {
            violations.add(new Violation(
                    "MSH[1]-9",
                    "EVENT_UNSUPPORTED",
                    "the trigger event is none HSDPO reads",
                    code + " with " + String.join(", ", tables.events(code))));
        }
        return violations;
    }
}
