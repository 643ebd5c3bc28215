package org.hsdpo.rlagent.decision;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.RejectedExecutionException;
import org.hsdpo.rlagent.config.AgentConfig;
import org.junit.jupiter.api.Test;

class DecisionPoolTest {
    private record Settings(
            int threads, int queue, Optional<Path> workFolder, Optional<Path> policyFolder, Duration policyCheck)
            implements AgentConfig {}

    @Test
    void work_beyond_threads_and_queue_is_refused_and_the_rest_is_done() throws InterruptedException {
        DecisionPool pool =
                new DecisionPool(new Settings(1, 1, Optional.empty(), Optional.empty(), Duration.ofSeconds(10)));
        CountDownLatch running = new CountDownLatch(1);
        CountDownLatch release = new CountDownLatch(1);
        CountDownLatch done = new CountDownLatch(2);
        Runnable work = () -> {
            running.countDown();
            try {
                release.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            done.countDown();
        };
        pool.execute(work);
        running.await();
        pool.execute(work);
        assertThatThrownBy(() -> pool.execute(work)).isInstanceOf(RejectedExecutionException.class);
        release.countDown();
        done.await();
        assertThat(done.getCount()).isZero();
        pool.stop();
    }
}
