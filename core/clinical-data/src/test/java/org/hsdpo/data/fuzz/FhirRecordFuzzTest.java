package org.hsdpo.data.fuzz;

import com.code_intelligence.jazzer.junit.FuzzTest;
import org.hsdpo.data.fhir.FhirBundleReader;
import org.junit.jupiter.api.Timeout;

/** FHIR R4 bundles and resources. */
class FhirRecordFuzzTest {
    private static final FhirBundleReader READER = new FhirBundleReader();

    @FuzzTest(maxDuration = ReaderPromise.DURATION)
    @Timeout(ReaderPromise.HANGS)
    void reads(byte[] content) {
        ReaderPromise.kept(receipt -> READER.read(content, receipt));
    }
}
