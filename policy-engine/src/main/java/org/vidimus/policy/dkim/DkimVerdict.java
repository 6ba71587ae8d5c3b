package org.vidimus.policy.dkim;

/// What the verification of one signature came to, and why ([RFC 6376
/// §3.9](https://www.rfc-editor.org/rfc/rfc6376#section-3.9)). Immutable.
public sealed interface DkimVerdict {
    /// The signature is good.
    record Pass() implements DkimVerdict {}

    /// The message is not the one that was signed.
    ///
    /// @param part which part differs
    record Fail(Part part) implements DkimVerdict {}

    /// The signature may be good, but we do not accept its kind; it counts for nothing.
    record Policy(String reason) implements DkimVerdict {}

    /// The signature cannot be evaluated: a syntax error, or something we do not know and must ignore.
    record Neutral(String reason) implements DkimVerdict {}

    /// The key could not be had for now.
    record TempError(String reason) implements DkimVerdict {}

    /// The signature is of no use and never will be: no key, a revoked key, a missing tag, expired.
    record PermError(String reason) implements DkimVerdict {}

    /// A part of a message that a signature covers.
    enum Part {
        /// The body; the body hash differs.
        BODY,
        /// The header, or the signature itself: it does not verify with the key.
        HEADER
    }

    /// The result's word in Authentication-Results ([RFC 8601
    /// §2.7.1](https://www.rfc-editor.org/rfc/rfc8601#section-2.7.1)).
    default String word() {
        return switch (this) {
            case Pass _ -> "pass";
            case Fail _ -> "fail";
            case Policy _ -> "policy";
            case Neutral _ -> "neutral";
            case TempError _ -> "temperror";
            case PermError _ -> "permerror";
        };
    }
}
