package org.hsdpo.data.fhir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.hsdpo.clinical.drug.Drug;
import org.hsdpo.clinical.error.InvalidInputException;
import org.hsdpo.clinical.error.Violation;
import org.hsdpo.clinical.measurement.Measurement;
import org.hsdpo.clinical.patient.DataIssue;
import org.hsdpo.data.ClinicalFacts;
import org.hsdpo.data.Receipt;
import org.junit.jupiter.api.Test;

class FhirLinesTest {
    private static final Instant NOW = Instant.parse("2026-11-01T00:00:00Z");

    private static ClinicalFacts read(String lines) {
        return new FhirBundleReader()
                .readLines(lines.replace('\'', '"').getBytes(StandardCharsets.UTF_8), new Receipt("r", NOW));
    }

    private static String observation(String patient, String loinc, String value) {
        return "{'resourceType':'Observation','status':'final','subject':{'reference':'Patient/" + patient
                + "'},'code':{'coding':[{'system':'http://loinc.org','code':'" + loinc
                + "'}]},'effectiveDateTime':'2026-09-01','valueQuantity':{'value':" + value + ",'code':'%'}}";
    }

    @Test
    void aLineIsAResourceAndReferencesReachAcrossLines() {
        ClinicalFacts facts =
                read("{'resourceType':'Patient','id':'p','gender':'female','birthDate':'1961-02-03'}\r\n\n"
                        + "{'resourceType':'MedicationRequest','status':'active','intent':'order','subject':{'reference':'Patient/p'},"
                        + "'medicationReference':{'reference':'Medication/m'}}\n"
                        + "{'resourceType':'Medication','id':'m','code':{'text':'metformin 500 MG Oral Tablet'}}\n"
                        + observation("p", "4548-4", "8.1"));
        assertThat(facts.birthDate()).isPresent();
        assertThat(facts.medications()).singleElement().satisfies(medication -> assertThat(medication.drug())
                .contains(Drug.METFORMIN));
        assertThat(facts.observations())
                .singleElement()
                .satisfies(value -> assertThat(value.provenance().sourceId()).isEqualTo("r#line 5"));
    }

    @Test
    void aLineThatCannotBeTakenIsLeftOutByItselfWithItsNumber() {
        String twoComponents =
                "{'resourceType':'Observation','status':'final','code':{'text':'pressure'},'effectiveDateTime':"
                        + "'2026-09-01','component':[{'code':{'coding':[{'system':'http://loinc.org','code':'8480-6'}]},'valueQuantity':"
                        + "{'value':130,'code':'mm[Hg]'}},{'code':{'coding':[{'system':'http://loinc.org','code':'8462-4'}]},"
                        + "'valueQuantity':{'value':9000,'code':'mm[Hg]'}}]}";
        ClinicalFacts facts = read(observation("p", "4548-4", "8.1") + "\n" + observation("p", "4548-4", "810") + "\n"
                + "{'resourceType':'Observation','status':'fin\n" + "[1,2]\n" + twoComponents + "\n"
                + "{'resourceType':'Bundle'}\n" + observation("p", "4548-4", "8.2"));
        assertThat(facts.observations())
                .extracting(value -> value.value().value())
                .containsExactly(8.1, 8.2);
        assertThat(facts.issues())
                .filteredOn(issue -> issue.kind() == DataIssue.Kind.QUARANTINED)
                .extracting(issue -> issue.field().replaceFirst("^(line \\d+).*", "$1"))
                .containsExactlyInAnyOrder("line 2", "line 3", "line 4", "line 5", "line 6");
    }

    @Test
    void linesOfSeveralPatientsAndLinesWithNothingAreRefused() {
        assertThatThrownBy(() -> read(observation("p", "4548-4", "8.1") + "\n" + observation("q", "4548-4", "8.1")))
                .isInstanceOfSatisfying(InvalidInputException.class, refusal -> assertThat(
                                refusal.violations().getFirst().code())
                        .isEqualTo("SEVERAL_PATIENTS"));
        assertThatThrownBy(() -> read("nothing\nat all"))
                .isInstanceOfSatisfying(InvalidInputException.class, refusal -> assertThat(refusal.violations())
                        .extracting(Violation::field)
                        .containsExactly("line 1", "line 2"));
    }

