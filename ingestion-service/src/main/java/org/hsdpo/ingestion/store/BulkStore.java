package org.hsdpo.ingestion.store;

import io.quarkus.hibernate.reactive.panache.Panache;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.hibernate.reactive.mutiny.Mutiny;
import org.hsdpo.ingestion.bulk.file.FilePart;
import org.hsdpo.ingestion.bulk.file.FilePosition;
import org.hsdpo.ingestion.bulk.file.LineRejection;
import org.hsdpo.service.store.TenantTransaction;

/** Loads of files of many patients, one tenant's at a time; only which loads have work is seen across tenants. */
@ApplicationScoped
public class BulkStore {
    /** Most rejections that are kept of a load, beside their number. */
    public static final int KEPT_REJECTIONS = 1000;

    private static final int LISTED_LOADS = 100;

    /**
     * A load that has work to do.
     *
     * @param pulling its files are still to be fetched
     */
    public record Work(String tenant, String loadId, boolean pulling) {}

    /** A file of an export. */
    public record Remote(String file, String url, boolean needsToken) {}

    /** A load with its files, and how many patients wait. */
    public record Load(BulkLoadRow row, List<BulkFileRow> files, long patientsWaiting) {}

    /** A patient of whom something waits. */
    public record Waiting(String patientId, long bytes) {}

    /**
     * What became of some patients.
     *
     * @param records to store
     * @param known patients of whom exactly this was stored before
     * @param withoutFacts patients of whom nothing was said
     * @param rejections resources that were not taken
     */
    public record Outcome(List<NewRecord> records, int known, int withoutFacts, List<LineRejection> rejections) {}

    /** Makes a load where there is none of this name; one with a source is pulled. */
    public Uni<Void> open(String tenant, String loadId, String subject, Optional<String> source, Instant now) {
        return in(tenant, session -> session.createNativeQuery("""
                        insert into ingestion.bulk_load (tenant, load_id, subject, source, state, created_at)
                        values (:tenant, :load, :subject, nullif(:source, ''), :state, :now) on conflict do nothing""")
                .setParameter("source", source.orElse(""))
                .setParameter(
                        "state", (source.isPresent() ? BulkLoadRow.State.PULLING : BulkLoadRow.State.RECEIVING).name())
                .setParameter("tenant", tenant)
                .setParameter("load", loadId)
                .setParameter("subject", subject)
                .setParameter("now", now.atOffset(ZoneOffset.UTC))
                .executeUpdate()
                .flatMap(made -> made == 1 && source.isPresent()
                        ? toDo(session, tenant, loadId, true)
                        : Uni.createFrom().item(0))
                .replaceWithVoid());
    }

    private static Uni<Integer> toDo(Mutiny.Session session, String tenant, String loadId, boolean pulling) {
        return session.createNativeQuery("""
                        insert into ingestion.bulk_work (tenant, load_id, pulling) values (:tenant, :load, :pulling)
                        on conflict (tenant, load_id) do update set pulling = excluded.pulling, not_before = now()""")
                .setParameter("tenant", tenant)
                .setParameter("load", loadId)
                .setParameter("pulling", pulling)
                .executeUpdate();
    }

    /** A load; null where the tenant has none of this name. */
    public Uni<Load> load(String tenant, String loadId) {
        return in(tenant, session -> session.createSelectionQuery(
                        "from BulkLoadRow where loadId = :load", BulkLoadRow.class)
                .setParameter("load", loadId)
                .getSingleResultOrNull()
                .flatMap(row -> row == null
                        ? Uni.createFrom().nullItem()
                        : files(session, loadId).flatMap(files -> waiting(session, tenant, loadId)
                                .map(waiting -> new Load(row, files, waiting)))));
    }

    private static Uni<List<BulkFileRow>> files(Mutiny.Session session, String loadId) {
        return session.createSelectionQuery("from BulkFileRow where loadId = :load order by file", BulkFileRow.class)
                .setParameter("load", loadId)
                .getResultList();
    }

