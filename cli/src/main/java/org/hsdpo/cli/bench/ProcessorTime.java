package org.hsdpo.cli.bench;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.util.function.Consumer;
import java.util.function.Supplier;

/** What the calling thread used: unlike the clock, it hardly depends on what else runs on the machine. */
final class ProcessorTime {
    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

    private ProcessorTime() {}

    /** Least processor time of some rounds of work that needs no preparation, in seconds. */
    static double leastSeconds(int rounds, Runnable work) {
        return leastSeconds(rounds, () -> work, Runnable::run);
    }

    /**
     * Least processor time of some rounds, in seconds; the first ones compile.
     *
     * @param prepare makes what each round works on, outside the measured time
     */
    static <T> double leastSeconds(int rounds, Supplier<T> prepare, Consumer<T> work) {
        double least = Double.POSITIVE_INFINITY;
        for (int round = 0; round < rounds; round++) {
            T prepared = prepare.get();
            long begun = THREADS.getCurrentThreadCpuTime();
            work.accept(prepared);
            least = Math.min(least, (THREADS.getCurrentThreadCpuTime() - begun) / 1e9);
        }
        return least;
    }

    /** Bytes the calling thread has allocated so far. */
    static long allocatedBytes() {
        return THREADS.getCurrentThreadAllocatedBytes();
    }
}
