package org.vidimus.milter.server;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import org.vidimus.milter.filter.FilterContext;
import org.vidimus.milter.filter.HandlerFailures;
import org.vidimus.milter.wire.CommandCode;

/// Is told what happens in a server that its filter does not see. Called by connections' threads, several at a
/// time; an implementation must not wait.
///
/// What is not overridden goes to the system logger named after this interface.
public interface ServerEvents extends HandlerFailures {
    /// Logs and counts nothing else.
    static ServerEvents logging() {
        return new ServerEvents() {};
    }

    /// An MTA connected.
    default void opened(FilterContext connection) {
        log(Level.DEBUG, connection, "opened");
    }

    /// A connection ended as it should: with QUIT, or, as MTAs often do, without.
    default void closed(FilterContext connection) {
        log(Level.DEBUG, connection, "closed");
    }

    /// A connection was closed by this side.
    ///
    /// @param why the peer's violation of the protocol, or the limit that was hit
    default void dropped(FilterContext connection, String why) {
        log(Level.WARNING, connection, why);
    }

    /// A handler ran longer than it may and was interrupted.
    default void overdue(FilterContext connection) {
        log(Level.WARNING, connection, "a handler ran too long and was interrupted");
    }

    @Override
    default void failed(FilterContext context, CommandCode event, Throwable failure) {
        logger().log(Level.ERROR, describe(context) + ": the handler of " + event + " failed", failure);
    }

    /// The server itself failed and closed the connection: a mistake of ours, or no memory left.
    default void crashed(FilterContext connection, Throwable failure) {
        logger().log(Level.ERROR, describe(connection) + ": failed", failure);
    }

    /// As many connections as may be are open; the next wait in the kernel's queue.
    default void full(int connections) {
        logger().log(Level.WARNING, connections + " connections are open, more must wait");
    }

    private static void log(Level level, FilterContext connection, String what) {
        if (logger().isLoggable(level)) {
            logger().log(level, describe(connection) + ": " + what);
        }
    }

    private static String describe(FilterContext context) {
        return "milter connection " + context.connection() + " from " + context.peer() + " on " + context.listener()
                + context.queueId().map(id -> " (" + id + ")").orElse("");
    }

    private static Logger logger() {
        return System.getLogger(ServerEvents.class.getName());
    }
}
