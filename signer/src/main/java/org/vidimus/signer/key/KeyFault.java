package org.vidimus.signer.key;

/// What is wrong with a key that is not used.
public enum KeyFault {
    /// There is no such file.
    MISSING,
    /// It cannot be read: no permission, not a regular file, an error of the disk.
    UNREADABLE,
    /// Others may read it, or change it or a folder above it ([KeySafety]).
    UNSAFE,
    /// It is longer than any key.
    TOO_LONG,
    /// It holds no key in any form that is known.
    NOT_A_KEY,
    /// It holds the public half only, or a certificate.
    NOT_PRIVATE,
    /// It is a key, but one that DKIM has no use for, such as one of an elliptic curve of NIST.
    UNSUPPORTED,
    /// It is encrypted and no passphrase is configured.
    ENCRYPTED,
    /// The passphrase cannot be read, or is not the right one.
    PASSPHRASE,
    /// RSA with fewer bits than allowed, or with an exponent that verifiers do not accept.
    WEAK,
    /// Its parts do not fit each other: what it signs does not verify.
    DAMAGED,
    /// The device that holds it cannot be had, or has no such key.
    DEVICE
}
