package org.hsdpo.data.glucose;

import java.io.BufferedInputStream;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.regex.Pattern;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;
import org.hsdpo.clinical.error.InvalidInputException;
import org.hsdpo.clinical.measurement.Bound;
import org.hsdpo.clinical.measurement.Measurement;
import org.hsdpo.data.ClinicalFacts;
import org.hsdpo.data.Receipt;

/**
 * Reads the export of Apple Health, {@code export.xml} by itself or in its {@code export.zip}, record by record: blood
 * glucose, body mass, height, blood pressure and resting heart rate. Every record states its unit and its time with the
 * offset. The heart rates of a day are not taken: most are of a moving patient. Name, birth date and sex are not read.
 *
 * <p>Apple's export carries a document type definition. It is passed over: no entity is declared, none is expanded, and
 * nothing outside the file is ever opened. Thread-safe.
 */
public final class AppleHealthReader {
    private static final Map<String, Measurement> SINGLE = Map.of(
            "HKQuantityTypeIdentifierBodyMass", Measurement.WEIGHT,
            "HKQuantityTypeIdentifierHeight", Measurement.HEIGHT,
            "HKQuantityTypeIdentifierBloodPressureSystolic", Measurement.SYSTOLIC_PRESSURE,
            "HKQuantityTypeIdentifierBloodPressureDiastolic", Measurement.DIASTOLIC_PRESSURE,
            "HKQuantityTypeIdentifierRestingHeartRate", Measurement.HEART_RATE);
    private static final String GLUCOSE = "HKQuantityTypeIdentifierBloodGlucose";
    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss Z", Locale.ROOT);
    private static final String ACCEPTED =
            "Apple Health's export.xml, or the zip it comes in, with blood glucose, body mass, height, blood pressure or"
                    + " resting heart rate";
    private static final int HEAD = 1 << 16;
    private static final Pattern COMMENT = Pattern.compile("<!--.*?-->", Pattern.DOTALL);
    /**
     * The type definition as Apple writes it, inside the file. With one outside, the parser would drop a reference to an
     * entity in silence, and a value with it.
     */
    private static final Pattern INTERNAL_TYPES =
            Pattern.compile("\\s*(?:<\\?xml[^>]*>)?\\s*<!DOCTYPE\\s+HealthData\\s*\\[");

    private final XMLInputFactory factory;

    public AppleHealthReader() {
        // The JDK's own parser, whatever others are on the class path: its switches are those set here.
        factory = XMLInputFactory.newDefaultFactory();
        factory.setProperty(XMLInputFactory.SUPPORT_DTD, false);
        factory.setProperty(XMLInputFactory.IS_SUPPORTING_EXTERNAL_ENTITIES, false);
        factory.setProperty(XMLInputFactory.IS_REPLACING_ENTITY_REFERENCES, false);
        factory.setXMLResolver((publicId, systemId, base, namespace) -> {
            throw new XMLStreamException("nothing outside the file is read");
        });
    }

    /**
     * The facts of an export.
     *
     * @param content XML or zip
     * @throws InvalidInputException where the file is refused; nothing of it may then be used
     */
    public ClinicalFacts read(byte[] content, Receipt receipt) {
        if (content.length == 0) {
            throw new InvalidInputException("content", "INPUT_EMPTY", "the file is empty", ACCEPTED);
        }
        boolean zip =
                content.length > 3 && content[0] == 'P' && content[1] == 'K' && content[2] == 3 && content[3] == 4;
        DeviceMeasurements measurements = new DeviceMeasurements(receipt);
        try (InputStream in = new ByteArrayInputStream(content)) {
            if (zip) {
                fromZip(in, content.length, measurements);
            } else {
                records(new BufferedInputStream(in, HEAD), measurements);
            }
        } catch (InflatedBytes.TooMany e) {
            throw e.refusal();
        } catch (IOException e) {
            throw new InvalidInputException(
                    "content", "ZIP_INVALID", "the zip is damaged or ends early (truncated)", ACCEPTED);
        }
        return measurements.facts(ACCEPTED);
    }

