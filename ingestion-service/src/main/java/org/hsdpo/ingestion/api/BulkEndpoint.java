package org.hsdpo.ingestion.api;

import io.quarkus.grpc.GrpcService;
import io.smallrye.mutiny.Uni;
import java.util.Optional;
import org.hsdpo.contracts.bulk.v1.AppendPartRequest;
import org.hsdpo.contracts.bulk.v1.BulkFile;
import org.hsdpo.contracts.bulk.v1.BulkLoad;
import org.hsdpo.contracts.bulk.v1.BulkLoadService;
import org.hsdpo.contracts.bulk.v1.GetLoadRequest;
import org.hsdpo.contracts.bulk.v1.ListLoadsRequest;
import org.hsdpo.contracts.bulk.v1.ListLoadsResponse;
import org.hsdpo.contracts.bulk.v1.OpenLoadRequest;
import org.hsdpo.contracts.bulk.v1.StartLoadRequest;
import org.hsdpo.ingestion.bulk.BulkLoads;
import org.hsdpo.service.call.Caller;

/** {@code hsdpo.bulk.v1.BulkLoadService}. */
@GrpcService
public class BulkEndpoint implements BulkLoadService {
    private final BulkLoads loads;

    public BulkEndpoint(BulkLoads loads) {
        this.loads = loads;
    }

    @Override
    public Uni<BulkLoad> openLoad(OpenLoadRequest request) {
        return loads.open(
                        Caller.current(),
                        BulkWire.loadId(request.getLoadId()),
                        Optional.of(request.getSource()).filter(source -> !source.isEmpty()))
                .map(BulkWire::load);
    }

    @Override
    public Uni<BulkFile> appendPart(AppendPartRequest request) {
        Caller caller = Caller.current();
        String file = BulkWire.check(request);
        return loads.append(
                        caller,
                        request.getLoadId(),
                        file,
                        request.getOffset(),
                        request.getContent().toByteArray(),
                        request.getLast())
                .map(position -> BulkWire.file(file, position));
    }

    @Override
    public Uni<BulkLoad> startLoad(StartLoadRequest request) {
        return loads.start(Caller.current(), BulkWire.loadId(request.getLoadId()))
                .map(BulkWire::load);
    }

    @Override
    public Uni<BulkLoad> getLoad(GetLoadRequest request) {
        Caller caller = Caller.current();
        String loadId = BulkWire.loadId(request.getLoadId());
        return loads.load(caller, loadId).flatMap(load -> loads.rejections(caller, loadId, request.getRejections())
                .map(rejections -> BulkWire.load(load, rejections)));
    }

    @Override
    public Uni<ListLoadsResponse> listLoads(ListLoadsRequest request) {
        return loads.loads(Caller.current()).map(rows -> ListLoadsResponse.newBuilder()
                .addAllLoads(
                        rows.stream().map(row -> BulkWire.summary(row).build()).toList())
                .build());
    }
}
