package org.vidimus.daemon.signing;

import java.util.Set;
import org.vidimus.policy.pipeline.ConnectionFacts;
import org.vidimus.signer.rules.Decider;
import org.vidimus.signer.rules.Decision;
import org.vidimus.signer.rules.Occasion;

/// The decider of the moment: rules and keys are replaced as a whole when a file has changed.
///
/// Thread-safe.
final class CurrentDecider implements Decider {
    private volatile Decider now;

    CurrentDecider(Decider first) {
        this.now = first;
    }

    void replace(Decider next) {
        now = next;
    }

    @Override
    public boolean claims(ConnectionFacts connection) {
        return now.claims(connection);
    }

    @Override
    public Set<String> macros() {
        return now.macros();
    }

    @Override
    public Decision decide(Occasion occasion) {
        return now.decide(occasion);
    }
}
