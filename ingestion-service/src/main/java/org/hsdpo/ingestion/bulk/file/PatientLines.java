package org.hsdpo.ingestion.bulk.file;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.zip.Deflater;
import java.util.zip.DeflaterOutputStream;
import java.util.zip.InflaterInputStream;
import org.hsdpo.data.fhir.PlacedResource;

/** Lines of one patient in one part of a file, in their order. Not thread-safe. */
public final class PatientLines {
    private final String file;
    private final List<Long> numbers = new ArrayList<>();
    private final ByteArrayOutputStream lines = new ByteArrayOutputStream();

    public PatientLines(String file) {
        this.file = file;
    }

    public void add(long number, byte[] content) {
        numbers.add(number);
        lines.write(content, 0, content.length);
        lines.write('\n');
    }

    public String file() {
        return file;
    }

    public long firstLine() {
        return numbers.getFirst();
    }

    /** Uncompressed. */
    public int bytes() {
        return lines.size();
    }

    /** Numbers of the lines, with commas. */
    public String numbers() {
        return numbers.stream().map(Object::toString).collect(Collectors.joining(","));
    }

    /** The lines as they are kept until the patient's turn comes. */
    public byte[] deflated() {
        return deflated(lines.toByteArray());
    }

    private static byte[] deflated(byte[] content) {
        Deflater fast = new Deflater(Deflater.BEST_SPEED);
        ByteArrayOutputStream packed = new ByteArrayOutputStream(content.length / 4 + 64);
        try (DeflaterOutputStream out = new DeflaterOutputStream(packed, fast)) {
            out.write(content);
        } catch (IOException e) {
            throw new UncheckedIOException("bytes in memory do not fail to be written", e);
        } finally {
            fast.end();
        }
        return packed.toByteArray();
    }

    private static byte[] inflated(byte[] packed) {
        try (InflaterInputStream in = new InflaterInputStream(new ByteArrayInputStream(packed))) {
            return in.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException("lines of a load that were put down cannot be unpacked", e);
        }
    }

    /** The resources of lines that were kept, each at its place. */
    public static List<PlacedResource> resources(String file, String numbers, byte[] packed) {
        byte[] lines = inflated(packed);
        List<PlacedResource> resources = new ArrayList<>();
        int from = 0;
        for (String number : numbers.split(",")) {
            int to = from;
            while (lines[to] != '\n') {
                to++;
            }
            resources.add(new PlacedResource(file + " line " + number, java.util.Arrays.copyOfRange(lines, from, to)));
            from = to + 1;
        }
        return resources;
    }
}
