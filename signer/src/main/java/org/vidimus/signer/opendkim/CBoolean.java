package org.vidimus.signer.opendkim;

import java.util.Optional;

/// A truth value as OpenDKIM reads it: by the first octet, so that `tomorrow` is true and `on` is neither.
final class CBoolean {
    private CBoolean() {}

    /// Empty if it is neither.
    static Optional<Boolean> of(String value) {
        return switch (value.isEmpty() ? '\0' : value.charAt(0)) {
            case 't', 'T', 'y', 'Y', '1' -> Optional.of(true);
            case 'f', 'F', 'n', 'N', '0' -> Optional.of(false);
            default -> Optional.empty();
        };
    }
}
