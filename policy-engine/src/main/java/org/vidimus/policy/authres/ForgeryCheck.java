package org.vidimus.policy.authres;

import java.util.Optional;
import org.vidimus.policy.base.Bytes;
import org.vidimus.policy.base.Parsed;
import org.vidimus.policy.message.HeaderField;
import org.vidimus.policy.message.HiddenField;

/// Decides whether an Authentication-Results field that came from outside pretends to be ours.
///
/// [RFC 8601 §5](https://www.rfc-editor.org/rfc/rfc8601#section-5): an MTA must delete every such field
/// before it adds its own, and every field in a version that it does not support.
///
/// Thread-safe.
public final class ForgeryCheck {
    /*
     * The grammar is the smaller half of the problem. The field is read later by mail clients, Sieve scripts and other
     * filters, many of which split at semicolons or search with a regular expression. Whoever forges writes for them,
     * not for the grammar; so the question is not "what does this field say?" but "could any reader take it for ours?".
     *
     * 1. Where the part before the results (the head) is well formed, a strict reader sees one authserv-id. If it is
     *    ours, that settles it.
     * 2. Otherwise our name is searched for in every place where a sloppy reader might find the authserv-id. In a field
     *    with a well-formed head that is the head: its comments, its quoted-strings, and what a reader that treats
     *    comments in its own way (NameSearch.CommentRule) takes for the head. Where the head is malformed nobody knows
     *    where it ends (Microsoft writes results first and its name after them), so it is the whole field.
     * 3. An encoded-word there is taken for a disguise whatever it decodes to.
     *
     * Interpretation: RFC 8601 §5 speaks of fields that claim our name "by virtue of" their authserv-id and does not
     * say what to do with malformed ones. We remove a malformed field that holds our name as a whole word. An honest
     * malformed field may be lost with it. RFC 8601 §5 permits removing any field, so that costs a diagnostic at worst.
     *
     * Our name may also be spelled with U-labels where the configured one has A-labels; then every word beyond ASCII is
     * read as a domain name as well. Compatibility forms (full-width letters, ideographic full stops, soft hyphens) are
     * covered. Letters of other scripts that only look alike are a different name to every program, and stay.
     */

    private static final String SUPPORTED_VERSION = "1"; // RFC 8601 §2.2

    private final Optional<Own> own;

    private record Own(AuthservId id, NameSearch search) {}

    /// A check for fields that pretend to come from `own`.
    public ForgeryCheck(AuthservId own) {
        this(Optional.of(new Own(own, new NameSearch(own.text(), own.isInternational()))));
    }

    private ForgeryCheck(Optional<Own> own) {
        this.own = own;
    }

    /// A check for a host that does not know its own name: every Authentication-Results field may be a
    /// forgery.
    public static ForgeryCheck ofUnknownHost() {
        return new ForgeryCheck(Optional.empty());
    }

    /// What this field of an incoming message claims. Takes time linear in its length.
    ///
    /// The field's name counts in any case and with white space before the colon.
    ///
    /// @param maxOctets the longest value of an Authentication-Results field to read, at least 0; see
    ///     [org.vidimus.policy.base.Budgets#authenticationResultsBytes()]
    public Claim examine(HeaderField field, int maxOctets) {
        if (HiddenField.isIn(field.value(), AuthenticationResultsHeader.NAME)) {
            return Claim.SMUGGLED;
        }
        if (!field.isNamed(AuthenticationResultsHeader.NAME)) {
            return Claim.NONE;
        }
        if (field.value().length() > maxOctets) {
            return Claim.TOO_LONG;
        }
        return own.map(name -> examine(name, field.value())).orElse(Claim.UNKNOWN_HOST);
    }

    private static Claim examine(Own own, Bytes value) {
        return switch (Head.read(new Lexer(value))) {
            case Parsed.Ok<Head>(Head head) -> examine(own, value, head);
            case Parsed.Malformed<Head> _ -> examineMalformed(own, value);
        };
    }

    private static Claim examine(Own own, Bytes value, Head head) {
        if (own.id().isClaimedBy(head.authservId())) {
            return Claim.OURS;
        }
        if (own.search().findsIn(value, head.end())) {
            return Claim.DISGUISED;
        }
        if (holdsEncodedWord(value, head.end())) {
            return Claim.ENCODED;
        }
        return head.version().equals(SUPPORTED_VERSION) ? Claim.FOREIGN : Claim.UNKNOWN_VERSION;
    }

    private static Claim examineMalformed(Own own, Bytes value) {
        if (own.search().findsIn(value, value.length())) {
            return Claim.DISGUISED;
        }
        int semicolon = value.indexOf(';', 0);
        return holdsEncodedWord(value, semicolon < 0 ? value.length() : semicolon) ? Claim.ENCODED : Claim.FOREIGN;
    }

    private static boolean holdsEncodedWord(Bytes value, int end) {
        for (int i = value.indexOf('=', 0); i >= 0 && i + 1 < end; i = value.indexOf('=', i + 1)) {
            if (value.at(i + 1) == '?') {
                return true;
            }
        }
        return false;
    }
}
