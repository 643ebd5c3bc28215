package org.hsdpo.ingestion.mllp;

import io.micrometer.core.instrument.MeterRegistry;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.Pattern;
import org.hsdpo.clinical.error.InvalidInputException;
import org.hsdpo.clinical.error.Violation;
import org.hsdpo.data.hl7.Acknowledgement;
import org.hsdpo.data.hl7.Hl7Document;
import org.hsdpo.data.hl7.Hl7Header;
import org.hsdpo.data.hl7.Hl7Message;
import org.hsdpo.ingestion.config.MllpConfig;
import org.hsdpo.ingestion.record.IncomingRecord;
import org.hsdpo.ingestion.record.IngestingRecords;
import org.hsdpo.ingestion.record.WorkPool;
import org.hsdpo.service.call.Caller;
import org.jboss.logging.Logger;

/**
 * Takes the content of one MLLP block: each message is a record of its own, stored in the order in which they stand, and
 * answered by an acknowledgement each.
 */
@ApplicationScoped
public class TakingMessages {
    private static final Logger LOG = Logger.getLogger(TakingMessages.class);
    private static final Pattern CONTROL_ID = Pattern.compile("[A-Za-z0-9._-]{1,50}");
    private static final String MEDIA_TYPE = "x-application/hl7-v2+er7";

    /** What a message is once it is read, and who it is about. */
    private record Prepared(Hl7Header header, IncomingRecord record) {}

    private final IngestingRecords ingesting;
    private final WorkPool pool;
    private final Clock clock;
    private final MeterRegistry metrics;

    public TakingMessages(IngestingRecords ingesting, WorkPool pool, Clock clock, MeterRegistry metrics) {
        this.ingesting = ingesting;
        this.pool = pool;
        this.clock = clock;
        this.metrics = metrics;
    }

    /**
     * Stores the messages of a block and gives the contents of the blocks to answer with, in order; those of a batch are one
     * batch. Never fails: what goes wrong is in the answers.
     */
    public Uni<List<String>> take(MllpConfig.Listener listener, byte[] block) {
        return pool.run(() -> Hl7Document.messages(block))
                .flatMap(messages -> inOrder(listener, messages)
                        .map(answers -> isBatch(block)
                                ? List.of("BHS|^~\\&\r" + String.join("", answers) + "BTS|" + messages.size() + "\r")
                                : answers))
                .onFailure()
                .recoverWithItem(failure -> answers(Hl7Message.header(block), violations(failure)));
    }

    /** The answer to a block that is longer than is taken. */
    List<String> tooLong(byte[] beginning, int longest) {
        return answers(
                Hl7Message.header(beginning),
                List.of(new Violation(
                        "MSH[1]", "CONTENT_TOO_LARGE", "the message is too long", "at most " + longest + " bytes")));
    }

    private static boolean isBatch(byte[] block) {
        String start = new String(block, 0, Math.min(16, block.length), StandardCharsets.ISO_8859_1).strip();
        return start.startsWith("FHS") || start.startsWith("BHS");
    }

    private Uni<List<String>> inOrder(MllpConfig.Listener listener, List<byte[]> messages) {
        return Multi.createFrom()
                .iterable(messages)
                .onItem()
                .transformToUniAndConcatenate(message -> one(listener, message))
                .collect()
                .asList()
                .map(answers -> answers.stream().flatMap(List::stream).toList());
    }

    private Uni<List<String>> one(MllpConfig.Listener listener, byte[] message) {
        return pool.run(() -> prepared(listener, message))
                .flatMap(prepared -> ingesting
                        .ingest(caller(listener), prepared.record())
                        .map(stored -> answers(prepared.header(), List.of())))
                .onFailure()
                .recoverWithItem(failure -> answers(Hl7Message.header(message), violations(failure)));
    }

    private static Caller caller(MllpConfig.Listener listener) {
        return new Caller(listener.tenant(), "hl7-v2");
    }

    private static Prepared prepared(MllpConfig.Listener listener, byte[] content) {
        MllpSender sender = new MllpSender(listener);
        Hl7Message message = Hl7Message.parse(content);
        List<Violation> objections = sender.objections(message.header());
        if (!objections.isEmpty()) {
            throw new InvalidInputException(objections);
        }
        return new Prepared(
                message.header(),
                new IncomingRecord(
                        sender.patient(message),
                        MEDIA_TYPE,
                        content,
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty()));
    }

    /** Failures that are no fault of the message are to be tried again: nothing was stored. */
    private static List<Violation> violations(Throwable failure) {
        if (failure instanceof InvalidInputException refused) {
            return refused.violations();
        }
        LOG.warnf("an HL7 v2 message was not stored: %s", failure.getClass().getName());
        return List.of(new Violation(
                "MSH[1]",
                Acknowledgement.NOT_NOW,
                "the message cannot be stored at present; nothing of it was",
                "the same message, sent again later"));
    }

    /** What can be found again in the sender's own list, and nothing else that somebody may have put there. */
    private static String plain(String controlId) {
        return CONTROL_ID.matcher(controlId).matches() ? controlId : "(not plain)";
    }

    private List<String> answers(Hl7Header header, List<Violation> violations) {
        Acknowledgement acknowledgement =
                violations.isEmpty() ? Acknowledgement.stored(header) : Acknowledgement.notStored(header, violations);
        if (header.isRefusedByName()) {
            LOG.warnf(
                    "%s with control id %s was refused: stored records stay under their identifiers until an operator has seen to it",
                    header.typeLabel(), plain(header.controlId()));
        }
        metrics.counter("hsdpo.ingestion.hl7.messages", "type", header.typeLabel(), "ack", acknowledgement.code())
                .increment();
        return acknowledgement.messages(
                clock.instant(), UUID.randomUUID().toString().replace("-", "").substring(0, 19));
    }
}
