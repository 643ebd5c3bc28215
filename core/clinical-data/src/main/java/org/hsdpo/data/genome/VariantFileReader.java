package org.hsdpo.data.genome;

import htsjdk.variant.variantcontext.VariantContext;
import htsjdk.variant.vcf.VCFCodec;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.hsdpo.clinical.error.InvalidInputException;
import org.hsdpo.clinical.patient.DataIssue;
import org.hsdpo.clinical.patient.Provenance;
import org.hsdpo.data.ClinicalFacts;
import org.hsdpo.data.Receipt;

/**
 * Reads variant files (VCF 4.0 to 4.4 on GRCh38, gVCF too; plain, gzip or bgzip) to pharmacogene results.
 *
 * <p>The file is streamed: memory is that of the file as sent, one line, and the few hundred lines at positions of the
 * definitions. Thread-safe.
 */
public final class VariantFileReader {
    /** Lines at positions of the definitions; a person has a few hundred, a repeated file thousands. */
    private static final int MOST_SITES = 100_000;

    private final List<CalledGene> genes = CalledGene.shipped();
    private final Map<String, DiplotypeMatcher> matchers = new HashMap<>();
    private final PositionIndex index = new PositionIndex(genes);
    private final long mostBytes;

    /** @param mostBytes most bytes of a file after decompression; a longer one is refused */
    public VariantFileReader(long mostBytes) {
        this.mostBytes = mostBytes;
        genes.forEach(gene -> matchers.put(gene.definition().gene(), new DiplotypeMatcher(gene)));
    }

    /** Reads once what the first reader of a file would wait for. */
    public void warmUp() {
        String file = """
                ##fileformat=VCFv4.2
                ##reference=GRCh38
                #CHROM\tPOS\tID\tREF\tALT\tQUAL\tFILTER\tINFO\tFORMAT\tA
                chr10\t94942290\t.\tC\tT\t.\tPASS\t.\tGT\t0/1
                """;
        read(file.getBytes(StandardCharsets.UTF_8), Optional.empty(), new Receipt("warm-up", java.time.Instant.EPOCH));
    }

    /**
     * The pharmacogene results of one person.
     *
     * @param content the file as sent
     * @param sample name of the person's column; empty where the file has one only
     * @param receipt for provenance
     * @throws InvalidInputException where the file is damaged, too large, of another assembly, of several samples of which
     *     none is named, or tells nothing of any gene HSDPO calls
     */
    public ClinicalFacts read(byte[] content, Optional<String> sample, Receipt receipt) {
        if (content.length == 0) {
            throw new InvalidInputException("content", "INPUT_EMPTY", "the variant file is empty", "a VCF file");
        }
        VariantFileLines lines = new VariantFileLines(content, mostBytes);
        VariantFileHeader header = VariantFileHeader.read(lines, sample);
        AssemblyEvidence assembly = new AssemblyEvidence();
        assembly.head(header);
        Map<String, List<SiteCall>> sites = sites(lines, header, assembly);
        Optional<String> concluded = assembly.conclude();

        ClinicalFacts.Collector facts = new ClinicalFacts.Collector();
        concluded.ifPresent(words -> facts.issue(DataIssue.Kind.ASSUMED, "assembly", words));
        new GenotypeReport(facts, receipt, Provenance.Source.VARIANT_FILE).report(calls(sites));
        ClinicalFacts all = facts.facts();
        if (all.genotypes().isEmpty()) {
            throw new InvalidInputException(
                    "content",
                    "NO_FACTS",
                    "the file calls no position of the genes HSDPO reads",
                    "positions of " + String.join(", ", names(genes)) + ", also where they are the reference");
        }
        return all;
    }

    private static List<String> names(List<CalledGene> genes) {
        return genes.stream().map(gene -> gene.definition().gene()).toList();
    }

    private List<GeneCall> calls(Map<String, List<SiteCall>> sites) {
        return genes.stream()
                .map(gene -> matchers.get(gene.definition().gene())
                        .match(PositionCaller.call(
                                gene.definition(),
                                near(
                                        gene.definition(),
                                        sites.getOrDefault(gene.definition().chromosome(), List.of())))))
                .toList();
    }

    private static List<SiteCall> near(GeneDefinition gene, List<SiteCall> sites) {
        int start =
                gene.positions().stream().mapToInt(DefinedPosition::start).min().orElseThrow();
        int end = gene.positions().stream().mapToInt(DefinedPosition::end).max().orElseThrow();
        return sites.stream()
                .filter(site -> site.start() <= end && site.end() >= start)
                .toList();
    }

    private Map<String, List<SiteCall>> sites(
            VariantFileLines lines, VariantFileHeader header, AssemblyEvidence assembly) {
        Map<String, List<SiteCall>> sites = new HashMap<>();
        int number = 0;
        String lastName = "";
        Optional<String> chromosome = Optional.empty();
        while (lines.next()) {
            if (lines.length() == 0) {
                continue;
            }
            SiteColumns columns = SiteColumns.of(lines, header.columns());
            if (!columns.chromosome().equals(lastName)) {
                lastName = columns.chromosome();
                chromosome = Chromosome.of(lastName).filter(index::hasChromosome);
                assembly.chromosomeName(lastName);
            }
            if (chromosome.isEmpty()) {
                continue;
            }
            columns.rsNumber()
                    .filter(index::isKnown)
                    .ifPresent(rs -> assembly.knownVariant(index.isInPlace(rs, columns.start())));
            if (index.isNear(chromosome.get(), columns.start(), columns.end())) {
                if (++number > MOST_SITES) {
                    throw new InvalidInputException(
                            lines.place(), "VCF_INVALID", "the file repeats its lines without end", "each site once");
                }
                SiteCall site = decoded(header.codec(), header.sample(), lines);
                agreement(chromosome.get(), site, assembly);
                sites.computeIfAbsent(chromosome.get(), ignored -> new ArrayList<>())
                        .add(site);
            }
        }
        return sites;
    }

    private void agreement(String chromosome, SiteCall site, AssemblyEvidence assembly) {
        genes.stream()
                .map(CalledGene::definition)
                .filter(gene -> gene.chromosome().equals(chromosome))
                .flatMap(gene -> gene.positions().stream())
                .filter(position -> !position.isIndel() && site.writes(position.at()))
                .forEach(position -> assembly.reference(!site.contradictsReferenceOf(position)));
    }

    private static SiteCall decoded(VCFCodec codec, String sample, VariantFileLines lines) {
        try {
            VariantContext line = codec.decode(lines.text());
            return SiteCall.of(line, sample);
        } catch (RuntimeException e) {
            // The library says what is wrong by many exceptions, and quotes the line, which is a patient's.
            throw new InvalidInputException(
                    lines.place(), "VCF_INVALID", "the line does not follow VCF", "a line as in the VCF specification");
        }
    }
}
