package org.vidimus.milter.filter;

/// Whether the MTA waits for a handler's verdict.
public enum Mode {
    /// It waits: a round trip, and the verdict counts at once.
    ANSWER,
    /// It goes on sending where it can ([org.vidimus.milter.wire.Step] `NO_REPLY_*`). A verdict other than
    /// [Verdict#CONTINUE] is held until the next event that is answered, at the latest the end of the message.
    /// Streaming alone makes a filter two to three times as fast.
    STREAM
}
