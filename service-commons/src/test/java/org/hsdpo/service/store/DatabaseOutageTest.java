package org.hsdpo.service.store;

import static org.assertj.core.api.Assertions.assertThat;

import io.grpc.Status;
import io.vertx.core.VertxException;
import io.vertx.sqlclient.ClosedConnectionException;
import java.net.ConnectException;
import java.sql.SQLException;
import java.util.List;
import java.util.concurrent.CompletionException;
import org.hibernate.exception.ConstraintViolationException;
import org.hibernate.exception.GenericJDBCException;
import org.junit.jupiter.api.Test;

class DatabaseOutageTest {
    @Test
    void aDatabaseThatIsAwayIsRecognisedWhateverItIsWrappedIn() {
        for (Throwable failure : List.of(
                new CompletionException(new ConnectException("refused")),
                new GenericJDBCException("lost", new SQLException("terminating", "57P01")),
                new GenericJDBCException("lost", new SQLException("connection", "08006")),
                new GenericJDBCException("full", new SQLException("too many", "53300")),
                new IllegalStateException(ClosedConnectionException.INSTANCE),
                new CompletionException(new VertxException("Connection was closed")))) {
            assertThat(DatabaseOutage.isReasonOf(failure)).as("%s", failure).isTrue();
        }
        assertThat(DatabaseOutage.told(new ConnectException("10.0.0.7 Jones"))).satisfies(told -> {
            assertThat(told.status()).isEqualTo(Status.Code.UNAVAILABLE);
            assertThat(told.retryAfter()).isPresent();
            assertThat(told).hasMessage("the database is not available");
        });
    }

    @Test
    void aFaultOfOursIsNotTakenForOne() {
        for (Throwable failure : List.of(
                new ConstraintViolationException("taken", new SQLException("duplicate", "23505"), "key"),
                new GenericJDBCException("syntax", new SQLException("syntax", "42601")),
                new GenericJDBCException("row security", new SQLException("denied", "42501")),
                new NullPointerException())) {
            assertThat(DatabaseOutage.isReasonOf(failure)).as("%s", failure).isFalse();
        }
    }
}
