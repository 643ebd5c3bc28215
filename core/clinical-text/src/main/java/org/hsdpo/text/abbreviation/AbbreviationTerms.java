package org.hsdpo.text.abbreviation;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.hsdpo.clinical.knowledge.KnowledgeFile;
import org.hsdpo.text.language.NoteLanguage;
import org.hsdpo.text.note.KnowledgeVersion;
import org.hsdpo.text.note.Section;

/** The readings of {@code abbreviations.yaml}. */
final class AbbreviationTerms {
    /** What an abbreviation may stand for, and what speaks for it: words of its sentence, and headings. */
    record Reading(String means, boolean usual, Set<String> with, Set<Section.Kind> under) {}

    private record File(int version, Map<String, String> single, Map<String, List<Entry>> several) {}

    private record Entry(String means, Boolean usual, List<String> with, List<Section.Kind> under) {}

    private final Map<String, List<Reading>> readings = new HashMap<>();
    private final KnowledgeVersion version;

    private AbbreviationTerms(NoteLanguage language, File file, KnowledgeVersion version) {
        this.version = version;
        file.single().forEach((form, means) -> put(form, List.of(new Reading(means, true, Set.of(), Set.of()))));
        file.several()
                .forEach((form, entries) -> put(
                        form,
                        entries.stream()
                                .map(entry -> new Reading(
                                        entry.means(),
                                        Boolean.TRUE.equals(entry.usual()),
                                        entry.with() == null ? Set.of() : Set.copyOf(language.spellings(entry.with())),
                                        entry.under() == null ? Set.of() : Set.copyOf(entry.under())))
                                .toList()));
    }

    static AbbreviationTerms of(NoteLanguage language) {
        KnowledgeFile file = language.knowledge(AbbreviationTerms.class, "abbreviations");
        File content = file.as(File.class);
        return new AbbreviationTerms(
                language, content, new KnowledgeVersion(file.name(), String.valueOf(content.version()), file.hash()));
    }

    private void put(String form, List<Reading> all) {
        long usual = all.stream().filter(Reading::usual).count();
        if (usual > 1 || readings.put(form, all) != null) {
            throw new IllegalStateException(
                    "the abbreviation '" + form + "' is listed twice or has two usual readings");
        }
    }

    /** Readings of a word in this case; empty where it is no abbreviation that is known. */
    List<Reading> of(String form) {
        return readings.getOrDefault(form, List.of());
    }

    KnowledgeVersion version() {
        return version;
    }
}
