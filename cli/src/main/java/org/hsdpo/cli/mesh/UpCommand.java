package org.hsdpo.cli.mesh;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.function.Consumer;
import org.hsdpo.cli.CommandFailure;
import org.hsdpo.cli.ProjectFolder;
import org.hsdpo.cli.demo.DemoCommand;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code ./hsdpo up}: the mesh, kept running until it is interrupted. */
@Command(
        name = "up",
        description = "Starts the mesh on loopback and keeps it running; Ctrl-C stops it. The data are kept in .hsdpo.",
        mixinStandardHelpOptions = true)
public final class UpCommand implements Callable<Integer> {
    private static final int TOKEN_MINUTES = 8 * 60;
    private static final List<String> LOADER_SCOPES = List.of("system/*.c");

    @Option(names = "--port", defaultValue = "8080", description = "port of the gateway (default ${DEFAULT-VALUE})")
    private int port;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() throws InterruptedException, IOException {
        PrintWriter err = spec.commandLine().getErr();
        PrintWriter out = spec.commandLine().getOut();
        if (port < 1 || port > 65535) {
            throw new CommandFailure("--port " + port + " is no port: accepted are 1 to 65535");
        }
        Path data = Files.createDirectories(ProjectFolder.state()).resolve("postgres-data");
        Consumer<String> progress = line -> {
            err.println("… " + line);
            err.flush();
        };
        LocalMesh.requireFree(port);
        LocalMesh.recordStartOnce(progress);
        try (LocalMesh mesh = LocalMesh.start(port, data, progress)) {
            out.println("gateway     " + mesh.gateway() + "  (OpenAPI: "
                    + mesh.gateway().resolve("/q/openapi") + ")");
            for (MeshService service : MeshService.values()) {
                out.printf(
                        "%-11s %s%n",
                        "health", mesh.management(service).resolve("/q/health") + "  " + service.folder());
            }
            out.println(
                    "token       " + mesh.issuer().token("demo", "demo-clinician", DemoCommand.SCOPES, TOKEN_MINUTES));
            out.println("            (tenant demo, good for eight hours: Authorization: Bearer <token>)");
            Path loader = ProjectFolder.state().resolve("loader.token");
            writePrivately(loader, mesh.issuer().token("demo", "demo-loader", LOADER_SCOPES, TOKEN_MINUTES));
            out.println("loader      " + loader + "  (a token for ./hsdpo load PATH --token-file " + loader + ")");
            out.println("Ctrl-C stops the mesh.");
            out.flush();
            new CountDownLatch(1).await();
        }
        return 0;
    }

    private static void writePrivately(Path file, String token) throws IOException {
        Files.deleteIfExists(file);
        Files.createFile(file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        Files.writeString(file, token);
    }
}
