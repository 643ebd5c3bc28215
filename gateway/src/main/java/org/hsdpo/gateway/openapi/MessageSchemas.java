package org.hsdpo.gateway.openapi;

import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.EnumValueDescriptor;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.Timestamp;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.eclipse.microprofile.openapi.OASFactory;
import org.eclipse.microprofile.openapi.models.media.Schema;
import org.eclipse.microprofile.openapi.models.media.Schema.SchemaType;

/**
 * JSON schemas of messages in protobuf's JSON form. A field that has no presence is always written and so required;
 * what has presence is left out where it is unset.
 */
final class MessageSchemas {
    private final Map<String, Schema> schemas = new LinkedHashMap<>();

    /** Adds the schema of a message and of all messages in it. */
    void add(Descriptor message) {
        if (schemas.containsKey(message.getName())) {
            return;
        }
        Schema schema = OASFactory.createSchema().addType(SchemaType.OBJECT);
        schemas.put(message.getName(), schema);
        List<String> required = new ArrayList<>();
        for (FieldDescriptor field : message.getFields()) {
            schema.addProperty(field.getJsonName(), field(field));
            if (!field.hasPresence()) {
                required.add(field.getJsonName());
            }
        }
        schema.setRequired(required);
        schema.setAdditionalPropertiesBoolean(false);
    }

    /** Adds the schema of a request body: some fields of a message, none of them required. */
    void addRequest(String name, Descriptor message, List<String> jsonNames) {
        Schema schema = OASFactory.createSchema().addType(SchemaType.OBJECT);
        for (FieldDescriptor field : message.getFields()) {
            if (jsonNames.contains(field.getJsonName())) {
                schema.addProperty(field.getJsonName(), field(field));
            }
        }
        schema.setAdditionalPropertiesBoolean(false);
        schemas.put(name, schema);
    }

    Map<String, Schema> all() {
        return schemas;
    }

    private Schema field(FieldDescriptor field) {
        Schema value = value(field);
        return field.isRepeated()
                ? OASFactory.createSchema().addType(SchemaType.ARRAY).items(value)
                : value;
    }

    private Schema value(FieldDescriptor field) {
        return switch (field.getType()) {
            case DOUBLE, FLOAT ->
                OASFactory.createSchema().addType(SchemaType.NUMBER).format("double");
            case BOOL -> OASFactory.createSchema().addType(SchemaType.BOOLEAN);
            case INT32, SINT32, SFIXED32, UINT32, FIXED32 ->
                OASFactory.createSchema().addType(SchemaType.INTEGER).format("int32");
            case INT64, SINT64, SFIXED64, UINT64, FIXED64 ->
                OASFactory.createSchema().addType(SchemaType.STRING).format("int64");
            case STRING -> OASFactory.createSchema().addType(SchemaType.STRING);
            case BYTES -> OASFactory.createSchema().addType(SchemaType.STRING).format("byte");
            case ENUM -> enumeration(field);
            case MESSAGE, GROUP -> message(field.getMessageType());
        };
    }

    private static Schema enumeration(FieldDescriptor field) {
        Schema schema = OASFactory.createSchema().addType(SchemaType.STRING);
        for (EnumValueDescriptor value : field.getEnumType().getValues()) {
            schema.addEnumeration(value.getName());
        }
        return schema;
    }

    private Schema message(Descriptor message) {
        if (message.getFullName().equals(Timestamp.getDescriptor().getFullName())) {
            return OASFactory.createSchema().addType(SchemaType.STRING).format("date-time");
        }
        add(message);
        return OASFactory.createSchema().ref("#/components/schemas/" + message.getName());
    }
}
