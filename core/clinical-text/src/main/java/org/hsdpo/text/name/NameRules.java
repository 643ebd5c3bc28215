package org.hsdpo.text.name;

import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.hsdpo.clinical.knowledge.KnowledgeFile;
import org.hsdpo.text.language.NoteLanguage;
import org.hsdpo.text.note.KnowledgeVersion;
import org.hsdpo.text.note.NameMention;

/** Which kinds of name the recogniser is asked for, and how sure it has to be, from {@code names.yaml}. */
record NameRules(Map<NameMention.Kind, Double> leastProbability, Set<String> neverNames, KnowledgeVersion version) {
    private record File(int version, Map<NameMention.Kind, Double> leastProbability, List<String> neverNames) {}

    static NameRules of(NoteLanguage language) {
        KnowledgeFile file = language.knowledge(NameRules.class, "names");
        File content = file.as(File.class);
        return new NameRules(
                Map.copyOf(content.leastProbability()),
                new HashSet<>(content.neverNames()),
                new KnowledgeVersion(file.name(), String.valueOf(content.version()), file.hash()));
    }
}
