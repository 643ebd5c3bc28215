package org.hsdpo.data.privacy;

import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.hsdpo.clinical.knowledge.KnowledgeFile;

/** Names of people that are known without a patient's record. */
final class NameLists {
    private static final NameLists SHIPPED =
            new NameLists(KnowledgeFile.resource(NameLists.class, "names.yaml").as(File.class));

    private record File(int version, List<String> surnames, List<String> firstNames, List<String> alsoWords) {}

    private final Set<String> surnames;
    private final Set<String> firstNames;
    private final Set<String> alsoWords;

    private NameLists(File file) {
        surnames = Set.copyOf(file.surnames().stream().distinct().toList());
        firstNames = Set.copyOf(file.firstNames().stream().distinct().toList());
        alsoWords = Set.copyOf(file.alsoWords().stream().distinct().toList());
    }

    static NameLists shipped() {
        return SHIPPED;
    }

    boolean isFirstName(String word) {
        return firstNames.contains(word.toLowerCase(Locale.ROOT));
    }

    boolean isSurname(String word) {
        return surnames.contains(word.toLowerCase(Locale.ROOT));
    }

    /** Whether the word alone is a name and nothing else a note would say. */
    boolean isNameByItself(String word) {
        return (isFirstName(word) || isSurname(word)) && !alsoWords.contains(word.toLowerCase(Locale.ROOT));
    }
}
