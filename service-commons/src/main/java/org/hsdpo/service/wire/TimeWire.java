package org.hsdpo.service.wire;

import com.google.protobuf.Timestamp;
import java.time.Instant;
import java.util.Optional;

/** Moments on the wire. */
public final class TimeWire {
    private TimeWire() {}

    public static Timestamp toWire(Instant time) {
        return Timestamp.newBuilder()
                .setSeconds(time.getEpochSecond())
                .setNanos(time.getNano())
                .build();
    }

    public static Instant fromWire(Timestamp time) {
        return Instant.ofEpochSecond(time.getSeconds(), time.getNanos());
    }

    public static Optional<Instant> fromWire(boolean present, Timestamp time) {
        return present ? Optional.of(fromWire(time)) : Optional.empty();
    }
}
