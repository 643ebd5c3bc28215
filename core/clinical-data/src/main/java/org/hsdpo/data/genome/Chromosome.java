package org.hsdpo.data.genome;

import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Names and lengths of the autosomes on GRCh38: {@code chr10}, {@code 10}, {@code NC_000010.11}. */
final class Chromosome {
    private record OnGrch38(long length, String accession) {}

    private static final Pattern NAMED = Pattern.compile("(?:chr)?([1-9]|1\\d|2[0-2])", Pattern.CASE_INSENSITIVE);
    private static final Pattern ACCESSION = Pattern.compile("NC_0000(\\d\\d)\\.\\d+");

    /** Those that hold genes HSDPO calls; Genome Reference Consortium, GCA_000001405.15. */
    private static final Map<String, OnGrch38> NEEDED = Map.ofEntries(
            Map.entry("chr1", new OnGrch38(248956422, "NC_000001.11")),
            Map.entry("chr2", new OnGrch38(242193529, "NC_000002.12")),
            Map.entry("chr4", new OnGrch38(190214555, "NC_000004.12")),
            Map.entry("chr6", new OnGrch38(170805979, "NC_000006.12")),
            Map.entry("chr7", new OnGrch38(159345973, "NC_000007.14")),
            Map.entry("chr8", new OnGrch38(145138636, "NC_000008.11")),
            Map.entry("chr10", new OnGrch38(133797422, "NC_000010.11")),
            Map.entry("chr12", new OnGrch38(133275309, "NC_000012.12")),
            Map.entry("chr13", new OnGrch38(114364328, "NC_000013.11")),
            Map.entry("chr16", new OnGrch38(90338345, "NC_000016.10")),
            Map.entry("chr19", new OnGrch38(58617616, "NC_000019.10")));

    private Chromosome() {}

    /** The name with {@code chr}; empty for what is no autosome's name. */
    static Optional<String> of(String name) {
        Matcher named = NAMED.matcher(name);
        Matcher accession = ACCESSION.matcher(name);
        String number = named.matches() ? named.group(1) : accession.matches() ? accession.group(1) : "";
        return number.isEmpty() ? Optional.empty() : Optional.of("chr" + Integer.parseInt(number));
    }

    /** Whether a stated length is that on GRCh38; empty for chromosomes that are not needed. */
    static Optional<Boolean> hasGrch38Length(String chromosome, long length) {
        return Optional.ofNullable(NEEDED.get(chromosome)).map(expected -> expected.length() == length);
    }

    /** Whether an accession is that of GRCh38; empty for other names and for chromosomes that are not needed. */
    static Optional<Boolean> isGrch38Accession(String name) {
        return ACCESSION.matcher(name).matches()
                ? of(name).map(NEEDED::get).map(expected -> expected.accession().equals(name))
                : Optional.empty();
    }
}
