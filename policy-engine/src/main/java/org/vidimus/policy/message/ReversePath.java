package org.vidimus.policy.message;

import org.vidimus.policy.base.Bytes;

/// The argument of MAIL FROM ([RFC 5321 §4.1.2](https://www.rfc-editor.org/rfc/rfc5321#section-4.1.2),
/// Reverse-path). Immutable.
public sealed interface ReversePath {
    /// `<>`, the sender of bounces.
    record Null() implements ReversePath {}

    /// An address.
    ///
    /// @param address the address; a source route before it was dropped, as §4.4 asks
    record Mailbox(MailAddress address) implements ReversePath {}

    /// Something without a domain that could be looked up: a local user, an address literal, or no address at all.
    ///
    /// @param octets the path as received, without its angle brackets
    /// @param why what is wrong with it, in words of ours
    record Unusable(Bytes octets, String why) implements ReversePath {}
}
