package org.vidimus.daemon.config;

import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;

/// Something in a configuration that can be meant so, but hardly is. Immutable.
///
/// @param place where, as `FILE:LINE`, or with the column too
/// @param what what is doubtful, and what to do about it
public record Warning(String place, String what) {
    /// All that is doubtful about a file that can be used.
    ///
    /// @param now the time, for what counts no more
    public static List<Warning> of(Values root, Instant now) {
        return Stream.concat(
                        OverrideLint.of(root, now).stream(),
                        root.get(LocalPolicyKeys.POLICY).get(LocalPolicyKeys.SCRIPT).stream()
                                .flatMap(script -> script.warnings().stream()))
                .toList();
    }

    /// `FILE:LINE: warning: WHAT`.
    @Override
    public String toString() {
        return place + ": warning: " + what;
    }
}
