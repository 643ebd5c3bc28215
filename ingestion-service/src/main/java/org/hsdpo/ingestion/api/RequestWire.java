package org.hsdpo.ingestion.api;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.hsdpo.clinical.error.InvalidInputException;
import org.hsdpo.clinical.error.Violation;
import org.hsdpo.contracts.ingestion.v1.FactCount;
import org.hsdpo.contracts.ingestion.v1.IngestRecordRequest;
import org.hsdpo.contracts.ingestion.v1.IngestRecordResponse;
import org.hsdpo.ingestion.record.IncomingRecord;
import org.hsdpo.ingestion.record.IngestingRecords.Ingested;
import org.hsdpo.service.wire.PatientStateWire;
import org.hsdpo.service.wire.TimeWire;

/** Requests and answers on the wire. */
final class RequestWire {
    private static final Pattern IDEMPOTENCY_KEY = Pattern.compile("[\\x21-\\x7E]{1,128}");

    private RequestWire() {}

    static IncomingRecord record(IngestRecordRequest request) {
        List<Violation> violations = new ArrayList<>();
        IncomingRecord.malformed(request.getPatientId()).ifPresent(violations::add);
        if (!request.getIdempotencyKey().isEmpty()
                && !IDEMPOTENCY_KEY.matcher(request.getIdempotencyKey()).matches()) {
            violations.add(new Violation(
                    "idempotencyKey",
                    "IDEMPOTENCY_KEY_INVALID",
                    "the idempotency key is malformed",
                    "1 to 128 visible ASCII characters"));
        }
        if (!violations.isEmpty()) {
            throw new InvalidInputException(violations);
        }
        return new IncomingRecord(
                request.getPatientId(),
                request.getMediaType(),
                request.getContent().toByteArray(),
                TimeWire.fromWire(request.hasDocumentTime(), request.getDocumentTime()),
                Optional.of(request.getSample()).filter(sample -> !sample.isEmpty()),
                Optional.of(request.getIdempotencyKey()).filter(key -> !key.isEmpty()));
    }

    static String patientId(String text) {
        IncomingRecord.malformed(text).ifPresent(violation -> {
            throw new InvalidInputException(List.of(violation));
        });
        return text;
    }

    static IngestRecordResponse answer(Ingested ingested) {
        IngestRecordResponse.Builder answer = IngestRecordResponse.newBuilder()
                .setRecordId(ingested.record().recordId().toString())
                .setAlreadyStored(ingested.already());
        ingested.record()
                .factCounts()
                .forEach((kind, count) ->
                        answer.addFacts(FactCount.newBuilder().setKind(kind).setCount(count)));
        ingested.issues().forEach(issue -> answer.addIssues(PatientStateWire.toWire(issue)));
        ingested.record().newestFact().ifPresent(time -> answer.setNewestFact(TimeWire.toWire(time)));
        return answer.build();
    }
}
