package org.hsdpo.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import picocli.CommandLine;

/** What a user sees who gets it wrong: one line, and a status that is not zero. */
class CommandLineTest {
    private record Outcome(int status, String out, String err) {}

    private static Outcome run(String... arguments) {
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        CommandLine command = Hsdpo.commandLine().setOut(new PrintWriter(out)).setErr(new PrintWriter(err));
        int status = command.execute(arguments);
        return new Outcome(status, out.toString(), err.toString());
    }

    @ParameterizedTest
    @CsvSource({
        "frobnicate, frobnicate",
        "demo --jsno, --jsno",
        "demo /no/such/file.json, /no/such/file.json",
        "demo --as-of yesterday, yesterday",
        "up --port 99999, 99999",
        "up --port eighty, eighty",
        "bench nonsense, nonsense",
        "train --episodes, --episodes",
    })
    void aMistakeIsNamedInOneLine(String line, String named) {
        Outcome outcome = run(line.split(" "));
        assertThat(outcome.status()).isNotZero();
        assertThat(outcome.err().strip())
                .doesNotContain("\n")
                .startsWith("hsdpo: ")
                .contains(named);
        assertThat(outcome.out()).isEmpty();
    }

    @Test
    void aFileOfNoKnownKindIsRefusedWithWhatIsAccepted(@TempDir Path folder) throws Exception {
        Path file = Files.writeString(folder.resolve("scan.pdf"), "x");
        Outcome outcome = run("demo", file.toString());
        assertThat(outcome.status()).isNotZero();
        assertThat(outcome.err()).contains("scan.pdf").contains(".xlsx");
    }

    @Test
    void aBusyPortIsNamed() throws Exception {
        try (ServerSocket busy = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            Outcome outcome = run("up", "--port", Integer.toString(busy.getLocalPort()));
            assertThat(outcome.status()).isNotZero();
            assertThat(outcome.err()).contains("port " + busy.getLocalPort() + " is in use");
        }
    }

    @Test
    void helpNamesEveryCommand() {
        assertThat(run("--help").out()).contains("demo", "up", "train", "bench");
    }
}
