package org.vidimus.signer.opendkim;

import org.vidimus.signer.key.SigningKey;

/// What became of a private key that a table names. Immutable.
sealed interface KeyMaterial {
    /// It can sign.
    record Ready(SigningKey key) implements KeyMaterial {}

    /// It cannot be read, or others could: what OpenDKIM finds before it looks at anything else of the message.
    ///
    /// @param why printable ASCII, nothing secret
    record Unreadable(String why) implements KeyMaterial {}

    /// It is an RSA key with fewer bits than anybody may sign with: what OpenDKIM calls an error of the signature.
    ///
    /// @param why printable ASCII, nothing secret
    record TooSmall(String why) implements KeyMaterial {}

    /// It was read and is no key: what OpenDKIM finds when it signs.
    ///
    /// @param why printable ASCII, nothing secret
    record Unusable(String why) implements KeyMaterial {}
}
