package org.hsdpo.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.awt.image.BufferedImage;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import org.hsdpo.clinical.knowledge.KnowledgeFile;
import org.hsdpo.hyperscore.calibration.Calibration;
import org.hsdpo.hyperscore.calibration.Reliability;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
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
        "trial, FILE",
        "trial /no/such/trial.yaml, /no/such/trial.yaml",
        "cohort, FOLDER",
        "cohort /no/such/folder, /no/such/folder",
        "load x.ndjson, --token-file",
        "sweep /no/such/bundle.json, /no/such/bundle.json",
        "sweep --dose metformin, metformin",
        "sweep --dose metformin=2000, mg/d",
        "sweep --dose metformin=2000mg/wk, mg/d",
        "sweep --dose aspirin=100mg/d, aspirin",
        "sweep --axis EGFR, EGFR",
        "sweep --axis EGFR=30:10, EGFR",
        "sweep --axis EGFR=0:900, EGFR",
        "sweep --axis HEIGHT=1:2, HEIGHT",
        "sweep --points 3, points",
        "calibrate, --out",
        "calibrate --out x.yaml --patients 5, --patients",
        "ehr-key, FILE",
        "ehr-key /no/such/folder/k.jwk, /no/such/folder/k.jwk",
        "study --protocol /no/such/protocol.yaml, /no/such/protocol.yaml",
        "study --policy /no/such/policy, policy.yaml",
        "rules, FILE",
        "rules /no/such/rules.yaml, /no/such/rules.yaml",
        "replay, PROFILE",
        "replay p.json, --token-file",
        "replay /no/such/profile.json --token-file t, /no/such/profile.json",
        "load --token-file t, PATH",
        "load --from ehr --token-file t, --name",
        "load /no/such/folder --token-file t, /no/such/folder",
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
    void aCalibrationIsWrittenAsAFileThatIsAcceptedWithAPictureOfItsReliability(@TempDir Path folder) throws Exception {
        Path file = folder.resolve("calibration.yaml");
        Path picture = folder.resolve("reliability.png");
        Outcome outcome = run("calibrate", "--patients", "50", "--out", file.toString(), "--plot", picture.toString());
        assertThat(outcome.err()).doesNotContain("hsdpo:");
        assertThat(outcome.status()).isZero();
        assertThat(outcome.out()).contains("expected-calibration-error-15-bins:");
        Calibration calibration = Calibration.load(new KnowledgeFile("calibration.yaml", Files.readAllBytes(file)));
        assertThat(calibration.reliability()).hasSize(Reliability.BINS);
        assertThat(calibration.formula().beta()).isPositive();
        BufferedImage image = ImageIO.read(picture.toFile());
        assertThat(image.getWidth()).isGreaterThan(300);
        // The points, beside white and grey.
        assertThat(IntStream.range(0, image.getWidth() * image.getHeight())
                        .filter(i -> (image.getRGB(i % image.getWidth(), i / image.getWidth()) & 0xffffff) == 0x0b6bcb)
                        .count())
                .isGreaterThan(50);
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
        assertThat(run("--help").out())
                .contains(
                        "demo", "up", "train", "bench", "trial", "cohort", "study", "rules", "replay", "load",
                        "ehr-key");
    }

    @Test
    void aStudyIsReportedForPeopleAndForMachines(@TempDir Path folder) throws Exception {
        Path protocol = folder.resolve("protocol.yaml");
        Files.writeString(protocol, """
                version: 1
                title: "A <small> study"
                seed: 7
                groups: 1
                persons: 12
                twins: ALTERNATIVE
                primary: [ADVERSE_DRUG_EVENTS]
                secondary: [HBA1C]
                non-inferiority: {endpoint: HBA1C, margin: 0.3}
                """);
        Path out = folder.resolve("out");
        Outcome outcome = run("study", "--protocol", protocol.toString(), "--out", out.toString(), "--json");
        assertThat(outcome.status()).as(outcome.err()).isZero();
        JsonNode study = new ObjectMapper().readTree(outcome.out());
        assertThat(study.path("people").asInt()).isEqualTo(12);
        assertThat(study.path("endpoints")).hasSize(2);
        assertThat(study.at("/endpoints/0/endpoint").asText()).isEqualTo("ADVERSE_DRUG_EVENTS");
        assertThat(study.at("/endpoints/0/low").asDouble())
                .isLessThan(study.at("/endpoints/0/high").asDouble());
        assertThat(Files.readString(out.resolve("study.json"))).isEqualTo(outcome.out());
        assertThat(Files.readString(out.resolve("study.html")))
                .contains("A &lt;small&gt; study", "<svg", "women")
                .doesNotContain("<small>");
        assertThat(run("study", "--protocol", protocol.toString()).out())
                .contains("* adverse drug events", "against a margin of 0.300");
    }

    @Test
    void aRuleFileIsCheckedLineByLine(@TempDir Path folder) throws Exception {
        Path file = folder.resolve("site.yaml");
        Files.writeString(file, """
                version: 1
                rules:
                  - id: good
                    severity: DOSE_LIMIT
                    hard: true
                    drugs: [metformin]
                    then: {dose: {drug: metformin, at-most: 2000, unit: mg/d}}
                    words: At most 2000 mg/d here.
                    source: "Drug committee 2026"
                  - id: bad
                    severity: DOSE_LIMIT
                    hard: true
                    drugs: [metformin]
                    then: {dose: {drug: metformin, at-most: 2, unit: g/d}}
                    words: At most 2 g/d here.
                    source: "Drug committee 2026"
                """);
        Outcome refused = run("rules", "--site", file.toString());
        assertThat(refused.status()).isEqualTo(3);
        assertThat(refused.out().strip()).isEqualTo(file + ":10: rule bad: the unit is mg/d, not 'g/d'");
        JsonNode faults = new ObjectMapper()
                .readTree(run("rules", "--site", "--json", file.toString()).out());
        assertThat(faults.at("/0/line").asInt()).isEqualTo(10);

        Files.writeString(file, Files.readString(file).replace("at-most: 2, unit: g/d", "at-most: 2000, unit: mg/d"));
        Outcome accepted = run("rules", "--site", file.toString());
        assertThat(accepted.status()).as(accepted.out()).isZero();
        assertThat(accepted.out()).contains("2 rules, no fault");
    }

    private static final String TRIAL = """
            trial: example
            source: "none"
            weeks: 12
            population: {n: 50, seed: 1, hba1c: {mean: 8.0, sd: 0.9}}
            arms:
              - {name: placebo, regimen: []}
              - {name: metformin, regimen: [{drug: metformin, dose: 2000, unit: mg/d}]}
            endpoints:
              - {measure: hba1c-change, arm: metformin, versus: placebo, published: -1.3, tolerance: %s}
            """;

    @Test
    void aTrialWithinItsToleranceEndsWell(@TempDir Path folder) throws Exception {
        Path file = Files.writeString(folder.resolve("trial.yaml"), TRIAL.formatted("1.0"));
        Outcome outcome = run("trial", file.toString(), "--json");
        assertThat(outcome.status()).isZero();
        JsonNode endpoint = new ObjectMapper().readTree(outcome.out()).at("/0/endpoints/0");
        assertThat(endpoint.path("published").asDouble()).isEqualTo(-1.3);
        assertThat(endpoint.path("simulated").asDouble()).isNegative();
        assertThat(endpoint.path("interval95").get(0).asDouble())
                .isLessThan(endpoint.path("interval95").get(1).asDouble());
        assertThat(endpoint.path("within").asBoolean()).isTrue();
    }

    @Test
    void everyMeasureOfATrialHasAUnitAndItsIntervals(@TempDir Path folder) throws Exception {
        Map<String, String> units = new TreeMap<>(Map.of(
                "hba1c-change", "%",
                "weight-change", "kg",
                "fpg-change", "mg/dL",
                "fpg-end", "mg/dL",
                "insulin-dose", "[iU]/d",
                "responder-below-7", "1",
                "hypoglycaemia-rate, level: 1", "/a",
                "hypoglycaemia-rate, level: 2", "/a",
                "hypoglycaemia-rate, level: 3", "/a",
                "any-hypoglycaemia, level: 2", "1"));
        String trial = TRIAL.formatted("1")
                        .replace(
                                "{drug: metformin, dose: 2000, unit: mg/d}",
                                "{drug: insulin-glargine, dose: 20, unit: U/d}")
                + units.keySet().stream()
                        .map(measure -> "  - {measure: " + measure + ", arm: metformin, published: 0, tolerance: 1}\n")
                        .collect(Collectors.joining());
        Path file = Files.writeString(folder.resolve("trial.yaml"), trial);
        JsonNode endpoints = new ObjectMapper()
                .readTree(run("trial", file.toString(), "--json").out())
                .at("/0/endpoints");
        assertThat(endpoints).hasSize(units.size() + 1);
        int at = 1;
        for (Map.Entry<String, String> measure : units.entrySet()) {
            JsonNode endpoint = endpoints.get(at++);
            assertThat(measure.getKey()).startsWith(endpoint.path("measure").asText());
            assertThat(endpoint.path("unit").asText()).isEqualTo(measure.getValue());
            for (String interval : new String[] {"interval95", "mean-interval95"}) {
                assertThat(endpoint.path(interval).get(0).asDouble())
                        .isLessThanOrEqualTo(endpoint.path("simulated").asDouble());
                assertThat(endpoint.path(interval).get(1).asDouble())
                        .isGreaterThanOrEqualTo(endpoint.path("simulated").asDouble());
            }
        }
    }

    @Test
    void aTrialOutsideItsToleranceSaysByHowMuch(@TempDir Path folder) throws Exception {
        Path file = Files.writeString(folder.resolve("trial.yaml"), TRIAL.formatted("0.0001"));
        Outcome outcome = run("trial", file.toString());
        assertThat(outcome.status()).isEqualTo(3);
        assertThat(outcome.out()).contains("NO: ");
    }

    @Test
    void aBrokenTrialIsRefusedWithFileLineAndField(@TempDir Path folder) throws Exception {
        Path file = Files.writeString(
                folder.resolve("trial.yaml"), TRIAL.formatted("1").replace("unit: mg/d", "unit: mg"));
        Outcome outcome = run("trial", file.toString());
        assertThat(outcome.status()).isNotZero();
        assertThat(outcome.err())
                .contains("trial.yaml:7 arms[1].regimen[0].unit")
                .contains("mg/d");
    }

    @Test
    void aCohortIsCountedStepByStep(@TempDir Path folder) throws Exception {
        Files.writeString(folder.resolve("DEMO_H.csv"), "SEQN,RIAGENDR,RIDAGEYR\n1,1,62\n2,2,45\n3,2,14\n");
        Files.writeString(folder.resolve("DIQ_H.csv"), "SEQN,DIQ010,DID040\n1,1,50\n2,2,NA\n3,1,10\n");
        Files.writeString(folder.resolve("GHB_H.csv"), "SEQN,LBXGH\n1,7.2\n2,5.1\n");
        JsonNode document = new ObjectMapper()
                .readTree(run("cohort", folder.toString(), "--json").out());
        assertThat(document.at("/members").asInt()).isEqualTo(1);
        assertThat(document.at("/steps/0/remaining").asInt()).isEqualTo(3);
        assertThat(document.at("/steps/2/criterion").asText()).isEqualTo("told of diabetes");
        assertThat(document.at("/steps/2/remaining").asInt()).isEqualTo(1);
        assertThat(document.at("/measurements/0/median").asDouble()).isEqualTo(7.2);
        assertThat(run("cohort", folder.toString()).out())
                .contains("told of diabetes")
                .contains("HbA1c");
    }

    @Test
    void theScriptKnowsTheSameCommands() throws Exception {
        String script = Files.readString(ProjectFolder.root().resolve("hsdpo"));
        List<String> own = new ArrayList<>(Hsdpo.commandLine().getSubcommands().keySet());
        own.add("test");
        assertThat(words(script, "COMMANDS")).containsExactlyInAnyOrderElementsOf(own);
        assertThat(words(script, "QUESTIONS"))
                .containsExactlyInAnyOrderElementsOf(
                        Hsdpo.commandLine().getCommandSpec().optionsMap().keySet());
    }

    private static List<String> words(String script, String list) {
        Matcher found = Pattern.compile("readonly " + list + "=\"([^\"]*)\"").matcher(script);
        assertThat(found.find()).isTrue();
        return List.of(found.group(1).split(" "));
    }

    @ParameterizedTest
    @ValueSource(strings = {"frobnicate", "--frobnicate", "dem", "demo up", ""})
    void aMistakeInTheFirstWordIsToldWithoutBuilding(String word, @TempDir Path fresh) throws Exception {
        Path script = Files.copy(ProjectFolder.root().resolve("hsdpo"), fresh.resolve("hsdpo"));
        List<String> command =
                word.isEmpty() ? List.of("bash", script.toString()) : List.of("bash", script.toString(), word);
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as(said).isEqualTo(2);
        assertThat(said.strip()).startsWith("hsdpo: ").contains(word, "demo").doesNotContain("\n");
        try (Stream<Path> files = Files.list(fresh)) {
            assertThat(files).containsExactly(script);
        }
    }
}
