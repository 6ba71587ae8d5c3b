package org.vidimus.policy.phishing;

import org.vidimus.policy.base.Bytes;

/// Remembers which Message-ID came with which body.
///
/// A Message-ID is meant to be unique ([RFC 5322
/// §3.6.4](https://www.rfc-editor.org/rfc/rfc5322#section-3.6.4)). The same with another body is a template of
/// somebody who sends in bulk, or a message that was taken and changed; it is also what mailing lists do that write
/// below what they forward.
///
/// Thread-safe.
public interface MessageIds {
    /// Remembers nothing and has seen nothing.
    MessageIds NONE = (_, _) -> false;

    /// Notes that this Message-ID came with this body. The body that came first stays the one to compare with.
    ///
    /// @param messageId the value as it stands between the angle brackets, of any length
    /// @param bodyHash a hash of the body
    /// @return whether it came before with another body, as far as that is remembered
    boolean cameWithAnother(Bytes messageId, Bytes bodyHash);
}
