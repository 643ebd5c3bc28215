package org.hsdpo.ingestion.record;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.UUID;
import org.hibernate.exception.ConstraintViolationException;
import org.hsdpo.clinical.error.InvalidInputException;
import org.hsdpo.clinical.patient.DataIssue;
import org.hsdpo.data.ClinicalFacts;
import org.hsdpo.data.Receipt;
import org.hsdpo.ingestion.config.IngestionConfig;
import org.hsdpo.ingestion.note.ReadingNotes;
import org.hsdpo.ingestion.store.RecordRow;
import org.hsdpo.ingestion.store.RecordStore;
import org.hsdpo.service.call.Caller;
import org.hsdpo.service.error.ServiceException;

/**
 * Takes a record in: read it, have its notes read, store everything in one transaction. A record that is known already
 * is not read again; its first answer is given.
 */
@ApplicationScoped
public class IngestingRecords {
    /**
     * What became of a record.
     *
     * @param record as stored
     * @param issues found in it
     * @param already it was known before this call
     */
    public record Ingested(RecordRow record, List<DataIssue> issues, boolean already) {}

    private record Prepared(RecordKind kind, byte[] content, String hash, String key) {}

    private final IngestionConfig config;
    private final RecordReaders readers;
    private final ReadingNotes notes;
    private final RecordStore store;
    private final WorkPool pool;
    private final Clock clock;
    private final MeterRegistry metrics;
    private final UnmappedCodes unmapped;

    public IngestingRecords(
            IngestionConfig config,
            RecordReaders readers,
            ReadingNotes notes,
            RecordStore store,
            WorkPool pool,
            Clock clock,
            MeterRegistry metrics,
            UnmappedCodes unmapped) {
        this.unmapped = unmapped;
        this.config = config;
        this.readers = readers;
        this.notes = notes;
        this.store = store;
        this.pool = pool;
        this.clock = clock;
        this.metrics = metrics;
    }

    /**
     * Stores a record, all of it or nothing.
     *
     * @return fails with {@link InvalidInputException} where the record is refused, ALREADY_EXISTS where its key was
     *     used for other content, UNAVAILABLE where it holds a note and the parser does not answer
     */
    public Uni<Ingested> ingest(Caller caller, IncomingRecord incoming) {
        Timer.Sample sample = Timer.start(metrics);
        Instant receivedAt = clock.instant().truncatedTo(ChronoUnit.MICROS);
        return pool.run(() -> prepared(incoming))
                .flatMap(prepared -> known(caller, incoming, prepared)
                        .flatMap(known -> known == null
                                ? readAndStore(caller, incoming, prepared, receivedAt)
                                : Uni.createFrom().item(known)))
                .onItemOrFailure()
                .invoke((ingested, failure) -> measure(sample, incoming, ingested, failure));
    }

    private Prepared prepared(IncomingRecord incoming) {
        RecordKind kind = RecordKind.of(incoming.mediaType(), incoming.content());
        if (kind == RecordKind.VARIANTS) {
            return preparedVariants(incoming);
        }
        byte[] content = Content.of(
                incoming.content(), config.limits().content(), config.limits().inflated());
        if (RecordKind.of(incoming.mediaType(), content) == RecordKind.VARIANTS) {
            return preparedVariants(incoming);
        }
        String hash = Content.hash(content);
        return new Prepared(kind, content, hash, incoming.idempotencyKey().orElse(hash));
    }

    /** A genome inflates to more than fits into memory: it is read as it was sent. */
    private Prepared preparedVariants(IncomingRecord incoming) {
        Content.requireSize(incoming.content(), config.limits().content());
        String hash = Content.hash(incoming.content(), config.limits().variants(), incoming.sample());
        return new Prepared(
                RecordKind.VARIANTS,
                incoming.content(),
                hash,
                incoming.idempotencyKey().orElse(hash));
    }

