package org.vidimus.signer.rules;

import java.util.Set;
import org.vidimus.policy.pipeline.ConnectionFacts;

/// Decides about signing. It asks nobody and reads no file while it does: keys and tables are there already.
///
/// Thread-safe.
public interface Decider {
    /// Whether mail over this connection is from inside by rules of its own, beyond those of `[trust]` and
    /// `[roles]`; such mail is not verified.
    default boolean claims(ConnectionFacts connection) {
        return false;
    }

    /// The macros of the MTA that it looks at ([ConnectionFacts#macros]); names without braces.
    default Set<String> macros() {
        return Set.of();
    }

    /// Whether all that it could ever sign is signed for one and the same domain, so that no client can use a
    /// signature to write as somebody else's. False where that cannot be told.
    default boolean signsForOneDomain() {
        return false;
    }

    /// What is to be done with this message, and why.
    Decision decide(Occasion occasion);
}
