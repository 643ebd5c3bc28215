package org.hsdpo.gateway.edge;

import io.grpc.Metadata;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.vertx.core.Context;
import io.vertx.core.Handler;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.http.impl.HttpServerRequestInternal;
import io.vertx.core.http.impl.HttpServerRequestWrapper;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import org.hsdpo.gateway.problem.RefusedBody;
import org.hsdpo.service.error.ServiceException;
import org.hsdpo.service.error.StatusDetails;

/**
 * A gRPC request whose message is handed on when it has arrived whole. The gRPC server by itself copies what it has of a
 * message with every frame, unpacks a compressed one to any size, and waits for the rest as long as it takes.
 */
final class WholeMessage extends HttpServerRequestWrapper {
    private static final String KEY = WholeMessage.class.getName();
    private static final Metadata.Key<byte[]> DETAILS =
            Metadata.Key.of("grpc-status-details-bin", Metadata.BINARY_BYTE_MARSHALLER);
    private static final int NOTHING_WRONG = 0;
    /** First byte of a message on the wire. */
    private static final byte UNCOMPRESSED = 0;

    private final long accepted;
    private final Duration within;
    private BoundedBytes message;
    private Runnable letGo = () -> {};
    private Handler<Buffer> receiver = whole -> {};
    private long timer;
    private boolean over;

    WholeMessage(HttpServerRequestInternal request, long accepted, Duration within) {
        super(request);
        this.accepted = accepted;
        this.within = within;
    }

    void makeCurrent() {
        Vertx.currentContext().putLocal(KEY, this);
    }

    /** The one of the present call; null where the call is no gRPC call. */
    static WholeMessage current() {
        Context context = Vertx.currentContext();
        return context == null ? null : context.getLocal(KEY);
    }

    /**
     * The caller is known, so its message may be kept.
     *
     * @return false where it was refused at once
     */
    boolean take(BodyBudget.Share share, Runnable letGo) {
        this.message = new BoundedBytes(share, accepted);
        this.letGo = letGo;
        String encoding = getHeader("grpc-encoding");
        if (encoding != null && !encoding.equals("identity")) {
            refuse(compressed());
            return false;
        }
        return true;
    }

    @Override
    public HttpServerRequest handler(Handler<Buffer> handler) {
        receiver = handler;
        timer = context().owner().setTimer(within.toMillis(), ignored -> refuse(tooSlow()));
        delegate.handler(this::arrived);
        return this;
    }

    @Override
    public HttpServerRequest endHandler(Handler<Void> handler) {
        delegate.endHandler(ended -> arrivedWhole(handler));
        return this;
    }

    @Override
    public HttpServerRequest exceptionHandler(Handler<Throwable> handler) {
        delegate.exceptionHandler(broken -> {
            over = true;
            context().owner().cancelTimer(timer);
            letGo.run();
            handler.handle(broken);
        });
        return this;
    }

    private void arrived(Buffer piece) {
        if (over) {
            return;
        }
        try {
            byte[] content = piece.getBytes();
            message.write(content, 0, content.length);
        } catch (RefusedBody tooLarge) {
            refuse(Status.RESOURCE_EXHAUSTED
                    .withDescription("the message is larger than accepted, " + accepted + " bytes")
                    .asRuntimeException());
        } catch (ServiceException full) {
            refuse(StatusDetails.of(full));
        }
    }

    private void arrivedWhole(Handler<Void> handler) {
        context().owner().cancelTimer(timer);
        if (over) {
            return;
        }
        Buffer whole = Buffer.buffer(message.buffer());
        if (whole.length() > 0 && whole.getByte(0) != UNCOMPRESSED) {
            refuse(compressed());
            return;
        }
        over = true;
        receiver.handle(whole);
        handler.handle(null);
    }

    private StatusRuntimeException tooSlow() {
        return Status.DEADLINE_EXCEEDED
                .withDescription("the message did not arrive within " + within.toSeconds() + " s")
                .asRuntimeException();
    }

    private static StatusRuntimeException compressed() {
        return Status.UNIMPLEMENTED
                .withDescription("compressed messages are not read")
                .asRuntimeException();
    }

    private void refuse(StatusRuntimeException failure) {
        if (over) {
            return;
        }
        over = true;
        context().owner().cancelTimer(timer);
        Status status = failure.getStatus();
        HttpServerResponse response = response();
        response.putHeader("content-type", "application/grpc")
                .putHeader("grpc-accept-encoding", "identity")
                .putHeader("grpc-status", Integer.toString(status.getCode().value()))
                .putHeader("grpc-message", status.getDescription());
        Metadata trailers = failure.getTrailers();
        if (trailers != null && trailers.get(DETAILS) != null) {
            response.putHeader(
                    "grpc-status-details-bin",
                    new String(
                            Base64.getEncoder().withoutPadding().encode(trailers.get(DETAILS)),
                            StandardCharsets.US_ASCII));
        }
        response.end().onComplete(sent -> response.reset(NOTHING_WRONG));
        letGo.run();
    }
}
