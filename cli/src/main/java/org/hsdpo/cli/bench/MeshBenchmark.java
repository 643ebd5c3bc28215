package org.hsdpo.cli.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.hsdpo.cli.CommandFailure;
import org.hsdpo.cli.demo.DemoCommand;
import org.hsdpo.cli.demo.ExamplePatient;
import org.hsdpo.cli.demo.GatewayClient;
import org.hsdpo.cli.demo.PatientFile;
import org.hsdpo.cli.mesh.LocalMesh;
import org.hsdpo.cli.mesh.MeshService;

/**
 * The mesh end to end on this machine, warm: latency of a profile of the example patient at 1,000 draws a candidate,
 * throughput, and the memory of each process.
 */
final class MeshBenchmark implements Benchmark {
    private static final int PATIENTS = 8;
    private static final int WARM_UP = 40;
    private static final int DRAWS = 1000;

    private final AtomicInteger seed = new AtomicInteger();

    @Override
    public String name() {
        return "mesh";
    }

    @Override
    public String description() {
        return "profiles end to end: p50/p95 latency and profiles/s at concurrency 1 and 8, memory, start-up";
    }

    @Override
    public List<Metric> run(Consumer<String> progress) {
        List<Metric> metrics = new ArrayList<>();
        LocalMesh.recordStartOnce(progress);
        long begun = System.nanoTime();
        try (LocalMesh mesh = LocalMesh.start(0, null, progress)) {
            metrics.add(new Metric("start", "start", seconds(begun), "s"));
            GatewayClient gateway =
                    new GatewayClient(mesh.gateway(), mesh.issuer().token("bench", "bench", DemoCommand.SCOPES, 60));
            for (int patient = 0; patient < PATIENTS; patient++) {
                for (PatientFile file : ExamplePatient.files()) {
                    expect(201, gateway.addRecord("bench-" + patient, file));
                }
            }
            progress.accept("warming up with " + WARM_UP + " profiles");
            measure(gateway, WARM_UP, 1);
            for (int[] load : new int[][] {{1, 60}, {8, 120}}) {
                progress.accept("measuring " + load[1] + " profiles at concurrency " + load[0]);
                long start = System.nanoTime();
                double[] latencies = measure(gateway, load[1], load[0]);
                double elapsed = seconds(start);
                String at = " at concurrency " + load[0];
                String id = "concurrency-" + load[0] + ".";
                metrics.add(new Metric(id + "latency-p50", "latency p50" + at, percentile(latencies, 50), "ms"));
                metrics.add(new Metric(id + "latency-p95", "latency p95" + at, percentile(latencies, 95), "ms"));
                metrics.add(new Metric(id + "throughput", "throughput" + at, load[1] / elapsed, "1/s"));
            }
            double total = 0;
            for (MeshService service : MeshService.values()) {
                double memory = residentMegabytes(mesh.pid(service));
                total += memory;
                metrics.add(new Metric("memory." + service.folder(), "memory of " + service.folder(), memory, "MiB"));
            }
            metrics.add(new Metric("memory.all", "memory of all services", total, "MiB"));
        } catch (IOException e) {
            throw new CommandFailure("the memory of a service cannot be read: " + e.getMessage(), e);
        }
        return metrics;
    }

    private double[] measure(GatewayClient gateway, int count, int concurrency) {
        double[] latencies = new double[count];
        AtomicInteger next = new AtomicInteger();
        Callable<Void> worker = () -> {
            for (int i = next.getAndIncrement(); i < count; i = next.getAndIncrement()) {
                String options = "{\"draws\": " + DRAWS + ", \"seed\": \"" + seed.incrementAndGet() + "\"}";
                long start = System.nanoTime();
                expect(201, gateway.createProfile("bench-" + i % PATIENTS, options));
                latencies[i] = seconds(start) * 1000;
            }
            return null;
        };
        try (ExecutorService pool = Executors.newFixedThreadPool(concurrency)) {
            List<Future<Void>> workers = new ArrayList<>();
            for (int i = 0; i < concurrency; i++) {
                workers.add(pool.submit(worker));
            }
            for (Future<Void> each : workers) {
                each.get();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new CommandFailure("interrupted", e);
        } catch (ExecutionException e) {
            throw new CommandFailure(e.getCause().getMessage(), e);
        }
        return latencies;
    }

    private static void expect(int status, GatewayClient.Answer answer) {
        if (answer.status() != status) {
            throw new CommandFailure("the gateway answered " + answer.status() + ": " + GatewayClient.fault(answer));
        }
    }

    private static double seconds(long begun) {
        return (System.nanoTime() - begun) / 1e9;
    }

    private static double percentile(double[] values, int percent) {
        double[] sorted = values.clone();
        Arrays.sort(sorted);
        return sorted[Math.min(sorted.length - 1, (int) Math.ceil(sorted.length * percent / 100.0) - 1)];
    }

    private static double residentMegabytes(long pid) throws IOException {
        for (String line : Files.readAllLines(Path.of("/proc", Long.toString(pid), "status"))) {
            if (line.startsWith("VmRSS:")) {
                return Long.parseLong(line.replaceAll("[^0-9]", "")) / 1024.0;
            }
        }
        throw new IOException("no VmRSS for process " + pid);
    }
}
