package org.vidimus.policy.pipeline;

/// What becomes of a message about which the DNS cannot be asked for now.
public enum Deferral {
    /// It is taken as if the check had not been made.
    ACCEPT("accept"),
    /// The client is told to try again later.
    TEMPFAIL("tempfail");

    private final String word;

    Deferral(String word) {
        this.word = word;
    }

    /// The word in the configuration.
    public String word() {
        return word;
    }
}
