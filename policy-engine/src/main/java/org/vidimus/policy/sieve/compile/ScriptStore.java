package org.vidimus.policy.sieve.compile;

import java.util.Optional;
import org.vidimus.policy.base.Bytes;

/// Where the scripts are that scripts include ([RFC 6609](https://www.rfc-editor.org/rfc/rfc6609)).
///
/// Thread-safe.
@FunctionalInterface
public interface ScriptStore {
    /// Holds none.
    ScriptStore NONE = (_, _) -> Optional.empty();

    /// Whose scripts.
    enum Place {
        /// The user's own.
        PERSONAL,
        /// Everybody's.
        GLOBAL
    }

    /// A script.
    ///
    /// @param file what it is called in messages
    /// @param octets its text
    record Stored(String file, Bytes octets) {}

    /// The script of this name. A name is what a script wrote: it is not to be trusted as a path.
    ///
    /// @return empty if there is none, or it cannot be read
    Optional<Stored> find(Place place, String name);
}