    private static Uni<Long> waiting(Mutiny.Session session, String tenant, String loadId) {
        return session.createNativeQuery(
                        "select count(*) from ingestion.bulk_patient where tenant = :tenant and load_id = :load",
                        Long.class)
                .setParameter("tenant", tenant)
                .setParameter("load", loadId)
                .getSingleResult();
    }

    /** Loads of a tenant, newest first. */
    public Uni<List<BulkLoadRow>> loads(String tenant) {
        return in(tenant, session -> session.createSelectionQuery(
                        "from BulkLoadRow order by createdAt desc, loadId", BulkLoadRow.class)
                .setMaxResults(LISTED_LOADS)
                .getResultList());
    }

    /** The first rejections of a load. */
    public Uni<List<LineRejection>> rejections(String tenant, String loadId, int most) {
        if (most == 0) {
            return Uni.createFrom().item(List.of());
        }
        return in(tenant, session -> session.createSelectionQuery(
                        "from BulkRejectionRow where loadId = :load order by file, line, field", BulkRejectionRow.class)
                .setParameter("load", loadId)
                .setMaxResults(most)
                .getResultList()
                .map(rows -> rows.stream().map(BulkRejectionRow::rejection).toList()));
    }

    /** How far a file is. */
    public Uni<FilePosition> position(String tenant, String loadId, String file) {
        return in(tenant, session -> position(session, loadId, file));
    }

    private static Uni<FilePosition> position(Mutiny.Session session, String loadId, String file) {
        return session.createSelectionQuery("from BulkFileRow where loadId = :load and file = :file", BulkFileRow.class)
                .setParameter("load", loadId)
                .setParameter("file", file)
                .getSingleResultOrNull()
                .map(row -> row == null ? FilePosition.START : row.position());
    }

    /**
     * Keeps a part of a file.
     *
     * @return false where the file is no longer where the part begins, or the load no longer receives: nothing is kept then
     */
    public Uni<Boolean> keep(String tenant, String loadId, String file, FilePart part) {
        return keep(tenant, loadId, file, part, BulkLoadRow.State.RECEIVING);
    }

    /** The same of a file that is fetched; a sign that the load makes progress. */
    public Uni<Boolean> keepPulled(Work work, String file, FilePart part) {
        return keep(work.tenant(), work.loadId(), file, part, BulkLoadRow.State.PULLING)
                .flatMap(kept -> progressed(work).replaceWith(kept));
    }

    private Uni<Boolean> keep(String tenant, String loadId, String file, FilePart part, BulkLoadRow.State wanted) {
        return in(
                tenant, session -> lockedState(session, tenant, loadId).flatMap(state -> position(session, loadId, file)
                        .flatMap(position -> state != wanted || !position.equals(part.before())
                                ? Uni.createFrom().item(false)
                                : keep(session, tenant, loadId, file, part).replaceWith(true))));
    }

    /** The state of a load, which does not change until the transaction ends. */
    private static Uni<BulkLoadRow.State> lockedState(Mutiny.Session session, String tenant, String loadId) {
        return session.createNativeQuery(
                        "select state from ingestion.bulk_load where tenant = :tenant and load_id = :load for update",
                        String.class)
                .setParameter("tenant", tenant)
                .setParameter("load", loadId)
                .getSingleResult()
                .map(BulkLoadRow.State::valueOf);
    }

