package org.hsdpo.rlagent.decision;

import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.stream.Stream;
import org.hsdpo.agent.DosingAgent;
import org.hsdpo.agent.policy.PolicyFolder;
import org.hsdpo.clinical.patient.PatientState;
import org.hsdpo.hyperscore.logic.LogicEngine;
import org.hsdpo.hyperscore.logic.RuleBase;
import org.hsdpo.rlagent.config.AgentConfig;
import org.hsdpo.service.error.ServiceException;
import org.jboss.logging.Logger;

/**
 * The agent of this process. It is loaded and warmed up on a thread of its own while the service starts; the service is
 * ready when that is done. A policy that is refused leaves the service not ready, with the reason in the log.
 *
 * <p>Where the policy's folder holds another policy later, that one is loaded, checked and warmed up beside the one that is
 * served, and then takes its place; a decision that has begun is made by the policy it began with. One that is refused
 * changes nothing.
 */
@ApplicationScoped
public class LoadedAgent {
    private static final Logger LOG = Logger.getLogger(LoadedAgent.class);
    private static final Duration RETRY = Duration.ofSeconds(2);
    private static final int WARM_UP_DECISIONS = 20;

    private final AgentConfig config;
    private final MeterRegistry meters;
    private final LogicEngine logic = new LogicEngine(RuleBase.shipped());
    private final CompletableFuture<Void> first = new CompletableFuture<>();
    private final ScheduledExecutorService checks = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().daemon().name("policy-check").factory());
    private volatile ServedPolicy served;
    private volatile Optional<Path> temporary = Optional.empty();
    private String seen = "";

    public LoadedAgent(AgentConfig config, MeterRegistry meters) {
        this.config = config;
        this.meters = meters;
        if (config.policyCheck().toMillis() < 1) {
            throw new IllegalStateException("hsdpo.agent.policy-check is " + config.policyCheck()
                    + "; accepted are durations of 1 ms and more");
        }
    }

    void load(@Observes StartupEvent started) {
        checks.execute(() -> {
            try {
                if (config.policyFolder().isPresent()) {
                    seen = fingerprint(config.policyFolder().get());
                }
                DosingAgent loaded = loaded();
                serve(loaded);
                first.complete(null);
            } catch (IOException | RuntimeException | LinkageError e) {
                refused(e);
                first.completeExceptionally(e);
            }
        });
        if (config.policyFolder().isPresent()) {
            long every = config.policyCheck().toMillis();
            checks.scheduleWithFixedDelay(this::look, every, every, TimeUnit.MILLISECONDS);
        }
    }

    private DosingAgent loaded() throws IOException {
        if (config.policyFolder().isPresent()) {
            // What a link points to now: the link may be turned to another policy while this one is read.
            return new DosingAgent(PolicyFolder.read(config.policyFolder().get().toRealPath()), logic);
        }
        Path work;
        if (config.workFolder().isPresent()) {
            work = Files.createDirectories(config.workFolder().get());
        } else {
            work = Files.createTempDirectory("hsdpo-policy");
            temporary = Optional.of(work);
        }
        return DosingAgent.shipped(logic, work);
    }

    /** Serves the policy that the folder holds now, where it is another than before. */
    private void look() {
        try {
            String now = fingerprint(config.policyFolder().orElseThrow());
            if (now.equals(seen)) {
                return;
            }
            seen = now;
            serve(loaded());
            first.complete(null);
        } catch (IOException | RuntimeException | LinkageError e) {
            refused(e);
        }
    }

    /** Where the folder is and what its manifest says; the manifest names every other file by its hash. */
    private static String fingerprint(Path folder) throws IOException {
        Path real = folder.toRealPath();
        return real + " " + Files.readString(real.resolve(PolicyFolder.MANIFEST));
    }

    private void serve(DosingAgent loaded) {
        warmUp(loaded);
        ServedPolicy before = served;
        served = new ServedPolicy(loaded);
        if (before != null) {
            before.replace();
        }
        meters.counter("hsdpo.agent.policy.loads", "outcome", "served").increment();
        LOG.infof("policy %s %s is served", loaded.manifest().name(), loaded.policyHash());
    }

    private void refused(Throwable reason) {
        meters.counter("hsdpo.agent.policy.loads", "outcome", "refused").increment();
        LOG.errorf(
                "the policy cannot be served%s: %s: %s",
                served == null ? "" : ", and policy " + served.agent().policyHash() + " stays",
                reason.getClass().getSimpleName(),
                reason.getMessage());
    }

    /** Decides for a record that says nothing, so that solver, network and code are warm before the first patient. */
    private static void warmUp(DosingAgent loaded) {
        PatientState nobody = new PatientState(
                "warm-up",
                Instant.EPOCH,
                Optional.empty(),
                Optional.empty(),
                List.of(),
                List.of(),
                List.of(),
                List.of(),
                List.of(),
                List.of(),
                List.of());
        for (int i = 0; i < WARM_UP_DECISIONS; i++) {
            loaded.decide(nobody, OptionalDouble.empty());
        }
    }

    /**
     * Decides with the policy that is served.
     *
     * @throws ServiceException while it is being loaded, or where it could not be
     */
    <T> T decide(Function<DosingAgent, T> decision) {
        while (isReady()) {
            Optional<T> decided = served.decide(decision);
            if (decided.isPresent()) {
                return decided.get();
            }
        }
        throw ServiceException.unavailable("the dosing policy", RETRY);
    }

    /** Whether a policy is loaded and warm. */
    public boolean isReady() {
        return served != null;
    }

    /** Done when the first policy is loaded and warm; fails where it is refused. */
    public CompletionStage<Void> loading() {
        return first.minimalCompletionStage();
    }

    void stop(@Observes ShutdownEvent stopped) {
        checks.shutdownNow();
        ServedPolicy last = served;
        served = null;
        if (last != null) {
            last.replace();
        }
        temporary.ifPresent(LoadedAgent::delete);
    }

    private static void delete(Path folder) {
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        } catch (IOException e) {
            LOG.warnf("the temporary folder of the policy is left behind: %s", e.getMessage());
        }
    }
}
