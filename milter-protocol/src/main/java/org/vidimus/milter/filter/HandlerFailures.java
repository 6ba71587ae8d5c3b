package org.vidimus.milter.filter;

import org.vidimus.milter.wire.CommandCode;

/// Is told when a handler throws or returns what cannot be sent. The message is then refused for now and the
/// session goes on.
@FunctionalInterface
public interface HandlerFailures {
    /// A handler failed.
    ///
    /// @param context where
    /// @param event what it was to handle
    /// @param failure what it threw
    void failed(FilterContext context, CommandCode event, Throwable failure);
}
