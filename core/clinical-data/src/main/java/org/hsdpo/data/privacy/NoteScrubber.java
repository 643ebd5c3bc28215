package org.hsdpo.data.privacy;

import static java.util.regex.Pattern.CASE_INSENSITIVE;
import static java.util.regex.Pattern.MULTILINE;
import static java.util.regex.Pattern.UNICODE_CASE;
import static java.util.regex.Pattern.UNICODE_CHARACTER_CLASS;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.hsdpo.data.privacy.ScrubbedNote.Kind;
import org.hsdpo.data.privacy.ScrubbedNote.Removal;

/**
 * Takes identifying text out of English and German notes by form and by context: dates, telephone and fax numbers, e-mail and
 * network addresses, numbers of records, accounts, insurances, licences, devices and vehicles, postal addresses, institutions,
 * ages above 89, and names. In doubt it takes too much. Every expression is written so that the time it takes grows with the
 * length of the note and no faster.
 */
public final class NoteScrubber {
    /** Longest note, in UTF-16 code units. */
    public static final int LONGEST = 1_000_000;

    private static final int FREE = CASE_INSENSITIVE | UNICODE_CASE;

    private static final String MONTH =
            "(?:jan(?:uary|uar)?|feb(?:ruary|ruar)?|mar(?:ch)?|märz|mrz|apr(?:il)?|may|mai|june?|juni|july?|juli|aug(?:ust)?"
                    + "|sept?(?:ember)?|o[ck]t(?:ober)?|nov(?:ember)?|de[cz](?:ember)?)";
    /** One word of a name with a capital: O'Neill, Müller-Lüdenscheidt, McDonald. */
    private static final String WORD = "\\p{Lu}[\\p{L}’']{1,24}(?:-\\p{Lu}[\\p{L}’']{1,24})?";
    /** The same in capitals only or with its initial. */
    private static final String NAME_WORD = "(?:" + WORD + "|\\p{Lu}\\.)";

    private static final String PARTICLE =
            "(?:van der |van den |von der |van |von |vom |zu |de la |de |del |di |da |el |al-)";
    private static final String FULL_NAME = "(?:" + NAME_WORD + "[ \\t]+){0,3}" + PARTICLE + "?" + WORD + "(?:,[ \\t]*"
            + NAME_WORD + "(?:[ \\t]+\\p{Lu}\\b\\.?)?)?";

    private record Rule(Kind kind, Pattern form, int group) {
        Rule(Kind kind, String form, int flags, int group) {
            this(kind, Pattern.compile(form, flags), group);
        }
    }