    private static Uni<Void> keep(Mutiny.Session session, String tenant, String loadId, String file, FilePart part) {
        List<Object> rows = new ArrayList<>();
        part.patients().forEach((patient, lines) -> rows.add(new BulkLinesRow(tenant, loadId, patient, lines)));
        return session.persistAll(rows.toArray())
                .call(session::flush)
                .call(() -> keepPatients(session, tenant, loadId, part))
                .call(() -> keepMedications(session, tenant, loadId, part))
                .call(() -> reject(session, tenant, loadId, part.rejections()))
                .call(() -> session.createNativeQuery("""
                                insert into ingestion.bulk_file (tenant, load_id, file, received, lines, complete, in_long_line)
                                values (:tenant, :load, :file, :received, :lines, :complete, :long)
                                on conflict (tenant, load_id, file) do update set received = excluded.received,
                                lines = excluded.lines, complete = excluded.complete, in_long_line = excluded.in_long_line""")
                        .setParameter("tenant", tenant)
                        .setParameter("load", loadId)
                        .setParameter("file", file)
                        .setParameter("received", part.after().received())
                        .setParameter("lines", part.after().lines())
                        .setParameter("complete", part.after().complete())
                        .setParameter("long", part.after().inLongLine())
                        .executeUpdate())
                .call(() -> session.createNativeQuery("""
                                update ingestion.bulk_load set lines = lines + :lines, passed_over = passed_over + :passed
                                where tenant = :tenant and load_id = :load""")
                        .setParameter("tenant", tenant)
                        .setParameter("load", loadId)
                        .setParameter("lines", part.lines())
                        .setParameter("passed", part.passedOver())
                        .executeUpdate());
    }

    private static Uni<?> keepPatients(Mutiny.Session session, String tenant, String loadId, FilePart part) {
        if (part.patients().isEmpty()) {
            return Uni.createFrom().voidItem();
        }
        return session.createNativeQuery("""
                        insert into ingestion.bulk_patient as waiting (tenant, load_id, patient_id, bytes)
                        select :tenant, :load, patient.id, patient.bytes
                        from unnest(string_to_array(:patients, ','), cast(string_to_array(:bytes, ',') as bigint[]))
                             as patient(id, bytes)
                        on conflict (tenant, load_id, patient_id) do update set bytes = waiting.bytes + excluded.bytes""")
                .setParameter("tenant", tenant)
                .setParameter("load", loadId)
                .setParameter("patients", String.join(",", part.patients().keySet()))
                .setParameter(
                        "bytes",
                        part.patients().values().stream()
                                .map(lines -> Integer.toString(lines.bytes()))
                                .collect(Collectors.joining(",")))
                .executeUpdate();
    }

    /** Of Medications of the same identifier the first one stays. */
    private static Uni<?> keepMedications(Mutiny.Session session, String tenant, String loadId, FilePart part) {
        if (part.medications().isEmpty()) {
            return Uni.createFrom().voidItem();
        }
        return session.createSelectionQuery(
                        "select medicationId from BulkMedicationRow where loadId = :load and medicationId in :ids",
                        String.class)
                .setParameter("load", loadId)
                .setParameter("ids", part.medications().keySet())
                .getResultList()
                .map(HashSet::new)
                .flatMap(known -> session.persistAll(part.medications().entrySet().stream()
                        .filter(medication -> !known.contains(medication.getKey()))
                        .map(medication ->
                                new BulkMedicationRow(tenant, loadId, medication.getKey(), medication.getValue()))
                        .toArray()))
                .call(session::flush);
    }

    private static Uni<?> reject(Mutiny.Session session, String tenant, String loadId, List<LineRejection> rejections) {
        if (rejections.isEmpty()) {
            return Uni.createFrom().voidItem();
        }
        return session.createNativeQuery("""
                        update ingestion.bulk_load set rejected = rejected + :number
                        where tenant = :tenant and load_id = :load returning rejected""", Long.class)
                .setParameter("tenant", tenant)
                .setParameter("load", loadId)
                .setParameter("number", (long) rejections.size())
                .getSingleResult()
                .flatMap(rejected -> session.persistAll(rejections.stream()
                        .limit(Math.max(0, KEPT_REJECTIONS - (rejected - rejections.size())))
                        .map(rejection -> new BulkRejectionRow(tenant, loadId, rejection))
                        .toArray()))
                .call(session::flush);
    }

    /**
     * Lets a load go on to be stored.
     *
     * @return names of files that are not whole, or that there are none; null where it goes on
     */
    public Uni<List<String>> start(String tenant, String loadId) {
        return in(tenant, session -> lockedState(session, tenant, loadId).flatMap(state -> {
            if (state != BulkLoadRow.State.RECEIVING) {
                return Uni.createFrom().nullItem();
            }
            return files(session, loadId).flatMap(files -> {
                List<String> partial = files.stream()
                        .filter(file -> !file.position().complete())
                        .map(BulkFileRow::file)
                        .toList();
                return files.isEmpty() || !partial.isEmpty()
                        ? Uni.createFrom().item(partial)
                        : started(session, tenant, loadId).replaceWith((List<String>) null);
            });
        }));
    }

