package org.hsdpo.data.genome;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.zip.GZIPInputStream;

/**
 * Writes the definition files of the genes for which CPIC has allele definitions, from the JSON that ClinPGX releases
 * (<i>GENE</i>{@code _translation.json.gz} and <i>GENE</i>{@code .json.gz}). Facts only: positions, alleles, functions,
 * activity values, and the phenotype of each pair of functions, after a check that the release's table of diplotypes says
 * nothing else. How it is run stands in {@code docs/genomics.md}.
 */
public final class CpicConverter {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Map<String, String> AMBIGUITY =
            Map.of("R", "AG", "Y", "CT", "M", "AC", "K", "GT", "S", "CG", "W", "AT");

    private final JsonNode definitions;
    private final JsonNode phenotypes;

    private CpicConverter(JsonNode definitions, JsonNode phenotypes) {
        this.definitions = definitions;
        this.phenotypes = phenotypes;
    }

    /** Arguments: folder of definitions, folder of phenotypes, folder to write to, genes. */
    public static void main(String[] arguments) throws IOException {
        for (String gene : List.of(arguments).subList(3, arguments.length)) {
            Files.writeString(
                    Path.of(arguments[2], gene + ".yaml"),
                    convert(Path.of(arguments[0]), Path.of(arguments[1]), gene),
                    StandardCharsets.UTF_8);
        }
    }

    /** The definition file of a gene; a gene without a phenotype file gets no functions and no phenotypes. */
    static String convert(Path definitions, Path phenotypes, String gene) {
        Path functions = phenotypes.resolve(gene + ".json.gz");
        return new CpicConverter(
                        json(definitions.resolve(gene + "_translation.json.gz")),
                        Files.exists(functions) ? json(functions) : JSON.createObjectNode())
                .yaml();
    }

