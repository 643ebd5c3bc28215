package org.hsdpo.data.privacy;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.hsdpo.data.SharedData;
import org.hsdpo.data.privacy.NoteCorpus.Gold;
import org.hsdpo.data.privacy.NoteCorpus.Note;
import org.hsdpo.data.privacy.ScrubbedNote.Kind;
import org.hsdpo.data.privacy.ScrubbedNote.Removal;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class NoteScrubberTest {
    private static final NoteScrubber SCRUBBER = NoteScrubber.general();

    private static final class Tally {
        private int gold;
        private int taken;
    }

    /** Whole pieces taken among those that had to go, by slot; and removals that touch such a piece among all. */
    private record Measured(Map<String, Tally> bySlot, double recall, double precision) {
        static Measured of(List<Note> notes) {
            Map<String, Tally> bySlot = new TreeMap<>();
            int gold = 0;
            int taken = 0;
            int removals = 0;
            int right = 0;
            for (Note note : notes) {
                List<Removal> removed = SCRUBBER.scrub(note.text()).removals();
                for (Gold piece : note.gold()) {
                    Tally tally = bySlot.computeIfAbsent(piece.slot(), slot -> new Tally());
                    tally.gold++;
                    gold++;
                    if (isGone(note.text(), piece, removed)) {
                        tally.taken++;
                        taken++;
                    }
                }
                for (Removal removal : removed) {
                    removals++;
                    if (note.gold().stream()
                            .anyMatch(piece -> piece.start() < removal.end() && removal.start() < piece.end())) {
                        right++;
                    }
                }
            }
            return new Measured(bySlot, (double) taken / gold, (double) right / removals);
        }

        /** No letter or digit of it is left, except that the year of a date may stay. */
        private static boolean isGone(String text, Gold piece, List<Removal> removed) {
            for (int i = piece.start(); i < piece.end(); i++) {
                int at = i;
                if (Character.isLetterOrDigit(text.charAt(at))
                        && removed.stream().noneMatch(removal -> removal.start() <= at && at < removal.end())) {
                    return false;
                }
            }
            return true;
        }

        @Override
        public String toString() {
            StringBuilder text = new StringBuilder("recall %.4f precision %.4f".formatted(recall, precision));
            bySlot.forEach((slot, tally) -> text.append("\n  %-14s %d of %d".formatted(slot, tally.taken, tally.gold)));
            return text.toString();
        }
    }

    @Test
    void ofAGeneratedCorpusInEnglishLittleIsMissedAndLittleElseIsTaken() {
        Measured measured = Measured.of(new NoteCorpus(20261).english(1_400));
        System.out.println("English: " + measured);

        assertThat(measured.recall()).as(measured.toString()).isGreaterThan(0.95);
        assertThat(measured.precision()).as(measured.toString()).isGreaterThan(0.95);
    }

    @Test
    void ofAGeneratedCorpusInGermanLittleIsMissedAndLittleElseIsTaken() {
        Measured measured = Measured.of(new NoteCorpus(20262).german(1_200));
        System.out.println("German: " + measured);

        assertThat(measured.recall()).as(measured.toString()).isGreaterThan(0.95);
        assertThat(measured.precision()).as(measured.toString()).isGreaterThan(0.95);
    }

    @Test
    void ofThePublicDemonstrationNotesTheNamedPeopleAndDatesAreGone() throws IOException {
        Path notes = SharedData.folder("notes/ctakes");
        Map<String, List<String>> gone = Map.of(
                "ID000_clinic_demo.txt",
                List.of(
                        "Dan Testing",
                        "23-Jun-1958",
                        "Johnny",
                        "Cash",
                        "3-303-925",
                        "Quality Control",
                        "55905",
                        "Mayo"),
                "Patient123_31122019_NOTE.txt",
                List.of("Neid", "Indira", "Dec 25", "Prahseseur", "Johnny", "Nephra"),
                "dr_nutritious_1.txt",
                List.of("Julie", "Tester", "555-1212", "02-29"),
                "shark_bite.txt",
                List.of("Billy", "Johnson"));
        for (Map.Entry<String, List<String>> file : gone.entrySet()) {
            String note = java.nio.file.Files.readString(notes.resolve(file.getKey()), StandardCharsets.ISO_8859_1);
            assertThat(SCRUBBER.scrub(note).text())
                    .as(file.getKey())
                    .doesNotContain(file.getValue().toArray(String[]::new));
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "BP 142/88 mmHg, pulse 72/min, SpO2 97 %, temperature 37.2.",
                "Metformin 1000 mg 1-0-1, 1/2 tablet at noon, 1-2 tablets as needed.",
                "HbA1c 8.6 %, glucose 182 mg/dL, creatinine 1.12 mg/dL, eGFR 54 mL/min/1.73 m2, platelets 250000/µl.",
                "Parkinson disease, Crohn disease, Babinski negative, Foley catheter, Graves disease.",
                "A 64-year-old woman with diabetes for 15 years; quit smoking in 2009.",
                "May increase insulin by 2 units; mark the site. Will return in 3 months.",
                "Insulin glargin 24 IE zur Nacht, Blutzucker 8,2 mmol/l, Zielbereich 5,0-7,8.",
                "MR angiography and CT of the abdomen. Grade 3/6 murmur. Pain 7/10.",
                "No family history of medullary thyroid carcinoma. Father had diabetes."
            })
    void clinicalTextIsLeftAsItIs(String text) {
        assertThat(SCRUBBER.scrub(text).text()).isEqualTo(text);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "Seen 3/14/2019 by team|3/14/2019|DATE",
                "since March 2019|March|DATE",
                "on 3/14 she|3/14|DATE",
                "20Feb1999 1:21PM CT|20Feb1999|DATE",
                "am 14.3. entlassen|14.3.|DATE",
                "Aufnahme 14. März 2019|14. März 2019|DATE",
                "a 93 y.o. man|93|AGE",
                "die 91-jährige Patientin|91|AGE",
                "pager 4-5512 for|4-5512|PHONE",
                "2001:db8:0:1:1:1:1:1 host|2001:db8:0:1:1:1:1:1|IP_ADDRESS",
                "SSN 123-45-6789|123-45-6789|NUMBER",
                "VIN 1HGCM82633A004352|1HGCM82633A004352|NUMBER",
                "license no. MD 445566|MD 445566|NUMBER",
                "Kennzeichen M-AB 1234|M-AB 1234|NUMBER",
                "12 Elm Street, Apt 4|12 Elm Street, Apt 4|PLACE",
                "ZIP: 55905|55905|PLACE",
                "Mr. O'Neill walked|O'Neill|NAME",
                "Herr Dr. von der Leyen-Groß kam|von der Leyen-Groß|NAME",
                "his wife Zelda called|Zelda|NAME",
                "Provider: Xandra Quillmore|Xandra Quillmore|NAME",
                "Mit freundlichen Grüßen\\nDr. T. Wexlhuber|Wexlhuber|NAME"
            })
    void identifyingTextIsTaken(String text, String piece, Kind kind) {
        String note = text.replace("\\n", "\n");
        ScrubbedNote scrubbed = SCRUBBER.scrub(note);

        assertThat(scrubbed.text()).doesNotContain(piece).contains("[" + kind + "]");
    }

    @Test
    void whoIsNamedInFullOnceIsFoundByTheSurnameElsewhere() {
        assertThat(SCRUBBER.scrub("Patient: Quentin Oxbarrow\nCourse: Oxbarrow improved.")
                        .text())
                .isEqualTo("Patient: [NAME]\nCourse: [NAME] improved.");
    }

    @Test
    void namesThatAreKnownAreTakenHoweverTheyAreWritten() {
        NoteScrubber knowing = NoteScrubber.general().knowing(List.of("Zoë Quarrelton", "Li"));

        assertThat(knowing.scrub("zoë said QUARRELTON's pump failed; Li agreed; lithium continued.")
                        .text())
                .isEqualTo("[NAME] said [NAME] pump failed; [NAME] agreed; lithium continued.");
    }

    @Test
    void removalsPointIntoTheOriginal() {
        String note = "Seen 3/14/2019 by Dr. Smith.";
        assertThat(SCRUBBER.scrub(note).removals())
                .extracting(removal -> removal.kind() + " " + note.substring(removal.start(), removal.end()))
                .containsExactly("DATE 3/14/2019", "NAME Smith");
    }

    @Test
    void tediousInputIsWorkedThrough() {
        for (String piece :
                List.of("1", "1-", "A ", "Aa ", "a.", "a@", "1.", "(1) ", "Dr. ", "Mr. A", "\n", " ", "1/1/")) {
            String note = piece.repeat(50_000 / piece.length());
            assertThat(SCRUBBER.scrub(note).text().toLowerCase(Locale.ROOT)).isNotNull();
        }
    }
}
