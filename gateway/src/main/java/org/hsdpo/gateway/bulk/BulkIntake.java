package org.hsdpo.gateway.bulk;

import com.google.protobuf.ByteString;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import org.hsdpo.contracts.bulk.v1.AppendPartRequest;
import org.hsdpo.contracts.bulk.v1.BulkFile;
import org.hsdpo.contracts.bulk.v1.BulkLoad;
import org.hsdpo.contracts.bulk.v1.GetLoadRequest;
import org.hsdpo.contracts.bulk.v1.ListLoadsRequest;
import org.hsdpo.contracts.bulk.v1.ListLoadsResponse;
import org.hsdpo.contracts.bulk.v1.OpenLoadRequest;
import org.hsdpo.contracts.bulk.v1.StartLoadRequest;
import org.hsdpo.gateway.access.Requester;
import org.hsdpo.gateway.backend.BackEnd;
import org.hsdpo.gateway.backend.BulkBackEnd;
import org.hsdpo.gateway.config.GatewayConfig;
import org.hsdpo.gateway.edge.BodyBudget;
import org.hsdpo.gateway.edge.CallContext;
import org.hsdpo.gateway.store.AuditEntry;
import org.hsdpo.gateway.store.GatewayStore;

/** Takes in files of many patients, and enters in the audit who opened and who started a load. */
@ApplicationScoped
public class BulkIntake {
    private final BulkBackEnd ingestion;
    private final GatewayStore store;
    private final GatewayConfig config;

    BulkIntake(BulkBackEnd ingestion, GatewayStore store, GatewayConfig config) {
        this.ingestion = ingestion;
        this.store = store;
        this.config = config;
    }

    /** Opens a load, or gives the one of this name. */
    public Uni<BulkLoad> open(Requester who, OpenLoadRequest request) {
        return told(ingestion.word(who.caller(), deadline(), stub -> stub.openLoad(request)))
                .call(done -> store.bulkLoad(who, AuditEntry.Action.BULK_LOAD_OPENED, request.getLoadId()));
    }

    /**
     * Takes one part of a file.
     *
     * @param share what the call takes of the memory for bodies, its content included
     */
    public Uni<BulkFile> append(
            Requester who,
            String loadId,
            String file,
            long offset,
            ByteString content,
            boolean last,
            BodyBudget.Share share) {
        share.take((long) BodyBudget.WRITTEN_OUT * content.size());
        AppendPartRequest request = AppendPartRequest.newBuilder()
                .setLoadId(loadId)
                .setFile(file)
                .setOffset(offset)
                .setContent(content)
                .setLast(last)
                .build();
        return told(ingestion.part(who.caller(), deadline(), stub -> stub.appendPart(request)));
    }

    /** Lets a load go on by itself. */
    public Uni<BulkLoad> start(Requester who, String loadId) {
        StartLoadRequest request =
                StartLoadRequest.newBuilder().setLoadId(loadId).build();
        return told(ingestion.word(who.caller(), deadline(), stub -> stub.startLoad(request)))
                .call(done -> store.bulkLoad(who, AuditEntry.Action.BULK_LOAD_STARTED, loadId));
    }

    /** How far a load is, and why resources were not taken. */
    public Uni<BulkLoad> load(Requester who, String loadId, int rejections) {
        GetLoadRequest request = GetLoadRequest.newBuilder()
                .setLoadId(loadId)
                .setRejections(rejections)
                .build();
        return told(ingestion.word(who.caller(), deadline(), stub -> stub.getLoad(request)));
    }

    /** The tenant's loads. */
    public Uni<ListLoadsResponse> loads(Requester who) {
        return told(ingestion.word(
                who.caller(), deadline(), stub -> stub.listLoads(ListLoadsRequest.getDefaultInstance())));
    }

    private io.grpc.Deadline deadline() {
        return CallContext.deadline(config.deadline().record());
    }

    private static <T> Uni<T> told(Uni<T> call) {
        return CallContext.current().back(call).onFailure().transform(BackEnd.INGESTION::told);
    }
}
