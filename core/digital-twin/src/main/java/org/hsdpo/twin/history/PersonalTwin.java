package org.hsdpo.twin.history;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;
import org.hsdpo.clinical.drug.Drug;
import org.hsdpo.clinical.drug.Formulary;
import org.hsdpo.clinical.error.InvalidInputException;
import org.hsdpo.clinical.measurement.Measurement;
import org.hsdpo.clinical.measurement.MeasurementCatalogue;
import org.hsdpo.clinical.patient.PatientState;
import org.hsdpo.clinical.wording.Counted;
import org.hsdpo.twin.ModelVariant;
import org.hsdpo.twin.TwinCohort;
import org.hsdpo.twin.TwinInputs;

/**
 * A patient's twin, made from the history where the record holds one that a person of the model can have, and else from the
 * current values alone, with the reason.
 *
 * @param present the current values, whether or not the twin was made from them alone
 * @param source what further draws of this patient have to be made from
 * @param cohort draws as they stand today
 * @param basis what the twin rests on
 */
public record PersonalTwin(TwinSource.CurrentValues present, TwinSource source, TwinCohort cohort, Basis basis) {
    private static final double DAYS_PER_MONTH = 365.25 / 12;

    /** What a twin rests on; {@link #inWords()} is for the reader of a profile. */
    public sealed interface Basis {
        /** Two or three sentences. */
        String inWords();

        /**
         * The history.
         *
         * @param posterior what the history says
         * @param leftOut what is not part of it, in words
         */
        record History(PatientHistory history, HistoryPosterior posterior, List<String> leftOut) implements Basis {
            public History {
                leftOut = List.copyOf(leftOut);
            }

            @Override
            public String inWords() {
                String kinds = Arrays.stream(TrackedMeasure.values())
                        .filter(measure -> count(measure) > 0)
                        .map(measure -> MeasurementCatalogue.shipped()
                                        .definition(measure.measurement())
                                        .label() + " " + count(measure))
                        .collect(Collectors.joining(", "));
                long months = Math.round(posterior.weeks() * 7 / DAYS_PER_MONTH);
                String changes = history.doses().size() == 1
                        ? "no dose change"
                        : Counted.of(history.doses().size() - 1, "dose change");
                String left = posterior.shrinkage().stream()
                        .sorted(Comparator.comparingDouble(HistoryPosterior.Shrinkage::share))
                        .map(each -> String.format(
                                Locale.ROOT, "%s %.0f %%", label(each.parameter()), 100 * Math.min(1, each.share())))
                        .collect(Collectors.joining(", "));
                return "The twin was personalised from " + Counted.of(posterior.measurements(), "measurement")
                        + " over "
                        + Counted.of(months, "month") + " (" + kinds + ") with " + changes
                        + ". Uncertainty the history leaves of what the first record leaves (variance; 100 % = it says"
                        + " nothing): " + left + "."
                        + (leftOut.isEmpty() ? "" : " Not part of it: " + String.join("; ", leftOut) + ".");
            }

            private long count(TrackedMeasure measure) {
                long dated = history.measurements().stream()
                        .filter(each -> each.measurement() == measure.measurement())
                        .count();
                return dated + (measure.of(history.covariates()).isKnown() ? 1 : 0);
            }

            private static String label(String parameter) {
                int dot = parameter.indexOf('.');
                if (dot > 0) {
                    String drug = Drug.byId(parameter.substring(dot + 1))
                            .map(found -> Formulary.shipped().entry(found).label())
                            .orElseThrow();
                    return parameter.substring(0, dot) + (parameter.startsWith("response") ? " to " : " of ") + drug;
                }
                return switch (parameter) {
                    case "secretion" -> "insulin secretion";
                    case "resistance" -> "insulin resistance";
                    case "prandialGlucose" -> "prandial glucose";
                    case "glycationGap" -> "glycation gap";
                    case "betaCellDecline" -> "decline of secretion";
                    case "slowResponse" -> "response of weight and pressure";
                    default -> throw new IllegalStateException("a parameter without words: " + parameter);
                };
            }
        }

