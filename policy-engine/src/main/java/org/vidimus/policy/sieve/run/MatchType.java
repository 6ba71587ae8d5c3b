package org.vidimus.policy.sieve.run;

/// How values are held against keys (§2.7.1; [RFC 5231 §4](https://www.rfc-editor.org/rfc/rfc5231#section-4)).
public enum MatchType {
    /// The same.
    IS,
    /// The key is part of the value.
    CONTAINS,
    /// The key is a pattern.
    MATCHES,
    /// The value is larger, smaller and so on than the key.
    VALUE,
    /// The number of values is larger, smaller and so on than the key.
    COUNT
}
