package org.hsdpo.cli.study;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.hsdpo.agent.policy.Baselines;
import org.hsdpo.agent.policy.GreedyQ;
import org.hsdpo.agent.policy.PolicyFolder;
import org.hsdpo.agent.policy.PolicyRefusedException;
import org.hsdpo.agent.policy.SavedPolicy;
import org.hsdpo.agent.study.Study;
import org.hsdpo.agent.study.StudyProtocol;
import org.hsdpo.cli.CommandFailure;
import org.hsdpo.cli.ProgressBar;
import org.hsdpo.clinical.knowledge.KnowledgeFile;
import org.hsdpo.hyperscore.logic.CompiledRules;
import org.hsdpo.hyperscore.logic.RuleBase;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code ./hsdpo study [--protocol FILE] [--policy DIR] [--out DIR] [--json]}. */
@Command(
        name = "study",
        description =
                "Treats the same people by guideline titration and by the dosing agent, on twins the agent was not"
                        + " trained on, and compares what becomes of them as a protocol says.",
        mixinStandardHelpOptions = true)
public final class StudyCommand implements Callable<Integer> {
    @Option(
            names = "--protocol",
            paramLabel = "FILE",
            description = "protocol (.yaml); the shipped one where not named")
    private Path protocolFile;

    @Option(names = "--policy", paramLabel = "DIR", description = "folder of a policy; the shipped one where not named")
    private Path policy;

    @Option(names = "--out", paramLabel = "DIR", description = "where study.json and study.html are written")
    private Path out;

    @Option(names = "--json", description = "print the result as JSON")
    private boolean json;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() {
        StudyProtocol protocol = protocol();
        PrintWriter err = spec.commandLine().getErr();
        ProgressBar bar = new ProgressBar(err);
        try {
            PolicyFolder folder = policy == null
                    ? PolicyFolder.shipped(Files.createTempDirectory("hsdpo-policy"))
                    : PolicyFolder.read(policy);
            try (SavedPolicy network = new SavedPolicy(folder)) {
                Study.Result result = Study.run(
                        protocol,
                        Baselines.guideline(),
                        new GreedyQ(
                                network,
                                folder.normalisation(),
                                folder.manifest().shape().heads()),
                        CompiledRules.of(RuleBase.shipped()),
                        done -> bar.progress("treating", done));
                StudyReport report = new StudyReport(result, folder.hash());
                if (out != null) {
                    Files.createDirectories(out);
                    Files.writeString(out.resolve("study.json"), report.json());
                    Files.writeString(out.resolve("study.html"), report.html(), StandardCharsets.UTF_8);
                }
                PrintWriter standard = spec.commandLine().getOut();
                standard.print(json ? report.json() : report.text());
                standard.flush();
            }
        } catch (PolicyRefusedException e) {
            throw new CommandFailure(policy + ": " + e.getMessage(), e);
        } catch (IOException e) {
            throw new CommandFailure("the policy or the report cannot be read or written: " + e.getMessage(), e);
        }
        return 0;
    }

    private StudyProtocol protocol() {
        if (protocolFile == null) {
            return StudyProtocol.shipped();
        }
        try {
            return StudyProtocol.read(new KnowledgeFile(protocolFile.toString(), Files.readAllBytes(protocolFile)));
        } catch (NoSuchFileException e) {
            throw new CommandFailure(protocolFile + " does not exist", e);
        } catch (IOException e) {
            throw new CommandFailure(protocolFile + " cannot be read: " + e.getMessage(), e);
        } catch (IllegalStateException e) {
            throw new CommandFailure(e.getMessage(), e);
        }
    }
}
