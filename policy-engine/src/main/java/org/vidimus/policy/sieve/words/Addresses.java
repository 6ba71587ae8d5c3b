package org.vidimus.policy.sieve.words;

import java.util.List;
import java.util.Optional;
import org.vidimus.policy.base.Bytes;
import org.vidimus.policy.base.Parsed;
import org.vidimus.policy.dns.DomainName;
import org.vidimus.policy.message.AddressList;
import org.vidimus.policy.message.MailAddress;
import org.vidimus.policy.message.ReversePath;

/// Addresses as scripts see them: `local-part@domain`, quotes undone.
final class Addresses {
    private Addresses() {}

    /// An address in two parts.
    ///
    /// @param domain empty for a local user or the null sender
    record Parts(String localPart, String domain) {
        /// All of it.
        String all() {
            return domain.isEmpty() ? localPart : localPart + "@" + domain;
        }

        /// The local-part before the separator, or all of it if there is none.
        String user(String separators) {
            int end = separator(separators);
            return end < 0 ? localPart : localPart.substring(0, end);
        }

        /// What stands behind the separator, if there is one.
        Optional<String> detail(String separators) {
            int end = separator(separators);
            return end < 0 ? Optional.empty() : Optional.of(localPart.substring(end + 1));
        }

        /// The first separator that has something before it, as Postfix has it: `+a` is a user.
        private int separator(String separators) {
            for (int i = 1; i < localPart.length(); i++) {
                if (separators.indexOf(localPart.charAt(i)) >= 0) {
                    return i;
                }
            }
            return -1;
        }
    }

    /// The addresses in the value of a field; none if it is not a list of addresses.
    static List<Parts> in(Bytes value) {
        return switch (AddressList.parse(value)) {
            case Parsed.Ok<AddressList>(AddressList list) ->
                list.mailboxes().stream().map(Addresses::parts).toList();
            case Parsed.Malformed<AddressList> _ -> List.of();
        };
    }

    /// `text`, if it is one address with a domain and nothing else.
    static Optional<String> single(String text) {
        List<Parts> found = in(Bytes.utf8(text));
        if (found.isEmpty()) {
            return unusual(text).filter(parts -> !parts.domain().isEmpty()).map(Parts::all);
        }
        return found.size() == 1 && !found.getFirst().domain().isEmpty()
                ? Optional.of(found.getFirst().all())
                : Optional.empty();
    }

    private static Parts parts(AddressList.Mailbox mailbox) {
        String domain = switch (mailbox.host()) {
            case AddressList.Host.Name(var name) ->
                asWritten(name.toString(), mailbox.written().latin1());
            case AddressList.Host.Literal(var octets) -> "[" + octets.utf8() + "]";
        };
        return new Parts(mailbox.localPart().utf8(), domain);
    }

    /// Interpretation: the case of a domain is the sender's, for comparators that look at it; U-labels are seen as
    /// A-labels and a final dot is not seen, so that a script has one spelling to write.
    private static String asWritten(String name, String written) {
        return name.equalsIgnoreCase(written) ? written : name;
    }

    /// A path of the envelope without its source route (§5.4); empty if it is none. The null sender is an address
    /// of two empty parts.
    static Optional<Parts> ofPath(String path) {
        return switch (ReversePath.parse(Bytes.utf8(path))) {
            case ReversePath.Null _ -> Optional.of(new Parts("", ""));
            case ReversePath.Mailbox(MailAddress address) ->
                Optional.of(new Parts(
                        address.localPart().utf8(),
                        asWritten(address.domain().toString(), path.substring(path.lastIndexOf('@') + 1))));
            case ReversePath.Unusable(var octets, var _) -> unusual(octets.utf8());
        };
    }

    /// A local user, an address with an address literal, or one whose dots stand where RFC 5321 has none: Japanese
    /// providers gave such addresses to their users, and they get mail.
    private static Optional<Parts> unusual(String path) {
        int at = path.lastIndexOf('@');
        String local = at < 0 ? path : path.substring(0, at);
        String domain = at < 0 ? "" : path.substring(at + 1);
        boolean plain = !local.isEmpty() && local.chars().noneMatch(c -> c <= ' ' || "<>@,:;\"\\()[]".indexOf(c) >= 0);
        boolean literal = domain.startsWith("[") && domain.endsWith("]");
        boolean known = at < 0 || literal || DomainName.parse(domain) instanceof Parsed.Ok<DomainName>;
        return plain && known ? Optional.of(new Parts(local, domain)) : Optional.empty();
    }
}
