package org.hsdpo.ingestion.bulk;

import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.hsdpo.clinical.error.InvalidInputException;
import org.hsdpo.ingestion.bulk.file.FilePosition;
import org.hsdpo.ingestion.bulk.file.LineRejection;
import org.hsdpo.ingestion.ehr.EhrServers;
import org.hsdpo.ingestion.record.WorkPool;
import org.hsdpo.ingestion.store.BulkLoadRow;
import org.hsdpo.ingestion.store.BulkStore;
import org.hsdpo.service.call.Caller;
import org.hsdpo.service.error.ServiceException;

/** Opens loads, takes their files in part by part, lets them go on, and tells how far they are. */
@ApplicationScoped
public class BulkLoads {
    /** Calls that raced for one file before giving up; whoever sends one file twice at once may go on himself. */
    private static final int TRIES = 5;

    private final BulkStore store;
    private final BulkWorkers workers;
    private final EhrServers servers;
    private final WorkPool pool;
    private final Clock clock;

    public BulkLoads(BulkStore store, BulkWorkers workers, EhrServers servers, WorkPool pool, Clock clock) {
        this.store = store;
        this.workers = workers;
        this.servers = servers;
        this.pool = pool;
        this.clock = clock;
    }

    /**
     * The load of this name, opened if there was none.
     *
     * @param source a configured server to fetch the files from; empty where the caller sends them
     * @return fails with NOT_FOUND where the tenant has no such server, ALREADY_EXISTS where the load has another source
     */
    public Uni<BulkStore.Load> open(Caller caller, String loadId, Optional<String> source) {
        if (source.isPresent() && servers.of(caller.tenant(), source.get()).isEmpty()) {
            throw ServiceException.notFound("EHR_UNKNOWN", "no server of this name is configured for the tenant");
        }
        return store.open(
                        caller.tenant(),
                        loadId,
                        caller.subject(),
                        source,
                        clock.instant().truncatedTo(ChronoUnit.MICROS))
                .flatMap(done -> load(caller, loadId))
                .invoke(load -> {
                    if (!load.row().source().equals(source)) {
                        throw ServiceException.conflict(
                                "BULK_LOAD_OTHER_SOURCE", "there is a load of this name with another source");
                    }
                    workers.wake();
                });
    }

    /**
     * Takes the next part of a file. Where the file already is beyond it, or not yet where it begins, nothing is taken.
     *
     * @param offset where in the file the part begins
     * @param last the file ends with it
     * @return where the file is now
     */
    public Uni<FilePosition> append(
            Caller caller, String loadId, String file, long offset, byte[] content, boolean last) {
        return load(caller, loadId).flatMap(load -> append(caller, load, file, offset, content, last, TRIES));
    }

    private Uni<FilePosition> append(
            Caller caller, BulkStore.Load load, String file, long offset, byte[] content, boolean last, int tries) {
        String loadId = load.row().loadId();
        return store.position(caller.tenant(), loadId, file).flatMap(position -> {
            if (position.complete()
                    || position.received() < offset
                    || !reachesBeyond(position, offset, content, last)) {
                return Uni.createFrom().item(position);
            }
            if (load.row().state() != BulkLoadRow.State.RECEIVING) {
                throw started(loadId);
            }
            byte[] news = Arrays.copyOfRange(content, Math.toIntExact(position.received() - offset), content.length);
            return pool.run(() -> PartCutting.part(file, position, news, last))
                    .flatMap(part -> part.isEmpty()
                            ? Uni.createFrom().item(position)
                            : store.keep(caller.tenant(), loadId, file, part)
                                    .flatMap(kept -> kept
                                            ? Uni.createFrom().item(part.after())
                                            : again(caller, loadId, file, offset, content, last, tries - 1)));
        });
    }

    private static boolean reachesBeyond(FilePosition position, long offset, byte[] content, boolean last) {
        long end = offset + content.length;
        return last ? end >= position.received() : end > position.received();
    }

    private Uni<FilePosition> again(
            Caller caller, String loadId, String file, long offset, byte[] content, boolean last, int tries) {
        if (tries == 0) {
            throw ServiceException.overloaded(
                    "the file is being sent by several at once", java.time.Duration.ofSeconds(1));
        }
        return load(caller, loadId).flatMap(load -> append(caller, load, file, offset, content, last, tries));
    }

    private static ServiceException started(String loadId) {
        return ServiceException.precondition(
                "BULK_LOAD_STARTED", "the load " + loadId + " was started and takes no more files");
    }

    /**
     * Lets a load go on by itself; one that goes on already does.
     *
     * @return fails with FAILED_PRECONDITION where a file is not whole or there is none
     */
    public Uni<BulkStore.Load> start(Caller caller, String loadId) {
        return load(caller, loadId)
                .flatMap(load -> store.start(caller.tenant(), loadId))
                .invoke(partial -> {
                    if (partial != null) {
                        throw ServiceException.precondition(
                                "BULK_FILES_INCOMPLETE",
                                partial.isEmpty()
                                        ? "the load has no files"
                                        : "not whole: " + String.join(", ", partial));
                    }
                    workers.wake();
                })
                .flatMap(done -> load(caller, loadId));
    }

    /** The load of this name; fails with NOT_FOUND where the tenant has none. */
    public Uni<BulkStore.Load> load(Caller caller, String loadId) {
        return store.load(caller.tenant(), loadId)
                .onItem()
                .ifNull()
                .failWith(() -> ServiceException.notFound("BULK_LOAD_UNKNOWN", "there is no load of this name"));
    }

    /**
     * The first rejections of a load.
     *
     * @param most 0 to {@link BulkStore#KEPT_REJECTIONS}
     */
    public Uni<List<LineRejection>> rejections(Caller caller, String loadId, int most) {
        if (most < 0 || most > BulkStore.KEPT_REJECTIONS) {
            throw new InvalidInputException(
                    "rejections",
                    "NUMBER_INVALID",
                    "so many rejections are not listed",
                    "0 to " + BulkStore.KEPT_REJECTIONS);
        }
        return store.rejections(caller.tenant(), loadId, most);
    }

    /** The tenant's loads, newest first. */
    public Uni<List<BulkLoadRow>> loads(Caller caller) {
        return store.loads(caller.tenant());
    }
}
