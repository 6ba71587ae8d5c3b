package org.vidimus.signer.opendkim;

import java.nio.file.Path;

/// Reads the private keys that tables name. Total: what is wrong is in the result.
interface KeyReader {
    /// The key in a file.
    ///
    /// @param safe whether a file that others may read or write is refused (RequireSafeKeys)
    KeyMaterial file(Path path, boolean safe);

    /// A key that stands in the table itself: PEM, or the base64 of DER.
    KeyMaterial inline(String text);
}
