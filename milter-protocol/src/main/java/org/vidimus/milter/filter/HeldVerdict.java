package org.vidimus.milter.filter;

import org.jspecify.annotations.Nullable;
import org.vidimus.milter.wire.CommandCode;

/// The verdict that waits for a command that is answered.
///
/// Verdicts on CONNECT, HELO and UNKNOWN are held for the session, the others for the message. As long as one
/// is held no handler runs, and every command that is answered is answered with it. So a refusal at CONNECT
/// under NO_REPLY_CONNECT meets the client at its first command that waits, and a failure in a handler refuses
/// the rest of the message and not just the recipient it happened at. An UNKNOWN in the middle of a message is
/// not the message's: it gets what is held for the session alone.
///
/// Confined to the connection's thread.
final class HeldVerdict {
    private @Nullable SessionVerdict ofSession;
    private CommandCode sessionSince = CommandCode.CONNECT;
    private @Nullable Verdict ofMessage;

    /// What is held; null when nothing is.
    @Nullable
    Verdict current() {
        return ofSession != null ? ofSession : ofMessage;
    }

    /// What is held for the session; null when nothing is.
    @Nullable
    SessionVerdict ofSession() {
        return ofSession;
    }

    void holdForSession(CommandCode since, SessionVerdict verdict) {
        ofSession = verdict;
        sessionSince = since;
    }

    void holdForMessage(Verdict verdict) {
        ofMessage = verdict;
    }

    /// A new HELO is a new chance: what was held since the one before is forgotten, what CONNECT got is not.
    void newHelo() {
        if (sessionSince != CommandCode.CONNECT) {
            ofSession = null;
        }
    }

    void messageEnded() {
        ofMessage = null;
    }

    void sessionEnded() {
        ofSession = null;
        ofMessage = null;
    }
}
