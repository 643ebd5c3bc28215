package org.hsdpo.cli.bench;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.hsdpo.cli.CommandFailure;
import org.hsdpo.cli.demo.GatewayClient;
import org.hsdpo.cli.load.BulkSender;
import org.hsdpo.cli.load.LoadFile;
import org.hsdpo.cli.mesh.LocalMesh;
import org.hsdpo.cli.mesh.MeshService;

/**
 * A load of made-up patients into the mesh on this machine, from the files to the facts in PostgreSQL. The number of patients is
 * the system property {@code hsdpo.bench.bulk.patients}: 4,000 are about 100 MB, 40,000 about 1 GB.
 */
final class BulkBenchmark implements Benchmark {
    private static final int PATIENTS = Integer.getInteger("hsdpo.bench.bulk.patients", 4_000);
    private static final int WARM_UP = 300;

    @Override
    public String name() {
        return "bulk";
    }

    @Override
    public String description() {
        return "FHIR files of many patients to PostgreSQL: resources/s, processor time and memory of ingestion-service";
    }

    @Override
    public List<Metric> run(Consumer<String> progress) {
        List<Metric> metrics = new ArrayList<>();
        try (LocalMesh mesh = LocalMesh.start(0, null, progress)) {
            load(mesh, "warm-up", WARM_UP, progress, new ArrayList<>());
            load(mesh, "measured", PATIENTS, progress, metrics);
        } catch (IOException e) {
            throw new CommandFailure("the benchmark has no place for its files: " + e.getMessage(), e);
        }
        return metrics;
    }

    private static void load(LocalMesh mesh, String name, int patients, Consumer<String> progress, List<Metric> metrics)
            throws IOException {
        Path folder = Files.createTempDirectory("hsdpo-bulk");
        try {
            progress.accept("writing files of " + patients + " patients");
            BulkFiles.write(folder, patients, 1);
            double megabytes = size(folder) / 1e6;
            GatewayClient gateway =
                    new GatewayClient(mesh.gateway(), mesh.issuer().token(name, "bench", List.of("system/*.c"), 120));
            BulkSender sender = new BulkSender(gateway, Duration.ofMinutes(1), line -> {});
            ProcessHandle service =
                    ProcessHandle.of(mesh.pid(MeshService.INGESTION)).orElseThrow();
            Duration cpuBefore = service.info().totalCpuDuration().orElse(Duration.ZERO);
            long begun = System.nanoTime();
            sender.send(name, LoadFile.in(List.of(folder)));
            double sent = (System.nanoTime() - begun) / 1e9;
            progress.accept("sent after %.0f s".formatted(sent));
            sender.start(name);
            JsonNode load = sender.await(name);
            double all = (System.nanoTime() - begun) / 1e9;
            Duration cpu =
                    service.info().totalCpuDuration().orElse(Duration.ZERO).minus(cpuBefore);
            long resources =
                    load.path("lines").asLong() - load.path("passedOver").asLong();
            metrics.add(new Metric("files", "files", megabytes, "MB"));
            metrics.add(new Metric("resources", "resources read", resources, "1"));
            metrics.add(new Metric("received", "resources received", resources / sent, "1/s"));
            metrics.add(
                    new Metric("stored-with-sending", "resources stored, sending included", resources / all, "1/s"));
            metrics.add(new Metric("stored", "resources stored, sending left out", resources / (all - sent), "1/s"));
            metrics.add(new Metric(
                    "processor-time",
                    "processor time of ingestion-service per 1,000 resources",
                    cpu.toMillis() * 1000.0 / resources,
                    "ms"));
            metrics.add(new Metric("memory", "most memory of ingestion-service", peakMegabytes(service.pid()), "MiB"));
        } finally {
            delete(folder);
        }
    }

    private static long size(Path folder) throws IOException {
        long size = 0;
        try (Stream<Path> files = Files.list(folder)) {
            for (Path file : files.toList()) {
                size += Files.size(file);
            }
        }
        return size;
    }

    private static void delete(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            for (Path file : files.toList()) {
                Files.delete(file);
            }
        }
        Files.delete(folder);
    }

    private static double peakMegabytes(long pid) throws IOException {
        for (String line : Files.readAllLines(Path.of("/proc", Long.toString(pid), "status"))) {
            if (line.startsWith("VmHWM:")) {
                return Long.parseLong(line.replaceAll("[^0-9]", "")) / 1024.0;
            }
        }
        throw new IOException("no VmHWM for process " + pid);
    }
}
