package org.hsdpo.data.genome;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.hsdpo.data.genome.VariantFileBuilder.aVariantFile;

import htsjdk.samtools.util.BlockCompressedOutputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.zip.GZIPOutputStream;
import org.hsdpo.clinical.error.InvalidInputException;
import org.hsdpo.clinical.patient.DataIssue;
import org.hsdpo.clinical.patient.Genotype;
import org.hsdpo.clinical.patient.Provenance;
import org.hsdpo.data.Receipt;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class VariantFileReaderTest {
    private static final String STAR_2 = "rs1799853";
    private static final String STAR_3 = "rs1057910";

    private static VariantFileBuilder cyp2c9() {
        return aVariantFile().referenceOf("CYP2C9");
    }

    private static String refusal(byte[] content) {
        return refusal(content, Optional.empty());
    }

    private static String refusal(byte[] content, Optional<String> sample) {
        InvalidInputException refused =
                catchThrowableOfType(InvalidInputException.class, () -> VariantFileBuilder.read(content, sample));
        assertThat(refused).as("not refused").isNotNull();
        assertThat(refused.violations().getFirst().accepted()).isNotBlank();
        return refused.violations().getFirst().code();
    }

    private static byte[] gzip(byte[] content) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (GZIPOutputStream zip = new GZIPOutputStream(out)) {
            zip.write(content);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return out.toByteArray();
    }

    private static byte[] bgzip(byte[] content) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (BlockCompressedOutputStream zip = new BlockCompressedOutputStream(out, (Path) null)) {
            zip.write(content);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return out.toByteArray();
    }

    @Nested
    class Results {
        @Test
        void aPoorMetaboliserHasDiplotypeFunctionsActivityAndProvenance() {
            Genotype genotype = cyp2c9().with("CYP2C9", STAR_3, "C/C").read("CYP2C9");
            assertThat(genotype.diplotype()).isEqualTo("*3/*3");
            assertThat(genotype.phenotype()).isEqualTo("Poor Metabolizer");
            assertThat(genotype.activityScore()).hasValue(0);
            assertThat(genotype.alleles())
                    .containsExactly(new Genotype.Allele("*3", "No function", OptionalDouble.of(0)));
            assertThat(genotype.missingPositions()).isEmpty();
            assertThat(genotype.basis()).contains("CPIC").contains("2025-11-05");
            assertThat(genotype.provenance().source()).isEqualTo(Provenance.Source.VARIANT_FILE);
        }

        @Test
        void genesWithoutAPhenotypeAreReportedByGenotypeAlone() {
            Genotype cyp4f2 = aVariantFile()
                    .referenceOf("CYP4F2")
                    .with("CYP4F2", "rs2108622", "C/T")
                    .read("CYP4F2");
            assertThat(cyp4f2.diplotype()).isEqualTo("*1/*3");
            assertThat(cyp4f2.phenotype()).isEmpty();
            assertThat(cyp4f2.possiblePhenotypes()).isEmpty();
            Genotype vkorc1 = aVariantFile()
                    .referenceOf("VKORC1")
                    .with("VKORC1", "rs9923231", "C/T")
                    .read("VKORC1");
            assertThat(vkorc1.diplotype()).isEqualTo("rs9923231 reference (C)/rs9923231 variant (T)");
            assertThat(vkorc1.phenotype()).isEqualTo("-1639 AG");
        }

        @ParameterizedTest
        @CsvSource({
            "CYP2C8, rs10509681, T/C, rs11572080, C/T, *1/*3, Increased Function",
            "CYP2C8, rs10509681, C/C, rs11572080, T/T, *3/*3, Increased Function",
            "CYP2C8, rs1058930, G/C, rs11572080, C/C, *1/*4, ''",
            "SLC22A1, rs12208357, C/T, rs34130495, G/G, *1/*3, Decreased Function",
            "SLC22A1, rs12208357, C/T, rs34130495, G/A, *3/*4, Poor Function",
            "SLC22A1, rs12208357, C/C, rs34130495, G/G, *1/*1, Normal Function"
        })
        void functionsFromLiteratureAreMarked(
                String gene,
                String rs,
                String bases,
                String other,
                String otherBases,
                String diplotype,
                String phenotype) {
            Genotype genotype = aVariantFile()
                    .referenceOf(gene)
                    .with(gene, rs, bases)
                    .with(gene, other, otherBases)
                    .read(gene);
            assertThat(genotype.diplotype()).isEqualTo(diplotype);
            assertThat(genotype.phenotype()).isEqualTo(phenotype);
            assertThat(genotype.basis()).startsWith("not CPIC: ");
        }

        @Test
        void severalDiplotypesOfOnePhenotypeLeaveItKnown() {
            VariantFileBuilder file = aVariantFile()
                    .referenceOf("SLCO1B1")
                    .with("SLCO1B1", "rs2306283", "A/G")
                    .with("SLCO1B1", "rs4149056", "T/C");
            Genotype genotype = file.read("SLCO1B1");
            assertThat(genotype.possibleDiplotypes()).containsExactly("*1/*15", "*5/*37");
            assertThat(genotype.phenotype()).isEqualTo("Decreased Function");
            assertThat(file.issues("SLCO1B1")).singleElement().satisfies(issue -> assertThat(issue.message())
                    .contains("*1/*15 or *5/*37")
                    .contains("phase"));
        }

        @Test
        void severalDiplotypesOfSeveralPhenotypesLeaveItUnknownAndSayWhatWouldTell() {
            VariantFileBuilder file = aVariantFile()
                    .referenceOf("TPMT")
                    .with("TPMT", "rs1800460", "C/T")
                    .with("TPMT", "rs1142345", "T/C");
            Genotype genotype = file.read("TPMT");
            assertThat(genotype.possibleDiplotypes()).containsExactly("*1/*3A", "*3B/*3C");
            assertThat(genotype.phenotype()).isEmpty();
            assertThat(genotype.possiblePhenotypes()).containsExactly("Intermediate Metabolizer", "Poor Metabolizer");
            assertThat(file.issues("TPMT"))
                    .extracting(DataIssue::kind)
                    .containsExactly(DataIssue.Kind.MISSING, DataIssue.Kind.MISSING);
        }

        @Test
        void phaseTellsThemApart() {
            VariantFileBuilder inTrans = aVariantFile()
                    .referenceOf("TPMT")
                    .with("TPMT", "rs1800460", "C|T")
                    .with("TPMT", "rs1142345", "C|T");
            assertThat(inTrans.read("TPMT").diplotype()).isEqualTo("*3B/*3C");
            VariantFileBuilder inCis = aVariantFile()
                    .referenceOf("TPMT")
                    .with("TPMT", "rs1800460", "C|T")
                    .with("TPMT", "rs1142345", "T|C");
            assertThat(inCis.read("TPMT").diplotype()).isEqualTo("*1/*3A");
        }

        @ParameterizedTest
        @CsvSource({"7, 7, 1", "7, 8, 2"})
        void orderIsSharedWithinAPhaseSetOnly(int first, int second, int diplotypes) {
            Genotype genotype = aVariantFile()
                    .referenceOf("TPMT")
                    .without("TPMT", "rs1800460")
                    .without("TPMT", "rs1142345")
                    .line("chr6 18138997 rs1800460 C T . PASS . GT:PS 0|1:" + first)
                    .line("chr6 18130687 rs1142345 T C . PASS . GT:PS 0|1:" + second)
                    .read("TPMT");
            assertThat(genotype.possibleDiplotypes()).hasSize(diplotypes).contains("*1/*3A");
        }

        @Test
        void variantsThatNoPairExplainsCallNothing() {
            VariantFileBuilder file = cyp2c9().with("CYP2C9", STAR_2, "T/T").with("CYP2C9", STAR_3, "C/C");
            Genotype genotype = file.read("CYP2C9");
            assertThat(genotype.diplotype()).isEmpty();
            assertThat(genotype.phenotype()).isEmpty();
            assertThat(file.issues("CYP2C9")).singleElement().satisfies(issue -> assertThat(issue.message())
                    .contains(STAR_2)
                    .contains(STAR_3));
        }

        @Test
        void twoVariantsOfDpydMayStandOnOneChromosome() {
            VariantFileBuilder unphased = aVariantFile()
                    .referenceOf("DPYD")
                    .with("DPYD", "rs3918290", "C/T")
                    .with("DPYD", "rs67376798", "T/A");
            assertThat(unphased.read("DPYD").phenotype()).isEmpty();
            assertThat(unphased.issues("DPYD"))
                    .anySatisfy(issue -> assertThat(issue.message()).contains("on one chromosome"));
            Genotype inTrans = aVariantFile()
                    .referenceOf("DPYD")
                    .with("DPYD", "rs3918290", "C|T")
                    .with("DPYD", "rs67376798", "A|T")
                    .read("DPYD");
            assertThat(inTrans.phenotype()).isEqualTo("Poor Metabolizer");
            assertThat(inTrans.activityScore()).hasValue(0.5);
        }
    }

    @Nested
    class MissingData {
        @Test
        void whatIsNotInTheFileIsMissingAndNotTheReference() {
            VariantFileBuilder file = cyp2c9().without("CYP2C9", STAR_3);
            Genotype genotype = file.read("CYP2C9");
            assertThat(genotype.missingPositions()).containsExactly(STAR_3);
            assertThat(genotype.diplotype()).isEqualTo("*1/*1");
            assertThat(genotype.phenotype())
                    .as("*3 is decisive and was not tested")
                    .isEmpty();
            assertThat(genotype.possiblePhenotypes())
                    .contains("Normal Metabolizer", "Intermediate Metabolizer", "Poor Metabolizer");
            assertThat(file.issues("CYP2C9"))
                    .anySatisfy(issue -> assertThat(issue.message()).contains("does not test " + STAR_3));
        }

        @Test
        void aRareAlleleThatIsNotTestedIsTakenToBeAbsentAndNamed() {
            VariantFileBuilder file = cyp2c9().without("CYP2C9", "rs749060448");
            assertThat(file.read("CYP2C9").phenotype()).isEqualTo("Normal Metabolizer");
            assertThat(file.issues("CYP2C9")).singleElement().satisfies(issue -> {
                assertThat(issue.kind()).isEqualTo(DataIssue.Kind.ASSUMED);
                assertThat(issue.message()).contains("*24");
            });
        }

        @Test
        void anAlleleThatCannotChangeThePhenotypeMayBeUntested() {
            Genotype genotype = aVariantFile()
                    .referenceOf("CYP2C19")
                    .with("CYP2C19", "rs12769205", "G/G")
                    .with("CYP2C19", "rs4244285", "A/A")
                    .with("CYP2C19", "rs3758581", "G/G")
                    .without("CYP2C19", "rs12248560")
                    .read("CYP2C19");
            assertThat(genotype.phenotype()).isEqualTo("Poor Metabolizer");
        }

        @Test
        void aPanelOfTheFrequentAllelesIsEnoughForAPhenotype() {
            Genotype genotype = aVariantFile()
                    .with("CYP2C19", "rs12248560", "C/C")
                    .with("CYP2C19", "rs4986893", "G/G")
                    .with("CYP2C19", "rs4244285", "G/A")
                    .with("CYP2C19", "rs12769205", "A/G")
                    .read("CYP2C19");
            assertThat(genotype.phenotype()).isEqualTo("Intermediate Metabolizer");
            assertThat(genotype.possibleDiplotypes()).contains("*1/*2", "*2/*38");
        }

        @ParameterizedTest
        @CsvSource({
            "PASS, GT, ./., not called",
            "PASS, GT, 0/., only one of two alleles",
            "PASS, GT, ./1, only one of two alleles",
            "PASS, GT, 1, one allele is called",
            "LowQual, GT, 1/1, filter is not PASS",
            "PASS, GT:DP, 0/0:0, without a read",
            "PASS, GT:GQ, 0/0:0, quality 0"
        })
        void aCallThatCannotBeUsedIsMissingWithItsReason(String filter, String format, String call, String reason) {
            VariantFileBuilder file = cyp2c9().without("CYP2C9", STAR_3)
                    .line("chr10 94981296 rs1057910 A C . " + filter + " . " + format + " " + call);
            assertThat(file.read("CYP2C9").missingPositions()).containsExactly(STAR_3);
            assertThat(file.read("CYP2C9").phenotype()).isEmpty();
            assertThat(file.issues("CYP2C9")).anySatisfy(issue -> {
                assertThat(issue.kind()).isEqualTo(DataIssue.Kind.QUARANTINED);
                assertThat(issue.message()).contains(reason).contains(STAR_3);
            });
        }

        @Test
        void aLineAboutADeletionSaysNothingOfTheBasesInIt() {
            Genotype genotype = cyp2c9().without("CYP2C9", STAR_3)
                    .line("chr10 94981294 . CAAT C . PASS . GT 0/0")
                    .read("CYP2C9");
            assertThat(genotype.missingPositions()).contains(STAR_3);
        }

        @Test
        void anotherReferenceAlleleThanThatOfTheAssemblyIsNotUsed() {
            VariantFileBuilder file = cyp2c9().without("CYP2C9", STAR_3).line("chr10 94981296 . G C . PASS . GT 0/1");
            assertThat(file.read("CYP2C9").missingPositions()).containsExactly(STAR_3);
            assertThat(file.issues("CYP2C9"))
                    .anySatisfy(issue -> assertThat(issue.message()).contains("not that of GRCh38"));
        }

        @Test
        void anAlleleNoDefinitionKnowsCallsNothing() {
            VariantFileBuilder file = cyp2c9().without("CYP2C9", STAR_3).line("chr10 94981296 . A T . PASS . GT 0/1");
            assertThat(file.read("CYP2C9").diplotype()).isEmpty();
            assertThat(file.issues("CYP2C9"))
                    .anySatisfy(issue -> assertThat(issue.kind()).isEqualTo(DataIssue.Kind.UNMAPPED));
        }

        @Test
        void linesThatContradictEachOtherAreNotUsed() {
            VariantFileBuilder file = cyp2c9().line("chr10 94981296 . A C . PASS . GT 0/1");
            assertThat(file.read("CYP2C9").missingPositions()).containsExactly(STAR_3);
            assertThat(file.issues("CYP2C9"))
                    .anySatisfy(issue -> assertThat(issue.message()).contains("contradict"));
        }

        @Test
        void genesTheFileSaysNothingOfAreNamed() {
            assertThat(cyp2c9().read().genotypes()).hasSize(1);
            assertThat(cyp2c9().issues("genotypes")).singleElement().satisfies(issue -> assertThat(issue.message())
                    .contains("CYP2C19")
                    .contains("SLCO1B1"));
        }
    }

    @Nested
    class Notation {
        @ParameterizedTest
        @ValueSource(strings = {"chr10", "10", "NC_000010.11", "CHR10"})
        void chromosomesHaveSeveralNames(String name) {
            String text = cyp2c9().with("CYP2C9", STAR_3, "A/C").text().replace("\nchr10\t", "\n" + name + "\t");
            assertThat(VariantFileBuilder.of(
                                    VariantFileBuilder.read(text.getBytes(StandardCharsets.UTF_8), Optional.empty()),
                                    "CYP2C9")
                            .diplotype())
                    .isEqualTo("*1/*3");
        }

        @Test
        void aStretchOfReferenceCoversThePositionsInIt() {
            Genotype genotype = aVariantFile()
                    .line("chr10 94938000 . A <NON_REF> . PASS END=94981295 GT:DP 0/0:30")
                    .line("chr10 94981296 . A C,<NON_REF> . PASS . GT:DP 0/1:28")
                    .line("chr10 94981297 . T <NON_REF> . PASS END=94990000 GT:DP 0/0:31")
                    .read("CYP2C9");
            assertThat(genotype.diplotype()).isEqualTo("*1/*3");
            assertThat(genotype.missingPositions()).isEmpty();
        }

        @Test
        void aStretchWithoutAReadIsNoReference() {
            Genotype genotype = aVariantFile()
                    .line("chr10 94938000 . A <NON_REF> . PASS END=94981295 GT:DP 0/0:30")
                    .line("chr10 94981296 . A <NON_REF> . PASS END=94990000 GT:DP 0/0:0")
                    .read("CYP2C9");
            assertThat(genotype.missingPositions()).contains(STAR_3);
            assertThat(genotype.phenotype()).isEmpty();
        }

        @Test
        void theUnnamedAlleleOfAGvcfIsNotTheReference() {
            Genotype genotype = cyp2c9().without("CYP2C9", STAR_3)
                    .line("chr10 94981296 . A <NON_REF> . PASS . GT 0/1")
                    .read("CYP2C9");
            assertThat(genotype.missingPositions()).containsExactly(STAR_3);
        }

        @ParameterizedTest
        @CsvSource({
            // The deletion of CYP2C9*25 as defined, one base further right, at its rightmost, and with more context.
            "94942205, CAATGGAAAGA, C",
            "94942206, AATGGAAAGAA, A",
            "94942212, AAGAAATGGAA, A",
            "94942205, CAATGGAAAGAA, CA"
        })
        void aDeletionIsTheSameWhereverItIsWritten(int at, String ref, String alt) {
            Genotype genotype = cyp2c9().without("CYP2C9", "rs1304490498")
                    .line("chr10 " + at + " . " + ref + " " + alt + " . PASS . GT 0/1")
                    .read("CYP2C9");
            assertThat(genotype.diplotype()).isEqualTo("*1/*25");
        }

        @ParameterizedTest
        @CsvSource({
            "233760233, CAT, CATAT, *28",
            "233760233, C, CAT, *28",
            "233760235, T, TAT, *28",
            "233760248, A, ATA, *28",
            "233760233, CAT, C, *36",
            "233760246, ATA, A, *36",
            "233760233, C, CATAT, *37"
        })
        void aRepeatIsCountedWhereverItIsWritten(int at, String ref, String alt, String allele) {
            Genotype genotype = aVariantFile()
                    .referenceOf("UGT1A1")
                    .without("UGT1A1", "rs3064744")
                    .line("chr2 " + at + " . " + ref + " " + alt + " . PASS . GT 0/1")
                    .read("UGT1A1");
            assertThat(genotype.possibleDiplotypes()).containsExactly("*1/" + allele);
        }

        @ParameterizedTest
        @CsvSource({
            // Both readings of the base before the codon: only the file's own reference bases tell them apart.
            "160139848, TATG, T",
            "160139848, GATG, G",
            "160139846, GTGA, G",
            "160139850, TGAT, T"
        })
        void theDeletionOfM420IsTheSameWhereverItIsWritten(int at, String ref, String alt) {
            Genotype genotype = aVariantFile()
                    .referenceOf("SLC22A1")
                    .without("SLC22A1", "rs72552763")
                    .line("chr6 " + at + " rs72552763 " + ref + " " + alt + " . PASS . GT 1/1")
                    .read("SLC22A1");
            assertThat(genotype.diplotype()).isEqualTo("*2/*2");
            assertThat(genotype.phenotype()).isEqualTo("Poor Function");
        }

        @Test
        void aLineOfSeveralBasesCallsEachOfThem() {
            Genotype genotype = cyp2c9().without("CYP2C9", STAR_3)
                    .without("CYP2C9", "rs56165452")
                    .line("chr10 94981296 . AT CT . PASS . GT 0/1")
                    .read("CYP2C9");
            assertThat(genotype.diplotype()).isEqualTo("*1/*3");
            assertThat(genotype.missingPositions()).isEmpty();
        }

        @Test
        void multiAllelicLinesMayBeSplit() {
            VariantFileBuilder file = aVariantFile()
                    .referenceOf("UGT1A1")
                    .without("UGT1A1", "rs3064744")
                    .line("chr2 233760233 . C CAT . PASS . GT 0/1")
                    .line("chr2 233760233 . C CATAT . PASS . GT 0/1");
            assertThat(file.read("UGT1A1").diplotype()).isEqualTo("*28/*37");
        }

        @Test
        void theSameLineTwiceCountsOnce() {
            VariantFileBuilder file = cyp2c9().without("CYP2C9", STAR_3)
                    .line("chr10 94981296 . A C . PASS . GT 0/1")
                    .line("chr10 94981296 . A C . PASS . GT 1/0");
            assertThat(file.read("CYP2C9").diplotype()).isEqualTo("*1/*3");
        }

        @Test
        void anInsertionBesideAPositionLeavesItAsItIs() {
            Genotype genotype =
                    cyp2c9().line("chr10 94981296 . A AG . PASS . GT 0/1").read("CYP2C9");
            assertThat(genotype.diplotype()).isEqualTo("*1/*1");
        }

        @Test
        void aLargeDeletionTakesAwayThePositionsInIt() {
            VariantFileBuilder file = cyp2c9().line("chr10 94981000 . A <DEL> . PASS END=94982000 GT 0/1");
            assertThat(file.read("CYP2C9").diplotype()).isEmpty();
            assertThat(file.issues("CYP2C9"))
                    .anySatisfy(issue -> assertThat(issue.message()).contains("no definition knows"));
        }

        @Test
        void aLargeDeletionMayStateItsLength() {
            Genotype genotype = cyp2c9().head("##INFO=<ID=SVLEN,Number=A,Type=Integer,Description=\"length\">")
                    .line("chr10 94981000 . A <DEL> . PASS SVLEN=-1000 GT 0/1")
                    .read("CYP2C9");
            assertThat(genotype.diplotype()).isEmpty();
        }

        @Test
        void linesMayEndAsOnWindows() {
            byte[] content = cyp2c9().with("CYP2C9", STAR_2, "C/T")
                    .text()
                    .replace("\n", "\r\n")
                    .getBytes(StandardCharsets.UTF_8);
            assertThat(VariantFileBuilder.of(VariantFileBuilder.read(content, Optional.empty()), "CYP2C9")
                            .diplotype())
                    .isEqualTo("*1/*2");
        }

        @ParameterizedTest
        @ValueSource(strings = {"VCFv4.0", "VCFv4.1", "VCFv4.3", "VCFv4.4"})
        void versionsOfTheFormat(String version) {
            byte[] content = cyp2c9().text().replace("VCFv4.2", version).getBytes(StandardCharsets.UTF_8);
            assertThat(VariantFileBuilder.read(content, Optional.empty()).genotypes())
                    .hasSize(1);
        }

        @Test
        void compressedFilesReadTheSame() {
            byte[] plain = cyp2c9().with("CYP2C9", STAR_2, "C/T").bytes();
            var expected = VariantFileBuilder.read(plain, Optional.empty());
            assertThat(VariantFileBuilder.read(gzip(plain), Optional.empty())).isEqualTo(expected);
            assertThat(VariantFileBuilder.read(bgzip(plain), Optional.empty())).isEqualTo(expected);
        }

        @Test
        void oneOfSeveralSamplesIsChosenByName() {
            VariantFileBuilder file =
                    aVariantFile().samples("mother child").line("chr10 94981296 rs1057910 A C . PASS . GT 0/1 1/1");
            assertThat(refusal(file.bytes())).isEqualTo("SAMPLES_SEVERAL");
            assertThat(refusal(file.bytes(), Optional.of("father"))).isEqualTo("SAMPLE_UNKNOWN");
            Genotype child =
                    VariantFileBuilder.of(VariantFileBuilder.read(file.bytes(), Optional.of("child")), "CYP2C9");
            assertThat(child.possibleDiplotypes()).startsWith("*3/*3");
            assertThat(child.phenotype()).isEqualTo("Poor Metabolizer");
        }
    }

    @Nested
    class Assemblies {
        @ParameterizedTest
        @ValueSource(
                strings = {
                    "##reference=file:///refs/human_g1k_v37.fasta",
                    "##reference=hg19",
                    "##contig=<ID=10,length=135534747>",
                    "##contig=<ID=chr10,length=133797422,assembly=GRCh37>",
                    "##contig=<ID=NC_000010.10>",
                    "##contig=<ID=chr10,length=134758134>"
                })
        void anotherAssemblyIsRefused(String line) {
            byte[] content = cyp2c9().withoutHead("##reference").head(line).bytes();
            assertThat(refusal(content)).isEqualTo("ASSEMBLY_UNSUPPORTED");
        }

        @ParameterizedTest
        @ValueSource(
                strings = {
                    "##reference=file:///refs/GRCh38_full_analysis_set_plus_decoy_hla.fa",
                    "##reference=hg38",
                    "##contig=<ID=10,length=133797422>",
                    "##contig=<ID=chr10,assembly=GRCh38.p14,species=\"Homo sapiens\">",
                    "##contig=<ID=NC_000010.11>"
                })
        void grch38IsRecognised(String line) {
            VariantFileBuilder file = cyp2c9().withoutHead("##reference").head(line);
            assertThat(file.read().issues()).noneMatch(issue -> issue.field().equals("assembly"));
        }

        @Test
        void withoutAWordInTheHeadKnownVariantsTell() {
            VariantFileBuilder file = cyp2c9().withoutHead("##reference");
            assertThat(file.issues("assembly")).singleElement().satisfies(issue -> assertThat(issue.kind())
                    .isEqualTo(DataIssue.Kind.ASSUMED));
            // rs1799853 and rs1057910 on GRCh37.
            byte[] grch37 = aVariantFile()
                    .withoutHead("##reference")
                    .line("chr10 96702047 rs1799853 C T . PASS . GT 0/1")
                    .line("chr10 96741053 rs1057910 A C . PASS . GT 0/0")
                    .bytes();
            assertThat(refusal(grch37)).isEqualTo("ASSEMBLY_UNSUPPORTED");
            byte[] silent = aVariantFile()
                    .withoutHead("##reference")
                    .line("chr10 94942290 . C T . PASS . GT 0/1")
                    .bytes();
            assertThat(refusal(silent)).isEqualTo("ASSEMBLY_UNKNOWN");
        }

        @Test
        void aHeadThatSaysOtherThanTheVariantsIsNotBelieved() {
            byte[] content = aVariantFile()
                    .line("chr10 96702047 rs1799853 C T . PASS . GT 0/1")
                    .line("chr10 96741053 rs1057910 A C . PASS . GT 0/0")
                    .bytes();
            assertThat(refusal(content)).isEqualTo("ASSEMBLY_UNSUPPORTED");
        }
    }

    @Nested
    class Hostile {
        @Test
        void whatIsNoVariantFileIsRefusedWithItsReason() {
            assertThat(refusal(new byte[0])).isEqualTo("INPUT_EMPTY");
            assertThat(refusal("hello".getBytes(StandardCharsets.UTF_8))).isEqualTo("VCF_INVALID");
            assertThat(refusal(new byte[] {'B', 'C', 'F', 2, 2, 0, 0, 0})).isEqualTo("VCF_INVALID");
            assertThat(refusal("##fileformat=VCFv5.0\n".getBytes(StandardCharsets.UTF_8)))
                    .isEqualTo("VCF_VERSION_UNSUPPORTED");
            assertThat(refusal("##fileformat=VCFv4.2\n##reference=GRCh38\n".getBytes(StandardCharsets.UTF_8)))
                    .isEqualTo("VCF_INVALID");
            assertThat(refusal(
                            "##fileformat=VCFv4.2\n##reference=GRCh38\n#CHROM\tPOS\tID\tREF\tALT\tQUAL\tFILTER\tINFO\n"
                                    .getBytes(StandardCharsets.UTF_8)))
                    .isEqualTo("SAMPLE_MISSING");
            assertThat(refusal(aVariantFile().bytes())).isIn("NO_FACTS");
        }

        @Test
        void aFileCutOffIsRefused() {
            byte[] plain = cyp2c9().bytes();
            assertThat(refusal(Arrays.copyOf(plain, plain.length - 6))).isEqualTo("VCF_INVALID");
            byte[] zipped = gzip(plain);
            assertThat(refusal(Arrays.copyOf(zipped, zipped.length - 20))).isEqualTo("GZIP_INVALID");
            byte[] blocks = bgzip(plain);
            assertThat(refusal(Arrays.copyOf(blocks, blocks.length - 28))).isEqualTo("GZIP_INVALID");
            assertThat(refusal(Arrays.copyOf(blocks, 40))).isEqualTo("GZIP_INVALID");
        }

        @Test
        void brokenLinesAreRefusedByTheirNumberWithoutTheirContent() {
            for (String line : List.of(
                    "chr10 x . A C . PASS . GT 0/1",
                    "chr10 99999999999 . A C . PASS . GT 0/1",
                    "chr10 94981296 . A C . PASS . GT 0/7",
                    "chr10 94981296 . A C . PASS . GT secret",
                    "chr10 94981296 . A !! . PASS . GT 0/1",
                    "chr10 94981296 . A C . PASS END=nine GT 0/1",
                    "chr10 94981296 A C")) {
                InvalidInputException refused = catchThrowableOfType(
                        InvalidInputException.class,
                        () -> aVariantFile().line(line).read());
                assertThat(refused).as(line).isNotNull();
                assertThat(refused.violations().getFirst().field()).isEqualTo("line 12");
                assertThat(refused.getMessage()).doesNotContain("secret").doesNotContain("94981296");
            }
        }

        @Test
        void inflationAndLinesHaveLimits() {
            byte[] long1 = (aVariantFile().text() + "chr10\t" + "A".repeat(5 << 20)).getBytes(StandardCharsets.UTF_8);
            assertThat(refusal(gzip(long1))).isEqualTo("LINE_TOO_LONG");
            VariantFileReader small = new VariantFileReader(1 << 20);
            byte[] bomb = gzip((aVariantFile().text() + "chr1\t1\t.\tA\tC\t.\t.\t.\tGT\t0/0\n".repeat(100_000))
                    .getBytes(StandardCharsets.UTF_8));
            InvalidInputException refused = catchThrowableOfType(
                    InvalidInputException.class,
                    () -> small.read(bomb, Optional.empty(), new Receipt("record", Instant.EPOCH)));
            assertThat(refused.violations().getFirst().code()).isEqualTo("CONTENT_TOO_LARGE");
        }

        @Test
        void everyPositionHeterozygousIsAnsweredAtOnce() {
            VariantFileBuilder file = aVariantFile();
            for (CalledGene gene : CalledGene.shipped()) {
                for (DefinedPosition position : gene.definition().positions()) {
                    file.line(gene.definition().chromosome() + " " + position.at() + " . " + position.ref() + " "
                            + position.alts().getFirst() + " . PASS . GT 0/1");
                }
            }
            assertThat(file.read("CYP2C9").diplotype()).isEmpty();
        }
    }
}
