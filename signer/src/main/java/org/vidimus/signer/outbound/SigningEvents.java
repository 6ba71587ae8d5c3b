package org.vidimus.signer.outbound;

import org.vidimus.policy.dkim.SignatureAlgorithm;
import org.vidimus.policy.dns.DomainName;
import org.vidimus.signer.rules.UnsignedReason;

/// Is told what became of messages, to count it. Calls come from the threads of the messages.
///
/// Thread-safe.
public interface SigningEvents {
    /// Counts nothing.
    SigningEvents NONE = new SigningEvents() {};

    /// A signature was put on a message.
    default void signed(DomainName domain, SignatureAlgorithm algorithm) {}

    /// A message from inside went without a signature, or was put off or refused for want of one.
    default void unsigned(UnsignedReason reason) {}

    /// A key that should have signed could not, whatever became of the message: somebody has to look after it.
    default void keyUnusable(DomainName domain) {}
}
