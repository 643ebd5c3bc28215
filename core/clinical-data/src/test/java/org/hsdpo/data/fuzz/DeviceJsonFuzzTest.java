package org.hsdpo.data.fuzz;

import com.code_intelligence.jazzer.junit.FuzzTest;
import org.hsdpo.data.glucose.DeviceJsonReader;
import org.junit.jupiter.api.Timeout;

/** Open mHealth's and Tidepool's JSON. */
class DeviceJsonFuzzTest {
    private static final DeviceJsonReader READER = new DeviceJsonReader();

    @FuzzTest(maxDuration = ReaderPromise.DURATION)
    @Timeout(ReaderPromise.HANGS)
    void reads(byte[] content) {
        DeviceJsonReader.recognises(content);
        ReaderPromise.kept(receipt -> READER.read(content, receipt));
    }
}
