package org.hsdpo.text.lexeme;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.hsdpo.text.lexeme.Lexeme.Kind;

/**
 * Cuts text into lexemes in one pass. Clinical shorthand decides the rules: digits that open a run end before letters
 * ({@code 500mg} is a number and a unit), letters that open a run keep their digits ({@code HbA1c}, {@code q12h}), and
 * an abbreviation of single letters with dots is one word ({@code b.i.d.} is {@code bid}).
 */
public final class LexemeScanner {
    /** A longer run of letters or digits is no word of any dictionary; it is cut, which keeps every later step linear. */
    private static final int LONGEST = 64;

    private final NumberStyle numbers;
    private final String text;
    private final int end;
    private final List<Lexeme> found = new ArrayList<>();
    private int at;

    private LexemeScanner(String text, int start, int end, NumberStyle numbers) {
        this.numbers = numbers;
        this.text = text;
        this.at = start;
        this.end = end;
    }

    /** All lexemes of a text in order. */
    public static List<Lexeme> scan(String text) {
        return scan(text, NumberStyle.DECIMAL_POINT);
    }

    /** All lexemes of a text in order, its numbers read as a language writes them. */
    public static List<Lexeme> scan(String text, NumberStyle numbers) {
        return scan(text, 0, text.length(), numbers);
    }

    /** All lexemes between two offsets of a text in order. */
    public static List<Lexeme> scan(String text, int start, int end) {
        return scan(text, start, end, NumberStyle.DECIMAL_POINT);
    }

    private static List<Lexeme> scan(String text, int start, int end, NumberStyle numbers) {
        LexemeScanner scanner = new LexemeScanner(text, start, end, numbers);
        while (scanner.at < end) {
            scanner.next();
        }
        return scanner.found;
    }

    private void next() {
        char c = text.charAt(at);
        if (isSpace(c)) {
            at++;
        } else if (isDigit(c) || (c == '.' && isDigitAt(at + 1) && !isWordCharacterAt(at - 1))) {
            switch (numbers) {
                case DECIMAL_POINT -> number();
                case DECIMAL_COMMA -> numberWithComma();
            }
        } else if (isWordStart(at)) {
            word();
        } else {
            int length = Character.isHighSurrogate(c) && at + 1 < end && Character.isLowSurrogate(text.charAt(at + 1))
                    ? 2
                    : 1;
            add(at, at + length, Kind.SIGN, text.substring(at, at + length), vulgarFraction(c));
            at += length;
        }
    }

    private void number() {
        int start = at;
        boolean ambiguous = false;
        StringBuilder digits = new StringBuilder();
        takeDigits(digits);
        boolean grouped = digits.length() <= 3;
        while (at < end && text.charAt(at) == ',' && isDigitAt(at + 1)) {
            // 1,000 is one thousand; 7,9 may be a decimal comma or two numbers, so it has no reading.
            at++;
            int group = at;
            takeDigits(digits);
            ambiguous |= !grouped || at - group != 3;
        }
        if (at < end && text.charAt(at) == '.' && isDigitAt(at + 1)) {
            digits.append('.');
            at++;
            takeDigits(digits);
            if (at < end && text.charAt(at) == '.' && isDigitAt(at + 1)) {
                ambiguous = true;
                while (at < end && (text.charAt(at) == '.' && isDigitAt(at + 1) || isDigitAt(at))) {
                    at++;
                }
            }
        }
        boolean readable = !ambiguous && digits.length() <= 15;
        add(
                start,
                at,
                Kind.NUMBER,
                text.substring(start, at),
                readable ? Double.parseDouble(digits.toString()) : Double.NaN);
    }

