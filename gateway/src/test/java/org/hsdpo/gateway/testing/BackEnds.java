package org.hsdpo.gateway.testing;

import io.grpc.Server;
import io.grpc.netty.GrpcSslContexts;
import io.grpc.netty.NettyServerBuilder;
import io.grpc.stub.StreamObserver;
import io.netty.handler.ssl.ClientAuth;
import io.netty.handler.ssl.SslContext;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.eclipse.microprofile.config.ConfigProvider;
import org.hsdpo.contracts.agent.v1.AgentServiceGrpc;
import org.hsdpo.contracts.agent.v1.DecideRequest;
import org.hsdpo.contracts.agent.v1.DecideResponse;
import org.hsdpo.contracts.agent.v1.RecordFeedbackRequest;
import org.hsdpo.contracts.agent.v1.RecordFeedbackResponse;
import org.hsdpo.contracts.bulk.v1.AppendPartRequest;
import org.hsdpo.contracts.bulk.v1.BulkFile;
import org.hsdpo.contracts.bulk.v1.BulkLoad;
import org.hsdpo.contracts.bulk.v1.BulkLoadServiceGrpc;
import org.hsdpo.contracts.bulk.v1.BulkLoadState;
import org.hsdpo.contracts.bulk.v1.GetLoadRequest;
import org.hsdpo.contracts.bulk.v1.ListLoadsRequest;
import org.hsdpo.contracts.bulk.v1.ListLoadsResponse;
import org.hsdpo.contracts.bulk.v1.OpenLoadRequest;
import org.hsdpo.contracts.bulk.v1.StartLoadRequest;
import org.hsdpo.contracts.evaluation.v1.EvaluateRequest;
import org.hsdpo.contracts.evaluation.v1.EvaluateResponse;
import org.hsdpo.contracts.evaluation.v1.EvaluationServiceGrpc;
import org.hsdpo.contracts.ingestion.v1.GetNoteRequest;
import org.hsdpo.contracts.ingestion.v1.GetNoteResponse;
import org.hsdpo.contracts.ingestion.v1.GetPatientStateRequest;
import org.hsdpo.contracts.ingestion.v1.GetPatientStateResponse;
import org.hsdpo.contracts.ingestion.v1.IngestRecordRequest;
import org.hsdpo.contracts.ingestion.v1.IngestRecordResponse;
import org.hsdpo.contracts.ingestion.v1.IngestionServiceGrpc;
import org.hsdpo.contracts.ingestion.v1.ListNotesRequest;
import org.hsdpo.contracts.ingestion.v1.ListNotesResponse;
import org.hsdpo.contracts.research.v1.ExportPageRequest;
import org.hsdpo.contracts.research.v1.ExportPageResponse;
import org.hsdpo.contracts.research.v1.GetPrivacyBudgetRequest;
import org.hsdpo.contracts.research.v1.PrivacyBudget;
import org.hsdpo.contracts.research.v1.ReleaseStatisticRequest;
import org.hsdpo.contracts.research.v1.ReleaseStatisticResponse;
import org.hsdpo.contracts.research.v1.ResearchServiceGrpc;
import org.hsdpo.contracts.research.v1.ScrubNoteRequest;
import org.hsdpo.contracts.research.v1.ScrubNoteResponse;
import org.hsdpo.service.call.Caller;
import org.hsdpo.service.call.CallerInterceptor;

/** The services behind the gateway, played by the test: real gRPC servers that ask for a client certificate. */
public final class BackEnds {
    /** What a played method does; a StatusRuntimeException becomes the status of the call. */
    public Function<IngestRecordRequest, IngestRecordResponse> ingest;

