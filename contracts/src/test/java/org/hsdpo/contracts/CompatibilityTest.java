package org.hsdpo.contracts;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.EnumDescriptor;
import com.google.protobuf.Descriptors.EnumValueDescriptor;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.Descriptors.FileDescriptor;
import com.google.protobuf.Descriptors.MethodDescriptor;
import com.google.protobuf.Descriptors.ServiceDescriptor;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.hsdpo.contracts.agent.v1.Agent;
import org.hsdpo.contracts.bulk.v1.Bulk;
import org.hsdpo.contracts.common.v1.Common;
import org.hsdpo.contracts.evaluation.v1.Evaluation;
import org.hsdpo.contracts.gateway.v1.Gateway;
import org.hsdpo.contracts.ingestion.v1.Ingestion;
import org.hsdpo.contracts.parser.v1.Parser;
import org.hsdpo.contracts.patient.v1.Patient;
import org.hsdpo.contracts.research.v1.Research;
import org.junit.jupiter.api.Test;

/**
 * Within v1 contracts only grow. {@code v1.lock} lists every element ever released with its number and type; an element
 * that is gone or changed breaks a caller.
 */
class CompatibilityTest {
    private static final List<FileDescriptor> FILES = List.of(
            Common.getDescriptor(),
            Patient.getDescriptor(),
            Ingestion.getDescriptor(),
            Parser.getDescriptor(),
            Evaluation.getDescriptor(),
            Agent.getDescriptor(),
            Gateway.getDescriptor(),
            Research.getDescriptor(),
            Bulk.getDescriptor());

    @Test
    void everyReleasedElementIsStillThereUnchanged() throws IOException {
        assertThat(elements())
                .as("breaking change: elements of v1.lock are gone or changed")
                .containsAll(lock());
    }

    @Test
    void everyNewElementIsEnteredInTheLock() throws IOException {
        Set<String> unlocked = elements();
        unlocked.removeAll(lock());
        assertThat(unlocked).as("new elements: append these lines to v1.lock").isEmpty();
    }

    @Test
    void everyEnumerationBeginsWithUnspecified() {
        for (FileDescriptor file : FILES) {
            for (EnumDescriptor type : file.getEnumTypes()) {
                assertThat(type.findValueByNumber(0).getName()).endsWith("_UNSPECIFIED");
            }
        }
    }

    @Test
    void packagesAreVersioned() {
        assertThat(FILES).allSatisfy(file -> assertThat(file.getPackage()).matches("hsdpo\\.[a-z]+\\.v1"));
    }

    private static Set<String> elements() {
        Set<String> elements = new TreeSet<>();
        for (FileDescriptor file : FILES) {
            for (Descriptor message : file.getMessageTypes()) {
                for (FieldDescriptor field : message.getFields()) {
                    elements.add("field " + message.getFullName() + " " + field.getNumber() + " " + field.getName()
                            + " "
                            + (field.isRepeated() ? "repeated " : field.hasPresence() ? "optional " : "") + type(field)
                            + (field.getRealContainingOneof() == null
                                    ? ""
                                    : " oneof " + field.getRealContainingOneof().getName()));
                }
            }
            for (EnumDescriptor type : file.getEnumTypes()) {
                for (EnumValueDescriptor value : type.getValues()) {
                    elements.add("enum " + type.getFullName() + " " + value.getNumber() + " " + value.getName());
                }
            }
            for (ServiceDescriptor service : file.getServices()) {
                for (MethodDescriptor method : service.getMethods()) {
                    elements.add("rpc " + method.getFullName() + " "
                            + method.getInputType().getFullName() + " "
                            + (method.isServerStreaming() ? "stream " : "")
                            + method.getOutputType().getFullName());
                }
            }
        }
        return elements;
    }

    private static String type(FieldDescriptor field) {
        return switch (field.getJavaType()) {
            case MESSAGE -> field.getMessageType().getFullName();
            case ENUM -> field.getEnumType().getFullName();
            default -> field.getType().name().toLowerCase(java.util.Locale.ROOT);
        };
    }

    private static Set<String> lock() throws IOException {
        try (InputStream in = CompatibilityTest.class.getResourceAsStream("v1.lock")) {
            assertThat(in).as("v1.lock").isNotNull();
            Set<String> lines = new TreeSet<>(new String(in.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .toList());
            lines.removeIf(line -> line.isBlank() || line.startsWith("#"));
            return lines;
        }
    }
}
