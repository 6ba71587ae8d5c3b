package org.vidimus.policy.pipeline;

/// What an [OverrideRule] does with the messages that it is for.
public enum OverrideAction {
    /// What DMARC asks for is not done, as if the domain had said p=none. SPF alone may still decide.
    NONE("none", true),
    /// It is held, whatever DMARC and SPF say.
    QUARANTINE("quarantine", false),
    /// It is refused for good, whatever DMARC and SPF say.
    REJECT("reject", false),
    /// Neither DMARC nor SPF has any consequence.
    ACCEPT("accept", true),
    /// As [#ACCEPT], and a field X-Vidimus-Tag with the rule's name is put on top.
    TAG("tag", true);

    private final String word;
    private final boolean opens;

    OverrideAction(String word, boolean opens) {
        this.word = word;
        this.opens = opens;
    }

    /// The word in the configuration.
    public String word() {
        return word;
    }

    /// Whether mail gets through by it that would not otherwise.
    public boolean opens() {
        return opens;
    }
}