    private static final List<Rule> RULES = List.of(
            new Rule(Kind.EMAIL, "[\\w.%+-]{1,64}@[\\w-]{1,63}(?:\\.[\\w-]{1,63}){1,6}", UNICODE_CHARACTER_CLASS, 0),
            new Rule(
                    Kind.URL,
                    "\\b(?:https?|ftp)://[^\\s<>\"]{1,500}|\\bwww\\.[^\\s<>\"]{1,300}"
                            + "|\\b[a-z0-9-]{2,63}\\.(?:com|org|net|edu|gov|de)\\b(?:/[^\\s<>\"]{0,300})?",
                    0,
                    0),
            new Rule(
                    Kind.IP_ADDRESS,
                    "(?<![\\d.])(?:(?:25[0-5]|2[0-4]\\d|1?\\d?\\d)\\.){3}(?:25[0-5]|2[0-4]\\d|1?\\d?\\d)(?![\\d.]\\d)",
                    0,
                    0),
            new Rule(
                    Kind.IP_ADDRESS,
                    "(?<![\\w:])(?:[0-9a-f]{1,4}:){3,7}(?::?[0-9a-f]{1,4}){1,4}(?![\\w:])",
                    CASE_INSENSITIVE,
                    0),
            // Dates: 3/14/2019, 14.03.2019, 2019-03-14, 20190314, March 14, 2019, 14. März 2019, 3/14.
            new Rule(Kind.DATE, "(?<![\\d/.-])\\d{1,2}([/.-])\\d{1,2}\\1(?:\\d{4}|\\d{2})(?![\\d/]|[.-]\\d)", 0, 0),
            new Rule(
                    Kind.DATE,
                    "(?<![\\d/.-])(?:19|20)\\d{2}([/.-]?)(?:0[1-9]|1[0-2])\\1(?:0[1-9]|[12]\\d|3[01])(?!\\d)",
                    0,
                    0),
            new Rule(Kind.DATE, "(?<!\\d)(?:0[1-9]|[12]\\d|3[01])(?:0[1-9]|1[0-2])(?:19|20)\\d{2}(?!\\d)", 0, 0),
            new Rule(
                    Kind.DATE,
                    "\\b" + MONTH + "\\.?[ ]{1,2}\\d{1,2}(?:st|nd|rd|th)?\\b(?:,?[ ]{1,2}(?:of[ ])?(?:19|20)\\d{2})?",
                    FREE,
                    0),
            new Rule(
                    Kind.DATE,
                    "(?<![\\d.,])\\d{1,2}(?:st|nd|rd|th|\\.)?[ -]{1,2}(?:of[ ])?" + MONTH
                            + "\\b\\.?(?:[ ,-]{1,2}(?:(?:19|20)\\d{2}|\\d{2}\\b(?![ ]?(?:mg|ml|%))))?",
                    FREE,
                    0),
            new Rule(Kind.DATE, "(?<![\\p{L}\\d])\\d{1,2}-?" + MONTH + "-?(?:(?:19|20)\\d{2}|\\d{2})(?!\\d)", FREE, 0),
            new Rule(Kind.DATE, "\\b" + MONTH + "\\.?[ ,]{1,2}(?:of[ ])?(?=(?:19|20)\\d{2}\\b)", FREE, 0),
            new Rule(Kind.DATE, "(?<![\\d/.-])(?:0?[1-9]|1[0-2])[/.](?=(?:19|20)\\d{2}(?![\\d/]))", 0, 0),
            new Rule(
                    Kind.DATE,
                    "\\b(?:on|since|from|until|till|by|dated|of|am|seit|vom|bis|zum)[ ]{1,2}(\\d{1,2}(?:/\\d{1,2}|\\.\\d{1,2}\\.))(?![\\d/]|\\.\\d|[ ]?(?:mmHg|mg|ml|%))",
                    FREE,
                    1),
            // Telephone and fax, with a label or in a form of the United States or Germany.
            new Rule(
                    Kind.PHONE,
                    "\\b(?:tele?(?:phone|fon)?|phone|fax|telefax|pager|beeper|cell|mobile|mobil|handy|ph|ext(?:ension)?|durchwahl|call|x)\\b[.: #]{0,3}(?:(?:no|nr|number)\\b[.: ]{0,2})?"
                            + "([+(]?\\d(?:[ ()/.-]{0,3}\\d){3,16})",
                    FREE,
                    1),
            new Rule(
                    Kind.PHONE,
                    "(?<![\\d-])(?:\\+?1[ .-]?)?(?:\\(\\d{3}\\)[ ]?|\\d{3}[ .-])\\d{3}[ .-]\\d{4}(?![\\d-])",
                    0,
                    0),
            new Rule(Kind.PHONE, "(?<![\\w+])\\+\\d{1,3}(?:[ ()/.-]{0,3}\\d){6,14}(?!\\d)", 0, 0),
            new Rule(
                    Kind.PHONE,
                    "(?<![\\d/.,-])\\(?0[1-9]\\d{1,4}\\)?[ ]?[/-][ ]?\\d{2,4}(?:[ -]?\\d{1,5}){1,4}(?!\\d)",
                    0,
                    0),
            new Rule(Kind.PHONE, "(?<![\\d-])\\d{3}-\\d{4}(?![\\d-])", 0, 0),
            // Social security, German pension and health insurance numbers.
            new Rule(Kind.NUMBER, "(?<![\\d-])\\d{3}[- ]\\d{2}[- ]\\d{4}(?![\\d-])", 0, 0),
            new Rule(
                    Kind.NUMBER,
                    "\\b\\d{2}[ ]?(?:0[1-9]|[12]\\d|3[01])(?:0[1-9]|1[0-2])\\d{2}[ ]?[A-Z][ ]?\\d{3}\\b",
                    0,
                    0),
            new Rule(Kind.NUMBER, "\\b[A-Z]\\d{9}\\b", 0, 0),
            // Labelled numbers.
            new Rule(
                    Kind.NUMBER,
                    "\\b(?:m\\.?r\\.?n|medical record|clinic|patient(?:en)?[ -]?(?:id|nr|number|nummer)|pat\\.?-?(?:id|nr)|pid|id|visit|encounter|fall(?:nummer|nr)?"
                            + "|aufnahme(?:nummer|nr)|account|acct|konto|policy|member|insurance|group|versicherten(?:nummer|nr)|versicherungs(?:nummer|nr)"
                            + "|kv(?:nr)?|ssn|social security|licen[cs]e|lizenz|certificate|dea|npi|lanr|bsnr|approbations(?:nummer|nr)|device|serial|s/n|sn|lot|udi|implant|geräte(?:nummer|nr)"
                            + "|serien(?:nummer|nr)|seriennr|vin|plate|kennzeichen|accession|specimen|case|iban|chart|record|befund(?:nummer|nr)|auftrags(?:nummer|nr))(?!\\p{L})"
                            + "[ .#:]{0,3}(?:(?:no|nr|id|num|number|nummer|#)\\b?[ .#:]{0,3})?(?:is[ ])?"
                            + "((?=(?:[ /-]?\\p{Alpha}{0,5}[ /-]?\\d){3})(?:\\p{Alpha}{1,5}[ -]?)?\\d\\p{Alnum}{0,20}(?:[/-]\\p{Alnum}{1,20}){0,5}(?:[ ]\\d{2,8}\\b){0,4})",
                    FREE,
                    1),
            new Rule(
                    Kind.NUMBER,
                    "\\b(?:kennzeichen|plate)[ .#:]{1,3}(\\p{L}{1,3}[ -]\\p{L}{1,2}[ -]?\\d{1,4})\\b",
                    FREE,
                    1),
            new Rule(
                    Kind.NUMBER,
                    "(?<![\\d.,/-])\\d{6,12}(?![\\d.,/-]\\d|\\d|[ ]?/|[ ]?(?:cells|copies|units|IU|IE|mg|ml|µl|ul)\\b)",
                    CASE_INSENSITIVE,
                    0),
            new Rule(Kind.NUMBER, "\\b(?=[A-Z]{0,4}\\d)[A-Z]{1,4}[-#]?\\d{6,12}\\b", 0, 0),
            new Rule(Kind.NUMBER, "\\b(?=[A-Z0-9]{0,16}\\d)(?=[A-Z0-9]{0,16}[A-HJ-NPR-Z])[A-HJ-NPR-Z0-9]{17}\\b", 0, 0),
            // Addresses and institutions.
            new Rule(
                    Kind.PLACE,
                    "(?<![\\d./-])\\d{1,5}[ ](?:[NSEW]\\.?[ ])?(?:[\\p{Lu}\\d][\\p{L}\\d’'.]{0,20}[ ]){1,4}(?i:street|st|avenue|ave|road|rd|boulevard|blvd|drive|dr|lane|ln|court|ct|place|pl|way|circle|highway|hwy|parkway|terrace)\\b\\.?(?:,?[ ](?i:apt|suite|unit|#)\\.?[ ]?\\w{1,6})?",
                    0,
                    0),
            new Rule(
                    Kind.PLACE,
                    "\\b\\p{Lu}[\\p{L}-]{1,30}(?:straße|strasse|str\\.|weg|allee|platz|gasse|ring|damm|ufer)[ ]\\d{1,4}[ ]?[a-z]?\\b"
                            + "|\\b(?:Am|An der|Auf der|Im|Zum|Zur)[ ]\\p{Lu}[\\p{L}-]{2,30}[ ]\\d{1,4}[ ]?[a-z]?\\b|\\b\\p{Lu}[\\p{L}-]{1,30}[ -](?:Straße|Strasse|Str\\.|Weg|Allee|Platz|Ring)[ ]\\d{1,4}[ ]?[a-z]?\\b",
                    0,
                    0),
            new Rule(
                    Kind.PLACE,
                    "\\bP\\.?[ ]?O\\.?[ ]?Box[ ]\\d{1,7}|\\bPostfach[ ]\\d[\\d ]{1,8}",
                    CASE_INSENSITIVE,
                    0),
            new Rule(
                    Kind.PLACE,
                    "\\b(?:" + WORD + "[ ]){0,3}" + WORD
                            + ",?[ ](?:A[KLRZ]|C[AOT]|D[CE]|FL|GA|HI|I[ADLN]|K[SY]|LA|M[ADEINOST]|N[CDEHJMVY]|O[HKR]|PA|RI|S[CD]|T[NX]|UT|V[AT]|W[AIVY]),?[ ]\\d{5}(?:-\\d{4})?\\b",
                    0,
                    0),
            new Rule(
                    Kind.PLACE,
                    "(?<=zip[ :]|zip code[ :]|PLZ[ :]|zip: |PLZ: )[ ]{0,2}\\d{5}(?:-\\d{4})?\\b",
                    CASE_INSENSITIVE,
                    0),
            new Rule(
                    Kind.PLACE,
                    "(?<![\\d.,-])(?:D-)?\\d{5}[ ]\\p{Lu}[\\p{L}-]{2,30}(?:[ ](?:am|an der|im|ob der|bei)[ ]\\p{Lu}\\p{L}{2,20})?\\b",
                    0,
                    0),
            new Rule(
                    Kind.PLACE,
                    "\\b(?:(?:St\\.|" + WORD
                            + ")[ ]){1,4}(?:Hospital|Medical Center|Clinic|Health (?:System|Center)|Infirmary|Nursing Home|Hospice|University|Pharmacy|Laboratory|Laboratories)\\b"
                            + "|\\b(?:Klinikum|Krankenhaus|Universitätsklinikum|Universitätsklinik|Klinik|Pflegeheim|Seniorenheim|Apotheke|MVZ)[ ](?:(?:am|an der|im|der|St\\.)[ ])?(?:\\p{Lu}[\\p{L}.-]{1,30})(?:[ ]\\p{Lu}[\\p{L}-]{2,30}){0,2}"
                            + "|\\b\\p{Lu}[\\p{L}.-]{2,30}(?:[ -]\\p{Lu}[\\p{L}.-]{2,30}){0,2}[ -](?:Klinikum|Klinik|Krankenhaus|Hospital|Apotheke)\\b|\\b\\p{Lu}\\p{L}{2,30}(?:klinik|krankenhaus|hospital)\\b",
                    0,
                    0),
            new Rule(
                    Kind.PLACE,
                    "\\b(?:lives in|resides in|resident of|from the (?:city|town|village) of|wohnhaft in|wohnt in|lebt in)[ ]("
                            + WORD + "(?:[ ]" + WORD + "){0,2})",
                    0,
                    1),
            // Ages above 89.
            new Rule(
                    Kind.AGE,
                    "(?<![\\d.,/])(?:9\\d|1[0-2]\\d)(?=[ -]{0,2}(?:y(?:ea)?rs?\\b|y\\.?[ /]?o\\b|years?[ -]old|-year|jahre?\\b|-?jährig|j\\.))",
                    FREE,
                    0),
            new Rule(Kind.AGE, "\\b(?:age|aged|alter|alt)[ :]{1,3}(?:of[ ])?(9\\d|1[0-2]\\d)\\b", FREE, 1),
            // Names with a header, a title, a signature or a relation.
            new Rule(
                    Kind.NAME,
                    "^[ \\t]*(?:patient(?:in)?(?: name)?|name(?: des patienten| der patientin)?|pt|nachname|vorname|last name|first name|surname|attending(?: physician)?|referring physician|physician|provider|surgeon|author|dictated by"
                            + "|signed(?: by)?|electronically signed by|signature|consultant|nurse|pcp|primary care physician|hausarzt|hausärztin|arzt|ärztin|oberarzt|oberärztin|chefarzt|chefärztin|unterschrift|verfasser|angehörige|next of kin|emergency contact|contact"
                            + "|mother|father|spouse|guardian|cc)[ \\t]*[:=][ \\t]*(?:(?:dr|prof|mr|mrs|ms|herr|frau)\\.?[ \\t]+(?:med\\.[ \\t]+)?)?(\\p{Lu}[^\\n\\r:;(\\d\\[]{1,60}?)(?=[ \\t]*(?:$|[;(\\d\\[]|,[ \\t]*(?:m\\.?d|r\\.?n|d\\.?o|geb|born|dob)|[ \\t]{2,}|[ ]\\p{L}{2,20}:))",
                    MULTILINE | FREE,
                    1),
            new Rule(
                    Kind.NAME,
                    "\\b(?:Mr|Mrs|Ms|Miss|Mister|Dr|Drs|Doctor|Prof|Professor|Herrn?|Frau|Hr|Fr|Schwester|Pfleger|Nurse|Sir|Dame|DR|MR|MRS|MS)\\b\\.?[ ](?:(?:Dr|Prof|med|dent|PD|Priv\\.-Doz|habil)\\.?[ ]){0,3}("
                            + FULL_NAME + ")",
                    0,
                    1),
            new Rule(
                    Kind.NAME,
                    "\\b(" + FULL_NAME
                            + "),?[ ](?:M\\.?D|D\\.?O|R\\.?N|N\\.?P|P\\.?A(?:-C)?|Ph\\.?D|MBBS|FACP|FACC|PharmD|CRNP|LPN)\\b",
                    0,
                    1),
            new Rule(
                    Kind.NAME,
                    "\\b(?:wife|husband|son|daughter|mother|father|brother|sister|friend|partner|spouse|Ehefrau|Ehemann|Sohn|Tochter|Mutter|Vater|Bruder|Schwester|Nachbarin|Nachbar|named|namens|by the name of)\\b,?[ ]("
                            + WORD + "(?:[ ]" + WORD + ")?)(?=[ ,.;)]|$)",
                    0,
                    1),
            new Rule(
                    Kind.NAME,
                    "(?:sincerely|regards|respectfully|signed|mit freundlichen grüßen|mit freundlichen kollegialen grüßen|hochachtungsvoll|gez\\.|i\\. ?a\\.|i\\. ?v\\.)[ \\t]*,?[ \\t\\r\\n/]{0,6}((?:(?:dr|prof|med|pd)\\.[ ]){0,3}"
                            + "\\p{Lu}[^\\n\\r,;\\d]{1,40})",
                    FREE,
                    1));

