package org.hsdpo.data.hl7;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.hl7.fhir.r4.model.BooleanType;
import org.hl7.fhir.r4.model.Dosage;
import org.hl7.fhir.r4.model.Quantity;
import org.hl7.fhir.r4.model.Range;
import org.hl7.fhir.r4.model.Timing;
import org.hsdpo.clinical.patient.DataIssue;
import org.hsdpo.data.drug.DoseInstruction;
import org.hsdpo.data.drug.DoseInstructionReader;
import org.hsdpo.data.fhir.ResourceFacts;

/**
 * How much of a drug is given, from an RXE or RXO segment, as FHIR dosages. What is not certain stays unsaid: a minimum and
 * another maximum are a range; a quantity beside a stated amount that is not 1 leaves the amount unknown; a text that gives
 * another frequency than the pattern leaves the frequency unknown.
 *
 * @param segment RXE or RXO
 * @param minimum field of the (smallest) amount
 * @param maximum field of the largest amount
 * @param unit field of their unit
 * @param instructions field of the instructions in words
 * @param timed segment of the quantity and timing field
 * @param timing the quantity and timing field; 0 where there is none
 */
record OrderDosage(Segment segment, int minimum, int maximum, int unit, int instructions, Segment timed, int timing) {
    private static final Pattern NUMBER = Pattern.compile("\\d{1,9}(?:\\.\\d{1,6})?");

    Optional<OrderTimes.Field> quantityAndTiming() {
        return timing == 0 ? Optional.empty() : Optional.of(new OrderTimes.Field(timed, timing));
    }

    /** One dosage for each timing; one without a timing where the order states none; none where it says nothing. */
    List<Dosage> read(OrderTimes order, ResourceFacts facts) {
        String words = words();
        List<Dosage> dosages = new ArrayList<>();
        int step = 1;
        for (OrderTimes.Part part : order.parts()) {
            step += part.follows() ? 1 : 0;
            Dosage dosage = dosage(part.quantity(), part.unit(), joined(words, part.text()));
            dosage.setSequence(step);
            if (part.asNeeded()) {
                dosage.setAsNeeded(new BooleanType(true));
            }
            if (!part.pattern().isEmpty()) {
                dosage.setTiming(timing(part, words, facts));
            }
            dosages.add(dosage);
        }
        if (dosages.isEmpty()) {
            Dosage dosage = dosage("", "", words);
            if (!dosage.isEmpty()) {
                dosages.add(dosage);
            }
        }
        return dosages;
    }

    private Timing timing(OrderTimes.Part part, String words, ResourceFacts facts) {
        Timing timing = new Timing();
        Optional<DoseInstruction> said = new DoseInstructionReader().read(words);
        boolean contradicted = part.frequency().isPresent()
                && said.isPresent()
                && Math.abs(said.get().timesPerDay() - part.frequency().get().timesPerDay()) > 1e-9;
        if (contradicted) {
            facts.issue(
                    DataIssue.Kind.CONFLICT,
                    segment.path(instructions),
                    "the instruction in words and the repeat pattern give different frequencies; the dose is unknown");
        }
        if (part.frequency().isPresent() && !contradicted) {
            Hl7Tables.Frequency frequency = part.frequency().get();
            timing.getRepeat()
                    .setFrequency(frequency.times())
                    .setPeriod(frequency.period())
                    .setPeriodUnit(
                            switch (frequency.unit()) {
                                case 'H' -> Timing.UnitsOfTime.H;
                                case 'D' -> Timing.UnitsOfTime.D;
                                default -> Timing.UnitsOfTime.WK;
                            });
        } else {
            timing.getCode().setText(part.pattern());
        }
        return timing;
    }

    private Dosage dosage(String quantity, String quantityUnit, String text) {
        Dosage dosage = new Dosage();
        String least = segment.text(minimum);
        String most = segment.text(maximum);
        boolean range = !most.isEmpty() && !most.equals(least);
        boolean multiplied = !least.isEmpty() && !quantity.isEmpty() && !quantity.equals("1");
        if (range || multiplied) {
            dosage.addDoseAndRate().setDose(new Range());
        } else if (NUMBER.matcher(least).matches()) {
            dosage.addDoseAndRate().setDose(amount(least, word(segment, unit)));
        } else if (least.isEmpty() && NUMBER.matcher(quantity).matches() && !quantityUnit.isEmpty()) {
            dosage.addDoseAndRate().setDose(amount(quantity, quantityUnit));
        }
        return text.isEmpty() ? dosage : dosage.setText(text);
    }

    private static Quantity amount(String number, String unit) {
        Quantity quantity = new Quantity().setValue(new BigDecimal(number));
        return unit.isEmpty() ? quantity : quantity.setCode(unit);
    }

    /** Instructions in words: text of a coded element, else the element itself. */
    private String words() {
        List<String> all = new ArrayList<>();
        for (int i = 0; i < segment.repetitions(instructions); i++) {
            String text = segment.text(instructions, i, 2);
            all.add(text.isEmpty() ? segment.text(instructions, i, 1) : text);
        }
        return String.join("; ", all.stream().filter(text -> !text.isEmpty()).toList());
    }

    private static String joined(String first, String second) {
        return second.isEmpty() || second.equals(first) ? first : first.isEmpty() ? second : first + "; " + second;
    }

    /** A unit or form as a word: a code of digits alone is a concept of some terminology, and its text the word. */
    static String word(Segment segment, int field) {
        String code = segment.text(field);
        String text = segment.text(field, 0, 2);
        return code.isEmpty() || (code.chars().allMatch(Character::isDigit) && !text.isEmpty()) ? text : code;
    }
}
