package org.hsdpo.data.fhir;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.hl7.fhir.r4.model.Attachment;
import org.hl7.fhir.r4.model.DiagnosticReport;
import org.hl7.fhir.r4.model.DocumentReference;
import org.hl7.fhir.r4.model.Enumerations.DocumentReferenceStatus;
import org.hsdpo.clinical.error.Violation;
import org.hsdpo.clinical.patient.DataIssue;
import org.hsdpo.data.ClinicalFacts;
import org.hsdpo.data.EmbeddedNote;

/** Plain-text notes attached to documents and reports, handed on to the note parser. */
final class NoteReading {
    private final ClinicalFacts.Collector facts;
    private final List<Violation> violations;

    NoteReading(ClinicalFacts.Collector facts, List<Violation> violations) {
        this.facts = facts;
        this.violations = violations;
    }

    void read(DocumentReference document, String path) {
        if (document.getStatus() != DocumentReferenceStatus.CURRENT) {
            facts.issue(DataIssue.Kind.QUARANTINED, path, "the document is not current");
            return;
        }
        Optional<Instant> time = FhirTime.of(document.getDateElement())
                .or(() -> FhirTime.of(document.getContext().getPeriod()));
        for (int i = 0; i < document.getContent().size(); i++) {
            take(document.getContent().get(i).getAttachment(), time, path + ".content[" + i + "].attachment");
        }
    }

    void read(DiagnosticReport report, String path) {
        boolean usable =
                switch (report.getStatus()) {
                    case FINAL, AMENDED, CORRECTED, APPENDED, PRELIMINARY, PARTIAL -> true;
                    case null, default -> false;
                };
        for (int i = 0; usable && i < report.getPresentedForm().size(); i++) {
            Optional<Instant> time =
                    FhirTime.of(report.getEffective()).or(() -> FhirTime.of(report.getIssuedElement()));
            take(report.getPresentedForm().get(i), time, path + ".presentedForm[" + i + "]");
        }
    }

    private void take(Attachment attachment, Optional<Instant> time, String path) {
        String type = attachment.hasContentType() ? attachment.getContentType().strip() : "";
        if (!type.startsWith("text/plain")) {
            facts.issue(
                    DataIssue.Kind.UNMAPPED,
                    path + ".contentType",
                    "the attachment is not plain text and was not read");
            return;
        }
        if (attachment.getData() == null || attachment.getData().length == 0) {
            facts.issue(DataIssue.Kind.UNMAPPED, path, "the note is not inside the record and was not fetched");
            return;
        }
        try {
            String text = StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(attachment.getData()))
                    .toString();
            if (!text.isBlank()) {
                facts.add(new EmbeddedNote(
                        path, text, FhirTime.of(attachment.getCreationElement()).or(() -> time)));
            }
        } catch (CharacterCodingException e) {
            violations.add(new Violation(path + ".data", "TEXT_NOT_UTF8", "the note is not UTF-8 text", "UTF-8 text"));
        }
    }
}
