package org.vidimus.policy.pipeline;

/// Why a message was treated otherwise than the Domain Owner asked ([RFC 9989
/// §5.4](https://www.rfc-editor.org/rfc/rfc9989#section-5.4)); aggregate reports say so too ([RFC 9990
/// §3.1.6](https://www.rfc-editor.org/rfc/rfc9990#section-3.1.6)).
///
/// Immutable.
///
/// @param kind the kind of reason
/// @param comment more of it, in words of ours and names from the configuration: printable ASCII
public record PolicyOverride(Kind kind, String comment) {
    /// The kinds of reasons that there are; their words are those of reports.
    public enum Kind {
        /// The administrator of this host decided so.
        LOCAL_POLICY("local_policy"),
        /// The message came by a forwarder that is trusted.
        TRUSTED_FORWARDER("trusted_forwarder"),
        /// The message came by a mailing list that is known.
        MAILING_LIST("mailing_list"),
        /// Something else, which the comment says.
        OTHER("other"),
        /// The Domain Owner is trying things out (t=y).
        POLICY_TEST_MODE("policy_test_mode");

        private final String word;

        Kind(String word) {
            this.word = word;
        }

        /// The word in aggregate reports.
        public String word() {
            return word;
        }
    }

    /// `trusted_forwarder: 192.0.2.0/24`.
    @Override
    public String toString() {
        return kind.word() + ": " + comment;
    }
}
