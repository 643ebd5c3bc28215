package org.hsdpo.twin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.hsdpo.twin.TwinInputsBuilder.someone;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicIntegerArray;
import org.hsdpo.clinical.drug.Drug;
import org.hsdpo.clinical.error.InvalidInputException;
import org.hsdpo.clinical.regimen.DoseCourse;
import org.hsdpo.clinical.regimen.Regimen;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class WorkersTest {
    private static final Regimen REGIMEN = Regimen.of(
            Map.of(Drug.METFORMIN, 2000.0, Drug.GLIMEPIRIDE, 4.0, Drug.INSULIN_GLARGINE, 40.0, Drug.SEMAGLUTIDE, 0.5));
    /** More than a multiple of a tile. */
    private static final int TWINS = 1_003;

    private static final int ALONE = 0;

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 8})
    void aBatchIsTheSameToTheBitWhoeverAdvancesIt(int threads) throws IllegalAccessException {
        for (ModelVariant variant : ModelVariant.values()) {
            TwinCohort cohort = TwinCohort.personalised(someone().build(), TWINS, 2, variant);
            TwinBatch alone = advanced(cohort, Workers.callingThread());
            try (ExecutorService pool = Executors.newFixedThreadPool(threads)) {
                TwinBatch shared = advanced(cohort, Workers.of(pool, threads));
                assertThat(shared.week()).isEqualTo(72);
                assertSameState(shared, alone);
            }
        }
    }

    private static TwinBatch advanced(TwinCohort cohort, Workers workers) {
        TwinBatch batch = new TwinBatch(cohort);
        batch.setAllDoses(REGIMEN.toArray());
        batch.advance(19, workers);
        batch.setAllDoses(
                REGIMEN.with(Drug.GLIMEPIRIDE, 0).with(Drug.EMPAGLIFLOZIN, 25).toArray());
        batch.advance(1, workers);
        batch.advance(52, workers);
        return batch;
    }

    /** Every array of the state, except what only lies between two loops of a week. */
    private static void assertSameState(Object one, Object two) throws IllegalAccessException {
        int compared = 0;
        for (Field field : one.getClass().getDeclaredFields()) {
            if (!Modifier.isStatic(field.getModifiers()) && field.getType().isArray()) {
                field.setAccessible(true);
                assertThat(field.get(one)).as(field.getName()).isEqualTo(field.get(two));
                compared++;
            }
        }
        assertThat(compared).isGreaterThan(20);
    }

    @Test
    void aForecastIsTheSameToTheBit() {
        TwinCohort cohort = TwinCohort.personalised(someone().build(), TWINS, 2);
        RegimenForecast alone = TwinSimulator.forecast(cohort, REGIMEN, 26);
        try (ExecutorService pool = Executors.newFixedThreadPool(3)) {
            RegimenForecast shared =
                    TwinSimulator.forecast(cohort, DoseCourse.constant(REGIMEN), 26, Workers.of(pool, 3));
            assertThat(shared.hba1c()).isEqualTo(alone.hba1c());
            assertThat(shared.hba1cByWeek()).isDeepEqualTo(alone.hba1cByWeek());
            assertThat(shared.anyLevel2or3()).isEqualTo(alone.anyLevel2or3());
            assertThat(shared.anyGrade2AdverseEvent()).isEqualTo(alone.anyGrade2AdverseEvent());
            assertThat(shared.level1PerYear()).isEqualTo(alone.level1PerYear());
        }
    }

    @ParameterizedTest
    @EnumSource(ModelVariant.class)
    void drawsAreTheSameToTheBit(ModelVariant variant) throws IllegalAccessException {
        List<TwinInputs> patients = patients();
        try (ExecutorService pool = Executors.newFixedThreadPool(3)) {
            Workers workers = Workers.of(pool, 3);
            assertSameState(
                    TwinCohort.population(patients, 5, variant, workers), TwinCohort.population(patients, 5, variant));
            assertSameState(
                    TwinCohort.personalised(patients.getFirst(), TWINS, 5, variant, workers),
                    TwinCohort.personalised(patients.getFirst(), TWINS, 5, variant));
        }
    }

    private static List<TwinInputs> patients() {
        List<TwinInputs> patients = new ArrayList<>();
        for (int i = 0; i < TWINS; i++) {
            patients.add(someone().hba1c(Covariate.known(7 + i * 0.002, 0.1)).build());
        }
        return patients;
    }

    @Test
    void theFirstFaultyPatientIsNamedWhoeverFindsOneFirst() {
        List<TwinInputs> patients = patients();
        for (int faulty : new int[] {333, 700, 990}) {
            patients.set(faulty, someone().hba1c(Covariate.known(50, 0.1)).build());
        }
        try (ExecutorService pool = Executors.newFixedThreadPool(3)) {
            for (int again = 0; again < 5; again++) {
                assertThatThrownBy(() -> TwinCohort.population(patients, 5, ModelVariant.STANDARD, Workers.of(pool, 3)))
                        .isInstanceOf(InvalidInputException.class)
                        .hasMessageContaining("patients[333]");
            }
        }
    }

    @Test
    void everyTwinIsInOneShareThatBeginsAtATile() {
        try (ExecutorService pool = Executors.newFixedThreadPool(4)) {
            for (int weeks : new int[] {1, 26, 10_000}) {
                for (int twins : new int[] {1, 64, 65, 1_003, 20_000}) {
                    AtomicIntegerArray worked = new AtomicIntegerArray(twins);
                    Workers.of(pool, 4).share(twins, weeks, (from, to) -> {
                        assertThat(from % TwinBatch.TILE).isZero();
                        for (int i = from; i < to; i++) {
                            worked.incrementAndGet(i);
                        }
                    });
                    for (int i = 0; i < twins; i++) {
                        assertThat(worked.get(i)).isEqualTo(1);
                    }
                }
            }
        }
    }

    @Test
    void workThatIsNotWorthAHandOverStaysOnTheCallingThread() {
        Workers workers = Workers.of(
                task -> {
                    throw new AssertionError("handed over");
                },
                8);
        Thread calling = Thread.currentThread();
        workers.share(4_000, 1, (from, to) -> assertThat(Thread.currentThread()).isSameAs(calling));
    }

    @Test
    void aPoolWithoutAFreeThreadIsNotWaitedFor() throws Exception {
        try (ExecutorService pool = Executors.newFixedThreadPool(1)) {
            // The work is asked for by the pool's only thread, which a wait for the pool would hold for ever.
            Future<Integer> week = pool.submit(() -> {
                TwinBatch batch =
                        new TwinBatch(TwinCohort.personalised(someone().build(), TWINS, 2));
                batch.advance(52, Workers.of(pool, 2));
                return batch.week();
            });
            assertThat(week.get()).isEqualTo(52);
        }
    }

    @Test
    void aPoolThatRefusesIsDoneWithout() {
        TwinBatch batch = new TwinBatch(TwinCohort.personalised(someone().build(), TWINS, 2));
        batch.advance(
                52,
                Workers.of(
                        task -> {
                            throw new RejectedExecutionException("full");
                        },
                        2));
        assertThat(batch.week()).isEqualTo(52);
    }

    @Test
    void anInterruptLeavesNoTwinHalfAdvancedAndIsKept() throws InterruptedException {
        TwinBatch batch = new TwinBatch(TwinCohort.personalised(someone().build(), TWINS, 2));
        CountDownLatch ended = new CountDownLatch(1);
        boolean[] kept = new boolean[1];
        try (ExecutorService pool = Executors.newFixedThreadPool(2)) {
            Thread caller = new Thread(() -> {
                Thread.currentThread().interrupt();
                batch.advance(52, Workers.of(pool, 2));
                kept[0] = Thread.currentThread().isInterrupted();
                ended.countDown();
            });
            caller.start();
            ended.await();
        }
        assertThat(kept[0]).isTrue();
        assertThat(batch.week()).isEqualTo(52);
    }

    @Test
    void noThreadsAreRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Workers.of(Runnable::run, ALONE))
                .withMessageContaining("0");
    }

    @ParameterizedTest
    @EnumSource(ModelVariant.class)
    void advancingAllocatesNothing(ModelVariant variant) {
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        TwinBatch batch = new TwinBatch(TwinCohort.personalised(someone().build(), TWINS, 2, variant));
        batch.setAllDoses(REGIMEN.toArray());
        // Classes are loaded by the first weeks; weight and renal function are looked at every fourth.
        batch.advance(8);
        long before = threads.getCurrentThreadAllocatedBytes();
        batch.advance(104);
        assertThat(threads.getCurrentThreadAllocatedBytes() - before).isZero();
    }
}
