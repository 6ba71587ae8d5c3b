package org.vidimus.policy.pipeline;

import org.vidimus.policy.base.Bytes;

/// What is known about one message before its header.
///
/// Immutable.
///
/// @param mailFrom the sender as the MTA hands it over, angle brackets included where it has them; `<>` is the
///     null sender
/// @param internationalized whether the client asked for internationalised mail ([RFC 6531
///     §3.4](https://www.rfc-editor.org/rfc/rfc6531#section-3.4), SMTPUTF8)
public record Envelope(Bytes mailFrom, boolean internationalized) {
    /// An envelope of ordinary mail.
    public Envelope(Bytes mailFrom) {
        this(mailFrom, false);
    }
}
