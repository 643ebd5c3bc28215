package org.hsdpo.data.fuzz;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.nio.charset.StandardCharsets;
import org.hsdpo.data.drug.DoseInstructionReader;
import org.hsdpo.data.drug.DrugVocabulary;
import org.hsdpo.data.drug.ProductNameReader;
import org.junit.jupiter.api.Timeout;

/** Product names and dose instructions as people write them. */
class DrugTextFuzzTest {
    private static final ProductNameReader PRODUCTS = new ProductNameReader(DrugVocabulary.shipped());
    private static final DoseInstructionReader DOSES = new DoseInstructionReader();

    @FuzzTest(maxDuration = ReaderPromise.DURATION)
    @Timeout(ReaderPromise.HANGS)
    void reads(byte[] content) {
        String text = new String(content, StandardCharsets.UTF_8);
        PRODUCTS.read(text);
        DOSES.read(text);
    }
}
