package org.hsdpo.ingestion.note;

import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.eclipse.microprofile.faulttolerance.exceptions.CircuitBreakerOpenException;
import org.hsdpo.clinical.error.InvalidInputException;
import org.hsdpo.clinical.patient.DataIssue;
import org.hsdpo.data.ClinicalFacts;
import org.hsdpo.data.EmbeddedNote;
import org.hsdpo.data.Receipt;
import org.hsdpo.data.note.NoteFacts;
import org.hsdpo.ingestion.config.IngestionConfig;
import org.hsdpo.ingestion.store.ReadNote;
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

    /** A record whose notes have been read: all facts, and the notes that were not left out. */
    public record Completed(ClinicalFacts facts, List<ReadNote> notes) {
        public Completed {
            notes = List.copyOf(notes);
        }

        private Completed and(Completed further) {
            return new Completed(
                    facts.and(further.facts),
                    Stream.concat(notes.stream(), further.notes.stream()).toList());
        }
    }

    /**
     * The facts of a record with those of its notes.
     *
     * @param alone the note is the whole record: if the parser refuses it, the record is refused; a note attached to
     *     coded data is then left out, with an issue
     * @return fails with UNAVAILABLE where the parser does not answer
     */
    public Uni<Completed> complete(Caller caller, ClinicalFacts facts, Receipt receipt, boolean alone) {
        if (facts.notes().size() > config.limits().notes()) {
            return Uni.createFrom()
                    .failure(new InvalidInputException(
                            "entry",
                            "TOO_MANY_NOTES",
                            "the record holds " + facts.notes().size() + " notes",
                            "at most " + config.limits().notes()));
        }
        return readAll(caller, facts, receipt, alone);
    }

    /**
     * The facts of a patient with those of all notes, however many; those that the parser refuses are left out, with an issue.
     *
     * @return fails with UNAVAILABLE where the parser does not answer
     */
    public Uni<Completed> completeAll(Caller caller, ClinicalFacts facts, Receipt receipt) {
        return readAll(caller, facts, receipt, false);
    }

    private Uni<Completed> readAll(Caller caller, ClinicalFacts facts, Receipt receipt, boolean alone) {
        Uni<Completed> complete = Uni.createFrom().item(new Completed(facts, List.of()));
        for (EmbeddedNote note : facts.notes()) {
            complete =
                    complete.flatMap(sofar -> read(caller, note, receipt, alone).map(sofar::and));
        }
        return complete;
    }

    private Uni<Completed> read(Caller caller, EmbeddedNote note, Receipt receipt, boolean alone) {
        Instant time = note.time().orElse(receipt.receivedAt());
        Uni<Completed> read = parser.parse(caller, note.text())
                .map(response -> new Completed(
                        NoteFacts.of(
                                StatementsWire.fromWire(response),
                                new Receipt(receipt.recordId() + "#" + note.path(), receipt.receivedAt()),
                                time),
                        List.of(new ReadNote(note.text(), response))))
                .onFailure(failure ->
                        failure instanceof NoteParser.Unavailable || failure instanceof CircuitBreakerOpenException)
                .transform(failure -> ServiceException.unavailable(
                        "parser-service", config.parser().retryAfter()));
        return alone
                ? read
                : read.onFailure(InvalidInputException.class)
                        .recoverWithItem(failure -> new Completed(leftOut(note, failure), List.of()));
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
