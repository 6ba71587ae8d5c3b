package org.vidimus.policy.phishing;

import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.vidimus.policy.base.Bytes;
import org.vidimus.policy.dns.DomainName;

/// One thing about a message that impersonation has too. Which honest mail does the same is in `docs/phishing.md`.
///
/// Immutable. All texts are printable ASCII.
public sealed interface PhishingFact {
    /// Where in a message something was seen.
    enum Place {
        /// The From field.
        FROM("From"),
        /// The Reply-To field.
        REPLY_TO("Reply-To"),
        /// The Sender field.
        SENDER("Sender"),
        /// The Subject field.
        SUBJECT("Subject"),
        /// The sender of the envelope.
        MAIL_FROM("MAIL FROM");

        private final String word;

        Place(String word) {
            this.word = word;
        }

        /// The name for people.
        public String word() {
            return word;
        }
    }

    /// A domain can be taken for a protected one.
    record LookAlikeDomain(Place place, LookAlike found) implements PhishingFact {}

    /// From shows the name of a protected person and leads elsewhere.
    ///
    /// @param address where it leads, as printable ASCII
    record LookAlikeName(NameGuard.Found found, String address) implements PhishingFact {}

    /// An answer goes to another organisation than the one the message says it is from.
    record ReplyElsewhere(DomainName from, DomainName replyTo) implements PhishingFact {}

    /// The Message-ID came before with another body.
    ///
    /// @param messageId its beginning
    record DuplicateId(String messageId) implements PhishingFact {}

    /// From names several domains.
    record SeveralAuthors(List<DomainName> domains) implements PhishingFact {
        /// Copies the list.
        public SeveralAuthors {
            domains = List.copyOf(domains);
        }
    }

    /// A display name in From shows an address of another organisation than the one it leads to.
    ///
    /// @param shown the domain of the address shown
    /// @param actual the domain that it leads to
    /// @param encoded whether encoded-words hid it from those that do not decode
    record AddressInName(DomainName shown, DomainName actual, boolean encoded) implements PhishingFact {}

    /// From names the recipient's own domain, and nothing confirms that the mail is from there.
    record OwnDomain(DomainName domain) implements PhishingFact {}

    /// Characters that readers do not see.
    ///
    /// @param kinds `bidi-controls`, `invisible`, `control-characters`
    record HiddenCharacters(Place place, Set<String> kinds) implements PhishingFact {
        /// Copies the set.
        public HiddenCharacters {
            kinds = Set.copyOf(kinds);
        }
    }

    /// Letters of different scripts in one word of a name, subject or domain.
    ///
    /// @param text where, as printable ASCII
    record MixedScripts(Place place, String text) implements PhishingFact {}

    /// A domain with a label that begins with `xn--` and stands for nothing.
    record BrokenPunycode(Place place, DomainName domain) implements PhishingFact {}

    /// The fact as a word, for logs, metrics and scripts.
    default String word() {
        return switch (this) {
            case LookAlikeDomain _ -> "lookalike-domain";
            case LookAlikeName _ -> "lookalike-name";
            case ReplyElsewhere _ -> "reply-elsewhere";
            case DuplicateId _ -> "duplicate-id";
            case SeveralAuthors _ -> "several-authors";
            case AddressInName _ -> "address-in-name";
            case OwnDomain _ -> "own-domain";
            case HiddenCharacters _ -> "hidden-characters";
            case MixedScripts _ -> "mixed-scripts";
            case BrokenPunycode _ -> "broken-punycode";
        };
    }

    /// The names that matter, without spaces, for the log.
    default String detail() {
        return switch (this) {
            case LookAlikeDomain(Place _, LookAlike found) -> found.domain() + "~" + found.of() + "/" + found.word();
            case LookAlikeName(NameGuard.Found found, String _) ->
                found.person().toString().replace(' ', '.') + "/"
                        + found.resemblance().word();
            case ReplyElsewhere(DomainName _, DomainName replyTo) -> replyTo.toString();
            case DuplicateId _ -> "";
            case SeveralAuthors(List<DomainName> domains) -> String.valueOf(domains.size());
            case AddressInName(DomainName shown, DomainName _, boolean _) -> shown.toString();
            case OwnDomain(DomainName domain) -> domain.toString();
            case HiddenCharacters(Place place, Set<String> kinds) ->
                place.word() + "/" + String.join("+", new TreeSet<>(kinds));
            case MixedScripts(Place place, String _) -> place.word();
            case BrokenPunycode(Place _, DomainName domain) -> domain.toString();
        };
    }

    /// The fact in one sentence.
    default String text() {
        return switch (this) {
            case LookAlikeDomain(Place place, LookAlike found) ->
                found.domain() + " in " + place.word() + " can be taken for " + found.of() + ": " + found.explanation();
            case LookAlikeName(NameGuard.Found found, String address) ->
                "From shows "
                        + switch (found.resemblance()) {
                            case SAME -> "the name of ";
                            case SIMILAR -> "a name that looks like ";
                            case CONTAINED -> "a name with that of ";
                        }
                        + found.person() + " and leads to " + address;
            case ReplyElsewhere(DomainName from, DomainName replyTo) ->
                "answers go to " + replyTo + ", while From names " + from;
            case DuplicateId(String messageId) -> "the Message-ID " + messageId + " came before with another body";
            case SeveralAuthors(List<DomainName> domains) -> "From names " + domains.size() + " domains";
            case AddressInName(DomainName shown, DomainName actual, boolean encoded) ->
                "the display name in From shows an address at " + shown + " and leads to " + actual
                        + (encoded ? "; it is hidden in encoded-words" : "");
            case OwnDomain(DomainName domain) ->
                "From names " + domain + ", the recipient's own domain, and nothing confirms it";
            case HiddenCharacters(Place place, Set<String> kinds) ->
                place.word() + " holds " + String.join(", ", new TreeSet<>(kinds)) + " that nobody sees";
            case MixedScripts(Place place, String text) -> place.word() + " mixes scripts within a word: " + text;
            case BrokenPunycode(Place place, DomainName domain) ->
                domain + " in " + place.word() + " has a label in punycode that stands for nothing";
        };
    }

    /// Text from a message as printable ASCII, cut to what fits into a line.
    static String printable(String text) {
        return Bytes.utf8(text).excerpt(100);
    }
}
