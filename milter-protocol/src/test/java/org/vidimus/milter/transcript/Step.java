package org.vidimus.milter.transcript;

import java.util.List;
import java.util.Optional;

/// What the mail client does, in order.
public sealed interface Step {
    /// Opens a new SMTP connection and reads the banner. The first one is implied.
    record Connect(ReplyPattern expected) implements Step {}

    /// Sends one command line.
    record Command(String line, ReplyPattern expected) implements Step {}

    /// DATA and the message.
    ///
    /// @param content the octets after DATA, before dot-stuffing, without the final dot
    /// @param onData the answer to DATA itself; the content is sent only when it is a 354
    /// @param onEnd the answer to the final dot; absent when DATA is expected to be refused
    record Message(String content, ReplyPattern onData, Optional<ReplyPattern> onEnd) implements Step {}

    /// Switches to TLS.
    record StartTls(ReplyPattern expected) implements Step {}

    /// Sends the commands of all steps in one write, then reads all replies.
    record Pipeline(List<Step> steps) implements Step {
        public Pipeline {
            steps = List.copyOf(steps);
        }
    }

    /// Closes the connection without QUIT.
    record Drop() implements Step {}

    /// Hands a message to the MTA's sendmail command, not over SMTP.
    record Submit(String sender, List<String> recipients, String content) implements Step {
        public Submit {
            recipients = List.copyOf(recipients);
        }
    }
}
