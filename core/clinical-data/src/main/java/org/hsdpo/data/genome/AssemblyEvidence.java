package org.hsdpo.data.genome;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.hsdpo.clinical.error.InvalidInputException;

/**
 * What speaks for and against GRCh38: the head of the file, the names of its chromosomes, where it puts variants with a
 * known rs number, and its reference bases. The same numbers mean other places on another assembly, so a file of another
 * one, or of none that can be told, is refused.
 */
final class AssemblyEvidence {
    private static final String ACCEPTED =
            "variants on GRCh38 (hg38); a file on GRCh37 (hg19) has to be lifted over to it or called again";
    private static final Pattern GRCH38 =
            Pattern.compile("grch38|hg38|hs38|b38(?!\\d)|gca_000001405\\.(?:15|2\\d)|gcf_000001405\\.(?:26|[34]\\d)");
    private static final Pattern GRCH37 = Pattern.compile(
            "grch37|hg19|hs37|b37(?!\\d)|g1k_v37|gca_000001405\\.(?:1(?!\\d)|1[0-4])|gcf_000001405\\.(?:1[3-9]|2[0-5])");
    private static final Pattern OTHER = Pattern.compile("hg18|ncbi36|hg17|chm13|t2t");
    private static final Pattern ID = Pattern.compile("[<,]ID=\"?([^,>\"]+)");
    private static final Pattern ASSEMBLY = Pattern.compile("[<,]assembly=\"?([^,>\"]+)");
    private static final Pattern LENGTH = Pattern.compile("[<,]length=(\\d+)");

    private int headFor;
    private int headAgainst;
    private boolean namesGrch37;
    private int rsInPlace;
    private int rsElsewhere;
    private int referenceAgrees;
    private int referenceDiffers;

    void head(VariantFileHeader header) {
        for (String line : header.lines()) {
            String lower = line.toLowerCase(java.util.Locale.ROOT);
            if (lower.startsWith("##contig=")) {
                contig(line);
                Matcher assembly = ASSEMBLY.matcher(lower);
                if (assembly.find()) {
                    named(assembly.group(1));
                }
            } else if (lower.startsWith("##reference=") || lower.startsWith("##assembly=")) {
                named(lower);
            }
        }
    }

    private void named(String lower) {
        boolean grch38 = GRCH38.matcher(lower).find();
        boolean grch37 = GRCH37.matcher(lower).find();
        namesGrch37 |= grch37;
        count(grch38 && !grch37, (grch37 && !grch38) || OTHER.matcher(lower).find());
    }

    private void contig(String line) {
        Matcher id = ID.matcher(line);
        Matcher length = LENGTH.matcher(line);
        if (id.find()) {
            if (length.find() && length.group(1).length() < 12) {
                Chromosome.of(id.group(1))
                        .flatMap(name -> Chromosome.hasGrch38Length(name, Long.parseLong(length.group(1))))
                        .ifPresent(right -> count(right, !right));
            }
            Chromosome.isGrch38Accession(id.group(1)).ifPresent(right -> count(right, !right));
        }
    }

    private void count(boolean isFor, boolean isAgainst) {
        headFor += isFor ? 1 : 0;
        headAgainst += isAgainst ? 1 : 0;
    }

    void chromosomeName(String name) {
        Chromosome.isGrch38Accession(name).ifPresent(right -> count(right, !right));
    }

    void knownVariant(boolean inPlace) {
        rsInPlace += inPlace ? 1 : 0;
        rsElsewhere += inPlace ? 0 : 1;
    }

    void reference(boolean agrees) {
        referenceAgrees += agrees ? 1 : 0;
        referenceDiffers += agrees ? 0 : 1;
    }

    /**
     * Refuses a file that is not, or cannot be told to be, on GRCh38.
     *
     * @return what it is concluded from, where the head of the file does not say it
     */
    Optional<String> conclude() {
        if (headAgainst > 0) {
            throw refused(
                    headFor > 0
                            ? "the head of the file names several assemblies"
                            : "the variants are on " + (namesGrch37 ? "GRCh37" : "another assembly than GRCh38"));
        }
        if (rsElsewhere > rsInPlace || referenceDiffers > referenceAgrees) {
            throw refused(
                    rsElsewhere > rsInPlace
                            ? rsElsewhere + " known variants stand elsewhere than on GRCh38, " + rsInPlace
                                    + " where it has them"
                            : referenceDiffers + " reference alleles are not those of GRCh38, " + referenceAgrees
                                    + " are");
        }
        if (headFor > 0) {
            return Optional.empty();
        }
        if (rsInPlace == 0) {
            throw new InvalidInputException(
                    "content",
                    "ASSEMBLY_UNKNOWN",
                    "the file does not say on which assembly its variants are",
                    "a ##reference or ##contig line that names GRCh38, or rs numbers");
        }
        return Optional.of("the file does not name its assembly; GRCh38 is concluded from " + rsInPlace
                + " variants that stand where it has them");
    }

    private static InvalidInputException refused(String what) {
        return new InvalidInputException("content", "ASSEMBLY_UNSUPPORTED", what, ACCEPTED);
    }
}
