package org.hsdpo.ingestion.bulk;

import io.micrometer.core.instrument.MeterRegistry;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import jakarta.enterprise.context.ApplicationScoped;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.UUID;
import java.util.concurrent.Executor;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.hsdpo.clinical.error.InvalidInputException;
import org.hsdpo.clinical.error.Violation;
import org.hsdpo.data.ClinicalFacts;
import org.hsdpo.data.Receipt;
import org.hsdpo.data.fhir.PlacedResource;
import org.hsdpo.data.fhir.ReadResources;
import org.hsdpo.ingestion.bulk.file.LineRejection;
import org.hsdpo.ingestion.bulk.file.PatientLines;
import org.hsdpo.ingestion.config.IngestionConfig;
import org.hsdpo.ingestion.note.ReadingNotes;
import org.hsdpo.ingestion.record.RecordReaders;
import org.hsdpo.ingestion.store.BulkLinesRow;
import org.hsdpo.ingestion.store.BulkLoadRow;
import org.hsdpo.ingestion.store.BulkMedicationRow;
import org.hsdpo.ingestion.store.BulkStore;
import org.hsdpo.ingestion.store.NewRecord;
import org.hsdpo.ingestion.store.RecordRow;
import org.hsdpo.service.call.Caller;

/**
 * Takes some patients of a load, reads what waits of each, and stores it as one record a patient, all in one transaction.
 * The same lines of a patient, from whatever files in whatever order, are the same record, and that is stored once.
 */
@ApplicationScoped
public class StoringPatients {
    static final String MEDIA_TYPE = "application/fhir+ndjson";

    /** A patient whose data cannot be stored, whatever the reason. */
    static final class PatientFailed extends RuntimeException {
        private static final long serialVersionUID = 1L;

        private final String patientId;

        PatientFailed(String patientId, Throwable cause) {
            super("the lines of a patient cannot be stored", cause);
            this.patientId = patientId;
        }

        String patientId() {
            return patientId;
        }
    }

    /** What waits of one patient. */
    private record Gathered(String patientId, List<PlacedResource> resources, String hash) {}

    /** What was read of one patient. */
    private record Read(Gathered of, Receipt receipt, ClinicalFacts facts, List<Violation> leftOut) {}

    private final BulkStore store;
    private final RecordReaders readers;
    private final ReadingNotes notes;
    private final IngestionConfig config;
    private final MeterRegistry metrics;

    public StoringPatients(
            BulkStore store, RecordReaders readers, ReadingNotes notes, IngestionConfig config, MeterRegistry metrics) {
        this.store = store;
        this.readers = readers;
        this.notes = notes;
        this.config = config;
        this.metrics = metrics;
    }

    /**
     * Stores the next patients of a load.
     *
     * @param most patients at once
     * @param reading where resources are read
     * @return how many patients were taken; 0 where none waits that is not taken already. Fails with {@link PatientFailed} where one
     *     patient alone was taken and that failed
     */
    Uni<Integer> next(BulkStore.Work work, int most, Executor reading) {
        return store.taking(work, taking -> taking.next(most).flatMap(waiting -> {
            List<BulkStore.Waiting> chosen = withinBytes(waiting);
            if (chosen.isEmpty()) {
                return Uni.createFrom().item(0);
            }
            List<String> patients =
                    chosen.stream().map(BulkStore.Waiting::patientId).toList();
            return outcome(taking, chosen, reading)
                    .flatMap(outcome -> taking.store(patients, outcome).invoke(() -> count(outcome)))
                    .replaceWith(patients.size())
                    .onFailure(failure -> patients.size() == 1)
                    .transform(failure -> new PatientFailed(patients.getFirst(), failure));
        }));
    }

    /** Gives up on a patient, and says so in the load. */
    Uni<Void> giveUp(BulkStore.Work work, String patientId, Violation why) {
        return store.taking(
                work,
                taking -> taking.store(
                        List.of(patientId),
                        new BulkStore.Outcome(List.of(), 0, 0, List.of(new LineRejection("", 0, why)))));
    }

    private List<BulkStore.Waiting> withinBytes(List<BulkStore.Waiting> waiting) {
        List<BulkStore.Waiting> chosen = new ArrayList<>();
        long bytes = 0;
        for (BulkStore.Waiting each : waiting) {
            bytes += each.bytes();
            if (!chosen.isEmpty() && bytes > config.bulk().bytesAtOnce()) {
                break;
            }
            chosen.add(each);
        }
        return chosen;
    }

    private Uni<BulkStore.Outcome> outcome(BulkStore.Taking taking, List<BulkStore.Waiting> chosen, Executor reading) {
        List<LineRejection> rejections = new ArrayList<>();
        List<String> fitting = new ArrayList<>();
        for (BulkStore.Waiting each : chosen) {
            if (each.bytes() > config.limits().inflated()) {
                rejections.add(new LineRejection("", 0, tooLarge(each.bytes())));
            } else {
                fitting.add(each.patientId());
            }
        }
        BulkLoadRow load = taking.load();
        return (fitting.isEmpty() ? Uni.createFrom().item(List.<BulkLinesRow>of()) : taking.lines(fitting))
                .flatMap(rows -> in(reading, () -> gathered(rows)))
                .flatMap(gathered -> taking.medications(referred(gathered))
                        .flatMap(medications -> in(reading, () -> withMedications(gathered, medications))))
                .flatMap(gathered -> gathered.isEmpty()
                        ? Uni.createFrom().item(new BulkStore.Outcome(List.of(), 0, 0, rejections))
                        : taking.known(
                                        gathered.stream()
                                                .map(Gathered::patientId)
                                                .toList(),
                                        gathered.stream().map(Gathered::hash).toList())
                                .flatMap(known -> stored(load, gathered, known, rejections, reading)));
    }

