package org.hsdpo.data.fhir;

import com.fasterxml.jackson.core.JsonParseException;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import com.fasterxml.jackson.core.io.JsonEOFException;
import com.fasterxml.jackson.core.json.JsonReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.TextNode;
import com.fasterxml.jackson.databind.node.ValueNode;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.hsdpo.clinical.error.InvalidInputException;
import org.hsdpo.clinical.error.Violation;

/**
 * The JSON of a FHIR record taken apart: a list of resources, each with its path, and what references point to.
 *
 * @param resources the resources of the record in order
 * @param targets resources by {@code fullUrl} and by {@code Type/id}
 * @param continued whether it is one page of several: a result of a search that names a next one
 */
record FhirDocument(List<Resource> resources, Map<String, JsonNode> targets, boolean continued) {
    /** Bundle types that hold a patient's resources as they are; a history or subscription holds versions and events. */
    private static final Set<String> BUNDLE_TYPES =
            Set.of("transaction", "collection", "searchset", "batch", "document", "message");

    /**
     * One resource.
     *
     * @param path in the record, for example {@code entry[3].resource}
     * @param type its {@code resourceType}
     * @param fullUrl of its entry, or empty
     * @param json its content
     */
    record Resource(String path, String type, String fullUrl, JsonNode json) {
        String id() {
            return json.path("id").asText("");
        }
    }

    /** What a subject can be by FHIR R4 beside a patient. */
    private static final Pattern OTHER_SUBJECT =
            Pattern.compile("(?:^|/)(?:Group|Device|Location|Substance|Practitioner|Organization|Medication)/[^/]+");

    /** Digits a number may take when it is written out: {@code 1E999999999} would take a gigabyte. */
    private static final int MOST_DIGITS = 400;

    /** A value that is JSON and yet nothing that can be worked with or stored. */
    private static final class Unusable extends RuntimeException {
        private static final long serialVersionUID = 1;

        Unusable(String message) {
            super(message, null, false, false);
        }
    }

    private static final class UsableValues extends JsonNodeFactory {
        private static final long serialVersionUID = 1;

        @Override
        public ValueNode numberNode(BigDecimal value) {
            if (value != null && Math.abs((long) value.scale()) > MOST_DIGITS) {
                throw new Unusable("a number takes more than " + MOST_DIGITS + " digits");
            }
            return super.numberNode(value);
        }

        @Override
        public TextNode textNode(String text) {
            if (text != null && text.indexOf('\0') >= 0) {
                throw new Unusable("a text holds the character U+0000, which FHIR has not");
            }
            return super.textNode(text);
        }
    }

    private static final ObjectMapper JSON = JsonMapper.builder()
            .nodeFactory(new UsableValues())
            .enable(JsonParser.Feature.STRICT_DUPLICATE_DETECTION)
            .disable(JsonReadFeature.ALLOW_NON_NUMERIC_NUMBERS)
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .build();

    static {
        JSON.getFactory()
                .setStreamReadConstraints(StreamReadConstraints.builder()
                        .maxNestingDepth(200)
                        .maxNumberLength(100)
                        .maxStringLength(64 << 20)
                        .build());
    }

    /**
     * Takes a record apart.
     *
     * @param accepted resource types that may stand alone
     * @throws InvalidInputException where the content is no JSON, no FHIR, holds a key twice, or is of another type
     */
    static FhirDocument parse(byte[] content, Set<String> accepted) {
        JsonNode root = tree(content);
        String type = root.path("resourceType").asText("");
        if (type.isEmpty()) {
            throw new InvalidInputException(
                    "resourceType",
                    "NOT_FHIR",
                    "the JSON is not a FHIR resource: it has no resourceType",
                    kinds(accepted));
        }
        if (!type.equals("Bundle")) {
            if (!accepted.contains(type)) {
                throw new InvalidInputException(
                        "resourceType",
                        "RESOURCE_TYPE_UNSUPPORTED",
                        "a " + shortened(type) + " on its own says nothing HSDPO reads",
                        kinds(accepted));
            }
            return new FhirDocument(List.of(new Resource(type, type, "", root)), Map.of(), false);
        }
        String bundleType = root.path("type").asText("");
        if (!BUNDLE_TYPES.contains(bundleType)) {
            throw new InvalidInputException(
                    "type",
                    "BUNDLE_TYPE_UNSUPPORTED",
                    bundleType.isEmpty() ? "the bundle has no type" : "a bundle of type " + shortened(bundleType),
                    String.join(", ", BUNDLE_TYPES.stream().sorted().toList()));
        }
        return entries(root.path("entry"), namesNext(root.path("link")));
    }

