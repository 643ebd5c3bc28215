package org.hsdpo.text;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.hsdpo.clinical.error.InvalidInputException;
import org.hsdpo.text.context.ContextReader;
import org.hsdpo.text.date.DateFinder;
import org.hsdpo.text.date.WrittenDate;
import org.hsdpo.text.language.DetectedLanguage;
import org.hsdpo.text.language.Linguist;
import org.hsdpo.text.language.NoteText;
import org.hsdpo.text.language.SentenceSplitter;
import org.hsdpo.text.lexeme.Lexeme;
import org.hsdpo.text.lexeme.LexemeScanner;
import org.hsdpo.text.measurement.MeasurementFinder;
import org.hsdpo.text.medication.MedicationFinder;
import org.hsdpo.text.note.ConceptMention;
import org.hsdpo.text.note.KnowledgeVersion;
import org.hsdpo.text.note.MeasurementMention;
import org.hsdpo.text.note.MedicationMention;
import org.hsdpo.text.note.Section;
import org.hsdpo.text.note.Sentence;
import org.hsdpo.text.note.Span;
import org.hsdpo.text.problem.ProblemFinder;
import org.hsdpo.text.reading.ReadSentence;
import org.hsdpo.text.section.SectionFinder;

/**
 * Turns one clinical note in English into facts with character offsets: sections, sentences with tokens, problems,
 * medications and measurements, each with its context. Loading takes about a second; one instance serves any number of
 * threads. The time to parse grows linearly with the note.
 */
public final class ClinicalNoteParser {
    /** Longest note accepted unless told otherwise, in UTF-16 code units: some 400 pages. */
    public static final int LONGEST_NOTE = 1_000_000;

    private final int longestNote;
    private final Linguist linguist = new Linguist();
    private final SentenceSplitter splitter = new SentenceSplitter(linguist);
    private final SectionFinder sections = new SectionFinder();
    private final ContextReader contexts = new ContextReader();
    private final ProblemFinder problems = new ProblemFinder();
    private final MedicationFinder medications = new MedicationFinder();
    private final MeasurementFinder measurements = new MeasurementFinder();
    private final List<KnowledgeVersion> versions = Stream.of(
                    linguist.versions(),
                    List.of(sections.version(), contexts.version(), problems.version(), measurements.version()),
                    medications.versions())
            .flatMap(List::stream)
            .toList();

    public ClinicalNoteParser() {
        this(LONGEST_NOTE);
    }

    /**
     * @param longestNote longest note accepted, in UTF-16 code units, at least 1
     */
    public ClinicalNoteParser(int longestNote) {
        if (longestNote < 1) {
            throw new IllegalArgumentException(
                    "the longest note accepted must be at least 1 character: " + longestNote);
        }
        this.longestNote = longestNote;
    }

    /**
     * Reads a note.
     *
     * @throws InvalidInputException where the note is empty, too long, not text, or in another language than English
     */
    public ParsedNote parse(String note) {
        NoteText.require(note, longestNote);
        DetectedLanguage language = linguist.language(note);
        double languageConfidence = language.isDetermined() ? 1 : Confidence.LANGUAGE_UNDETERMINED;
        List<Lexeme> lexemes = LexemeScanner.scan(note);
        List<WrittenDate> dates = DateFinder.find(lexemes);
        List<Section> found = sections.find(note, lexemes);
        List<Span> spans = splitter.split(note, found);

        List<Sentence> sentences = new ArrayList<>();
        List<ConceptMention> concepts = new ArrayList<>();
        List<MedicationMention> drugs = new ArrayList<>();
        List<MeasurementMention> values = new ArrayList<>();
        int lexeme = 0;
        int date = 0;
        int section = 0;
        for (Span span : spans) {
            sentences.add(new Sentence(span, linguist.tokens(note, span)));
            while (lexeme < lexemes.size() && lexemes.get(lexeme).start() < span.start()) {
                lexeme++;
            }
            int from = lexeme;
            while (lexeme < lexemes.size() && lexemes.get(lexeme).end() <= span.end()) {
                lexeme++;
            }
            while (section + 1 < found.size() && found.get(section + 1).span().start() <= span.start()) {
                section++;
            }
            while (date < dates.size() && dates.get(date).from() < from) {
                date++;
            }
            int firstDate = date;
            while (date < dates.size() && dates.get(date).to() <= lexeme) {
                date++;
            }
            ReadSentence sentence = new ReadSentence(
                    note,
                    lexemes,
                    from,
                    lexeme,
                    found.get(section).kind(),
                    dates.subList(firstDate, date),
                    contexts.read(lexemes, from, lexeme),
                    languageConfidence);
            concepts.addAll(problems.find(sentence));
            drugs.addAll(medications.find(sentence));
            values.addAll(measurements.find(sentence));
        }
        return new ParsedNote(language.code(), found, sentences, concepts, drugs, values, versions);
    }
}
