package org.hsdpo.data.nhanes;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.hsdpo.clinical.error.InvalidInputException;
import org.hsdpo.data.fuzz.ReaderPromise;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.tukaani.xz.LZMA2Options;
import org.tukaani.xz.XZ;
import org.tukaani.xz.XZOutputStream;

/**
 * Survey tables as csv.xz: as packed files where the input begins like one, else as text that is packed here, since a changed
 * byte of a packed file seldom gets past its checksum.
 */
class SurveyFileFuzzTest {
    @TempDir
    private static Path folder;

    @FuzzTest(maxDuration = ReaderPromise.DURATION)
    @Timeout(ReaderPromise.HANGS)
    void reads(byte[] content) throws IOException {
        Path file = folder.resolve("T.csv.xz");
        if (content.length > 0 && content[0] == XZ.HEADER_MAGIC[0]) {
            Files.write(file, content);
        } else {
            try (XZOutputStream out =
                    new XZOutputStream(Files.newOutputStream(file), new LZMA2Options(0), XZ.CHECK_NONE)) {
                out.write(content);
            }
        }
        try {
            SurveyTablePromise.kept(SurveyTableFile.read(file));
        } catch (InvalidInputException refused) {
            SurveyTablePromise.isReasoned(refused);
        }
    }
}