    private Violation tooLarge(long bytes) {
        return new Violation(
                "",
                "PATIENT_TOO_LARGE",
                "a patient has " + bytes + " bytes of resources",
                "at most " + config.limits().inflated() + " bytes a patient");
    }

    private static List<Gathered> gathered(List<BulkLinesRow> rows) {
        Map<String, Map<String, PlacedResource>> patients = new LinkedHashMap<>();
        for (BulkLinesRow row : rows) {
            Map<String, PlacedResource> lines =
                    patients.computeIfAbsent(row.patientId(), ignored -> new LinkedHashMap<>());
            for (PlacedResource resource : PatientLines.resources(row.file(), row.numbers(), row.content())) {
                lines.putIfAbsent(hash(resource), resource);
            }
        }
        return patients.entrySet().stream()
                .map(patient -> new Gathered(
                        patient.getKey(),
                        List.copyOf(patient.getValue().values()),
                        hash(patient.getValue().keySet())))
                .toList();
    }

    private static String hash(PlacedResource resource) {
        String text = new String(resource.content(), java.nio.charset.StandardCharsets.UTF_8).strip();
        return HexFormat.of().formatHex(sha256().digest(text.getBytes(java.nio.charset.StandardCharsets.UTF_8)));
    }

    /** Of all resources together, whatever their order. */
    private static String hash(Set<String> hashes) {
        MessageDigest digest = sha256();
        new TreeSet<>(hashes).forEach(each -> digest.update(HexFormat.of().parseHex(each)));
        return HexFormat.of().formatHex(digest.digest());
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    private static Set<String> referred(List<Gathered> gathered) {
        return gathered.stream()
                .flatMap(each -> each.resources().stream())
                .flatMap(resource -> resource.referredMedication().stream())
                .collect(Collectors.toCollection(HashSet::new));
    }

    private static List<Gathered> withMedications(List<Gathered> gathered, List<BulkMedicationRow> medications) {
        if (medications.isEmpty()) {
            return gathered;
        }
        Map<String, PlacedResource> byId = new TreeMap<>();
        medications.forEach(medication -> byId.put(medication.medicationId(), medication.resource()));
        return gathered.stream().map(each -> withMedications(each, byId)).toList();
    }

    private static Gathered withMedications(Gathered patient, Map<String, PlacedResource> medications) {
        Map<String, PlacedResource> all = new LinkedHashMap<>();
        patient.resources().forEach(resource -> all.put(hash(resource), resource));
        patient.resources().stream()
                .flatMap(resource -> resource.referredMedication().stream())
                .map(medications::get)
                .filter(java.util.Objects::nonNull)
                .forEach(medication -> all.putIfAbsent(hash(medication), medication));
        return new Gathered(patient.patientId(), List.copyOf(all.values()), hash(all.keySet()));
    }

    private Uni<BulkStore.Outcome> stored(
            BulkLoadRow load,
            List<Gathered> gathered,
            Set<String> known,
            List<LineRejection> rejections,
            Executor reading) {
        List<Gathered> news = gathered.stream()
                .filter(each -> !known.contains(each.patientId() + " " + each.hash()))
                .toList();
        return in(reading, () -> news.stream().map(each -> read(load, each)).toList())
                .flatMap(read -> Multi.createFrom()
                        .iterable(read)
                        .filter(each -> !each.facts().isEmpty())
                        .onItem()
                        .transformToUniAndConcatenate(each -> record(load, each))
                        .collect()
                        .asList()
                        .map(records -> {
                            read.forEach(
                                    each -> each.leftOut().forEach(why -> rejections.add(LineRejection.of("", why))));
                            return new BulkStore.Outcome(
                                    records, gathered.size() - news.size(), read.size() - records.size(), rejections);
                        }));
    }

    private Read read(BulkLoadRow load, Gathered patient) {
        Receipt receipt = new Receipt(UUID.randomUUID().toString(), load.createdAt());
        try {
            ReadResources read = readers.readResources(patient.resources(), receipt);
            return new Read(patient, receipt, read.facts(), read.leftOut());
        } catch (InvalidInputException refused) {
            return new Read(patient, receipt, new ClinicalFacts.Collector().facts(), refused.violations());
        }
    }

    private Uni<NewRecord> record(BulkLoadRow load, Read read) {
        return notes.completeAll(new Caller(load.tenant(), load.subject()), read.facts(), read.receipt())
                .map(complete -> new NewRecord(
                        new RecordRow(
                                load.tenant(),
                                UUID.fromString(read.receipt().recordId()),
                                read.of().patientId(),
                                read.of().hash(),
                                read.of().hash(),
                                MEDIA_TYPE,
                                load.subject(),
                                load.createdAt(),
                                complete.facts().newestFact(),
                                complete.facts().counts()),
                        complete.facts(),
                        complete.notes()));
    }

    /** Works elsewhere and comes back, as the database session needs. */
    private static <T> Uni<T> in(Executor reading, Supplier<T> work) {
        Context context = Vertx.currentContext();
        return Uni.createFrom()
                .item(work)
                .runSubscriptionOn(reading)
                .emitOn(task -> context.runOnContext(ignored -> task.run()));
    }

    private void count(BulkStore.Outcome outcome) {
        patients("stored", outcome.records().size());
        patients("known", outcome.known());
        patients("without_facts", outcome.withoutFacts());
        metrics.counter("hsdpo.ingestion.bulk.rejections")
                .increment(outcome.rejections().size());
    }

    private void patients(String outcome, int number) {
        metrics.counter("hsdpo.ingestion.bulk.patients", "outcome", outcome).increment(number);
    }
}
