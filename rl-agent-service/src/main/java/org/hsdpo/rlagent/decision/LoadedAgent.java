package org.hsdpo.rlagent.decision;

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
 */
@ApplicationScoped
public class LoadedAgent {
    private static final Logger LOG = Logger.getLogger(LoadedAgent.class);
    private static final Duration RETRY = Duration.ofSeconds(2);
    private static final int WARM_UP_DECISIONS = 20;

    private final AgentConfig config;
    private final CompletableFuture<DosingAgent> agent = new CompletableFuture<>();
    private volatile Optional<Path> temporary = Optional.empty();

    public LoadedAgent(AgentConfig config) {
        this.config = config;
    }

    void load(@Observes StartupEvent started) {
        Thread.ofPlatform().daemon().name("load-policy").start(() -> {
            try {
                DosingAgent loaded = loaded();
                warmUp(loaded);
                agent.complete(loaded);
                LOG.infof("policy %s %s is ready", loaded.manifest().name(), loaded.policyHash());
            } catch (IOException | RuntimeException | LinkageError e) {
                LOG.errorf("the policy cannot be served: %s: %s", e.getClass().getSimpleName(), e.getMessage());
                agent.completeExceptionally(e);
            }
        });
    }

    private DosingAgent loaded() throws IOException {
        LogicEngine logic = new LogicEngine(RuleBase.shipped());
        if (config.policyFolder().isPresent()) {
            return new DosingAgent(PolicyFolder.read(config.policyFolder().get()), logic);
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

    /** @throws ServiceException while it is being loaded, or where it could not be */
    DosingAgent get() {
        if (!isReady()) {
            throw ServiceException.unavailable("the dosing policy", RETRY);
        }
        return agent.join();
    }

    /** Whether it is loaded and warm. */
    public boolean isReady() {
        return agent.isDone() && !agent.isCompletedExceptionally();
    }

    /** Done when it is loaded and warm; fails where the policy is refused. */
    public CompletionStage<DosingAgent> loading() {
        return agent.minimalCompletionStage();
    }

    void stop(@Observes ShutdownEvent stopped) {
        if (isReady()) {
            agent.join().close();
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
