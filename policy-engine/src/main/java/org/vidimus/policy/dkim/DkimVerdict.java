package org.vidimus.policy.dkim;

import java.util.Optional;

/// What the verification of one signature came to, and why ([RFC 6376
/// §3.9](https://www.rfc-editor.org/rfc/rfc6376#section-3.9)). Immutable.
public sealed interface DkimVerdict {
    /// The signature is good.
    record Pass() implements DkimVerdict {}

    /// The message is not the one that was signed.
    record Fail(DkimProblem why) implements DkimVerdict {}

    /// The signature may be good, but we do not accept its kind; it counts for nothing.
    record Policy(DkimProblem why) implements DkimVerdict {}

    /// The signature cannot be evaluated: a syntax error, or something we do not know and must ignore.
    record Neutral(DkimProblem why) implements DkimVerdict {}

    /// The key could not be had for now.
    record TempError(DkimProblem why) implements DkimVerdict {}

    /// The signature is of no use and never will be: no key, a revoked key, a missing tag, expired.
    record PermError(DkimProblem why) implements DkimVerdict {}

    /// The verdict on a signature with this problem.
    ///
    /// Interpretation: RFC 6376 knows only PERMFAIL and TEMPFAIL, and [RFC 8601
    /// §2.7.1](https://www.rfc-editor.org/rfc/rfc8601#section-2.7.1) describes its words in a sentence each.
    /// So: `neutral` is a signature that we cannot read or must ignore, `permerror` one that can be read and
    /// breaks a rule or has no usable key, `policy` one that is refused by a choice of the verifier, and `fail`
    /// is kept for the two hashes.
    static DkimVerdict of(DkimProblem why) {
        return switch (why.cause()) {
            // RFC 8601 §2.7.1: "contained syntax errors or were not otherwise able to be processed".
            case SIGNATURE_SYNTAX,
                    INCOMPATIBLE_VERSION,
                    UNKNOWN_ALGORITHM,
                    UNKNOWN_CANONICALIZATION,
                    UNKNOWN_QUERY_METHOD,
                    SIGNED_IN_FUTURE,
                    NOT_EVALUATED,
                    HEADER_NOT_AS_RECEIVED -> new Neutral(why);
            // RFC 8601 §2.7.1: unrecoverable, such as a required field that is absent.
            case MISSING_TAG,
                    DOMAIN_MISMATCH,
                    FROM_NOT_SIGNED,
                    EXPIRED,
                    BODY_SHORTER_THAN_LIMIT,
                    NO_KEY,
                    SEVERAL_KEYS,
                    KEY_SYNTAX,
                    KEY_REVOKED,
                    KEY_ALGORITHM,
                    KEY_HASH,
                    KEY_SERVICE,
                    KEY_NOT_FOR_SUBDOMAINS -> new PermError(why);
            case KEY_UNAVAILABLE, INTERRUPTED -> new TempError(why);
            // RFC 8601 §2.7.1: "some aspect of the signature or signatures was not acceptable to the ADMD".
            case KEY_TOO_SHORT, OBSOLETE_ALGORITHM, BODY_NOT_COVERED, DOMAIN_REFUSED -> new Policy(why);
            case BODY_DIFFERS, SIGNATURE_DIFFERS -> new Fail(why);
        };
    }

    /// What is wrong; empty for a good signature.
    default Optional<DkimProblem> problem() {
        return switch (this) {
            case Pass _ -> Optional.empty();
            case Fail(DkimProblem why) -> Optional.of(why);
            case Policy(DkimProblem why) -> Optional.of(why);
            case Neutral(DkimProblem why) -> Optional.of(why);
            case TempError(DkimProblem why) -> Optional.of(why);
            case PermError(DkimProblem why) -> Optional.of(why);
        };
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
