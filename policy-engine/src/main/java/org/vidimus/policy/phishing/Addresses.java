package org.vidimus.policy.phishing;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.SequencedSet;
import org.vidimus.policy.base.Bytes;
import org.vidimus.policy.dns.DomainName;
import org.vidimus.policy.message.Author;
import org.vidimus.policy.message.HeaderBlock;
import org.vidimus.policy.message.MailAddress;

/// The addresses of a message that its readers see or answer to.
///
/// @param from those of all From fields
/// @param replyTo those of all Reply-To fields
/// @param sender those of the Sender field
/// @param authors the domains of From, as DMARC reads them and as mail programs do
record Addresses(
        List<ShownMailbox> from,
        List<ShownMailbox> replyTo,
        List<ShownMailbox> sender,
        SequencedSet<DomainName> authors) {
    private static final Bytes FROM = Bytes.utf8("From");
    private static final Bytes REPLY_TO = Bytes.utf8("Reply-To");
    private static final Bytes SENDER = Bytes.utf8("Sender");
    private static final int MOST = 50;

    static Addresses of(WatchedMessage message) {
        List<ShownMailbox> from = named(message.header(), FROM);
        SequencedSet<DomainName> authors = new LinkedHashSet<>(
                switch (message.author()) {
                    case Author.Single(DomainName domain) -> List.of(domain);
                    case Author.Several(List<DomainName> domains) -> domains.subList(0, Math.min(domains.size(), MOST));
                    case Author.None _, Author.Unreadable _ -> List.of();
                });
        authors.addAll(domains(from));
        return new Addresses(from, named(message.header(), REPLY_TO), named(message.header(), SENDER), authors);
    }

    private static List<ShownMailbox> named(HeaderBlock header, Bytes name) {
        List<ShownMailbox> mailboxes = new ArrayList<>();
        for (HeaderBlock.Entry entry : header.entries()) {
            if (mailboxes.size() < MOST && entry.field().isNamed(name)) {
                mailboxes.addAll(ShownMailbox.of(entry.field().unfolded()));
            }
        }
        return List.copyOf(mailboxes);
    }

    /// The domains to which these lead, each once.
    static SequencedSet<DomainName> domains(List<ShownMailbox> mailboxes) {
        SequencedSet<DomainName> domains = new LinkedHashSet<>();
        mailboxes.stream()
                .map(ShownMailbox::address)
                .flatMap(Optional::stream)
                .map(MailAddress::domain)
                .forEach(domains::add);
        return domains;
    }
}