    private static JsonNode json(Path file) {
        try (InputStream in = new GZIPInputStream(Files.newInputStream(file))) {
            return JSON.readTree(in);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private String yaml() {
        StringBuilder yaml = new StringBuilder();
        String release = definitions.path("version").asText().substring(0, 10);
        String modified = definitions.path("modificationDate").asText().substring(0, 10);
        yaml.append("# Written by CpicConverter; not edited by hand.\n");
        yaml.append("gene: ").append(definitions.path("gene").asText()).append('\n');
        yaml.append("chromosome: ")
                .append(definitions.path("chromosome").asText())
                .append('\n');
        yaml.append("standard: CPIC\n");
        yaml.append("source: \"CPIC allele definitions (changed ")
                .append(modified)
                .append("), functions and phenotypes in the ClinPGX release of ")
                .append(release)
                .append(", CC0 1.0\"\n");
        yaml.append("positions:\n");
        definitions.path("variants").forEach(variant -> yaml.append(position(variant)));
        yaml.append("alleles:\n");
        alleles().forEach(yaml::append);
        List<String> rules = rules();
        yaml.append(rules.isEmpty() ? "phenotypes: []\n" : "phenotypes:\n");
        rules.forEach(yaml::append);
        return yaml.toString();
    }

    private static String position(JsonNode variant) {
        StringBuilder line = new StringBuilder("  - {at: ")
                .append(variant.path("position").asText())
                .append(", rs: ")
                .append(variant.path("rsid").isTextual() ? variant.path("rsid").asText() : "\"\"")
                .append(", ref: ")
                .append(variant.path("ref").asText())
                .append(", alts: [");
        List<String> alts = new ArrayList<>();
        variant.path("alts").forEach(alt -> alts.add(alt.asText()));
        line.append(String.join(", ", alts)).append(']');
        String ref = variant.path("ref").asText();
        if (ref.length() > 1 || alts.stream().anyMatch(alt -> alt.length() > 1)) {
            line.append(", context: ").append(context(variant, ref, alts));
        }
        return line.append("}\n").toString();
    }

    private static final Pattern REPEAT = Pattern.compile("g\\.(\\d+)([ACGT]+)\\[\\d+].*");
    private static final Pattern CHANGE = Pattern.compile("g\\.(\\d+)(?:_(\\d+))?(del|dup|ins).*");

    /**
     * The reference sequence from the base before an insertion or deletion as far as it can be shifted to the right: HGVS
     * gives the rightmost place, VCF the leftmost, and in between the sequence repeats what is inserted or deleted.
     */
    private static String context(JsonNode variant, String ref, List<String> alts) {
        int at = variant.path("position").asInt();
        String hgvs = variant.path("chromosomeHgvsName").asText();
        Matcher repeat = REPEAT.matcher(hgvs);
        Matcher change = CHANGE.matcher(hgvs);
        int unitLength;
        int end;
        if (repeat.matches()) {
            unitLength = repeat.group(2).length();
            end = Integer.parseInt(repeat.group(1)) + repeats(variant, ref) * unitLength - 1;
        } else if (change.matches()) {
            unitLength = Math.abs(ref.length() - alts.getFirst().length());
            String last = change.group(2) == null || change.group(3).equals("ins") ? change.group(1) : change.group(2);
            end = Integer.parseInt(last);
        } else {
            throw new IllegalStateException("not understood: " + hgvs);
        }
        String longest = ref.length() > 1 ? ref : alts.getFirst();
        String unit = longest.substring(1, 1 + unitLength);
        StringBuilder context = new StringBuilder(longest.substring(0, 1));
        for (int i = 0; i < end - at; i++) {
            context.append(unit.charAt(i % unitLength));
        }
        if (!context.toString().startsWith(ref)) {
            throw new IllegalStateException("the context of " + hgvs + " does not begin with " + ref);
        }
        return context.toString();
    }

    private static int repeats(JsonNode variant, String ref) {
        for (var entry : variant.path("cpicToVcfAlleleMap").properties()) {
            if (entry.getValue().asText().equals(ref)) {
                return Integer.parseInt(entry.getKey().replaceAll("\\D", ""));
            }
        }
        throw new IllegalStateException("no number of repeats for " + ref);
    }

    private List<String> alleles() {
        Map<String, String> cores = new HashMap<>();
        definitions
                .path("suballelesMap")
                .properties()
                .forEach(entry -> cores.put(entry.getKey(), entry.getValue().asText()));
        Map<String, JsonNode> functions = functions();
        List<String> lines = new ArrayList<>();
        for (JsonNode allele : definitions.path("namedAlleles")) {
            String name = cores.getOrDefault(
                    allele.path("name").asText(), allele.path("name").asText());
            boolean reference = allele.path("reference").asBoolean();
            StringBuilder line = new StringBuilder("  - {name: ").append(quoted(name));
            if (reference) {
                line.append(", reference: true");
            }
            Map<String, String> has = reference ? Map.of() : has(allele);
            if (!has.isEmpty()) {
                line.append(", has: {")
                        .append(has.entrySet().stream()
                                .map(base -> base.getKey() + ": " + base.getValue())
                                .collect(Collectors.joining(", ")))
                        .append('}');
            }
            int stated = stated(allele);
            if (stated != has.size()) {
                line.append(", stated: ").append(stated);
            }
            JsonNode function = functions.get(name);
            if (function != null) {
                line.append(", function: ")
                        .append(function.path("functionValue").asText());
                String activity = function.path("activityValue").asText("n/a");
                if (activity.matches("[0-9.]+")) {
                    line.append(", activity: ").append(activity);
                }
            }
            lines.add(line.append("}\n").toString());
        }
        return lines;
    }

    private Map<String, JsonNode> functions() {
        Map<String, JsonNode> functions = new HashMap<>();
        phenotypes
                .path("namedAlleles")
                .forEach(allele -> functions.put(allele.path("name").asText(), allele));
        return functions;
    }

    private static int stated(JsonNode allele) {
        int stated = 0;
        for (JsonNode base : allele.path("alleles")) {
            stated += base.isTextual() ? 1 : 0;
        }
        return stated;
    }

    /** What an allele has where it is, or may be, other than the reference. */
    private Map<String, String> has(JsonNode allele) {
        Map<String, String> has = new LinkedHashMap<>();
        JsonNode bases = allele.path("alleles");
        for (int i = 0; i < bases.size(); i++) {
            String base = bases.get(i).asText("");
            JsonNode variant = definitions.path("variants").get(i);
            if (bases.get(i).isTextual() && !base.equals(variant.path("ref").asText())) {
                String possible = AMBIGUITY.getOrDefault(base, "");
                has.put(
                        variant.path("position").asText(),
                        possible.isEmpty() ? base : possible.charAt(0) + "|" + possible.charAt(1));
            }
        }
        return has;
    }

    private List<String> rules() {
        boolean byActivity = false;
        for (JsonNode row : phenotypes.path("diplotypes")) {
            byActivity |= row.path("activityScore").asText("").matches("[0-9.]+");
        }
        Map<String, JsonNode> functions = functions();
        Map<String, String> rules = new TreeMap<>();
        for (JsonNode row : phenotypes.path("diplotypes")) {
            List<String> pair = new ArrayList<>();
            row.path("diplotypekey").properties().forEach(entry -> {
                for (int i = 0; i < entry.getValue().asInt(); i++) {
                    pair.add(functions.get(entry.getKey()).path("functionValue").asText());
                }
            });
            String score = row.path("activityScore").asText("");
            String key = byActivity && score.matches("[0-9.]+")
                    ? "activity: " + score
                    : "functions: [" + pair.stream().sorted().collect(Collectors.joining(", ")) + "]";
            String phenotype = row.path("phenotype").asText();
            String other = rules.put(key, phenotype);
            if (other != null && !other.equals(phenotype)) {
                throw new IllegalStateException(key + " is " + phenotype + " and " + other);
            }
        }
        return rules.entrySet().stream()
                .map(rule -> "  - {" + rule.getKey() + ", is: " + quotedIfNeeded(rule.getValue()) + "}\n")
                .toList();
    }

    private static String quotedIfNeeded(String text) {
        return text.matches("[A-Za-z ]+") ? text : quoted(text);
    }

    private static String quoted(String text) {
        return '"' + text + '"';
    }
}
