package org.vidimus.policy.dmarc;

import java.util.Optional;

/// How DMARC is evaluated where the RFC leaves a choice.
///
/// Immutable.
///
/// @param mode which rules find policies and Organizational Domains. Default: [Mode#TREE_WALK]
/// @param suffixes the public suffix list; needed by every mode but the default. Default: none
/// @param testingKeys whether a signature counts whose key says t=y, "we are only testing" ([RFC 6376
///     §3.6.1](https://www.rfc-editor.org/rfc/rfc6376#section-3.6.1)). Default: false
/// @param severalAuthors what becomes of a message whose From names several domains. Default:
///     [SeveralAuthors#EVALUATE]
/// @param authors how many domains of one From are evaluated, at least 1; where there are more, the message is
///     treated at least as suspicious ([RFC 9989
///     §11.5](https://www.rfc-editor.org/rfc/rfc9989#section-11.5)). Default: 5
/// @param noAuthor the policy for a message without an Author Domain: no From, an empty one, an address
///     literal. Default: none
/// @param unreadableAuthor the policy for a message whose From cannot be read, and may look to its reader like
///     anybody's. Default: quarantine
public record DmarcSettings(
        Mode mode,
        Optional<PublicSuffixList> suffixes,
        boolean testingKeys,
        SeveralAuthors severalAuthors,
        int authors,
        DmarcPolicy noAuthor,
        DmarcPolicy unreadableAuthor) {

    /// The defaults.
    public static final DmarcSettings DEFAULT = new DmarcSettings(
            Mode.TREE_WALK,
            Optional.empty(),
            false,
            SeveralAuthors.EVALUATE,
            5,
            DmarcPolicy.NONE,
            DmarcPolicy.QUARANTINE);

    /// Which rules find policies and Organizational Domains.
    public enum Mode {
        /// RFC 9989.
        TREE_WALK("treewalk"),
        /// RFC 9989, and a name on the public suffix list whose record has no psd= counts as one with psd=y: a
        /// guard against a record that makes all customers of a suffix aligned with each other ([RFC 9989
        /// §11.8](https://www.rfc-editor.org/rfc/rfc9989#section-11.8)).
        GUARDED_TREE_WALK("guarded-treewalk"),
        /// RFC 9989, except that Organizational Domains come from the public suffix list.
        PSL("psl"),
        /// DMARC's first edition, [RFC 7489](https://www.rfc-editor.org/rfc/rfc7489): as PSL, and np=, psd= and
        /// t= mean nothing, several records at the author's domain end the search, and pct=0 does what t=y does
        /// today.
        RFC7489("rfc7489");

        private final String word;

        Mode(String word) {
            this.word = word;
        }

        /// The word in the configuration.
        public String word() {
            return word;
        }
    }

    /// What becomes of a message whose From names several domains (RFC 9989 §11.5).
    public enum SeveralAuthors {
        /// Each is evaluated, and the strictest policy of those that fail is applied.
        EVALUATE("evaluate"),
        /// It is treated as suspicious, whatever the domains say.
        QUARANTINE("quarantine"),
        /// It is turned away.
        REJECT("reject");

        private final String word;

        SeveralAuthors(String word) {
            this.word = word;
        }

        /// The word in the configuration.
        public String word() {
            return word;
        }
    }

    /// Checks that there is a list where one is needed.
    ///
    /// @throws IllegalArgumentException if there is none, or `authors` is below 1
    public DmarcSettings {
        if (mode != Mode.TREE_WALK && suffixes.isEmpty()) {
            throw new IllegalArgumentException(mode.word() + " needs a public suffix list");
        }
        if (authors < 1) {
            throw new IllegalArgumentException("authors must be at least 1, not " + authors);
        }
    }

    /// These settings with another mode and list.
    public DmarcSettings with(Mode newMode, PublicSuffixList list) {
        return new DmarcSettings(
                newMode, Optional.of(list), testingKeys, severalAuthors, authors, noAuthor, unreadableAuthor);
    }

    /// These settings with another rule for several authors.
    public DmarcSettings with(SeveralAuthors rule) {
        return new DmarcSettings(mode, suffixes, testingKeys, rule, authors, noAuthor, unreadableAuthor);
    }

    /// How Organizational Domains are found.
    DmarcResult.Discovery discovery() {
        return switch (mode) {
            case TREE_WALK, GUARDED_TREE_WALK -> DmarcResult.Discovery.TREEWALK;
            case PSL, RFC7489 -> DmarcResult.Discovery.PSL;
        };
    }
}
