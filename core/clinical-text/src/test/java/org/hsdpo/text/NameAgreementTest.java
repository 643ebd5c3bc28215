package org.hsdpo.text;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.hsdpo.clinical.measurement.Measurement;
import org.hsdpo.text.language.NoteLanguage;
import org.hsdpo.text.name.Agreement;
import org.hsdpo.text.name.Agreement.Named;
import org.hsdpo.text.note.AdverseEventMention;
import org.hsdpo.text.note.Context.Experiencer;
import org.hsdpo.text.note.MedicationMention.Event;
import org.hsdpo.text.note.NameMention.Kind;
import org.hsdpo.text.note.Span;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * The dictionaries, the recogniser of names, and both together on annotated notes that training never met. The notes in
 * {@code held-out-*.txt} were written for this and share no sentence with the grammar of the training; they come from the
 * same authors, so they are a check of unseen names and wording, not of unseen writers. Their errors were looked at once,
 * before thresholds and words that are never names were set.
 */
class NameAgreementTest {
    private static final Set<Measurement> VITALS = Set.of(
            Measurement.WEIGHT,
            Measurement.HEIGHT,
            Measurement.BODY_MASS_INDEX,
            Measurement.HEART_RATE,
            Measurement.SYSTOLIC_PRESSURE,
            Measurement.DIASTOLIC_PRESSURE);

    private static final Map<String, Kind> MARKS = Map.of(
            "D",
            Kind.DRUG,
            "P",
            Kind.PROBLEM,
            "L",
            Kind.LAB,
            "V",
            Kind.VITAL,
            "A",
            Kind.ADVERSE_EVENT,
            "X",
            Kind.ALLERGY,
            "F",
            Kind.FAMILY_HISTORY,
            "S",
            Kind.SOCIAL_HISTORY);

    private record Note(String text, List<Named> names) {}

    @ParameterizedTest
    @EnumSource(NoteLanguage.class)
    void theRecogniserAddsToTheDictionariesWhatTheyDoNotHold(NoteLanguage language) {
        Agreement dictionary = new Agreement();
        Agreement recogniser = new Agreement();
        Agreement both = new Agreement();
        Reader reader = new Reader(language);
        for (Note note : notes("held-out-" + language.code() + ".txt")) {
            ParsedNote parsed = Parsers.PARSER.parse(note.text());
            List<Named> known = byDictionary(parsed);
            dictionary.add(note.text(), note.names(), known);
            recogniser.add(
                    note.text(),
                    note.names(),
                    reader.namesAlone(note.text()).stream()
                            .map(each -> new Named(each.kind(), each.span()))
                            .toList());
            both.add(note.text(), note.names(), together(known, parsed));
        }
        System.out.println("names, held-out notes, " + language.code());
        for (Kind kind : Kind.values()) {
            System.out.printf(
                    Locale.ROOT,
                    "  %-15s %3d  dictionary %s  recogniser %s  both %s%n",
                    kind,
                    both.annotated(kind),
                    dictionary.line(kind),
                    recogniser.line(kind),
                    both.line(kind));
        }
        if (Boolean.getBoolean("hsdpo.show.errors")) {
            both.differences().forEach(System.out::println);
        }
        assertThat(both.f(Kind.DRUG)).isGreaterThan(dictionary.f(Kind.DRUG));
        assertThat(both.f(Kind.PROBLEM)).isGreaterThan(dictionary.f(Kind.PROBLEM));
    }

    @Test
    void drugsInPublicNotesAreFound() {
        Agreement dictionary = new Agreement();
        Agreement recogniser = new Agreement();
        Agreement both = new Agreement();
        Reader reader = new Reader(NoteLanguage.ENGLISH);
        for (PublicNoteDrugs note : PublicNoteDrugs.all()) {
            List<Named> gold = note.judged().stream()
                    .map(each -> new Named(Kind.DRUG, each.span()))
                    .toList();
            ParsedNote parsed = Parsers.PARSER.parse(note.text());
            List<Named> known = byDictionary(parsed);
            dictionary.add(note.text(), gold, drugs(note, known.stream()));
            both.add(note.text(), gold, drugs(note, together(known, parsed).stream()));
            recogniser.add(
                    note.text(),
                    gold,
                    drugs(
                            note,
                            reader.namesAlone(note.text()).stream().map(each -> new Named(each.kind(), each.span()))));
        }
        System.out.printf(
                Locale.ROOT,
                "drugs in public notes, %d: dictionary %s  recogniser %s  both %s%n",
                both.annotated(Kind.DRUG),
                dictionary.line(Kind.DRUG),
                recogniser.line(Kind.DRUG),
                both.line(Kind.DRUG));
        if (Boolean.getBoolean("hsdpo.show.errors")) {
            both.differences().forEach(System.out::println);
        }
        // The dictionaries grew on these notes: what the recogniser adds is recall, at the price of precision.
        assertThat(both.recall(Kind.DRUG)).isGreaterThan(dictionary.recall(Kind.DRUG));
        assertThat(both.f(Kind.DRUG)).isGreaterThanOrEqualTo(dictionary.f(Kind.DRUG) - 0.02);
    }

