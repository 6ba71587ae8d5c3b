package org.vidimus.policy.dkim;

/// Why a signature did not pass. What each one comes to in Authentication-Results is decided in
/// [DkimVerdict#of(DkimProblem)] and nowhere else.
public enum DkimCause {
    /// The field, or one of its tags, is not written as it has to be (§6.1.1, "signature syntax error").
    SIGNATURE_SYNTAX("signature syntax error"),
    /// A v= other than 1 (§6.1.1).
    INCOMPATIBLE_VERSION("incompatible version"),
    /// An a= that we do not know (§3.3.4).
    UNKNOWN_ALGORITHM("unknown algorithm"),
    /// A c= that we do not know (§3.4).
    UNKNOWN_CANONICALIZATION("unknown canonicalization"),
    /// A q= without a method that we know (§3.5).
    UNKNOWN_QUERY_METHOD("unknown query method"),
    /// t= lies in the future, beyond the clock skew allowed (§3.5).
    SIGNED_IN_FUTURE("signed in the future"),
    /// The message has more signatures than [org.vidimus.policy.base.Budgets.Signatures#dkim()].
    NOT_EVALUATED("not evaluated, too many signatures"),
    /// The signature may be good, but the MTA did not hand the header over as it was (SMFIP_HDR_LEADSPC).
    HEADER_NOT_AS_RECEIVED("header not handed over as received"),

    /// A required tag is missing (§6.1.1).
    MISSING_TAG("signature missing required tag"),
    /// i= does not lie within d= (§6.1.1).
    DOMAIN_MISMATCH("domain mismatch"),
    /// h= does not name From (§6.1.1).
    FROM_NOT_SIGNED("From field not signed"),
    /// x= is past, beyond the clock skew allowed (§6.1.1).
    EXPIRED("signature expired"),
    /// l= counts more octets than the body has (§3.5).
    BODY_SHORTER_THAN_LIMIT("body shorter than l="),
    /// The DNS has no key record there (§6.1.2).
    NO_KEY("no key for signature"),
    /// There are several key records (§3.6.2.2 leaves open what that means).
    SEVERAL_KEYS("several keys for signature"),
    /// The key record, or the key in it, cannot be read (§6.1.2).
    KEY_SYNTAX("key syntax error"),
    /// The key record has an empty p= (§6.1.2).
    KEY_REVOKED("key revoked"),
    /// The key is not of the kind that a= names (§6.1.2).
    KEY_ALGORITHM("inappropriate key algorithm"),
    /// The key does not allow the hash that a= names (§6.1.2).
    KEY_HASH("inappropriate hash algorithm"),
    /// The key is not for mail (§3.6.1, s=).
    KEY_SERVICE("key is not for email"),
    /// The key is not for subdomains, and i= names one (§3.6.1, t=s).
    KEY_NOT_FOR_SUBDOMAINS("key is not for subdomains"),

    /// Nobody could say whether there is a key (§6.1.2).
    KEY_UNAVAILABLE("key unavailable"),
    /// We were told to stop, or the time was up, before the signature was verified.
    INTERRUPTED("interrupted"),

    /// The key has fewer bits than we accept ([RFC 8301
    /// §3.2](https://www.rfc-editor.org/rfc/rfc8301#section-3.2)).
    KEY_TOO_SHORT("key too short"),
    /// rsa-sha1 ([RFC 8301 §3.1](https://www.rfc-editor.org/rfc/rfc8301#section-3.1)).
    OBSOLETE_ALGORITHM("obsolete algorithm"),
    /// The signature is good but l= leaves a part of the body out (§8.2).
    BODY_NOT_COVERED("l= leaves a part of the body out"),
    /// d= is a name that may not sign here, such as a public suffix (§6.1.1).
    DOMAIN_REFUSED("signing domain not accepted"),

    /// The body hash differs (§6.1.3).
    BODY_DIFFERS("body hash did not verify"),
    /// The signature does not verify with the key (§6.1.3).
    SIGNATURE_DIFFERS("signature did not verify");

    private final String phrase;

    DkimCause(String phrase) {
        this.phrase = phrase;
    }

    /// The cause in words: printable ASCII, the RFC's words where it has some.
    public String phrase() {
        return phrase;
    }
}
