package org.vidimus.policy.spf;

import java.util.Optional;

/// What an evaluation of SPF came to, and why ([RFC 7208
/// §2.6](https://www.rfc-editor.org/rfc/rfc7208#section-2.6)). Immutable.
///
/// A `mechanism` is the directive that decided, as it stands in the record, such as `ip4:192.0.2.0/24`; where
/// it stands in an included record, the `include` of the outermost record. A `problem` is in words of ours,
/// printable ASCII.
public sealed interface SpfVerdict {
    /// The client may send for the domain.
    record Pass(String mechanism) implements SpfVerdict {}

    /// The client may not.
    ///
    /// @param explanation what the domain has to say about it (§6.2): a third party's text, printable ASCII
    record Fail(String mechanism, Optional<String> explanation) implements SpfVerdict {}

    /// The client probably may not.
    record SoftFail(String mechanism) implements SpfVerdict {}

    /// The domain asserts nothing about the client.
    ///
    /// @param mechanism empty where no directive matched (§4.7)
    record Neutral(Optional<String> mechanism) implements SpfVerdict {}

    /// There is no record, or no domain to look it up for.
    record None(String problem) implements SpfVerdict {}

    /// The DNS could not be asked (§2.6.6).
    record TempError(String problem) implements SpfVerdict {}

    /// The record cannot be interpreted (§2.6.7).
    record PermError(String problem) implements SpfVerdict {}

    /// The result's word in Authentication-Results and Received-SPF ([RFC 8601
    /// §2.7.2](https://www.rfc-editor.org/rfc/rfc8601#section-2.7.2)).
    default String word() {
        return switch (this) {
            case Pass _ -> "pass";
            case Fail _ -> "fail";
            case SoftFail _ -> "softfail";
            case Neutral _ -> "neutral";
            case None _ -> "none";
            case TempError _ -> "temperror";
            case PermError _ -> "permerror";
        };
    }
}
