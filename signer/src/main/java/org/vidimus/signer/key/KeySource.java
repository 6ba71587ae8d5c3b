package org.vidimus.signer.key;

import java.util.List;
import org.vidimus.policy.dns.DomainName;

/// Where the keys of a domain come from when they are not named one by one: a key directory whose keys have a
/// life of their own. What it says may change from one message to the next.
///
/// Thread-safe.
public interface KeySource {
    /// The keys with which `domain` signs now, RSA before Ed25519.
    Keys keys(DomainName domain);

    /// What became of the question.
    sealed interface Keys {
        /// Sign with these.
        ///
        /// @param keys at least one
        record Active(List<DomainKey> keys) implements Keys {
            /// Copies the list.
            public Active {
                keys = List.copyOf(keys);
            }
        }

        /// The domain has none, or none in use.
        ///
        /// @param why for the log, in printable ASCII
        record None(String why) implements Keys {}

        /// The domain has a key that should be in use and cannot be: a file that is gone, broken or open to
        /// others.
        ///
        /// @param why which and what, for the log, in printable ASCII
        record Broken(String why) implements Keys {}
    }
}
