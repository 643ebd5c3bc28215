package org.hsdpo.cli.train;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.hsdpo.agent.policy.PolicyFolder;
import org.hsdpo.agent.training.TrainPolicy;
import org.hsdpo.agent.training.TrainingPlan;
import org.hsdpo.cli.CommandFailure;
import org.hsdpo.cli.ProgressBar;
import org.hsdpo.cli.ProjectFolder;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code ./hsdpo train}: the shipped policy, again from scratch. */
@Command(
        name = "train",
        subcommands = TrainNamesCommand.class,
        description = {
            "Trains the shipped policy from scratch, deterministically: the same plan gives the same weights.",
            "The result is written to a folder; nothing that is shipped is changed."
        },
        mixinStandardHelpOptions = true)
public final class TrainCommand implements Callable<Integer> {
    @Option(
            names = "--out",
            paramLabel = "DIR",
            description = "folder for the policy (default .hsdpo/policy); must be empty")
    private Path out;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() {
        PrintWriter err = spec.commandLine().getErr();
        Path folder = Objects.requireNonNullElse(out, ProjectFolder.state().resolve("policy"));
        long begun = System.nanoTime();
        try {
            requireEmpty(folder);
            PolicyFolder policy = TrainPolicy.train(TrainingPlan.shipped(), folder, new ProgressBar(err)::progress);
            err.println();
            PrintWriter result = spec.commandLine().getOut();
            result.printf("policy %s%nhash   %s%ntrained in %s%n", policy.folder(), policy.hash(), since(begun));
            result.flush();
            return 0;
        } catch (IOException e) {
            throw new CommandFailure("the policy cannot be written to " + folder + ": " + e.getMessage(), e);
        }
    }

    private static void requireEmpty(Path folder) throws IOException {
        if (Files.exists(folder)) {
            try (Stream<Path> content = Files.list(folder)) {
                if (content.findAny().isPresent()) {
                    throw new CommandFailure(folder + " is not empty: choose another folder with --out");
                }
            }
        }
        Files.createDirectories(folder);
    }

    private static String since(long begun) {
        Duration elapsed = Duration.ofNanos(System.nanoTime() - begun);
        return "%d min %d s".formatted(elapsed.toMinutes(), elapsed.toSecondsPart());
    }
}
