package org.hsdpo.cli.bench;

import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import org.hsdpo.cli.demo.ExamplePatient;
import org.hsdpo.clinical.patient.PatientState;
import org.hsdpo.data.ClinicalFacts;
import org.hsdpo.data.Receipt;
import org.hsdpo.data.fhir.FhirBundleReader;
import org.hsdpo.data.glucose.GlucoseExportReader;
import org.hsdpo.data.state.PatientStateAssembler;

/** The example patient's state as of the newest entry of the bundle and the sensor export, without the note. */
final class ExampleState {
    private ExampleState() {}

    static PatientState assemble() {
        Receipt receipt = new Receipt("bench", Instant.parse("2026-11-20T00:00:00Z"));
        ClinicalFacts bundle = new FhirBundleReader().read(ExamplePatient.content("application/json"), receipt);
        ClinicalFacts sensor = new GlucoseExportReader()
                .read(ExamplePatient.content("text/csv"), receipt, Optional.of(ZoneOffset.UTC));
        Instant newest = bundle.and(sensor).newestFact().orElseThrow();
        return new PatientStateAssembler().assemble("bench", newest, List.of(bundle, sensor));
    }
}
