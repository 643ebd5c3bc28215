package org.hsdpo.data.fuzz;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.time.ZoneId;
import java.util.Optional;
import org.hsdpo.data.glucose.GlucoseExportReader;
import org.junit.jupiter.api.Timeout;

/** Exports of glucose sensors as text. */
class GlucoseTextFuzzTest {
    private static final GlucoseExportReader READER = new GlucoseExportReader();
    private static final Optional<ZoneId> ZONE = Optional.of(ZoneId.of("Europe/Berlin"));

    @FuzzTest(maxDuration = ReaderPromise.DURATION)
    @Timeout(ReaderPromise.HANGS)
    void reads(byte[] content) {
        ReaderPromise.kept(receipt -> READER.read(content, receipt, ZONE));
    }
}
