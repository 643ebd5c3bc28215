package org.hsdpo.data.glucose;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import com.fasterxml.jackson.core.io.JsonEOFException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.format.DateTimeParseException;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import org.hsdpo.clinical.error.InvalidInputException;
import org.hsdpo.clinical.measurement.Bound;
import org.hsdpo.clinical.measurement.Measurement;
import org.hsdpo.data.ClinicalFacts;
import org.hsdpo.data.Receipt;

/**
 * Reads what devices of daily life give in JSON, one entry after the other: data points of Open mHealth and IEEE 1752.1
 * ({@code header} and {@code body}; blood-glucose, body-weight, body-height, blood-pressure, heart-rate) and Tidepool's
 * export ({@code type}, {@code time}, {@code value}, {@code units}). An array, a single object, or one object a line.
 *
 * <p>A statistic over a time ("minimum of the week") is no reading and is left out; so is a pulse that was not taken at
 * rest. Thread-safe.
 */
public final class DeviceJsonReader {
    private static final ObjectMapper JSON = JsonMapper.builder(JsonFactory.builder()
                    .streamReadConstraints(StreamReadConstraints.builder()
                            .maxNestingDepth(50)
                            .maxStringLength(1 << 20)
                            .build())
                    .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                    .disable(StreamReadFeature.INCLUDE_SOURCE_IN_LOCATION)
                    .build())
            .build();
    private static final String ACCEPTED =
            "Open mHealth data points (blood-glucose, body-weight, body-height, blood-pressure, heart-rate) or a Tidepool"
                    + " export, as a JSON array, one object, or one object a line";

    /** Whether JSON is a device's and no FHIR resource: it begins with an array, or names no {@code resourceType}. */
    public static boolean recognises(byte[] content) {
        try (JsonParser parser = JSON.getFactory().createParser(content)) {
            if (parser.nextToken() == JsonToken.START_ARRAY) {
                return true;
            }
            while (parser.nextToken() == JsonToken.FIELD_NAME) {
                String name = parser.currentName();
                if (name.equals("resourceType")) {
                    return false;
                }
                if (name.equals("header") || name.equals("body") || name.equals("units")) {
                    return true;
                }
                parser.nextToken();
                parser.skipChildren();
            }
            return false;
        } catch (IOException e) {
            // The FHIR reader says what is wrong with it.
            return false;
        }
    }

    /**
     * The facts of a file.
     *
     * @throws InvalidInputException where the file is refused; nothing of it may then be used
     */
    public ClinicalFacts read(byte[] content, Receipt receipt) {
        if (content.length == 0) {
            throw new InvalidInputException("content", "INPUT_EMPTY", "the file is empty", ACCEPTED);
        }
        DeviceMeasurements measurements = new DeviceMeasurements(receipt);
        Reading reading = new Reading(measurements);
        try (JsonParser parser = JSON.getFactory().createParser(content)) {
            boolean array = false;
            for (JsonToken token = parser.nextToken(); token != null; token = parser.nextToken()) {
                switch (token) {
                    case START_OBJECT -> reading.entry(JSON.readTree(parser));
                    case START_ARRAY -> {
                        if (array) {
                            throw notDevice();
                        }
                        array = true;
                    }
                    case END_ARRAY -> array = false;
                    default -> throw notDevice();
                }
            }
        } catch (JsonProcessingException e) {
            throw refused(e);
        } catch (IOException e) {
            throw new InvalidInputException("content", "JSON_INVALID", "the content is not UTF-8 text", ACCEPTED);
        }
        return measurements.facts(ACCEPTED);
    }

    /** Messages of the JSON library may quote the content, which may be a patient's: they are put in other words. */
    private static InvalidInputException refused(JsonProcessingException e) {
        String place = e.getLocation() == null
                ? ""
                : " at line " + e.getLocation().getLineNr() + ", column "
                        + e.getLocation().getColumnNr();
        String what =
                switch (e) {
                    case JsonEOFException ignored -> "the JSON ends early (truncated)";
                    case StreamConstraintsException ignored -> "the JSON is nested too deeply or a value is too long";
                    default -> "the content is not JSON";
                };
        return new InvalidInputException("content", "JSON_INVALID", what + place, ACCEPTED);
    }

    private static InvalidInputException notDevice() {
        return new InvalidInputException(
                "content", "HEADERS_UNKNOWN", "the JSON is not a list of device readings", ACCEPTED);
    }

    /** The state of reading one file. */
    private static final class Reading {
        private static final Set<String> OF_TIDEPOOL = Set.of("cbg", "smbg");

        private final DeviceMeasurements measurements;
        private final Set<String> users = new HashSet<>();
        private int position;

        Reading(DeviceMeasurements measurements) {
            this.measurements = measurements;
        }

