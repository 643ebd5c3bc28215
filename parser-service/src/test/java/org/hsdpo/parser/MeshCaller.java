package org.hsdpo.parser;

import io.grpc.ChannelCredentials;
import io.grpc.Grpc;
import io.grpc.ManagedChannel;
import io.grpc.TlsChannelCredentials;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.concurrent.TimeUnit;
import org.hsdpo.contracts.parser.v1.ParserServiceGrpc;
import org.hsdpo.service.call.Caller;

/** Another service of the mesh that calls the parser. */
final class MeshCaller implements AutoCloseable {
    private final ManagedChannel channel;

    private MeshCaller(int port, ChannelCredentials credentials) {
        channel = Grpc.newChannelBuilderForAddress("localhost", port, credentials)
                .maxInboundMessageSize(64 << 20)
                .build();
    }

    /** A caller with a certificate that the mesh trusts. */
    static MeshCaller trusted(int port, String certificate, String key, String authority) {
        try {
            return new MeshCaller(
                    port,
                    TlsChannelCredentials.newBuilder()
                            .keyManager(new File(certificate), new File(key))
                            .trustManager(new File(authority))
                            .build());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A caller that shows no certificate. */
    static MeshCaller stranger(int port, String authority) {
        try {
            return new MeshCaller(
                    port,
                    TlsChannelCredentials.newBuilder()
                            .trustManager(new File(authority))
                            .build());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    ParserServiceGrpc.ParserServiceBlockingStub onBehalfOfSomeone() {
        return new Caller("st-elsewhere", "test").on(anonymous());
    }

    ParserServiceGrpc.ParserServiceBlockingStub anonymous() {
        return ParserServiceGrpc.newBlockingStub(channel).withDeadlineAfter(30, TimeUnit.SECONDS);
    }

    @Override
    public void close() {
        channel.shutdownNow();
    }
}
