package org.hsdpo.data.fhir;

import java.math.BigDecimal;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import org.hl7.fhir.r4.model.Dosage;
import org.hl7.fhir.r4.model.Timing;
import org.hsdpo.clinical.drug.Drug;
import org.hsdpo.clinical.drug.Formulary;
import org.hsdpo.clinical.drug.FormularyEntry;
import org.hsdpo.clinical.quantity.Quantity;
import org.hsdpo.clinical.quantity.Ucum;
import org.hsdpo.data.drug.DoseInstruction;
import org.hsdpo.data.drug.DoseInstructionReader;
import org.hsdpo.data.drug.DoseLimits;
import org.hsdpo.data.drug.Product;

/**
 * The total dose of a formulary drug that a list of FHIR dosages states, or why it states none. Nothing is guessed: as
 * needed, ranges, sequential steps, tablets of unknown strength and missing frequencies leave the dose unknown.
 */
final class DosageReading {
    private static final Set<String> PIECES = Set.of(
            "tablet",
            "tablets",
            "tab",
            "tabs",
            "tbl",
            "capsule",
            "capsules",
            "cap",
            "caps",
            "{tablet}",
            "{tbl}",
            "{capsule}",
            "{pill}",
            "pill",
            "pills",
            "each",
            "{each}",
            "1");
    private static final Set<String> INTERNATIONAL_UNITS =
            Set.of("u", "unit", "units", "[iu]", "iu", "unt", "{unit}", "{units}", "[usp'u]");

    private final DoseInstructionReader sentences = new DoseInstructionReader();

    /**
     * The answer.
     *
     * @param dose total in the formulary unit; empty where it is not known
     * @param note where it is known how it was computed, where it is not known why; may be empty
     */
    record Total(OptionalDouble dose, String note) {
        static Total unknown(String why) {
            return new Total(OptionalDouble.empty(), why);
        }
    }

    /** Whether a unit counts tablets or capsules. */
    static boolean isPiece(String unit) {
        return PIECES.contains(unit.toLowerCase(Locale.ROOT));
    }

    /** Whether dosages say nothing at all of how much is taken or how often: an element may stand there and be empty. */
    static boolean saysNothing(List<Dosage> dosages) {
        return dosages.size() < 2
                && dosages.stream()
                        .allMatch(dosage -> !dosage.hasText()
                                && !dosage.hasPatientInstruction()
                                && !dosage.hasAdditionalInstruction()
                                && !dosage.hasTiming()
                                && !dosage.hasDoseAndRate()
                                && !dosage.hasMaxDosePerPeriod()
                                && !dosage.hasMaxDosePerAdministration()
                                && !dosage.hasMaxDosePerLifetime()
                                && !isAsNeeded(dosage));
    }

    Total total(List<Dosage> dosages, Product product, Product.Part part, Drug drug) {
        if (saysNothing(dosages)) {
            return Total.unknown("the prescription states no dose");
        }
        Set<Integer> steps = new HashSet<>();
        dosages.forEach(dosage -> steps.add(dosage.hasSequence() ? dosage.getSequence() : 0));
        if (steps.size() > 1) {
            return Total.unknown("the prescription states a sequence of doses");
        }
        FormularyEntry entry = Formulary.shipped().entry(drug);
        double sum = 0;
        for (Dosage dosage : dosages) {
            Optional<DoseInstruction> instruction = instruction(dosage, part);
            // A mass prescribed of a combination product does not say of which ingredient.
            boolean clear = instruction.isPresent()
                    && (product.parts().size() == 1
                            || instruction.get().amount().unit().equals(DoseInstruction.PIECE));
            OptionalDouble total = clear ? instruction.get().total(entry, part) : OptionalDouble.empty();
            if (total.isEmpty()) {
                return Total.unknown("the dose cannot be computed from the prescription");
            }
            sum += total.getAsDouble();
        }
        Optional<String> objection = DoseLimits.objection(drug, sum);
        return objection
                .map(Total::unknown)
                .orElse(new Total(OptionalDouble.of(sum), "total computed from the dose instruction"));
    }

    private Optional<DoseInstruction> instruction(Dosage dosage, Product.Part part) {
        if (isAsNeeded(dosage)) {
            return Optional.empty();
        }
        Optional<Quantity> amount = amount(dosage, part);
        OptionalDouble times = timesPerDay(dosage.getTiming());
        if (amount.isPresent() && times.isPresent()) {
            return Optional.of(new DoseInstruction(amount.get(), times.getAsDouble()));
        }
        return dosage.hasText() && !dosage.hasDoseAndRate() ? sentences.read(dosage.getText()) : Optional.empty();
    }