        void entry(JsonNode entry) {
            String place = "entry[" + position++ + "]";
            if (entry.path("body").isObject()) {
                JsonNode header = entry.path("header");
                oneUser(header.path("user_id").asText(header.path("patient_id").asText("")));
                String device = header.path("acquisition_provenance")
                        .path("source_name")
                        .asText("");
                body(entry.path("body"), device, place);
            } else if (entry.path("type").isTextual()) {
                oneUser(entry.path("_userId").asText(entry.path("userId").asText("")));
                if (OF_TIDEPOOL.contains(entry.path("type").asText())) {
                    tidepool(entry, place);
                }
            } else {
                throw new InvalidInputException(
                        place, "HEADERS_UNKNOWN", "the entry has neither header and body nor a type", ACCEPTED);
            }
        }

        private void oneUser(String user) {
            if (!user.isEmpty()) {
                users.add(user);
            }
            if (users.size() > 1) {
                throw new InvalidInputException(
                        "content", "SEVERAL_PATIENTS", "the file speaks of several users", "readings of one patient");
            }
        }

        /** A body, or the entries of a body that gathers several under one header. */
        private void body(JsonNode body, String device, String place) {
            boolean gathered = false;
            for (JsonNode field : body) {
                if (field.isArray()) {
                    gathered = true;
                    for (int i = 0; i < field.size(); i++) {
                        if (field.get(i).isObject()) {
                            reading(field.get(i), device, place + ".body[" + i + "]");
                        }
                    }
                }
            }
            if (!gathered) {
                reading(body, device, place + ".body");
            }
        }

        private void reading(JsonNode body, String device, String place) {
            if (body.has("descriptive_statistic")) {
                measurements.leave("a statistic over a time is no reading");
                return;
            }
            Optional<Instant> time = time(body.path("effective_time_frame"));
            if (time.isEmpty()) {
                measurements.leave("no time with its offset is stated");
                return;
            }
            boolean atRest = !body.has("temporal_relationship_to_physical_activity")
                    || body.path("temporal_relationship_to_physical_activity")
                            .asText("")
                            .equals("at rest");
            quantity(body.path("blood_glucose"))
                    .ifPresent(value -> measurements.glucose(
                            method(body.path("specimen_source").asText("")),
                            device,
                            time.get(),
                            value.value(),
                            value.unit(),
                            Bound.EXACT,
                            place));
            single(Measurement.WEIGHT, body.path("body_weight"), time.get(), place);
            single(Measurement.HEIGHT, body.path("body_height"), time.get(), place);
            single(Measurement.SYSTOLIC_PRESSURE, body.path("systolic_blood_pressure"), time.get(), place);
            single(Measurement.DIASTOLIC_PRESSURE, body.path("diastolic_blood_pressure"), time.get(), place);
            if (atRest) {
                single(Measurement.HEART_RATE, body.path("heart_rate"), time.get(), place);
            } else if (body.has("heart_rate")) {
                measurements.leave("the heart rate was not taken at rest");
            }
        }

        private static GlucoseSeries.Method method(String specimen) {
            return switch (specimen) {
                case "interstitial fluid" -> GlucoseSeries.Method.SENSOR;
                case "capillary blood", "whole blood", "arterial blood", "venous blood", "plasma", "serum" ->
                    GlucoseSeries.Method.FINGER_STICK;
                default -> GlucoseSeries.Method.UNSTATED;
            };
        }

        private void single(Measurement measurement, JsonNode node, Instant time, String place) {
            if (node.isObject()) {
                quantity(node)
                        .ifPresent(value -> measurements.single(measurement, time, value.value(), value.unit(), place));
            }
        }

        private record Written(double value, String unit) {}

        private Optional<Written> quantity(JsonNode node) {
            if (!node.isObject()) {
                return Optional.empty();
            }
            double value = node.path("value").asDouble(Double.NaN);
            if (!Double.isFinite(value)) {
                measurements.leave("the value is no number");
                return Optional.empty();
            }
            return Optional.of(new Written(value, node.path("unit").asText("")));
        }

        /** The moment, or the end of the interval: a value read over a minute is known at its end. */
        private static Optional<Instant> time(JsonNode frame) {
            JsonNode interval = frame.path("time_interval");
            return instant(frame.path("date_time").asText(""))
                    .or(() -> instant(interval.path("end_date_time").asText("")))
                    .or(() -> instant(interval.path("start_date_time").asText("")));
        }

        private void tidepool(JsonNode entry, String place) {
            Optional<Instant> time = instant(entry.path("time").asText(""));
            double value = entry.path("value").asDouble(Double.NaN);
            if (time.isEmpty() || !Double.isFinite(value)) {
                measurements.leave("a Tidepool reading has no number or no time");
                return;
            }
            JsonNode annotations = entry.path("annotations");
            measurements.glucose(
                    entry.path("type").asText().equals("cbg")
                            ? GlucoseSeries.Method.SENSOR
                            : GlucoseSeries.Method.FINGER_STICK,
                    entry.path("deviceId").asText(""),
                    time.get(),
                    value,
                    entry.path("units").asText(""),
                    TidepoolAnnotation.bound(annotations.isTextual() ? annotations.asText() : annotations.toString()),
                    place);
        }

        private static Optional<Instant> instant(String text) {
            try {
                return Optional.of(OffsetDateTime.parse(text).toInstant());
            } catch (DateTimeParseException e) {
                return Optional.empty();
            }
        }
    }
}
