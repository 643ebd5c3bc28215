package org.hsdpo.text.name;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.IntStream;
import org.hsdpo.text.ParsedNote;
import org.hsdpo.text.Parsers;
import org.hsdpo.text.graph.Node;
import org.hsdpo.text.note.Context.Assertion;
import org.hsdpo.text.note.NameMention;
import org.hsdpo.text.note.NameMention.Kind;
import org.junit.jupiter.api.Test;

class NameRecogniserTest {
    @Test
    void aDrugThatNoDictionaryHoldsIsShownWithoutACodeAndIsNoMedication() {
        ParsedNote note = Parsers.PARSER.parse("Medications: metformin 500 mg BID, evolocumab 140 mg every 2 weeks");

        assertThat(note.medications()).extracting(each -> each.ingredient()).containsExactly("metformin");
        assertThat(note.names())
                .extracting(NameMention::text, NameMention::kind)
                .containsExactly(org.assertj.core.groups.Tuple.tuple("evolocumab", Kind.DRUG));
        List<Node> uncoded = note.graph().nodes().stream()
                .filter(node -> node.kind() == Node.Kind.UNCODED)
                .toList();
        assertThat(uncoded).extracting(Node::label).containsExactly("drug: evolocumab");
        assertThat(note.graph().edges())
                .noneMatch(edge -> edge.from() == uncoded.getFirst().id()
                        || edge.to() == uncoded.getFirst().id());
    }

    @Test
    void germanNotesAreReadByAModelOfTheirOwn() {
        ParsedNote note = Parsers.PARSER.parse(
                "Medikation: Metformin 500 mg 1-0-1, Bempedoinsäure 180 mg 1-0-0, Evolocumab 140 mg");

        assertThat(note.names()).extracting(NameMention::text).contains("Evolocumab");
        assertThat(note.names()).extracting(NameMention::kind).containsOnly(Kind.DRUG);
    }

    @Test
    void whatTheDictionariesHoldIsNotFoundTwice() {
        ParsedNote note = Parsers.PARSER.parse(
                "Type 2 diabetes, on metformin 500 mg BID. HbA1c 7.9 %. Check creatinine and LDL next time.");

        assertThat(note.names()).isEmpty();
    }

    @Test
    void aNameTakesTheContextOfItsWords() {
        ParsedNote note = Parsers.PARSER.parse("Patient denies hematochezia, orthopnea or melena.");

        assertThat(note.names())
                .isNotEmpty()
                .allSatisfy(name -> assertThat(name.context().assertion()).isEqualTo(Assertion.NEGATED));
    }

    @Test
    void manyThreadsGetTheAnswersOfOne() {
        String text = "Plan: continue evolocumab and rimegepant. Denies hematochezia. PMH: hidradenitis, thymoma.";
        List<NameMention> alone = Parsers.PARSER.parse(text).names();

        List<List<NameMention>> together = IntStream.range(0, 64)
                .parallel()
                .mapToObj(i -> Parsers.PARSER.parse(text).names())
                .toList();

        assertThat(together).allSatisfy(each -> assertThat(each).isEqualTo(alone));
    }
}
