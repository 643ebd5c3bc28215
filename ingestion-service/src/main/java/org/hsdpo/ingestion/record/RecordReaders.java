package org.hsdpo.ingestion.record;

import io.quarkus.runtime.Startup;
import jakarta.annotation.PostConstruct;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;
import org.hsdpo.clinical.error.InvalidInputException;
import org.hsdpo.clinical.knowledge.KnowledgeFile;
import org.hsdpo.data.ClinicalFacts;
import org.hsdpo.data.EmbeddedNote;
import org.hsdpo.data.Receipt;
import org.hsdpo.data.fhir.FhirBundleReader;
import org.hsdpo.data.fhir.PlacedResource;
import org.hsdpo.data.fhir.ReadResources;
import org.hsdpo.data.genome.VariantFileReader;
import org.hsdpo.data.glucose.AppleHealthReader;
import org.hsdpo.data.glucose.DeviceJsonReader;
import org.hsdpo.data.glucose.GlucoseExportReader;
import org.hsdpo.data.hl7.Hl7Reader;
import org.hsdpo.data.hl7.SiteCodes;
import org.hsdpo.data.note.NoteDate;
import org.hsdpo.ingestion.config.IngestionConfig;

/** The readers of all kinds of record, warmed up before the service says that it is ready. */
@Startup
@ApplicationScoped
public class RecordReaders {
    private final FhirBundleReader fhir = new FhirBundleReader();
    private final GlucoseExportReader glucose = new GlucoseExportReader();
    private final DeviceJsonReader devices = new DeviceJsonReader();
    private final AppleHealthReader appleHealth = new AppleHealthReader();
    private final VariantFileReader variants;
    private final Optional<ZoneId> zone;
    private final Hl7Reader hl7;
    private volatile boolean warm;

    public RecordReaders(IngestionConfig config) {
        variants = new VariantFileReader(config.limits().variants());
        zone = config.zone().map(RecordReaders::zone);
        hl7 = new Hl7Reader(
                zone, config.siteCodes().map(RecordReaders::siteCodes).orElse(SiteCodes.none()));
    }

    private static SiteCodes siteCodes(Path file) {
        try {
            return SiteCodes.of(new KnowledgeFile(file.getFileName().toString(), Files.readAllBytes(file)));
        } catch (IOException e) {
            throw new IllegalStateException("hsdpo.ingestion.site-codes names a file that cannot be read", e);
        }
    }

    private static ZoneId zone(String name) {
        try {
            return ZoneId.of(name);
        } catch (DateTimeException e) {
            throw new IllegalStateException(
                    "hsdpo.ingestion.zone is '" + name + "'; accepted is a zone such as Europe/Berlin", e);
        }
    }

    @PostConstruct
    void warmUp() {
        fhir.warmUp();
        glucose.warmUp();
        hl7.warmUp();
        variants.warmUp();
        warm = true;
    }

    /** Whether every reader has read once. */
    public boolean isWarm() {
        return warm;
    }

    /**
     * What a record says, notes in it still unread.
     *
     * @throws InvalidInputException where the record is refused
     */
    ClinicalFacts read(RecordKind kind, byte[] content, IncomingRecord incoming, Receipt receipt) {
        return switch (kind) {
            case FHIR -> fhir.read(content, receipt);
            case FHIR_LINES -> fhir.readLines(content, receipt);
            case JSON ->
                DeviceJsonReader.recognises(content) ? devices.read(content, receipt) : fhir.read(content, receipt);
            case APPLE_HEALTH -> appleHealth.read(content, receipt);
            case HL7_V2 -> hl7.read(content, receipt);
            case GLUCOSE_EXPORT -> glucose.read(content, receipt, zone);
            case NOTE -> note(content, incoming.documentTime());
            case VARIANTS -> variants.read(content, incoming.sample(), receipt);
        };
    }

    /** What resources of one patient say, from any number of files. */
    public ReadResources readResources(List<PlacedResource> resources, Receipt receipt) {
        return fhir.readResources(resources, receipt);
    }

    private static ClinicalFacts note(byte[] content, Optional<Instant> documentTime) {
        String text;
        try {
            text = StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(content))
                    .toString();
        } catch (CharacterCodingException e) {
            throw new InvalidInputException("content", "TEXT_NOT_UTF8", "the note is not UTF-8 text", "UTF-8 text");
        }
        if (text.indexOf('\0') >= 0) {
            throw new InvalidInputException("content", "TEXT_NOT_UTF8", "the note holds binary data", "UTF-8 text");
        }
        if (text.isBlank()) {
            throw new InvalidInputException("content", "INPUT_EMPTY", "the note is empty", "a clinical note");
        }
        ClinicalFacts.Collector facts = new ClinicalFacts.Collector();
        facts.add(new EmbeddedNote("note", text, NoteDate.of(text).or(() -> documentTime)));
        return facts.facts();
    }
}
