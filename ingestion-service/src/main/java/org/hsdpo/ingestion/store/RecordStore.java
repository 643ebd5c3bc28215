package org.hsdpo.ingestion.store;

import io.quarkus.hibernate.reactive.panache.Panache;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.hibernate.reactive.mutiny.Mutiny;
import org.hsdpo.clinical.patient.DataIssue;
import org.hsdpo.data.ClinicalFacts;
import org.hsdpo.data.GlucosePoint;
import org.hsdpo.service.store.TenantTransaction;

/** Records and their facts of one tenant at a time. */
@ApplicationScoped
public class RecordStore {
    /** A stored record with the issues found in it. */
    public record Stored(RecordRow record, List<DataIssue> issues) {}

    /** Records of a patient that have this idempotency key or this content; none, one or two. */
    public Uni<List<Stored>> known(String tenant, String patientId, String idempotencyKey, String contentHash) {
        return TenantTransaction.run(tenant, () -> Panache.getSession().flatMap(session -> session.createSelectionQuery(
                        "from RecordRow where patientId = :patient and (idempotencyKey = :key or contentHash = :hash)",
                        RecordRow.class)
                .setParameter("patient", patientId)
                .setParameter("key", idempotencyKey)
                .setParameter("hash", contentHash)
                .getResultList()
                .flatMap(records -> rows(session, IssueRow.class, patientId).map(issues -> records.stream()
                        .map(record -> new Stored(
                                record,
                                issues.stream()
                                        .filter(issue -> issue.recordId().equals(record.recordId()))
                                        .map(IssueRow::issue)
                                        .toList()))
                        .toList()))));
    }

    /** Stores a record with all its facts in one transaction. Fails with ConstraintViolationException if it is known. */
    public Uni<Void> insert(RecordRow record, ClinicalFacts facts, List<ReadNote> notes) {
        return TenantTransaction.run(record.tenant(), () -> Panache.getSession()
                .flatMap(session -> insert(session, List.of(new NewRecord(record, facts, notes)))));
    }

    /** Stores records within a transaction of their tenant; rows of one table go together. */
    static Uni<Void> insert(Mutiny.Session session, List<NewRecord> records) {
        Object[] facts = records.stream()
                .flatMap(record -> rows(record.row(), record.facts(), record.notes()).stream())
                .sorted(Comparator.comparing(row -> row.getClass().getName()))
                .toArray();
        Uni<Void> stored = session.persistAll(
                        records.stream().map(NewRecord::row).toArray())
                .call(session::flush)
                .call(() -> session.persistAll(facts))
                .call(session::flush);
        for (NewRecord record : records) {
            stored = stored.call(
                    () -> insertGlucose(session, record.row(), record.facts().glucose()));
        }
        return stored;
    }

    private static List<Object> rows(RecordRow record, ClinicalFacts facts, List<ReadNote> notes) {
        List<Object> rows = new ArrayList<>();
        facts.sex().ifPresent(sex -> rows.add(DemographicRow.sex(record, 0, sex)));
        facts.birthDate().ifPresent(birth -> rows.add(DemographicRow.birthDate(record, 1, birth)));
        add(rows, facts.observations(), (fact, position) -> new ObservationRow(record, position, fact));
        add(rows, facts.conditions(), (fact, position) -> new ConditionRow(record, position, fact));
        add(rows, facts.problemLists(), (fact, position) -> new ProblemListRow(record, position, fact));
        add(rows, facts.medications(), (fact, position) -> new MedicationRow(record, position, fact));
        add(rows, facts.supplies(), (fact, position) -> new SupplyRow(record, position, fact));
        add(rows, facts.allergies(), (fact, position) -> new AllergyRow(record, position, fact));
        add(rows, facts.genotypes(), (fact, position) -> new GenotypeRow(record, position, fact));
        add(rows, notes, (note, position) -> new NoteRow(record, position, note));
        add(rows, facts.issues(), (issue, position) -> new IssueRow(record, position, issue));
        add(rows, facts.amendments(), (fact, position) -> new AmendmentRow(record, position, fact));
        return rows;
    }

    private interface Row<T> {
        Object of(T fact, int position);
    }

    private static <T> void add(List<Object> rows, List<T> facts, Row<T> row) {
        for (int i = 0; i < facts.size(); i++) {
            rows.add(row.of(facts.get(i), i));
        }
    }

    /** Two weeks of readings are more than a thousand rows: they go in one statement instead of one entity each. */
    private static Uni<Integer> insertGlucose(Mutiny.Session session, RecordRow record, List<GlucosePoint> points) {
        if (points.isEmpty()) {
            return Uni.createFrom().item(0);
        }
        return session.createNativeQuery("""
                        insert into ingestion.glucose_point (tenant, record_id, patient_id, observed_at, value)
                        select :tenant, cast(:record as uuid), :patient, to_timestamp(point.millis / 1000.0), point.value
                        from unnest(cast(string_to_array(:millis, ',') as bigint[]),
                                    cast(string_to_array(:values, ',') as double precision[])) as point(millis, value)
                        """)
                .setParameter("tenant", record.tenant())
                .setParameter("record", record.recordId().toString())
                .setParameter("patient", record.patientId())
                .setParameter(
                        "millis",
                        joined(points, point -> Long.toString(point.time().toEpochMilli())))
                .setParameter("values", joined(points, point -> Double.toString(point.milligramsPerDecilitre())))
                .executeUpdate();
    }

