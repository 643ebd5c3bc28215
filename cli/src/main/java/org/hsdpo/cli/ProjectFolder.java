package org.hsdpo.cli;

import java.nio.file.Files;
import java.nio.file.Path;

/** Where the project stands on disk; the launcher script says so in {@code HSDPO_HOME}. */
public final class ProjectFolder {
    private ProjectFolder() {}

    /** The folder that holds the services. */
    public static Path root() {
        String home = System.getProperty("hsdpo.root", System.getenv().getOrDefault("HSDPO_HOME", "."));
        Path root = Path.of(home).toAbsolutePath().normalize();
        if (!Files.isDirectory(root.resolve("gateway"))) {
            throw new CommandFailure(root + " is not the project's folder: start with ./hsdpo");
        }
        return root;
    }

    /** Local, unversioned state of the command line: logs and the kept database. */
    public static Path state() {
        return root().resolve(".hsdpo");
    }
}