    private static boolean namesNext(JsonNode links) {
        for (JsonNode link : links) {
            if (link.path("relation").asText("").equals("next")) {
                return true;
            }
        }
        return false;
    }

    private static FhirDocument entries(JsonNode entries, boolean continued) {
        if (!entries.isArray() || entries.isEmpty()) {
            throw new InvalidInputException(
                    "entry", "BUNDLE_EMPTY", "the bundle has no entries", "a bundle with at least one resource");
        }
        List<Resource> resources = new ArrayList<>();
        Map<String, JsonNode> targets = new HashMap<>();
        List<Violation> violations = new ArrayList<>();
        for (int i = 0; i < entries.size(); i++) {
            JsonNode entry = entries.get(i);
            JsonNode resource = entry.path("resource");
            String path = "entry[" + i + "].resource";
            if (entry.path("request").path("method").asText("").equals("DELETE")) {
                continue;
            }
            String type = resource.path("resourceType").asText("");
            if (!resource.isObject() || type.isEmpty()) {
                violations.add(
                        new Violation(path, "NOT_FHIR", "the entry holds no FHIR resource", "a FHIR R4 resource"));
                continue;
            }
            String fullUrl = entry.path("fullUrl").asText("");
            Resource read = new Resource(path, type, fullUrl, resource);
            resources.add(read);
            if (!fullUrl.isEmpty()) {
                targets.put(fullUrl, resource);
            }
            if (!read.id().isEmpty()) {
                targets.put(type + "/" + read.id(), resource);
            }
        }
        if (!violations.isEmpty()) {
            throw new InvalidInputException(violations);
        }
        return new FhirDocument(List.copyOf(resources), Map.copyOf(targets), continued);
    }

    /** Resources that stand by themselves, each at a place of its own. */
    static FhirDocument ofPlaced(List<PlacedResource> placed) {
        List<Resource> resources = new ArrayList<>();
        Map<String, JsonNode> targets = new HashMap<>();
        for (PlacedResource each : placed) {
            JsonNode json = tree(each.content());
            Resource read = new Resource(each.place(), json.path("resourceType").asText(""), "", json);
            resources.add(read);
            if (!read.id().isEmpty()) {
                targets.put(read.type() + "/" + read.id(), json);
            }
        }
        return new FhirDocument(List.copyOf(resources), Map.copyOf(targets), false);
    }

    /**
     * What a resource is and whose, without the rest of it.
     *
     * @param type its {@code resourceType}; empty where it has none
     * @param id its identifier; empty where it has none
     * @param patient identifier of the patient it speaks of; empty where it speaks of none
     */
    record Head(String type, String id, String patient) {}

    /**
     * Reads all of a resource and keeps only its head.
     *
     * @throws InvalidInputException as {@link #tree} does
     */
    static Head head(byte[] content) {
        return read(content, FhirDocument::head);
    }

    private static Head head(JsonParser parser) throws IOException {
        String type = "";
        String id = "";
        String subject = "";
        String patient = "";
        while (parser.nextToken() == JsonToken.FIELD_NAME) {
            String field = parser.currentName();
            JsonToken value = parser.nextToken();
            if (value == JsonToken.START_OBJECT && (field.equals("subject") || field.equals("patient"))) {
                String reference =
                        JSON.<JsonNode>readTree(parser).path("reference").asText("");
                subject = field.equals("subject") ? reference : subject;
                patient = field.equals("patient") ? reference : patient;
            } else if (value == JsonToken.VALUE_STRING && field.equals("resourceType")) {
                type = parser.getText();
            } else if (value == JsonToken.VALUE_STRING && field.equals("id")) {
                id = parser.getText();
            } else {
                parser.skipChildren();
            }
        }
        return new Head(type, id, patient(type, id, subject, patient));
    }

    /** Identifier of the patient a resource speaks of, as its reference gives it; empty where it speaks of none. */
    static String patient(String type, JsonNode json) {
        return patient(
                type,
                json.path("id").asText(""),
                json.path("subject").path("reference").asText(""),
                json.path("patient").path("reference").asText(""));
    }

    private static String patient(String type, String id, String... references) {
        if (type.equals("Patient")) {
            return id;
        }
        for (String reference : references) {
            if (!reference.isEmpty() && !reference.startsWith("#") && !reference.contains("?")) {
                return namesAnotherType(reference) ? "" : lastPart(reference);
            }
        }
        return "";
    }

    /** A measurement of a device or a diagnosis of a group is of no patient. */
    private static boolean namesAnotherType(String reference) {
        return OTHER_SUBJECT.matcher(reference).find();
    }

