package org.hsdpo.data.hl7;

import ca.uhn.hl7v2.DefaultHapiContext;
import ca.uhn.hl7v2.HL7Exception;
import ca.uhn.hl7v2.HapiContext;
import ca.uhn.hl7v2.model.GenericMessage;
import ca.uhn.hl7v2.model.GenericSegment;
import ca.uhn.hl7v2.parser.GenericModelClassFactory;
import ca.uhn.hl7v2.parser.PipeParser;
import ca.uhn.hl7v2.util.Terser;
import ca.uhn.hl7v2.validation.impl.ValidationContextFactory;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.hsdpo.clinical.error.InvalidInputException;

/**
 * One segment. It is taken apart when it is first asked for a field: segments HSDPO does not read, Z-segments among them,
 * are never taken apart. HL7's null ({@code ""}) reads as absent.
 */
final class Segment {
    /** Separators in one segment; a laboratory's longest text results have some thousand lines. */
    static final int MOST_SEPARATORS = 20_000;

    /** Separators of subcomponents in one component; the largest data types of the standard have some ten. */
    static final int MOST_SUBCOMPONENTS = 64;

    private static final PipeParser PARSER = parser();

    private final String name;
    private final int place;
    private final String line;
    private final Delimiters delimiters;
    private GenericSegment fields;

    /**
     * A segment of a message.
     *
     * @param name three characters, for example {@code OBX}
     * @param place 1 for the first segment of this name in the message
     */
    Segment(String name, int place, String line, Delimiters delimiters) {
        this.name = name;
        this.place = place;
        this.line = line;
        this.delimiters = delimiters;
    }

    private static PipeParser parser() {
        HapiContext context = new DefaultHapiContext();
        context.setValidationContext(ValidationContextFactory.noValidation());
        context.setModelClassFactory(new GenericModelClassFactory());
        context.getParserConfiguration().setEscaping(new TextEscapes());
        return new PipeParser(context);
    }

    String name() {
        return name;
    }

    /** {@code OBX[3]}. */
    String path() {
        return name + "[" + place + "]";
    }

    /** {@code OBX[3]-5}. */
    String path(int field) {
        return path() + "-" + field;
    }

    /** First component of the first repetition; empty text where there is none. */
    String text(int field) {
        return text(field, 0, 1);
    }

    String text(int field, int repetition, int component) {
        return text(field, repetition, component, 1);
    }

    /** Unescaped and without white space around it; empty text where there is none. */
    String text(int field, int repetition, int component, int subcomponent) {
        if (repetition >= repetitions(field)) {
            return "";
        }
        try {
            String value = Terser.get(fields(), field, repetition, component, subcomponent);
            String text = value == null ? "" : value.strip();
            return text.equals("\"\"") ? "" : text;
        } catch (HL7Exception e) {
            throw unreadable();
        }
    }

    Optional<String> optional(int field) {
        return Optional.of(text(field)).filter(text -> !text.isEmpty());
    }

    /** Repetitions of a field; 0 where the segment ends before it. */
    int repetitions(int field) {
        try {
            return field > fields().numFields() ? 0 : fields().getField(field).length;
        } catch (HL7Exception e) {
            throw unreadable();
        }
    }

    /**
     * A whole field as one text: repetitions are lines; component separators that a sender forgot to escape stay.
     */
    String lines(int field) {
        List<String> lines = new ArrayList<>();
        for (int repetition = 0; repetition < repetitions(field); repetition++) {
            List<String> components = new ArrayList<>();
            int count = components(field, repetition);
            for (int component = 1; component <= count; component++) {
                components.add(text(field, repetition, component));
            }
            lines.add(String.join(String.valueOf(delimiters.component()), components));
        }
        return String.join("\n", lines).strip();
    }

    private int components(int field, int repetition) {
        try {
            return Terser.numComponents(fields().getField(field, repetition));
        } catch (HL7Exception e) {
            throw unreadable();
        }
    }

    private GenericSegment fields() {
        if (fields == null) {
            refuseEndless();
            try {
                GenericSegment parsed =
                        new GenericSegment(new GenericMessage.V28(new GenericModelClassFactory()), name);
                PARSER.parse(parsed, line, delimiters.forHapi());
                fields = parsed;
            } catch (HL7Exception e) {
                throw unreadable();
            }
        }
        return fields;
    }

    /** Taking subcomponents apart takes time in the square of their number. */
    private void refuseEndless() {
        int separators = 0;
        int subcomponents = 0;
        for (int i = 0; i < line.length(); i++) {
            char c = line.charAt(i);
            if (c == delimiters.subcomponent()) {
                separators++;
                subcomponents++;
            } else if (c == delimiters.field() || c == delimiters.component() || c == delimiters.repetition()) {
                separators++;
                subcomponents = 0;
            }
            if (separators > MOST_SEPARATORS || subcomponents > MOST_SUBCOMPONENTS) {
                throw new InvalidInputException(
                        path(),
                        "SEGMENT_TOO_COMPLEX",
                        "the segment has too many separators",
                        "at most " + MOST_SEPARATORS + ", and " + MOST_SUBCOMPONENTS + " within one component");
            }
        }
    }

    private InvalidInputException unreadable() {
        return new InvalidInputException(
                path(), "SEGMENT_INVALID", "the segment cannot be taken apart", "a segment of HL7 v2 in ER7 encoding");
    }
}