    /** A stream of more bytes than a test may hold, made as it is read. */
    private static final class Repeated extends InputStream {
        private final byte[] line;
        private long left;

        Repeated(String line, long times) {
            this.line = line.getBytes(StandardCharsets.UTF_8);
            this.left = times * this.line.length;
        }

        @Override
        public int read() {
            throw new UnsupportedOperationException("is read in chunks");
        }

        @Override
        public int read(byte[] bytes, int offset, int length) {
            if (left == 0) {
                return -1;
            }
            int number = (int) Math.min(length, left);
            for (int i = 0; i < number; i++) {
                bytes[offset + i] = line[(int) ((line.length - left % line.length + i) % line.length)];
            }
            left -= number;
            return number;
        }
    }

    @Test
    void aFileIsReadLineByLineWithThePatientOfEach() throws IOException {
        long[] read = {0, 0};
        String line = observation("p7", "4548-4", "8.1").replace('\'', '"') + "\n";
        FhirLines.read(new Repeated(line, 50_000), new FhirLines.Sink() {
            @Override
            public void resource(FhirLines.Line resource) {
                assertThat(resource.patient()).isEqualTo("p7");
                assertThat(resource.number()).isEqualTo(++read[0]);
                read[1] += resource.content().length + 1;
            }

            @Override
            public void refused(long number, Violation why) {
                throw new AssertionError(why.message());
            }
        });
        assertThat(read[0]).isEqualTo(50_000);
        assertThat(read[1]).isEqualTo(50_000L * line.length());
    }

    @Test
    void aLineWithoutEndIsPassedOverWithoutBeingHeld() throws IOException {
        List<Violation> refused = new ArrayList<>();
        List<String> taken = new ArrayList<>();
        FhirLines.Sink sink = new FhirLines.Sink() {
            @Override
            public void resource(FhirLines.Line line) {
                taken.add(line.number() + " " + line.type());
            }

            @Override
            public void refused(long number, Violation why) {
                refused.add(why);
            }
        };
        FhirLines.read(
                new java.io.SequenceInputStream(
                        new Repeated("x", 40L << 20),
                        new ByteArrayInputStream("\n{\"resourceType\":\"Patient\"}".getBytes(StandardCharsets.UTF_8))),
                sink);
        assertThat(refused).singleElement().satisfies(why -> {
            assertThat(why.code()).isEqualTo("CONTENT_TOO_LARGE");
            assertThat(why.field()).isEqualTo("line 1");
        });
        assertThat(taken).containsExactly("2 Patient");
    }

    @Test
    void aPageOfSeveralSaysSo() {
        String page =
                "{'resourceType':'Bundle','type':'searchset','link':[{'relation':'self','url':'a'},{'relation':'next',"
                        + "'url':'b'}],'entry':[{'search':{'mode':'match'},'resource':"
                        + observation("p", "4548-4", "8.1")
                        + "},{'search':{'mode':'outcome'},'resource':{'resourceType':'OperationOutcome'}}]}";
        ClinicalFacts facts = new FhirBundleReader()
                .read(page.replace('\'', '"').getBytes(StandardCharsets.UTF_8), new Receipt("r", NOW));
        assertThat(facts.observations()).hasSize(1);
        assertThat(facts.issues())
                .anyMatch(issue ->
                        issue.kind() == DataIssue.Kind.MISSING && issue.field().equals("Bundle.link"));
    }

    @Test
    void aPanelOfMetabolitesGivesWhatIsKnownAndNamesTheRest() {
        String component =
                "{'code':{'coding':[{'system':'http://loinc.org','code':'%s'}]},'valueQuantity':{'value':%s,'code':'%s'}}";
        ClinicalFacts facts = read("{'resourceType':'Observation','status':'final','code':{'text':'metabolomic panel'},"
                + "'effectiveDateTime':'2026-09-01','component':["
                + component.formatted("1558-6", "7.2", "mmol/L") + "," + component.formatted("14927-8", "1.9", "mmol/L")
                + ","
                + component.formatted("2566-3", "0.4", "mmol/L") + "]}");
        assertThat(facts.observations())
                .extracting(value -> value.measurement())
                .containsExactly(Measurement.FASTING_GLUCOSE, Measurement.TRIGLYCERIDES);
        assertThat(facts.issues()).anyMatch(issue -> issue.message().contains("2566-3 (1×)"));
    }
}
