package org.hsdpo.gateway.edge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.grpc.Status;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.subscription.UniEmitter;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CancellationException;
import org.hsdpo.gateway.problem.RefusedBody;
import org.hsdpo.service.error.ServiceException;
import org.junit.jupiter.api.Test;

class BodyBudgetTest {
    private final BodyBudget budget = new BodyBudget(1 << 20);

    @Test
    void allCallsTogetherTakeNoMoreThanThereIs() {
        BodyBudget.Share one = budget.open();
        BodyBudget.Share other = budget.open();
        Runnable oneEnds = one.hold();
        other.hold();
        one.take(1_000_000);
        assertThatExceptionOfType(ServiceException.class)
                .isThrownBy(() -> other.take(100_000))
                .satisfies(refused -> {
                    assertThat(refused.status()).isEqualTo(Status.Code.RESOURCE_EXHAUSTED);
                    assertThat(refused.retryAfter()).isPresent();
                });
        assertThat(budget.taken()).isEqualTo(1_000_000);
        oneEnds.run();
        other.take(100_000);
        assertThat(budget.taken()).isEqualTo(100_000);
    }

    @Test
    void aCallerWhoLeavesDoesNotFreeWhatIsStillWorkedOn() {
        BodyBudget.Share share = budget.open();
        Runnable callEnds = share.hold();
        share.take(1000);
        List<UniEmitter<? super String>> work = new ArrayList<>();
        share.during(() -> Uni.createFrom().<String>emitter(work::add))
                .subscribe()
                .with(done -> {});
        callEnds.run();
        callEnds.run();
        assertThat(budget.taken()).isEqualTo(1000);
        work.getFirst().complete("stored");
        assertThat(budget.taken()).isZero();
        assertThatExceptionOfType(CancellationException.class).isThrownBy(() -> share.take(1));
    }

    @Test
    void workThatDoesNotEvenStartHoldsNothing() {
        BodyBudget.Share share = budget.open();
        Runnable callEnds = share.hold();
        share.take(1000);
        share.during(() -> {
                    throw new IllegalStateException("refused at once");
                })
                .subscribe()
                .with(done -> {}, failure -> {});
        callEnds.run();
        assertThat(budget.taken()).isZero();
    }

    @Test
    void tinyPiecesCostNoMoreThanALargeOne() {
        BodyBudget.Share share = budget.open();
        share.hold();
        BoundedBytes bytes = new BoundedBytes(share, 300_000);
        for (int i = 0; i < 300_000; i++) {
            bytes.write(i & 0xFF);
        }
        assertThat(budget.taken()).isLessThanOrEqualTo(300_000 + (64 << 10));
        assertThat(bytes.content().size()).isEqualTo(300_000);
        assertThat(bytes.content().byteAt(70_001)).isEqualTo((byte) 70_001);
        assertThat(bytes.buffer().getByte(299_999)).isEqualTo((byte) 299_999);
        assertThatExceptionOfType(RefusedBody.class).isThrownBy(() -> bytes.write(0));
    }
}
