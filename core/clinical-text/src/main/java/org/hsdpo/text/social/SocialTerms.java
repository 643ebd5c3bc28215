package org.hsdpo.text.social;

import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.hsdpo.clinical.knowledge.KnowledgeFile;
import org.hsdpo.clinical.quantity.Ucum;
import org.hsdpo.text.language.NoteLanguage;
import org.hsdpo.text.lexeme.TermTrie;
import org.hsdpo.text.note.KnowledgeVersion;
import org.hsdpo.text.note.SocialMention.Status;
import org.hsdpo.text.note.SocialMention.Topic;

/** The phrases of {@code social.yaml}. */
final class SocialTerms {
    /** What a phrase says; a phrase without a status only names its topic, one without a topic says nothing. */
    record Phrase(Optional<Topic> topic, Optional<Status> status) {}

    /** What is counted, as a UCUM code, and the topic it belongs to. */
    record Unit(Topic topic, String code) {}

    private record File(
            int version,
            List<TopicEntry> topics,
            List<String> ignored,
            List<String> between,
            Map<Status, List<String>> answers,
            Map<Topic, Map<String, List<String>>> amounts) {}

    private record TopicEntry(Topic topic, List<String> names, Map<Status, List<String>> phrases) {}

    private final TermTrie<Phrase> phrases = TermTrie.ignoringCase();
    private final TermTrie<Status> answers = TermTrie.ignoringCase();
    private final TermTrie<Unit> amounts = TermTrie.ignoringCase();
    private final Set<String> between;
    private final KnowledgeVersion version;

    private SocialTerms(NoteLanguage language, File file, KnowledgeVersion version) {
        this.version = version;
        for (TopicEntry entry : file.topics()) {
            Optional<Topic> topic = Optional.of(entry.topic());
            language.spellings(entry.names()).forEach(name -> phrases.add(name, new Phrase(topic, Optional.empty())));
            entry.phrases().forEach((status, all) -> language.spellings(all)
                    .forEach(phrase -> phrases.add(phrase, new Phrase(topic, Optional.of(status)))));
        }
        language.spellings(file.ignored())
                .forEach(phrase -> phrases.add(phrase, new Phrase(Optional.empty(), Optional.empty())));
        file.answers().forEach((status, all) -> language.spellings(all).forEach(answer -> answers.add(answer, status)));
        file.amounts()
                .forEach((topic, units) -> units.forEach((unit, all) -> {
                    if (!Ucum.isValid(unit)) {
                        throw new IllegalStateException("'" + unit + "' is not a UCUM unit");
                    }
                    language.spellings(all).forEach(words -> amounts.add(words, new Unit(topic, unit)));
                }));
        between = new HashSet<>(language.spellings(file.between()));
    }

    static SocialTerms of(NoteLanguage language) {
        KnowledgeFile file = language.knowledge(SocialTerms.class, "social");
        File content = file.as(File.class);
        return new SocialTerms(
                language, content, new KnowledgeVersion(file.name(), String.valueOf(content.version()), file.hash()));
    }

    TermTrie<Phrase> phrases() {
        return phrases;
    }

    /** Words that answer a name in a form: {@code Tobacco: former}. */
    TermTrie<Status> answers() {
        return answers;
    }

    /** Units behind a number. */
    TermTrie<Unit> amounts() {
        return amounts;
    }

    /** Whether a word may stand between a name and its answer. */
    boolean isBetween(String norm) {
        return between.contains(norm);
    }

    KnowledgeVersion version() {
        return version;
    }
}