    private static final Pattern CAPITALISED = Pattern.compile("(?<![\\p{L}\\d])" + WORD + "(?![\\p{L}])");

    /** Capitalised words of notes that follow a relation or a title without being a name. */
    private static final Set<String> NOT_NAMES = Set.of(
            "The",
            "He",
            "She",
            "They",
            "It",
            "Has",
            "Had",
            "Is",
            "Was",
            "With",
            "And",
            "Also",
            "No",
            "Not",
            "Denies",
            "Reports",
            "History",
            "Diabetes",
            "Hypertension",
            "Patient",
            "Type",
            "Cancer",
            "Alive",
            "Deceased",
            "Died",
            "Healthy",
            "Unknown",
            "None",
            "Sie",
            "Er",
            "Es",
            "Diabetes mellitus",
            "Patientin",
            "Der",
            "Die",
            "Das",
            "Hat",
            "Ist",
            "Mit",
            "Und",
            "Herzinfarkt",
            "Schlaganfall",
            "Krebs",
            "Positive",
            "Negative",
            "Doctor",
            "Nurse");

    private final List<String> knownNames;

    private NoteScrubber(List<String> knownNames) {
        this.knownNames = knownNames;
    }

    /** A scrubber that knows nobody. */
    public static NoteScrubber general() {
        return new NoteScrubber(List.of());
    }

