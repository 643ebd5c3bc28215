package org.hsdpo.data.fhir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import org.hsdpo.clinical.measurement.Measurement;
import org.hsdpo.clinical.patient.Observation;
import org.hsdpo.data.ClinicalFacts;
import org.hsdpo.data.Receipt;
import org.junit.jupiter.api.Test;

/** A panel of metabolites as one Observation with components, and as single ones; in substance and in mass units. */
class MetabolitePanelTest {
    private static final Receipt RECEIPT = new Receipt("metabolites", Instant.parse("2026-02-01T00:00:00Z"));

    private static final String BUNDLE = """
            {"resourceType": "Bundle", "type": "collection", "entry": [
              {"resource": {"resourceType": "Observation", "status": "final", "effectiveDateTime": "2026-01-20T08:00:00Z",
                "code": {"text": "amino acid panel"},
                "component": [
                  {"code": {"coding": [{"system": "http://loinc.org", "code": "20649-0"}]},
                    "valueQuantity": {"value": 150, "system": "http://unitsofmeasure.org", "code": "umol/L"}},
                  {"code": {"coding": [{"system": "http://loinc.org", "code": "20648-2"}]},
                    "valueQuantity": {"value": 1.0, "system": "http://unitsofmeasure.org", "code": "mg/dL"}},
                  {"code": {"coding": [{"system": "http://loinc.org", "code": "20661-5"}]},
                    "valueQuantity": {"value": 0.25, "system": "http://unitsofmeasure.org", "code": "mmol/L"}},
                  {"code": {"coding": [{"system": "http://loinc.org", "code": "20636-7"}]},
                    "valueQuantity": {"value": 400, "system": "http://unitsofmeasure.org", "code": "umol/L"}}]}},
              {"resource": {"resourceType": "Observation", "status": "final", "effectiveDateTime": "2026-01-20T08:00:00Z",
                "code": {"coding": [{"system": "http://loinc.org", "code": "29512-1"}]},
                "valueQuantity": {"value": 5.2, "system": "http://unitsofmeasure.org", "code": "mg/dL"}}},
              {"resource": {"resourceType": "Observation", "status": "final", "effectiveDateTime": "2026-01-20T08:00:00Z",
                "code": {"coding": [{"system": "http://loinc.org", "code": "2524-7"}]},
                "valueQuantity": {"value": 1.4, "system": "http://unitsofmeasure.org", "code": "mmol/L"}}},
              {"resource": {"resourceType": "Observation", "status": "final", "effectiveDateTime": "2026-01-20T08:00:00Z",
                "code": {"coding": [{"system": "http://loinc.org", "code": "14933-6"}]},
                "valueQuantity": {"value": 416, "system": "http://unitsofmeasure.org", "code": "umol/L"}}}
            ]}""";

    private static double value(ClinicalFacts facts, Measurement measurement) {
        return facts.observations().stream()
                .filter(observation -> observation.measurement() == measurement)
                .mapToDouble(MetabolitePanelTest::canonical)
                .findFirst()
                .orElseThrow(() -> new AssertionError(measurement + " was not read"));
    }

    private static double canonical(Observation observation) {
        return observation.value().value();
    }

    @Test
    void aPanelOfMetabolitesIsReadInCanonicalUnits() {
        ClinicalFacts facts = new FhirBundleReader().read(BUNDLE.getBytes(StandardCharsets.UTF_8), RECEIPT);

        assertThat(value(facts, Measurement.LEUCINE)).isEqualTo(150);
        // 10 mg/L over 131.175 g/mol.
        assertThat(value(facts, Measurement.ISOLEUCINE)).isCloseTo(76.23, within(0.01));
        assertThat(value(facts, Measurement.VALINE)).isCloseTo(250, within(1e-9));
        assertThat(value(facts, Measurement.BETA_HYDROXYBUTYRATE)).isCloseTo(0.4995, within(1e-4));
        assertThat(value(facts, Measurement.LACTATE)).isEqualTo(1.4);
        assertThat(value(facts, Measurement.URATE)).isCloseTo(6.993, within(1e-3));
        // What HSDPO does not know is listed and not lost silently: alanine, and the panel's own code.
        assertThat(facts.unmapped()).anyMatch(code -> code.code().equals("20636-7"));
    }
}
