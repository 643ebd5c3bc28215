package org.hsdpo.data.genome;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hsdpo.data.genome.VariantFileBuilder.aVariantFile;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.hsdpo.clinical.patient.Genotype;
import org.hsdpo.data.ClinicalFacts;
import org.hsdpo.data.SharedData;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** The calls that PharmCAT's own tests expect, and its pipeline's example, on the files and variants they are made from. */
class ExpectedCallsTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Pattern VARIATION = Pattern.compile("variation\\((\\w+),(rs\\d+),(\\w+),(\\w+)\\)");
    private static final Pattern MISSING = Pattern.compile("missing\\((\\w+),(rs\\d+)\\)");

    @TestFactory
    Stream<DynamicTest> everyExpectedCall() {
        Path folder = SharedData.folder("pgx");
        List<String> rows = new String(
                        SharedData.bytes(folder.resolve("pharmcat_expected_calls.tsv")), StandardCharsets.UTF_8)
                .lines()
                .skip(1)
                .toList();
        assertThat(rows).hasSize(37);
        return rows.stream()
                .map(row -> row.split("\t", -1))
                .map(row -> DynamicTest.dynamicTest(row[0] + " " + row[1] + " " + row[5], () -> compare(folder, row)));
    }

    private static void compare(Path folder, String[] row) throws IOException {
        byte[] file = row[2].equals("vcf")
                ? SharedData.bytes(folder.resolve("pharmcat_test_vcf").resolve(row[3]))
                : variants(folder, row[0], row[3]);
        Genotype genotype = VariantFileBuilder.of(VariantFileBuilder.read(file, Optional.empty()), row[0]);
        // The flags of the original say where only the best explained diplotype was asked for.
        boolean bestOnly =
                List.of("true", "false,true,false", "false,true,true").contains(row[5]);
        List<String> found =
                bestOnly ? List.of(genotype.possibleDiplotypes().getFirst()) : genotype.possibleDiplotypes();
        assertThat(found).containsExactlyInAnyOrder(row[4].split("\\|"));
    }

    private static byte[] variants(Path folder, String gene, String text) throws IOException {
        VariantFileBuilder file = aVariantFile().referenceOf(gene);
        JsonNode definition = JSON.readTree(
                SharedData.bytes(folder.resolve("cpic_definitions").resolve(gene + "_translation.json.gz")));
        Matcher variation = VARIATION.matcher(text);
        while (variation.find()) {
            String rs = variation.group(2);
            file.with(
                    gene,
                    rs,
                    allele(definition, rs, variation.group(3)),
                    "/",
                    allele(definition, rs, variation.group(4)));
        }
        Matcher missing = MISSING.matcher(text);
        while (missing.find()) {
            file.without(gene, missing.group(2));
        }
        return file.bytes();
    }

    private static String allele(JsonNode definition, String rs, String cpic) {
        for (JsonNode variant : definition.path("variants")) {
            if (variant.path("rsid").asText().equals(rs)) {
                return variant.path("cpicToVcfAlleleMap").path(cpic).asText();
            }
        }
        throw new IllegalArgumentException(rs);
    }

    @Test
    void thePipelineExampleAgreesInDiplotypePhenotypeAndActivityScore() {
        Path folder = SharedData.folder("pgx/pharmcat_pipeline_example");
        ClinicalFacts facts =
                VariantFileBuilder.read(SharedData.bytes(folder.resolve("pharmcat.example.vcf.gz")), Optional.empty());
        List<String> compared = new ArrayList<>();
        new String(SharedData.bytes(folder.resolve("pharmcat.example.report.tsv")), StandardCharsets.UTF_8)
                .lines()
                .skip(2)
                .map(line -> line.split("\t", -1))
                .filter(row -> row[10].equals("no"))
                .filter(row -> CalledGene.shipped().stream()
                        .anyMatch(gene -> gene.definition().gene().equals(row[0])))
                .forEach(row -> {
                    Genotype genotype = VariantFileBuilder.of(facts, row[0]);
                    compared.add(row[0]);
                    assertThat(genotype.diplotype()).isEqualTo(row[1]);
                    assertThat(genotype.phenotype()).isEqualTo(row[2].strip());
                    assertThat(genotype.missingPositions()).isEmpty();
                    assertThat(genotype.activityScore().isPresent()).isEqualTo(!row[3].isEmpty());
                    if (!row[3].isEmpty()) {
                        assertThat(genotype.activityScore().getAsDouble()).isEqualTo(Double.parseDouble(row[3]));
                    }
                });
        assertThat(compared).hasSize(15);
    }
}
