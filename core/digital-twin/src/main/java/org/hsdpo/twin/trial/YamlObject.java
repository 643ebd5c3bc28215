package org.hsdpo.twin.trial;

import java.io.Reader;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.TreeSet;
import org.hsdpo.clinical.error.InvalidInputException;
import org.hsdpo.clinical.error.Violation;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.error.MarkedYAMLException;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.NodeTuple;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;

/** A mapping in a YAML file that knows where it stands, so that whatever is wrong is refused with file, line and field. */
final class YamlObject {
    private final String file;
    private final String path;
    private final int line;
    private final Map<String, Node> fields = new LinkedHashMap<>();

    private YamlObject(String file, String path, Node node) {
        this.file = file;
        this.path = path;
        this.line = line(node);
        if (!(node instanceof MappingNode mapping)) {
            throw refused(path, line, "SHAPE_WRONG", "is no mapping", "keys with values");
        }
        for (NodeTuple tuple : mapping.getValue()) {
            String key = tuple.getKeyNode() instanceof ScalarNode scalar ? scalar.getValue() : "";
            if (fields.put(key, tuple.getValueNode()) != null) {
                throw refused(at(key), line(tuple.getKeyNode()), "KEY_DUPLICATE", "stands twice", "each key once");
            }
        }
    }

    /** @throws InvalidInputException where the text is not one YAML mapping */
    static YamlObject read(String file, Reader text) {
        LoaderOptions options = new LoaderOptions();
        options.setMaxAliasesForCollections(0);
        options.setNestingDepthLimit(20);
        options.setCodePointLimit(1_000_000);
        try {
            Node node = new Yaml(options).compose(text);
            if (node == null) {
                throw new InvalidInputException(file, "INPUT_EMPTY", "the file is empty", "a trial");
            }
            return new YamlObject(file, "", node);
        } catch (MarkedYAMLException e) {
            int line = e.getProblemMark() == null ? 1 : e.getProblemMark().getLine() + 1;
            throw new InvalidInputException(file + ":" + line, "YAML_BROKEN", e.getProblem(), "well-formed YAML");
        } catch (org.yaml.snakeyaml.error.YAMLException e) {
            throw new InvalidInputException(file, "YAML_BROKEN", e.getMessage(), "well-formed YAML");
        }
    }

    /** Refuses every key that is not one of these. */
    YamlObject only(String... known) {
        Set<String> accepted = new TreeSet<>(List.of(known));
        List<Violation> violations = new ArrayList<>();
        fields.forEach((key, value) -> {
            if (!accepted.contains(key)) {
                violations.add(violation(
                        at(key), line(value), "KEY_UNKNOWN", "is not known here", String.join(", ", accepted)));
            }
        });
        if (!violations.isEmpty()) {
            throw new InvalidInputException(violations);
        }
        return this;
    }

    boolean has(String key) {
        return fields.containsKey(key);
    }

    String text(String key) {
        if (!(required(key) instanceof ScalarNode scalar) || scalar.getValue().isBlank()) {
            throw refused(key, "TEXT_MISSING", "is no text", "a text");
        }
        return scalar.getValue();
    }

    /** A number from {@code low} to {@code high}. */
    double number(String key, double low, double high) {
        try {
            double value = Double.parseDouble(text(key));
            if (value >= low && value <= high) {
                return value;
            }
        } catch (NumberFormatException e) {
            // Said below, together with what is accepted.
        }
        throw refused(key, "VALUE_INVALID", "is '" + text(key) + "'", "a number from " + low + " to " + high);
    }

    OptionalDouble optionalNumber(String key, double low, double high) {
        return has(key) ? OptionalDouble.of(number(key, low, high)) : OptionalDouble.empty();
    }

    int integer(String key, int low, int high) {
        double value = number(key, low, high);
        if (value != Math.rint(value)) {
            throw refused(key, "VALUE_INVALID", "is '" + text(key) + "'", "a whole number");
        }
        return (int) value;
    }

    boolean flag(String key) {
        return choice(key, Map.of("true", true, "false", false));
    }

    <T> T choice(String key, Map<String, T> choices) {
        T chosen = choices.get(text(key));
        if (chosen == null) {
            throw refused(
                    key,
                    "VALUE_INVALID",
                    "is '" + text(key) + "'",
                    "one of " + String.join(", ", new TreeSet<>(choices.keySet())));
        }
        return chosen;
    }

    YamlObject object(String key) {
        return new YamlObject(file, at(key), required(key));
    }

    /** The mappings of a list; none where the key is missing. */
    List<YamlObject> objects(String key) {
        List<YamlObject> objects = new ArrayList<>();
        if (has(key)) {
            List<Node> items = items(key);
            for (int i = 0; i < items.size(); i++) {
                objects.add(new YamlObject(file, at(key) + "[" + i + "]", items.get(i)));
            }
        }
        return objects;
    }

    /** Two rising numbers. */
    double[] range(String key) {
        List<Node> items = items(key);
        if (items.size() == 2 && items.get(0) instanceof ScalarNode low && items.get(1) instanceof ScalarNode high) {
            try {
                double[] range = {Double.parseDouble(low.getValue()), Double.parseDouble(high.getValue())};
                if (range[0] < range[1]) {
                    return range;
                }
            } catch (NumberFormatException e) {
                // Said below.
            }
        }
        throw refused(key, "RANGE_INVALID", "is no range", "two rising numbers such as [7, 10]");
    }

    /** One number, twice, or two rising ones. */
    double[] numberOrRange(String key, double low, double high) {
        if (!(required(key) instanceof SequenceNode)) {
            double value = number(key, low, high);
            return new double[] {value, value};
        }
        double[] range = range(key);
        if (range[0] < low || range[1] > high) {
            throw refused(key, "RANGE_INVALID", "goes too far", "a range within " + low + " to " + high);
        }
        return range;
    }

    Set<String> keys() {
        return fields.keySet();
    }

    InvalidInputException refused(String key, String code, String fault, String accepted) {
        Node node = fields.get(key);
        return refused(at(key), node == null ? line : line(node), code, fault, accepted);
    }

    private List<Node> items(String key) {
        if (!(required(key) instanceof SequenceNode sequence)) {
            throw refused(key, "SHAPE_WRONG", "is no list", "a list");
        }
        return sequence.getValue();
    }

    private Node required(String key) {
        Node node = fields.get(key);
        if (node == null) {
            throw refused(at(key), line, "KEY_MISSING", "is missing", "a value for " + key);
        }
        return node;
    }

    private String at(String key) {
        return path.isEmpty() ? key : path + "." + key;
    }

    private InvalidInputException refused(String field, int where, String code, String fault, String accepted) {
        return new InvalidInputException(List.of(violation(field, where, code, fault, accepted)));
    }

    private Violation violation(String field, int where, String code, String fault, String accepted) {
        return new Violation(file + ":" + where + " " + field, code, fault, accepted);
    }

    private static int line(Node node) {
        return node.getStartMark().getLine() + 1;
    }
}
