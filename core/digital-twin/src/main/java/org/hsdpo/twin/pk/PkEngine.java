package org.hsdpo.twin.pk;

import java.util.Arrays;
import java.util.List;
import org.hsdpo.clinical.error.InvalidInputException;
import org.hsdpo.twin.pk.PkModel.ParameterFlaw;
import org.hsdpo.twin.pk.Schedule.Entry;

/**
 * Runs one person's records through a model. Meanings are NONMEM's (Beal, Sheiner, Boeckmann and Bauer, <i>NONMEM Users
 * Guides</i>, part VI, PREDPP): the parameters at a record hold since the record before; what was due at the time of a record
 * happens before it; SS 1 and resets cancel what is pending; F changes the amount, and with it the duration of an infusion
 * whose rate is given. A dose and its additional doses keep the lag, F, R and D of the dose's record. One engine serves one
 * person and one thread; it allocates nothing between the first record and the last, except at steady states.
 */
public final class PkEngine {
    private static final double WHOLE = 1e-9;

    private final PkModel model;
    private final Subject subject;
    private final List<Event> events;
    private final ParameterSource source;
    private final DoseParameters doseParameters;
    private final Propagator propagator;
    private final int n;
    private final int directions;
    private final int[] directionParameter;
    private final double[] values;
    private final double[] slopes;
    private final double[] amounts;
    private final double[] sensitivities;
    private final double[] inputs;
    private final double[] inputSlopes;
    private final double[] before;
    private final double[] after;
    private final double[] steady;
    private final double[] steadySensitivities;
    private final double[] steadyInputs;
    private final double[] steadyInputSlopes;
    private final Schedule schedule;
    /** The dose of the record at hand. */
    private final Entry dose;
    /** What happens at this moment. */
    private final Entry current;
    /** What is being put on the schedule. */
    private final Entry added;

    private final double[] lagSlopes;
    private final SteadyDose steadyDose = new SteadyDose();
    private double time;
    private int running;
    private double lag;

    /** Sees the state at every record, after what the record does. */
    public interface Visitor {
        /**
         * @param row record from 0
         * @param amounts by compartment from 0; the engine's own array, not to be kept or changed
         * @param sensitivities derivative of the amounts by direction · compartments + compartment
         * @param parameters the parameters at the record
         * @param slopes by direction the derivative of its parameter at the record
         */
        void visit(int row, double[] amounts, double[] sensitivities, double[] parameters, double[] slopes);
    }

    /**
     * @throws InvalidInputException where a record names a compartment the model does not have, or a dose needs a parameter
     *     the model does not have
     */
    public PkEngine(PkModel model, Subject subject, ParameterSource source, Tolerance tolerance) {
        this.model = model;
        this.subject = subject;
        this.events = subject.events();
        this.source = source;
        this.doseParameters = model.doseParameters();
        this.directions = source.directions();
        this.directionParameter = new int[directions];
        for (int q = 0; q < directions; q++) {
            directionParameter[q] = source.parameter(q);
        }
        n = model.compartments().size();
        propagator = switch (model) {
            case CompartmentModel linear -> new LinearPropagator(linear, directionParameter);
            case DifferentialModel general ->
                new DifferentialPropagator(general, directionParameter, tolerance, largestDose());
        };
        values = new double[model.parameters().size()];
        slopes = new double[directions];
        amounts = new double[n];
        sensitivities = new double[n * directions];
        inputs = new double[n];
        inputSlopes = new double[n * directions];
        before = new double[n];
        after = new double[n];
        steady = new double[n];
        steadySensitivities = new double[n * directions];
        steadyInputs = new double[n];
        steadyInputSlopes = new double[n * directions];
        schedule = new Schedule(directions);
        dose = new Entry(directions);
        current = new Entry(directions);
        added = new Entry(directions);
        lagSlopes = new double[directions];
        refuseUnknown();
    }

    /** Exact for linear models; for others to {@link Tolerance#TIGHT}. */
    public PkEngine(PkModel model, Subject subject, ParameterSource source) {
        this(model, subject, source, Tolerance.TIGHT);
    }

    /**
     * The concentration (or amount, where the compartment has no volume) in one compartment at every record.
     *
     * @param compartment from 1
     * @param values the model's parameters, the same at every record
     */
    public static double[] concentrations(PkModel model, Subject subject, int compartment, double... values) {
        return concentrations(model, subject, compartment, ParameterSource.constant(values));
    }

    /** The concentration (or amount) in one compartment at every record. */
    public static double[] concentrations(PkModel model, Subject subject, int compartment, ParameterSource source) {
        double[] concentrations = new double[subject.size()];
        int volume = model.volume(compartment);
        PkEngine engine = new PkEngine(model, subject, source);
        engine.refuseImpossible();
        engine.run((row, amounts, sensitivities, parameters, slopes) -> concentrations[row] =
                volume < 0 ? amounts[compartment - 1] : amounts[compartment - 1] / parameters[volume]);
        return concentrations;
    }