    private static Uni<Integer> started(Mutiny.Session session, String tenant, String loadId) {
        return statement(
                        session,
                        "update ingestion.bulk_load set state = 'LOADING' where tenant = :tenant and load_id = :load",
                        tenant,
                        loadId)
                .flatMap(done -> toDo(session, tenant, loadId, false));
    }

    private static Uni<Integer> statement(Mutiny.Session session, String sql, String tenant, String loadId) {
        return session.createNativeQuery(sql)
                .setParameter("tenant", tenant)
                .setParameter("load", loadId)
                .executeUpdate();
    }

    /** Takes a load of which files are fetched for a while, unless another instance has it. */
    public Uni<Boolean> lease(Work work, Duration time) {
        return in(work.tenant(), session -> until(session, """
                        update ingestion.bulk_work set not_before = now() + make_interval(secs => :seconds)
                        where tenant = :tenant and load_id = :load and not_before <= now()""", work, time)).map(taken -> taken == 1);
    }

    /** Says when a load is to be looked at again. */
    public Uni<Integer> postpone(Work work, Duration time) {
        return in(work.tenant(), session -> until(session, """
                        update ingestion.bulk_work set not_before = now() + make_interval(secs => :seconds)
                        where tenant = :tenant and load_id = :load""", work, time));
    }

    private static Uni<Integer> until(Mutiny.Session session, String sql, Work work, Duration time) {
        return session.createNativeQuery(sql)
                .setParameter("seconds", time.toMillis() / 1000.0)
                .setParameter("tenant", work.tenant())
                .setParameter("load", work.loadId())
                .executeUpdate();
    }

    /** Keeps where the server tells how far an export is. */
    public Uni<Integer> exportAsked(Work work, String statusUrl) {
        return in(work.tenant(), session -> session.createNativeQuery("""
                        update ingestion.bulk_load set status_url = :url, attempts = 0
                        where tenant = :tenant and load_id = :load""")
                .setParameter("url", statusUrl)
                .setParameter("tenant", work.tenant())
                .setParameter("load", work.loadId())
                .executeUpdate());
    }

    /** Keeps which files an export has. */
    public Uni<Void> manifest(Work work, List<Remote> files, List<LineRejection> remarks) {
        return in(work.tenant(), session -> {
            Uni<?> kept = reject(session, work.tenant(), work.loadId(), remarks);
            for (Remote file : files) {
                kept = kept.flatMap(done -> session.createNativeQuery("""
                                insert into ingestion.bulk_file (tenant, load_id, file, url, needs_token)
                                values (:tenant, :load, :file, :url, :token) on conflict do nothing""")
                        .setParameter("tenant", work.tenant())
                        .setParameter("load", work.loadId())
                        .setParameter("file", file.file())
                        .setParameter("url", file.url())
                        .setParameter("token", file.needsToken())
                        .executeUpdate());
            }
            return kept.flatMap(done -> files.isEmpty()
                            ? started(session, work.tenant(), work.loadId())
                            : Uni.createFrom().item(0))
                    .replaceWithVoid();
        });
    }

    /** All files were fetched: the load goes on to be stored. */
    public Uni<Integer> pulled(Work work) {
        return in(work.tenant(), session -> lockedState(session, work.tenant(), work.loadId())
                .flatMap(state -> state == BulkLoadRow.State.PULLING
                        ? started(session, work.tenant(), work.loadId())
                        : Uni.createFrom().item(0)));
    }

    /** One more attempt without progress; gives how many there were in a row. */
    public Uni<Integer> attempted(Work work) {
        return in(work.tenant(), session -> session.createNativeQuery("""
                        update ingestion.bulk_load set attempts = attempts + 1
                        where tenant = :tenant and load_id = :load returning attempts""", Integer.class)
                .setParameter("tenant", work.tenant())
                .setParameter("load", work.loadId())
                .getSingleResult());
    }

