package org.vidimus.milter.mta;

import java.util.List;
import org.vidimus.milter.wire.Bytes;

/// One message as it arrived at the sink.
///
/// @param helo the name given with EHLO
/// @param from the argument of MAIL FROM
/// @param recipients the arguments of the RCPT TO commands, in their order
/// @param message header and body, without the dots that SMTP doubles and without the final one
public record Delivery(String helo, Path from, List<Path> recipients, Bytes message) {
    /// Copies the list.
    public Delivery {
        recipients = List.copyOf(recipients);
    }

    /// The message with one char per octet.
    public String text() {
        return message.latin1();
    }

    /// What MAIL or RCPT carried.
    ///
    /// @param address with its angle brackets, octet for octet, one char each
    /// @param arguments the ESMTP arguments
    public record Path(String address, List<String> arguments) {
        /// Copies the list.
        public Path {
            arguments = List.copyOf(arguments);
        }
    }
}
