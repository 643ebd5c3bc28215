package org.hsdpo.data.hl7;

import ca.uhn.hl7v2.parser.EncodingCharacters;
import ca.uhn.hl7v2.parser.Escaping;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;

/**
 * Escape sequences (HL7 v2.8.2 section 2.7), all of them in one pass: separators ({@code \F\ \S\ \T\ \R\ \E\}),
 * hexadecimal data ({@code \X0D\}), line formatting ({@code \.br\ \.sp3\}) as line ends, highlighting ({@code \H\ \N\})
 * left out. Sequences of other character sets and local ones ({@code \C..\ \M..\ \Z..\}) are left out too. A lone escape
 * character stays as it is.
 */
final class TextEscapes implements Escaping {
    /** The longest sequence looked for, so that a text full of lone escape characters is not searched again and again. */
    private static final int LONGEST = 256;

    @Override
    public String unescape(String text, EncodingCharacters marks) {
        char escape = marks.getEscapeCharacter();
        int next = text.indexOf(escape);
        if (next < 0) {
            return text;
        }
        StringBuilder plain = new StringBuilder(text.length());
        int done = 0;
        while (next >= 0) {
            int end = closing(text, escape, next);
            String replaced = end < 0 ? null : meaning(text.substring(next + 1, end), marks);
            plain.append(text, done, next);
            if (replaced == null) {
                plain.append(escape);
                done = next + 1;
            } else {
                plain.append(replaced);
                done = end + 1;
            }
            next = text.indexOf(escape, done);
        }
        return plain.append(text, done, text.length()).toString();
    }

    private static int closing(String text, char escape, int opening) {
        int limit = Math.min(text.length(), opening + LONGEST);
        for (int i = opening + 1; i < limit; i++) {
            if (text.charAt(i) == escape) {
                return i;
            }
        }
        return -1;
    }

    /** What a sequence stands for; null where it is none. */
    private static String meaning(String sequence, EncodingCharacters marks) {
        return switch (sequence) {
            case "F" -> String.valueOf(marks.getFieldSeparator());
            case "S" -> String.valueOf(marks.getComponentSeparator());
            case "T" -> String.valueOf(marks.getSubcomponentSeparator());
            case "R" -> String.valueOf(marks.getRepetitionSeparator());
            case "E" -> String.valueOf(marks.getEscapeCharacter());
            case "H", "N" -> "";
            default ->
                switch (sequence.isEmpty() ? ' ' : sequence.charAt(0)) {
                    case 'X' -> hexadecimal(sequence.substring(1));
                    case '.' -> formatting(sequence);
                    case 'C', 'M', 'Z' -> "";
                    default -> null;
                };
        };
    }

    private static String hexadecimal(String digits) {
        if (digits.isEmpty() || digits.length() % 2 != 0 || !digits.chars().allMatch(HexFormat::isHexDigit)) {
            return null;
        }
        String text = new String(HexFormat.of().parseHex(digits), StandardCharsets.ISO_8859_1);
        // No database holds this character in a text: the sequence stays as it is written.
        return text.indexOf('\0') < 0 ? text : null;
    }

    private static String formatting(String command) {
        return switch (command.length() < 3 ? "" : command.substring(1, 3)) {
            case "br", "sp", "ce" -> "\n";
            case "in", "ti", "sk" -> " ";
            case "fi", "nf" -> "";
            default -> null;
        };
    }

    @Override
    public String escape(String text, EncodingCharacters marks) {
        StringBuilder escaped = new StringBuilder(text.length());
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            String code = c == marks.getFieldSeparator()
                    ? "F"
                    : c == marks.getComponentSeparator()
                            ? "S"
                            : c == marks.getSubcomponentSeparator()
                                    ? "T"
                                    : c == marks.getRepetitionSeparator()
                                            ? "R"
                                            : c == marks.getEscapeCharacter()
                                                    ? "E"
                                                    : c == '\r' || c == '\n' ? ".br" : "";
            if (code.isEmpty()) {
                escaped.append(c);
            } else {
                escaped.append(marks.getEscapeCharacter()).append(code).append(marks.getEscapeCharacter());
            }
        }
        return escaped.toString();
    }
}
