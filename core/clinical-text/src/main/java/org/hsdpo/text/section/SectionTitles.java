package org.hsdpo.text.section;

import java.util.List;
import org.hsdpo.clinical.knowledge.KnowledgeFile;
import org.hsdpo.text.lexeme.TermTrie;
import org.hsdpo.text.note.KnowledgeVersion;
import org.hsdpo.text.note.Section;

/** The known headings, from {@code sections.yaml}. */
final class SectionTitles {
    private record File(int version, List<Entry> sections) {}

    private record Entry(Section.Kind kind, List<String> titles) {}

    private final TermTrie<Section.Kind> titles = TermTrie.ignoringCase();
    private final KnowledgeVersion version;

    private SectionTitles(File file, KnowledgeVersion version) {
        this.version = version;
        file.sections().forEach(entry -> entry.titles().forEach(title -> titles.add(title, entry.kind())));
    }

    static SectionTitles shipped() {
        KnowledgeFile file = KnowledgeFile.resource(SectionTitles.class, "sections.yaml");
        File content = file.as(File.class);
        return new SectionTitles(
                content, new KnowledgeVersion(file.name(), String.valueOf(content.version()), file.hash()));
    }

    TermTrie<Section.Kind> titles() {
        return titles;
    }

    KnowledgeVersion version() {
        return version;
    }
}
