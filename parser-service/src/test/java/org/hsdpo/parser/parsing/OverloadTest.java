package org.hsdpo.parser.parsing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.smallrye.mutiny.Uni;
import java.util.List;
import java.util.OptionalInt;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.RejectedExecutionException;
import java.util.stream.IntStream;
import org.hsdpo.parser.config.ParserConfig;
import org.hsdpo.text.ClinicalNoteParser.Detail;
import org.hsdpo.text.ParsedNote;
import org.junit.jupiter.api.Test;

class OverloadTest {
    private record Limits(int longestNote, OptionalInt threads, int queue) implements ParserConfig {}

    @Test
    void notesBeyondTheQueueAreRefusedAtOnceAndTheOthersAreRead() {
        NoteParsing parsing = new NoteParsing(new Limits(200_000, OptionalInt.of(1), 1), new SimpleMeterRegistry());
        parsing.warmUp();
        String note = "The patient takes metformin 500 mg twice daily. ".repeat(1_000);
        List<CompletableFuture<ParsedNote>> calls = IntStream.range(0, 100)
                .mapToObj(i -> parsing.parse(note, Detail.ALL))
                .map(Uni::subscribeAsCompletionStage)
                .toList();

        long read = 0;
        for (CompletableFuture<ParsedNote> call : calls) {
            try {
                assertThat(call.join().medications()).hasSize(1_000);
                read++;
            } catch (CompletionException | java.util.concurrent.CancellationException e) {
                assertThat(e).hasCauseInstanceOf(RejectedExecutionException.class);
            }
        }
        parsing.stop();
        assertThat(read).isBetween(1L, 99L);
    }

    @Test
    void aLimitThatCannotBeMeantIsRefusedAtStart() {
        assertThatThrownBy(() -> new NoteParsing(new Limits(200_000, OptionalInt.of(0), 1), new SimpleMeterRegistry()))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("hsdpo.parser.threads is 0; accepted are 1 to 1024");
    }
}
