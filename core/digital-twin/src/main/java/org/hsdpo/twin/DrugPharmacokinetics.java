package org.hsdpo.twin;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Objects;
import java.util.OptionalDouble;
import org.hsdpo.clinical.drug.Drug;
import org.hsdpo.clinical.error.InvalidInputException;
import org.hsdpo.twin.TwinKnowledge.DrugModel;
import org.hsdpo.twin.TwinKnowledge.Flow;
import org.hsdpo.twin.TwinKnowledge.GeneTarget;
import org.hsdpo.twin.TwinKnowledge.Pharmacokinetics;
import org.hsdpo.twin.pk.CompartmentModel;
import org.hsdpo.twin.pk.Event;
import org.hsdpo.twin.pk.ParameterSource;
import org.hsdpo.twin.pk.PkEngine;
import org.hsdpo.twin.pk.Subject;

/**
 * What one person's body does with one drug: the published model of the knowledge file at the person's weight, renal
 * function and genotype, for {@link PkEngine}. Its mean concentration at steady state is what the weekly model's effects
 * follow; the curves show the peaks, troughs and accumulation behind it.
 */
public final class DrugPharmacokinetics {
    /** Times a curve holds for every dosing interval. */
    private static final int POINTS = 480;

    private final Drug drug;
    private final Pharmacokinetics figures;
    private final CompartmentModel model;
    private final double[] parameters;
    private final int dosed;
    private final int central;
    private final int metabolite;
    private final double meanOfUnitDose;
    private final double halfLife;

    /**
     * A person as far as pharmacokinetics depends on them.
     *
     * @param weight kg, above 0
     * @param egfr mL/min/{1.73_m2}, above 0
     * @param phenotypes gene to phenotype, as in the knowledge file; a gene that is not named is taken to be normal
     * @param clearance factor on the clearance of drug and active metabolites besides all this, above 0; 1 is the median person
     */
    public record Person(double weight, double egfr, Map<String, String> phenotypes, double clearance) {
        public Person {
            phenotypes = Map.copyOf(phenotypes);
            positive("weight", weight, "kg");
            positive("egfr", egfr, "mL/min/{1.73_m2}");
            positive("clearance", clearance, "1");
        }

        /** A median person of normal genotype. */
        public static Person of(double weight, double egfr) {
            return new Person(weight, egfr, Map.of(), 1);
        }
    }

    private DrugPharmacokinetics(Drug drug, Person person, double parentFactor) {
        this.drug = drug;
        figures = TwinKnowledge.shipped().drug(drug).pharmacokinetics();
        double onClearance = figures.clearanceFactor(person.weight(), person.egfr()) * person.clearance();
        double onVolume = figures.volumeFactor(person.weight());
        boolean depot = figures.absorptionRate() != null;
        boolean ofZeroOrder = figures.absorptionDuration() != null;
        Flow peripheral = figures.peripheral();
        Flow metabolites = figures.metabolites();
        dosed = 1;
        central = depot ? 2 : 1;
        metabolite = metabolites == null ? -1 : central + (peripheral == null ? 1 : 2);

        List<Double> values = new ArrayList<>();
        double clearance = figures.clearance() * onClearance * parentFactor;
        double volume = figures.volume() * onVolume;
        values.add(clearance);
        values.add(volume);
        double slowest = clearance / volume;
        if (peripheral != null) {
            double exchange = peripheral.clearance() * onClearance;
            double outer = peripheral.volume() * onVolume;
            values.add(exchange);
            values.add(outer);
            slowest = slowerRate(clearance / volume, exchange / volume, exchange / outer);
        }
        if (depot) {
            values.add(figures.absorptionRate());
            slowest = Math.min(slowest, figures.absorptionRate());
        }
        if (metabolites != null) {
            values.add(1.0);
            values.add(metabolites.clearance() * onClearance);
            values.add(metabolites.volume() * onVolume);
        }
        values.add(figures.bioavailability());
        values.add(figures.lag());
        List<String> ofDoses = new ArrayList<>(List.of("F1", "ALAG1"));
        if (ofZeroOrder) {
            ofDoses.add("D1");
            values.add(figures.absorptionDuration());
        }
        CompartmentModel structure = (depot ? CompartmentModel.oral() : CompartmentModel.intravenous())
                .withPeripherals(peripheral == null ? 0 : 1);
        model = (metabolites == null ? structure : structure.withMetabolite())
                .withDoseParameters(ofDoses.toArray(String[]::new));
        parameters = values.stream().mapToDouble(Double::doubleValue).toArray();
        meanOfUnitDose = figures.concentrationOfUnitDose(person.weight(), person.egfr())
                / (person.clearance() * figures.activeClearance(parentFactor));
        halfLife = Math.log(2) / slowest;
    }

