package org.hsdpo.evaluation.evaluating;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.subscription.MultiEmitter;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.hsdpo.clinical.patient.PatientState;
import org.hsdpo.evaluation.config.EvaluationConfig;
import org.hsdpo.hyperscore.EngineRoom;
import org.hsdpo.hyperscore.EvaluationEvent;
import org.hsdpo.hyperscore.EvaluationOptions;
import org.hsdpo.hyperscore.HyperScoreEngine;
import org.hsdpo.hyperscore.calibration.ReferenceRecord;
import org.hsdpo.service.error.ServiceException;
import org.jboss.logging.Logger;

/**
 * Evaluates patients, a few at a time; the others wait in a bounded queue, and one that finds it full is refused at once.
 * A cancelled call ends its evaluation before the next candidate.
 */
@ApplicationScoped
public class Evaluating {
    private static final Logger LOG = Logger.getLogger(Evaluating.class);
    private static final Duration RETRY = Duration.ofSeconds(2);
    private static final long WARM_UP_SEED = 7;

    private final EvaluationConfig config;
    private final MeterRegistry metrics;
    private final ThreadPoolExecutor evaluations;
    private final ExecutorService simulations;
    private final ExecutorService engines;
    private final EngineRoom room;
    private final CompletableFuture<HyperScoreEngine> engine = new CompletableFuture<>();
    private final Map<String, HyperScoreEngine> ofTenants = new ConcurrentHashMap<>();

    public Evaluating(EvaluationConfig config, MeterRegistry metrics) {
        this.config = config;
        this.metrics = metrics;
        int threads = config.threads().orElseGet(() -> Runtime.getRuntime().availableProcessors());
        requireWithin("hsdpo.evaluation.threads", threads, 1_024);
        requireWithin("hsdpo.evaluation.concurrent", config.concurrent(), 1_024);
        requireWithin("hsdpo.evaluation.queue", config.queue(), 100_000);
        if (config.engineTimeLimit().toMillis() < 1) {
            throw new IllegalStateException("hsdpo.evaluation.engine-time-limit is " + config.engineTimeLimit()
                    + "; accepted are durations of 1 ms and more");
        }
        requireWithin("hsdpo.evaluation.warm-up-patients", config.warmUpPatients(), 1_000);
        evaluations = new ThreadPoolExecutor(
                config.concurrent(),
                config.concurrent(),
                0,
                TimeUnit.SECONDS,
                new ArrayBlockingQueue<>(config.queue()),
                Thread.ofPlatform().daemon().name("evaluation-", 0).factory());
        simulations = Executors.newFixedThreadPool(
                threads, Thread.ofPlatform().daemon().name("simulation-", 0).factory());
        engines = Executors.newCachedThreadPool(
                Thread.ofPlatform().daemon().name("engine-", 0).factory());
        // Whoever evaluates or simulates may ask for a place, so that none is refused one while no engine hangs.
        room = new GuardedRooms(config.engineTimeLimit(), threads, threads + config.concurrent(), engines);
        Gauge.builder("hsdpo.evaluation.queue", evaluations, pool -> pool.getQueue()
                        .size())
                .description("patients waiting to be evaluated")
                .register(metrics);
    }

    void start(@Observes StartupEvent started) {
        // The default has to be one the engine accepts.
        new EvaluationOptions(config.draws(), WARM_UP_SEED);
        Thread.ofPlatform().daemon().name("warm-up").start(() -> {
            try {
                HyperScoreEngine made = HyperScoreEngine.shipped(simulations, room);
                for (PatientState synthetic : ReferenceRecord.records(config.warmUpPatients(), WARM_UP_SEED)) {
                    made.evaluate(synthetic, new EvaluationOptions(config.draws(), WARM_UP_SEED), event -> {});
                }
                config.siteRules()
                        .map(SiteRules::in)
                        .orElse(Map.of())
                        .forEach((tenant, rules) -> ofTenants.put(tenant, made.with(rules)));
                engine.complete(made);
                LOG.info("engines are ready");
            } catch (RuntimeException | LinkageError e) {
                LOG.error("the engines cannot be started, and the service stays not ready", e);
                engine.completeExceptionally(e);
            }
        });
    }

    void stop(@Observes ShutdownEvent stopped) {
        evaluations.shutdownNow();
        simulations.shutdownNow();
        engines.shutdownNow();
    }

    /** Whether the engines are loaded and warm. */
    public boolean isReady() {
        return engine.isDone() && !engine.isCompletedExceptionally();
    }

    /** Done when the engines are loaded and warm; fails where they cannot be. */
    public CompletionStage<Void> untilReady() {
        return engine.thenAccept(warm -> {});
    }

    /** Draws for a request that names none. */
    public int defaultDraws() {
        return config.draws();
    }

    /**
     * Streams the plan, each admissible candidate and the summary.
     *
     * @param tenant whose rules hold beside the shipped ones
     * @return fails with {@link RejectedExecutionException} where too many patients wait, and with
     *     {@link ServiceException} while the engines are being warmed up
     */
    public Multi<EvaluationEvent> evaluate(String tenant, PatientState state, EvaluationOptions options) {
        if (!isReady()) {
            return Multi.createFrom().failure(ServiceException.unavailable("the evaluation engine", RETRY));
        }
        return Multi.createFrom().emitter(emitter -> {
            AtomicBoolean ended = new AtomicBoolean();
            Runnable evaluation = () -> run(tenant, state, options, emitter, ended);
            emitter.onTermination(() -> {
                ended.set(true);
                evaluations.remove(evaluation);
            });
            try {
                evaluations.execute(evaluation);
            } catch (RejectedExecutionException full) {
                emitter.fail(full);
            }
        });
    }

    private void run(
            String tenant,
            PatientState state,
            EvaluationOptions options,
            MultiEmitter<? super EvaluationEvent> emitter,
            AtomicBoolean ended) {
        Timer.Sample sample = Timer.start(metrics);
        String outcome = "failed";
        try {
            ofTenants
                    .getOrDefault(tenant, engine.join())
                    .evaluate(
                            state,
                            options,
                            event -> {
                                count(event);
                                emitter.emit(event);
                            },
                            ended::get);
            outcome = "evaluated";
            emitter.complete();
        } catch (CancellationException e) {
            // Nobody listens any more.
            outcome = "cancelled";
        } catch (RuntimeException | LinkageError e) {
            emitter.fail(e);
        } finally {
            sample.stop(Timer.builder("hsdpo.evaluation.patients")
                    .description("time to evaluate one patient")
                    .tag("outcome", outcome)
                    .register(metrics));
        }
    }

    private void count(EvaluationEvent event) {
        switch (event) {
            case EvaluationEvent.Plan plan ->
                plan.abstentions().forEach(reason -> abstention("patient", reason.code()));
            case EvaluationEvent.CandidateResult result -> {
                result.abstentions().forEach(reason -> abstention("candidate", reason.code()));
                result.failures().forEach(failure -> Counter.builder("hsdpo.evaluation.engine.failures")
                        .description("engines that failed for a candidate")
                        .tag("engine", failure.engine().name())
                        .register(metrics)
                        .increment());
            }
            case EvaluationEvent.Summary ignored -> {}
        }
    }

    private void abstention(String level, String code) {
        Counter.builder("hsdpo.evaluation.abstentions")
                .description("reasons to abstain")
                .tag("level", level)
                .tag("code", code)
                .register(metrics)
                .increment();
    }

    private static void requireWithin(String key, int value, int most) {
        if (value < 1 || value > most) {
            throw new IllegalStateException(key + " is " + value + "; accepted are 1 to " + most);
        }
    }
}
