package org.hsdpo.data.drug;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.hsdpo.clinical.quantity.Quantity;

/**
 * Reads the short free text of a dose instruction, such as {@code Take 1 tablet by mouth twice daily} or
 * {@code 14 units at bedtime}. It answers only where the text holds exactly one amount and exactly one frequency;
 * "as needed", ranges, titrations and anything else it cannot be sure of give no answer.
 */
public final class DoseInstructionReader {
    private static final Pattern AMOUNT = Pattern.compile(
            "(?<![\\d.,/-])(\\d+(?:[.]\\d+)?|one|two|three|half|½)\\s*-?\\s*(?:a )?(mg|mcg|ug|µg|g|units?|iu|u|ml|tablets?|tabs?|capsules?|caps?|pills?)(?![\\p{L}/])");
    private static final Pattern UNSURE = Pattern.compile(
            "as needed|prn|sliding|titrat|then|increase|decrease|reduce|if |per kg|/kg|up to|max|\\d\\s*(?:-|to)\\s*\\d|alternat|every other");
    private static final Pattern EVERY_HOURS =
            Pattern.compile("(?:every|q)\\s*(\\d{1,2})\\s*(?:hours?|hrs?|h)(?!\\p{L})");
    private static final Pattern TIMES_A_DAY =
            Pattern.compile("(?<![\\d.])(\\d)\\s*(?:x|times)\\s*(?:/|a |per |every )?\\s*(?:day|daily|d)(?!\\p{L})");

    private static final Map<Pattern, Double> WORDS = Map.of(
            words("three times (?:a |per )?(?:day|daily)|thrice daily|tid|t\\.i\\.d\\.?"),
            3.0,
            words("four times (?:a |per )?(?:day|daily)|qid|q\\.i\\.d\\.?"),
            4.0,
            words("twice (?:a |per )?(?:day|daily)|two times (?:a |per )?(?:day|daily)|bid|b\\.i\\.d\\.?|bd"),
            2.0,
            words("(?:once )?weekly|once (?:a|per|every) week|every week|every 7 days|one time per week"),
            1.0 / 7,
            words(
                    "once daily|once a day|once per day|one time (?:a |per )?day|daily|every day|each day|every 24 hours|qd|od|q\\.d\\.|(?:at|every) bedtime|qhs|nightly|every (?:morning|evening|night)|each (?:morning|evening|night)|in the (?:morning|evening)|qam|qpm"),
            1.0);

    private static Pattern words(String alternatives) {
        return Pattern.compile("(?<!\\p{L})(?:" + alternatives + ")(?!\\p{L})");
    }

    /** The instruction a text states, or empty where it does not state exactly one. */
    public Optional<DoseInstruction> read(String text) {
        String plain = text.toLowerCase(Locale.ROOT).replaceAll("\\s+", " ");
        if (UNSURE.matcher(plain).find()) {
            return Optional.empty();
        }
        List<Quantity> amounts = amounts(plain);
        List<Double> frequencies = frequencies(plain);
        if (amounts.size() != 1 || frequencies.size() != 1) {
            return Optional.empty();
        }
        return Optional.of(new DoseInstruction(amounts.getFirst(), frequencies.getFirst()));
    }

    private static List<Quantity> amounts(String text) {
        List<Quantity> amounts = new ArrayList<>();
        Matcher matcher = AMOUNT.matcher(text);
        while (matcher.find()) {
            double value =
                    switch (matcher.group(1)) {
                        case "one" -> 1;
                        case "two" -> 2;
                        case "three" -> 3;
                        case "half", "½" -> 0.5;
                        default -> Double.parseDouble(matcher.group(1));
                    };
            if (value > 0 && Double.isFinite(value)) {
                amounts.add(Quantity.of(value, unit(matcher.group(2))));
            }
        }
        return amounts.stream().distinct().toList();
    }

    private static String unit(String word) {
        return switch (word) {
            case "ml" -> "mL";
            case "tablet", "tablets", "tab", "tabs", "capsule", "capsules", "cap", "caps", "pill", "pills" ->
                DoseInstruction.PIECE;
            default -> ProductNameReader.ucum(word);
        };
    }

    private static List<Double> frequencies(String text) {
        List<Double> found = new ArrayList<>();
        String rest = text;
        Matcher hours = EVERY_HOURS.matcher(rest);
        if (hours.find()) {
            int every = Integer.parseInt(hours.group(1));
            if (every > 0) {
                found.add(24.0 / every);
            }
            rest = hours.replaceAll(" ");
        }
        Matcher times = TIMES_A_DAY.matcher(rest);
        if (times.find()) {
            found.add(Double.parseDouble(times.group(1)));
            rest = times.replaceAll(" ");
        }
        // "twice daily" holds "daily": the more specific words are taken out before the general ones are looked for.
        for (Map.Entry<Pattern, Double> entry : WORDS.entrySet().stream()
                .sorted((a, b) -> Integer.compare(specificity(b.getValue()), specificity(a.getValue())))
                .toList()) {
            Matcher matcher = entry.getKey().matcher(rest);
            if (matcher.find()) {
                found.add(entry.getValue());
                rest = matcher.replaceAll(" ");
            }
        }
        // "once daily at bedtime" and "once weekly … every Sunday morning" say one frequency in two ways.
        if (found.size() == 2 && found.contains(1.0) && found.stream().anyMatch(value -> value < 1)) {
            found.remove(1.0);
        }
        return found.stream().filter(value -> value > 0).distinct().toList();
    }

    private static int specificity(double timesPerDay) {
        return timesPerDay == 1.0 ? 0 : 1;
    }
}
