package org.hsdpo.data.hl7;

import ca.uhn.hl7v2.parser.EncodingCharacters;
import org.hsdpo.clinical.error.InvalidInputException;

/**
 * The separators a message declares in MSH-1 and MSH-2.
 *
 * @param field MSH-1
 * @param component first character of MSH-2
 * @param repetition second character of MSH-2
 * @param escape third character of MSH-2
 * @param subcomponent fourth character of MSH-2
 */
public record Delimiters(char field, char component, char repetition, char escape, char subcomponent) {
    static final Delimiters USUAL = new Delimiters('|', '^', '~', '\\', '&');

    /**
     * Of a header segment: four or, from version 2.7, five different punctuation marks beside the field separator.
     *
     * @throws InvalidInputException where they are not
     */
    static Delimiters of(String header) {
        char field = header.length() > 3 ? header.charAt(3) : ' ';
        int end = header.length() > 4 ? header.indexOf(field, 4) : -1;
        String declared = end < 0 ? header.substring(Math.min(4, header.length())) : header.substring(4, end);
        boolean usable = (declared.length() == 4 || declared.length() == 5)
                && (declared + field).chars().distinct().count() == declared.length() + 1
                && (declared + field)
                        .chars()
                        .allMatch(mark -> mark > ' ' && mark < 127 && !Character.isLetterOrDigit(mark));
        if (!usable) {
            throw new InvalidInputException(
                    "MSH[1]-2",
                    "SEPARATORS_INVALID",
                    "the separators of the message cannot be told apart",
                    "a field separator and four or five different punctuation marks, usually |^~\\&");
        }
        return new Delimiters(field, declared.charAt(0), declared.charAt(1), declared.charAt(2), declared.charAt(3));
    }

    EncodingCharacters forHapi() {
        return new EncodingCharacters(field, component, repetition, escape, subcomponent);
    }
}
