package org.hsdpo.cli.train;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.hsdpo.cli.CommandFailure;
import org.hsdpo.cli.ProjectFolder;
import org.hsdpo.text.language.NoteLanguage;
import org.hsdpo.text.name.NameModel;
import org.hsdpo.text.name.training.NameTraining;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code ./hsdpo train names}: the shipped recognisers of names in notes, again from scratch. */
@Command(
        name = "names",
        description = {
            "Trains the recognisers of names in clinical notes from scratch: the same files to the byte each time.",
            "The result is written to a folder; nothing that is shipped is changed."
        },
        mixinStandardHelpOptions = true)
public final class TrainNamesCommand implements Callable<Integer> {
    @Option(names = "--out", paramLabel = "DIR", description = "folder for the models (default .hsdpo/names)")
    private Path out;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() {
        PrintWriter result = spec.commandLine().getOut();
        Path folder = Objects.requireNonNullElse(out, ProjectFolder.state().resolve("names"));
        try {
            Files.createDirectories(folder);
            for (NoteLanguage language : NoteLanguage.values()) {
                Path file = folder.resolve(NameModel.file(language));
                Files.write(file, NameTraining.shipped(language));
                result.printf("%s  %d bytes%n", file, Files.size(file));
            }
            result.flush();
            return 0;
        } catch (IOException e) {
            throw new CommandFailure("the models cannot be written to " + folder + ": " + e.getMessage(), e);
        }
    }
}
