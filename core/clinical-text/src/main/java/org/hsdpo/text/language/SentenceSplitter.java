package org.hsdpo.text.language;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.hsdpo.text.note.KnowledgeVersion;
import org.hsdpo.text.note.Section;
import org.hsdpo.text.note.Span;

/**
 * Sentences of a clinical note: the OpenNLP model inside, clinical rules around it. Lines that are entries of a list or
 * a heading end a sentence, lines that are only wrapped do not; the model's splits inside brackets and after clinical
 * abbreviations are undone.
 */
public final class SentenceSplitter {
    /** A shorter line is not wrapped: wrapped text runs to 70 characters and more. */
    private static final int SHORTEST_WRAPPED_LINE = 60;
    /** A line that ends with an open word is wrapped from this length on. */
    private static final int SHORTEST_OPEN_LINE = 40;
    /** A longer stretch is cut at white space, which keeps the cost linear for a note on one line. */
    private static final int LONGEST_BLOCK = 2_000;
    /** A bracket longer than this was never closed. */
    private static final int LONGEST_BRACKET = 150;

    private final Linguist linguist;
    private final SentenceWords words;

    public SentenceSplitter(Linguist linguist) {
        this.linguist = linguist;
        this.words = SentenceWords.of(linguist.language());
    }

    /** Version of the words that tell where sentences end. */
    public KnowledgeVersion version() {
        return words.version();
    }

    /** Sentences in order, not overlapping, without white space at their ends; every other character is in one. */
    public List<Span> split(String note, List<Section> sections) {
        List<Span> sentences = new ArrayList<>();
        for (Span block : blocks(note, sections)) {
            List<Span> repaired = repaired(note, linguist.sentences(note, block), block);
            for (Span sentence : repaired) {
                Span trimmed = trimmed(note, sentence);
                if (trimmed.start() < trimmed.end()) {
                    sentences.add(trimmed);
                }
            }
        }
        return sentences;
    }

    private List<Span> blocks(String note, List<Section> sections) {
        boolean[] breaks = new boolean[note.length() + 1];
        sections.forEach(section -> breaks[section.span().start()] = true);
        markLines(note, breaks);
        markInlineEntries(note, breaks);
        for (Section section : sections) {
            int title = section.span().start();
            Arrays.fill(
                    breaks,
                    title + 1,
                    Math.max(title + 1, title + section.title().length()),
                    false);
        }
        List<Span> blocks = new ArrayList<>();
        int start = 0;
        int lastSpace = -1;
        for (int i = 1; i <= note.length(); i++) {
            if (i < note.length() && Character.isWhitespace(note.charAt(i))) {
                lastSpace = i;
            }
            if (i == note.length() || breaks[i]) {
                blocks.add(new Span(start, i));
                start = i;
            } else if (i - start >= LONGEST_BLOCK) {
                int cut = lastSpace > start ? lastSpace : notInsidePair(note, i);
                blocks.add(new Span(start, cut));
                start = cut;
            }
        }
        return blocks;
    }

    private static int notInsidePair(String note, int index) {
        return Character.isLowSurrogate(note.charAt(index)) ? index - 1 : index;
    }

    private void markLines(String note, boolean[] breaks) {
        int widest = 0;
        for (int line = 0; line < note.length(); line = lineEnd(note, line) + 1) {
            int length = lineEnd(note, line) - line;
            if (length <= 160) {
                widest = Math.max(widest, length);
            }
        }
        int line = 0;
        while (line < note.length()) {
            int end = lineEnd(note, line);
            int next = end + 1;
            if (next < note.length() && !isWrapped(note, line, end, next, widest)) {
                breaks[next] = true;
            }
            line = next;
        }
    }

    /** Whether the line break at {@code end} only wraps running text. */
    private boolean isWrapped(String note, int start, int end, int next, int widest) {
        int length = end - start;
        int nextEnd = lineEnd(note, next);
        if (length < SHORTEST_OPEN_LINE || isBlank(note, next, nextEnd) || startsListEntry(note, next, nextEnd)) {
            return false;
        }
        char last = note.charAt(end - 1);
        if (last == ':' || last == '|' || last == '+' || last == '-' && note.charAt(end - 2) == '-') {
            return false;
        }
        if (endsOpen(note, start, end)) {
            return true;
        }
        if (length < SHORTEST_WRAPPED_LINE) {
            return false;
        }
        int word = next;
        while (word < nextEnd && !Character.isWhitespace(note.charAt(word)) && word - next < 40) {
            word++;
        }
        return length + 1 + (word - next) > widest - 4 || Character.isLowerCase(note.charAt(next));
    }

    /** Whether the last word of a line cannot end a sentence. */
    private boolean endsOpen(String note, int start, int end) {
        int word = end;
        while (word > start && Character.isLetter(note.charAt(word - 1))) {
            word--;
        }
        return note.charAt(end - 1) == ',' || words.openWords().contains(note.substring(word, end));
    }

