package org.hsdpo.cli.demo;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.Callable;
import org.hsdpo.cli.CommandFailure;
import org.hsdpo.cli.mesh.LocalMesh;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code ./hsdpo demo}: the main job, from nothing to a profile. */
@Command(
        name = "demo",
        description = {
            "Starts the mesh, sends a patient's files through the gateway and prints the prescription profile.",
            "All files of one call are one patient; without files the example patient is used."
        },
        mixinStandardHelpOptions = true)
public final class DemoCommand implements Callable<Integer> {
    /** Scopes of a clinical application that writes records and reads and reviews profiles. */
    public static final List<String> SCOPES = List.of("user/*.cruds");

    @Parameters(
            arity = "0..*",
            paramLabel = "FILE",
            description = "FHIR R4 bundle (.json), clinical note (.txt), glucose sensor export (.csv, .xls, .xlsx)")
    private List<Path> files = List.of();

    @Option(names = "--json", description = "print the whole profile as JSON")
    private boolean json;

    @Option(
            names = "--as-of",
            paramLabel = "MOMENT",
            description =
                    "decide for this moment (ISO 8601) instead of the newest entry in the files; 'now' for the present")
    private String asOf;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() {
        PrintWriter err = spec.commandLine().getErr();
        List<PatientFile> patient = files.isEmpty()
                ? ExamplePatient.files()
                : files.stream().map(PatientFile::of).toList();
        Instant moment = moment();
        try (LocalMesh mesh = LocalMesh.start(0, null, line -> progress(err, line))) {
            GatewayClient gateway =
                    new GatewayClient(mesh.gateway(), mesh.issuer().token("demo", "demo-clinician", SCOPES, 30));
            String patientId = "demo-" + UUID.randomUUID();
            Instant newest = null;
            for (PatientFile file : patient) {
                progress(err, "sending " + file.path().getFileName());
                GatewayClient.Answer stored = gateway.addRecord(patientId, file);
                if (stored.status() / 100 != 2) {
                    throw new CommandFailure(file.path() + " was refused: " + GatewayClient.fault(stored));
                }
                newest = later(newest, stored.json().path("newestFact").asText(""));
            }
            if (moment == null && asOf == null) {
                moment = newest;
                if (newest != null) {
                    progress(err, "deciding as of " + newest + ", the newest entry in the files");
                }
            }
            GatewayClient.Answer profile =
                    gateway.createProfile(patientId, moment == null ? "{}" : "{\"asOf\": \"" + moment + "\"}");
            if (profile.status() != 201) {
                throw new CommandFailure("no profile: " + GatewayClient.fault(profile));
            }
            print(profile);
        }
        return 0;
    }

    private void print(GatewayClient.Answer profile) {
        PrintWriter out = spec.commandLine().getOut();
        JsonNode document = profile.json();
        out.println(json ? document.toPrettyString() : new ProfileTable(document).render());
        out.flush();
    }

    private Instant moment() {
        if (asOf == null || asOf.equals("now")) {
            return null;
        }
        try {
            return Instant.parse(asOf.contains("T") ? asOf : asOf + "T23:59:59Z");
        } catch (DateTimeParseException e) {
            throw new CommandFailure(
                    "--as-of " + asOf + " is no moment: accepted are 2026-01-31, an ISO 8601 instant or now", e);
        }
    }

    private static Instant later(Instant known, String text) {
        if (text.isEmpty()) {
            return known;
        }
        Instant time = Instant.parse(text);
        return known == null || time.isAfter(known) ? time : known;
    }

    private static void progress(PrintWriter err, String line) {
        err.println("… " + line);
        err.flush();
    }
}
