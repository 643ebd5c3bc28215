package org.hsdpo.data.fuzz;

import com.code_intelligence.jazzer.junit.FuzzTest;
import org.hsdpo.data.glucose.AppleHealthReader;
import org.junit.jupiter.api.Timeout;

/** Apple Health's export. */
class AppleHealthFuzzTest {
    private static final AppleHealthReader READER = new AppleHealthReader();

    @FuzzTest(maxDuration = ReaderPromise.DURATION)
    @Timeout(ReaderPromise.HANGS)
    void reads(byte[] content) {
        ReaderPromise.kept(receipt -> READER.read(content, receipt));
    }
}
