package org.vidimus.signer.lifecycle;

import java.nio.file.Path;
import org.vidimus.policy.base.Bytes;
import org.vidimus.signer.key.SigningKey;

/// How keys are made and read. Thread-safe.
public interface KeyTools {
    /// What became of a key file.
    sealed interface Read {
        /// A key.
        ///
        /// @param key ready to sign
        record Usable(SigningKey key) implements Read {}

        /// No key: a file that is gone, broken or open to others.
        ///
        /// @param why with the name of the file, in printable ASCII
        record Unusable(String why) implements Read {}
    }

    /// A key that was made.
    ///
    /// @param file what goes into its file: PEM. Never shown
    /// @param publicKey its public half, as [SigningKey#publicKey()]
    record Made(Bytes file, Bytes publicKey) {
        /// Says nothing of the private half.
        @Override
        public String toString() {
            return "Made[publicKey=" + publicKey.excerpt(20) + "]";
        }
    }

    /// Reads a key file.
    Read read(Path file);

    /// Makes a key.
    Made make(KeyAlgorithm algorithm);
}