    /** A scrubber that takes these names too, wherever and however they are written: those of the patient and family. */
    public NoteScrubber knowing(List<String> names) {
        return new NoteScrubber(names.stream()
                .flatMap(name -> Pattern.compile("[\\s,]+").splitAsStream(name))
                .filter(word -> word.length() > 1)
                .toList());
    }

    /**
     * The note without what was recognised.
     *
     * @throws IllegalArgumentException where the note is longer than {@link #LONGEST}
     */
    public ScrubbedNote scrub(String note) {
        if (note.length() > LONGEST) {
            throw new IllegalArgumentException("a note has at most " + LONGEST + " characters");
        }
        List<Removal> found = new ArrayList<>();
        for (Rule rule : RULES) {
            Matcher matcher = rule.form().matcher(note);
            while (matcher.find()) {
                String taken = matcher.group(rule.group());
                if (taken != null && !taken.isBlank() && !NOT_NAMES.contains(taken)) {
                    found.add(new Removal(rule.kind(), matcher.start(rule.group()), matcher.end(rule.group())));
                }
            }
        }
        for (String name : knownNames) {
            Matcher matcher = Pattern.compile(
                            "(?<!\\p{L})" + Pattern.quote(name) + "(?:['’]?s)?(?!\\p{L})",
                            CASE_INSENSITIVE | UNICODE_CASE)
                    .matcher(note);
            while (matcher.find()) {
                found.add(new Removal(Kind.NAME, matcher.start(), matcher.end()));
            }
        }
        found.addAll(listedNames(note));
        found.addAll(namesSeenElsewhere(note, found));
        return replaced(note, found);
    }

