package org.hsdpo.text.language;

import java.util.List;
import java.util.Set;
import org.hsdpo.clinical.knowledge.KnowledgeFile;
import org.hsdpo.text.note.KnowledgeVersion;

/**
 * Words that tell a language and where its sentences end, from {@code sentence-words.yaml}.
 *
 * @param functionWords frequent in notes of the language, and no words of the others
 * @param openWords words that a sentence does not end with
 * @param innerAbbreviations abbreviations that stand inside a sentence although a full stop follows
 */
record SentenceWords(
        Set<String> functionWords, Set<String> openWords, Set<String> innerAbbreviations, KnowledgeVersion version) {
    private record File(
            int version, List<String> functionWords, List<String> openWords, List<String> innerAbbreviations) {}

    static SentenceWords of(NoteLanguage language) {
        KnowledgeFile file = language.knowledge(SentenceWords.class, "sentence-words");
        File content = file.as(File.class);
        return new SentenceWords(
                Set.copyOf(content.functionWords()),
                Set.copyOf(content.openWords()),
                Set.copyOf(content.innerAbbreviations()),
                new KnowledgeVersion(file.name(), String.valueOf(content.version()), file.hash()));
    }
}
