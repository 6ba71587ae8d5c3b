package org.vidimus.milter.client;

import java.time.Duration;
import java.util.Optional;
import org.vidimus.milter.wire.CommandCode;
import org.vidimus.milter.wire.Step;

/// Facts about the commands that tell a filter of events.
final class Events {
    private Events() {}

    /// The first version that has the command.
    static int version(CommandCode code) {
        return switch (code) {
            case UNKNOWN -> 3;
            case DATA -> 4;
            case QUIT_NEW_CONNECTION -> 6;
            case NEGOTIATE,
                    MACROS,
                    CONNECT,
                    HELO,
                    MAIL,
                    RCPT,
                    HEADER,
                    END_OF_HEADERS,
                    BODY,
                    END_OF_MESSAGE,
                    ABORT,
                    QUIT -> 2;
        };
    }

    /// The flag by which a filter does not want the command.
    static Optional<Step> unwanted(CommandCode code) {
        return switch (code) {
            case CONNECT -> Optional.of(Step.NO_CONNECT);
            case HELO -> Optional.of(Step.NO_HELO);
            case MAIL -> Optional.of(Step.NO_MAIL);
            case RCPT -> Optional.of(Step.NO_RCPT);
            case DATA -> Optional.of(Step.NO_DATA);
            case HEADER -> Optional.of(Step.NO_HEADERS);
            case END_OF_HEADERS -> Optional.of(Step.NO_END_OF_HEADERS);
            case BODY -> Optional.of(Step.NO_BODY);
            case UNKNOWN -> Optional.of(Step.NO_UNKNOWN);
            case NEGOTIATE, MACROS, END_OF_MESSAGE, ABORT, QUIT, QUIT_NEW_CONNECTION -> Optional.empty();
        };
    }

    /// The flag by which a filter does not answer the command.
    static Optional<Step> unanswered(CommandCode code) {
        return switch (code) {
            case CONNECT -> Optional.of(Step.NO_REPLY_CONNECT);
            case HELO -> Optional.of(Step.NO_REPLY_HELO);
            case MAIL -> Optional.of(Step.NO_REPLY_MAIL);
            case RCPT -> Optional.of(Step.NO_REPLY_RCPT);
            case DATA -> Optional.of(Step.NO_REPLY_DATA);
            case HEADER -> Optional.of(Step.NO_REPLY_HEADER);
            case END_OF_HEADERS -> Optional.of(Step.NO_REPLY_END_OF_HEADERS);
            case BODY -> Optional.of(Step.NO_REPLY_BODY);
            case UNKNOWN -> Optional.of(Step.NO_REPLY_UNKNOWN);
            case NEGOTIATE, MACROS, END_OF_MESSAGE, ABORT, QUIT, QUIT_NEW_CONNECTION -> Optional.empty();
        };
    }

    /// Whether the command speaks of the session and not of a message.
    static boolean ofSession(CommandCode code) {
        return code == CommandCode.CONNECT || code == CommandCode.HELO;
    }

    /// Whether the command is part of a message's content.
    static boolean ofContent(CommandCode code) {
        return switch (code) {
            case HEADER, END_OF_HEADERS, BODY, END_OF_MESSAGE -> true;
            case NEGOTIATE, MACROS, CONNECT, HELO, MAIL, RCPT, DATA, UNKNOWN, ABORT, QUIT, QUIT_NEW_CONNECTION -> false;
        };
    }

    static Duration timeout(CommandCode code, Timeouts timeouts) {
        return ofContent(code) ? timeouts.content() : timeouts.command();
    }
}
