package org.hsdpo.text;

import java.util.List;
import java.util.Objects;
import org.hsdpo.text.graph.PatientGraph;
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

/**
 * What a note says. Every span is half open and counts UTF-16 code units of the note as it was given.
 *
 * @param language ISO 639-1 code, {@code en} or {@code de}; {@code und} where the note is too terse to tell
 * @param sections sections in order, covering the note
 * @param sentences sentences in order
 * @param concepts problems in order
 * @param medications drugs in order; a combination product gives one mention for each ingredient
 * @param measurements measured values in order
 * @param social what it says of how the patient lives, in order
 * @param adverseEvents problems that it ties to a drug, in order of the problems
 * @param abbreviations abbreviations in order, with what they stand for where that can be told
 * @param names names that no dictionary holds, in order: without a code, for review
 * @param dates dates in order
 * @param graph all of this as a graph
 * @param versions models and knowledge files that took part
 */
public record ParsedNote(
        String language,
        List<Section> sections,
        List<Sentence> sentences,
        List<ConceptMention> concepts,
        List<MedicationMention> medications,
        List<MeasurementMention> measurements,
        List<SocialMention> social,
        List<AdverseEventMention> adverseEvents,
        List<AbbreviationMention> abbreviations,
        List<NameMention> names,
        List<DateMention> dates,
        PatientGraph graph,
        List<KnowledgeVersion> versions) {
    public ParsedNote {
        Objects.requireNonNull(language, "language");
        sections = List.copyOf(sections);
        sentences = List.copyOf(sentences);
        concepts = List.copyOf(concepts);
        medications = List.copyOf(medications);
        measurements = List.copyOf(measurements);
        social = List.copyOf(social);
        adverseEvents = List.copyOf(adverseEvents);
        abbreviations = List.copyOf(abbreviations);
        names = List.copyOf(names);
        dates = List.copyOf(dates);
        Objects.requireNonNull(graph, "graph");
        versions = List.copyOf(versions);
    }
}
