package org.hsdpo.ingestion.bulk;

import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import org.hsdpo.clinical.error.Violation;
import org.hsdpo.ingestion.bulk.file.FilePart;
import org.hsdpo.ingestion.bulk.file.FilePosition;
import org.hsdpo.ingestion.bulk.file.LineRejection;
import org.hsdpo.ingestion.ehr.EhrClient;
import org.hsdpo.ingestion.ehr.EhrFailure;
import org.hsdpo.ingestion.ehr.EhrServers;
import org.hsdpo.ingestion.store.BulkFileRow;
import org.hsdpo.ingestion.store.BulkLoadRow;
import org.hsdpo.ingestion.store.BulkStore;
import org.jboss.logging.Logger;

/**
 * Brings a load that is fetched from a server one step further: the export is asked for, its state is asked for, its files
 * come in. Where a step ends is kept in the database before the next begins.
 */
@ApplicationScoped
public class PullingExports {
    private static final Logger LOG = Logger.getLogger(PullingExports.class);
    /** While one instance pulls, others leave the load alone for this long after each sign of life. */
    private static final Duration LEASE = Duration.ofSeconds(60);

    private final BulkStore store;
    private final EhrServers servers;
    private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().name("bulk-stalls").daemon().factory());

    public PullingExports(BulkStore store, EhrServers servers) {
        this.store = store;
        this.servers = servers;
    }

    @PreDestroy
    void stop() {
        timer.shutdownNow();
    }

    /**
     * Takes the next step of a load, unless another instance does.
     *
     * @return whether anything was done
     */
    boolean step(BulkStore.Work work) throws InterruptedException {
        if (!Waiting.on(() -> store.lease(work, LEASE))) {
            return false;
        }
        BulkStore.Load load = Waiting.on(() -> store.load(work.tenant(), work.loadId()));
        if (load.row().state() != BulkLoadRow.State.PULLING) {
            Waiting.on(() -> store.postpone(work, Duration.ZERO));
            return true;
        }
        EhrClient client =
                servers.of(work.tenant(), load.row().source().orElseThrow()).orElse(null);
        if (client == null) {
            // The server may be configured in other instances, or again after a restart.
            Waiting.on(() -> store.postpone(work, LEASE));
            return false;
        }
        try {
            step(work, load, client);
        } catch (EhrFailure failure) {
            failed(work, client, failure);
        }
        return true;
    }

    private void step(BulkStore.Work work, BulkStore.Load load, EhrClient client) throws InterruptedException {
        if (load.row().statusUrl().isEmpty()) {
            URI status = client.kickOff();
            Waiting.on(() -> store.exportAsked(work, status.toString()));
            Waiting.on(() -> store.postpone(work, client.server().config().pause()));
            return;
        }
        URI status = client.server().followed(load.row().statusUrl().get());
        if (load.files().isEmpty()) {
            switch (client.status(status)) {
                case EhrClient.Status.Running running -> {
                    Duration pause = longer(running.retryAfter().orElse(Duration.ZERO), client);
                    Waiting.on(() -> store.progressed(work));
                    Waiting.on(() -> store.postpone(work, pause));
                }
                case EhrClient.Status.Complete complete -> {
                    List<BulkStore.Remote> files = files(complete.manifest(), client);
                    Waiting.on(() -> store.manifest(work, files, remarks(complete.manifest())));
                    Waiting.on(() -> store.postpone(work, Duration.ZERO));
                }
            }
            return;
        }
        for (BulkFileRow file : load.files()) {
            if (!file.position().complete()) {
                download(work, file, client);
            }
        }
        Waiting.on(() -> store.pulled(work));
        client.discard(status);
    }

    private static Duration longer(Duration asked, EhrClient client) {
        Duration least = client.server().config().pause();
        return asked.compareTo(least) > 0 ? asked : least;
    }

    /** Addresses are checked before anything is kept. */
    private static List<BulkStore.Remote> files(EhrClient.Manifest manifest, EhrClient client) {
        List<BulkStore.Remote> files = new ArrayList<>();
        for (EhrClient.ExportedFile file : manifest.files()) {
            String type = file.type().matches("[A-Za-z]{1,60}") ? file.type() : "Resource";
            files.add(new BulkStore.Remote(
                    "%s-%05d.ndjson".formatted(type, files.size() + 1),
                    client.server().followed(file.url()).toString(),
                    manifest.needsToken()));
        }
        return files;
    }

    private static List<LineRejection> remarks(EhrClient.Manifest manifest) {
        List<LineRejection> remarks = new ArrayList<>();
        if (manifest.deleted() > 0) {
            remarks.add(remark(
                    "SOURCE_DELETED",
                    "the server lists resources that it deleted (" + manifest.deleted()
                            + " files); what was stored of them stays"));
        }
        if (manifest.errors() > 0) {
            remarks.add(remark(
                    "EXPORT_INCOMPLETE",
                    "the server says that it could not export everything (" + manifest.errors()
                            + " files of reasons)"));
        }
        return remarks;
    }

    private static LineRejection remark(String code, String message) {
        return new LineRejection("", 0, new Violation("", code, message, ""));
    }

    private void download(BulkStore.Work work, BulkFileRow file, EhrClient client) throws InterruptedException {
        FilePosition position = file.position();
        URI address = client.server().followed(file.url().orElseThrow());
        EhrClient.Download download = client.download(address, file.needsToken(), position.received());
        try (InputStream in =
                new UnstalledStream(download.content(), client.server().config().timeout(), timer)) {
            in.skipNBytes(position.received() - download.from());
            Arriving arriving = new Arriving(in);
            while (!position.complete()) {
                arriving.fill();
                FilePart part = PartCutting.part(file.file(), position, arriving.content(), arriving.ended());
                if (!part.isEmpty()) {
                    keep(work, file, part);
                    arriving.drop(part.after().received() - position.received());
                    position = part.after();
                } else if (!arriving.broke()) {
                    arriving.takeMore();
                }
                arriving.throwIfBroke();
            }
        } catch (IOException e) {
            throw EhrFailure.passing(client.server().name() + " breaks off a file", e);
        }
    }

    private void keep(BulkStore.Work work, BulkFileRow file, FilePart part) throws InterruptedException {
        if (!Waiting.on(() -> store.keepPulled(work, file.file(), part))) {
            throw EhrFailure.passing("another instance pulls the same load", Optional.empty());
        }
        Waiting.on(() -> store.postpone(work, LEASE));
    }

    private void failed(BulkStore.Work work, EhrClient client, EhrFailure failure) throws InterruptedException {
        int attempts = Waiting.on(() -> store.attempted(work));
        LOG.warnf("bulk load %s: %s", work.loadId(), failure.getMessage());
        if (failure.isPassing() && attempts < client.server().config().attempts()) {
            Duration pause = longer(failure.retryAfter().orElse(Duration.ZERO), client);
            Waiting.on(() -> store.postpone(work, pause));
        } else {
            Waiting.on(() -> store.failed(work, failure.getMessage()));
        }
    }
}
