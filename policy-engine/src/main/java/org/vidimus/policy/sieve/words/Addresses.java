package org.vidimus.policy.sieve.words;

import java.util.List;
import java.util.Optional;
import org.vidimus.policy.base.Bytes;
import org.vidimus.policy.base.Parsed;
import org.vidimus.policy.message.AddressList;

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
        return found.size() == 1 && !found.getFirst().domain().isEmpty()
                ? Optional.of(found.getFirst().all())
                : Optional.empty();
    }

    private static Parts parts(AddressList.Mailbox mailbox) {
        String domain = switch (mailbox.host()) {
            case AddressList.Host.Name(var name) -> name.toString();
            case AddressList.Host.Literal(var octets) -> "[" + octets.utf8() + "]";
        };
        return new Parts(mailbox.localPart().utf8(), domain);
    }

    /// A path of the envelope: everything before the last `@`, and what stands behind it.
    static Parts ofPath(String path) {
        int at = path.lastIndexOf('@');
        return at < 0 ? new Parts(path, "") : new Parts(path.substring(0, at), path.substring(at + 1));
    }
}