    /** What identifies the target of a reference, whatever stands before it. */
    static String lastPart(String reference) {
        String unversioned = reference.replaceFirst("/_history/.*$", "");
        return unversioned.substring(Math.max(unversioned.lastIndexOf('/'), unversioned.lastIndexOf(':')) + 1);
    }

    /** The resource a reference of the record points to, if it is in the record. */
    Optional<JsonNode> target(String reference) {
        JsonNode exact = targets.get(reference);
        if (exact != null) {
            return Optional.of(exact);
        }
        int slash = reference.lastIndexOf('/', Math.max(0, reference.lastIndexOf('/') - 1));
        return Optional.ofNullable(slash < 0 ? null : targets.get(reference.substring(slash + 1)));
    }

    /** The tree of one JSON object. */
    static JsonNode tree(byte[] content) {
        return read(content, JSON::readTree);
    }

    private interface Reader<T> {
        T read(JsonParser parser) throws IOException;
    }

    private static <T> T read(byte[] content, Reader<T> reader) {
        if (content.length == 0) {
            throw new InvalidInputException(
                    "content", "INPUT_EMPTY", "the record is empty", "a FHIR R4 resource in JSON");
        }
        if (!isUtf8(content)) {
            throw notUtf8();
        }
        try (JsonParser parser = JSON.getFactory().createParser(content)) {
            if (parser.nextToken() != JsonToken.START_OBJECT) {
                throw new InvalidInputException(
                        "content", "NOT_FHIR", "the content is not a JSON object", "a FHIR R4 resource in JSON");
            }
            return read(parser, reader);
        } catch (JsonProcessingException e) {
            throw refused("", e);
        } catch (IOException e) {
            throw notUtf8();
        }
    }

    private static InvalidInputException notUtf8() {
        return new InvalidInputException(
                "content", "JSON_INVALID", "the content is not UTF-8 text", "a FHIR R4 resource in JSON, UTF-8");
    }

    /** The JSON library takes encodings that UTF-8 forbids: halves of characters, and U+0000 in two bytes. */
    private static boolean isUtf8(byte[] content) {
        CharsetDecoder decoder = StandardCharsets.UTF_8.newDecoder();
        ByteBuffer bytes = ByteBuffer.wrap(content);
        CharBuffer characters = CharBuffer.allocate(Math.min(content.length, 1 << 13) + 1);
        CoderResult result;
        do {
            characters.clear();
            result = decoder.decode(bytes, characters, true);
        } while (result.isOverflow());
        return !result.isError();
    }

    private static <T> T read(JsonParser parser, Reader<T> reader) throws IOException {
        try {
            T read = reader.read(parser);
            if (parser.nextToken() != null) {
                throw new InvalidInputException(
                        "content", "JSON_INVALID", "there is text after the end of the JSON", "one JSON object");
            }
            return read;
        } catch (JsonProcessingException e) {
            throw refused(parser.getParsingContext().pathAsPointer().toString(), e);
        } catch (Unusable e) {
            String pointer = parser.getParsingContext().pathAsPointer().toString();
            throw new InvalidInputException(
                    pointer.isEmpty() ? "content" : path(pointer),
                    "JSON_INVALID",
                    e.getMessage(),
                    "texts without control characters, numbers of at most " + MOST_DIGITS + " digits");
        }
    }

    /** Messages of the JSON library may quote the content, which may be a patient's: they are put in other words. */
    private static InvalidInputException refused(String pointer, JsonProcessingException e) {
        String place = e.getLocation() == null
                ? ""
                : " at line " + e.getLocation().getLineNr() + ", column "
                        + e.getLocation().getColumnNr();
        String message =
                switch (e) {
                    case JsonEOFException ignored -> "the JSON ends early (truncated)" + place;
                    case StreamConstraintsException ignored ->
                        "the JSON is nested too deeply or a value is too long" + place;
                    case JsonParseException parse
                    when parse.getOriginalMessage().startsWith("Duplicate field") ->
                        "a key occurs twice in one object" + place;
                    default -> "the content is not JSON" + place;
                };
        String code = message.startsWith("a key") ? "JSON_KEY_TWICE" : "JSON_INVALID";
        return new InvalidInputException(
                pointer.isEmpty() ? "content" : path(pointer), code, message, "a FHIR R4 resource in well-formed JSON");
    }

    /** {@code /entry/3/resource} as {@code entry[3].resource}. */
    private static String path(String pointer) {
        return pointer.substring(1).replaceAll("/(\\d+)(?=/|$)", "[$1]").replace('/', '.');
    }

    private static String kinds(Set<String> accepted) {
        return "a Bundle, or one of "
                + String.join(", ", accepted.stream().sorted().toList());
    }

    private static String shortened(String text) {
        return text.length() <= 40 ? text : text.substring(0, 40) + "…";
    }
}
