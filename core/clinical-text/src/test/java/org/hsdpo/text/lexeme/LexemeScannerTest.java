package org.hsdpo.text.lexeme;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LexemeScannerTest {
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            500mg b.i.d.        | 500 mg bid
            HbA1c 8.4%          | hba1c 8.4 %
            q12h                | q12h
            1-0-1               | 1 - 0 - 1
            patient's 58 y.o.   | patient's 58 yo
            mL/min/1.73m2       | ml / min / 1.73 m2
            """)
    void shorthandIsCutWhereACliniciansEyeCuts(String text, String expected) {
        String found = LexemeScanner.scan(text).stream().map(Lexeme::norm).collect(Collectors.joining(" "));
        assertThat(found).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource({
        "'1,000', 1000",
        "'1,000,000', 1000000",
        "'2.55', 2.55",
        "'.5', 0.5",
        "'½', 0.5",
        "'7,9', NaN",
        "'1.2.3', NaN",
        "'2019,2020', NaN"
    })
    void aNumberHasOneReadingOrNone(String text, Double expected) {
        assertThat(Double.valueOf(LexemeScanner.scan(text).getFirst().number())).isEqualTo(expected);
    }

    @Test
    void aHyphenBetweenWordsIsOptional() {
        TermTrie<Integer> trie = TermTrie.ignoringCase();
        trie.add("type 2 diabetes", 1);
        trie.add("end-stage", 2);
        assertThat(trie.longestAt(LexemeScanner.scan("Type-2 diabetes"), 0, 4))
                .hasValueSatisfying(match -> assertThat(match.value()).isEqualTo(1));
        assertThat(trie.longestAt(LexemeScanner.scan("end stage"), 0, 2)).isPresent();
        assertThat(trie.longestAt(LexemeScanner.scan("end - of day"), 0, 4)).isEmpty();
    }
}
