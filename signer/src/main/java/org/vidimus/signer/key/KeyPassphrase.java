package org.vidimus.signer.key;

import java.nio.file.Path;

/// Where the passphrase of an encrypted key is. Never on a command line, never in the configuration itself.
/// Immutable.
public sealed interface KeyPassphrase {
    /// The key is not encrypted.
    record None() implements KeyPassphrase {}

    /// The first line of a file, which has to be as safe as the key ([KeySafety]).
    ///
    /// @param path the file
    record InFile(Path path) implements KeyPassphrase {}

    /// The first line of a credential of the service manager (`LoadCredential=`, `LoadCredentialEncrypted=`): a
    /// file of that name in `$CREDENTIALS_DIRECTORY`.
    ///
    /// @param name its name: no `/`, and neither `.` nor `..`
    record Credential(String name) implements KeyPassphrase {
        private static final int MAX_NAME = 255;

        /// Checks the name.
        ///
        /// @throws IllegalArgumentException if it is none
        public Credential {
            if (!isName(name)) {
                throw new IllegalArgumentException("no name of a credential");
            }
        }

        /// Whether `name` can be the name of a credential.
        public static boolean isName(String name) {
            return !name.isEmpty()
                    && name.length() <= MAX_NAME
                    && !name.equals(".")
                    && !name.equals("..")
                    && name.chars().allMatch(c -> c > ' ' && c < 0x7F && c != '/');
        }
    }
}
