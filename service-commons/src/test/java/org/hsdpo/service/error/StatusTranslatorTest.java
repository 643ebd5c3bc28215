package org.hsdpo.service.error;

import static org.assertj.core.api.Assertions.assertThat;

import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletionException;
import java.util.concurrent.RejectedExecutionException;
import org.hsdpo.clinical.error.InvalidInputException;
import org.hsdpo.clinical.error.Violation;
import org.junit.jupiter.api.Test;

class StatusTranslatorTest {
    private final StatusTranslator translator = new StatusTranslator();

    @Test
    void violationsSurviveTheWire() {
        List<Violation> violations = List.of(
                new Violation("entry[3].value", "VALUE_IMPOSSIBLE", "HbA1c of 700 %", "2.5 to 25 %"),
                new Violation("entry[4].unit", "UNIT_UNKNOWN", "'x' is no unit", ""));
        Throwable status = translator.transform(new CompletionException(new InvalidInputException(violations)));
        assertThat(Status.fromThrowable(status).getCode()).isEqualTo(Status.Code.INVALID_ARGUMENT);
        assertThat(StatusDetails.violations(status)).isEqualTo(violations);
    }

    @Test
    void anOverloadedServiceSaysWhenToComeBack() {
        Throwable status = translator.transform(new RejectedExecutionException());
        assertThat(Status.fromThrowable(status).getCode()).isEqualTo(Status.Code.RESOURCE_EXHAUSTED);
        assertThat(StatusDetails.retryAfter(status)).hasValue(Duration.ofSeconds(1));
    }

    @Test
    void aKnownFailureKeepsItsReason() {
        Throwable status = translator.transform(ServiceException.notFound("PROFILE_UNKNOWN", "no such profile"));
        assertThat(Status.fromThrowable(status).getCode()).isEqualTo(Status.Code.NOT_FOUND);
        assertThat(StatusDetails.reason(status)).hasValue("PROFILE_UNKNOWN");
    }

    @Test
    void anUnexpectedFailureTellsNothingButItsIncident() {
        StatusRuntimeException status =
                (StatusRuntimeException) translator.transform(new IllegalStateException("HbA1c of Mrs Example is 9 %"));
        assertThat(status.getStatus().getCode()).isEqualTo(Status.Code.INTERNAL);
        assertThat(status.getMessage()).doesNotContain("Example").contains("incident");
    }
}
