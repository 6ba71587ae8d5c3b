package org.vidimus.policy.sieve.delivery;

/// How the message came, as far as a refusal is concerned.
///
/// @param replies whether this recipient alone can still be refused with a reply: over LMTP, or over SMTP where
///     all recipients are
/// @param utf8 whether a reply may hold UTF-8 (SMTPUTF8, [RFC 6531
///     §3.7.4](https://www.rfc-editor.org/rfc/rfc6531#section-3.7.4))
public record Door(boolean replies, boolean utf8) {
    /// The message is ours already: only a report is left.
    public static final Door CLOSED = new Door(false, false);
    /// LMTP, or one recipient over SMTP.
    public static final Door OPEN = new Door(true, false);
}