    /** Entries of a list that runs on in one line: {@code MEDS: - aspirin 81 mg - metformin 500 mg}. */
    private static void markInlineEntries(String note, boolean[] breaks) {
        for (int i = 1; i + 2 < note.length(); i++) {
            char c = note.charAt(i);
            boolean bullet = (c == '-' || c == '\u2022' || c == '*')
                    && Character.isWhitespace(note.charAt(i - 1))
                    && (note.charAt(i + 1) == ' ' || note.charAt(i + 1) == '\n')
                    && Character.isLetter(note.charAt(i + 2));
            boolean dashInList = c != '-' || note.charAt(i - 1) != ' ' || followsColonOrEntry(note, i, breaks);
            if (bullet && dashInList) {
                breaks[i] = true;
            }
        }
    }

    /** A lone dash between words is a dash; after a colon or another entry of the same line it opens an entry. */
    private static boolean followsColonOrEntry(String note, int dash, boolean[] breaks) {
        for (int i = dash - 1; i >= 0 && dash - i < 200; i--) {
            char c = note.charAt(i);
            if (c == ':' && dash - i < 4 || breaks[i] && c == '-') {
                return true;
            }
        }
        return false;
    }

    private static boolean startsListEntry(String note, int start, int end) {
        int i = start;
        while (i < end && Character.isWhitespace(note.charAt(i))) {
            i++;
        }
        if (i >= end) {
            return true;
        }
        char c = note.charAt(i);
        if (c == '-' || c == '*' || c == '\u2022' || c == '+' || c == '|' || c == '#' || c == '=') {
            return true;
        }
        int digits = i;
        while (digits < end && Character.isDigit(note.charAt(digits))) {
            digits++;
        }
        return digits > i
                && digits - i <= 2
                && digits + 1 < end
                && (note.charAt(digits) == '.' || note.charAt(digits) == ')')
                && note.charAt(digits + 1) == ' ';
    }

    private List<Span> repaired(String note, List<Span> found, Span block) {
        if (found.isEmpty()) {
            return List.of(block);
        }
        List<Span> repaired = new ArrayList<>();
        int start = block.start();
        for (int i = 0; i < found.size(); i++) {
            boolean last = i == found.size() - 1;
            int end = last ? block.end() : found.get(i + 1).start();
            if (last || !isFalseSplit(note, start, found.get(i).end(), end)) {
                repaired.add(new Span(start, end));
                start = end;
            }
        }
        return repaired;
    }

    private boolean isFalseSplit(String note, int start, int end, int next) {
        if (openBracket(note, start, end)) {
            return true;
        }
        char following = note.charAt(next);
        if (Character.isLowerCase(following) || following == ')' || following == ',') {
            return true;
        }
        if (note.charAt(end - 1) != '.') {
            return note.charAt(end - 1) != '!' && note.charAt(end - 1) != '?';
        }
        int word = end - 1;
        while (word > start && !Character.isWhitespace(note.charAt(word - 1)) && note.charAt(word - 1) != '(') {
            word--;
        }
        String before = note.substring(word, end - 1).toLowerCase(Locale.ROOT);
        boolean listNumber = word == firstVisible(note, start) && before.length() <= 2 && isNumber(before);
        return listNumber
                || words.innerAbbreviations().contains(before)
                || Character.isDigit(following) && isDottedAbbreviation(before);
    }

    private static boolean openBracket(String note, int start, int end) {
        int depth = 0;
        int opened = start;
        for (int i = start; i < end; i++) {
            char c = note.charAt(i);
            if (c == '(') {
                depth++;
                opened = i;
            } else if (c == ')' && depth > 0) {
                depth--;
            }
        }
        return depth > 0 && end - opened < LONGEST_BRACKET && closes(note, end);
    }

    private static boolean closes(String note, int from) {
        for (int i = from; i < note.length() && i - from < LONGEST_BRACKET && note.charAt(i) != '\n'; i++) {
            if (note.charAt(i) == ')') {
                return true;
            }
            if (note.charAt(i) == '(') {
                return false;
            }
        }
        return false;
    }

    private static boolean isDottedAbbreviation(String word) {
        return word.length() >= 3 && word.charAt(1) == '.';
    }

    private static boolean isNumber(String word) {
        return !word.isEmpty() && word.chars().allMatch(Character::isDigit);
    }

    private static int firstVisible(String note, int start) {
        int i = start;
        while (i < note.length() && Character.isWhitespace(note.charAt(i))) {
            i++;
        }
        return i;
    }

    private static Span trimmed(String note, Span span) {
        int start = span.start();
        int end = span.end();
        while (start < end && Character.isWhitespace(note.charAt(start))) {
            start++;
        }
        while (end > start && Character.isWhitespace(note.charAt(end - 1))) {
            end--;
        }
        return new Span(start, end);
    }

    private static boolean isBlank(String note, int start, int end) {
        for (int i = start; i < end; i++) {
            if (!Character.isWhitespace(note.charAt(i))) {
                return false;
            }
        }
        return true;
    }

    private static int lineEnd(String note, int from) {
        int end = note.indexOf('\n', from);
        return end < 0 ? note.length() : end;
    }
}
