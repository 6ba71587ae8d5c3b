package org.vidimus.milter.client;

import java.util.Optional;
import org.vidimus.milter.wire.SmtpReply;

/// What a filter's answer to one command means to the MTA.
public sealed interface MilterResponse {
    /// Go on. Also what is said for commands that the filter is not sent.
    record Continue() implements MilterResponse {}

    /// The filter has seen enough: of the session after CONNECT and HELO, of the message later.
    record Accept() implements MilterResponse {}

    /// Refuse for good; after RCPT only that recipient.
    ///
    /// @param reply as the MTA says it to its client, 5xx
    record Reject(SmtpReply reply) implements MilterResponse {
        /// Checks the class.
        public Reject {
            if (reply.isTemporary()) {
                throw new IllegalArgumentException("a rejection with code " + reply.code());
            }
        }
    }

    /// Refuse for now; after RCPT only that recipient. With code 421 the SMTP session ends too.
    ///
    /// @param reply as the MTA says it to its client, 4xx
    record Tempfail(SmtpReply reply) implements MilterResponse {
        /// Checks the class.
        public Tempfail {
            if (!reply.isTemporary()) {
                throw new IllegalArgumentException("a deferral with code " + reply.code());
            }
        }
    }

    /// Say 250 and throw the message away.
    record Discard() implements MilterResponse {}

    /// Send no more of this kind. What else is then left out differs: [MtaProfile].
    record Skip() implements MilterResponse {}

    /// 421, and the SMTP session ends.
    record Shutdown() implements MilterResponse {}

    /// The filter failed: it cannot be reached, is silent, or breaks the protocol. The connection is closed,
    /// and every further command of the session gets this same answer. What becomes of the mail is
    /// [DefaultAction]'s to say.
    ///
    /// @param failure the kind, on which Postfix's reply depends
    /// @param why what happened, fit for a log
    record Broken(Failure failure, String why) implements MilterResponse {}

    /// How a filter failed.
    enum Failure {
        /// It cannot be reached, closed the connection, was silent too long, or sent what cannot be understood.
        COMMUNICATION,
        /// It sent something well-formed that must not be: a reply with code 250, a header without a name.
        CONFIGURATION
    }

    /// A refusal with `reply`, whose class decides which.
    static MilterResponse refusal(SmtpReply reply) {
        return reply.isTemporary() ? new Tempfail(reply) : new Reject(reply);
    }

    /// What the client is told, where that differs from a plain acceptance.
    default Optional<SmtpReply> smtpReply() {
        return switch (this) {
            case Reject(SmtpReply reply) -> Optional.of(reply);
            case Tempfail(SmtpReply reply) -> Optional.of(reply);
            case Shutdown _ -> Optional.of(SmtpReply.of(421, "4.3.2", "Service unavailable, closing connection"));
            case Continue _, Accept _, Discard _, Skip _, Broken _ -> Optional.empty();
        };
    }

    /// Whether other filters, and the MTA, go on with the command.
    default boolean letsPass() {
        return switch (this) {
            case Continue _, Accept _, Skip _ -> true;
            case Reject _, Tempfail _, Discard _, Shutdown _, Broken _ -> false;
        };
    }
}
