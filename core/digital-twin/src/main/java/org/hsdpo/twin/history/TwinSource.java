package org.hsdpo.twin.history;

import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.hsdpo.clinical.error.InvalidInputException;
import org.hsdpo.twin.ModelVariant;
import org.hsdpo.twin.TwinBatch;
import org.hsdpo.twin.TwinCohort;
import org.hsdpo.twin.TwinInputs;

/** What the twins of a patient are drawn from. Every forecast of one profile has to use the same. */
public sealed interface TwinSource {
    /** The patient's current values alone. */
    record CurrentValues(TwinInputs inputs) implements TwinSource {
        @Override
        public TwinCohort draw(int draws, long seed, ModelVariant variant) {
            return TwinCohort.personalised(inputs, draws, seed, variant);
        }

        @Override
        public TwinCohort fewer(TwinCohort cohort, int draws, long seed) {
            return TwinCohort.personalised(inputs, draws, seed, cohort.variant());
        }

        @Override
        public List<String> sampledCovariates() {
            return inputs.sampledCovariates();
        }
    }

    /** The patient's history. */
    record History(PatientHistory history) implements TwinSource {
        @Override
        public TwinCohort draw(int draws, long seed, ModelVariant variant) {
            return HistoryPersonalisation.of(history, draws, seed, variant).cohort();
        }

        @Override
        public TwinCohort fewer(TwinCohort cohort, int draws, long seed) {
            int[] chosen = new int[draws];
            Arrays.setAll(chosen, i -> (int) ((long) i * cohort.size() / draws));
            return new TwinBatch(cohort).standing(chosen, seed);
        }

        @Override
        public List<String> sampledCovariates() {
            Set<String> measured = history.measurements().stream()
                    .flatMap(measurement -> TrackedMeasure.of(measurement.measurement()).stream())
                    .map(TrackedMeasure::component)
                    .collect(Collectors.toCollection(TreeSet::new));
            return history.covariates().sampledCovariates().stream()
                    .filter(covariate -> !measured.contains(covariate))
                    .toList();
        }
    }

    /**
     * Draws of the patient's twin as it stands today.
     *
     * @param seed the same seed gives the same draws
     * @throws InvalidInputException as {@link TwinCohort#personalised} and {@link HistoryPersonalisation#of}
     */
    TwinCohort draw(int draws, long seed, ModelVariant variant);

    /**
     * A smaller sample of the same posterior as a cohort of this source, for what is too dear to run on every draw.
     *
     * @param seed of its event draws; for current values the one the cohort was drawn with
     */
    TwinCohort fewer(TwinCohort cohort, int draws, long seed);

    /** What no measurement says and is therefore sampled from the reference population, by component of the inputs. */
    List<String> sampledCovariates();
}
