package org.hsdpo.data.glucose;

import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.hsdpo.clinical.condition.ConditionConcept;
import org.hsdpo.clinical.drug.Drug;
import org.hsdpo.clinical.drug.Formulary;
import org.hsdpo.clinical.drug.FormularyEntry;
import org.hsdpo.clinical.patient.ConditionRecord;
import org.hsdpo.clinical.patient.DataIssue;
import org.hsdpo.clinical.patient.MedicationRecord;
import org.hsdpo.clinical.patient.Provenance;
import org.hsdpo.clinical.quantity.Quantity;
import org.hsdpo.clinical.quantity.Ucum;
import org.hsdpo.data.ClinicalFacts;
import org.hsdpo.data.Receipt;
import org.hsdpo.data.drug.DoseLimits;
import org.hsdpo.data.drug.DrugVocabulary;
import org.hsdpo.data.drug.Product;
import org.hsdpo.data.drug.ProductNameReader;

/**
 * Drugs as a ward wrote them down beside the sensor readings, one administration after the other, summed to daily
 * totals.
 *
 * <p>Only complete days count: the first and the last day of the record are cut off by it. The dose of a drug is its
 * most frequent daily total among its last three complete days; a drug counts as taken if it was given on one of the
 * last two complete days or later, else as stopped.
 */
final class TreatmentDiary {
    private static final int DAYS_FOR_DOSE = 3;
    private static final int DAYS_WITHOUT = 2;
    /** Confidence that a patient on a glucose-lowering drug other than insulin has type 2 diabetes. */
    private static final double TYPE_2_FROM_DRUGS = 0.8;

    private static final Pattern ADMINISTERED =
            Pattern.compile("^(.+?),\\s*(\\d+(?:\\.\\d+)?)\\s*IU$", Pattern.CASE_INSENSITIVE);
    private static final Pattern INFUSED =
            Pattern.compile("(\\d+(?:\\.\\d+)?)\\s*IU\\s+([^,]+)", Pattern.CASE_INSENSITIVE);

    private record Administration(LocalDateTime time, Instant instant, Product.Part part, String asWritten) {}

    private final List<Administration> administrations = new ArrayList<>();
    private final ProductNameReader names = new ProductNameReader(DrugVocabulary.shipped());
    private int misunderstood;

    /** Oral or injected drugs with their amounts, separated by commas: {@code metformin 0.5 g, acarbose 50 mg}. */
    void drugs(LocalDateTime time, Instant instant, String text) {
        for (String piece : text.split("[,，;]")) {
            if (!piece.isBlank()) {
                Product product = names.read(piece.strip());
                product.parts().forEach(part -> add(time, instant, part, piece.strip()));
            }
        }
    }

    /** An insulin and its units: {@code Novolin 30R, 12 IU}. */
    void insulin(LocalDateTime time, Instant instant, String text) {
        Matcher matcher = ADMINISTERED.matcher(text.strip());
        if (matcher.matches()) {
            units(time, instant, matcher.group(1), Double.parseDouble(matcher.group(2)), text);
        } else {
            misunderstood++;
        }
    }

    /** Insulin in an infusion: {@code 500ml 5% glucose, 6 IU Novolin R, …}. */
    void infusion(LocalDateTime time, Instant instant, String text) {
        Matcher matcher = INFUSED.matcher(text);
        if (matcher.find()) {
            units(time, instant, matcher.group(2), Double.parseDouble(matcher.group(1)), text);
        } else {
            misunderstood++;
        }
    }

    /** Units of a named insulin; none given is nothing given. */
    void units(LocalDateTime time, Instant instant, String name, double units, String text) {
        if (units > 0) {
            String ingredient = DrugVocabulary.shipped().ingredient(name);
            add(time, instant, new Product.Part(ingredient, Optional.of(Quantity.of(units, "[iU]"))), text.strip());
        }
    }

    private void add(LocalDateTime time, Instant instant, Product.Part part, String asWritten) {
        if (!DrugVocabulary.shipped().knows(part.ingredient())) {
            misunderstood++;
            return;
        }
        administrations.add(new Administration(time, instant, part, asWritten));
    }

    /**
     * Adds a record for each drug.
     *
     * @param first first time stamp of the file
     * @param last last time stamp of the file
     */
    void addTo(ClinicalFacts.Collector facts, Receipt receipt, LocalDateTime first, LocalDateTime last) {
        if (misunderstood > 0) {
            facts.issue(
                    DataIssue.Kind.UNMAPPED,
                    "treatment columns",
                    misunderstood + " treatment entries name no drug HSDPO knows, or no amount");
        }
        Set<LocalDate> complete = completeDays(first, last);
        Map<String, List<Administration>> byIngredient = new TreeMap<>();
        administrations.forEach(given -> byIngredient
                .computeIfAbsent(given.part().ingredient(), ignored -> new ArrayList<>())
                .add(given));
        byIngredient.forEach((ingredient, given) -> facts.add(record(ingredient, given, complete, facts, receipt)));
        if (byIngredient.keySet().stream().anyMatch(ingredient -> !ingredient.startsWith("insulin"))) {
            facts.add(new ConditionRecord(
                    ConditionConcept.TYPE_2_DIABETES,
                    ConditionRecord.Status.ACTIVE,
                    Optional.empty(),
                    receipt.uncertain(
                            Provenance.Source.DERIVED,
                            "treatment",
                            "concluded from glucose-lowering drugs other than insulin",
                            TYPE_2_FROM_DRUGS)));
            facts.issue(
                    DataIssue.Kind.ASSUMED,
                    "TYPE_2_DIABETES",
                    "the record does not name the type of diabetes; type 2 is concluded from glucose-lowering drugs other"
                            + " than insulin and has to be confirmed");
        }
    }

