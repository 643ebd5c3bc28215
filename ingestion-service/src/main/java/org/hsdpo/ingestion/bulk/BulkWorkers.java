package org.hsdpo.ingestion.bulk;

import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Clock;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.hsdpo.clinical.error.Violation;
import org.hsdpo.ingestion.config.IngestionConfig;
import org.hsdpo.ingestion.store.BulkStore;
import org.hsdpo.service.error.ServiceException;
import org.jboss.logging.Logger;

/**
 * Threads that work off loads which have all their files, from the moment the service starts: what another instance left
 * unfinished is found in the database. Several instances share the work, patient by patient.
 */
@ApplicationScoped
public class BulkWorkers {
    private static final Logger LOG = Logger.getLogger(BulkWorkers.class);
    private static final int MOST_PATIENTS = 64;

    private final BulkStore store;
    private final StoringPatients storing;
    private final PullingExports pulling;
    private final IngestionConfig config;
    private final Clock clock;
    private final Semaphore work = new Semaphore(0);
    private final List<Thread> threads = new ArrayList<>();
    private ExecutorService reading;
    private volatile boolean stopped;

    public BulkWorkers(
            BulkStore store, StoringPatients storing, PullingExports pulling, IngestionConfig config, Clock clock) {
        this.store = store;
        this.storing = storing;
        this.pulling = pulling;
        this.config = config;
        this.clock = clock;
    }

    void begin(@Observes StartupEvent started) {
        int number = config.bulk().threads();
        if (number < 0) {
            throw new IllegalStateException("hsdpo.ingestion.bulk.threads is " + number + "; accepted are 0 and more");
        }
        reading = Executors.newFixedThreadPool(
                Math.max(1, number),
                Thread.ofPlatform().name("bulk-reading-", 0).daemon().factory());
        for (int i = 0; i < number; i++) {
            threads.add(Thread.ofPlatform().name("bulk-" + i).daemon().start(this::run));
        }
    }

    void end(@Observes ShutdownEvent stopping) {
        stopped = true;
        threads.forEach(Thread::interrupt);
        reading.shutdownNow();
    }

    /** There may be work. */
    void wake() {
        work.release(threads.size());
    }

    private void run() {
        while (!stopped) {
            try {
                boolean idle = true;
                for (BulkStore.Work load : Waiting.on(store::work)) {
                    idle &= !(load.pulling() ? pulling.step(load) : workOff(load));
                }
                if (idle) {
                    pause();
                }
            } catch (InterruptedException e) {
                return;
            } catch (RuntimeException e) {
                waitAfter(e);
            }
        }
    }

    private void pause() throws InterruptedException {
        if (work.tryAcquire(config.bulk().poll().toMillis(), TimeUnit.MILLISECONDS)) {
            work.drainPermits();
        }
    }

    /** Types only: a message may quote what was to be stored. */
    private void waitAfter(RuntimeException failure) {
        if (stopped) {
            return;
        }
        LOG.warnf("a bulk load waits: %s", kinds(failure));
        try {
            TimeUnit.MILLISECONDS.sleep(config.bulk().poll().toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static String kinds(Throwable failure) {
        return failure instanceof ServiceException told
                ? told.getMessage()
                : failure.getClass().getName()
                        + (failure.getCause() == null
                                ? ""
                                : " by " + failure.getCause().getClass().getName());
    }

    /**
     * Stores all patients of a load that nobody else has taken.
     *
     * @return whether there were any
     */
    private boolean workOff(BulkStore.Work load) throws InterruptedException {
        boolean any = false;
        int most = MOST_PATIENTS;
        while (!stopped) {
            try {
                int now = most;
                int taken = Waiting.on(() -> storing.next(load, now, reading));
                if (taken == 0) {
                    return Waiting.on(() -> store.complete(load, clock.instant().truncatedTo(ChronoUnit.MICROS)))
                            || any;
                }
                any = true;
                most = Math.min(MOST_PATIENTS, most * 2);
            } catch (StoringPatients.PatientFailed one) {
                if (isPassing(one.getCause())) {
                    throw one;
                }
                LOG.errorf("a patient of bulk load %s is left out: %s", load.loadId(), kinds(one.getCause()));
                Waiting.on(() -> storing.giveUp(load, one.patientId(), fault()));
            } catch (RuntimeException several) {
                if (isPassing(several)) {
                    throw several;
                }
                // One of them is the reason: they are tried one by one.
                most = 1;
            }
        }
        return any;
    }

    private static Violation fault() {
        return new Violation(
                "",
                "PATIENT_NOT_STORED",
                "a patient's resources could not be stored because of a fault of this software",
                "the same, once the fault that the log names is mended");
    }

    /** The database or the parser is away or busy: the same will succeed later. */
    private static boolean isPassing(Throwable failure) {
        return failure instanceof ServiceException;
    }
}
