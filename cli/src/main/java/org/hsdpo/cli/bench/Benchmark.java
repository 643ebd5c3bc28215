package org.hsdpo.cli.bench;

import java.util.List;
import java.util.function.Consumer;

/** Something that can be measured from the command line. */
interface Benchmark {
    /** Name on the command line. */
    String name();

    /** One line for the help. */
    String description();

    /** Measures; says what it is doing. */
    List<Metric> run(Consumer<String> progress);
}
