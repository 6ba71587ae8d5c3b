package org.vidimus.signer.rules;

import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.vidimus.policy.base.Bytes;
import org.vidimus.policy.base.Parsed;
import org.vidimus.policy.dns.DomainName;
import org.vidimus.policy.message.AddressList;
import org.vidimus.policy.message.Author;
import org.vidimus.policy.message.HeaderBlock;
import org.vidimus.policy.message.MailAddress;

/// Whom a message that can be signed says it is from: one From field with one address or several, all of one
/// domain. A rule or an entry is for them only if it is for each of them.
///
/// Immutable.
///
/// @param domain their domain
/// @param addresses by the form in which they are compared, each once; at least one
record Authors(DomainName domain, Map<Bytes, MailAddress> addresses) {
    private static final Bytes FROM = Bytes.utf8("From");

    /// Whether a header has authors by whom it can be signed.
    sealed interface Read {
        /// It has.
        record Good(Authors authors) implements Read {}

        /// It has not.
        ///
        /// @param why for the log and the sender, in words of ours
        record Bad(UnsignedReason reason, String why) implements Read {}
    }

    /// The authors of this header.
    ///
    /// @param author what was made of it as a whole
    static Read of(HeaderBlock header, Author author) {
        return switch (author) {
            case Author.None(String why) -> new Read.Bad(UnsignedReason.NO_AUTHOR, why);
            case Author.Unreadable(int _, String why) ->
                new Read.Bad(UnsignedReason.NO_AUTHOR, "From cannot be read: " + why);
            case Author.Several(List<DomainName> domains) ->
                new Read.Bad(UnsignedReason.SEVERAL_AUTHORS, domains.size() + " different domains in From");
            case Author.Single(DomainName domain) -> of(header, domain);
        };
    }

    private static Read of(HeaderBlock header, DomainName domain) {
        List<HeaderBlock.Entry> fields = header.named(FROM);
        // RFC 5322 §3.6: there is one From; a reader may show either of two, whatever their domains are.
        if (fields.size() != 1) {
            return new Read.Bad(UnsignedReason.SEVERAL_AUTHORS, fields.size() + " From fields");
        }
        Map<Bytes, MailAddress> addresses = new LinkedHashMap<>();
        switch (AddressList.parse(fields.getFirst().field().value())) {
            case Parsed.Ok<AddressList>(AddressList list) ->
                list.mailboxes()
                        .forEach(box -> addresses.putIfAbsent(
                                LocalParts.fold(box.localPart()), new MailAddress(box.localPart(), domain)));
            case Parsed.Malformed<AddressList>(int _, String why) -> {
                return new Read.Bad(UnsignedReason.NO_AUTHOR, "From cannot be read: " + why);
            }
        }
        return addresses.isEmpty()
                ? new Read.Bad(UnsignedReason.NO_AUTHOR, "no address in From")
                : new Read.Good(new Authors(domain, addresses));
    }

    /// The only one; empty if there are several.
    Optional<MailAddress> only() {
        return addresses.size() == 1 ? Optional.of(addresses.values().iterator().next()) : Optional.empty();
    }

    /// Which of `patterns` is for all of them, or the last of those that are for all of them together; empty if
    /// there is somebody whom none is for.
    Optional<AddressPattern> matched(Collection<AddressPattern> patterns) {
        Set<Bytes> found = new HashSet<>();
        for (AddressPattern pattern : patterns) {
            if (!pattern.matches(domain)) {
                continue;
            }
            if (pattern.localPart().isEmpty()) {
                return Optional.of(pattern);
            }
            pattern.localPart().filter(addresses::containsKey).ifPresent(found::add);
            if (found.size() == addresses.size()) {
                return Optional.of(pattern);
            }
        }
        return Optional.empty();
    }

    /// They, for steps and logs: the first, and how many more.
    @Override
    public String toString() {
        String first = LocalParts.show(addresses.values().iterator().next());
        return addresses.size() == 1 ? first : first + " and " + (addresses.size() - 1) + " more";
    }
}