    /** {@code 1.000} is one thousand, {@code 7,9} and {@code 7.9} have a decimal; {@code 1,000} may be either. */
    private void numberWithComma() {
        int start = at;
        boolean ambiguous = false;
        boolean fraction = false;
        StringBuilder digits = new StringBuilder();
        takeDigits(digits);
        boolean zero = digits.toString().equals("0");
        boolean grouped = digits.length() <= 3 && !zero;
        while (at < end && (text.charAt(at) == '.' || text.charAt(at) == ',') && isDigitAt(at + 1)) {
            boolean comma = text.charAt(at) == ',';
            at++;
            int from = at;
            StringBuilder group = new StringBuilder();
            takeDigits(group);
            boolean thousands = !comma && grouped && !fraction && at - from == 3;
            ambiguous |= fraction || comma && at - from == 3 && !zero;
            if (!thousands && !fraction) {
                digits.append('.');
                fraction = true;
            }
            digits.append(group);
        }
        boolean readable = !ambiguous && digits.length() <= 15 && Character.isDigit(text.charAt(start));
        add(
                start,
                at,
                Kind.NUMBER,
                text.substring(start, at),
                readable ? Double.parseDouble(digits.toString()) : Double.NaN);
    }

    private void takeDigits(StringBuilder digits) {
        while (isDigitAt(at)) {
            if (digits.length() < 32) {
                digits.append(text.charAt(at));
            }
            at++;
        }
    }

    private void word() {
        int start = at;
        if (isDottedAbbreviation()) {
            StringBuilder letters = new StringBuilder();
            while (at + 1 < end && isAsciiLetter(text.charAt(at)) && text.charAt(at + 1) == '.') {
                letters.append(text.charAt(at));
                at += 2;
            }
            if (at < end && isAsciiLetter(text.charAt(at)) && !isWordCharacterAt(at + 1)) {
                letters.append(text.charAt(at++));
            }
            add(start, at, Kind.WORD, letters.toString(), Double.NaN);
            return;
        }
        if (text.charAt(at) == 'x' && isDigitAt(at + 1) && !isLetterAt(at - 1)) {
            // In 2x1000 and x10d the sign of multiplication is no letter of a name.
            add(at, ++at, Kind.WORD, "x", Double.NaN);
            return;
        }
        while (at < end && isWordCharacterAt(at) && at - start < LONGEST) {
            at += Character.charCount(text.codePointAt(at));
        }
        at = Math.min(at, end);
        if (at + 1 < end && isApostrophe(text.charAt(at)) && Character.isLetter(text.charAt(at + 1))) {
            int tail = at + 1;
            while (tail < end && Character.isLetter(text.charAt(tail)) && tail - at < 4) {
                tail++;
            }
            if (!isWordCharacterAt(tail)) {
                at = tail;
            }
        }
        add(start, at, Kind.WORD, text.substring(start, at), Double.NaN);
    }

    /** Two or more single letters, each followed by a dot, as in {@code b.i.d.}; the last dot may be missing. */
    private boolean isDottedAbbreviation() {
        return at + 2 < end
                && isAsciiLetter(text.charAt(at))
                && text.charAt(at + 1) == '.'
                && isAsciiLetter(text.charAt(at + 2))
                && !isWordCharacterAt(at + 3)
                && !isWordCharacterAt(at - 1);
    }

    private void add(int from, int to, Kind kind, String raw, double number) {
        String norm = raw.toLowerCase(Locale.ROOT).replace('\u2019', '\'');
        Kind actual = kind == Kind.SIGN && !Double.isNaN(number) ? Kind.NUMBER : kind;
        found.add(new Lexeme(from, to, actual, raw, norm, number));
    }

    private static double vulgarFraction(char c) {
        return switch (c) {
            case '\u00bd' -> 0.5;
            case '\u00bc' -> 0.25;
            case '\u00be' -> 0.75;
            default -> Double.NaN;
        };
    }

    private boolean isWordStart(int index) {
        return Character.isLetter(text.codePointAt(index));
    }

    private boolean isWordCharacterAt(int index) {
        return index >= 0 && index < end && Character.isLetterOrDigit(text.codePointAt(index));
    }

    private boolean isLetterAt(int index) {
        return index >= 0 && index < end && Character.isLetter(text.charAt(index));
    }

    private boolean isDigitAt(int index) {
        return index < end && isDigit(text.charAt(index));
    }

    private static boolean isDigit(char c) {
        return c >= '0' && c <= '9';
    }

    private static boolean isAsciiLetter(char c) {
        return c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z';
    }

    private static boolean isApostrophe(char c) {
        return c == '\'' || c == '\u2019';
    }

    /** White space of any kind, no-break spaces included. */
    static boolean isSpace(char c) {
        return Character.isWhitespace(c) || Character.isSpaceChar(c);
    }
}
