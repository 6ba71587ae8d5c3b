package org.vidimus.policy.sieve.delivery;

import java.util.List;

/// How a message is refused ([RFC 5429 §2](https://www.rfc-editor.org/rfc/rfc5429#section-2)).
public sealed interface Refusal {
    /// By a reply to the client.
    ///
    /// @param code 400 to 599
    /// @param status the enhanced status code
    /// @param lines the text, at least one line, none with a line end or longer than 400 octets
    record Reply(int code, String status, List<String> lines) implements Refusal {
        /// Copies the list.
        public Reply {
            lines = List.copyOf(lines);
        }
    }

    /// By a message to the sender.
    record Report(Outgoing message) implements Refusal {}

    /// By nothing but dropping it: there is nobody who may be told.
    ///
    /// @param why a phrase for the log
    record Silence(String why) implements Refusal {}
}
