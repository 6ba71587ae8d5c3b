package org.vidimus.policy.sieve.delivery;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.james.mime4j.codec.EncoderUtil;
import org.vidimus.policy.base.Bytes;
import org.vidimus.policy.base.Parsed;
import org.vidimus.policy.message.AddressList;
import org.vidimus.policy.message.HeaderBlock;
import org.vidimus.policy.message.HeaderField;
import org.vidimus.policy.message.MailAddress;
import org.vidimus.policy.message.ReversePath;

/// Addresses of the envelope and of header fields.
final class Paths {
    private Paths() {}

    /// The address that a path is; empty for the null sender and for what has no domain.
    static Optional<MailAddress> address(String path) {
        return ReversePath.parse(Bytes.utf8(path)) instanceof ReversePath.Mailbox(MailAddress address)
                ? Optional.of(address)
                : Optional.empty();
    }

    /// An address with quotes undone, as a path.
    static String path(String address) {
        int at = address.lastIndexOf('@');
        String local = address.substring(0, at);
        return (Composer.isAscii(local) ? EncoderUtil.encodeAddressLocalPart(local) : local) + address.substring(at);
    }

    /// The addresses in fields of these names, as `local-part@domain` with quotes undone.
    static List<String> in(HeaderBlock header, List<String> names) {
        List<String> found = new ArrayList<>();
        for (String name : names) {
            for (HeaderBlock.Entry entry : header.named(Bytes.utf8(name))) {
                if (AddressList.parse(entry.field().value()) instanceof Parsed.Ok<AddressList>(AddressList list)) {
                    list.mailboxes().forEach(mailbox -> found.add(text(mailbox)));
                }
            }
        }
        return found;
    }

    private static String text(AddressList.Mailbox mailbox) {
        String domain = switch (mailbox.host()) {
            case AddressList.Host.Name(var name) -> name.toString();
            case AddressList.Host.Literal(Bytes octets) -> "[" + octets.utf8() + "]";
        };
        return mailbox.localPart().utf8() + "@" + domain;
    }

    /// The value of the topmost field of this name, unfolded and without white space at either end.
    static Optional<String> value(HeaderBlock header, String name) {
        return header.named(Bytes.utf8(name)).stream()
                .findFirst()
                .map(HeaderBlock.Entry::field)
                .map(HeaderField::unfolded)
                .map(value -> value.utf8().strip());
    }
}
