package org.vidimus.milter.filter;

/// What a handler may answer to an event of a message: any [SessionVerdict], or to discard it.
public sealed interface Verdict extends BodyVerdict permits SessionVerdict, Verdict.Discard {
    /// Go on.
    SessionVerdict CONTINUE = new SessionVerdict.Continue();

    /// Take the message, and ask no more about it.
    SessionVerdict ACCEPT = new SessionVerdict.Accept();

    /// Refuse for good, in the MTA's words.
    SessionVerdict REJECT = new SessionVerdict.Reject();

    /// Refuse for now, in the MTA's words.
    SessionVerdict TEMPFAIL = new SessionVerdict.Tempfail();

    /// Tell the client that all is well and throw the message away.
    Verdict DISCARD = new Discard();

    /// Tell the client that all is well and throw the message away, for all its recipients.
    record Discard() implements Verdict {}
}
