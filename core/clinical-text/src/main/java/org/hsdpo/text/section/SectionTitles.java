package org.hsdpo.text.section;

import java.util.List;
import org.hsdpo.clinical.knowledge.KnowledgeFile;
import org.hsdpo.text.language.NoteLanguage;
import org.hsdpo.text.lexeme.TermTrie;
import org.hsdpo.text.note.KnowledgeVersion;
import org.hsdpo.text.note.Section;

/** The known headings, from {@code sections.yaml}. */
final class SectionTitles {
    private record File(int version, List<Entry> sections) {}

    private record Entry(Section.Kind kind, List<String> titles) {}

    private final TermTrie<Section.Kind> titles = TermTrie.ignoringCase();
    private final KnowledgeVersion version;

    private SectionTitles(NoteLanguage language, File file, KnowledgeVersion version) {
        this.version = version;
        file.sections()
                .forEach(entry -> language.spellings(entry.titles()).forEach(title -> titles.add(title, entry.kind())));
    }

    static SectionTitles of(NoteLanguage language) {
        KnowledgeFile file = language.knowledge(SectionTitles.class, "sections");
        File content = file.as(File.class);
        return new SectionTitles(
                language, content, new KnowledgeVersion(file.name(), String.valueOf(content.version()), file.hash()));
    }

    TermTrie<Section.Kind> titles() {
        return titles;
    }

    KnowledgeVersion version() {
        return version;
    }
}
