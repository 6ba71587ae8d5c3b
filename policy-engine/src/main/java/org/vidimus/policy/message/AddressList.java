package org.vidimus.policy.message;

import java.util.List;
import org.vidimus.policy.base.Bytes;
import org.vidimus.policy.base.Parsed;
import org.vidimus.policy.dns.DomainName;

/// The addresses in a field such as From or To ([RFC 5322
/// §3.4](https://www.rfc-editor.org/rfc/rfc5322#section-3.4)), those of groups included ([RFC
/// 6854](https://www.rfc-editor.org/rfc/rfc6854)). Display names are dropped: they say nothing that could be
/// checked.
///
/// Immutable.
///
/// @param mailboxes the addresses in order; none in an empty field or an empty group
public record AddressList(List<Mailbox> mailboxes) {
    /// An address.
    ///
    /// @param localPart the local-part with quotes and quoted-pairs undone
    /// @param host where it is
    /// @param others other domains that stand in it and that some readers take for its own: those of a source
    ///     route, and those of addresses in an unquoted display name
    /// @param written what stands behind the `@`, as it was written
    public record Mailbox(Bytes localPart, Host host, List<DomainName> others, Bytes written) {
        /// Copies the list.
        public Mailbox {
            others = List.copyOf(others);
        }
    }

    /// What stands behind the `@`.
    public sealed interface Host {
        /// A domain name.
        record Name(DomainName domain) implements Host {}

        /// An address literal.
        ///
        /// @param octets what stands in the brackets
        record Literal(Bytes octets) implements Host {}
    }

    /// Copies the list.
    public AddressList {
        mailboxes = List.copyOf(mailboxes);
    }

    /// Reads the value of a field.
    ///
    /// The grammar is that of RFC 5322 §3.4, with UTF-8 where [RFC
    /// 6532 §3.2](https://www.rfc-editor.org/rfc/rfc6532#section-3.2) has it. Such text has one reading. Of
    /// the obsolete syntax (§4) only that is read which all readers take alike: dots in display names, empty
    /// list elements, source routes, whose domains are kept as `others`. Everything else is malformed, above
    /// all what readers disagree about; `docs/address-parsing.md` has the list.
    ///
    /// @param value the value as received, folds and all
    public static Parsed<AddressList> parse(Bytes value) {
        return new AddressParser(value, true).list();
    }
}
