package org.vidimus.signer.rules;

import java.util.List;
import org.vidimus.policy.dns.DomainName;

/// What is done about signing one message.
///
/// Immutable.
///
/// @param outcome what
/// @param steps how it came to that, one after the other, for `vidimus explain sign` and the log at DEBUG
public record Decision(Outcome outcome, List<Step> steps) {
    /// Copies the list.
    public Decision {
        steps = List.copyOf(steps);
    }

    /// One step of a decision.
    ///
    /// @param place the configuration behind it, such as `/etc/vidimus/vidimus.toml:12` or
    ///     `/etc/opendkim/signing.table:3`; empty where there is none
    /// @param what what was looked at and found, one line of printable ASCII
    public record Step(String place, String what) {}

    /// A key that cannot be used.
    ///
    /// @param domain whose it is
    /// @param why which and what is wrong, one line of printable ASCII
    public record Unusable(DomainName domain, String why) {}

    /// What a decision comes to.
    public sealed interface Outcome {
        /// Sign, with each of these; the first is put on first and so ends up lowest.
        ///
        /// @param signatures at least one
        /// @param unusable keys that should sign as well and cannot; the others go on without them
        record Sign(List<PlannedSignature> signatures, List<Unusable> unusable) implements Outcome {
            /// Copies the lists.
            public Sign {
                signatures = List.copyOf(signatures);
                unusable = List.copyOf(unusable);
            }

            /// Nothing is amiss.
            public Sign(List<PlannedSignature> signatures) {
                this(signatures, List.of());
            }
        }

        /// Let it go without a signature.
        record Unsigned(UnsignedReason reason) implements Outcome {}

        /// Put it off (451 4.7.0): it should be signed and cannot be now.
        ///
        /// @param why for the log, in printable ASCII
        record Defer(UnsignedReason reason, String why) implements Outcome {}

        /// Refuse it for good (550 5.7.1): it may not be sent like this.
        ///
        /// @param why for the sender, in printable ASCII
        record Refuse(UnsignedReason reason, String why) implements Outcome {}
    }
}
