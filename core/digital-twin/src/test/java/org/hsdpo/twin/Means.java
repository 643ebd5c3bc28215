package org.hsdpo.twin;

import java.util.function.IntToDoubleFunction;
import java.util.stream.IntStream;

/** Means over the twins of a batch. */
final class Means {
    private Means() {}

    static double mean(TwinBatch batch, IntToDoubleFunction value) {
        return IntStream.range(0, batch.size()).mapToDouble(value).average().orElseThrow();
    }
}
