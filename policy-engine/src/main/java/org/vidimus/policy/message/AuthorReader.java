package org.vidimus.policy.message;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.vidimus.policy.base.Ascii;
import org.vidimus.policy.base.Bytes;
import org.vidimus.policy.base.Parsed;
import org.vidimus.policy.dns.DomainName;

/// Finds the From fields of a header and the domains in them. Confined to one call.
final class AuthorReader {
    private static final Bytes FROM = Bytes.utf8("From");
    private static final int MAX_DOMAINS = 1_000;

    private final Set<DomainName> domains = new LinkedHashSet<>();
    private int fields;
    private int mailboxes;
    private int fieldsWithoutDomain;
    private boolean hasLiteral;

    Author read(HeaderBlock header) {
        for (HeaderBlock.Entry entry : header.entries()) {
            Optional<Author> problem = problem(entry.field());
            if (problem.isPresent()) {
                return problem.get();
            }
        }
        if (fields == 0) {
            return new Author.None("no From field");
        }
        if (domains.isEmpty()) {
            return new Author.None(mailboxes == 0 ? "no address in From" : "address literal in From");
        }
        // Which of them a reader shows is anybody's guess, and only one of them could be checked.
        if (hasLiteral) {
            return new Author.Unreadable(0, "an address literal beside a domain");
        }
        if (fieldsWithoutDomain > 0) {
            return new Author.Unreadable(0, "an empty From field beside another");
        }
        return domains.size() == 1
                ? new Author.Single(domains.iterator().next())
                : new Author.Several(List.copyOf(domains));
    }

    private Optional<Author> problem(HeaderField field) {
        if (HiddenField.isIn(field.value(), FROM)) {
            return Optional.of(new Author.Unreadable(0, "a From field hidden in another field"));
        }
        if (!resemblesFrom(field.name())) {
            return Optional.empty();
        }
        // Deviation: RFC 5322 §4.5 lets white space stand before the colon. Readers that do not know that see
        // no From field, and show the address of another.
        if (!field.name().equalsIgnoreCaseAscii(FROM)) {
            return Optional.of(new Author.Unreadable(0, "a field name that is almost From"));
        }
        fields++;
        return switch (AddressList.parse(field.value())) {
            case Parsed.Malformed<AddressList>(int offset, String why) ->
                Optional.of(new Author.Unreadable(offset, why));
            case Parsed.Ok<AddressList>(AddressList list) -> {
                add(list);
                yield domains.size() > MAX_DOMAINS
                        ? Optional.of(new Author.Unreadable(0, "more than " + MAX_DOMAINS + " domains"))
                        : Optional.empty();
            }
        };
    }

    private void add(AddressList list) {
        if (list.mailboxes().isEmpty()) {
            fieldsWithoutDomain++;
        }
        mailboxes += list.mailboxes().size();
        for (AddressList.Mailbox mailbox : list.mailboxes()) {
            switch (mailbox.host()) {
                case AddressList.Host.Name(DomainName domain) -> domains.add(domain);
                case AddressList.Host.Literal _ -> hasLiteral = true;
            }
            domains.addAll(mailbox.others());
        }
    }

    /// Whether readers that drop white space, control characters and octets outside ASCII read this name as
    /// From.
    private static boolean resemblesFrom(Bytes name) {
        int matched = 0;
        for (int i = 0; i < name.length(); i++) {
            int octet = name.at(i);
            if (Ascii.isFieldName(octet)) {
                if (matched == FROM.length() || Ascii.lower(octet) != Ascii.lower(FROM.at(matched))) {
                    return false;
                }
                matched++;
            }
        }
        return matched == FROM.length();
    }
}
