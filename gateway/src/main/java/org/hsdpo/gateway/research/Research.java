package org.hsdpo.gateway.research;

import com.google.protobuf.Timestamp;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.hsdpo.contracts.research.v1.DatePolicy;
import org.hsdpo.contracts.research.v1.ExportPageRequest;
import org.hsdpo.contracts.research.v1.ExportPageResponse;
import org.hsdpo.contracts.research.v1.PrivacyBudget;
import org.hsdpo.contracts.research.v1.ReleaseStatisticRequest;
import org.hsdpo.contracts.research.v1.ReleaseStatisticResponse;
import org.hsdpo.contracts.research.v1.ScrubNoteRequest;
import org.hsdpo.contracts.research.v1.ScrubNoteResponse;
import org.hsdpo.gateway.access.Requester;
import org.hsdpo.gateway.backend.BackEnd;
import org.hsdpo.gateway.backend.ResearchBackEnd;
import org.hsdpo.gateway.config.GatewayConfig;
import org.hsdpo.gateway.edge.CallContext;
import org.hsdpo.gateway.json.MessageJson;
import org.hsdpo.gateway.store.AuditEntry;
import org.hsdpo.gateway.store.GatewayStore;
import org.hsdpo.service.wire.TimeWire;

/** Lets records, statistics and scrubbed notes out, and notes in the audit that they left. */
@ApplicationScoped
public class Research {
    /** The first page of an export, and how to go on. */
    public record Export(Requester who, ExportPageRequest request, ExportPageResponse first, CallContext call) {}

    private final ResearchBackEnd backEnd;
    private final GatewayStore store;
    private final GatewayConfig config;
    private final Clock clock;

    Research(ResearchBackEnd backEnd, GatewayStore store, GatewayConfig config, Clock clock) {
        this.backEnd = backEnd;
        this.store = store;
        this.config = config;
        this.clock = clock;
    }

    /** Opens an export; nothing leaves before the audit knows of it. */
    public Uni<Export> export(Requester who, String study, DatePolicy dates) {
        Timestamp now = TimeWire.toWire(clock.instant());
        ExportPageRequest request = ExportPageRequest.newBuilder()
                .setStudy(study)
                .setDates(dates)
                .setAsOf(now)
                .build();
        CallContext call = CallContext.current();
        return page(who, request, call)
                .call(first -> store.leftForResearch(
                        who,
                        AuditEntry.Action.RESEARCH_RECORDS_EXPORTED,
                        study.isEmpty() ? UUID.randomUUID().toString() : study))
                .map(first -> new Export(who, request, first, call));
    }

    /**
     * The lines of an export, one record each, and a last one that says how many there were: without it the export is not
     * whole. A page is fetched when the one before it has been taken.
     */
    public Multi<String> lines(Export export) {
        Progress progress = new Progress(export.first());
        Multi<ExportPageResponse> further = Multi.createBy()
                .repeating()
                .uni(() -> page(
                                export.who(),
                                export.request().toBuilder()
                                        .setCursor(progress.cursor)
                                        .build(),
                                export.call())
                        .invoke(progress::take))
                .whilst(page -> !page.getNextCursor().isEmpty());
        Multi<ExportPageResponse> pages = export.first().getNextCursor().isEmpty()
                ? Multi.createFrom().item(export.first())
                : Multi.createBy().concatenating().streams(Multi.createFrom().item(export.first()), further);
        return Multi.createBy()
                .concatenating()
                .streams(
                        pages.onItem().transformToIterable(Research::lines),
                        Multi.createFrom().item(() -> "{\"complete\":{\"records\":" + progress.records + "}}"));
    }

    private static List<String> lines(ExportPageResponse page) {
        List<String> lines = new ArrayList<>(page.getRecordsCount());
        page.getRecordsList().forEach(record -> lines.add(MessageJson.print(record)));
        return lines;
    }

    private static final class Progress {
        private String cursor;
        private long records;

        Progress(ExportPageResponse first) {
            take(first);
        }

        void take(ExportPageResponse page) {
            cursor = page.getNextCursor();
            records += page.getRecordsCount();
        }
    }

    private Uni<ExportPageResponse> page(Requester who, ExportPageRequest request, CallContext call) {
        return call.back(backEnd.page(
                        who.caller(),
                        request,
                        CallContext.deadline(config.deadline().research())))
                .onFailure()
                .transform(BackEnd.INGESTION::told);
    }

    /** Releases a statistic. */
    public Uni<ReleaseStatisticResponse> release(Requester who, ReleaseStatisticRequest request) {
        return CallContext.current()
                .back(backEnd.release(
                        who.caller(),
                        request,
                        CallContext.deadline(config.deadline().research())))
                .onFailure()
                .transform(BackEnd.INGESTION::told)
                .call(released ->
                        store.leftForResearch(who, AuditEntry.Action.STATISTIC_RELEASED, released.getReleaseId()));
    }

    /** What is left of the privacy budget. */
    public Uni<PrivacyBudget> budget(Requester who) {
        return backEnd.budget(
                        who.caller(), CallContext.deadline(config.deadline().research()))
                .onFailure()
                .transform(BackEnd.INGESTION::told);
    }

    /** Scrubs a note. */
    public Uni<ScrubNoteResponse> scrub(Requester who, ScrubNoteRequest request) {
        return CallContext.current()
                .back(backEnd.scrub(
                        who.caller(),
                        request,
                        CallContext.deadline(config.deadline().research())))
                .onFailure()
                .transform(BackEnd.INGESTION::told)
                .call(scrubbed -> store.leftForResearch(who, AuditEntry.Action.NOTE_SCRUBBED, ""));
    }
}
