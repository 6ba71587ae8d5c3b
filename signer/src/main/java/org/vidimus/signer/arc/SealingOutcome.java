package org.vidimus.signer.arc;

import java.util.List;
import org.vidimus.policy.arc.ArcResult;
import org.vidimus.policy.message.HeaderField;

/// What became of sealing a message.
public sealed interface SealingOutcome {
    /// It has one set more.
    ///
    /// @param instance which, 1 to 50
    /// @param validation what the seal says of the chain before it
    /// @param fields ARC-Authentication-Results, ARC-Message-Signature and ARC-Seal, to be put on top one
    ///     after the other, so that the seal ends up uppermost
    record Sealed(int instance, ArcResult.Status validation, List<HeaderField> fields) implements SealingOutcome {
        /// Copies the list.
        public Sealed {
            fields = List.copyOf(fields);
        }
    }

    /// It goes on as it is.
    record Unsealed(Reason reason) implements SealingOutcome {}

    /// Why a message is not sealed.
    enum Reason {
        /// The newest seal says that the chain has failed; nobody adds to it (§5.1).
        CHAIN_CLOSED("chain-closed"),
        /// There is no room for another set (§4.2.1).
        TOO_MANY_SETS("too-many-sets"),
        /// A key of the chain could not be had for now: nobody can say whether it is good.
        CHAIN_UNKNOWN("chain-unknown"),
        /// The sets are not those that were validated any more.
        CHAIN_CHANGED("chain-changed");

        private final String word;

        Reason(String word) {
            this.word = word;
        }

        /// The word for logs and metrics.
        public String word() {
            return word;
        }
    }
}
