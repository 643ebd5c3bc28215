package org.hsdpo.gateway.edge;

import com.google.protobuf.ByteString;
import io.vertx.ext.web.RoutingContext;
import java.util.Objects;

/**
 * The body of a call, whole.
 *
 * @param content its bytes, as they were sent
 * @param share what the call takes of the memory for bodies; whoever makes more of the body takes more of it
 */
public record ArrivedBody(ByteString content, BodyBudget.Share share) {
    private static final String KEY = ArrivedBody.class.getName();

    public ArrivedBody {
        Objects.requireNonNull(content, "content");
        Objects.requireNonNull(share, "share");
    }

    void of(RoutingContext call) {
        call.put(KEY, this);
    }

    /** The body of this call; one of no bytes where it has none. */
    public static ArrivedBody in(RoutingContext call) {
        return Objects.requireNonNull(call.get(KEY), "every call passes the bounds first");
    }
}
