package org.vidimus.mta.sieve;

/// What one user may store.
///
/// Immutable.
///
/// @param scripts how many scripts, at least 1. Default: 16
/// @param scriptBytes octets of one, at least 1; also the most that is compiled. Default: 131,072 (128 KiB)
/// @param bytes octets of all, at least 1. Default: 524,288 (512 KiB)
public record ScriptQuota(int scripts, int scriptBytes, int bytes) {
    /// The defaults.
    public static final ScriptQuota DEFAULT = new ScriptQuota(16, 128 << 10, 512 << 10);

    /// Checks the ranges.
    ///
    /// @throws IllegalArgumentException if one is below 1
    public ScriptQuota {
        if (scripts < 1 || scriptBytes < 1 || bytes < 1) {
            throw new IllegalArgumentException("a quota is below 1");
        }
    }
}
