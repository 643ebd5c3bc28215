package org.hsdpo.text.section;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.hsdpo.text.language.NoteLanguage;
import org.hsdpo.text.lexeme.Lexeme;
import org.hsdpo.text.lexeme.TermTrie;
import org.hsdpo.text.note.KnowledgeVersion;
import org.hsdpo.text.note.Section;
import org.hsdpo.text.note.Span;

/**
 * Sections of a note. A heading is a known title followed by a colon (at the start of a line, or anywhere in capitals or
 * title case), a known title alone on its line, or any short text in capitals before a colon at the start of a line.
 */
public final class SectionFinder {
    private static final int LONGEST_TITLE = 6;
    /** Lexemes of a date between a title and its colon, brackets included. */
    private static final int LONGEST_DATE = 8;

    private static final Set<String> DATE_LINKS = Set.of("vom", "am", "of", "from", "on", "(", ")", "-", "/", ".");

    private record Heading(int start, int titleEnd, int lexemeEnd, Section.Kind kind) {}

    private final SectionTitles titles;

    public SectionFinder(NoteLanguage language) {
        titles = SectionTitles.of(language);
    }

    /** Sections in order; together they cover the note. */
    public List<Section> find(String note, List<Lexeme> lexemes) {
        List<Heading> headings = headings(note, lexemes);
        List<Section> sections = new ArrayList<>();
        int firstHeading =
                headings.isEmpty() ? note.length() : headings.getFirst().start();
        if (firstHeading > 0) {
            sections.add(new Section(new Span(0, firstHeading), "", Section.Kind.OTHER));
        }
        for (int i = 0; i < headings.size(); i++) {
            Heading heading = headings.get(i);
            int end = i + 1 < headings.size() ? headings.get(i + 1).start() : note.length();
            sections.add(new Section(
                    new Span(heading.start(), end),
                    note.substring(heading.start(), heading.titleEnd()),
                    heading.kind()));
        }
        return sections;
    }

    /** Version of the headings known. */
    public KnowledgeVersion version() {
        return titles.version();
    }

    private List<Heading> headings(String note, List<Lexeme> lexemes) {
        List<Heading> headings = new ArrayList<>();
        int i = 0;
        while (i < lexemes.size()) {
            Optional<Heading> heading = headingAt(note, lexemes, i);
            if (heading.isPresent()) {
                headings.add(heading.get());
                i = heading.get().lexemeEnd();
            } else {
                i++;
            }
        }
        return headings;
    }

    private Optional<Heading> headingAt(String note, List<Lexeme> lexemes, int i) {
        Lexeme first = lexemes.get(i);
        if (!first.isWord()) {
            return Optional.empty();
        }
        boolean lineStart = startsLine(note, lexemes, i);
        Optional<TermTrie.Match<Section.Kind>> known = titles.titles().longestAt(lexemes, i, lexemes.size());
        if (known.isPresent()) {
            int end = known.get().end();
            int afterDate = lineStart ? afterDate(note, lexemes, end) : end;
            boolean colon = afterDate < lexemes.size() && lexemes.get(afterDate).is(":");
            boolean capital = Character.isUpperCase(first.raw().charAt(0));
            boolean alone = lineStart && endsLine(note, lexemes, end - 1);
            if (colon && (lineStart || capital && opensClause(lexemes, i)) || alone && capital) {
                return Optional.of(heading(lexemes, i, end, known.get().value()));
            }
        }
        return lineStart ? unknownCapitals(lexemes, i) : Optional.empty();
    }

    /** {@code Labs (2024-03-01):}, {@code Labor vom 12.03.2024:}. */
    private static int afterDate(String note, List<Lexeme> lexemes, int from) {
        int i = from;
        while (i < lexemes.size()
                && i - from < LONGEST_DATE
                && !startsLine(note, lexemes, i)
                && (lexemes.get(i).kind() == Lexeme.Kind.NUMBER
                        || DATE_LINKS.contains(lexemes.get(i).norm()))) {
            i++;
        }
        return i > from && lexemes.get(i - 1).isWord() ? from : i;
    }

    private static Optional<Heading> unknownCapitals(List<Lexeme> lexemes, int start) {
        int i = start;
        int letters = 0;
        while (i < lexemes.size() && i - start < LONGEST_TITLE && isCapitals(lexemes.get(i))) {
            letters += lexemes.get(i).isWord() ? lexemes.get(i).raw().length() : 0;
            i++;
        }
        boolean heading = i > start
                && letters >= 4
                && i < lexemes.size()
                && lexemes.get(i).is(":");
        return heading ? Optional.of(heading(lexemes, start, i, Section.Kind.OTHER)) : Optional.empty();
    }

    private static boolean isCapitals(Lexeme lexeme) {
        return lexeme.isWord()
                ? lexeme.raw().chars().noneMatch(Character::isLowerCase)
                : lexeme.is("/") || lexeme.is("&");
    }

    private static Heading heading(List<Lexeme> lexemes, int from, int to, Section.Kind kind) {
        return new Heading(lexemes.get(from).start(), lexemes.get(to - 1).end(), to, kind);
    }

    /** In running text a heading follows the end of a sentence, or opens the note. */
    private static boolean opensClause(List<Lexeme> lexemes, int i) {
        if (i == 0) {
            return true;
        }
        Lexeme before = lexemes.get(i - 1);
        Lexeme self = lexemes.get(i);
        boolean capitals = self.raw().length() > 1 && self.raw().chars().noneMatch(Character::isLowerCase);
        return before.is(".") || before.is("|") || before.is(")") || before.is("]") || before.is("*") || capitals;
    }

    private static boolean startsLine(String note, List<Lexeme> lexemes, int i) {
        int from = i == 0 ? 0 : lexemes.get(i - 1).end();
        return i == 0 || note.substring(from, lexemes.get(i).start()).indexOf('\n') >= 0;
    }

    private static boolean endsLine(String note, List<Lexeme> lexemes, int i) {
        int to = i + 1 == lexemes.size() ? note.length() : lexemes.get(i + 1).start();
        return i + 1 == lexemes.size()
                || note.substring(lexemes.get(i).end(), to).indexOf('\n') >= 0;
    }
}
