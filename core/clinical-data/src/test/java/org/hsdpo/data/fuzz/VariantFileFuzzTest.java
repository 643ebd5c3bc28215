package org.hsdpo.data.fuzz;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.util.Optional;
import org.hsdpo.data.genome.VariantFileReader;
import org.junit.jupiter.api.Timeout;

/** Variant files. */
class VariantFileFuzzTest {
    private static final VariantFileReader READER = new VariantFileReader(1 << 20);

    @FuzzTest(maxDuration = ReaderPromise.DURATION)
    @Timeout(ReaderPromise.HANGS)
    void reads(byte[] content) {
        ReaderPromise.kept(receipt -> READER.read(content, Optional.empty(), receipt));
    }
}
