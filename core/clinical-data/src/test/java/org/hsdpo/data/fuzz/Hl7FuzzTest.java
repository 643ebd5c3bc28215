package org.hsdpo.data.fuzz;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.util.Optional;
import org.hsdpo.data.hl7.Hl7Reader;
import org.hsdpo.data.hl7.SiteCodes;
import org.junit.jupiter.api.Timeout;

/** HL7 v2 messages and batches. */
class Hl7FuzzTest {
    private static final Hl7Reader READER = new Hl7Reader(Optional.empty(), SiteCodes.none());

    @FuzzTest(maxDuration = ReaderPromise.DURATION)
    @Timeout(ReaderPromise.HANGS)
    void reads(byte[] content) {
        ReaderPromise.kept(receipt -> READER.read(content, receipt));
    }
}
