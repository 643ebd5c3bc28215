package org.hsdpo.cli.bench;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.zip.GZIPOutputStream;
import org.hsdpo.cli.CommandFailure;
import org.hsdpo.cli.ProjectFolder;

/** The made-up variant file in {@code examples/genome}. */
final class ExampleGenome {
    private ExampleGenome() {}

    static byte[] content() {
        try {
            return Files.readAllBytes(ProjectFolder.root().resolve("examples/genome/variants.vcf"));
        } catch (IOException e) {
            throw new CommandFailure("the example variant file cannot be read: " + e.getMessage(), e);
        }
    }

    /** The same with as many lines more that say nothing of a pharmacogene, compressed. */
    static byte[] largeContent(int lines) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (OutputStream out = new GZIPOutputStream(bytes)) {
            out.write(content());
            for (int i = 0; i < lines; i++) {
                out.write(("chr10\t" + (1_000_000 + 500 * i)
                                + "\t.\tA\tG\t50\tPASS\tAC=1;AF=0.5;AN=2\tGT:AD:DP:GQ\t0/1:14,16:30:99\n")
                        .getBytes(StandardCharsets.US_ASCII));
            }
        } catch (IOException e) {
            throw new UncheckedIOException("bytes in memory do not fail to be written", e);
        }
        return bytes.toByteArray();
    }
}