    public Function<GetPatientStateRequest, GetPatientStateResponse> state;
    public Function<ListNotesRequest, ListNotesResponse> notes;
    public Function<GetNoteRequest, GetNoteResponse> note;
    public Function<ExportPageRequest, ExportPageResponse> exportPage;
    public Function<AppendPartRequest, BulkFile> part;
    public Function<ReleaseStatisticRequest, ReleaseStatisticResponse> release;
    public Function<EvaluateRequest, List<EvaluateResponse>> evaluate;
    public Function<DecideRequest, DecideResponse> decide;
    public Function<RecordFeedbackRequest, RecordFeedbackResponse> feedback;

    /** Every request that arrived, in order. */
    public final List<Object> received = new CopyOnWriteArrayList<>();

    /** Who was said to call, in order. */
    public final List<Caller> callers = new CopyOnWriteArrayList<>();

    private static BackEnds running;

    private Server ingestion;
    private Server evaluation;
    private Server agent;

    private BackEnds() {}

    /** The played services, started once. */
    public static synchronized BackEnds running() {
        if (running == null) {
            running = new BackEnds();
        }
        running.behave();
        return running;
    }

    private void behave() {
        received.clear();
        callers.clear();
        ingest = Fixtures::ingested;
        state = Fixtures::state;
        notes = request -> ListNotesResponse.getDefaultInstance();
        note = request -> GetNoteResponse.getDefaultInstance();
        exportPage = request -> ExportPageResponse.getDefaultInstance();
        part = request -> BulkFile.newBuilder()
                .setFile(request.getFile())
                .setReceived(request.getOffset() + request.getContent().size())
                .build();
        release = request -> ReleaseStatisticResponse.getDefaultInstance();
        evaluate = Fixtures::evaluated;
        decide = Fixtures::decided;
        feedback = Fixtures::recorded;
        startIngestion();
        startEvaluation();
        startAgent();
    }

    public void startIngestion() {
        if (ingestion == null) {
            ingestion = start(
                    "ingestion",
                    new IngestionServiceGrpc.IngestionServiceImplBase() {
                        @Override
                        public void ingestRecord(
                                IngestRecordRequest request, StreamObserver<IngestRecordResponse> answer) {
                            answer(request, ingest, answer);
                        }

                        @Override
                        public void getPatientState(
                                GetPatientStateRequest request, StreamObserver<GetPatientStateResponse> answer) {
                            answer(request, state, answer);
                        }

                        @Override
                        public void listNotes(ListNotesRequest request, StreamObserver<ListNotesResponse> answer) {
                            answer(request, BackEnds.this.notes, answer);
                        }

                        @Override
                        public void getNote(GetNoteRequest request, StreamObserver<GetNoteResponse> answer) {
                            answer(request, BackEnds.this.note, answer);
                        }
                    },
                    research,
                    bulk);
        }
    }

    public void startEvaluation() {
        if (evaluation == null) {
            evaluation = start("evaluation", new EvaluationServiceGrpc.EvaluationServiceImplBase() {
                @Override
                public void evaluate(EvaluateRequest request, StreamObserver<EvaluateResponse> answer) {
                    received.add(request);
                    callers.add(Caller.current());
                    try {
                        BackEnds.this.evaluate.apply(request).forEach(answer::onNext);
                        answer.onCompleted();
                    } catch (RuntimeException e) {
                        answer.onError(e);
                    }
                }
            });
        }
    }

    public void startAgent() {
        if (agent == null) {
            agent = start("agent", new AgentServiceGrpc.AgentServiceImplBase() {
                @Override
                public void decide(DecideRequest request, StreamObserver<DecideResponse> answer) {
                    answer(request, BackEnds.this.decide, answer);
                }

                @Override
                public void recordFeedback(
                        RecordFeedbackRequest request, StreamObserver<RecordFeedbackResponse> answer) {
                    answer(request, feedback, answer);
                }
            });
        }
    }

    public void killIngestion() {
        stop(ingestion);
        ingestion = null;
    }

    public void killEvaluation() {
        stop(evaluation);
        evaluation = null;
    }

    public void killAgent() {
        stop(agent);
        agent = null;
    }

