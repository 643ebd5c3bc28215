package org.hsdpo.service.store;

import io.vertx.core.VertxException;
import io.vertx.core.impl.NoStackTraceThrowable;
import io.vertx.sqlclient.ClosedConnectionException;
import io.vertx.sqlclient.DatabaseException;
import java.io.IOException;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Set;
import org.hibernate.exception.JDBCConnectionException;
import org.hsdpo.service.error.ServiceException;
import org.jboss.logging.Logger;

/** Tells a database that is away, which a caller can wait for, from a fault of ours, which it cannot. */
final class DatabaseOutage {
    private static final Logger LOG = Logger.getLogger(DatabaseOutage.class);
    private static final Duration RETRY = Duration.ofSeconds(5);

    /**
     * SQLSTATEs of a server that stops, starts, was failed over, or admits no more connections (PostgreSQL, appendix A);
     * class 08 is added to these.
     */
    private static final Set<String> AWAY = Set.of("57P01", "57P02", "57P03", "57P05", "53300", "25006");

    private DatabaseOutage() {}

    static boolean isReasonOf(Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            boolean away =
                    switch (cause) {
                        case IOException connection -> true;
                        case ClosedConnectionException lost -> true;
                        case JDBCConnectionException lost -> true;
                        case DatabaseException told -> isAway(told.getSqlState());
                        case SQLException told -> isAway(told.getSQLState());
                        // The client's own words for a connection that was closed and a pool that gave none in time.
                        case VertxException lost -> true;
                        case NoStackTraceThrowable none -> true;
                        default -> false;
                    };
            if (away) {
                return true;
            }
        }
        return false;
    }

    private static boolean isAway(String state) {
        return state != null && (state.startsWith("08") || AWAY.contains(state));
    }

    // Types only: a database's message may quote what was to be stored.
    static ServiceException told(Throwable failure) {
        Throwable root = failure;
        while (root.getCause() != null) {
            root = root.getCause();
        }
        LOG.warnf("the database does not answer: %s", root.getClass().getName());
        return ServiceException.unavailable("the database", RETRY);
    }
}
