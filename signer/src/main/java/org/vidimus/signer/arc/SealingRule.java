package org.vidimus.signer.arc;

import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.vidimus.policy.base.Bytes;
import org.vidimus.policy.pipeline.ConnectionFacts;
import org.vidimus.policy.pipeline.Skip;

/// Which messages are sealed, and by whom.
///
/// Immutable.
///
/// @param doors the doors by which they come, named as in [org.vidimus.policy.pipeline.Roles] and compared
///     without regard to case; empty for every door. Default: empty
/// @param origin where they come from. Default: [Origin#OUTSIDE]
/// @param sealer makes the seals
public record SealingRule(Set<String> doors, Origin origin, ArcSealer sealer) {
    /// Where mail comes from.
    public enum Origin {
        /// From outside: mail that is verified here and may be forwarded.
        OUTSIDE("outside"),
        /// From inside: mail that is not verified, but may have come from outside before, as that of mailing
        /// lists.
        INSIDE("inside"),
        /// Both.
        ANYWHERE("anywhere");

        private final String word;

        Origin(String word) {
            this.word = word;
        }

        /// The word in the configuration.
        public String word() {
            return word;
        }

        private boolean includes(Optional<Skip> inside) {
            return switch (this) {
                case OUTSIDE -> inside.isEmpty();
                case INSIDE -> inside.isPresent();
                case ANYWHERE -> true;
            };
        }
    }

    /// Copies the set and lowers the case.
    public SealingRule {
        doors = doors.stream().map(SealingRule::lower).collect(Collectors.toUnmodifiableSet());
    }

    /// Whether it is for this message.
    ///
    /// @param inside why it counts as mail from inside
    boolean matches(ConnectionFacts connection, Optional<Skip> inside) {
        return origin.includes(inside)
                && (doors.isEmpty()
                        || doors.contains(lower(connection.listener()))
                        || connection
                                .daemonName()
                                .map(Bytes::utf8)
                                .map(SealingRule::lower)
                                .filter(doors::contains)
                                .isPresent());
    }

    private static String lower(String name) {
        return name.toLowerCase(Locale.ROOT);
    }
}
