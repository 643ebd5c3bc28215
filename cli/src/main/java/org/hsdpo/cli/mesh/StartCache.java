package org.hsdpo.cli.mesh;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * What a service's JVM learned in a recorded start (the JDK's ahead-of-time cache, JEP 514 and 515): loaded and linked
 * classes and which methods are worth compiling. It belongs to one build of the service and one JDK; the JVM ignores one
 * that does not fit.
 */
record StartCache(Path runner) {
    private Path file() {
        return runner.resolveSibling("app.aot");
    }

    /** Whether it was recorded from the present build. */
    boolean isFresh() throws IOException {
        return Files.exists(file())
                && Files.getLastModifiedTime(file()).compareTo(Files.getLastModifiedTime(runner)) >= 0;
    }

    /** JVM option of a start that profits from it. */
    String use() {
        return "-XX:AOTCache=" + file();
    }

    /** JVM option of a start that records it when the process ends. */
    String record() {
        return "-XX:AOTCacheOutput=" + file();
    }

    void discard() throws IOException {
        Files.deleteIfExists(file());
    }
}
