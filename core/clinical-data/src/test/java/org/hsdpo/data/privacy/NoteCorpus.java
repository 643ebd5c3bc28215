package org.hsdpo.data.privacy;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.hsdpo.data.privacy.ScrubbedNote.Kind;

/**
 * Notes with every identifying piece marked. Each slot of a template is filled by its own generator; half of the names are made
 * of syllables, so that no list can know them. Years on their own, ages below 90 and clinical figures are not identifying.
 */
final class NoteCorpus {
    /** A piece that has to go. */
    record Gold(Kind kind, String slot, int start, int end) {}

    record Note(String text, List<Gold> gold) {}

    private static final Pattern SLOT = Pattern.compile("\\{([a-z-]+)}");

    private static final Map<String, Kind> KINDS = Map.ofEntries(
            Map.entry("header-name", Kind.NAME),
            Map.entry("titled-name", Kind.NAME),
            Map.entry("signed-name", Kind.NAME),
            Map.entry("relative-name", Kind.NAME),
            Map.entry("bare-name", Kind.NAME),
            Map.entry("bare-first", Kind.NAME),
            Map.entry("date", Kind.DATE),
            Map.entry("datum", Kind.DATE),
            Map.entry("old-age", Kind.AGE),
            Map.entry("phone", Kind.PHONE),
            Map.entry("telefon", Kind.PHONE),
            Map.entry("email", Kind.EMAIL),
            Map.entry("url", Kind.URL),
            Map.entry("ip", Kind.IP_ADDRESS),
            Map.entry("ssn", Kind.NUMBER),
            Map.entry("mrn", Kind.NUMBER),
            Map.entry("kvnr", Kind.NUMBER),
            Map.entry("serial", Kind.NUMBER),
            Map.entry("address", Kind.PLACE),
            Map.entry("anschrift", Kind.PLACE),
            Map.entry("city-zip", Kind.PLACE),
            Map.entry("hospital", Kind.PLACE),
            Map.entry("klinik", Kind.PLACE));

    private static final List<String> ENGLISH = List.of(
            "Patient: {header-name}  DOB: {date}  MRN: {mrn}\nAdmitted {date} with polyuria. HbA1c 8.6 %, BP 142/88 mmHg, eGFR 54.\nMetformin 1000 mg 1-0-1 continued.\n",
            "{titled-pre-en} {titled-name} is a {young-age}-year-old with type 2 diabetes since {year}. Lives at {address}, {city-zip}.\nPhone: {phone}. E-mail {email}.\n",
            "{bare-name} was seen on {date}. Glucose 182 mg/dL, weight 92.4 kg, LDL 3/4 of the earlier value.\n{bare-first} denies hypoglycemia; 10/10 pain on 2 of 7 days.\n",
            "The patient, a {old-age} year old woman, was transferred from {hospital}. Her daughter {relative-name} was informed by phone ({phone}).\nFax results to {phone}.\n",
            "SSN {ssn}. Account # {mrn}. Pump serial number {serial}. Data at {url} from {ip}.\nInsulin glargine 24 units at bedtime, titrate by 2 units every 3 days.\n",
            "Follow-up {date}. Parkinson disease and Crohn disease excluded; Babinski negative. Mark the injection site. Dr. {titled-name} agrees.\nSincerely,\n{signed-name}, MD\n",
            "Seen by {titled-pre-en} {titled-name} at {hospital} on {date}. Plan: empagliflozin 10 mg daily, follow up in 3 months, labs 1/2 hour fasting.\nElectronically signed by: {signed-name}\n");