    private static void stop(Server server) {
        server.shutdownNow();
        try {
            server.awaitTermination(5, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** The requests of one kind that arrived. */
    public <R> List<R> received(Class<R> kind) {
        return received.stream().filter(kind::isInstance).map(kind::cast).toList();
    }

    private <Q, R> void answer(Q request, Function<Q, R> behaviour, StreamObserver<R> answer) {
        received.add(request);
        callers.add(Caller.current());
        try {
            answer.onNext(behaviour.apply(request));
            answer.onCompleted();
        } catch (RuntimeException e) {
            answer.onError(e);
        }
    }

    private final ResearchServiceGrpc.ResearchServiceImplBase research =
            new ResearchServiceGrpc.ResearchServiceImplBase() {
                @Override
                public void exportPage(ExportPageRequest request, StreamObserver<ExportPageResponse> answer) {
                    answer(request, exportPage, answer);
                }

                @Override
                public void releaseStatistic(
                        ReleaseStatisticRequest request, StreamObserver<ReleaseStatisticResponse> answer) {
                    answer(request, release, answer);
                }

                @Override
                public void getPrivacyBudget(GetPrivacyBudgetRequest request, StreamObserver<PrivacyBudget> answer) {
                    answer(
                            request,
                            asked -> PrivacyBudget.newBuilder()
                                    .setGranted("10")
                                    .setSpent("4")
                                    .setLeft("6")
                                    .build(),
                            answer);
                }

                @Override
                public void scrubNote(ScrubNoteRequest request, StreamObserver<ScrubNoteResponse> answer) {
                    answer(
                            request,
                            asked -> ScrubNoteResponse.newBuilder()
                                    .setText("Seen [DATE].")
                                    .setMarking("machine-scrubbed")
                                    .build(),
                            answer);
                }
            };

    private final BulkLoadServiceGrpc.BulkLoadServiceImplBase bulk = new BulkLoadServiceGrpc.BulkLoadServiceImplBase() {
        @Override
        public void openLoad(OpenLoadRequest request, StreamObserver<BulkLoad> answer) {
            answer(request, asked -> load(asked.getLoadId()), answer);
        }

        @Override
        public void appendPart(AppendPartRequest request, StreamObserver<BulkFile> answer) {
            answer(request, part, answer);
        }

        @Override
        public void startLoad(StartLoadRequest request, StreamObserver<BulkLoad> answer) {
            answer(request, asked -> load(asked.getLoadId()), answer);
        }

        @Override
        public void getLoad(GetLoadRequest request, StreamObserver<BulkLoad> answer) {
            answer(request, asked -> load(asked.getLoadId()), answer);
        }

        @Override
        public void listLoads(ListLoadsRequest request, StreamObserver<ListLoadsResponse> answer) {
            answer(
                    request,
                    asked -> ListLoadsResponse.newBuilder()
                            .addLoads(load("only"))
                            .build(),
                    answer);
        }

        private BulkLoad load(String name) {
            return BulkLoad.newBuilder()
                    .setLoadId(name)
                    .setState(BulkLoadState.BULK_LOAD_STATE_LOADING)
                    .build();
        }
    };

    private static Server start(String name, io.grpc.BindableService... services) {
        try {
            SslContext tls = GrpcSslContexts.forServer(file("test.server.cert"), file("test.server.key"))
                    .trustManager(file("test.server.trust"))
                    .clientAuth(ClientAuth.REQUIRE)
                    .build();
            int port =
                    ConfigProvider.getConfig().getValue("quarkus.grpc.clients." + name + ".test-port", Integer.class);
            NettyServerBuilder server = NettyServerBuilder.forPort(port)
                    .sslContext(tls)
                    .maxInboundMessageSize(64 << 20)
                    .intercept(new CallerInterceptor());
            for (io.grpc.BindableService service : services) {
                server.addService(service);
            }
            return server.build().start();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static File file(String property) {
        return new File(ConfigProvider.getConfig().getValue(property, String.class));
    }
}