    /**
     * Checks the parameters of every record.
     *
     * @throws InvalidInputException naming the first record and parameter that cannot be, for example a negative clearance
     */
    public void refuseImpossible() {
        for (int row = 0; row < events.size(); row++) {
            source.at(row, values, slopes);
            ParameterFlaw flaw = model.flaw(values).orElse(null);
            if (flaw != null) {
                throw impossible(row, flaw);
            }
            if (events.get(row).kind().doses()) {
                refuseDoseParameters(row);
            }
        }
    }

    private void refuseDoseParameters(int row) {
        Event event = events.get(row);
        int c = event.compartment() - 1;
        least(row, doseParameters.bioavailability(c), 0, "0 or more");
        least(row, doseParameters.lag(c), 0, "0 or more");
        if (event.rate() == Event.RATE_MODELLED) {
            least(row, doseParameters.rate(c), Double.MIN_NORMAL, "a number above 0");
        }
        if (event.rate() == Event.DURATION_MODELLED) {
            least(row, doseParameters.duration(c), Double.MIN_NORMAL, "a number above 0");
        }
    }

    private void least(int row, int parameter, double least, String accepted) {
        if (parameter >= 0 && !(values[parameter] >= least && values[parameter] < Double.POSITIVE_INFINITY)) {
            throw impossible(row, new ParameterFlaw(model.parameters().get(parameter), values[parameter], accepted));
        }
    }

    private InvalidInputException impossible(int row, ParameterFlaw flaw) {
        return new InvalidInputException(
                subject.field(row, flaw.parameter()),
                "PARAMETER_IMPOSSIBLE",
                "a parameter of the model cannot be " + flaw.value(),
                flaw.accepted());
    }

    /** A scale for amounts; where nothing is dosed every amount is 0 and any scale serves. */
    private double largestDose() {
        double largest = 0;
        for (Event event : events) {
            largest = Math.max(largest, Math.max(event.amount(), event.rate()));
        }
        return largest > 0 ? largest : 1;
    }

    private void refuseUnknown() {
        for (int row = 0; row < events.size(); row++) {
            Event event = events.get(row);
            if (event.compartment() > n) {
                throw new InvalidInputException(
                        subject.field(row, "CMT"),
                        "COMPARTMENT_UNKNOWN",
                        "the model has no compartment " + event.compartment(),
                        "1 to " + n);
            }
            if (event.kind().doses()) {
                int c = event.compartment() - 1;
                if (event.rate() == Event.RATE_MODELLED && doseParameters.rate(c) < 0) {
                    throw missing(row, "R" + event.compartment());
                }
                if (event.rate() == Event.DURATION_MODELLED && doseParameters.duration(c) < 0) {
                    throw missing(row, "D" + event.compartment());
                }
            }
        }
    }

    private InvalidInputException missing(int row, String parameter) {
        return new InvalidInputException(
                subject.field(row, "RATE"),
                "PARAMETER_UNKNOWN",
                "the model has no parameter " + parameter + " for this dose",
                "a model with " + parameter + ", or a rate in the data");
    }

    /**
     * Runs all records. Parameters are taken as they are: impossible ones give amounts that are not numbers, which an
     * estimation has to expect; {@link #refuseImpossible} refuses them.
     */
    public void run(Visitor visitor) {
        reset();
        if (propagator instanceof DifferentialPropagator differential) {
            differential.restart();
        }
        time = events.getFirst().time();
        for (int row = 0; row < events.size(); row++) {
            Event event = events.get(row);
            source.at(row, values, slopes);
            propagator.parameters(values, slopes);
            while (!schedule.isEmpty() && schedule.nextTime() <= event.time()) {
                Entry entry = schedule.next();
                advanceTo(entry.time);
                apply(entry);
            }
            advanceTo(event.time());
            if (event.kind().resets()) {
                reset();
            }
            if (event.kind().doses()) {
                give(event);
            }
            visitor.visit(row, amounts, sensitivities, values, slopes);
        }
    }

    private void reset() {
        Arrays.fill(amounts, 0);
        Arrays.fill(sensitivities, 0);
        stopInfusions();
        schedule.clear();
    }

    private void stopInfusions() {
        Arrays.fill(inputs, 0);
        Arrays.fill(inputSlopes, 0);
        running = 0;
    }

    private void advanceTo(double end) {
        if (end > time) {
            propagator.advance(time, end - time, amounts, sensitivities, inputs, inputSlopes);
            time = end;
        }
    }