    private static String joined(List<GlucosePoint> points, Function<GlucosePoint, String> part) {
        return points.stream().map(part).collect(Collectors.joining(","));
    }

    /** The notes of a patient, newest first. */
    public Uni<List<NoteRow>> notesOf(String tenant, String patientId) {
        return TenantTransaction.run(tenant, () -> Panache.getSession().flatMap(session -> session.createSelectionQuery(
                        "from NoteRow where patientId = :patient order by receivedAt desc, recordId, position",
                        NoteRow.class)
                .setParameter("patient", patientId)
                .getResultList()));
    }

    /** One note of a patient; null where there is none. */
    public Uni<NoteRow> note(String tenant, String patientId, UUID recordId, int position) {
        return TenantTransaction.run(tenant, () -> Panache.getSession().flatMap(session -> session.createSelectionQuery(
                        "from NoteRow where patientId = :patient and recordId = :record and position = :position",
                        NoteRow.class)
                .setParameter("patient", patientId)
                .setParameter("record", recordId)
                .setParameter("position", position)
                .getSingleResultOrNull()));
    }

    /** The facts of every record of a patient, in the order of receipt, without sensor readings; empty: none stored. */
    public Uni<List<ClinicalFacts>> factsOf(String tenant, String patientId) {
        return TenantTransaction.run(tenant, () -> Panache.getSession().flatMap(session -> facts(session, patientId)));
    }

    private static Uni<List<ClinicalFacts>> facts(Mutiny.Session session, String patientId) {
        Loaded loaded = new Loaded();
        return session.createSelectionQuery(
                        "from RecordRow where patientId = :patient order by receivedAt, recordId", RecordRow.class)
                .setParameter("patient", patientId)
                .getResultList()
                .invoke(rows -> loaded.records = rows)
                .flatMap(ignored -> rows(session, DemographicRow.class, patientId))
                .invoke(rows -> loaded.demographics = rows)
                .flatMap(ignored -> rows(session, ObservationRow.class, patientId))
                .invoke(rows -> loaded.observations = rows)
                .flatMap(ignored -> rows(session, ConditionRow.class, patientId))
                .invoke(rows -> loaded.conditions = rows)
                .flatMap(ignored -> rows(session, ProblemListRow.class, patientId))
                .invoke(rows -> loaded.problemLists = rows)
                .flatMap(ignored -> rows(session, MedicationRow.class, patientId))
                .invoke(rows -> loaded.medications = rows)
                .flatMap(ignored -> rows(session, SupplyRow.class, patientId))
                .invoke(rows -> loaded.supplies = rows)
                .flatMap(ignored -> rows(session, AmendmentRow.class, patientId))
                .invoke(rows -> loaded.amendments = rows)
                .flatMap(ignored -> rows(session, AllergyRow.class, patientId))
                .invoke(rows -> loaded.allergies = rows)
                .flatMap(ignored -> rows(session, GenotypeRow.class, patientId))
                .invoke(rows -> loaded.genotypes = rows)
                .flatMap(ignored -> rows(session, IssueRow.class, patientId))
                .invoke(rows -> loaded.issues = rows)
                .map(ignored -> loaded.byRecord());
    }

    private static <R> Uni<List<R>> rows(Mutiny.Session session, Class<R> type, String patientId) {
        return session.createSelectionQuery(
                        "from " + type.getSimpleName() + " where patientId = :patient order by recordId, position",
                        type)
                .setParameter("patient", patientId)
                .getResultList();
    }

    /** Rows of one patient while they are read, table by table. */
    private static final class Loaded {
        private List<RecordRow> records;
        private List<DemographicRow> demographics;
        private List<ObservationRow> observations;
        private List<ConditionRow> conditions;
        private List<ProblemListRow> problemLists;
        private List<MedicationRow> medications;
        private List<SupplyRow> supplies;
        private List<AmendmentRow> amendments;
        private List<AllergyRow> allergies;
        private List<GenotypeRow> genotypes;
        private List<IssueRow> issues;

        List<ClinicalFacts> byRecord() {
            return records.stream().map(record -> facts(record.recordId())).toList();
        }

        private ClinicalFacts facts(UUID record) {
            return new ClinicalFacts(
                    first(of(demographics, record, DemographicRow::sex)),
                    first(of(demographics, record, DemographicRow::birthDate)),
                    of(observations, record, ObservationRow::fact),
                    of(conditions, record, ConditionRow::fact),
                    of(problemLists, record, ProblemListRow::fact),
                    of(medications, record, MedicationRow::fact),
                    of(supplies, record, SupplyRow::fact),
                    of(allergies, record, AllergyRow::fact),
                    of(genotypes, record, GenotypeRow::fact),
                    List.of(),
                    List.of(),
                    of(amendments, record, AmendmentRow::fact),
                    List.of(),
                    issues.stream()
                            .filter(row -> row.recordId().equals(record))
                            .map(IssueRow::issue)
                            .toList());
        }

        private static <R extends FactRow, T> List<T> of(List<R> rows, UUID record, Function<R, T> fact) {
            return rows.stream()
                    .filter(row -> row.recordId().equals(record))
                    .map(fact)
                    .toList();
        }

        private static <T> Optional<T> first(List<Optional<T>> values) {
            return values.stream().flatMap(Optional::stream).findFirst();
        }
    }
}