    /** Names of the lists: a first name with what follows it, and a name that is no other word. */
    private static List<Removal> listedNames(String note) {
        NameLists lists = NameLists.shipped();
        List<Removal> names = new ArrayList<>();
        Matcher matcher = CAPITALISED.matcher(note);
        int previousEnd = -1;
        int previousStart = -1;
        String previous = "";
        while (matcher.find()) {
            String word = matcher.group();
            boolean adjacent = previousEnd >= 0 && isGapOfAName(note, previousEnd, matcher.start());
            boolean fullName = adjacent
                    && (lists.isFirstName(previous) && lists.isSurname(word)
                            || lists.isNameByItself(previous)
                                    && lists.isFirstName(previous)
                                    && note.substring(previousEnd, matcher.start())
                                            .isBlank()
                                    && !NOT_NAMES.contains(word));
            if (fullName) {
                names.add(new Removal(Kind.NAME, previousStart, matcher.end()));
            } else if (lists.isNameByItself(word)) {
                names.add(new Removal(Kind.NAME, matcher.start(), matcher.end()));
            }
            previous = word;
            previousStart = matcher.start();
            previousEnd = matcher.end();
        }
        return names;
    }

    /** A blank, or an initial between blanks. */
    private static boolean isGapOfAName(String note, int from, int to) {
        return to - from <= 4 && note.substring(from, to).matches(" |  | \\p{Lu}\\.? ");
    }

