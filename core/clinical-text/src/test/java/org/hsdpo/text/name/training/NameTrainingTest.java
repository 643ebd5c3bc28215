package org.hsdpo.text.name.training;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.stream.Collectors;
import org.hsdpo.text.language.NoteLanguage;
import org.hsdpo.text.name.NameModel;
import org.hsdpo.text.note.NameMention;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class NameTrainingTest {
    @ParameterizedTest
    @EnumSource(NoteLanguage.class)
    void oneSeedGivesOneModel(NoteLanguage language) {
        List<MarkedSentence> sentences = new SentenceGrammar(language).draw(300, new SplittableRandom(1));

        byte[] first = NameTraining.train(language, sentences);
        byte[] second = NameTraining.train(language, new SentenceGrammar(language).draw(300, new SplittableRandom(1)));

        assertThat(second).isEqualTo(first);
    }

    @ParameterizedTest
    @EnumSource(NoteLanguage.class)
    void everySentenceHasItsNamesWhereTheyAreMarked(NoteLanguage language) {
        List<MarkedSentence> sentences = new SentenceGrammar(language).draw(5_000, new SplittableRandom(2));

        assertThat(sentences).allSatisfy(sentence -> {
            int at = 0;
            for (MarkedSentence.Name name : sentence.names()) {
                assertThat(name.span().start()).isGreaterThanOrEqualTo(at);
                assertThat(name.span().of(sentence.text()).strip()).isNotEmpty();
                at = name.span().end();
            }
            assertThat(sentence.text()).doesNotContain("{", "}", "@");
        });
        Set<NameMention.Kind> kinds = sentences.stream()
                .flatMap(sentence -> sentence.names().stream())
                .map(MarkedSentence.Name::kind)
                .collect(Collectors.toCollection(HashSet::new));
        assertThat(kinds).containsExactlyInAnyOrder(NameMention.Kind.values());
    }

    /** Takes a minute a language: run by hand with -Dhsdpo.test.args=-Dhsdpo.train=true. */
    @ParameterizedTest
    @EnumSource(NoteLanguage.class)
    @EnabledIfSystemProperty(named = "hsdpo.train", matches = "true")
    void theShippedModelIsWhatTrainingGives(NoteLanguage language) throws IOException {
        try (InputStream shipped = NameModel.class.getResourceAsStream(NameModel.file(language))) {
            assertThat(NameTraining.shipped(language)).isEqualTo(shipped.readAllBytes());
        }
    }
}
