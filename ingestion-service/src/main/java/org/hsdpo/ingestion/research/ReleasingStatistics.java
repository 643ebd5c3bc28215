package org.hsdpo.ingestion.research;

import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.math.BigDecimal;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.DoubleStream;
import java.util.stream.Stream;
import org.hsdpo.clinical.measurement.Measurement;
import org.hsdpo.clinical.measurement.MeasurementCatalogue;
import org.hsdpo.clinical.measurement.MeasurementDefinition.Range;
import org.hsdpo.clinical.patient.PatientState;
import org.hsdpo.data.privacy.Epsilon;
import org.hsdpo.data.privacy.PrivateStatistics;
import org.hsdpo.ingestion.state.PatientStates;
import org.hsdpo.ingestion.store.ResearchStore;
import org.hsdpo.service.call.Caller;
import org.hsdpo.service.error.ServiceException;

/**
 * Statistics of a tenant's patients: spend the privacy loss, go through the patients, add noise. A release that fails after
 * the spending stays spent, because what a caller learns from a failure cannot be bounded.
 */
@ApplicationScoped
public class ReleasingStatistics {
    private static final int PATIENTS_AT_ONCE = 500;
    /** The plausible range in this many steps is the resolution of a mean. */
    private static final double STEPS = 10_000;

    /** @param query the question in words for the record of releases */
    public record Question(Statistic statistic, List<Criterion> criteria, Epsilon epsilon, String query) {
        public Question {
            criteria = List.copyOf(criteria);
        }
    }

    /** Privacy loss granted and spent. */
    public record Budget(BigDecimal granted, BigDecimal spent) {
        static Budget ofMillionths(long granted, long spent) {
            return new Budget(decimal(granted), decimal(spent));
        }

        private static BigDecimal decimal(long millionths) {
            return new BigDecimal(
                    BigDecimal.valueOf(millionths, 6).stripTrailingZeros().toPlainString());
        }

        /** What is left; nothing where less is granted now than was spent. */
        public BigDecimal left() {
            return granted.subtract(spent).max(BigDecimal.ZERO);
        }
    }

    /** A statistic that was released. */
    public record Released(UUID id, Instant at, Statistic.Noisy answer, Budget budget) {}

    private final ResearchTenants tenants;
    private final ResearchStore store;
    private final PatientStates states;
    private final Clock clock;
    private final PrivateStatistics noise = new PrivateStatistics(new SecureRandom());

    public ReleasingStatistics(ResearchTenants tenants, ResearchStore store, PatientStates states, Clock clock) {
        this.tenants = tenants;
        this.store = store;
        this.states = states;
        this.clock = clock;
    }

    /** @return fails with FAILED_PRECONDITION where too little of the budget is left */
    public Uni<Released> release(Caller caller, Question question) {
        long granted = tenants.budgetMillionths(caller.tenant());
        Instant now = clock.instant().truncatedTo(ChronoUnit.MICROS);
        ResearchStore.Release release = new ResearchStore.Release(
                UUID.randomUUID(),
                now,
                caller.subject(),
                question.query(),
                question.epsilon().value().movePointRight(6).longValueExact());
        return store.spend(caller.tenant(), release, granted)
                .flatMap(spent -> spent.isPresent()
                        ? Uni.createFrom().item(spent.get())
                        : store.spent(caller.tenant()).map(already -> {
                            throw refused(question.epsilon(), Budget.ofMillionths(granted, already));
                        }))
                .flatMap(spent -> values(caller, question, now)
                        .map(values -> new Released(
                                release.id(), now, answer(question, values), Budget.ofMillionths(granted, spent))));
    }

    private static ServiceException refused(Epsilon epsilon, Budget budget) {
        return ServiceException.precondition(
                "PRIVACY_BUDGET_SPENT",
                "a privacy loss of " + epsilon.value().toPlainString() + " is asked for, and "
                        + budget.left().toPlainString() + " of "
                        + budget.granted().toPlainString() + " is left");
    }

    /** What is granted and spent. */
    public Uni<Budget> budget(Caller caller) {
        long granted = tenants.budgetMillionths(caller.tenant());
        return store.spent(caller.tenant()).map(spent -> Budget.ofMillionths(granted, spent));
    }

    /** One value of each member; for a count any. */
    private Uni<double[]> values(Caller caller, Question question, Instant now) {
        return Multi.createBy()
                .repeating()
                .uni(Cursor::new, cursor -> store.patients(caller.tenant(), cursor.after, PATIENTS_AT_ONCE)
                        .invoke(cursor::move))
                .whilst(page -> page.size() == PATIENTS_AT_ONCE)
                .onItem()
                .transformToMultiAndConcatenate(page -> Multi.createFrom().iterable(page))
                .onItem()
                .transformToUniAndConcatenate(patient -> states.stateOf(caller, patient, now))
                .filter(patient -> question.criteria().stream().allMatch(criterion -> criterion.holds(patient)))
                .onItem()
                .transformToIterable(
                        patient -> value(question.statistic(), patient).boxed().toList())
                .collect()
                .in(DoubleStream::builder, DoubleStream.Builder::add)
                .map(values -> values.build().toArray());
    }

    private static final class Cursor {
        private String after = "";

        private void move(List<String> page) {
            after = page.isEmpty() ? after : page.getLast();
        }
    }

    private static DoubleStream value(Statistic statistic, PatientState patient) {
        return switch (statistic) {
            case Statistic.Count count -> DoubleStream.of(1);
            case Statistic.Histogram histogram -> newest(patient, histogram.measurement());
            case Statistic.Mean mean -> newest(patient, mean.measurement());
        };
    }

    /** A result that is known only as a bound counts as the bound. */
    private static DoubleStream newest(PatientState patient, Measurement measurement) {
        return Stream.of(patient.latest(measurement)).flatMap(Optional::stream).mapToDouble(newest -> newest.value()
                .value());
    }

    private Statistic.Noisy answer(Question question, double[] values) {
        return switch (question.statistic()) {
            case Statistic.Count count -> new Statistic.Noisy.People(noise.count(values.length, question.epsilon()));
            case Statistic.Histogram histogram -> histogram(histogram, values, question.epsilon());
            case Statistic.Mean mean -> {
                Range bounds = bounds(mean.measurement());
                yield new Statistic.Noisy.Average(
                        mean.measurement(),
                        noise.mean(
                                values,
                                bounds.low(),
                                bounds.high(),
                                (bounds.high() - bounds.low()) / STEPS,
                                question.epsilon()));
            }
        };
    }

    private Statistic.Noisy histogram(Statistic.Histogram histogram, double[] values, Epsilon epsilon) {
        Range bounds = bounds(histogram.measurement());
        long[] people = new long[histogram.classes()];
        for (double value : values) {
            double place = (value - bounds.low()) / (bounds.high() - bounds.low()) * people.length;
            people[Math.clamp((long) Math.floor(place), 0, people.length - 1)]++;
        }
        return new Statistic.Noisy.Classes(histogram.measurement(), List.of(noise.histogram(people, epsilon)));
    }

    /** The plausible range: known before any data are. */
    private static Range bounds(Measurement measurement) {
        return MeasurementCatalogue.shipped().definition(measurement).plausible();
    }
}
