package org.vidimus.milter.client;

import java.time.Duration;

/// How long a filter may take. Each starts anew with every reply, so that PROGRESS keeps a filter alive.
///
/// Deviation: Sendmail counts its limit for the end of a message (`E`, 5 minutes by default) from the
/// beginning, whatever the filter says meanwhile. The client does not, whichever MTA it plays.
///
/// @param connect to accept the connection. Default: 30 s (Postfix `milter_connect_timeout`)
/// @param command to answer a command of the envelope. Default: 30 s (`milter_command_timeout`)
/// @param content to answer a header field, a body chunk, and the end of the message. Default: 300 s
///     (`milter_content_timeout`)
/// @param answer until the final reply to one command, however much progress is reported. Default: 1 h
public record Timeouts(Duration connect, Duration command, Duration content, Duration answer) {
    /// As Postfix waits.
    public static final Timeouts DEFAULT =
            new Timeouts(Duration.ofSeconds(30), Duration.ofSeconds(30), Duration.ofSeconds(300), Duration.ofHours(1));

    /// Checks that all are positive.
    public Timeouts {
        if (!connect.isPositive() || !command.isPositive() || !content.isPositive() || !answer.isPositive()) {
            throw new IllegalArgumentException("a timeout that is not positive");
        }
    }
}
