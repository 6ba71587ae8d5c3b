package org.vidimus.daemon.config;

import java.nio.file.Path;
import java.util.Optional;
import org.vidimus.policy.base.Parsed;
import org.vidimus.signer.key.KeyReference;
import org.vidimus.signer.key.TokenUri;

/// A key that is named by a URI where a file could be: it stays in a device.
final class DeviceKey {
    private DeviceKey() {}

    /// The key, if `file` is such a URI.
    static Optional<KeyReference> named(Path file) {
        return TokenUri.parse(file.toString()) instanceof Parsed.Ok<TokenUri>(TokenUri uri)
                ? Optional.of(new KeyReference.OnToken(uri))
                : Optional.empty();
    }

    /// What is wrong with `file`, if it is meant to be such a URI.
    ///
    /// @param passphrase whether a passphrase is configured beside it
    static Optional<String> complaint(Path file, boolean passphrase) {
        String text = file.toString();
        if (!TokenUri.isMeant(text)) {
            return Optional.empty();
        }
        return switch (TokenUri.parse(text)) {
            case Parsed.Malformed<TokenUri>(int _, String why) -> Optional.of("is no key of a device: " + why);
            case Parsed.Ok<TokenUri> _ ->
                passphrase
                        ? Optional.of("is in a device; pin-source= names its PIN, and there is no passphrase")
                        : Optional.empty();
        };
    }
}