    /** There was progress. */
    public Uni<Integer> progressed(Work work) {
        return in(
                work.tenant(),
                session -> statement(
                        session,
                        "update ingestion.bulk_load set attempts = 0 where tenant = :tenant and load_id = :load and attempts > 0",
                        work.tenant(),
                        work.loadId()));
    }

    /** Gives a load up, and takes away what had come of it. */
    public Uni<Integer> failed(Work work, String why) {
        return in(work.tenant(), session -> {
            Uni<Integer> done = session.createNativeQuery("""
                            update ingestion.bulk_load set state = 'FAILED', failure = :why
                            where tenant = :tenant and load_id = :load and state = 'PULLING'""")
                    .setParameter("why", why)
                    .setParameter("tenant", work.tenant())
                    .setParameter("load", work.loadId())
                    .executeUpdate();
            for (String table : List.of("bulk_lines", "bulk_patient", "bulk_medication", "bulk_work")) {
                done = done.flatMap(before -> statement(
                        session,
                        "delete from ingestion." + table + " where tenant = :tenant and load_id = :load",
                        work.tenant(),
                        work.loadId()));
            }
            return done;
        });
    }

    /** Loads of all tenants that have work to do. */
    public Uni<List<Work>> work() {
        return Panache.withTransaction(() -> Panache.getSession().flatMap(session -> session.createNativeQuery(
                                "select set_config('app.worker', 'bulk', true)", String.class)
                        .getSingleResult()
                        .flatMap(set -> session.createNativeQuery(
                                        "select tenant || '/' || load_id || '/' || pulling from ingestion.bulk_work"
                                                + " where not_before <= now() order by tenant, load_id",
                                        String.class)
                                .getResultList())))
                .map(found -> found.stream()
                        .map(text -> text.split("/"))
                        .map(parts -> new Work(parts[0], parts[1], Boolean.parseBoolean(parts[2])))
                        .toList());
    }

    /** One transaction in which patients are taken and stored. */
    public final class Taking {
        private final Mutiny.Session session;
        private final BulkLoadRow load;

        private Taking(Mutiny.Session session, BulkLoadRow load) {
            this.session = session;
            this.load = load;
        }

        /** The load as it was when the transaction began. */
        public BulkLoadRow load() {
            return load;
        }

        /** The next patients that no other transaction has taken. */
        public Uni<List<Waiting>> next(int most) {
            return session.createNativeQuery("""
                            select patient_id || ' ' || bytes from ingestion.bulk_patient
                            where tenant = :tenant and load_id = :load order by patient_id limit :most
                            for update skip locked""", String.class)
                    .setParameter("tenant", load.tenant())
                    .setParameter("load", load.loadId())
                    .setParameter("most", most)
                    .getResultList()
                    .map(rows -> rows.stream()
                            .map(row -> row.split(" "))
                            .map(parts -> new Waiting(parts[0], Long.parseLong(parts[1])))
                            .toList());
        }

        /** What waits of some patients, in the order of patients, files and lines. */
        public Uni<List<BulkLinesRow>> lines(Collection<String> patients) {
            return session.createSelectionQuery(
                            "from BulkLinesRow where loadId = :load and patientId in :patients"
                                    + " order by patientId, file, firstLine",
                            BulkLinesRow.class)
                    .setParameter("load", load.loadId())
                    .setParameter("patients", patients)
                    .getResultList();
        }

        /** Medications of the load by their identifiers. */
        public Uni<List<BulkMedicationRow>> medications(Collection<String> identifiers) {
            return identifiers.isEmpty()
                    ? Uni.createFrom().item(List.of())
                    : session.createSelectionQuery(
                                    "from BulkMedicationRow where loadId = :load and medicationId in :ids",
                                    BulkMedicationRow.class)
                            .setParameter("load", load.loadId())
                            .setParameter("ids", identifiers)
                            .getResultList();
        }

