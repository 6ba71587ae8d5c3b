package org.vidimus.signer.opendkim;

import java.util.List;
import java.util.Optional;
import org.vidimus.policy.base.Bytes;
import org.vidimus.policy.base.Parsed;
import org.vidimus.policy.message.AddressList;
import org.vidimus.policy.message.HeaderBlock;
import org.vidimus.policy.pipeline.ConnectionFacts;

/// Who sent a message, as the tables are asked: SenderMacro, SenderHeaders, From.
///
/// Immutable.
///
/// @param macro the macro that names the sender, if the MTA gives it
/// @param fields names of header fields; the first one that is there counts, and From after them
record Senders(Optional<String> macro, List<String> fields) {
    Senders {
        fields = List.copyOf(fields);
    }

    /// A sender.
    ///
    /// @param user the local part, in quotes where it needs them; octets
    /// @param domain the domain in lower case and A-labels; an address literal in its brackets
    /// @param from where that was found
    record Sender(String user, String domain, String from) {}

    /// The first address; empty if there is none that can be read.
    Optional<Sender> of(ConnectionFacts connection, HeaderBlock header) {
        Optional<Bytes> told = macro.flatMap(
                        name -> Optional.ofNullable(connection.macros().get(name)))
                .filter(value -> !value.isEmpty());
        if (told.isPresent()) {
            return first(told.get(), "the macro {" + CText.shown(macro.orElse("")) + "}");
        }
        for (String name : fields) {
            Optional<Sender> found = field(header, name);
            if (!header.named(Bytes.utf8(name)).isEmpty()) {
                return found;
            }
        }
        return field(header, "From");
    }

    private static Optional<Sender> field(HeaderBlock header, String name) {
        return header.named(Bytes.utf8(name)).stream()
                .findFirst()
                .flatMap(entry -> first(entry.field().unfolded(), CText.shown(name)));
    }

    private static Optional<Sender> first(Bytes value, String from) {
        return switch (AddressList.parse(value)) {
            case Parsed.Malformed<AddressList> _ -> Optional.empty();
            case Parsed.Ok<AddressList>(AddressList list) ->
                list.mailboxes().stream()
                        .findFirst()
                        .filter(mailbox -> !mailbox.localPart().isEmpty())
                        .map(mailbox -> new Sender(quoted(mailbox.localPart().latin1()), host(mailbox.host()), from));
        };
    }

    private static String host(AddressList.Host host) {
        return switch (host) {
            case AddressList.Host.Name(var domain) -> domain.toString();
            case AddressList.Host.Literal(Bytes octets) -> "[" + CText.lower(octets.latin1()) + "]";
        };
    }

    /// The local part as it has to stand in an address.
    private static String quoted(String local) {
        boolean atoms =
                local.chars().allMatch(c -> CharSet.isAlnum(c) || c >= 0x80 || "!#$%&'*+-/=?^_`{|}~.".indexOf(c) >= 0)
                        && !local.startsWith(".")
                        && !local.endsWith(".")
                        && !local.contains("..");
        return atoms ? local : "\"" + local.replace("\\", "\\\\").replace("\"", "\\\"") + "\"";
    }
}
