package org.vidimus.policy.pipeline;

/// A limit of [org.vidimus.policy.base.Budgets] that a message can go over.
public enum Limit {
    /// More header fields than [org.vidimus.policy.base.Budgets#headerFields()]. The message is refused,
    /// unless it is from inside.
    HEADER_FIELDS("header-fields"),
    /// A larger header than [org.vidimus.policy.base.Budgets#headerBytes()]. The message is refused,
    /// unless it is from inside.
    HEADER_BYTES("header-bytes"),
    /// Longer Authentication-Results fields than
    /// [org.vidimus.policy.base.Budgets#authenticationResultsBytes()] allows. Those beyond are removed.
    AUTHENTICATION_RESULTS_BYTES("authentication-results-bytes"),
    /// More forged fields than [org.vidimus.policy.base.Budgets#forgedFields()]. The message is refused.
    FORGED_FIELDS("forged-fields"),
    /// More recipients than [org.vidimus.policy.base.Budgets#recipients()]. The signer does not see those
    /// beyond.
    RECIPIENTS("recipients");

    private final String word;

    Limit(String word) {
        this.word = word;
    }

    /// The word for logs and metrics: lower case, hyphens.
    public String word() {
        return word;
    }
}