    /** The first answer to this record; null where it is new. */
    private Uni<Ingested> known(Caller caller, IncomingRecord incoming, Prepared prepared) {
        return store.known(caller.tenant(), incoming.patientId(), prepared.key(), prepared.hash())
                .map(stored -> {
                    for (RecordStore.Stored candidate : stored) {
                        boolean sameKey = candidate.record().idempotencyKey().equals(prepared.key());
                        boolean sameContent = candidate.record().contentHash().equals(prepared.hash());
                        if (sameKey && !sameContent) {
                            throw ServiceException.conflict(
                                    "IDEMPOTENCY_KEY_REUSED", "the idempotency key was used before for another record");
                        }
                    }
                    return stored.stream()
                            .findFirst()
                            .map(first -> new Ingested(first.record(), first.issues(), true))
                            .orElse(null);
                });
    }

    private Uni<Ingested> readAndStore(Caller caller, IncomingRecord incoming, Prepared prepared, Instant receivedAt) {
        UUID recordId = UUID.randomUUID();
        Receipt receipt = new Receipt(recordId.toString(), receivedAt);
        return pool.run(() -> readers.read(prepared.kind(), prepared.content(), incoming, receipt))
                .flatMap(facts -> notes.complete(caller, facts, receipt, prepared.kind() == RecordKind.NOTE))
                .map(complete -> prepared.kind() == RecordKind.NOTE
                                && complete.facts().counts().isEmpty()
                        ? new ReadingNotes.Completed(
                                complete.facts().and(ReadingNotes.nothingFound("note")), complete.notes())
                        : complete)
                .flatMap(complete -> insert(caller, incoming, prepared, receivedAt, recordId, complete));
    }

    private Uni<Ingested> insert(
            Caller caller,
            IncomingRecord incoming,
            Prepared prepared,
            Instant receivedAt,
            UUID recordId,
            ReadingNotes.Completed complete) {
        ClinicalFacts facts = complete.facts();
        RecordRow row = new RecordRow(
                caller.tenant(),
                recordId,
                incoming.patientId(),
                prepared.key(),
                prepared.hash(),
                incoming.mediaType(),
                caller.subject(),
                receivedAt,
                facts.newestFact(),
                facts.counts());
        return store.insert(row, facts, complete.notes())
                .invoke(() -> unmapped.count(caller.tenant(), prepared.kind().tag(), facts.unmapped()))
                .map(stored -> new Ingested(row, facts.issues(), false))
                // The same record twice at the same time: the second finds what the first stored.
                .onFailure(ConstraintViolationException.class)
                .recoverWithUni(failure ->
                        known(caller, incoming, prepared).onItem().ifNull().failWith(failure));
    }

    private void measure(Timer.Sample sample, IncomingRecord incoming, Ingested ingested, Throwable failure) {
        String outcome =
                switch (failure) {
                    case null -> ingested.already() ? "known" : "stored";
                    case InvalidInputException refused -> "refused";
                    case ServiceException known -> known.reason().toLowerCase(java.util.Locale.ROOT);
                    default -> "failed";
                };
        sample.stop(Timer.builder("hsdpo.ingestion.records")
                .description("time to take in one record")
                .tag("kind", kind(incoming))
                .tag("outcome", outcome)
                .register(metrics));
        if (failure == null && !ingested.already()) {
            ingested.record().factCounts().forEach((kind, count) -> metrics.counter(
                            "hsdpo.ingestion.facts", "kind", kind)
                    .increment(count));
            ingested.issues().forEach(issue -> metrics.counter(
                            "hsdpo.ingestion.issues",
                            "kind",
                            issue.kind().name().toLowerCase(java.util.Locale.ROOT))
                    .increment());
        }
    }

    private static String kind(IncomingRecord incoming) {
        try {
            return RecordKind.of(incoming.mediaType(), incoming.content()).tag();
        } catch (InvalidInputException e) {
            return "unsupported";
        }
    }
}
