package org.hsdpo.data.genome;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.hsdpo.clinical.patient.DataIssue;
import org.hsdpo.clinical.patient.Genotype;
import org.hsdpo.data.ClinicalFacts;
import org.hsdpo.data.Receipt;

/** Variant files for tests: the positions of a gene as reference, and what a test changes. */
final class VariantFileBuilder {
    private static final VariantFileReader READER = new VariantFileReader(1 << 30);

    private final List<String> head = new ArrayList<>(List.of(
            "##fileformat=VCFv4.2",
            "##reference=GRCh38",
            "##FILTER=<ID=PASS,Description=\"All filters passed\">",
            "##FILTER=<ID=LowQual,Description=\"low\">",
            "##ALT=<ID=NON_REF,Description=\"any\">",
            "##INFO=<ID=END,Number=1,Type=Integer,Description=\"end\">",
            "##FORMAT=<ID=GT,Number=1,Type=String,Description=\"genotype\">",
            "##FORMAT=<ID=PS,Number=1,Type=Integer,Description=\"phase set\">",
            "##FORMAT=<ID=DP,Number=1,Type=Integer,Description=\"depth\">",
            "##FORMAT=<ID=GQ,Number=1,Type=Integer,Description=\"quality\">"));
    private final TreeMap<String, String> lines = new TreeMap<>();
    private final List<String> more = new ArrayList<>();
    private String samples = "A";

    static VariantFileBuilder aVariantFile() {
        return new VariantFileBuilder();
    }

    /** Every position of a gene, called as reference. */
    VariantFileBuilder referenceOf(String gene) {
        GeneDefinition definition = CalledGene.shipped(gene).definition();
        definition
                .positions()
                .forEach(position -> lines.put(key(definition, position), line(definition, position, 0, 0, "/")));
        return this;
    }

    /** The two alleles of a position by rs number, as in a variant file. */
    VariantFileBuilder with(String gene, String rs, String first, String separator, String second) {
        GeneDefinition definition = CalledGene.shipped(gene).definition();
        DefinedPosition position = position(definition, rs);
        lines.put(
                key(definition, position),
                line(definition, position, position.indexOf(first), position.indexOf(second), separator));
        return this;
    }

    VariantFileBuilder with(String gene, String rs, String genotype) {
        String separator = genotype.contains("|") ? "|" : "/";
        String[] alleles = genotype.split("[|/]");
        return with(gene, rs, alleles[0], separator, alleles[1]);
    }

    VariantFileBuilder without(String gene, String rs) {
        GeneDefinition definition = CalledGene.shipped(gene).definition();
        lines.remove(key(definition, position(definition, rs)));
        return this;
    }

    /** Lines as they are, tabs written as spaces. */
    VariantFileBuilder line(String line) {
        more.add(line.replace(' ', '\t'));
        return this;
    }

    VariantFileBuilder head(String line) {
        head.add(line);
        return this;
    }

    VariantFileBuilder withoutHead(String beginning) {
        head.removeIf(line -> line.startsWith(beginning));
        return this;
    }

    VariantFileBuilder samples(String names) {
        samples = names;
        return this;
    }

    private static DefinedPosition position(GeneDefinition definition, String rs) {
        return definition.positions().stream()
                .filter(position -> position.rs().equals(rs))
                .findFirst()
                .orElseThrow();
    }

    private static String key(GeneDefinition definition, DefinedPosition position) {
        return definition.chromosome() + ":" + position.at();
    }

    private static String line(
            GeneDefinition definition, DefinedPosition position, int first, int second, String separator) {
        return String.join(
                "\t",
                definition.chromosome(),
                String.valueOf(position.at()),
                position.rs().isEmpty() ? "." : position.rs(),
                position.ref(),
                String.join(",", position.alts()),
                ".",
                "PASS",
                ".",
                "GT",
                first + separator + second);
    }

    String text() {
        return head.stream().collect(Collectors.joining("\n", "", "\n"))
                + "#CHROM\tPOS\tID\tREF\tALT\tQUAL\tFILTER\tINFO\tFORMAT\t" + samples.replace(' ', '\t') + "\n"
                + lines.values().stream().map(line -> line + "\n").collect(Collectors.joining())
                + more.stream().map(line -> line + "\n").collect(Collectors.joining());
    }

    byte[] bytes() {
        return text().getBytes(StandardCharsets.UTF_8);
    }

    ClinicalFacts read() {
        return read(bytes(), Optional.empty());
    }

    Genotype read(String gene) {
        return of(read(), gene);
    }

    List<DataIssue> issues(String field) {
        return read().issues().stream()
                .filter(issue -> issue.field().equals(field))
                .toList();
    }

    static ClinicalFacts read(byte[] content, Optional<String> sample) {
        return READER.read(content, sample, new Receipt("record", Instant.parse("2026-11-20T00:00:00Z")));
    }

    static Genotype of(ClinicalFacts facts, String gene) {
        return facts.genotypes().stream()
                .filter(genotype -> genotype.gene().equals(gene))
                .findFirst()
                .orElseThrow();
    }
}
