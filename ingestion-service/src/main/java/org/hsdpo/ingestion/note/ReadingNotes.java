package org.hsdpo.ingestion.note;

import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import org.eclipse.microprofile.faulttolerance.exceptions.CircuitBreakerOpenException;
import org.hsdpo.clinical.error.InvalidInputException;
import org.hsdpo.clinical.patient.DataIssue;
import org.hsdpo.data.ClinicalFacts;
import org.hsdpo.data.EmbeddedNote;
import org.hsdpo.data.Receipt;
import org.hsdpo.data.note.NoteFacts;
import org.hsdpo.ingestion.config.IngestionConfig;
import org.hsdpo.service.call.Caller;
import org.hsdpo.service.error.ServiceException;

/** Has the notes of a record read, one after the other, and adds what they say to the record's facts. */
@ApplicationScoped
public class ReadingNotes {
    private final NoteParser parser;
    private final IngestionConfig config;

    public ReadingNotes(NoteParser parser, IngestionConfig config) {
        this.parser = parser;
        this.config = config;
    }

    /**
     * The facts of a record with those of its notes.
     *
     * @param alone the note is the whole record: if the parser refuses it, the record is refused; a note attached to
     *     coded data is then left out, with an issue
     * @return fails with UNAVAILABLE where the parser does not answer
     */
    public Uni<ClinicalFacts> complete(Caller caller, ClinicalFacts facts, Receipt receipt, boolean alone) {
        if (facts.notes().size() > config.limits().notes()) {
            return Uni.createFrom()
                    .failure(new InvalidInputException(
                            "entry",
                            "TOO_MANY_NOTES",
                            "the record holds " + facts.notes().size() + " notes",
                            "at most " + config.limits().notes()));
        }
        Uni<ClinicalFacts> complete = Uni.createFrom().item(facts);
        for (EmbeddedNote note : facts.notes()) {
            complete =
                    complete.flatMap(sofar -> read(caller, note, receipt, alone).map(sofar::and));
        }
        return complete;
    }

    private Uni<ClinicalFacts> read(Caller caller, EmbeddedNote note, Receipt receipt, boolean alone) {
        Instant time = note.time().orElse(receipt.receivedAt());
        Uni<ClinicalFacts> read = parser.parse(caller, note.text())
                .map(response -> NoteFacts.of(
                        StatementsWire.fromWire(response),
                        new Receipt(receipt.recordId() + "#" + note.path(), receipt.receivedAt()),
                        time))
                .onFailure(failure ->
                        failure instanceof NoteParser.Unavailable || failure instanceof CircuitBreakerOpenException)
                .transform(failure -> ServiceException.unavailable(
                        "parser-service", config.parser().retryAfter()));
        return alone
                ? read
                : read.onFailure(InvalidInputException.class).recoverWithItem(failure -> leftOut(note, failure));
    }

    private static ClinicalFacts leftOut(EmbeddedNote note, Throwable failure) {
        ClinicalFacts.Collector facts = new ClinicalFacts.Collector();
        facts.issue(
                DataIssue.Kind.QUARANTINED,
                note.path(),
                "the note was not read: "
                        + ((InvalidInputException) failure)
                                .violations()
                                .getFirst()
                                .message());
        return facts.facts();
    }

    /** Issue of a note in which nothing was found, so that silence is not taken for reading. */
    public static ClinicalFacts nothingFound(String path) {
        ClinicalFacts.Collector facts = new ClinicalFacts.Collector();
        facts.issue(DataIssue.Kind.UNMAPPED, path, "nothing HSDPO knows was found in the note");
        return facts.facts();
    }
}