    private void give(Event event) {
        boolean constant = event.amount() == 0;
        if (event.steadyState() == 1) {
            reset();
        }
        prepareDose(event);
        if (event.steadyState() > 0) {
            if (constant) {
                steadyInfusion();
                return;
            }
            steadyState(event.interval());
        }
        dose.time = time + lag;
        dose.additional = event.additional();
        dose.interval = event.interval();
        if (lag > 0) {
            schedule.add(dose);
        } else {
            apply(dose);
        }
    }

    /** Fills {@link #dose}, {@link #lag} and the derivatives of both from a dose's record. */
    private void prepareDose(Event event) {
        int c = event.compartment() - 1;
        int f = doseParameters.bioavailability(c);
        double share = f < 0 ? 1 : values[f];
        int lagParameter = doseParameters.lag(c);
        lag = lagParameter < 0 ? 0 : values[lagParameter];
        dose.compartment = c;
        double amount = event.amount() * share;
        if (event.rate() == 0) {
            dose.kind = Entry.Kind.BOLUS;
            dose.size = amount;
            dose.duration = 0;
        } else {
            dose.kind = Entry.Kind.START;
            if (event.rate() == Event.DURATION_MODELLED) {
                dose.duration = values[doseParameters.duration(c)];
                dose.size = amount / dose.duration;
            } else {
                dose.size = event.rate() == Event.RATE_MODELLED ? values[doseParameters.rate(c)] : event.rate();
                dose.duration = amount / dose.size;
            }
        }
        for (int q = 0; q < directions; q++) {
            int parameter = directionParameter[q];
            double amountSlope = parameter == f ? event.amount() * slopes[q] : 0;
            lagSlopes[q] = parameter == lagParameter ? slopes[q] : 0;
            dose.timeSlopes[q] = lagSlopes[q];
            dose.sizeSlopes[q] = 0;
            dose.durationSlopes[q] = 0;
            if (dose.kind == Entry.Kind.BOLUS) {
                dose.sizeSlopes[q] = amountSlope;
            } else if (event.rate() == Event.DURATION_MODELLED) {
                dose.durationSlopes[q] = parameter == doseParameters.duration(c) ? slopes[q] : 0;
                dose.sizeSlopes[q] = (amountSlope - dose.size * dose.durationSlopes[q]) / dose.duration;
            } else {
                dose.sizeSlopes[q] =
                        event.rate() == Event.RATE_MODELLED && parameter == doseParameters.rate(c) ? slopes[q] : 0;
                dose.durationSlopes[q] = (amountSlope - dose.duration * dose.sizeSlopes[q]) / dose.size;
            }
        }
    }

    private void apply(Entry entry) {
        // The schedule reuses its entries for what is added below.
        current.copy(entry);
        switch (current.kind) {
            case BOLUS -> bolus();
            case START -> {
                if (current.duration > 0) {
                    turn(1);
                    running++;
                    addEnd(current, current.time + current.duration);
                }
            }
            case END -> {
                turn(-1);
                running--;
                if (running == 0) {
                    stopInfusions();
                }
            }
        }
        if (current.additional > 0) {
            added.copy(current);
            added.additional--;
            added.time += added.interval;
            schedule.add(added);
        }
    }

    /** A bolus, with what a later time of it changes. */
    private void bolus() {
        boolean moves = anyNonZero(current.timeSlopes);
        if (moves) {
            propagator.derivatives(time, amounts, inputs, before);
        }
        amounts[current.compartment] += current.size;
        if (moves) {
            propagator.derivatives(time, amounts, inputs, after);
        }
        for (int q = 0; q < directions; q++) {
            sensitivities[q * n + current.compartment] += current.sizeSlopes[q];
            if (current.timeSlopes[q] != 0) {
                for (int i = 0; i < n; i++) {
                    sensitivities[q * n + i] -= (after[i] - before[i]) * current.timeSlopes[q];
                }
            }
        }
    }

    /** Turns an infusion on (1) or off (−1). */
    private void turn(int sign) {
        int c = current.compartment;
        inputs[c] += sign * current.size;
        for (int q = 0; q < directions; q++) {
            inputSlopes[q * n + c] += sign * current.sizeSlopes[q];
            sensitivities[q * n + c] -= sign * current.size * current.timeSlopes[q];
        }
    }

    private void addEnd(Entry infusion, double when) {
        added.copy(infusion);
        added.kind = Entry.Kind.END;
        added.time = when;
        added.additional = 0;
        for (int q = 0; q < directions; q++) {
            added.timeSlopes[q] += infusion.durationSlopes[q];
        }
        schedule.add(added);
    }

    private static boolean anyNonZero(double[] numbers) {
        for (double number : numbers) {
            if (number != 0) {
                return true;
            }
        }
        return false;
    }

