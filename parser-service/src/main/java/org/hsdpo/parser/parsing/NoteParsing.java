package org.hsdpo.parser.parsing;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.quarkus.runtime.Startup;
import io.smallrye.mutiny.Uni;
import jakarta.annotation.PostConstruct;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.hsdpo.clinical.error.InvalidInputException;
import org.hsdpo.parser.config.ParserConfig;
import org.hsdpo.text.ClinicalNoteParser;
import org.hsdpo.text.ClinicalNoteParser.Detail;
import org.hsdpo.text.ParsedNote;

/**
 * Parses notes on threads of its own, so that no event loop ever waits for one. A note that finds the queue full is
 * refused at once: the caller may come back, and the notes before it are not slowed down.
 */
@Startup
@ApplicationScoped
public class NoteParsing {
    /** Touches every finder once, so that the first caller does not pay for loading. */
    private static final String WARM_UP = """
            HISTORY: 58 y.o. man with type 2 diabetes and hypertension, no history of pancreatitis.
            MEDICATIONS:
            - metformin 1000 mg twice daily
            - insulin glargine 20 units at bedtime
            LABS: HbA1c 8.4% (prev. 7.9%) on 2024-03-01, eGFR 55 mL/min/1.73m2, BP 132/80.
            PLAN: increase metformin to 2550 mg daily.
            """;

    private static final String WARM_UP_GERMAN = """
            Diagnosen: Diabetes mellitus Typ 2, arterielle Hypertonie. Kein Anhalt für eine Pankreatitis.
            Medikation:
            - Metformin 1000 mg 1-0-1
            - Lantus 0-0-0-20 IE
            Labor vom 12.03.2024: HbA1c 8,4 % (Vorwert 7,9 %), eGFR 55 ml/min, RR 132/80 mmHg.
            """;

    private static final int WARM_UP_ROUNDS = 50;

    private final ParserConfig config;
    private final MeterRegistry metrics;
    private final ThreadPoolExecutor pool;
    private ClinicalNoteParser parser;
    private volatile boolean warm;

    public NoteParsing(ParserConfig config, MeterRegistry metrics) {
        this.config = config;
        this.metrics = metrics;
        int threads = config.threads().orElseGet(() -> Runtime.getRuntime().availableProcessors());
        requireWithin("hsdpo.parser.longest-note", config.longestNote(), ClinicalNoteParser.LONGEST_NOTE);
        requireWithin("hsdpo.parser.threads", threads, 1_024);
        requireWithin("hsdpo.parser.queue", config.queue(), 100_000);
        this.pool = new ThreadPoolExecutor(
                threads,
                threads,
                0,
                TimeUnit.SECONDS,
                new ArrayBlockingQueue<>(config.queue()),
                Thread.ofPlatform().name("parser-", 0).factory());
    }

    @PostConstruct
    void warmUp() {
        parser = new ClinicalNoteParser(config.longestNote());
        for (int round = 0; round < WARM_UP_ROUNDS; round++) {
            parser.parse(WARM_UP);
            parser.parse(WARM_UP_GERMAN);
        }
        Gauge.builder("hsdpo.parser.queue", pool, executor -> executor.getQueue()
                        .size())
                .description("notes waiting for a thread")
                .register(metrics);
        warm = true;
    }

    @PreDestroy
    void stop() {
        pool.shutdownNow();
    }

    /** Whether models are loaded and used once. */
    public boolean isWarm() {
        return warm;
    }

    /**
     * Reads a note.
     *
     * @return the facts; fails with {@link InvalidInputException} where the note is refused, and with
     *     {@link java.util.concurrent.RejectedExecutionException} where too many notes wait
     */
    public Uni<ParsedNote> parse(String note, Detail detail) {
        return Uni.createFrom().item(() -> timed(note, detail)).runSubscriptionOn(pool);
    }

    private ParsedNote timed(String note, Detail detail) {
        Timer.Sample sample = Timer.start(metrics);
        String outcome = "failed";
        try {
            ParsedNote parsed = parser.parse(note, detail);
            outcome = "parsed";
            return parsed;
        } catch (InvalidInputException e) {
            outcome = "refused";
            throw e;
        } finally {
            sample.stop(Timer.builder("hsdpo.parser.notes")
                    .description("time to read one note")
                    .tag("outcome", outcome)
                    .register(metrics));
        }
    }

    private static void requireWithin(String key, int value, int most) {
        if (value < 1 || value > most) {
            throw new IllegalStateException(key + " is " + value + "; accepted are 1 to " + most);
        }
    }
}
