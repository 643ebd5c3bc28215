package org.hsdpo.evaluation.evaluating;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletionService;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorCompletionService;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Supplier;
import org.hsdpo.clinical.error.InvalidInputException;
import org.hsdpo.evaluation.EvaluationServiceTest;
import org.hsdpo.evaluation.MeshCertificates;
import org.hsdpo.hyperscore.Engine;
import org.hsdpo.hyperscore.EngineStopped;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

@QuarkusTest
@QuarkusTestResource(MeshCertificates.class)
@TestProfile(EvaluationServiceTest.OneAtATime.class)
class GuardedRoomsTest {
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final CountDownLatch end = new CountDownLatch(1);

    @AfterEach
    void stop() {
        end.countDown();
        threads.shutdownNow();
    }

    private GuardedRooms rooms(Duration limit, int places, int waiting) {
        return new GuardedRooms(limit, places, waiting, threads);
    }

    /** Work that neither ends nor minds being interrupted. */
    private Supplier<String> hanging() {
        return () -> {
            boolean ended = false;
            while (!ended) {
                try {
                    end.await();
                    ended = true;
                } catch (InterruptedException e) {
                    // As a loop of arithmetic would: it goes on.
                    Thread.interrupted();
                }
            }
            return "late";
        };
    }

    @Test
    void aHangingEngineIsStoppedAndTheOthersWork() {
        GuardedRooms rooms = rooms(Duration.ofSeconds(1), 1, 1);

        assertThatThrownBy(() -> rooms.work(Engine.NOVELTY, hanging()))
                .isInstanceOf(EngineStopped.class)
                .hasMessage("did not finish within 1000 ms");
        // Its only place is taken until it really ends.
        assertThatThrownBy(() -> rooms.work(Engine.NOVELTY, () -> "in time")).isInstanceOf(EngineStopped.class);
        assertThat(rooms.work(Engine.IMPACT, () -> "in time")).isEqualTo("in time");
    }

    @Test
    void workBeyondTheRoomIsRefused() throws Exception {
        GuardedRooms rooms = rooms(Duration.ofMinutes(1), 1, 1);
        CountDownLatch begun = new CountDownLatch(1);
        CompletionService<String> calls = new ExecutorCompletionService<>(threads);
        calls.submit(() -> rooms.work(Engine.IMPACT, () -> {
            begun.countDown();
            return hanging().get();
        }));
        begun.await();
        // One place and one that waits: of two more, one is refused.
        calls.submit(() -> rooms.work(Engine.IMPACT, () -> "waited"));
        calls.submit(() -> rooms.work(Engine.IMPACT, () -> "waited"));

        assertThat(calls.take().exceptionNow())
                .isInstanceOf(EngineStopped.class)
                .hasMessage("had no room within its bounds");
        end.countDown();
        assertThat(List.of(calls.take().get(), calls.take().get())).containsExactlyInAnyOrder("late", "waited");
    }

    @Test
    void anEngineThatKeepsHangingIsLeftAlone() {
        GuardedRooms rooms = rooms(Duration.ofMillis(1), 1_000, 1);
        for (int i = 0; i < 20; i++) {
            assertThatThrownBy(() -> rooms.work(Engine.IMPACT, hanging())).isInstanceOf(EngineStopped.class);
        }
        assertThatThrownBy(() -> rooms.work(Engine.IMPACT, () -> "in time"))
                .isInstanceOf(EngineStopped.class)
                .hasMessage("was not asked, because it did not finish in time repeatedly");
    }

    @Test
    void aFailureIsThrownAsItWas() {
        InvalidInputException failure =
                new InvalidInputException("hba1c", "HBA1C_IMPOSSIBLE", "HbA1c 90 %", "2 to 25 %");
        assertThatThrownBy(() -> rooms(Duration.ofMinutes(1), 1, 1).work(Engine.SANDBOX, () -> {
                    throw failure;
                }))
                .isSameAs(failure);
    }
}
