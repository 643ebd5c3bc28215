package org.hsdpo.text;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.hsdpo.text.ClinicalNoteParser.Detail;
import org.hsdpo.text.abbreviation.AbbreviationFinder;
import org.hsdpo.text.abbreviation.Abbreviations;
import org.hsdpo.text.adverse.AdverseEventFinder;
import org.hsdpo.text.context.ContextReader;
import org.hsdpo.text.date.DateFinder;
import org.hsdpo.text.date.WrittenDate;
import org.hsdpo.text.graph.NoteDecomposition;
import org.hsdpo.text.language.DetectedLanguage;
import org.hsdpo.text.language.Linguist;
import org.hsdpo.text.language.NoteLanguage;
import org.hsdpo.text.language.SentenceSplitter;
import org.hsdpo.text.lexeme.Lexeme;
import org.hsdpo.text.lexeme.LexemeScanner;
import org.hsdpo.text.measurement.MeasurementFinder;
import org.hsdpo.text.medication.MedicationFinder;
import org.hsdpo.text.name.NameRecogniser;
import org.hsdpo.text.note.AbbreviationMention;
import org.hsdpo.text.note.AdverseEventMention;
import org.hsdpo.text.note.ConceptMention;
import org.hsdpo.text.note.DateMention;
import org.hsdpo.text.note.KnowledgeVersion;
import org.hsdpo.text.note.MeasurementMention;
import org.hsdpo.text.note.MedicationMention;
import org.hsdpo.text.note.NameMention;
import org.hsdpo.text.note.Section;
import org.hsdpo.text.note.Sentence;
import org.hsdpo.text.note.SocialMention;
import org.hsdpo.text.note.Span;
import org.hsdpo.text.problem.ProblemFinder;
import org.hsdpo.text.reading.ReadSentence;
import org.hsdpo.text.section.SectionFinder;
import org.hsdpo.text.social.SocialFinder;

/** Reads notes of one language. */
final class Reader {
    private final NoteLanguage language;
    private final Linguist linguist;
    private final SentenceSplitter splitter;
    private final SectionFinder sections;
    private final ContextReader contexts;
    private final ProblemFinder problems;
    private final MedicationFinder medications;
    private final MeasurementFinder measurements;
    private final SocialFinder social;
    private final AdverseEventFinder adverseEvents;
    private final AbbreviationFinder abbreviations;
    private final NameRecogniser names;
    private final List<KnowledgeVersion> versions;

    Reader(NoteLanguage language) {
        this.language = language;
        linguist = new Linguist(language);
        splitter = new SentenceSplitter(linguist);
        sections = new SectionFinder(language);
        contexts = new ContextReader(language);
        problems = new ProblemFinder(language);
        medications = new MedicationFinder(language);
        measurements = new MeasurementFinder(language);
        social = new SocialFinder(language);
        adverseEvents = new AdverseEventFinder(language);
        abbreviations = new AbbreviationFinder(language);
        names = new NameRecogniser(language);
        versions = Stream.of(
                        linguist.versions(),
                        List.of(
                                splitter.version(),
                                sections.version(),
                                contexts.version(),
                                problems.version(),
                                measurements.version(),
                                social.version(),
                                adverseEvents.version(),
                                abbreviations.version()),
                        medications.versions(),
                        names.versions())
                .flatMap(List::stream)
                .toList();
    }

