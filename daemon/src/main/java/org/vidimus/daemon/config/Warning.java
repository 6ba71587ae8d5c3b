package org.vidimus.daemon.config;

import java.time.Instant;
import java.util.List;

/// Something in a configuration that can be meant so, but hardly is. Immutable.
///
/// @param place where, as `FILE:LINE`
/// @param what what is doubtful, and what to do about it
public record Warning(String place, String what) {
    /// All that is doubtful about a file that can be used.
    ///
    /// @param now the time, for what counts no more
    public static List<Warning> of(Values root, Instant now) {
        return OverrideLint.of(root, now);
    }

    /// `FILE:LINE: warning: WHAT`.
    @Override
    public String toString() {
        return place + ": warning: " + what;
    }
}
