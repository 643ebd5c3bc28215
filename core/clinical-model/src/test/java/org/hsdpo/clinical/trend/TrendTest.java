package org.hsdpo.clinical.trend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.hsdpo.clinical.testing.PatientBuilder.aPatient;

import java.time.Duration;
import java.util.SplittableRandom;
import org.hsdpo.clinical.measurement.Bound;
import org.hsdpo.clinical.measurement.Measurement;
import org.hsdpo.clinical.testing.PatientBuilder;
import org.junit.jupiter.api.Test;

class TrendTest {
    private static Duration days(double days) {
        return Duration.ofMinutes(Math.round(days * 1440));
    }

    private static PatientBuilder falling(int visits, double perYear, double noise, long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        PatientBuilder patient = aPatient();
        for (int i = 0; i < visits; i++) {
            double ago = 90.0 * (visits - 1 - i);
            patient.withAt(Measurement.EGFR, 70 - perYear * ago / 365.25 + noise * random.nextGaussian(), days(ago));
        }
        return patient;
    }

    @Test
    void aLineIsFoundExactly() {
        Trend trend = Trend.of(falling(8, -4, 0, 1).build(), Measurement.EGFR).orElseThrow();
        assertThat(trend.perYear()).isCloseTo(-4, within(1e-9));
        assertThat(trend.direction()).isEqualTo(Trend.Direction.FALLING);
        assertThat(trend.unit()).isEqualTo("mL/min/{1.73_m2}/a");
        assertThat(trend.days()).isEqualTo(8);
    }

    @Test
    void oneOutlierDoesNotBendIt() {
        PatientBuilder patient = falling(9, -4, 0, 1).withAt(Measurement.EGFR, 9, days(45));
        assertThat(Trend.of(patient.build(), Measurement.EGFR).orElseThrow().perYear())
                .isCloseTo(-4, within(1.0));
    }

    @Test
    void threeDaysMakeASlopeWithoutAnIntervalAndTwoMakeNone() {
        Trend three = Trend.of(falling(3, -4, 0, 1).build(), Measurement.EGFR).orElseThrow();
        assertThat(three.low()).isEmpty();
        assertThat(three.direction()).isEqualTo(Trend.Direction.UNCERTAIN);
        assertThat(Trend.of(falling(2, -4, 0, 1).build(), Measurement.EGFR)).isEmpty();
    }

    @Test
    void boundsAreNoValuesAndADayCountsOnce() {
        PatientBuilder patient = aPatient()
                .with(Measurement.EGFR, Bound.ABOVE, 60)
                .withAt(Measurement.EGFR, 66, Duration.ofDays(180))
                .withAt(Measurement.EGFR, 65, Duration.ofDays(90))
                .withAt(Measurement.EGFR, 64, Duration.ofDays(5));
        for (int i = 1; i < 20; i++) {
            patient.withAt(Measurement.EGFR, 66, Duration.ofDays(180).plusSeconds(i));
        }
        assertThat(Trend.of(patient.build(), Measurement.EGFR).orElseThrow().days())
                .isEqualTo(3);
    }

    /** Worked by hand by Sen's method. */
    @Test
    void theIntervalIsThatOfKendallsStatistic() {
        PatientBuilder patient = aPatient();
        double[] values = {61, 62, 64, 63, 68, 67};
        for (int i = 0; i < values.length; i++) {
            patient.withAt(Measurement.WEIGHT, values[i], days(100.0 * (5 - i)));
        }
        Trend trend = Trend.of(patient.build(), Measurement.WEIGHT).orElseThrow();
        // In units of 100 days: -1, -1, 1/2, 2/3, 1, 1, 6/5, 5/4, 3/2, 7/4, 2, 2, 2, 2, 5; sd of S = 5.32, M1 = 2.28.
        assertThat(trend.perYear()).isCloseTo(1.25 * 3.6525, within(1e-9));
        assertThat(trend.low().orElseThrow()).isCloseTo(-1 * 3.6525, within(1e-9));
        assertThat(trend.high().orElseThrow()).isCloseTo(2 * 3.6525, within(1e-9));
    }

    /** Of 400 series of 10 visits the interval holds the true slope in about 95 %; the binomial sd is 1.1 %. */
    @Test
    void theIntervalCoversTheTrueSlopeAsOftenAsItSays() {
        int covered = 0;
        for (int seed = 0; seed < 400; seed++) {
            Trend trend =
                    Trend.of(falling(10, -4, 5, seed).build(), Measurement.EGFR).orElseThrow();
            covered += trend.low().orElseThrow() <= -4 && trend.high().orElseThrow() >= -4 ? 1 : 0;
        }
        assertThat(covered / 400.0).isBetween(0.92, 0.99);
    }
}
