package org.hsdpo.ingestion.note;

import io.grpc.Status;
import io.quarkus.grpc.GrpcClient;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.eclipse.microprofile.faulttolerance.CircuitBreaker;
import org.eclipse.microprofile.faulttolerance.Retry;
import org.hsdpo.clinical.error.InvalidInputException;
import org.hsdpo.clinical.error.Violation;
import org.hsdpo.contracts.parser.v1.MutinyParserServiceGrpc.MutinyParserServiceStub;
import org.hsdpo.contracts.parser.v1.ParseNoteRequest;
import org.hsdpo.contracts.parser.v1.ParseNoteResponse;
import org.hsdpo.ingestion.config.IngestionConfig;
import org.hsdpo.service.call.Caller;
import org.hsdpo.service.error.ServiceException;
import org.hsdpo.service.error.StatusDetails;
import org.jboss.logging.Logger;

/** The parser service. */
@ApplicationScoped
public class NoteParser {
    /** The parser does not answer, whatever the reason; the same note may be read later. */
    public static final class Unavailable extends RuntimeException {
        private static final long serialVersionUID = 1L;

        Unavailable(Throwable cause) {
            super("parser-service does not answer", cause);
        }
    }

    private static final Logger LOG = Logger.getLogger(NoteParser.class);

    /** Statuses by which a parser that works refuses a note. */
    private static final Set<Status.Code> ABOUT_THE_NOTE =
            Set.of(Status.Code.INVALID_ARGUMENT, Status.Code.OUT_OF_RANGE);

    /** Most that the parser's bound on messages leaves room for. */
    private static final int LONGEST_NOTE = 1_000_000;

    private final MutinyParserServiceStub stub;
    private final IngestionConfig config;

    public NoteParser(@GrpcClient("parser") MutinyParserServiceStub stub, IngestionConfig config) {
        int longest = config.parser().longestNote();
        if (longest < 1 || longest > LONGEST_NOTE) {
            throw new IllegalStateException(
                    "hsdpo.ingestion.parser.longest-note is " + longest + "; accepted are 1 to " + LONGEST_NOTE);
        }
        this.stub = stub;
        this.config = config;
    }

    /**
     * What a note says. Reading has no effect, so a lost answer is asked for again.
     *
     * @return fails with {@link InvalidInputException} where the note is too long or the parser refuses it, with
     *     RESOURCE_EXHAUSTED where the parser is busy, with {@link Unavailable} or {@code CircuitBreakerOpenException}
     *     where it does not answer
     */
    @Retry(maxRetries = 2, delay = 100, jitter = 50, retryOn = Unavailable.class)
    @CircuitBreaker(requestVolumeThreshold = 6, failureRatio = 0.5, delay = 2_000, failOn = Unavailable.class)
    public Uni<ParseNoteResponse> parse(Caller caller, String note) {
        int longest = config.parser().longestNote();
        if (note.length() > longest) {
            return Uni.createFrom()
                    .failure(new InvalidInputException(
                            "text",
                            "NOTE_TOO_LONG",
                            "the note has " + note.length() + " characters",
                            "at most " + longest + " characters"));
        }
        return Uni.createFrom()
                .deferred(() -> caller.on(stub)
                        .withDeadlineAfter(config.parser().timeout().toMillis(), TimeUnit.MILLISECONDS)
                        .parseNote(ParseNoteRequest.newBuilder()
                                .setText(note)
                                .setOmitTokens(true)
                                .build()))
                // The deadline above only tells the parser; this client does not watch it itself.
                .ifNoItem()
                .after(config.parser().timeout())
                .fail()
                .onFailure()
                .transform(this::classified);
    }

    private static Throwable rootCause(Throwable failure) {
        Throwable cause = failure;
        while (cause.getCause() != null && cause.getCause() != cause) {
            cause = cause.getCause();
        }
        return cause;
    }

    private Throwable classified(Throwable failure) {
        Status.Code code = Status.fromThrowable(failure).getCode();
        if (code == Status.Code.RESOURCE_EXHAUSTED) {
            // A busy parser works: asking again at once would only make it busier, and others can still be served.
            return ServiceException.overloaded(
                    "parser-service is busy",
                    StatusDetails.retryAfter(failure).orElse(config.parser().retryAfter()));
        }
        if (!ABOUT_THE_NOTE.contains(code)) {
            // Types only: a status description may quote the note.
            LOG.warnf(
                    "parser-service does not answer: %s, %s",
                    code, rootCause(failure).getClass().getName());
            return new Unavailable(failure);
        }
        var violations = StatusDetails.violations(failure);
        return new InvalidInputException(
                violations.isEmpty()
                        ? java.util.List.of(
                                new Violation("content", "NOTE_REFUSED", "the note cannot be read", "a clinical note"))
                        : violations);
    }
}
