package org.hsdpo.ingestion.api;

import io.quarkus.grpc.GrpcService;
import io.smallrye.mutiny.Uni;
import org.hsdpo.contracts.research.v1.ExportPageRequest;
import org.hsdpo.contracts.research.v1.ExportPageResponse;
import org.hsdpo.contracts.research.v1.GetPrivacyBudgetRequest;
import org.hsdpo.contracts.research.v1.PrivacyBudget;
import org.hsdpo.contracts.research.v1.ReleaseStatisticRequest;
import org.hsdpo.contracts.research.v1.ReleaseStatisticResponse;
import org.hsdpo.contracts.research.v1.ResearchService;
import org.hsdpo.contracts.research.v1.ScrubNoteRequest;
import org.hsdpo.contracts.research.v1.ScrubNoteResponse;
import org.hsdpo.data.privacy.NoteScrubber;
import org.hsdpo.ingestion.config.ResearchConfig;
import org.hsdpo.ingestion.record.WorkPool;
import org.hsdpo.ingestion.research.ExportingRecords;
import org.hsdpo.ingestion.research.ReleasingStatistics;
import org.hsdpo.service.call.Caller;

/** {@code hsdpo.research.v1.ResearchService}. */
@GrpcService
public class ResearchEndpoint implements ResearchService {
    private final ExportingRecords exporting;
    private final ReleasingStatistics releasing;
    private final WorkPool pool;
    private final ResearchConfig config;

    public ResearchEndpoint(
            ExportingRecords exporting, ReleasingStatistics releasing, WorkPool pool, ResearchConfig config) {
        this.exporting = exporting;
        this.releasing = releasing;
        this.pool = pool;
        this.config = config;
    }

    @Override
    public Uni<ExportPageResponse> exportPage(ExportPageRequest request) {
        Caller caller = Caller.current();
        return exporting.page(caller, ResearchRequestWire.page(request)).map(ResearchRecordWire::page);
    }

    @Override
    public Uni<ReleaseStatisticResponse> releaseStatistic(ReleaseStatisticRequest request) {
        Caller caller = Caller.current();
        return releasing.release(caller, ResearchRequestWire.question(request)).map(StatisticWire::toWire);
    }

    @Override
    public Uni<PrivacyBudget> getPrivacyBudget(GetPrivacyBudgetRequest request) {
        return releasing.budget(Caller.current()).map(StatisticWire::toWire);
    }

    @Override
    public Uni<ScrubNoteResponse> scrubNote(ScrubNoteRequest request) {
        ResearchRequestWire.checkNote(request, config.longestNote());
        return pool.run(() -> ResearchRecordWire.scrubbed(
                NoteScrubber.general().knowing(request.getKnownNamesList()).scrub(request.getText())));
    }
}