        /** The current values alone. */
        record CurrentValues(String reason) implements Basis {
            @Override
            public String inWords() {
                return "The twin was personalised from current values only, without the history: " + reason + ".";
            }
        }
    }

    /**
     * The twin of a recorded patient.
     *
     * @param recorded the patient as recorded; doses nobody recorded are assumed as {@link PatientState#withAssumedDoses} says,
     *     and then there is no history
     * @param draws number of draws, at least 1
     * @param seed the same record and seed give the same draws
     * @throws InvalidInputException as {@link TwinInputs#from} and {@link TwinCohort#personalised} for the current values,
     *     also where a history could be used: it does not heal a contradiction of today
     */
    public static PersonalTwin of(PatientState recorded, int draws, long seed) {
        TwinSource.CurrentValues present = new TwinSource.CurrentValues(TwinInputs.from(recorded.withAssumedDoses()));
        return switch (RecordedHistory.of(recorded)) {
            case RecordedHistory.Unusable(String reason) -> fromCurrentValues(present, draws, seed, reason);
            case RecordedHistory.Usable usable -> {
                // Refuses what contradicts itself today.
                present.draw(1, seed, ModelVariant.STANDARD);
                yield fromHistory(usable, draws, seed, present);
            }
        };
    }

    private static PersonalTwin fromCurrentValues(
            TwinSource.CurrentValues present, int draws, long seed, String reason) {
        return new PersonalTwin(
                present, present, present.draw(draws, seed, ModelVariant.STANDARD), new Basis.CurrentValues(reason));
    }

    private static PersonalTwin fromHistory(
            RecordedHistory.Usable usable, int draws, long seed, TwinSource.CurrentValues present) {
        try {
            return fromHistory(usable.history(), usable.leftOut(), draws, seed, present);
        } catch (InvalidInputException refusal) {
            PatientHistory lighter = withNewestOf(Measurement.WEIGHT, usable.history());
            if (lighter.measurements().size() < usable.history().measurements().size()) {
                return fromHistoryWithoutWeights(usable, lighter, draws, seed, present);
            }
            return fromCurrentValues(present, draws, seed, reason(refusal));
        }
    }

    /** What diet and illness do to weight over years is not in the model and must not cost the glucose its history. */
    private static PersonalTwin fromHistoryWithoutWeights(
            RecordedHistory.Usable usable,
            PatientHistory lighter,
            int draws,
            long seed,
            TwinSource.CurrentValues present) {
        List<String> leftOut = new ArrayList<>(usable.leftOut());
        leftOut.add("earlier weights, which the model does not explain under the doses recorded");
        try {
            return fromHistory(lighter, leftOut, draws, seed, present);
        } catch (InvalidInputException refusal) {
            return fromCurrentValues(present, draws, seed, reason(refusal));
        }
    }

    private static PersonalTwin fromHistory(
            PatientHistory history, List<String> leftOut, int draws, long seed, TwinSource.CurrentValues present) {
        HistoryPosterior posterior = HistoryPersonalisation.of(history, draws, seed);
        return new PersonalTwin(
                present,
                new TwinSource.History(history),
                posterior.cohort(),
                new Basis.History(history, posterior, leftOut));
    }

    private static PatientHistory withNewestOf(Measurement measurement, PatientHistory history) {
        Optional<DatedMeasurement> newest = history.measurements().reversed().stream()
                .filter(each -> each.measurement() == measurement)
                .findFirst();
        return new PatientHistory(
                history.covariates(),
                history.today(),
                history.measurements().stream()
                        .filter(each -> each.measurement() != measurement || each.equals(newest.orElseThrow()))
                        .toList(),
                history.doses());
    }

    private static String reason(InvalidInputException refusal) {
        return refusal.violations().getFirst().message();
    }
}
