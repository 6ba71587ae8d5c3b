package org.vidimus.policy.pipeline;

import java.net.InetAddress;
import java.util.List;
import java.util.Optional;
import java.util.function.BiPredicate;
import java.util.function.Predicate;
import org.vidimus.policy.arc.ArcResult;
import org.vidimus.policy.dkim.DkimResult;
import org.vidimus.policy.dkim.DkimVerdict;
import org.vidimus.policy.dns.DomainName;
import org.vidimus.policy.message.Author;
import org.vidimus.policy.message.HeaderBlock;
import org.vidimus.policy.message.ReversePath;

/// Which mail an [OverrideRule] is for: all conditions that are given must hold, each for one of its
/// values. An empty list is a condition that is not given.
///
/// Immutable.
///
/// @param networks the client's address is in one of them
/// @param envelopeDomains the domain of MAIL FROM, which is whatever the sender writes
/// @param fromDomains the domain in From, which is whatever the sender writes
/// @param listIds the List-Id, which is whatever the sender writes
/// @param sealers the ARC chain is good, and all who sealed it are among these. One of them would not be
///     enough: who adds a seal can take the older ones from any message, and only the newest is bound to
///     this one ([RFC 8617 §5.2](https://www.rfc-editor.org/rfc/rfc8617#section-5.2))
/// @param dkimDomains a DKIM signature of one of these passes
public record OverrideConditions(
        List<Network> networks,
        List<DomainPattern> envelopeDomains,
        List<DomainPattern> fromDomains,
        List<ListPattern> listIds,
        List<DomainPattern> sealers,
        List<DomainPattern> dkimDomains) {
    /// Copies the lists.
    public OverrideConditions {
        networks = List.copyOf(networks);
        envelopeDomains = List.copyOf(envelopeDomains);
        fromDomains = List.copyOf(fromDomains);
        listIds = List.copyOf(listIds);
        sealers = List.copyOf(sealers);
        dkimDomains = List.copyOf(dkimDomains);
    }

    /// What is known about a message that was verified.
    ///
    /// @param header as received
    record Case(
            Optional<InetAddress> client,
            ReversePath mailFrom,
            HeaderBlock header,
            Author author,
            ArcResult arc,
            List<DkimResult> dkim) {}

    /// Whether nothing is asked, so that every message is meant.
    public boolean isEmpty() {
        return !isProven() && envelopeDomains.isEmpty() && fromDomains.isEmpty() && listIds.isEmpty();
    }

    /// Whether one of the conditions is about something that a sender cannot make up.
    public boolean isProven() {
        return !networks.isEmpty() || !sealers.isEmpty() || !dkimDomains.isEmpty();
    }

    /// Whether every message that `other` is for is meant too, as far as can be told from their values.
    public boolean cover(OverrideConditions other) {
        return covers(networks, other.networks, OverrideConditions::covers)
                && covers(envelopeDomains, other.envelopeDomains, DomainPattern::covers)
                && covers(fromDomains, other.fromDomains, DomainPattern::covers)
                && covers(listIds, other.listIds, ListPattern::covers)
                && covers(sealers, other.sealers, DomainPattern::covers)
                && covers(dkimDomains, other.dkimDomains, DomainPattern::covers);
    }

    /// Whether a message is meant.
    ///
    /// @param opens whether more mail gets through for it: then every domain of a From that names several
    ///     must be listed, and otherwise one
    boolean match(Case message, boolean opens) {
        return holds(networks, net -> message.client().filter(net::contains).isPresent())
                && holds(
                        envelopeDomains,
                        pattern -> sender(message).filter(pattern::matches).isPresent())
                && (fromDomains.isEmpty() || matchAuthor(message.author(), opens))
                && matchList(message.header())
                && (sealers.isEmpty() || matchSealers(message.arc()))
                && holds(
                        dkimDomains,
                        pattern -> message.dkim().stream()
                                .filter(signature -> signature.verdict() instanceof DkimVerdict.Pass)
                                .flatMap(signature -> signature.domain().stream())
                                .anyMatch(pattern::matches));
    }

    private static <T> boolean holds(List<T> values, Predicate<T> test) {
        return values.isEmpty() || values.stream().anyMatch(test);
    }

    private static Optional<DomainName> sender(Case message) {
        return message.mailFrom() instanceof ReversePath.Mailbox(var address)
                ? Optional.of(address.domain())
                : Optional.empty();
    }

    private boolean matchAuthor(Author author, boolean all) {
        return switch (author) {
            case Author.Single(DomainName domain) -> isListed(fromDomains, domain);
            case Author.Several(List<DomainName> domains) ->
                all
                        ? domains.stream().allMatch(domain -> isListed(fromDomains, domain))
                        : domains.stream().anyMatch(domain -> isListed(fromDomains, domain));
            case Author.None _, Author.Unreadable _ -> false;
        };
    }

    private boolean matchList(HeaderBlock header) {
        return listIds.isEmpty()
                || ListId.of(header)
                        .filter(id -> listIds.stream().anyMatch(pattern -> pattern.matches(id)))
                        .isPresent();
    }

    private boolean matchSealers(ArcResult arc) {
        return arc.status() == ArcResult.Status.PASS
                && !arc.sealers().isEmpty()
                && arc.sealers().stream().allMatch(sealer -> isListed(sealers, sealer.domain()));
    }

    private static boolean isListed(List<DomainPattern> patterns, DomainName domain) {
        return patterns.stream().anyMatch(pattern -> pattern.matches(domain));
    }

    private static <T> boolean covers(List<T> wide, List<T> narrow, BiPredicate<T, T> covers) {
        return wide.isEmpty()
                || !narrow.isEmpty()
                        && narrow.stream().allMatch(value -> wide.stream().anyMatch(each -> covers.test(each, value)));
    }

    private static boolean covers(Network wide, Network narrow) {
        return wide.prefix() <= narrow.prefix() && wide.contains(narrow.address());
    }
}