    /** A person named in full once is often called by the surname alone elsewhere. */
    private static List<Removal> namesSeenElsewhere(String note, List<Removal> found) {
        List<Removal> more = new ArrayList<>();
        List<String> words = found.stream()
                .filter(removal -> removal.kind() == Kind.NAME)
                .flatMap(removal -> CAPITALISED
                        .matcher(note.substring(removal.start(), removal.end()))
                        .results())
                .map(java.util.regex.MatchResult::group)
                .filter(word -> word.length() > 3 && !NOT_NAMES.contains(word))
                .distinct()
                .limit(50)
                .toList();
        for (String word : words) {
            Matcher matcher = Pattern.compile("(?<!\\p{L})" + Pattern.quote(word) + "(?!\\p{L})")
                    .matcher(note);
            while (matcher.find()) {
                more.add(new Removal(Kind.NAME, matcher.start(), matcher.end()));
            }
        }
        return more;
    }

    /** Pieces that overlap are one, of the kind of the longest. */
    private static ScrubbedNote replaced(String note, List<Removal> found) {
        found.sort(Comparator.comparingInt(Removal::start));
        List<Removal> removals = new ArrayList<>();
        StringBuilder text = new StringBuilder(note.length());
        int position = 0;
        for (int i = 0; i < found.size(); ) {
            Removal longest = found.get(i);
            int start = longest.start();
            int end = longest.end();
            for (i++; i < found.size() && found.get(i).start() < end; i++) {
                Removal next = found.get(i);
                end = Math.max(end, next.end());
                longest = length(next) > length(longest) ? next : longest;
            }
            removals.add(new Removal(longest.kind(), start, end));
            text.append(note, position, start)
                    .append('[')
                    .append(longest.kind())
                    .append(']');
            position = end;
        }
        return new ScrubbedNote(text.append(note, position, note.length()).toString(), removals);
    }

    private static int length(Removal removal) {
        return removal.end() - removal.start();
    }
}
