package org.hsdpo.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.withinPercentage;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.Random;
import java.util.TreeMap;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.zip.GZIPInputStream;
import org.hsdpo.cli.demo.DemoCommand;
import org.hsdpo.cli.demo.ExamplePatient;
import org.hsdpo.cli.demo.GatewayClient;
import org.hsdpo.cli.demo.GatewayClient.Answer;
import org.hsdpo.cli.demo.PatientFile;
import org.hsdpo.cli.mesh.LocalMesh;
import org.hsdpo.cli.mesh.MeshService;
import org.hsdpo.clinical.measurement.Measurement;
import org.hsdpo.clinical.measurement.MeasurementCatalogue;
import org.hsdpo.clinical.measurement.MeasurementDefinition;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The whole mesh as real processes: files in, profiles out; faults refused; services killed and brought back. */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class MeshIT {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Path DATA = Path.of(System.getProperty("hsdpo.shared.data", "../shared/data"));
    private static final String FHIR = "application/fhir+json";

    private static LocalMesh mesh;
    private static GatewayClient gateway;

    @BeforeAll
    static void start() {
        mesh = LocalMesh.start(0, null, line -> {});
        gateway = client("st-elsewhere", DemoCommand.SCOPES);
    }

    @AfterAll
    static void stop() {
        if (mesh != null) {
            mesh.close();
        }
    }

    private static GatewayClient client(String tenant, List<String> scopes) {
        return new GatewayClient(mesh.gateway(), mesh.issuer().token(tenant, "dr-test", scopes, 30));
    }

    private static String patient() {
        return "it-" + UUID.randomUUID();
    }

    /** Sends all files of a patient and asks for a profile as of the newest entry. */
    private static JsonNode profileOf(String patientId, List<PatientFile> files) {
        String newest = "";
        for (PatientFile file : files) {
            Answer stored = gateway.addRecord(patientId, file);
            assertThat(stored.status()).as(stored.response().body()).isEqualTo(201);
            String time = stored.json().path("newestFact").asText("");
            newest = time.compareTo(newest) > 0 ? time : newest;
        }
        Answer profile = gateway.createProfile(patientId, "{\"asOf\": \"" + newest + "\", \"draws\": 200}");
        assertThat(profile.status()).as(profile.response().body()).isEqualTo(201);
        return profile.json();
    }

    private static double latest(JsonNode profile, String measurement) {
        for (JsonNode entry : profile.path("patient").path("measurements")) {
            if (entry.path("measurement").asText().equals(measurement)) {
                return entry.path("value").path("value").asDouble();
            }
        }
        return Double.NaN;
    }

    private static List<JsonNode> proposals(JsonNode profile) {
        List<JsonNode> all = new ArrayList<>();
        if (profile.hasNonNull("recommended")) {
            all.add(profile.get("recommended"));
        }
        profile.path("alternatives").forEach(all::add);
        return all;
    }

    private static void assertThatEveryProposalIsComplete(JsonNode profile) {
        assertThat(profile.path("degraded")).isEmpty();
        assertThat(proposals(profile)).allSatisfy(proposal -> {
            assertThat(proposal.path("hyperScore").asDouble()).isBetween(100.0, 200.0);
            assertThat(proposal.path("probability").asDouble(-1)).isBetween(0.0, 1.0);
            for (String engine : List.of("logic", "sandbox", "novelty", "impact", "reproducibility", "meta")) {
                JsonNode score = proposal.path("engines").path(engine);
                assertThat(score.path("score").asDouble(-1)).as(engine).isBetween(0.0, 1.0);
                assertThat(score.path("explanation").asText()).as(engine).isNotBlank();
            }
            assertThat(proposal.path("forecast").path("hba1c").path("p50").asDouble())
                    .isBetween(4.0, 16.0);
            assertThat(proposal.path("agent").hasNonNull("q")).isTrue();
            assertThat(proposal.path("proofs")).isNotEmpty();
            assertThat(proposal.path("critique")).isNotEmpty();
        });
        List<Double> scores = new ArrayList<>();
        profile.path("alternatives")
                .forEach(proposal -> scores.add(proposal.path("hyperScore").asDouble()));
        assertThat(scores).as("alternatives, best first").isSortedAccordingTo(Comparator.reverseOrder());
        assertThat(profile.path("abstention").findValuesAsText("code"))
                .as("each reason once")
                .doesNotHaveDuplicates();
    }

    @Test
    @Order(1)
    void theExamplePatientGetsACompleteProfile() {
        JsonNode profile = profileOf(patient(), ExamplePatient.files());
        assertThatEveryProposalIsComplete(profile);
        assertThat(proposals(profile)).hasSizeGreaterThan(5);
        assertThat(profile.hasNonNull("recommended")
                        || !profile.path("abstention").isEmpty())
                .as("a profile recommends or says why not")
                .isTrue();
        assertThat(profile.path("provenance").path("profileHash").asText()).matches("[0-9a-f]{64}");
        assertThat(profile.path("provenance").path("versions")).isNotEmpty();
    }

    @Test
    @Order(2)
    void theSameDataGiveTheSameProfile() {
        String patientId = patient();
        JsonNode first = profileOf(patientId, ExamplePatient.files());
        Answer second = gateway.createProfile(
                patientId, "{\"asOf\": \"" + first.path("asOf").asText() + "\", \"draws\": 200}");
        assertThat(second.json().path("provenance").path("profileHash"))
                .isEqualTo(first.path("provenance").path("profileHash"));
    }

    @Test
    @Order(2)
    void aProfileIsReplayedByteForByteAlsoAfterTheRecordChanged(@TempDir Path folder) throws IOException {
        String patientId = patient();
        JsonNode profile = profileOf(patientId, ExamplePatient.files());
        Path file = folder.resolve("profile.json");
        Files.writeString(
                file,
                gateway.profile(patientId, profile.path("profileId").asText())
                        .response()
                        .body());
        Path token = folder.resolve("token");
        Files.writeString(token, mesh.issuer().token("st-elsewhere", "dr-test", DemoCommand.SCOPES, 30));
        Answer later = gateway.addRecord(
                patientId, "text/plain", false, "2020-01-01: eGFR 20 mL/min".getBytes(StandardCharsets.UTF_8));
        assertThat(later.status()).as(later.response().body()).isEqualTo(201);
        StringWriter out = new StringWriter();
        int status = Hsdpo.commandLine()
                .setOut(new PrintWriter(out, true))
                .execute(
                        "replay",
                        file.toString(),
                        "--token-file",
                        token.toString(),
                        "--gateway",
                        mesh.gateway().toString());
        assertThat(out.toString())
                .isEqualToIgnoringNewLines("the same, byte for byte: "
                        + profile.path("provenance").path("profileHash").asText());
        assertThat(status).isZero();
    }

    /** Six patients with type 2 diabetes; without the few whose generated HbA1c no living patient has. */
    static List<Path> type2Bundles() throws IOException {
        List<Path> bundles = new ArrayList<>();
        Path folder = DATA.resolve("fhir/synthea_r4");
        if (Files.isDirectory(folder)) {
            MeasurementDefinition hba1c = MeasurementCatalogue.shipped().definition(Measurement.HBA1C);
            for (JsonNode entry : JSON.readTree(folder.resolve("MANIFEST.json").toFile())) {
                Path bundle = folder.resolve(entry.path("file").asText());
                if (entry.path("t2d").asBoolean()
                        && bundles.size() < 6
                        && hba1c.isPlausible(valueOf(newestInBundle(document(bundle), "4548-4")))) {
                    bundles.add(bundle);
                }
            }
        }
        return bundles.isEmpty() ? List.of(Path.of("absent")) : bundles;
    }

    private static JsonNode document(Path bundle) throws IOException {
        try (InputStream in = new GZIPInputStream(Files.newInputStream(bundle))) {
            return JSON.readTree(in);
        }
    }

    @ParameterizedTest
    @MethodSource("type2Bundles")
    @Order(3)
    void aType2BundleGivesACompleteProfileThatAgreesWithIt(Path bundle) throws IOException {
        assumeTrue(Files.exists(bundle), "the reference data are absent");
        JsonNode profile = profileOf(patient(), List.of(PatientFile.of(bundle)));
        JsonNode document = document(bundle);
        boolean evaluable = isCurrent(newestInBundle(document, "4548-4"), profile);
        assertThatMeasurementsAgree(profile, document);
        assertThat(profile.path("patient").path("conditions").toString()).contains("type 2 diabetes");
        assertThatTheCurrentTherapyAgrees(profile, document, evaluable);
        assertThatEveryProposalIsComplete(profile);
        assertThat(proposals(profile)).hasSizeBetween(evaluable ? 4 : 0, evaluable ? 30 : 0);
        assertThat(profile.hasNonNull("recommended"))
                .as("a profile recommends exactly where nothing stands against it")
                .isEqualTo(profile.path("abstention").isEmpty());
        assertThatDosesStayWithinTheirLimits(profile);
    }

    /** Without a current HbA1c nothing is evaluated: these bundles hold no fasting and no sensor glucose. */
    private static boolean isCurrent(JsonNode hba1c, JsonNode profile) {
        Instant measured =
                OffsetDateTime.parse(hba1c.path("effectiveDateTime").asText()).toInstant();
        Instant asOf = Instant.parse(profile.path("asOf").asText());
        return Duration.between(measured, asOf).toDays()
                <= MeasurementCatalogue.shipped().definition(Measurement.HBA1C).currentForDays();
    }

    private static void assertThatMeasurementsAgree(JsonNode profile, JsonNode document) {
        for (String[] each : new String[][] {
            {"4548-4", "HBA1C", "%"},
            {"29463-7", "WEIGHT", "kg"},
            {"38483-4", "CREATININE", "mg/dL"},
            {"2085-9", "HDL_CHOLESTEROL", "mg/dL"}
        }) {
            double expected = valueOf(newestInBundle(document, each[0]));
            if (!Double.isNaN(expected)) {
                assertThat(latest(profile, each[1])).as(each[1]).isEqualTo(expected);
                assertThat(profile.path("patient").path("measurements"))
                        .filteredOn(entry -> entry.path("measurement").asText().equals(each[1]))
                        .allSatisfy(entry -> assertThat(
                                        entry.path("value").path("unit").asText())
                                .isEqualTo(each[2]));
            }
        }
    }

    /** Metformin of these bundles is prescribed without a dose: the profile says so, and from what it was evaluated. */
    private static void assertThatTheCurrentTherapyAgrees(JsonNode profile, JsonNode document, boolean evaluable) {
        JsonNode current = profile.path("current");
        OptionalDouble strength = undosedMetformin(document);
        if (strength.isEmpty()) {
            assertThat(current.path("drugs")).isEmpty();
            assertThat(current.path("text").asText()).isEqualTo("no glucose-lowering drug");
            return;
        }
        assertThat(profile.hasNonNull("recommended")).isFalse();
        if (!evaluable) {
            assertThat(current.path("text").asText()).isEqualTo("metformin, dose not recorded");
            assertThat(profile.path("abstention").findValuesAsText("code"))
                    .contains("CURRENT_DOSE_UNKNOWN", "HBA1C_STALE");
            return;
        }
        String assumed = "as if metformin " + (int) strength.getAsDouble() + " mg/d were taken";
        assertThat(current.path("text").asText()).contains("metformin, dose not recorded", assumed);
        assertThat(current.path("drugs")).singleElement().satisfies(drug -> {
            assertThat(drug.path("drug").asText()).isEqualTo("metformin");
            assertThat(drug.has("dose")).isFalse();
            assertThat(drug.path("assumedDose").path("value").asDouble()).isEqualTo(strength.getAsDouble());
            assertThat(drug.path("assumedDose").path("unit").asText()).isEqualTo("mg/d");
        });
        assertThat(profile.path("abstention"))
                .filteredOn(abstention -> abstention.path("code").asText().equals("CURRENT_DOSE_UNKNOWN"))
                .singleElement()
                .satisfies(abstention -> {
                    assertThat(abstention.path("reason").asText())
                            .contains("evaluated " + assumed, "confirm the dose taken");
                    assertThat(abstention.path("remedy").asText()).contains("metformin");
                });
        assertThat(profile.path("patient").path("dataQuality").path("issues")).anySatisfy(issue -> {
            assertThat(issue.path("kind").asText()).isEqualTo("DATA_ISSUE_KIND_ASSUMED");
            assertThat(issue.path("message").asText()).contains(assumed);
        });
        assertThat(profile.path("patient")
                        .path("dataQuality")
                        .path("missing")
                        .path(0)
                        .path("datum")
                        .asText())
                .isEqualTo("current dose of metformin");
        assertThat(proposals(profile))
                .filteredOn(proposal -> proposal.path("action").asText().equals("maintain"))
                .allSatisfy(proposal -> assertThat(
                                proposal.path("regimen").path("text").asText())
                        .isEqualTo("metformin " + (int) strength.getAsDouble() + " mg/d"));
    }

    private static void assertThatDosesStayWithinTheirLimits(JsonNode profile) {
        double egfr = latest(profile, "EGFR");
        for (JsonNode proposal : proposals(profile)) {
            for (JsonNode drug : proposal.path("regimen").path("drugs")) {
                assertThat(drug.path("dose").path("unit").asText()).isIn("mg/d", "mg/wk", "[iU]/d");
                assertThat(drug.path("dose").path("value").asDouble()).isPositive();
                if (drug.path("drug").asText().equals("metformin")) {
                    assertThat(drug.path("dose").path("value").asDouble()).isLessThanOrEqualTo(2550);
                    assertThat(egfr)
                            .as("eGFR of a patient who is offered metformin")
                            .isGreaterThanOrEqualTo(30);
                }
            }
        }
    }

    /** Strength in mg of the metformin that the bundle prescribes now without a word on the dose. */
    private static OptionalDouble undosedMetformin(JsonNode bundle) {
        Pattern product = Pattern.compile("(?i)metformin hydrochloride (\\d+) MG ");
        for (JsonNode entry : bundle.path("entry")) {
            JsonNode resource = entry.path("resource");
            Matcher named = product.matcher(resource.path("medicationCodeableConcept")
                    .path("coding")
                    .path(0)
                    .path("display")
                    .asText());
            if (resource.path("resourceType").asText().equals("MedicationRequest")
                    && resource.path("status").asText().equals("active")
                    && !resource.has("dosageInstruction")
                    && named.find()) {
                return OptionalDouble.of(Double.parseDouble(named.group(1)));
            }
        }
        return OptionalDouble.empty();
    }

    private static JsonNode newestInBundle(JsonNode bundle, String loinc) {
        JsonNode newest = JSON.missingNode();
        for (JsonNode entry : bundle.path("entry")) {
            JsonNode resource = entry.path("resource");
            if (resource.path("resourceType").asText().equals("Observation")
                    && resource.path("code")
                            .path("coding")
                            .path(0)
                            .path("code")
                            .asText()
                            .equals(loinc)
                    && resource.path("effectiveDateTime")
                                    .asText()
                                    .compareTo(newest.path("effectiveDateTime").asText())
                            >= 0) {
                newest = resource;
            }
        }
        return newest;
    }

    private static double valueOf(JsonNode observation) {
        return observation.path("valueQuantity").path("value").asDouble(Double.NaN);
    }

    /**
     * A ward sheet, and what a reader of its drug columns finds as the daily dose at its end: drug, dose, unit; drugs of no
     * ladder are named apart.
     */
    private record WardSheet(Path file, Map<String, String> doses, List<String> others) {
        @Override
        public String toString() {
            return file.getFileName().toString();
        }
    }

    static List<WardSheet> wardSheets() {
        Path folder = DATA.resolve("cgm/shanghai_t2dm");
        return List.of(
                new WardSheet(
                        folder.resolve("2003_0_20210615.xlsx"),
                        Map.of("metformin", "1500.0 mg/d"),
                        List.of("acarbose")),
                new WardSheet(
                        folder.resolve("2012_0_20220126.xlsx"), Map.of("liraglutide", "1.8 mg/d"), List.of("insulin")),
                new WardSheet(
                        folder.resolve("2014_0_20201224.xlsx"),
                        Map.of("metformin", "1700.0 mg/d"),
                        List.of("insulin degludec")),
                new WardSheet(
                        folder.resolve("2015_0_20210203.xlsx"),
                        Map.of("metformin", "500.0 mg/d", "pioglitazone", "15.0 mg/d"),
                        List.of("insulin degludec")),
                new WardSheet(folder.resolve("2016_0_20201224.xls"), Map.of("sitagliptin", "100.0 mg/d"), List.of()),
                new WardSheet(
                        folder.resolve("2090_0_20201130.xls"), Map.of("insulin-glargine", "6.0 [iU]/d"), List.of()));
    }

    @ParameterizedTest
    @MethodSource("wardSheets")
    @Order(4)
    void aSensorExportGivesACompleteProfileThatAgreesWithIt(WardSheet sheet) throws IOException {
        assumeTrue(Files.exists(sheet.file()), "the reference data are absent");
        JsonNode profile = profileOf(patient(), List.of(PatientFile.of(sheet.file())));
        assertThat(latest(profile, "CGM_MEAN_GLUCOSE"))
                .as("mean glucose of the last 14 days")
                .isCloseTo(sensorMean(sheet.file()), withinPercentage(0.1));
        Map<String, String> doses = new TreeMap<>();
        profile.path("current")
                .path("drugs")
                .forEach(drug -> doses.put(
                        drug.path("drug").asText(),
                        drug.path("dose").path("value").asDouble() + " "
                                + drug.path("dose").path("unit").asText()));
        assertThat(doses).containsAllEntriesOf(sheet.doses());
        String abstentions = profile.path("abstention").toString();
        assertThat(sheet.others()).allSatisfy(other -> assertThat(abstentions).contains(other));
        // The export holds neither the date of birth nor HbA1c: nothing is recommended, and that is said.
        assertThat(profile.hasNonNull("recommended")).isFalse();
        assertThat(profile.path("abstention").findValuesAsText("code")).contains("AGE_UNKNOWN", "DATA_INSUFFICIENT");
        assertThat(profile.path("patient").path("dataQuality").path("missing").toString())
                .contains("HbA1c");
        assertThatEveryProposalIsComplete(profile);
        assertThat(proposals(profile)).as("to go on and to stop at the least").hasSizeGreaterThanOrEqualTo(2);
        for (JsonNode proposal : proposals(profile)) {
            assertThat(proposal.path("action").asText())
                    .as("without renal function nothing that needs it is started")
                    .isNotIn("up:metformin", "up:empagliflozin", "up:sitagliptin");
        }
    }

    /** Mean of the sensor values of the last 14 days, in mg/dL, from the long table beside the file. */
    private static double sensorMean(Path export) throws IOException {
        String id = export.getFileName().toString().replaceAll("\\.xlsx?$", "");
        List<String[]> rows;
        try (var lines = Files.lines(export.resolveSibling("LONG_cgm_points.csv"))) {
            rows = lines.skip(1)
                    .map(line -> line.replace("\"", "").split(","))
                    .filter(cells -> cells[0].equals(id))
                    .toList();
        }
        LocalDateTime from = rows.stream()
                .map(cells -> LocalDateTime.parse(cells[1].replace(' ', 'T')))
                .max(Comparator.naturalOrder())
                .orElseThrow()
                .minusDays(14);
        return rows.stream()
                .filter(cells ->
                        !LocalDateTime.parse(cells[1].replace(' ', 'T')).isBefore(from))
                .mapToDouble(cells -> Double.parseDouble(cells[2]))
                .average()
                .orElseThrow();
    }

    @Test
    @Order(5)
    void aPatientWithEgfrBelow30IsNeverOfferedMetforminAndTheProofSaysWhy() {
        String bundle = bundle(
                "1950-04-01",
                observation("4548-4", 8.8, "%"),
                observation("33914-3", 24, "mL/min/{1.73_m2}"),
                observation("29463-7", 81, "kg"),
                diabetes());
        JsonNode profile = profileOfBundle(bundle);
        assertThat(proposals(profile)).isNotEmpty().noneSatisfy(proposal -> assertThat(
                        proposal.path("regimen").path("text").asText())
                .contains("metformin"));
        assertThat(profile.path("inadmissible")).anySatisfy(proposal -> {
            assertThat(proposal.path("action").asText()).isEqualTo("up:metformin");
            assertThat(proposal.path("proofs")).anySatisfy(proof -> {
                assertThat(proof.path("status").asText()).isEqualTo("PROOF_STATUS_VIOLATED");
                assertThat(proof.path("explanation").asText())
                        .containsIgnoringCase("eGFR")
                        .contains("30");
            });
        });
    }

    @Test
    @Order(6)
    void withoutType2DiabetesTheSystemAbstains() {
        JsonNode profile = profileOfBundle(
                bundle("1970-04-01", observation("4548-4", 5.4, "%"), condition("38341003", "Hypertension")));
        assertThat(profile.hasNonNull("recommended")).isFalse();
        assertThat(profile.path("abstention").toString()).contains("type 2 diabetes");
    }

    @Test
    @Order(7)
    void withoutHba1cAndGlucoseTheSystemAbstainsAndNamesThem() {
        JsonNode profile = profileOfBundle(bundle("1970-04-01", observation("29463-7", 90, "kg"), diabetes()));
        assertThat(profile.hasNonNull("recommended")).isFalse();
        assertThat(profile.path("abstention").toString()).contains("HbA1c").contains("glucose");
    }

    static List<Object[]> brokenRecords() {
        byte[] noise = new byte[50 * 1024 * 1024];
        new Random(1).nextBytes(noise);
        byte[] smallNoise = new byte[20_000];
        new Random(2).nextBytes(smallNoise);
        return List.of(
                new Object[] {"truncated JSON", FHIR, bytes("{\"resourceType\": \"Bundle\", \"entry\": [{"), null},
                new Object[] {
                    "wrong resource type", FHIR, bytes("{\"resourceType\": \"Questionnaire\"}"), "Questionnaire"
                },
                new Object[] {"not FHIR", FHIR, bytes("{\"hello\": 1}"), "resourceType"},
                new Object[] {
                    "impossible HbA1c", FHIR, bytes(bundle("1970-04-01", observation("4548-4", 700, "%"))), "700"
                },
                new Object[] {
                    "unknown unit", FHIR, bytes(bundle("1970-04-01", observation("4548-4", 7, "furlongs"))), "furlongs"
                },
                new Object[] {"empty file", FHIR, new byte[0], "empty"},
                new Object[] {"empty note", "text/plain", new byte[0], "empty"},
                new Object[] {"noise as sensor export", "text/csv", smallNoise, null},
                new Object[] {
                    "noise as workbook",
                    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
                    smallNoise,
                    null
                },
                new Object[] {"noise as note", "text/plain", smallNoise, null},
                new Object[] {"50 MB of noise", FHIR, noise, null});
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("brokenRecords")
    @Order(8)
    void brokenInputIsRefusedWithItsFaultAndNothingIsStored(String what, String type, byte[] content, String named) {
        String patientId = patient();
        Answer answer = gateway.addRecord(patientId, type, false, content);
        assertThat(answer.status()).as(what + ": " + answer.response().body()).isBetween(400, 499);
        assertThat(answer.response().headers().firstValue("Content-Type").orElse(""))
                .startsWith("application/problem+json");
        assertThat(answer.json().path("title").asText()).isNotBlank();
        assertThat(answer.json().path("status").asInt()).isEqualTo(answer.status());
        if (named != null) {
            assertThat(answer.response().body()).contains(named);
        }
        assertThat(gateway.createProfile(patientId, "{}").status())
                .as("nothing is stored of the patient")
                .isEqualTo(404);
        for (MeshService service : MeshService.values()) {
            assertThat(mesh.isReady(service)).as(service.folder()).isTrue();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"{", "[]", "{\"draws\": -1}", "{\"asof\": \"x\"}", "{\"asOf\": \"yesterday\"}"})
    @Order(9)
    void aMalformedProfileRequestIsRefused(String request) {
        Answer answer = gateway.createProfile(patient(), request);
        assertThat(answer.status()).as(answer.response().body()).isBetween(400, 499);
        assertThat(answer.response().headers().firstValue("Content-Type").orElse(""))
                .startsWith("application/problem+json");
    }

    @Test
    @Order(10)
    void anotherTenantSeesNothing() {
        String patientId = patient();
        JsonNode profile = profileOf(patientId, ExamplePatient.files());
        GatewayClient other = client("st-nowhere", DemoCommand.SCOPES);
        assertThat(other.profile(patientId, profile.path("profileId").asText()).status())
                .isEqualTo(404);
        assertThat(other.createProfile(patientId, "{}").status()).isEqualTo(404);
    }

    @Test
    @Order(11)
    void withoutATokenOrWithoutTheScopeNothingIsDone() {
        assertThat(new GatewayClient(mesh.gateway(), "forged")
                        .createProfile(patient(), "{}")
                        .status())
                .isEqualTo(401);
        assertThat(client("st-elsewhere", List.of("openid"))
                        .createProfile(patient(), "{}")
                        .status())
                .isEqualTo(403);
    }

    @Test
    @Order(12)
    void aReviewIsRecorded() {
        String patientId = patient();
        JsonNode profile = profileOf(patientId, ExamplePatient.files());
        Answer review = gateway.review(
                patientId,
                profile.path("profileId").asText(),
                "{\"decision\": \"REVIEW_DECISION_REJECT\", \"reasonCodes\": [\"PATIENT_PREFERENCE\"]}");
        assertThat(review.status()).as(review.response().body()).isEqualTo(201);
        assertThat(review.json().path("reviewId").asText()).isNotBlank();
    }

    @ParameterizedTest
    @EnumSource(
            value = MeshService.class,
            names = {"INGESTION", "PARSER", "EVALUATION", "RL_AGENT"})
    @Order(20)
    void withoutOneServiceTheMeshDegradesOrSaysSoAndRecovers(MeshService service) {
        String patientId = patient();
        JsonNode before = profileOf(patientId, ExamplePatient.files());
        String asOf = "{\"asOf\": \"" + before.path("asOf").asText() + "\", \"draws\": 200}";
        mesh.kill(service);
        try {
            Answer without = service == MeshService.PARSER
                    ? gateway.addRecord(patient(), "text/plain", false, bytes("Metformin 500 mg BID. HbA1c 8.1 %."))
                    : gateway.createProfile(patientId, asOf);
            if (service == MeshService.RL_AGENT) {
                assertThat(without.status()).as(without.response().body()).isEqualTo(201);
                assertThat(without.json().path("degraded").toString()).contains("rl-agent-service");
            } else {
                assertThat(without.status()).as(without.response().body()).isEqualTo(503);
                assertThat(without.response().headers().firstValueAsLong("Retry-After"))
                        .isPresent();
            }
        } finally {
            mesh.restart(service);
        }
        assertThat(afterRecovery(patientId, asOf).path("provenance").path("profileHash"))
                .isEqualTo(before.path("provenance").path("profileHash"));
    }

    /** The circuit breakers of the gateway close again by themselves; until then it says when to come back. */
    private static JsonNode afterRecovery(String patientId, String options) {
        for (int attempt = 0; ; attempt++) {
            Answer answer = gateway.createProfile(patientId, options);
            boolean degraded =
                    answer.status() == 201 && !answer.json().path("degraded").isEmpty();
            if (answer.status() == 201 && !degraded) {
                return answer.json();
            }
            assertThat(attempt).as("still " + answer.response().body()).isLessThan(30);
            long seconds =
                    answer.response().headers().firstValueAsLong("Retry-After").orElse(1);
            java.util.concurrent.locks.LockSupport.parkNanos(seconds * 1_000_000_000L);
        }
    }

    private static JsonNode profileOfBundle(String bundle) {
        String patientId = patient();
        Answer stored = gateway.addRecord(patientId, FHIR, false, bytes(bundle));
        assertThat(stored.status()).as(stored.response().body()).isEqualTo(201);
        Answer profile = gateway.createProfile(patientId, "{\"asOf\": \"2026-02-01T00:00:00Z\", \"draws\": 200}");
        assertThat(profile.status()).as(profile.response().body()).isEqualTo(201);
        return profile.json();
    }

    private static String bundle(String birthDate, String... resources) {
        StringBuilder entries = new StringBuilder("{\"resource\": {\"resourceType\": \"Patient\", \"id\": \"p\","
                + " \"gender\": \"female\", \"birthDate\": \"" + birthDate + "\"}}");
        for (String resource : resources) {
            entries.append(", {\"resource\": ").append(resource).append('}');
        }
        return "{\"resourceType\": \"Bundle\", \"type\": \"collection\", \"entry\": [" + entries + "]}";
    }

    private static String observation(String loinc, double value, String unit) {
        return """
                {"resourceType": "Observation", "status": "final", "subject": {"reference": "Patient/p"},
                 "code": {"coding": [{"system": "http://loinc.org", "code": "%s"}]},
                 "effectiveDateTime": "2026-01-20T08:00:00Z",
                 "valueQuantity": {"value": %s, "unit": "%s", "system": "http://unitsofmeasure.org", "code": "%s"}}""".formatted(loinc, value, unit, unit);
    }

    private static String diabetes() {
        return condition("44054006", "Type 2 diabetes mellitus");
    }

    private static String condition(String snomed, String display) {
        return """
                {"resourceType": "Condition", "subject": {"reference": "Patient/p"},
                 "clinicalStatus": {"coding": [{"system": "http://terminology.hl7.org/CodeSystem/condition-clinical", "code": "active"}]},
                 "code": {"coding": [{"system": "http://snomed.info/sct", "code": "%s", "display": "%s"}]},
                 "onsetDateTime": "2015-01-01T00:00:00Z"}""".formatted(snomed, display);
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
