package org.hsdpo.cli.bench;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.hsdpo.cli.demo.ExamplePatient;
import org.hsdpo.clinical.patient.PatientState;
import org.hsdpo.data.ClinicalFacts;
import org.hsdpo.data.Receipt;
import org.hsdpo.data.fhir.FhirBundleReader;
import org.hsdpo.data.genome.VariantFileReader;
import org.hsdpo.data.glucose.AppleHealthReader;
import org.hsdpo.data.glucose.GlucoseExportReader;
import org.hsdpo.data.hl7.Hl7Reader;
import org.hsdpo.data.hl7.SiteCodes;
import org.hsdpo.data.state.PatientStateAssembler;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/** Records to facts to a patient state, on one thread and without storage. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
public class IngestionBenchmarks {
    private static final int READINGS = 90 * 288;
    private static final Instant FIRST = Instant.parse("2026-08-01T00:00:00Z");

    private final Receipt receipt = new Receipt("bench", Instant.parse("2026-11-20T00:00:00Z"));
    private final FhirBundleReader bundles = new FhirBundleReader();
    private final GlucoseExportReader exports = new GlucoseExportReader();
    private final AppleHealthReader appleHealth = new AppleHealthReader();
    private final byte[] sensorCsv = sensorCsv();
    private final byte[] appleHealthXml = appleHealthXml();
    private final PatientStateAssembler assembler = new PatientStateAssembler();
    private final byte[] bundle = ExamplePatient.content("application/json");
    private final byte[] export = ExamplePatient.content("text/csv");
    private final Hl7Reader messages = new Hl7Reader(Optional.of(ZoneOffset.UTC), SiteCodes.none());
    private final byte[] message = resultMessage();
    private final VariantFileReader variants = new VariantFileReader(1 << 30);
    private final byte[] genome = ExampleGenome.content();
    private final byte[] largeGenome = ExampleGenome.largeContent(100_000);
    private final List<ClinicalFacts> facts = List.of(readBundles(), readSensorExports());

    /** FHIR bundles a second: the example patient's. */
    @Benchmark
    public ClinicalFacts readBundles() {
        return bundles.read(bundle, receipt);
    }

    /** HL7 v2 messages a second: a result message with a patient, an order and twelve results. */
    @Benchmark
    public ClinicalFacts readHl7Messages() {
        return messages.read(message, receipt);
    }

    private static byte[] resultMessage() {
        StringBuilder message =
                new StringBuilder("MSH|^~\\&|LAB|NORTH|HSDPO|NORTH|20261012080000+0200||ORU^R01^ORU_R01|1|P|2.5.1\r"
                        + "PID|1||4711^^^NORTH^MR||DOE^JANE||19600412|F\rOBR|1|||24323-8^Panel^LN|||20261011\r");
        for (int i = 1; i <= 12; i++) {
            message.append("OBX|")
                    .append(i)
                    .append("|NM|4548-4^HbA1c^LN||7.")
                    .append(i % 10)
                    .append("|%|||||F|||202610110815\r");
        }
        return message.toString().getBytes(StandardCharsets.US_ASCII);
    }

    /** Sensor exports a second: the example patient's. */
    @Benchmark
    public ClinicalFacts readSensorExports() {
        return exports.read(export, receipt, Optional.of(ZoneOffset.UTC));
    }

    /** Sensor readings a second: a csv of 90 days at 5 minutes, to the trace and its metrics. */
    @Benchmark
    @OperationsPerInvocation(READINGS)
    public ClinicalFacts readSensorPoints() {
        return exports.read(sensorCsv, receipt, Optional.of(ZoneOffset.UTC));
    }

    /** Sensor readings a second: Apple Health's XML of the same 90 days. */
    @Benchmark
    @OperationsPerInvocation(READINGS)
    public ClinicalFacts readAppleHealthPoints() {
        return appleHealth.read(appleHealthXml, receipt);
    }

    private static byte[] sensorCsv() {
        StringBuilder csv = new StringBuilder("time,glucose (mg/dL)\n");
        for (int i = 0; i < READINGS; i++) {
            csv.append(FIRST.plusSeconds(300L * i))
                    .append(',')
                    .append(90 + i % 100)
                    .append('\n');
        }
        return csv.toString().getBytes(StandardCharsets.UTF_8);
    }

    private static byte[] appleHealthXml() {
        StringBuilder xml = new StringBuilder("<HealthData>");
        for (int i = 0; i < READINGS; i++) {
            String time =
                    FIRST.plusSeconds(300L * i).toString().replace('T', ' ').replace("Z", " +0000");
            xml.append(
                            "<Record type=\"HKQuantityTypeIdentifierBloodGlucose\" sourceName=\"sensor\" unit=\"mg/dL\" value=\"")
                    .append(90 + i % 100)
                    .append("\" startDate=\"")
                    .append(time)
                    .append("\"/>\n");
        }
        return xml.append("</HealthData>").toString().getBytes(StandardCharsets.UTF_8);
    }

    /** Variant files a second: the example's, every position of every gene. */
    @Benchmark
    public ClinicalFacts callGenomes() {
        return variants.read(genome, Optional.empty(), receipt);
    }

    /** Variant files a second, of a hundred thousand lines and compressed. */
    @Benchmark
    public ClinicalFacts callLargeGenomes() {
        return variants.read(largeGenome, Optional.empty(), receipt);
    }

    /** Patient states a second from the facts of both. */
    @Benchmark
    public PatientState assembleStates() {
        return assembler.assemble("bench", Instant.parse("2026-11-21T00:00:00Z"), facts);
    }
}
