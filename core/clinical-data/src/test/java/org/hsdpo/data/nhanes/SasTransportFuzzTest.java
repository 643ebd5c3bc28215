package org.hsdpo.data.nhanes;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import org.hsdpo.clinical.error.InvalidInputException;
import org.hsdpo.data.fuzz.ReaderPromise;
import org.junit.jupiter.api.Timeout;

/** SAS transport files. */
class SasTransportFuzzTest {
    @FuzzTest(maxDuration = ReaderPromise.DURATION)
    @Timeout(ReaderPromise.HANGS)
    void reads(byte[] content) throws IOException {
        try {
            SurveyTable table =
                    new SasTransportReader("T.XPT", new ByteArrayInputStream(content), SurveyLimits.USUAL).read();
            SurveyTablePromise.kept(table);
        } catch (InvalidInputException refused) {
            SurveyTablePromise.isReasoned(refused);
        }
    }
}
