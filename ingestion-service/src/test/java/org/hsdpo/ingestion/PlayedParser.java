package org.hsdpo.ingestion;

import io.grpc.Grpc;
import io.grpc.Server;
import io.grpc.StatusRuntimeException;
import io.grpc.TlsServerCredentials;
import io.grpc.stub.StreamObserver;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import org.hsdpo.contracts.parser.v1.ParseNoteRequest;
import org.hsdpo.contracts.parser.v1.ParseNoteResponse;
import org.hsdpo.contracts.parser.v1.ParserServiceGrpc;

/** The parser service, played by the test: a real gRPC server with a certificate. */
public final class PlayedParser implements AutoCloseable {
    private final Server server;
    private final AtomicInteger calls = new AtomicInteger();

    public PlayedParser(int port, String certificate, String key, Function<String, ParseNoteResponse> behaviour) {
        try {
            server = Grpc.newServerBuilderForPort(
                            port, TlsServerCredentials.create(new File(certificate), new File(key)))
                    .addService(new ParserServiceGrpc.ParserServiceImplBase() {
                        @Override
                        public void parseNote(ParseNoteRequest request, StreamObserver<ParseNoteResponse> answer) {
                            calls.incrementAndGet();
                            try {
                                answer.onNext(behaviour.apply(request.getText()));
                                answer.onCompleted();
                            } catch (StatusRuntimeException e) {
                                answer.onError(e);
                            }
                        }
                    })
                    .build()
                    .start();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Calls that arrived. */
    public int calls() {
        return calls.get();
    }

    @Override
    public void close() {
        server.shutdownNow();
        try {
            server.awaitTermination();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
