package org.vidimus.signer.arc;

import org.vidimus.policy.arc.ArcResult;
import org.vidimus.policy.dns.DomainName;

/// Is told what became of messages that were to be sealed, to count it. Calls come from the threads of the
/// messages.
///
/// Thread-safe.
public interface SealingEvents {
    /// Counts nothing.
    SealingEvents NONE = new SealingEvents() {};

    /// A message was sealed.
    ///
    /// @param validation what the seal says of the chain before it
    default void sealed(DomainName domain, ArcResult.Status validation) {}

    /// A message goes on without a seal.
    ///
    /// @param reason a word, such as `chain-closed`
    default void unsealed(DomainName domain, String reason) {}
}
