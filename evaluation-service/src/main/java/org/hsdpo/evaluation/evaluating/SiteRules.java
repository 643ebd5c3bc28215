package org.hsdpo.evaluation.evaluating;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.hsdpo.clinical.knowledge.KnowledgeFile;
import org.hsdpo.hyperscore.logic.RuleBase;
import org.hsdpo.service.call.Caller;

/** The rules that tenants add to the shipped ones, read once. */
final class SiteRules {
    private static final String ENDING = ".yaml";

    private SiteRules() {}

    /**
     * The rules of each tenant that has a file of its own.
     *
     * @throws IllegalStateException where the folder cannot be read, a file is named after no tenant, or its rules are
     *     refused; an evaluation without rules that a site relies on would be worse than none
     */
    static Map<String, RuleBase> in(Path folder) {
        Map<String, RuleBase> rules = new TreeMap<>();
        for (Path file : files(folder)) {
            String name = file.getFileName().toString();
            String tenant = name.substring(0, name.length() - ENDING.length());
            new Caller(tenant, "site-rules");
            try {
                rules.put(tenant, RuleBase.shipped().with(new KnowledgeFile(name, Files.readAllBytes(file))));
            } catch (IOException e) {
                throw new IllegalStateException("the rules of a site cannot be read: " + file, e);
            }
        }
        return rules;
    }

    private static List<Path> files(Path folder) {
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(file -> file.getFileName().toString().endsWith(ENDING))
                    .filter(Files::isRegularFile)
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw new IllegalStateException("hsdpo.evaluation.site-rules: the folder cannot be read: " + folder, e);
        }
    }
}