    private static boolean isAsNeeded(Dosage dosage) {
        return dosage.hasAsNeeded()
                && !(dosage.hasAsNeededBooleanType()
                        && !dosage.getAsNeededBooleanType().booleanValue());
    }

    private static Optional<Quantity> amount(Dosage dosage, Product.Part part) {
        List<org.hl7.fhir.r4.model.Quantity> stated = dosage.getDoseAndRate().stream()
                .filter(Dosage.DosageDoseAndRateComponent::hasDoseQuantity)
                .map(Dosage.DosageDoseAndRateComponent::getDoseQuantity)
                .filter(quantity -> quantity.hasValue() && !quantity.hasComparator())
                .toList();
        boolean several = dosage.getDoseAndRate().size() > 1;
        if (stated.size() != 1 || several) {
            return Optional.empty();
        }
        return unit(stated.getFirst(), part)
                .map(unit -> Quantity.of(stated.getFirst().getValue().doubleValue(), unit));
    }

    private static Optional<String> unit(org.hl7.fhir.r4.model.Quantity quantity, Product.Part part) {
        String written = quantity.hasCode() ? quantity.getCode() : quantity.hasUnit() ? quantity.getUnit() : "";
        String lower = written.strip().toLowerCase(Locale.ROOT);
        if (lower.isEmpty() || PIECES.contains(lower)) {
            // A bare number counts pieces where the product's name gives the strength of one piece.
            boolean countable = part.strength()
                    .filter(strength -> !strength.unit().contains("/"))
                    .isPresent();
            return countable ? Optional.of(DoseInstruction.PIECE) : Optional.empty();
        }
        if (INTERNATIONAL_UNITS.contains(lower)) {
            return Optional.of("[iU]");
        }
        if (lower.equals("mcg")) {
            return Optional.of("ug");
        }
        return Ucum.isValid(written.strip())
                ? Optional.of(written.strip())
                : Ucum.isValid(lower) ? Optional.of(lower) : Optional.empty();
    }

    private static OptionalDouble timesPerDay(Timing timing) {
        if (timing.hasRepeat() && !timing.getRepeat().isEmpty()) {
            OptionalDouble repeated = repeated(timing.getRepeat());
            if (repeated.isPresent()) {
                return repeated;
            }
        }
        return timing.hasCode()
                ? abbreviated(timing.getCode().getCodingFirstRep().getCode())
                : OptionalDouble.empty();
    }

    private static OptionalDouble repeated(Timing.TimingRepeatComponent repeat) {
        boolean range = (repeat.hasFrequencyMax() && repeat.getFrequencyMax() != repeat.getFrequency())
                || (repeat.hasPeriodMax() && repeat.getPeriodMax().compareTo(repeat.getPeriod()) != 0);
        if (range) {
            return OptionalDouble.empty();
        }
        int perOccasion = repeat.hasWhen()
                ? repeat.getWhen().size()
                : repeat.hasTimeOfDay() ? repeat.getTimeOfDay().size() : 0;
        int frequency = repeat.hasFrequency() ? repeat.getFrequency() : Math.max(1, perOccasion);
        if (repeat.hasDayOfWeek()) {
            return OptionalDouble.of(repeat.getDayOfWeek().size() * Math.max(1, perOccasion) / 7.0);
        }
        if (!repeat.hasPeriod()) {
            return perOccasion > 0 ? OptionalDouble.of(perOccasion) : OptionalDouble.empty();
        }
        BigDecimal period = repeat.getPeriod();
        double days =
                switch (repeat.getPeriodUnit()) {
                    case H -> period.doubleValue() / 24;
                    case D -> period.doubleValue();
                    case WK -> period.doubleValue() * 7;
                    case MIN, S, MO, A, NULL -> 0;
                    case null -> 0;
                };
        return days > 0 && frequency > 0 ? OptionalDouble.of(frequency / days) : OptionalDouble.empty();
    }

    /** HL7 v3 GTSAbbreviation codes. */
    private static OptionalDouble abbreviated(String code) {
        return switch (code == null ? "" : code.toUpperCase(Locale.ROOT)) {
            case "QD", "AM", "PM", "BED", "Q24H" -> OptionalDouble.of(1);
            case "BID", "Q12H" -> OptionalDouble.of(2);
            case "TID", "Q8H" -> OptionalDouble.of(3);
            case "QID", "Q6H" -> OptionalDouble.of(4);
            case "Q4H" -> OptionalDouble.of(6);
            case "QOD" -> OptionalDouble.of(0.5);
            case "WK" -> OptionalDouble.of(1.0 / 7);
            default -> OptionalDouble.empty();
        };
    }
}