    /** The annotators of NegEx marked some of the problems of a sentence: what else is found may be right. */
    @Test
    void problemsInRealReportsAreMet() {
        int[] annotated = new int[1];
        int[] byDictionary = new int[1];
        int[] byRecogniser = new int[1];
        int[] byBoth = new int[1];
        Reader reader = new Reader(NoteLanguage.ENGLISH);
        SharedData.text("notes/negex/Annotations-reports-1-80.txt")
                .lines()
                .skip(1)
                .map(line -> line.split("\t"))
                .filter(cells -> Integer.parseInt(cells[0]) % 4 == 3)
                .forEach(cells -> {
                    String concept = cells[1].replace("\"", "").strip();
                    String sentence = cells[2];
                    int at = sentence.toUpperCase(Locale.ROOT).indexOf(concept.toUpperCase(Locale.ROOT));
                    if (at < 0) {
                        return;
                    }
                    // The annotated words stand in capitals, which would give them away.
                    String plain = sentence.substring(0, at)
                            + concept.toLowerCase(Locale.ROOT)
                            + sentence.substring(at + concept.length());
                    Span span = new Span(at, at + concept.length());
                    ParsedNote parsed = Parsers.PARSER.parse(plain);
                    boolean known = byDictionary(parsed).stream()
                            .anyMatch(each ->
                                    isProblem(each.kind()) && each.span().overlaps(span));
                    boolean unknown = parsed.names().stream()
                            .anyMatch(each ->
                                    isProblem(each.kind()) && each.span().overlaps(span));
                    boolean alone = reader.namesAlone(plain).stream()
                            .anyMatch(each ->
                                    isProblem(each.kind()) && each.span().overlaps(span));
                    annotated[0]++;
                    byDictionary[0] += known ? 1 : 0;
                    byRecogniser[0] += alone ? 1 : 0;
                    byBoth[0] += known || unknown ? 1 : 0;
                });
        System.out.printf(
                Locale.ROOT,
                "annotated findings of the reports never looked at met: dictionary %d, recogniser %d, both %d of %d%n",
                byDictionary[0],
                byRecogniser[0],
                byBoth[0],
                annotated[0]);
        assertThat(byBoth[0]).isGreaterThan(byDictionary[0]);
    }

    private static boolean isProblem(Kind kind) {
        return kind == Kind.PROBLEM || kind == Kind.ADVERSE_EVENT;
    }

    private static List<Named> drugs(PublicNoteDrugs note, Stream<Named> found) {
        return found.filter(each -> each.kind() == Kind.DRUG || each.kind() == Kind.ALLERGY)
                .filter(each -> note.unjudged().stream().noneMatch(span -> span.overlaps(each.span())))
                .map(each -> new Named(Kind.DRUG, each.span()))
                .toList();
    }

    private static List<Named> together(List<Named> known, ParsedNote parsed) {
        return Stream.concat(known.stream(), parsed.names().stream().map(each -> new Named(each.kind(), each.span())))
                .toList();
    }

    private static List<Named> byDictionary(ParsedNote note) {
        Map<Span, Named> found = new LinkedHashMap<>();
        note.medications()
                .forEach(each -> found.put(
                        each.span(), new Named(each.event() == Event.ALLERGY ? Kind.ALLERGY : Kind.DRUG, each.span())));
        Set<Span> caused =
                note.adverseEvents().stream().map(AdverseEventMention::event).collect(Collectors.toSet());
        Set<Span> reasons = note.medications().stream()
                .flatMap(each -> each.reason().stream())
                .collect(Collectors.toSet());
        note.concepts().forEach(each -> {
            boolean adverse =
                    caused.contains(each.span()) || reasons.stream().anyMatch(reason -> reason.overlaps(each.span()));
            Kind kind = each.context().experiencer() == Experiencer.FAMILY
                    ? Kind.FAMILY_HISTORY
                    : adverse ? Kind.ADVERSE_EVENT : Kind.PROBLEM;
            found.put(each.span(), new Named(kind, each.span()));
        });
        note.measurements()
                .forEach(each -> found.put(
                        each.span(),
                        new Named(VITALS.contains(each.measurement()) ? Kind.VITAL : Kind.LAB, each.span())));
        note.social().forEach(each -> found.put(each.span(), new Named(Kind.SOCIAL_HISTORY, each.span())));
        return List.copyOf(found.values());
    }

    private static List<Note> notes(String file) {
        return Arrays.stream(resource(file).split("=====\n"))
                .map(NameAgreementTest::note)
                .toList();
    }

    private static Note note(String marked) {
        StringBuilder text = new StringBuilder();
        List<Named> names = new ArrayList<>();
        Matcher mark = Pattern.compile("<([DPLVAXFS]) ([^>]+)>").matcher(marked);
        int at = 0;
        while (mark.find()) {
            text.append(marked, at, mark.start());
            int start = text.length();
            text.append(mark.group(2));
            names.add(new Named(MARKS.get(mark.group(1)), new Span(start, text.length())));
            at = mark.end();
        }
        text.append(marked, at, marked.length());
        return new Note(text.toString(), names);
    }

    static String resource(String file) {
        try (InputStream in = Agreement.class.getResourceAsStream(file)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