    private static Set<LocalDate> completeDays(LocalDateTime first, LocalDateTime last) {
        LocalDate from = first.toLocalTime().equals(LocalTime.MIDNIGHT)
                ? first.toLocalDate()
                : first.toLocalDate().plusDays(1);
        Set<LocalDate> days = new TreeSet<>();
        for (LocalDate day = from; day.isBefore(last.toLocalDate()); day = day.plusDays(1)) {
            days.add(day);
        }
        return days;
    }

    private MedicationRecord record(
            String ingredient,
            List<Administration> given,
            Set<LocalDate> complete,
            ClinicalFacts.Collector facts,
            Receipt receipt) {
        Instant start = given.stream()
                .map(Administration::instant)
                .min(Comparator.naturalOrder())
                .orElseThrow();
        Instant end = given.stream()
                .map(Administration::instant)
                .max(Comparator.naturalOrder())
                .orElseThrow();
        LocalDate lastDay = given.stream()
                .map(administration -> administration.time().toLocalDate())
                .max(Comparator.naturalOrder())
                .orElseThrow();
        List<LocalDate> recent = complete.stream()
                .sorted(Comparator.reverseOrder())
                .limit(DAYS_WITHOUT)
                .toList();
        boolean taken = recent.isEmpty() || !lastDay.isBefore(recent.getLast());
        Optional<FormularyEntry> entry = given.getFirst().part().drug().map(Formulary.shipped()::entry);
        OptionalDouble dose = entry.isPresent() ? dose(entry.get(), given, complete, facts) : OptionalDouble.empty();
        Provenance provenance = receipt.uncertain(
                Provenance.Source.GLUCOSE_SENSOR,
                "treatment/" + ingredient,
                dose.isPresent() ? "daily total of the administrations of a complete day" : "",
                1);
        return new MedicationRecord(
                entry.map(FormularyEntry::id),
                ingredient,
                "",
                dose,
                taken ? MedicationRecord.Status.ACTIVE : MedicationRecord.Status.STOPPED,
                Optional.of(start),
                taken ? Optional.empty() : Optional.of(end),
                given.getLast().asWritten() + (given.size() > 1 ? " (" + given.size() + " entries)" : ""),
                provenance);
    }

    private static OptionalDouble dose(
            FormularyEntry entry, List<Administration> given, Set<LocalDate> complete, ClinicalFacts.Collector facts) {
        Map<LocalDate, Double> totals = new TreeMap<>(Comparator.reverseOrder());
        for (Administration administration : given) {
            LocalDate day = administration.time().toLocalDate();
            Optional<Quantity> amount = administration.part().strength();
            if (amount.isEmpty() || !Ucum.isComparable(amount.get().unit(), entry.strengthUnit())) {
                unknown(entry, "an entry states no amount", facts);
                return OptionalDouble.empty();
            }
            if (complete.contains(day)) {
                totals.merge(
                        day, Ucum.convert(amount.get(), entry.strengthUnit()).value(), Double::sum);
            }
        }
        if (totals.isEmpty()) {
            unknown(entry, "the record holds no complete day with it", facts);
            return OptionalDouble.empty();
        }
        if (entry.unit().endsWith("/wk")) {
            unknown(entry, "a weekly dose cannot be summed by days", facts);
            return OptionalDouble.empty();
        }
        double total = usual(totals.values().stream().limit(DAYS_FOR_DOSE).toList());
        Optional<String> objection = DoseLimits.objection(entry.id(), total);
        if (objection.isPresent()) {
            facts.issue(DataIssue.Kind.IMPROBABLE, entry.id().id(), objection.get() + "; the dose stays unknown");
            return OptionalDouble.empty();
        }
        long differing = totals.values().stream()
                .filter(value -> Math.abs(value - total) > 1e-9)
                .count();
        if (differing > 0) {
            facts.issue(
                    DataIssue.Kind.ASSUMED,
                    entry.id().id(),
                    entry.label() + " is taken to be " + DoseLimits.plain(total) + " " + entry.unit() + "; on "
                            + differing + " of " + totals.size() + " complete days another total was recorded");
        }
        double smallest = entry.strengths().stream().min(Double::compare).orElseThrow();
        if (entry.id() != Drug.INSULIN_GLARGINE && total < smallest / 2) {
            facts.issue(
                    DataIssue.Kind.IMPROBABLE,
                    entry.id().id(),
                    entry.label() + " of " + DoseLimits.plain(total) + " " + entry.unit()
                            + " is less than half of the smallest marketed strength: to be confirmed");
        }
        return OptionalDouble.of(total);
    }

    /** The most frequent value; of several equally frequent ones the first, which is the most recent. */
    private static double usual(List<Double> newestFirst) {
        Map<Double, Integer> counts = new HashMap<>();
        newestFirst.forEach(value -> counts.merge(value, 1, Integer::sum));
        int most = counts.values().stream().max(Integer::compare).orElseThrow();
        return newestFirst.stream()
                .filter(value -> counts.get(value) == most)
                .findFirst()
                .orElseThrow();
    }

    private static void unknown(FormularyEntry entry, String why, ClinicalFacts.Collector facts) {
        facts.issue(DataIssue.Kind.MISSING, entry.id().id(), "the dose of " + entry.label() + " stays unknown: " + why);
    }
}