    private void fromZip(InputStream content, long packed, DeviceMeasurements measurements) throws IOException {
        try (ZipInputStream zip = new ZipInputStream(content)) {
            InputStream entries = new BufferedInputStream(new InflatedBytes(zip, packed), 1 << 16);
            for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
                // Some languages name the file otherwise, for example Exportación.xml; the clinical document is not it.
                String name = entry.getName().toLowerCase(Locale.ROOT);
                if (name.endsWith(".xml") && !name.endsWith("_cda.xml") && beginsAsHealthData(entries)) {
                    records(entries, measurements);
                    return;
                }
                entries.transferTo(OutputStream.nullOutputStream());
            }
        }
        throw new InvalidInputException(
                "content", "HEADERS_UNKNOWN", "the zip holds no export of Apple Health", ACCEPTED);
    }

    private static boolean beginsAsHealthData(InputStream in) throws IOException {
        return head(in).contains("HealthData");
    }

    private static String head(InputStream in) throws IOException {
        in.mark(HEAD + 1);
        String head = new String(in.readNBytes(HEAD), StandardCharsets.UTF_8);
        in.reset();
        return head;
    }

    private void records(InputStream in, DeviceMeasurements measurements) throws IOException {
        boolean plainTypes =
                INTERNAL_TYPES.matcher(COMMENT.matcher(head(in)).replaceAll("")).lookingAt();
        Records records = new Records(measurements, plainTypes);
        XMLStreamReader reader = null;
        try {
            reader = factory.createXMLStreamReader(in, "UTF-8");
            while (reader.hasNext()) {
                records.take(next(reader), reader);
            }
        } catch (XMLStreamException e) {
            if (e.getNestedException() instanceof InflatedBytes.TooMany tooMany) {
                throw tooMany;
            }
            throw invalid(reader, "the XML is not well-formed, or ends early (truncated)");
        }
    }

    private static int next(XMLStreamReader reader) throws XMLStreamException {
        try {
            return reader.next();
        } catch (RuntimeException e) {
            // The parser lacks the words for some of its own errors.
            throw new XMLStreamException(e);
        }
    }

    private static InvalidInputException invalid(XMLStreamReader reader, String what) {
        String place = reader == null || reader.getLocation() == null
                ? "content"
                : "line " + reader.getLocation().getLineNumber();
        return new InvalidInputException(place, "XML_INVALID", what, ACCEPTED);
    }

    /** The records of one export as they come by. */
    private static final class Records {
        private final DeviceMeasurements measurements;
        private final boolean plainTypes;
        private boolean begun;
        private int correlations;

        /**
         * @param plainTypes whether a type definition in the file is one that stands in it
         */
        Records(DeviceMeasurements measurements, boolean plainTypes) {
            this.measurements = measurements;
            this.plainTypes = plainTypes;
        }

        void take(int event, XMLStreamReader reader) {
            switch (event) {
                case XMLStreamConstants.START_ELEMENT -> start(reader);
                case XMLStreamConstants.END_ELEMENT ->
                    correlations -= reader.getLocalName().equals("Correlation") ? 1 : 0;
                case XMLStreamConstants.DTD -> {
                    if (!plainTypes) {
                        throw invalid(reader, "the type definition is not the one of Apple Health");
                    }
                }
                case XMLStreamConstants.ENTITY_REFERENCE ->
                    throw invalid(reader, "an entity is used; entities are not expanded");
                default -> {}
            }
        }

        private void start(XMLStreamReader reader) {
            String name = reader.getLocalName();
            if (!begun && !name.equals("HealthData")) {
                throw new InvalidInputException(
                        "content", "HEADERS_UNKNOWN", "the XML is no export of Apple Health", ACCEPTED);
            }
            begun = true;
            if (name.equals("Correlation")) {
                correlations++;
            } else if (name.equals("Record") && correlations == 0) {
                // Records of a correlation stand a second time by themselves.
                record(reader);
            }
        }

        private void record(XMLStreamReader reader) {
            String type = attribute(reader, "type");
            Measurement single = SINGLE.get(type);
            if (single == null && !type.equals(GLUCOSE)) {
                return;
            }
            String place = "line " + reader.getLocation().getLineNumber();
            OptionalDouble value = GlucoseUnit.number(attribute(reader, "value"));
            Optional<Instant> time = time(attribute(reader, "startDate"));
            if (value.isEmpty() || time.isEmpty()) {
                measurements.leave("a record has no number or no time");
            } else if (single != null) {
                measurements.single(single, time.get(), value.getAsDouble(), attribute(reader, "unit"), place);
            } else {
                measurements.glucose(
                        GlucoseSeries.Method.UNSTATED,
                        attribute(reader, "sourceName"),
                        time.get(),
                        value.getAsDouble(),
                        attribute(reader, "unit"),
                        Bound.EXACT,
                        place);
            }
        }

        private static String attribute(XMLStreamReader reader, String name) {
            String value = reader.getAttributeValue(null, name);
            return value == null ? "" : value;
        }

        private static Optional<Instant> time(String text) {
            try {
                return Optional.of(OffsetDateTime.parse(text, TIME).toInstant());
            } catch (DateTimeParseException e) {
                return Optional.empty();
            }
        }
    }
}
