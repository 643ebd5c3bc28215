package org.hsdpo.text.context;

import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.hsdpo.clinical.knowledge.KnowledgeFile;
import org.hsdpo.text.language.NoteLanguage;
import org.hsdpo.text.lexeme.TermTrie;
import org.hsdpo.text.note.KnowledgeVersion;

/** The phrases of {@code context-triggers.yaml}. */
final class ContextTriggers {
    /** What a phrase makes of the mentions in its reach. */
    enum Meaning {
        PSEUDO,
        NEGATED,
        POSSIBLE,
        HISTORICAL,
        /** Over, whatever its kind: it makes even a chronic condition historical. */
        RESOLVED,
        HYPOTHETICAL,
        FAMILY,
        PATIENT_AND_FAMILY,
        OTHER
    }

    /** On which side of a phrase its mentions stand. */
    enum Reach {
        FORWARD,
        BACKWARD
    }

    /** What one phrase does; a phrase may do one thing to its right and another to its left. */
    record Effect(Set<Meaning> forward, Set<Meaning> backward, Set<Meaning> ends) {}

    private record File(int version, List<Trigger> triggers, List<Termination> terminations) {}

    private record Trigger(Meaning meaning, Reach reach, List<String> phrases) {}

    private record Termination(List<Meaning> ends, List<String> phrases) {}

    private final TermTrie<Effect> phrases = TermTrie.ignoringCase();
    private final KnowledgeVersion version;

    private ContextTriggers(NoteLanguage language, File file, KnowledgeVersion version) {
        this.version = version;
        for (Trigger trigger : file.triggers()) {
            language.spellings(trigger.phrases())
                    .forEach(phrase -> sides(phrase, trigger.reach()).add(trigger.meaning()));
        }
        for (Termination termination : file.terminations()) {
            language.spellings(termination.phrases())
                    .forEach(phrase -> effect(phrase).ends().addAll(termination.ends()));
        }
    }

    static ContextTriggers of(NoteLanguage language) {
        KnowledgeFile file = language.knowledge(ContextTriggers.class, "context-triggers");
        File content = file.as(File.class);
        return new ContextTriggers(
                language, content, new KnowledgeVersion(file.name(), String.valueOf(content.version()), file.hash()));
    }

    TermTrie<Effect> phrases() {
        return phrases;
    }

    KnowledgeVersion version() {
        return version;
    }

    private Set<Meaning> sides(String phrase, Reach reach) {
        Effect effect = effect(phrase);
        return reach == Reach.FORWARD ? effect.forward() : effect.backward();
    }

    private Effect effect(String phrase) {
        return phrases.valueOrAdd(
                phrase,
                () -> new Effect(
                        EnumSet.noneOf(Meaning.class), EnumSet.noneOf(Meaning.class), EnumSet.noneOf(Meaning.class)));
    }
}
