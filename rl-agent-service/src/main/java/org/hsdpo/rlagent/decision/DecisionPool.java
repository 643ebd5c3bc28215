package org.hsdpo.rlagent.decision;

import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.hsdpo.rlagent.config.AgentConfig;

/** The bounded pool in which solver and TensorFlow work; a full queue refuses instead of growing. */
@ApplicationScoped
public class DecisionPool implements Executor {
    private final ThreadPoolExecutor pool;

    public DecisionPool(AgentConfig config) {
        pool = new ThreadPoolExecutor(
                config.threads(),
                config.threads(),
                0,
                TimeUnit.SECONDS,
                new ArrayBlockingQueue<>(config.queue()),
                Thread.ofPlatform().daemon().name("decision-", 0).factory(),
                new ThreadPoolExecutor.AbortPolicy());
    }

    @Override
    public void execute(Runnable work) {
        pool.execute(work);
    }

    @PreDestroy
    void stop() {
        pool.shutdownNow();
    }
}
