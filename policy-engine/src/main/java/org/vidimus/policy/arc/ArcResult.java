package org.vidimus.policy.arc;

import java.util.List;
import org.vidimus.policy.dns.DomainName;

/// What the ARC sets of a message are worth ([RFC 8617
/// §5.2](https://www.rfc-editor.org/rfc/rfc8617#section-5.2)).
///
/// Immutable.
///
/// @param status the chain validation status
/// @param reason why, in words of ours: printable ASCII; empty only for a good chain
/// @param sealers who sealed, in the order of the instances, as far as it could be read. They are worth something
///     only in a good chain
/// @param oldestPass the instance of the oldest message signature that still verifies, or 0 if all do (§5.2 step 6);
///     only where the chain is good
public record ArcResult(Status status, String reason, List<Sealer> sealers, int oldestPass) {
    /// A seal.
    ///
    /// @param instance 1 for the first
    /// @param domain d= of its ARC-Seal
    /// @param selector s= of its ARC-Seal, printable ASCII
    public record Sealer(int instance, DomainName domain, String selector) {}

    /// The chain validation status; its words are those of [RFC 8601
    /// §2.7](https://www.rfc-editor.org/rfc/rfc8601#section-2.7)'s registry.
    public enum Status {
        /// There is no ARC set.
        NONE("none"),
        /// Every seal and the newest message signature are good.
        PASS("pass"),
        /// The chain is broken, or was sealed as broken.
        FAIL("fail");

        private final String word;

        Status(String word) {
            this.word = word;
        }

        /// The word in Authentication-Results.
        public String word() {
            return word;
        }
    }

    /// Copies the list.
    public ArcResult {
        sealers = List.copyOf(sealers);
    }
}