    /** The facts of a note that has been found to be text in this language. */
    ParsedNote read(String note, DetectedLanguage language, KnowledgeVersion detector, Detail detail) {
        double languageConfidence = language.isDetermined() ? 1 : Confidence.LANGUAGE_UNDETERMINED;
        List<Lexeme> lexemes = LexemeScanner.scan(note, this.language.numbers());
        List<WrittenDate> dates = DateFinder.find(lexemes, this.language);
        List<Section> found = sections.find(note, lexemes);
        List<Span> spans = splitter.split(note, found);

        List<Sentence> sentences = new ArrayList<>();
        List<ConceptMention> concepts = new ArrayList<>();
        List<MedicationMention> drugs = new ArrayList<>();
        List<MeasurementMention> values = new ArrayList<>();
        List<SocialMention> lives = new ArrayList<>();
        List<AdverseEventMention> adverse = new ArrayList<>();
        List<NameMention> others = new ArrayList<>();
        List<ReadSentence> read = sentences(note, lexemes, dates, found, spans, languageConfidence);
        Abbreviations shorts = abbreviations.find(note, lexemes, read);
        for (int i = 0; i < read.size(); i++) {
            ReadSentence sentence = read.get(i);
            Span span = spans.get(i);
            sentences.add(new Sentence(span, detail == Detail.ALL ? linguist.tokens(note, span) : List.of()));
            List<ConceptMention> problem = problems.find(sentence, shorts);
            List<MedicationMention> drug = medications.find(sentence);
            List<MeasurementMention> value = measurements.find(sentence);
            concepts.addAll(problem);
            drugs.addAll(drug);
            values.addAll(value);
            adverse.addAll(adverseEvents.find(sentence, problem, drug));
            List<SocialMention> life = social.find(sentence);
            lives.addAll(life);
            List<Span> taken = taken(sentence, problem, drug, value);
            life.forEach(each -> taken.add(each.span()));
            others.addAll(names.find(sentence, taken));
        }
        List<DateMention> days = dates.stream()
                .map(each -> new DateMention(
                        new Span(
                                lexemes.get(each.from()).start(),
                                lexemes.get(each.to() - 1).end()),
                        each.date()))
                .toList();
        List<AbbreviationMention> shortened = List.copyOf(shorts.all().values());
        return new ParsedNote(
                language.code(),
                found,
                sentences,
                concepts,
                drugs,
                values,
                lives,
                adverse,
                shortened,
                others,
                days,
                NoteDecomposition.of(
                        note,
                        new NoteDecomposition.Findings(
                                sentences, concepts, drugs, values, lives, adverse, shortened, others, days)),
                versions(detector));
    }

    private List<KnowledgeVersion> versions(KnowledgeVersion detector) {
        return Stream.concat(Stream.of(detector), versions.stream()).toList();
    }

    /** Names found without the dictionaries: how the recogniser is measured alone. */
    List<NameMention> namesAlone(String note) {
        List<Lexeme> lexemes = LexemeScanner.scan(note, language.numbers());
        List<Section> found = sections.find(note, lexemes);
        return sentences(note, lexemes, List.of(), found, splitter.split(note, found), 1).stream()
                .flatMap(sentence -> names.find(sentence, List.of()).stream())
                .toList();
    }

    /**
     * The words of a sentence that are read already: headings, dates, and what the dictionaries hold, measurements without a
     * value included.
     */
    private List<Span> taken(
            ReadSentence sentence,
            List<ConceptMention> concepts,
            List<MedicationMention> drugs,
            List<MeasurementMention> values) {
        List<Span> taken = new ArrayList<>(measurements.namesIn(sentence));
        sentence.title().ifPresent(taken::add);
        sentence.dates().forEach(date -> taken.add(sentence.span(date.from(), date.to())));
        concepts.forEach(concept -> taken.add(concept.span()));
        values.forEach(value -> taken.add(value.span()));
        drugs.forEach(drug -> {
            taken.add(drug.span());
            drug.doseSpan().ifPresent(taken::add);
            drug.frequencySpan().ifPresent(taken::add);
        });
        return taken;
    }

    private List<ReadSentence> sentences(
            String note,
            List<Lexeme> lexemes,
            List<WrittenDate> dates,
            List<Section> found,
            List<Span> spans,
            double languageConfidence) {
        List<ReadSentence> sentences = new ArrayList<>(spans.size());
        int lexeme = 0;
        int date = 0;
        int section = 0;
        for (Span span : spans) {
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
            sentences.add(new ReadSentence(
                    note,
                    lexemes,
                    from,
                    lexeme,
                    found.get(section).kind(),
                    found.get(section).titleSpan(),
                    dates.subList(firstDate, date),
                    contexts.read(lexemes, from, lexeme),
                    languageConfidence));
        }
        return sentences;
    }
}
