package org.hsdpo.cli;

import java.io.PrintWriter;
import org.hsdpo.cli.bench.BenchCommand;
import org.hsdpo.cli.calibrate.CalibrateCommand;
import org.hsdpo.cli.cohort.CohortCommand;
import org.hsdpo.cli.demo.DemoCommand;
import org.hsdpo.cli.load.EhrKeyCommand;
import org.hsdpo.cli.load.LoadCommand;
import org.hsdpo.cli.mesh.UpCommand;
import org.hsdpo.cli.replay.ReplayCommand;
import org.hsdpo.cli.rules.RulesCommand;
import org.hsdpo.cli.study.StudyCommand;
import org.hsdpo.cli.sweep.SweepCommand;
import org.hsdpo.cli.train.TrainCommand;
import org.hsdpo.cli.trial.TrialCommand;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** Entry point of the command line. */
@Command(
        name = "hsdpo",
        description = "Personalised dosing proposals for type 2 diabetes, for the decision of a clinician.",
        mixinStandardHelpOptions = true,
        versionProvider = Hsdpo.Version.class,
        subcommands = {
            DemoCommand.class,
            UpCommand.class,
            CalibrateCommand.class,
            TrainCommand.class,
            TrialCommand.class,
            CohortCommand.class,
            StudyCommand.class,
            SweepCommand.class,
            RulesCommand.class,
            ReplayCommand.class,
            LoadCommand.class,
            EhrKeyCommand.class,
            BenchCommand.class
        })
public final class Hsdpo implements Runnable {
    @CommandLine.Spec
    private CommandLine.Model.CommandSpec spec;

    public static void main(String[] args) {
        System.exit(commandLine().execute(args));
    }

    /** The command line, to be executed with arguments. */
    public static CommandLine commandLine() {
        return new CommandLine(new Hsdpo())
                .setCaseInsensitiveEnumValuesAllowed(true)
                .setParameterExceptionHandler((invalid, arguments) -> {
                    CommandLine command = invalid.getCommandLine();
                    oneLine(command.getErr(), invalid.getMessage() + " (see " + name(command) + " --help)");
                    return command.getCommandSpec().exitCodeOnInvalidInput();
                })
                .setExecutionExceptionHandler((failure, command, parsed) -> {
                    oneLine(
                            command.getErr(),
                            failure instanceof CommandFailure ? failure.getMessage() : describe(failure));
                    return command.getCommandSpec().exitCodeOnExecutionException();
                });
    }

    private static String name(CommandLine command) {
        return "./" + command.getCommandSpec().qualifiedName();
    }

    private static String describe(Throwable failure) {
        return failure.getClass().getSimpleName() + (failure.getMessage() == null ? "" : ": " + failure.getMessage());
    }

    private static void oneLine(PrintWriter err, String message) {
        err.println("hsdpo: "
                + message.lines()
                        .map(String::strip)
                        .reduce((a, b) -> a + " " + b)
                        .orElse(""));
        err.flush();
    }

    @Override
    public void run() {
        throw new CommandLine.ParameterException(
                spec.commandLine(), "Missing command: demo, up, test, bench, train, trial, cohort, load or ehr-key");
    }

    static final class Version implements CommandLine.IVersionProvider {
        @Override
        public String[] getVersion() {
            String version = Hsdpo.class.getPackage().getImplementationVersion();
            return new String[] {"hsdpo " + (version == null ? "(development)" : version)};
        }
    }
}
