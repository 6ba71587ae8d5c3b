package org.vidimus.daemon.signing;

/// Reads what decides about signing, and what it signs with. Confined to one thread at a time.
@FunctionalInterface
interface SigningLoader {
    /// Looks at every file that has changed since the last time.
    Loaded load();
}
