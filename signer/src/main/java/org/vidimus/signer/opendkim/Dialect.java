package org.vidimus.signer.opendkim;

/// How faithfully a configuration is read.
public enum Dialect {
    /// As OpenDKIM 2.11 of Debian 12 reads it, its mistakes included where they do no harm: what it would not sign,
    /// we do not sign.
    STRICT,
    /// The same look-ups; but lines may be long, all signatures of `MultipleSignatures` are made, a fourth field of
    /// KeyTable is the algorithm (as in OpenDKIM's development branch), dkimpy-milter's `KeyTableEd25519` is read,
    /// and white space around colons does not count.
    MIGRATE
}
