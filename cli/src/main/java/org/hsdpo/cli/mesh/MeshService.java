package org.hsdpo.cli.mesh;

import java.nio.file.Path;
import java.util.List;

/** The five services, in the order they are started. */
public enum MeshService {
    PARSER("parser-service", null, 256),
    INGESTION("ingestion-service", "ingestion", 320),
    EVALUATION("evaluation-service", null, 640),
    RL_AGENT("rl-agent-service", "agent", 256),
    GATEWAY("gateway", "gateway", 384);

    /** Needed by TensorFlow and the embedded solver's native parts. */
    private static final List<String> NATIVE_ACCESS =
            List.of("--enable-native-access=ALL-UNNAMED", "--sun-misc-unsafe-memory-access=allow");

    private final String folder;
    private final String schema;
    private final int heapMegabytes;

    MeshService(String folder, String schema, int heapMegabytes) {
        this.folder = folder;
        this.schema = schema;
        this.heapMegabytes = heapMegabytes;
    }

    /** Name of the service and of its folder. */
    public String folder() {
        return folder;
    }

    /** Database schema; null where the service stores nothing. */
    public String schema() {
        return schema;
    }

    /** Non-owner database role of the service. */
    public String role() {
        return "hsdpo_" + schema;
    }

    Path runner(Path root) {
        return root.resolve(folder).resolve("target/quarkus-app/quarkus-run.jar");
    }

    StartCache startCache(Path root) {
        return new StartCache(runner(root));
    }

    List<String> jvmOptions() {
        List<String> memory = List.of("-Xmx" + heapMegabytes + "m", "-XX:+UseSerialGC", "-XX:MaxMetaspaceSize=192m");
        List<String> options = new java.util.ArrayList<>(memory);
        options.addAll(NATIVE_ACCESS);
        if (this == EVALUATION) {
            options.set(1, "-XX:+UseParallelGC");
        }
        return options;
    }
}
