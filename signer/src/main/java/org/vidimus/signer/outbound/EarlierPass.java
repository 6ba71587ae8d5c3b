package org.vidimus.signer.outbound;

import java.util.Optional;
import org.vidimus.policy.authres.AuthenticationResultsHeader;
import org.vidimus.policy.authres.ResultInfo;
import org.vidimus.policy.base.Budgets;
import org.vidimus.policy.base.Bytes;
import org.vidimus.policy.base.Parsed;
import org.vidimus.policy.dns.DomainName;
import org.vidimus.policy.message.Author;
import org.vidimus.policy.message.HeaderBlock;
import org.vidimus.policy.message.HeaderField;
import org.vidimus.signer.rules.UnsignedReason;

/// What a message that comes from inside shows of an earlier way in.
///
/// A content filter gives everything back to the MTA from the host itself, which is trusted: mail of strangers,
/// and mail of logins that may not use its author. Whoever signed all that by its From would sign for anybody
/// (DKS-10, CERT VU#244112). The first pass knew better, and what it wrote into the header is still there. None
/// of it has to be believed: each trace only keeps us from signing, so that there is nothing to be had by
/// forging one.
///
/// Interpretation: RFC 8601 §5 has us remove fields that claim to be ours; what they say may still be read as a
/// reason to trust the message less.
final class EarlierPass {
    /// The field by which a message is known whose login may not use its author.
    private static final String MARK = "X-Vidimus-Unsigned";

    private static final int MOST_FIELDS = 100; // ours is near the top

    private EarlierPass() {}

    /// Why a message is not to be signed.
    ///
    /// @param why for the log
    record Trace(UnsignedReason reason, String why) {}

    /// The mark of a message that is let go although its login may not use the author.
    static HeaderField mark() {
        return HeaderField.of(MARK, " " + UnsignedReason.NOT_ALLOWED.word());
    }

    /// The trace of an earlier pass; empty where there is none.
    static Optional<Trace> of(HeaderBlock header, Author author) {
        if (!header.named(Bytes.utf8(MARK)).isEmpty()) {
            return Optional.of(new Trace(UnsignedReason.NOT_ALLOWED, "by " + MARK));
        }
        Optional<DomainName> domain =
                author instanceof Author.Single(DomainName single) ? Optional.of(single) : Optional.empty();
        return header.named(AuthenticationResultsHeader.NAME).stream()
                        .limit(MOST_FIELDS)
                        .anyMatch(entry -> saysFromOutside(entry.field().value(), domain))
                ? Optional.of(new Trace(
                        UnsignedReason.NOT_FROM_INSIDE, "by Authentication-Results: it was verified with this author"))
                : Optional.empty();
    }

    /// Whether DMARC was evaluated for this author, and that is done for mail from outside only. If the author
    /// was another then, somebody inside has put his own name in its place, as mailing lists do, and answers
    /// for it.
    ///
    /// @param author empty if there is not exactly one domain: then nobody has put his name there
    private static boolean saysFromOutside(Bytes value, Optional<DomainName> author) {
        return AuthenticationResultsHeader.parse(value, Budgets.DEFAULT)
                        instanceof Parsed.Ok<AuthenticationResultsHeader>(AuthenticationResultsHeader results)
                && results.results().stream()
                        .filter(info -> info.method().equals("dmarc"))
                        .anyMatch(info -> author.isEmpty()
                                || info.properties().stream().anyMatch(property -> isAuthor(property, author.get())));
    }

    private static boolean isAuthor(ResultInfo.Property property, DomainName author) {
        return property.ptype().equals("header")
                && property.name().equals("from")
                && DomainName.parse(property.value()) instanceof Parsed.Ok<DomainName>(DomainName domain)
                && domain.equals(author);
    }
}