    /**
     * A drug in a person.
     *
     * @throws InvalidInputException where a phenotype of the drug's gene is none of those known
     */
    public static DrugPharmacokinetics of(Drug drug, Person person) {
        DrugModel figures = TwinKnowledge.shipped().drug(Objects.requireNonNull(drug, "drug"));
        return new DrugPharmacokinetics(drug, person, parentFactor(figures, person));
    }

    /**
     * A drug in one twin at the weight and eGFR it starts with. The twin's factor on clearance holds its genotype; of
     * pioglitazone it applies to drug and metabolites alike, whose sum is the twin's.
     */
    public static DrugPharmacokinetics of(TwinCohort cohort, int twin, Drug drug) {
        Person person = new Person(
                cohort.currentWeight[twin], cohort.currentEgfr[twin], Map.of(), cohort.clearance(twin, drug));
        return new DrugPharmacokinetics(drug, person, 1);
    }

    private static double parentFactor(DrugModel figures, Person person) {
        if (figures.geneActsOn() != GeneTarget.CLEARANCE || !person.phenotypes().containsKey(figures.gene())) {
            return 1;
        }
        TwinKnowledge.Gene gene = TwinKnowledge.shipped().gene(figures.gene());
        String phenotype = person.phenotypes().get(gene.gene());
        OptionalDouble factor = gene.factorOf(phenotype);
        if (factor.isEmpty()) {
            throw new InvalidInputException(
                    "phenotypes." + gene.gene(),
                    "PHENOTYPE_UNKNOWN",
                    "the phenotype is none of those known: " + phenotype,
                    String.join(
                            ", ",
                            gene.phenotypes().stream()
                                    .map(TwinKnowledge.Phenotype::name)
                                    .toList()));
        }
        return factor.getAsDouble();
    }

    /** Half-life with which the median person comes to a steady state, active metabolites included, h. */
    static double slowestHalfLife(Drug drug) {
        DrugPharmacokinetics median = of(drug, Person.of(TwinModel.REFERENCE_WEIGHT, TwinModel.REFERENCE_EGFR));
        return Math.max(median.halfLife(), median.metaboliteHalfLife().orElse(0));
    }

    /** The drug. */
    public Drug drug() {
        return drug;
    }

    /** Unit of concentrations, UCUM. */
    public String unit() {
        return figures.unit();
    }

    /** The compartments; doses go into the first. Amounts are in micrograms or in m[iU], volumes in L, times in h. */
    public CompartmentModel model() {
        return model;
    }

    /** The person's parameters in the order of {@link CompartmentModel#parameters()}. */
    public double[] parameters() {
        return parameters.clone();
    }

    /** Half-life of the drug's decline, of its absorption where that is slower than elimination, h. */
    public double halfLife() {
        return halfLife;
    }

    /** Half-life of the active metabolites' elimination, h; empty where there are none. */
    public OptionalDouble metaboliteHalfLife() {
        if (metabolite < 0) {
            return OptionalDouble.empty();
        }
        int volume = model.volume(metabolite);
        return OptionalDouble.of(Math.log(2) * parameters[volume] / parameters[volume - 1]);
    }

    /**
     * Mean concentration at steady state, active metabolites included.
     *
     * @param dose in the formulary unit of the drug
     */
    public double meanConcentration(double dose) {
        return dose * meanOfUnitDose;
    }

