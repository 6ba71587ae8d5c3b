package org.vidimus.milter.filter;

import java.util.Map;
import java.util.Optional;
import org.vidimus.milter.wire.Bytes;
import org.vidimus.milter.wire.Stage;

/// What a handler can ask about its connection.
///
/// Confined to the connection's thread, and meaningful while a handler runs.
public interface FilterContext {
    /// The connection's number, counted from 1 in its server; for logs.
    long connection();

    /// Who called, for logs: `127.0.0.1 port 51234`.
    String peer();

    /// The socket on which the call came in, as configured: `inet:8891@127.0.0.1`.
    String listener();

    /// What was agreed with the MTA.
    Negotiated negotiated();

    /// A macro's value.
    ///
    /// @param name with or without braces: `i` is `{i}`, `daemon_name` is `{daemon_name}`
    Optional<Bytes> macro(String name);

    /// All macros the MTA sent for one stage and that are in force, names without braces.
    Map<String, Bytes> macros(Stage stage);

    /// The MTA's id of the message in its log. Postfix has none before the first recipient was accepted.
    default Optional<String> queueId() {
        return macro("i").map(Bytes::toString);
    }
}
