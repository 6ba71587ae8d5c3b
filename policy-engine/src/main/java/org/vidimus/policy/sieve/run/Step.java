package org.vidimus.policy.sieve.run;

/// A command as it runs.
@FunctionalInterface
public interface Step {
    /// What comes after a command.
    enum Flow {
        /// The next command.
        NEXT,
        /// The command after the `include` that led here ([RFC 6609
        /// §3.3](https://www.rfc-editor.org/rfc/rfc6609#section-3.3)).
        RETURN,
        /// Nothing (§3.3).
        STOP
    }

    /// Carries it out.
    ///
    /// @throws SieveFault if the run has to end
    Flow run(Run run);
}
