package org.vidimus.policy.phishing;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.SequencedCollection;
import java.util.Set;
import org.vidimus.policy.dns.DomainName;
import org.vidimus.policy.message.MailAddress;
import org.vidimus.policy.phishing.PhishingFact.Place;

/// Finds facts in the addresses of a message: to whom they lead, and whom they show.
record AddressFacts(DomainGuard domains, NameGuard names, Organizations organizations) {
    List<PhishingFact> of(WatchedMessage message, Addresses addresses) {
        List<PhishingFact> facts = new ArrayList<>();
        Set<DomainName> seen = new HashSet<>();
        lookAlikes(Place.FROM, addresses.authors(), seen, facts);
        lookAlikes(Place.REPLY_TO, Addresses.domains(addresses.replyTo()), seen, facts);
        lookAlikes(Place.SENDER, Addresses.domains(addresses.sender()), seen, facts);
        lookAlikes(
                Place.MAIL_FROM,
                message.sender().map(MailAddress::domain).map(List::of).orElse(List.of()),
                seen,
                facts);
        addresses.from().forEach(mailbox -> name(mailbox, facts));
        replyElsewhere(message.standing(), addresses, facts);
        ownDomain(message, addresses, facts);
        return facts;
    }

    /// Each domain is named once, where it was seen first.
    private void lookAlikes(
            Place place, SequencedCollection<DomainName> found, Set<DomainName> seen, List<PhishingFact> facts) {
        for (DomainName domain : found) {
            if (seen.add(domain)) {
                domains.lookAlike(domain).ifPresent(one -> facts.add(new PhishingFact.LookAlikeDomain(place, one)));
                if (Labels.isBroken(domain)) {
                    facts.add(new PhishingFact.BrokenPunycode(place, domain));
                } else if (TextTraits.of(domain.toUnicode()).contains(TextTraits.MIXED_SCRIPTS)) {
                    facts.add(new PhishingFact.MixedScripts(place, domain.toString()));
                }
            }
        }
    }

    private void name(ShownMailbox mailbox, List<PhishingFact> facts) {
        names.find(mailbox.name())
                .filter(found -> mailbox.address().filter(found.person()::owns).isEmpty())
                .ifPresent(found -> facts.add(new PhishingFact.LookAlikeName(
                        found, mailbox.address().map(AddressFacts::printable).orElse("no address"))));
        mailbox.address()
                .map(MailAddress::domain)
                .ifPresent(actual -> Labels.addressIn(mailbox.name())
                        .filter(shown -> !organizations.same(shown, actual))
                        .ifPresent(
                                shown -> facts.add(new PhishingFact.AddressInName(shown, actual, mailbox.encoded()))));
    }

    private static String printable(MailAddress address) {
        return PhishingFact.printable(address.localPart().utf8()) + "@" + address.domain();
    }

    /// The organisation is that of the public suffix, or what DMARC found in the DNS.
    private void replyElsewhere(Standing standing, Addresses addresses, List<PhishingFact> facts) {
        if (addresses.authors().isEmpty()) {
            return;
        }
        for (DomainName replyTo : Addresses.domains(addresses.replyTo())) {
            boolean own = addresses.authors().stream().anyMatch(from -> organizations.same(from, replyTo));
            if (!own && standing.organization().filter(replyTo::isWithin).isEmpty()) {
                facts.add(new PhishingFact.ReplyElsewhere(addresses.authors().getFirst(), replyTo));
                return;
            }
        }
    }

    private void ownDomain(WatchedMessage message, Addresses addresses, List<PhishingFact> facts) {
        if (message.standing().authenticated()) {
            return;
        }
        addresses.authors().stream()
                .filter(from -> message.recipients().stream().anyMatch(own -> organizations.same(from, own)))
                .findFirst()
                .ifPresent(from -> facts.add(new PhishingFact.OwnDomain(from)));
    }
}
