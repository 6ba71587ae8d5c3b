package org.vidimus.policy.sieve.run;

/// A script cannot go on: it used up its work, or asked for something that cannot be done. Ends the run; what it
/// did so far does not count and the message is kept (§2.10.6).
public final class SieveFault extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /// A fault.
    ///
    /// @param why for the author of the script: a phrase without a full stop
    public SieveFault(String why) {
        super(why, null, false, false);
    }
}
