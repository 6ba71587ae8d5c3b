package org.vidimus.signer.key;

import java.nio.file.Path;
import java.util.Optional;

/// What a key has to be like to be used. Immutable.
///
/// @param minimumRsaBits the fewest bits of an RSA key; 1,024 to 8,192. Below 1,024 nobody may sign ([RFC 8301
///     §3.2](https://www.rfc-editor.org/rfc/rfc8301#section-3.2)); below 2,048 there is a caution. Default: 1,024
/// @param safety how its file is judged. Default: [KeySafety#REQUIRED]
/// @param credentials the folder of the service manager's credentials, `$CREDENTIALS_DIRECTORY`. Default: none
public record KeyRules(int minimumRsaBits, KeySafety safety, Optional<Path> credentials) {
    /// The fewest bits with which anybody may sign.
    public static final int LEAST_RSA_BITS = 1024;

    /// The most bits that verifiers accept.
    public static final int MOST_RSA_BITS = 8192;

    /// All defaults.
    public static final KeyRules DEFAULT = new KeyRules(LEAST_RSA_BITS, KeySafety.REQUIRED, Optional.empty());

    /// Checks the bits.
    ///
    /// @throws IllegalArgumentException if they are out of range
    public KeyRules {
        if (minimumRsaBits < LEAST_RSA_BITS || minimumRsaBits > MOST_RSA_BITS) {
            throw new IllegalArgumentException("minimum of RSA bits: " + minimumRsaBits);
        }
    }
}
