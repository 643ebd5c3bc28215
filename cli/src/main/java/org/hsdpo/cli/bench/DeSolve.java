package org.hsdpo.cli.bench;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.DoubleStream;
import java.util.stream.Stream;
import org.hsdpo.cli.CommandFailure;
import org.hsdpo.twin.SlowEquations;

/** R's deSolve on the equations of the slow model, compiled from C; needs Rscript, deSolve and a C compiler. */
final class DeSolve {
    private static final String MODEL = "slow_model";

    private final Consumer<String> progress;

    DeSolve(Consumer<String> progress) {
        this.progress = progress;
    }

    /** Speed and error at each tolerance; empty where R, deSolve or the compiler is absent. */
    List<SlowModelSpeed.Solution> solve(
            List<SlowEquations> twins, int weeks, List<Double> tolerances, double[][] reference) {
        Path folder = null;
        try {
            folder = Files.createTempDirectory("hsdpo-desolve");
            if (!runs(folder, "Rscript", "-e", "library(deSolve)") || !runs(folder, "gcc", "--version")) {
                progress.accept("deSolve is left out: it needs Rscript, deSolve and gcc"
                        + " (Debian: r-base-core, r-cran-desolve, gcc)");
                return List.of();
            }
            progress.accept("slow model by deSolve with compiled C");
            copy(folder, MODEL + ".c");
            copy(folder, MODEL + ".R");
            String drugs = "-DDRUGS=" + twins.getFirst().drugs();
            if (!runs(
                    folder,
                    "gcc",
                    "-O3",
                    "-march=native",
                    drugs,
                    "-shared",
                    "-fPIC",
                    "-o",
                    MODEL + ".so",
                    MODEL + ".c",
                    "-lm")) {
                throw new CommandFailure("gcc does not compile the slow model: " + output(folder));
            }
            Files.write(
                    folder.resolve("twins.csv"),
                    twins.stream()
                            .map(twin -> DoubleStream.concat(
                                            Arrays.stream(twin.start()), Arrays.stream(twin.parameters()))
                                    .mapToObj(Double::toString)
                                    .collect(Collectors.joining(",")))
                            .toList());
            int states = twins.getFirst().start().length;
            List<String> command = new ArrayList<>(
                    List.of("Rscript", MODEL + ".R", ".", Integer.toString(states), Integer.toString(weeks)));
            tolerances.forEach(tolerance -> command.add(Double.toString(tolerance)));
            if (!runs(folder, command.toArray(String[]::new))) {
                throw new CommandFailure("deSolve failed: " + output(folder));
            }
            List<SlowModelSpeed.Solution> solutions = new ArrayList<>();
            for (double tolerance : tolerances) {
                double seconds = output(folder)
                        .lines()
                        .filter(line -> line.startsWith(tolerance + " "))
                        .mapToDouble(line -> Double.parseDouble(line.split(" ")[1]))
                        .findFirst()
                        .orElseThrow(() -> new CommandFailure("deSolve gave no time for tolerance " + tolerance));
                solutions.add(new SlowModelSpeed.Solution(
                        tolerance,
                        SlowModelSpeed.greatest(hba1c(folder.resolve("hba1c-" + tolerance + ".csv")), reference),
                        twins.size() * weeks / seconds));
            }
            return solutions;
        } catch (IOException e) {
            throw new CommandFailure("deSolve could not be run: " + e.getMessage(), e);
        } finally {
            remove(folder);
        }
    }

    private static double[][] hba1c(Path file) throws IOException {
        try (Stream<String> lines = Files.lines(file)) {
            return lines.map(line -> Arrays.stream(line.split(","))
                            .mapToDouble(Double::parseDouble)
                            .toArray())
                    .toArray(double[][]::new);
        }
    }

    private static void copy(Path folder, String name) throws IOException {
        try (InputStream resource = DeSolve.class.getResourceAsStream(name)) {
            Files.copy(resource, folder.resolve(name));
        }
    }

    private static boolean runs(Path folder, String... command) {
        try {
            return new ProcessBuilder(command)
                            .directory(folder.toFile())
                            .redirectErrorStream(true)
                            .redirectOutput(folder.resolve("output").toFile())
                            .start()
                            .waitFor()
                    == 0;
        } catch (IOException e) {
            // The program is not installed.
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new CommandFailure("interrupted", e);
        }
    }

    private static String output(Path folder) throws IOException {
        return Files.readString(folder.resolve("output")).strip();
    }

    private static void remove(Path folder) {
        if (folder == null) {
            return;
        }
        try (Stream<Path> files = Files.list(folder)) {
            for (Path file : files.toList()) {
                Files.delete(file);
            }
            Files.delete(folder);
        } catch (IOException e) {
            throw new CommandFailure("the folder of the benchmark stays behind: " + folder, e);
        }
    }
}