    private static final List<String> GERMAN = List.of(
            "Patient: {header-name}, geb. {datum}, Fallnummer {mrn}\nAufnahme am {datum} wegen Polyurie. HbA1c 8,6 %, RR 142/88 mmHg, eGFR 54.\nMetformin 1000 mg 1-0-1 weiter.\n",
            "{titled-pre-de} {titled-name}, {young-age} Jahre, Typ-2-Diabetes seit {year}. Wohnhaft {anschrift}.\nTel. {telefon}, E-Mail {email}.\n",
            "{bare-name} stellte sich am {datum} vor. Blutzucker 182 mg/dl, Gewicht 92,4 kg.\nDer {old-age}-jährige Patient wurde aus dem {klinik} verlegt.\n",
            "Versichertennummer {kvnr}, Gerätenummer {serial}. Die Tochter {relative-name} wurde telefonisch informiert (Tel.: {telefon}).\n",
            "Kontrolle am {datum}. Insulin glargin 24 IE zur Nacht, alle 3 Tage um 2 IE steigern. Dr. med. {titled-name} einverstanden.\nMit freundlichen Grüßen\n{signed-name}\n",
            "Hausarzt: {header-name}\nVorstellung im {klinik} bei {titled-pre-de} {titled-name} am {datum}. Empagliflozin 10 mg, Kontrolle in 3 Monaten.\n");

    private static final String[] FIRST_EN = {"John", "Mary", "Robert", "Linda", "Kevin", "Emily", "Ashley", "Brian"};
    private static final String[] FIRST_DE = {"Hans", "Ursula", "Jürgen", "Petra", "Stefan", "Monika", "Heike", "Uwe"};
    private static final String[] LAST_EN = {
        "Smith", "Rodriguez", "Nguyen", "Patel", "Wright", "Brooks", "Thompson", "Kim"
    };
    private static final String[] LAST_DE = {
        "Müller", "Schneider", "Krüger", "Wolf", "Yilmaz", "Hoffmann", "Klein", "Nowak"
    };
    private static final String[] SYLLABLES = {
        "ba", "kor", "len", "mi", "ta", "ves", "dro", "zel", "wick", "ham", "lin", "pur", "gol", "sen"
    };
    private static final String[] MONTHS = {
        "January",
        "February",
        "March",
        "April",
        "May",
        "June",
        "July",
        "August",
        "September",
        "October",
        "November",
        "December"
    };
    private static final String[] MONATE = {
        "Januar",
        "Februar",
        "März",
        "April",
        "Mai",
        "Juni",
        "Juli",
        "August",
        "September",
        "Oktober",
        "November",
        "Dezember"
    };

    private final SplittableRandom random;

    NoteCorpus(long seed) {
        random = new SplittableRandom(seed);
    }

    List<Note> english(int notes) {
        return notes(notes, ENGLISH, false);
    }

    List<Note> german(int notes) {
        return notes(notes, GERMAN, true);
    }

