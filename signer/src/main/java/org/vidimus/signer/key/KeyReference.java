package org.vidimus.signer.key;

import java.nio.file.Path;
import org.vidimus.policy.base.Bytes;

/// Where a private key is. Immutable.
public sealed interface KeyReference {
    /// What it is called in messages: a path, or what an administrator named it.
    String name();

    /// A file: PEM, DER, or base64 (see [KeyLoader]).
    ///
    /// @param path the file
    /// @param passphrase what opens it, where it is encrypted
    record InFile(Path path, KeyPassphrase passphrase) implements KeyReference {
        /// A file that is not encrypted.
        public InFile(Path path) {
            this(path, new KeyPassphrase.None());
        }

        @Override
        public String name() {
            return path.toString();
        }
    }

    /// The key itself, as OpenDKIM's KeyTable may have it: base64, or PEM. It does not show in `toString`.
    ///
    /// @param name what to call it
    /// @param text the key
    record Inline(String name, Bytes text) implements KeyReference {
        @Override
        public String toString() {
            return "Inline[" + name + "]";
        }
    }

    /// A key that stays in a device.
    ///
    /// @param uri which
    record OnToken(TokenUri uri) implements KeyReference {
        @Override
        public String name() {
            return uri.text();
        }
    }
}
