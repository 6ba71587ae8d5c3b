package org.vidimus.signer.key;

import java.util.List;

/// What became of a key that was to be loaded.
public sealed interface KeyResult {
    /// It is ready, and has proved itself: what it signed verified with its own public half.
    ///
    /// @param key the key
    /// @param cautions what an administrator should know all the same, each a line that begins with the key's
    ///     name: an RSA key below 2,048 bits, a file that others can read where that is only advised against
    record Loaded(SigningKey key, List<String> cautions) implements KeyResult {
        /// Copies the list.
        public Loaded {
            cautions = List.copyOf(cautions);
        }
    }

    /// It is not used.
    ///
    /// @param fault what kind of trouble
    /// @param why a line that begins with the key's name and says what to do; nothing secret
    record Refused(KeyFault fault, String why) implements KeyResult {}
}
