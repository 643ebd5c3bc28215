package org.hsdpo.data.fuzz;

import com.code_intelligence.jazzer.junit.FuzzTest;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import org.hsdpo.data.fhir.FhirBundleReader;
import org.junit.jupiter.api.Timeout;

/** Units of a result, written as a code or as a text, and its reference range beside it. */
class UnitFuzzTest {
    private static final FhirBundleReader READER = new FhirBundleReader();

    @FuzzTest(maxDuration = ReaderPromise.DURATION)
    @Timeout(ReaderPromise.HANGS)
    void reads(byte[] content) {
        String unit = new String(content, StandardCharsets.UTF_8);
        for (String loinc : new String[] {"2345-7", "4548-4", "2160-0", "29463-7"}) {
            ObjectNode observation = JsonNodeFactory.instance.objectNode();
            observation.put("resourceType", "Observation").put("status", "final");
            observation
                    .putObject("code")
                    .putArray("coding")
                    .addObject()
                    .put("system", "http://loinc.org")
                    .put("code", loinc);
            observation.put("effectiveDateTime", "2026-10-01T08:00:00Z");
            observation
                    .putObject("valueQuantity")
                    .put("value", 7.5)
                    .put("unit", unit)
                    .put("system", "http://unitsofmeasure.org")
                    .put("code", unit);
            byte[] json = observation.toString().getBytes(StandardCharsets.UTF_8);
            ReaderPromise.kept(receipt -> READER.read(json, receipt));
        }
    }
}