    /** An infusion that has run for ever and stops now. */
    private void steadyInfusion() {
        Arrays.fill(steadyInputs, 0);
        Arrays.fill(steadyInputSlopes, 0);
        steadyInputs[dose.compartment] = dose.size;
        for (int q = 0; q < directions; q++) {
            steadyInputSlopes[q * n + dose.compartment] = dose.sizeSlopes[q];
        }
        propagator.constant(time, steady, steadySensitivities, steadyInputs, steadyInputSlopes);
        addSteady();
    }

    /**
     * Brings in the doses that were given every interval up to now: what they left, and those infusions and lagged doses
     * that are still on their way.
     */
    private void steadyState(double interval) {
        steadyDose.interval = interval;
        steadyDose.overlap = (int) Math.floor(dose.duration / interval + WHOLE);
        propagator.periodic(steadyDose, steady, steadySensitivities);
        int begun = lag > 0 ? (int) Math.ceil(lag / interval - WHOLE) : 0;
        double elapsed = lag > 0 ? Math.max(0, begun * interval - lag) : 0;
        if (lag > 0) {
            steadyDose.begin(steady, steadySensitivities);
            steadyDose.continueFor(elapsed, steady, steadySensitivities);
            moveWithLag(elapsed);
        }
        addSteady();
        added.copy(dose);
        added.additional = 0;
        for (int k = 1; k < begun; k++) {
            added.time = time + lag - k * interval;
            schedule.add(added);
        }
        if (dose.kind == Entry.Kind.START) {
            continueInfusions(interval, Math.max(1, begun));
        }
    }

    /** Infusions that began before now and have not ended. */
    private void continueInfusions(double interval, int first) {
        int c = dose.compartment;
        double end = lag - first * interval + dose.duration;
        while (end > WHOLE * interval) {
            inputs[c] += dose.size;
            for (int q = 0; q < directions; q++) {
                inputSlopes[q * n + c] += dose.sizeSlopes[q];
            }
            running++;
            addEnd(dose, time + end);
            end -= interval;
        }
    }

    /** A longer lag finds the amounts at an earlier phase. */
    private void moveWithLag(double elapsed) {
        if (!anyNonZero(lagSlopes)) {
            return;
        }
        steadyDose.inputsAt(elapsed);
        propagator.derivatives(time, steady, steadyInputs, before);
        for (int q = 0; q < directions; q++) {
            for (int i = 0; i < n; i++) {
                steadySensitivities[q * n + i] -= before[i] * lagSlopes[q];
            }
        }
    }

    private void addSteady() {
        for (int i = 0; i < n; i++) {
            amounts[i] += steady[i];
        }
        for (int i = 0; i < n * directions; i++) {
            sensitivities[i] += steadySensitivities[i];
        }
    }

    /** The interval of a dose that is given for ever: {@link #dose}, with the infusions that overlap into it. */
    private final class SteadyDose implements Propagator.Period {
        private double interval;
        /** Infusions of earlier intervals that run through a whole one. */
        private int overlap;

        @Override
        public double length() {
            return interval;
        }

        @Override
        public void pass(double[] state, double[] sensitivity) {
            begin(state, sensitivity);
            continueFor(interval, state, sensitivity);
        }

        /** The bolus at the beginning; infusions are a matter of {@link #continueFor}. */
        void begin(double[] state, double[] sensitivity) {
            if (dose.kind == Entry.Kind.BOLUS) {
                state[dose.compartment] += dose.size;
                for (int q = 0; q < directions; q++) {
                    sensitivity[q * n + dose.compartment] += dose.sizeSlopes[q];
                }
            }
        }

        void continueFor(double span, double[] state, double[] sensitivity) {
            if (dose.kind == Entry.Kind.BOLUS) {
                inputs(0);
                propagator.advance(time, span, state, sensitivity, steadyInputs, steadyInputSlopes);
                return;
            }
            double both = Math.clamp(dose.duration - overlap * interval, 0, interval);
            inputs(overlap + 1);
            propagator.advance(time, Math.min(span, both), state, sensitivity, steadyInputs, steadyInputSlopes);
            if (span > both) {
                for (int q = 0; q < directions; q++) {
                    sensitivity[q * n + dose.compartment] += dose.size * dose.durationSlopes[q];
                }
                inputs(overlap);
                propagator.advance(time, span - both, state, sensitivity, steadyInputs, steadyInputSlopes);
            }
        }

        void inputsAt(double elapsed) {
            if (dose.kind == Entry.Kind.BOLUS) {
                inputs(0);
            } else {
                inputs(elapsed < dose.duration - overlap * interval ? overlap + 1 : overlap);
            }
        }

        private void inputs(int infusions) {
            Arrays.fill(steadyInputs, 0);
            Arrays.fill(steadyInputSlopes, 0);
            steadyInputs[dose.compartment] = infusions * dose.size;
            for (int q = 0; q < directions; q++) {
                steadyInputSlopes[q * n + dose.compartment] = infusions * dose.sizeSlopes[q];
            }
        }
    }
}
