package org.hsdpo.cli.rules;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalInt;
import java.util.concurrent.Callable;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.hsdpo.cli.CommandFailure;
import org.hsdpo.clinical.knowledge.KnowledgeFile;
import org.hsdpo.hyperscore.logic.RuleBase;
import org.hsdpo.hyperscore.logic.RuleFaults;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code ./hsdpo rules FILE [--site]}. */
@Command(
        name = "rules",
        description =
                "Checks a file of clinical rules as the service does when it loads it, and says everything that is wrong"
                        + " with it. The exit code is 0 where nothing is, else 3.",
        mixinStandardHelpOptions = true)
public final class RulesCommand implements Callable<Integer> {
    private static final int FAULTY = 3;
    private static final Pattern RULE = Pattern.compile("rule ([A-Za-z0-9_.-]+)");

    @Parameters(arity = "1", paramLabel = "FILE", description = "the rule file")
    private Path path;

    @Option(names = "--site", description = "the file holds the rules that a site adds to the shipped ones")
    private boolean ofSite;

    @Option(names = "--json", description = "print the faults as JSON")
    private boolean json;

    @Spec
    private CommandSpec spec;

    private record Fault(OptionalInt line, String says) {}

    @Override
    public Integer call() {
        byte[] content = content();
        KnowledgeFile file = new KnowledgeFile(path.toString(), content);
        PrintWriter out = spec.commandLine().getOut();
        try {
            RuleBase rules = ofSite ? RuleBase.shipped().with(file) : RuleBase.load(file);
            int own =
                    rules.rules().size() - (ofSite ? RuleBase.shipped().rules().size() : 0);
            out.print(json ? "[]%n".formatted() : "%s: %d rules, no fault%n".formatted(path, own));
            out.flush();
            return 0;
        } catch (RuleFaults refused) {
            String text = new String(content, StandardCharsets.UTF_8);
            List<Fault> faults = refused.faults().stream()
                    .map(fault -> new Fault(line(text, fault), fault))
                    .toList();
            out.print(json ? asJson(faults) : asLines(faults));
            out.flush();
            return FAULTY;
        } catch (IllegalStateException unreadable) {
            throw new CommandFailure(unreadable.getMessage(), unreadable);
        }
    }

    private byte[] content() {
        try {
            return Files.readAllBytes(path);
        } catch (IOException e) {
            throw new CommandFailure(path + " cannot be read", e);
        }
    }

    /** Where the rule begins that a fault names. */
    private static OptionalInt line(String text, String fault) {
        Matcher named = RULE.matcher(fault);
        if (!named.find()) {
            return OptionalInt.empty();
        }
        Pattern entry = Pattern.compile("\\bid:\\s*[\"']?" + Pattern.quote(named.group(1)) + "\\b(?![-.\\w])");
        List<String> lines = text.lines().toList();
        for (int i = 0; i < lines.size(); i++) {
            if (entry.matcher(lines.get(i)).find()) {
                return OptionalInt.of(i + 1);
            }
        }
        return OptionalInt.empty();
    }

    private String asLines(List<Fault> faults) {
        StringBuilder lines = new StringBuilder();
        for (Fault fault : faults) {
            lines.append(path);
            fault.line().ifPresent(line -> lines.append(':').append(line));
            lines.append(": ").append(fault.says()).append(System.lineSeparator());
        }
        return lines.toString();
    }

    private static String asJson(List<Fault> faults) {
        ArrayNode array = new ObjectMapper().createArrayNode();
        for (Fault fault : faults) {
            var entry = array.addObject();
            fault.line().ifPresent(line -> entry.put("line", line));
            entry.put("fault", fault.says());
        }
        return array.toPrettyString() + System.lineSeparator();
    }
}
