package org.hsdpo.data.genome;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.hsdpo.clinical.knowledge.KnowledgeFile;
import org.hsdpo.data.SharedData;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

class DefinitionsTest {
    private static final ObjectMapper JSON = new ObjectMapper();

    private static Stream<GeneDefinition> ofCpic() {
        return CalledGene.shipped().stream().map(CalledGene::definition).filter(gene -> gene.standard()
                .equals("CPIC"));
    }

    @TestFactory
    Stream<DynamicTest> shippedFilesAreWhatTheConverterWrites() {
        Path folder = SharedData.folder("pgx");
        return ofCpic().map(gene -> DynamicTest.dynamicTest(gene.gene(), () -> assertThat(new String(
                        KnowledgeFile.resource(GeneDefinition.class, gene.gene() + ".yaml")
                                .content(),
                        StandardCharsets.UTF_8))
                .isEqualTo(CpicConverter.convert(
                        folder.resolve("cpic_definitions"), folder.resolve("cpic_phenotypes"), gene.gene()))));
    }

    /** The release lists some ten thousand pairs; the shipped rules say the same of each with far fewer words. */
    @TestFactory
    Stream<DynamicTest> everyPairHasThePhenotypeOfTheRelease() {
        Path folder = SharedData.folder("pgx/cpic_phenotypes");
        return ofCpic().filter(gene -> !gene.phenotypes().isEmpty())
                .map(gene -> DynamicTest.dynamicTest(
                        gene.gene(), () -> compare(gene, folder.resolve(gene.gene() + ".json.gz"))));
    }

    private static void compare(GeneDefinition gene, Path file) throws IOException {
        int compared = 0;
        for (JsonNode row : JSON.readTree(SharedData.bytes(file)).path("diplotypes")) {
            List<String> names = row.path("diplotypekey").properties().stream()
                    .flatMap(entry -> Stream.generate(entry::getKey)
                            .limit(entry.getValue().asInt()))
                    .toList();
            List<NamedAllele> pair = names.stream()
                    .flatMap(name -> gene.alleles().stream()
                            .filter(allele -> allele.name().equals(name))
                            .limit(1))
                    .toList();
            if (pair.size() == 2) {
                assertThat(gene.phenotype(pair.getFirst(), pair.getLast()))
                        .as(row.path("diplotype").asText())
                        .isEqualTo(row.path("phenotype").asText());
                compared++;
            }
        }
        assertThat(compared).isPositive();
    }

    @Test
    void phenotypesOfGenesTheTwinRespondsToHaveTheNamesItKnows() {
        Map<String, List<String>> expected = Map.of(
                "CYP2C9", List.of("Normal Metabolizer", "Intermediate Metabolizer", "Poor Metabolizer"),
                "CYP2C8", List.of("Normal Function", "Increased Function"),
                "SLC22A1", List.of("Normal Function", "Decreased Function", "Poor Function"));
        expected.forEach((gene, names) -> assertThat(CalledGene.shipped(gene).definition().phenotypes().stream()
                        .map(PhenotypeRule::is)
                        .filter(name -> !name.equals("Indeterminate")))
                .as(gene)
                .containsOnlyElementsOf(names));
    }
}
