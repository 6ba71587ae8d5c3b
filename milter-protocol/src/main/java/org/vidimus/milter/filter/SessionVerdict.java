package org.vidimus.milter.filter;

import org.vidimus.milter.wire.SmtpReply;

/// What a handler may answer when there is no message yet: to a connection, HELO, or an unknown command. Use
/// the constants of [Verdict].
///
/// To a recipient, every refusal is for that recipient alone.
public sealed interface SessionVerdict extends Verdict {
    /// Go on.
    record Continue() implements SessionVerdict {}

    /// Take it and ask no more: at CONNECT for the session, later for the message.
    record Accept() implements SessionVerdict {}

    /// Refuse for good, in the MTA's words.
    record Reject() implements SessionVerdict {}

    /// Refuse for now, in the MTA's words.
    record Tempfail() implements SessionVerdict {}

    /// Refuse in one's own words: for good or for now, as the code's class says, so that verdict and reply
    /// cannot disagree.
    ///
    /// At CONNECT neither MTA passes the text on.
    ///
    /// @param reply 4xx or 5xx; 421 also ends the SMTP session
    record Refuse(SmtpReply reply) implements SessionVerdict {}
}
