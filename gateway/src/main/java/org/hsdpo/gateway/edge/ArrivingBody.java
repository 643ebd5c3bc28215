package org.hsdpo.gateway.edge;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.RoutingContext;
import org.hsdpo.gateway.config.GatewayConfig;
import org.hsdpo.gateway.problem.Problem;
import org.hsdpo.gateway.problem.ProblemRoutes;
import org.hsdpo.gateway.problem.Problems;
import org.hsdpo.gateway.problem.RefusedBody;

/**
 * The body of a REST call while it is read.
 *
 * <p>A refused body is read and thrown away, up to a bound, before the answer is sent: a client that is still writing
 * when the connection closes would see a broken connection instead of the problem document.
 */
final class ArrivingBody {
    private final RoutingContext call;
    private final HttpServerRequest request;
    private final BodyBudget.Share share;
    private final GatewayConfig.Limits limits;
    private final Problems problems;
    private final BoundedBytes bytes;
    private final long timer;
    private Problem refusal;
    private long thrownAway;
    private boolean over;

    ArrivingBody(
            RoutingContext call,
            BodyBudget.Share share,
            long accepted,
            GatewayConfig.Limits limits,
            Problems problems) {
        this.call = call;
        this.request = call.request();
        this.share = share;
        this.limits = limits;
        this.problems = problems;
        this.bytes = new BoundedBytes(share, accepted);
        this.timer = call.vertx().setTimer(limits.bodyTimeout().toMillis(), ignored -> tooSlow());
        call.addEndHandler(ended -> call.vertx().cancelTimer(timer));
    }

    /** Reads it and goes on with the call. */
    void read() {
        if (waitsForGoAhead()) {
            call.response().writeContinue();
        }
        listen();
    }

    /** Refuses it unread. */
    void refuse(RuntimeException failure) {
        refusal = problems.of(failure);
        String length = request.getHeader("Content-Length");
        if (waitsForGoAhead() || (length != null && Long.parseLong(length) > limits.drainBytes())) {
            answerAndClose(refusal);
            return;
        }
        listen();
    }

    private void listen() {
        request.exceptionHandler(broken -> call.vertx().cancelTimer(timer));
        request.endHandler(ended -> end());
        request.handler(this::arrived);
        request.resume();
    }

    private void arrived(Buffer piece) {
        if (over) {
            return;
        }
        if (refusal == null) {
            try {
                byte[] content = piece.getBytes();
                bytes.write(content, 0, content.length);
                return;
            } catch (RuntimeException refused) {
                refusal = problems.of(refused);
            }
        }
        thrownAway += piece.length();
        if (thrownAway > limits.drainBytes()) {
            answerAndClose(refusal);
        }
    }

    private void end() {
        call.vertx().cancelTimer(timer);
        if (over) {
            return;
        }
        over = true;
        if (refusal != null) {
            ProblemRoutes.answer(call, refusal);
            return;
        }
        new ArrivedBody(bytes.content(), share).of(call);
        call.next();
    }

    private void tooSlow() {
        if (!over) {
            answerAndClose(refusal == null ? problems.of(RefusedBody.tooSlow(limits.bodyTimeout())) : refusal);
        }
    }

    private void answerAndClose(Problem problem) {
        over = true;
        call.response().putHeader("Connection", "close");
        call.addEndHandler(ended -> request.connection().close());
        ProblemRoutes.answer(call, problem);
    }

    private boolean waitsForGoAhead() {
        return "100-continue".equalsIgnoreCase(request.getHeader("Expect"));
    }
}