        /** Patient and content of those records that are stored already, as {@code patient hash}. */
        public Uni<Set<String>> known(Collection<String> patients, Collection<String> hashes) {
            return session.createNativeQuery("""
                            select patient_id || ' ' || content_hash from ingestion.record
                            where tenant = :tenant and patient_id = any(string_to_array(:patients, ','))
                              and content_hash = any(string_to_array(:hashes, ','))""", String.class)
                    .setParameter("tenant", load.tenant())
                    .setParameter("patients", String.join(",", patients))
                    .setParameter("hashes", String.join(",", hashes))
                    .getResultList()
                    .map(HashSet::new);
        }

        /** Stores what became of patients, and takes away what waited of them. */
        public Uni<Void> store(Collection<String> patients, Outcome outcome) {
            String taken = String.join(",", patients);
            return RecordStore.insert(session, outcome.records())
                    .call(() -> takeAway("bulk_lines", taken))
                    .call(() -> takeAway("bulk_patient", taken))
                    .call(() -> reject(session, load.tenant(), load.loadId(), outcome.rejections()))
                    .call(() -> session.createNativeQuery("""
                                    update ingestion.bulk_load set patients_stored = patients_stored + :stored,
                                    patients_known = patients_known + :known,
                                    patients_without_facts = patients_without_facts + :without
                                    where tenant = :tenant and load_id = :load""")
                            .setParameter("tenant", load.tenant())
                            .setParameter("load", load.loadId())
                            .setParameter("stored", (long) outcome.records().size())
                            .setParameter("known", (long) outcome.known())
                            .setParameter("without", (long) outcome.withoutFacts())
                            .executeUpdate());
        }

        private Uni<Integer> takeAway(String table, String patients) {
            return session.createNativeQuery("delete from ingestion." + table
                            + " where tenant = :tenant and load_id = :load"
                            + " and patient_id = any(string_to_array(:patients, ','))")
                    .setParameter("tenant", load.tenant())
                    .setParameter("load", load.loadId())
                    .setParameter("patients", patients)
                    .executeUpdate();
        }
    }

    /** Does work on a load in one transaction. */
    public <T> Uni<T> taking(Work work, Function<Taking, Uni<T>> use) {
        return in(work.tenant(), session -> session.createSelectionQuery(
                        "from BulkLoadRow where loadId = :load", BulkLoadRow.class)
                .setParameter("load", work.loadId())
                .getSingleResult()
                .flatMap(load -> use.apply(new Taking(session, load))));
    }

    /**
     * Closes a load of which nothing waits.
     *
     * @return false where something does, be it taken by another transaction at this moment
     */
    public Uni<Boolean> complete(Work work, Instant now) {
        return in(work.tenant(), session -> lockedState(session, work.tenant(), work.loadId())
                .flatMap(state -> waiting(session, work.tenant(), work.loadId()))
                .flatMap(waiting -> waiting > 0
                        ? Uni.createFrom().item(false)
                        : completed(session, work, now).replaceWith(true)));
    }

    private static Uni<Integer> completed(Mutiny.Session session, Work work, Instant now) {
        return session.createNativeQuery("""
                        update ingestion.bulk_load set state = 'COMPLETE', completed_at = :now
                        where tenant = :tenant and load_id = :load and state = 'LOADING'""")
                .setParameter("now", now.atOffset(ZoneOffset.UTC))
                .setParameter("tenant", work.tenant())
                .setParameter("load", work.loadId())
                .executeUpdate()
                .flatMap(done -> statement(
                        session,
                        "delete from ingestion.bulk_medication where tenant = :tenant and load_id = :load",
                        work.tenant(),
                        work.loadId()))
                .flatMap(done -> statement(
                        session,
                        "delete from ingestion.bulk_work where tenant = :tenant and load_id = :load",
                        work.tenant(),
                        work.loadId()));
    }

    private static <T> Uni<T> in(String tenant, Function<Mutiny.Session, Uni<T>> work) {
        return TenantTransaction.run(tenant, () -> Panache.getSession().flatMap(session -> work.apply(session)));
    }
}
