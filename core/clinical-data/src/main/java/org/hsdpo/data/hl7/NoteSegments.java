package org.hsdpo.data.hl7;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.hl7.fhir.r4.model.Attachment;
import org.hl7.fhir.r4.model.DocumentReference;
import org.hl7.fhir.r4.model.Enumerations.DocumentReferenceStatus;
import org.hsdpo.clinical.patient.DataIssue;
import org.hsdpo.data.fhir.ResourceFacts;

/**
 * Text results and documents, handed on as notes. The text segments (OBX of type TX, FT or, in a document, ST) behind a TXA
 * are one note; elsewhere those of one order and one code are. Encapsulated data (ED) are a note where they are plain text.
 */
final class NoteSegments {
    /** TXA-17 and TXA-19 (tables 0271 and 0273): in progress, incomplete; cancelled, obsolete, unavailable. */
    private static final Set<String> NOT_CURRENT = Set.of("IP", "IN", "CA", "OB", "UN");

    private static final Set<String> READABLE = Set.of("final", "corrected", "amended", "preliminary");

    private final ResourceFacts facts;
    private final Hl7Times times;

    private final List<String> lines = new ArrayList<>();
    private Optional<Segment> document = Optional.empty();
    private Optional<String> series = Optional.empty();
    private String path = "";
    private Optional<org.hl7.fhir.r4.model.DateTimeType> written = Optional.empty();
    private boolean current = true;

    NoteSegments(ResourceFacts facts, Hl7Times times) {
        this.facts = facts;
        this.times = times;
    }

    /** A document begins. */
    void document(Segment txa) {
        close();
        document = Optional.of(txa);
    }

    boolean isInDocument() {
        return document.isPresent();
    }

    /** One text segment: a line of the document, or of the series of results it belongs to. */
    void text(Segment obx, Optional<Segment> obr) {
        String key = document.map(Segment::path)
                .orElseGet(() -> obr.map(Segment::path).orElse("") + " " + obx.text(3));
        if (!series.equals(Optional.of(key))) {
            flush();
            series = Optional.of(key);
            path = obx.path();
            written = time(obx, obr);
            current = isCurrent(obx, obr);
        }
        lines.add(obx.lines(5));
    }

    /** Encapsulated data: plain text is a note of its own. */
    void encapsulated(Segment obx, Optional<Segment> obr) {
        flush();
        String type = obx.text(5, 0, 2).toLowerCase(Locale.ROOT);
        String subtype = obx.text(5, 0, 3).toLowerCase(Locale.ROOT);
        boolean plain = type.equals("text") && (subtype.isEmpty() || subtype.equals("plain"));
        Attachment attachment = new Attachment()
                .setContentType(plain ? "text/plain" : (type.isEmpty() ? "unknown" : type) + "/" + subtype);
        if (plain) {
            Optional<byte[]> data = data(obx.text(5, 0, 4), obx.text(5, 0, 5));
            if (data.isEmpty()) {
                facts.issue(
                        DataIssue.Kind.QUARANTINED,
                        obx.path(5),
                        "the text is not in the encoding it names and was not read");
                return;
            }
            attachment.setData(data.get());
        }
        send(attachment, obx.path(), time(obx, obr), isCurrent(obx, obr));
    }

    private static Optional<byte[]> data(String encoding, String data) {
        try {
            return Optional.of(
                    switch (encoding.toLowerCase(Locale.ROOT)) {
                        case "base64" -> Base64.getMimeDecoder().decode(data);
                        case "hex" -> HexFormat.of().parseHex(data);
                        default -> data.getBytes(StandardCharsets.UTF_8);
                    });
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    private Optional<org.hl7.fhir.r4.model.DateTimeType> time(Segment obx, Optional<Segment> obr) {
        Optional<String> ofDocument = document.flatMap(
                txa -> txa.optional(4).or(() -> txa.optional(6)).or(() -> txa.optional(7)));
        return ofDocument
                .or(() -> obx.optional(14))
                .or(() -> obr.flatMap(order -> order.optional(7)))
                .flatMap(times::of);
    }

    private boolean isCurrent(Segment obx, Optional<Segment> obr) {
        if (document.isPresent()) {
            return !NOT_CURRENT.contains(document.get().text(17))
                    && !NOT_CURRENT.contains(document.get().text(19));
        }
        return Hl7Tables.shipped()
                .resultStatus(ResultReading.status(obx, obr))
                .filter(READABLE::contains)
                .isPresent();
    }

    /** What follows belongs to no document any more. */
    void close() {
        flush();
        document = Optional.empty();
    }

    private void flush() {
        String text = String.join("\n", lines).strip();
        if (!text.isEmpty()) {
            send(
                    new Attachment().setContentType("text/plain").setData(text.getBytes(StandardCharsets.UTF_8)),
                    path,
                    written,
                    current);
        }
        lines.clear();
        series = Optional.empty();
    }

    private void send(
            Attachment attachment, String at, Optional<org.hl7.fhir.r4.model.DateTimeType> time, boolean isCurrent) {
        DocumentReference reference = new DocumentReference();
        reference.setStatus(isCurrent ? DocumentReferenceStatus.CURRENT : DocumentReferenceStatus.SUPERSEDED);
        reference.addContent().setAttachment(attachment);
        time.ifPresent(start -> reference.getContext().getPeriod().setStartElement(start));
        facts.read(reference, at);
    }
}
