package org.hsdpo.data.genome;

import htsjdk.tribble.readers.LineIteratorImpl;
import htsjdk.tribble.readers.LineReader;
import htsjdk.variant.vcf.VCFCodec;
import htsjdk.variant.vcf.VCFHeader;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.hsdpo.clinical.error.InvalidInputException;
import org.hsdpo.clinical.wording.Counted;

/**
 * The head of a variant file.
 *
 * @param lines the lines that begin with two hashes
 * @param codec decodes the lines below
 * @param sample the person to read
 * @param columns of every line below
 */
record VariantFileHeader(List<String> lines, VCFCodec codec, String sample, int columns) {
    private static final Pattern VERSION = Pattern.compile("##fileformat=VCFv4\\.[0-4]");
    private static final String ACCEPTED = "a VCF file, version 4.0 to 4.4, plain or compressed with gzip or bgzip";
    private static final int MOST_LINES = 200_000;
    private static final int MOST_CHARACTERS = 16 << 20;

    /** @throws InvalidInputException where it is no such head, or does not say whose data to read */
    static VariantFileHeader read(VariantFileLines lines, Optional<String> sample) {
        if (!lines.next() || !lines.text().startsWith("##fileformat=VCF")) {
            throw new InvalidInputException("content", "VCF_INVALID", "the content is not a VCF file", ACCEPTED);
        }
        if (!VERSION.matcher(lines.text().strip()).matches()) {
            throw new InvalidInputException(
                    lines.place(), "VCF_VERSION_UNSUPPORTED", "the version of VCF is not read", ACCEPTED);
        }
        List<String> head = new ArrayList<>();
        head.add(lines.text().strip());
        long characters = 0;
        while (lines.next()) {
            String line = lines.text();
            characters += line.length();
            if (head.size() > MOST_LINES || characters > MOST_CHARACTERS) {
                throw new InvalidInputException(
                        lines.place(), "VCF_INVALID", "the head of the file has no end", ACCEPTED);
            }
            if (line.startsWith("##")) {
                head.add(line);
            } else if (line.startsWith("#CHROM\t")) {
                return of(head, line, lines.place(), sample);
            } else {
                break;
            }
        }
        throw new InvalidInputException(
                lines.place(), "VCF_INVALID", "the line of column names (#CHROM) is missing", ACCEPTED);
    }

    private static VariantFileHeader of(List<String> head, String columns, String place, Optional<String> sample) {
        VCFCodec codec = new VCFCodec();
        List<String> samples;
        try {
            Deque<String> rest = new ArrayDeque<>(head);
            // The library knows the versions up to 4.3; nothing that is read here changed in 4.4.
            rest.add(columns);
            rest.removeFirst();
            rest.addFirst(head.getFirst().replace("VCFv4.4", "VCFv4.3"));
            VCFHeader header = (VCFHeader) codec.readActualHeader(new LineIteratorImpl(new LineReader() {
                @Override
                public String readLine() {
                    return rest.poll();
                }

                @Override
                public void close() {}
            }));
            samples = header.getGenotypeSamples();
        } catch (RuntimeException e) {
            // The library says what is wrong by many exceptions, and quotes the file, which may name a patient.
            throw new InvalidInputException(place, "VCF_INVALID", "the head of the file is not well formed", ACCEPTED);
        }
        return new VariantFileHeader(List.copyOf(head), codec, chosen(samples, sample), columns.split("\t", -1).length);
    }

    private static String chosen(List<String> samples, Optional<String> sample) {
        if (samples.isEmpty()) {
            throw new InvalidInputException(
                    "content", "SAMPLE_MISSING", "the file holds no person's genotypes", "a column of genotypes");
        }
        if (sample.isPresent()) {
            if (!samples.contains(sample.get())) {
                throw new InvalidInputException(
                        "sample", "SAMPLE_UNKNOWN", "the file holds no sample of that name", "a name of its head");
            }
            return sample.get();
        }
        if (samples.size() > 1) {
            throw new InvalidInputException(
                    "sample",
                    "SAMPLES_SEVERAL",
                    "the file holds " + Counted.of(samples.size(), "sample") + " and the patient's is not named",
                    "the name of the patient's sample, or a file of one sample");
        }
        return samples.getFirst();
    }
}
