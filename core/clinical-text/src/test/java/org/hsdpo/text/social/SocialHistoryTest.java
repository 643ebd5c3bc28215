package org.hsdpo.text.social;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.Collectors;
import org.hsdpo.text.Parsers;
import org.hsdpo.text.note.Context.Assertion;
import org.hsdpo.text.note.Context.Experiencer;
import org.hsdpo.text.note.SocialMention;
import org.hsdpo.text.note.SocialMention.Status;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SocialHistoryTest {
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            The patient smokes 1 ppd and drinks wine on weekends. | TOBACCO CURRENT 1.0 {pack}/d; ALCOHOL CURRENT
            SOCIAL HISTORY: Denies any alcohol, tobacco or illicit drug use. | ALCOHOL NOT_CURRENT; TOBACCO NOT_CURRENT; RECREATIONAL_DRUGS NOT_CURRENT
            She never smoked and does not drink. | TOBACCO NEVER; ALCOHOL NOT_CURRENT
            He quit smoking in 1995 after 35 pack-years. | TOBACCO FORMER 35.0 {pack}.a
            Tobacco: former. Alcohol: 2 drinks per week. | TOBACCO FORMER; ALCOHOL CURRENT 2.0 {drink}/wk
            Smoking status: never. EtOH: none. | TOBACCO NEVER; ALCOHOL NOT_CURRENT
            History of tobacco use. | TOBACCO EVER
            The patient does not smoke. | TOBACCO NOT_CURRENT
            Retired machinist, lives alone. | OCCUPATION RETIRED; LIVING_SITUATION ALONE
            She lives with her husband and works as a teacher. | LIVING_SITUATION WITH_OTHERS; OCCUPATION WORKING
            He lives in a nursing home and has a sedentary lifestyle. | LIVING_SITUATION IN_CARE; PHYSICAL_ACTIVITY INACTIVE
            The patient is homeless and uses cocaine. | LIVING_SITUATION HOMELESS; RECREATIONAL_DRUGS CURRENT
            Sozialanamnese: Die Patientin ist Nichtraucherin und lebt allein. | TOBACCO NOT_CURRENT; LIVING_SITUATION ALONE
            Der Patient ist Ex-Raucher mit 20 py, kein Alkohol, Rentner. | TOBACCO FORMER 20.0 {pack}.a; ALCOHOL NOT_CURRENT; OCCUPATION RETIRED
            """)
    void whatIsSaidOfALifeHasATopicAndAStatus(String note, String expected) {
        assertThat(found(note).stream().map(SocialHistoryTest::plain).collect(Collectors.joining("; ")))
                .isEqualTo(expected);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Discussed smoking cessation.",
                "Clean the skin with an alcohol swab.",
                "He drinks plenty of water.",
                "Social history: tobacco, alcohol reviewed.",
                "If she smokes, refer her to the clinic.",
                "Breathing exercises were shown to the patient."
            })
    void aWordOfWhichNothingIsSaidIsNoFinding(String note) {
        assertThat(found(note)).isEmpty();
    }

    @Test
    void aRangeIsNoAmount() {
        assertThat(found("He smokes 1-2 packs per day.").getFirst().amount()).isEmpty();
    }

    @Test
    void aRelativeWhoSmokesIsNotThePatient() {
        SocialMention mention = found("Her mother smokes.").getFirst();
        assertThat(mention.context().experiencer()).isEqualTo(Experiencer.FAMILY);
    }

    @Test
    void aDenialOfUseIsTheStatusAndNotANegatedStatus() {
        SocialMention mention = found("No tobacco.").getFirst();
        assertThat(mention.status()).isEqualTo(Status.NOT_CURRENT);
        assertThat(mention.context().assertion()).isEqualTo(Assertion.AFFIRMED);
    }

    private static List<SocialMention> found(String note) {
        return Parsers.PARSER.parse(note).social();
    }

    private static String plain(SocialMention mention) {
        return mention.topic() + " " + mention.status()
                + mention.amount()
                        .map(each -> " " + each.value() + " " + each.unit())
                        .orElse("");
    }
}
