package org.hsdpo.ingestion.research;

import java.util.List;
import org.hsdpo.clinical.measurement.Measurement;
import org.hsdpo.data.privacy.PrivateStatistics.PrivateCount;
import org.hsdpo.data.privacy.PrivateStatistics.PrivateMean;

/** A statistic of a cohort, every member of which contributes one value at most. */
public sealed interface Statistic {
    /** How many members there are. */
    record Count() implements Statistic {}

    /** How many have their newest value in each of equal classes over the plausible range. */
    record Histogram(Measurement measurement, int classes) implements Statistic {}

    /** Mean of the newest values, within the plausible range. */
    record Mean(Measurement measurement) implements Statistic {}

    /** A statistic with noise. */
    sealed interface Noisy {
        /** Answer to {@link Count}. */
        record People(PrivateCount count) implements Noisy {}

        /** Answer to {@link Histogram}, by rising value. */
        record Classes(Measurement measurement, List<PrivateCount> counts) implements Noisy {}

        /** Answer to {@link Mean}. */
        record Average(Measurement measurement, PrivateMean mean) implements Noisy {}
    }
}
