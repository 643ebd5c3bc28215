package org.hsdpo.cli.calibrate;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.hsdpo.cli.CommandFailure;
import org.hsdpo.clinical.knowledge.KnowledgeFile;
import org.hsdpo.hyperscore.calibration.Calibrate;
import org.hsdpo.hyperscore.calibration.Calibration;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code ./hsdpo calibrate --out FILE [--patients N] [--plot FILE]}. */
@Command(
        name = "calibrate",
        description = {
            "Fits scales, weights and formula of the HyperScore on simulated patients and measures them on patients left out.",
            "The result is written to a file; nothing that is shipped is changed."
        },
        mixinStandardHelpOptions = true)
public final class CalibrateCommand implements Callable<Integer> {
    @Option(names = "--out", required = true, paramLabel = "FILE", description = "file to write (YAML)")
    private Path out;

    @Option(
            names = "--patients",
            paramLabel = "N",
            defaultValue = "" + Calibrate.PATIENTS,
            description = "synthetic patients (default ${DEFAULT-VALUE}, those of the shipped calibration)")
    private int patients;

    @Option(names = "--plot", paramLabel = "FILE", description = "picture of the reliability to write (PNG)")
    private Path plot;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() {
        if (patients < Calibrate.LEAST_PATIENTS) {
            throw new ParameterException(
                    spec.commandLine(),
                    "--patients is " + patients + "; accepted are at least " + Calibrate.LEAST_PATIENTS);
        }
        String text;
        try (ExecutorService pool =
                Executors.newFixedThreadPool(Runtime.getRuntime().availableProcessors())) {
            text = Calibrate.run(pool, patients);
        }
        byte[] content = text.getBytes(StandardCharsets.UTF_8);
        Calibration calibration = Calibration.load(new KnowledgeFile(out.toString(), content));
        try {
            Files.write(out, content);
            if (plot != null) {
                new ReliabilityPlot(calibration.reliability()).write(plot);
            }
        } catch (IOException e) {
            throw new CommandFailure("the calibration cannot be written: " + e.getMessage(), e);
        }
        PrintWriter result = spec.commandLine().getOut();
        result.print(text.substring(text.indexOf("measured:")));
        result.flush();
        return 0;
    }
}