    /**
     * One dose from its administration on.
     *
     * @param amount mg or [iU]
     * @param hours shown
     */
    public ConcentrationCurve single(double amount, double hours) {
        return curve(List.of(dose(0, amount, 0, 0)), 0, hours, POINTS);
    }

    /**
     * One interval of a dose that has been given at that interval for ever.
     *
     * @param amount mg or [iU] each time
     * @param interval h
     */
    public ConcentrationCurve steady(double amount, double interval) {
        return curve(List.of(dose(0, amount, 1, interval)), 0, interval, POINTS);
    }

    /** {@link #steady(double, double)} of a dose in the formulary unit, at the drug's usual interval. */
    public ConcentrationCurve steady(double dose) {
        return steady(amount(dose), figures.intervalHours());
    }

    /**
     * A regimen from its first day on, without drug before.
     *
     * @param doses dose in the formulary unit from each week on, 0 = none
     * @param weeks shown, from week 0
     */
    public ConcentrationCurve course(NavigableMap<Integer, Double> doses, int weeks) {
        double end = weeks * 168.0;
        List<Event> events = new ArrayList<>();
        int administrations = (int) Math.ceil(end / figures.intervalHours() - 1e-9);
        for (int n = 0; n < administrations; n++) {
            double hour = n * figures.intervalHours();
            Map.Entry<Integer, Double> current = doses.floorEntry((int) Math.floor(hour / 168 + 1e-9));
            if (current != null && current.getValue() > 0) {
                events.add(dose(hour, amount(current.getValue()), 0, 0));
            }
        }
        return curve(events, 0, end, POINTS * weeks);
    }

    private double amount(double dose) {
        return dose * figures.intervalHours() / figures.doseHours();
    }

    private Event dose(double hour, double amount, int steadyState, double interval) {
        if (!(amount > 0) || !Double.isFinite(amount)) {
            throw new InvalidInputException(
                    drug.id(), "DOSE_IMPOSSIBLE", "a dose cannot be " + amount, "a finite number above 0");
        }
        double rate = figures.absorptionDuration() == null ? 0 : Event.DURATION_MODELLED;
        return Event.dose(hour, amount * TwinKnowledge.MICROGRAMS_PER_MILLIGRAM, dosed, rate, steadyState, interval, 0);
    }

    private ConcentrationCurve curve(List<Event> doses, double from, double to, int points) {
        if (!(to > from)) {
            throw new IllegalArgumentException("a curve needs a length above 0 h: " + (to - from));
        }
        double[] hours = new double[points + 1];
        List<Event> events = new ArrayList<>();
        int next = 0;
        for (int i = 0; i <= points; i++) {
            hours[i] = from + (to - from) * i / points;
            while (next < doses.size() && doses.get(next).time() <= hours[i]) {
                events.add(doses.get(next++));
            }
            events.add(Event.look(hours[i], central));
        }
        double[] ofDrug = new double[points + 1];
        double[] ofMetabolites = new double[points + 1];
        int[] place = {0};
        PkEngine engine = new PkEngine(model, Subject.of(events), ParameterSource.constant(parameters));
        engine.refuseImpossible();
        engine.run((row, amounts, sensitivities, values, slopes) -> {
            if (!events.get(row).kind().doses()) {
                int i = place[0]++;
                ofDrug[i] = amounts[central - 1] / values[model.volume(central)];
                if (metabolite > 0) {
                    ofMetabolites[i] = amounts[metabolite - 1] / values[model.volume(metabolite)];
                }
            }
        });
        return new ConcentrationCurve(figures.unit(), hours, ofDrug, ofMetabolites);
    }

    /** The slower rate of two compartments (Gibaldi and Perrier 1982, chapter 2). */
    private static double slowerRate(double elimination, double out, double back) {
        double sum = elimination + out + back;
        return 2 * elimination * back / (sum + Math.sqrt(sum * sum - 4 * elimination * back));
    }

    private static void positive(String field, double value, String unit) {
        if (!(value > 0) || !Double.isFinite(value)) {
            throw new InvalidInputException(
                    field, "VALUE_IMPOSSIBLE", "the value cannot be " + value, "a finite number above 0, in " + unit);
        }
    }
}
