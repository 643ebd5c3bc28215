package org.hsdpo.data.hl7;

import java.nio.charset.Charset;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.hsdpo.clinical.knowledge.KnowledgeFile;

/** What the codes of HL7 v2 mean to HSDPO, from {@code tables.yaml}. */
final class Hl7Tables {
    private static final class Holder {
        static final Hl7Tables SHIPPED = new Hl7Tables(
                KnowledgeFile.resource(Hl7Tables.class, "tables.yaml").as(File.class));
    }

    /**
     * How often.
     *
     * @param times administrations in the period, at least 1
     * @param period at least 1
     * @param unit {@code H}, {@code D} or {@code W}: hours, days or weeks
     */
    record Frequency(int times, int period, char unit) {
        double timesPerDay() {
            double days =
                    switch (unit) {
                        case 'H' -> period / 24.0;
                        case 'D' -> period;
                        default -> 7.0 * period;
                    };
            return times / days;
        }
    }

    private record InDays(int times, int days) {}

    private record File(
            int version,
            Map<String, List<String>> messages,
            Map<String, List<String>> refusedEvents,
            List<String> versions,
            Map<String, String> characterSets,
            Map<String, String> codeSystems,
            Map<String, String> resultStatus,
            List<String> retracted,
            Map<String, String> orderControl,
            List<String> releases,
            List<String> drugOrders,
            Map<String, String> orderStatus,
            Map<String, InDays> frequencies,
            Map<String, String> problemStatus) {}

    /** {@code Q6H}, {@code Q2D}, {@code Q1W}: every so many hours, days or weeks. */
    private static final Pattern EVERY = Pattern.compile("Q(\\d{1,3})([HDW])");
    /** {@code 3XD}: so many times a day. */
    private static final Pattern TIMES_A_DAY = Pattern.compile("(\\d{1,2})X(?:D|/D|DAY)?");

    private final File file;
    private final Map<String, Charset> characterSets = new HashMap<>();

    private Hl7Tables(File file) {
        this.file = file;
        file.characterSets().forEach((name, charset) -> characterSets.put(name, Charset.forName(charset)));
    }

    static Hl7Tables shipped() {
        return Holder.SHIPPED;
    }

    private static String upper(String code) {
        return code.strip().toUpperCase(Locale.ROOT);
    }

    Set<String> messageCodes() {
        return file.messages().keySet();
    }

    List<String> events(String messageCode) {
        return file.messages().getOrDefault(messageCode, List.of());
    }

    boolean isRefusedEvent(String messageCode, String event) {
        return file.refusedEvents().getOrDefault(messageCode, List.of()).contains(event);
    }

    List<String> versions() {
        return file.versions();
    }

    Optional<Charset> characterSet(String name) {
        return Optional.ofNullable(characterSets.get(upper(name)));
    }

    String characterSets() {
        return new TreeMap<>(characterSets).keySet().stream().collect(Collectors.joining(", "));
    }

    /** FHIR's address of a coding system; one that is not known keeps its name under {@code urn:hl7v2:}. */
    String codeSystem(String name) {
        String known = file.codeSystems().get(upper(name));
        return known != null ? known : "urn:hl7v2:" + upper(name);
    }

    /** Status of a FHIR Observation; empty where the code says none. */
    Optional<String> resultStatus(String code) {
        return Optional.ofNullable(file.resultStatus().get(upper(code)));
    }

    boolean isRetracted(String resultStatus) {
        return file.retracted().contains(upper(resultStatus));
    }

    /** Whether orders of these messages that name nothing but a number may be of a drug. */
    boolean mayOrderDrugs(String messageCode) {
        return file.drugOrders().contains(messageCode);
    }

    /** Whether an order that rested is in force again. */
    boolean isRelease(String control) {
        return file.releases().contains(upper(control));
    }

    /** {@code active}, {@code stopped}, {@code on-hold}, {@code not-taken} or {@code entered-in-error}. */
    String orderStatus(String control, String status) {
        String byControl = file.orderControl().get(upper(control));
        if (byControl != null) {
            return byControl;
        }
        return status.isBlank() ? "active" : file.orderStatus().getOrDefault(upper(status), "unknown");
    }

    /** FHIR's word for the state of a problem; empty where the text begins with none that is known. */
    Optional<String> problemStatus(String text) {
        String upper = upper(text);
        return file.problemStatus().entrySet().stream()
                .filter(entry -> upper.startsWith(entry.getKey()))
                .map(Map.Entry::getValue)
                .findFirst();
    }

    /** How often a repeat pattern says; empty where it says no number. */
    Optional<Frequency> frequency(String pattern) {
        String upper = upper(pattern);
        InDays known = file.frequencies().get(upper);
        if (known != null) {
            return Optional.of(new Frequency(known.times(), known.days(), 'D'));
        }
        Matcher every = EVERY.matcher(upper);
        if (every.matches()) {
            return frequency(1, Integer.parseInt(every.group(1)), every.group(2).charAt(0));
        }
        Matcher times = TIMES_A_DAY.matcher(upper);
        return times.matches() ? frequency(Integer.parseInt(times.group(1)), 1, 'D') : Optional.empty();
    }

    private static Optional<Frequency> frequency(int times, int period, char unit) {
        return times > 0 && period > 0 ? Optional.of(new Frequency(times, period, unit)) : Optional.empty();
    }
}
