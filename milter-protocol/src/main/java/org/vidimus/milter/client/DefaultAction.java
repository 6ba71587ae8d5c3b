package org.vidimus.milter.client;

import org.vidimus.milter.wire.SmtpReply;

/// What becomes of mail when a filter fails: Postfix's `milter_default_action`, Sendmail's `F=`.
public enum DefaultAction {
    /// Go on without the filter. Sendmail: no `F=`.
    ACCEPT,
    /// Refuse for good. Sendmail: `F=R`.
    REJECT,
    /// Refuse for now: the default of Postfix until 3.10. Sendmail: `F=T`.
    TEMPFAIL,
    /// Take the message and hold it. Postfix only.
    QUARANTINE,
    /// 421 and close: the default of Postfix since 3.11. Sendmail: `F=4`.
    SHUTDOWN;

    /// What the failure means to the session. [#QUARANTINE] lets the message pass; that it has to be held is
    /// for the caller to see ([#holds()]).
    public MilterResponse response(MtaProfile profile, MilterResponse.Broken broken) {
        return switch (this) {
            case ACCEPT, QUARANTINE -> new MilterResponse.Continue();
            case SHUTDOWN -> new MilterResponse.Shutdown();
            case REJECT -> new MilterResponse.Reject(reject(profile));
            case TEMPFAIL -> new MilterResponse.Tempfail(tempfail(profile, broken.failure()));
        };
    }

    /// Whether messages are taken and held.
    public boolean holds() {
        return this == QUARANTINE;
    }

    private static SmtpReply reject(MtaProfile profile) {
        return switch (profile) {
            case POSTFIX -> SmtpReply.of(550, "5.5.0", "Service unavailable");
            case SENDMAIL -> SmtpReply.of(550, "5.7.1", "Command rejected");
        };
    }

    private static SmtpReply tempfail(MtaProfile profile, MilterResponse.Failure failure) {
        return switch (profile) {
            case POSTFIX ->
                switch (failure) {
                    case COMMUNICATION -> SmtpReply.of(451, "4.7.1", "Service unavailable - try again later");
                    case CONFIGURATION -> SmtpReply.of(451, "4.3.5", "Server configuration problem - try again later");
                };
            case SENDMAIL -> SmtpReply.of(451, "4.3.2", "Please try again later");
        };
    }
}