    private List<Note> notes(int count, List<String> templates, boolean german) {
        List<Note> notes = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            notes.add(filled(templates.get(i % templates.size()), german));
        }
        return notes;
    }

    private Note filled(String template, boolean german) {
        StringBuilder text = new StringBuilder();
        List<Gold> gold = new ArrayList<>();
        Matcher slot = SLOT.matcher(template);
        int position = 0;
        while (slot.find()) {
            text.append(template, position, slot.start());
            String filling = filling(slot.group(1), german);
            if (KINDS.containsKey(slot.group(1))) {
                gold.add(new Gold(
                        KINDS.get(slot.group(1)), slot.group(1), text.length(), text.length() + filling.length()));
            }
            text.append(filling);
            position = slot.end();
        }
        return new Note(text.append(template.substring(position)).toString(), gold);
    }

    private String filling(String slot, boolean german) {
        return switch (slot) {
            case "header-name" ->
                random.nextBoolean() ? last(german) + ", " + first(german) : first(german) + " " + last(german);
            case "titled-name" -> random.nextBoolean() ? last(german) : first(german) + " " + last(german);
            case "signed-name", "bare-name", "relative-name" -> first(german) + " " + last(german);
            case "bare-first" -> pick(german ? FIRST_DE : FIRST_EN);
            case "titled-pre-en" -> pick("Mr.", "Mrs.", "Ms.", "Dr.");
            case "titled-pre-de" -> pick("Herr", "Frau", "Dr.", "Prof. Dr.");
            case "date" -> englishDate();
            case "datum" -> germanDate();
            case "year" -> Integer.toString(random.nextInt(1990, 2024));
            case "young-age" -> Integer.toString(random.nextInt(30, 90));
            case "old-age" -> Integer.toString(random.nextInt(90, 104));
            case "phone" ->
                pick("(%s) %s-%s", "%s-%s-%s", "%s.%s.%s", "+1 %s %s %s").formatted(digits(3), digits(3), digits(4));
            case "telefon" ->
                pick("0%s/%s%s", "0%s-%s%s", "+49 %s %s%s", "(0%s) %s%s")
                        .formatted(
                                "" + random.nextInt(2, 10) + digits(2),
                                "" + random.nextInt(1, 10) + digits(2),
                                digits(4));
            case "email" ->
                made().toLowerCase() + "." + made().toLowerCase() + "@" + made().toLowerCase()
                        + pick(".com", ".de", ".org");
            case "url" -> "https://www." + made().toLowerCase() + ".org/p?id=" + digits(5);
            case "ip" ->
                random.nextInt(1, 255) + "." + random.nextInt(256) + "." + random.nextInt(256) + "."
                        + random.nextInt(1, 255);
            case "ssn" -> digits(3) + "-" + digits(2) + "-" + digits(4);
            case "mrn" -> pick("", "M", "AB-") + digits(random.nextInt(5, 10));
            case "kvnr" -> pick("A", "K", "T") + digits(9);
            case "serial" -> pick("SN", "MMT-", "G6") + digits(7) + pick("", "X");
            case "address" ->
                random.nextInt(1, 9999) + " " + pick("", "N ") + made() + " "
                        + pick("Street", "Ave", "Rd.", "Boulevard", "Lane");
            case "anschrift" ->
                made() + pick("straße ", "weg ", "allee ") + random.nextInt(1, 200) + ", "
                        + random.nextInt(10_000, 99_999) + " " + made();
            case "city-zip" -> made() + ", " + pick("MN", "CA", "TX", "NY") + " " + digits(5);
            case "hospital" -> made() + pick(" General Hospital", " Medical Center", " Clinic");
            case "klinik" -> pick("Klinikum ", "Krankenhaus ", "Universitätsklinikum ") + made();
            default -> throw new IllegalArgumentException(slot);
        };
    }

    private String englishDate() {
        int year = random.nextInt(1930, 2026);
        int month = random.nextInt(12);
        int day = random.nextInt(1, 29);
        return switch (random.nextInt(6)) {
            case 0 -> (month + 1) + "/" + day + "/" + year;
            case 1 -> "%02d/%02d/%02d".formatted(month + 1, day, year % 100);
            case 2 -> MONTHS[month] + " " + day + ", " + year;
            case 3 -> day + " " + MONTHS[month].substring(0, 3) + " " + year;
            case 4 -> "%d-%02d-%02d".formatted(year, month + 1, day);
            default -> day + "-" + MONTHS[month].substring(0, 3) + "-" + year;
        };
    }

    private String germanDate() {
        int year = random.nextInt(1930, 2026);
        int month = random.nextInt(12);
        int day = random.nextInt(1, 29);
        return switch (random.nextInt(3)) {
            case 0 -> "%02d.%02d.%d".formatted(day, month + 1, year);
            case 1 -> day + "." + (month + 1) + "." + "%02d".formatted(year % 100);
            default -> day + ". " + MONATE[month] + " " + year;
        };
    }

    private String first(boolean german) {
        return random.nextBoolean() ? pick(german ? FIRST_DE : FIRST_EN) : made();
    }

    private String last(boolean german) {
        return random.nextBoolean() ? pick(german ? LAST_DE : LAST_EN) : made();
    }

    private String made() {
        String word = pick(SYLLABLES) + pick(SYLLABLES) + (random.nextBoolean() ? pick(SYLLABLES) : "");
        return Character.toUpperCase(word.charAt(0)) + word.substring(1);
    }

    private String digits(int count) {
        StringBuilder digits = new StringBuilder();
        for (int i = 0; i < count; i++) {
            digits.append(random.nextInt(10));
        }
        return digits.toString();
    }

    private String pick(String... from) {
        return from[random.nextInt(from.length)];
    }
}
