package org.vidimus.policy.phishing;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.vidimus.policy.base.Ascii;
import org.vidimus.policy.base.Bytes;
import org.vidimus.policy.message.Author;
import org.vidimus.policy.message.HeaderBlock;
import org.vidimus.policy.message.HeaderField;

/// Puts together what a message has in common with phishing.
///
/// A message costs some microseconds and no question to the DNS; fields are read as far as some KiB, and 50
/// addresses of each.
///
/// Thread-safe.
public final class PhishingCheck {
    private static final Bytes MESSAGE_ID = Bytes.utf8("Message-ID");

    private final DomainGuard domains;
    private final NameGuard names;
    private final Organizations organizations;
    private final MessageIds messageIds;

    /// A check for what `settings` protect.
    ///
    /// @param messageIds remembers Message-IDs; asked once for each message that has one and a body hash
    public PhishingCheck(Protected settings, Organizations organizations, MessageIds messageIds) {
        this.domains = new DomainGuard(settings, organizations);
        this.names = new NameGuard(settings);
        this.organizations = organizations;
        this.messageIds = messageIds;
    }

    /// The look-alikes of domains, for those who have other domains to compare.
    public DomainGuard domains() {
        return domains;
    }

    /// What `message` has in common with phishing. To be asked once: a Message-ID is noted by it.
    public PhishingFacts facts(WatchedMessage message) {
        List<PhishingFact> facts = new ArrayList<>();
        if (message.author() instanceof Author.Several(var several)) {
            facts.add(new PhishingFact.SeveralAuthors(several));
        }
        Addresses addresses = Addresses.of(message);
        facts.addAll(new AddressFacts(domains, names, organizations).of(message, addresses));
        facts.addAll(TextFacts.of(message.header(), addresses));
        duplicate(message).ifPresent(facts::add);
        return new PhishingFacts(facts);
    }

    /// The facts of a message that may never be asked for: they are found at the first call, in the thread that
    /// calls.
    public Supplier<PhishingFacts> lazily(Supplier<WatchedMessage> message) {
        return new Once(() -> facts(message.get()));
    }

    private Optional<PhishingFact> duplicate(WatchedMessage message) {
        return message.bodyHash()
                .flatMap(body -> messageId(message.header())
                        .filter(id -> messageIds.cameWithAnother(id, body))
                        .map(id -> new PhishingFact.DuplicateId(id.excerpt(100))));
    }

    /// What stands between the angle brackets of the first Message-ID, or the whole value where there are none.
    static Optional<Bytes> messageId(HeaderBlock header) {
        return header.entries().stream()
                .map(HeaderBlock.Entry::field)
                .filter(field -> field.isNamed(MESSAGE_ID))
                .findFirst()
                .map(HeaderField::unfolded)
                .map(PhishingCheck::bare)
                .filter(id -> !id.isEmpty());
    }

    private static Bytes bare(Bytes value) {
        int open = value.indexOf('<', 0);
        int close = value.indexOf('>', open + 1);
        int start = open >= 0 && close > open ? open + 1 : 0;
        int end = open >= 0 && close > open ? close : value.length();
        while (start < end && Ascii.isWhiteSpace(value.at(start))) {
            start++;
        }
        while (end > start && Ascii.isWhiteSpace(value.at(end - 1))) {
            end--;
        }
        return value.slice(start, end);
    }

    /// Confined to the thread that examines the message.
    private static final class Once implements Supplier<PhishingFacts> {
        private final Supplier<PhishingFacts> source;
        private Optional<PhishingFacts> facts = Optional.empty();

        Once(Supplier<PhishingFacts> source) {
            this.source = source;
        }

        @Override
        public PhishingFacts get() {
            if (facts.isEmpty()) {
                facts = Optional.of(source.get());
            }
            return facts.get();
        }
    }
}
