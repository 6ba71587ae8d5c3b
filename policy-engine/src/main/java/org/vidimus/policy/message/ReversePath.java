package org.vidimus.policy.message;

import org.vidimus.policy.base.Bytes;
import org.vidimus.policy.base.Parsed;
import org.vidimus.policy.dns.DomainName;

/// The argument of MAIL FROM ([RFC 5321 §4.1.2](https://www.rfc-editor.org/rfc/rfc5321#section-4.1.2),
/// Reverse-path). Immutable.
public sealed interface ReversePath {
    /// `<>`, the sender of bounces.
    record Null() implements ReversePath {}

    /// An address.
    ///
    /// @param address the address; a source route before it was dropped, as §4.4 asks
    record Mailbox(MailAddress address) implements ReversePath {}

    /// Something without a domain that could be looked up: a local user, an address literal, or no address at
    /// all.
    ///
    /// @param octets the path as received, without its angle brackets
    /// @param why what is wrong with it, in words of ours
    record Unusable(Bytes octets, String why) implements ReversePath {}

    /// Reads a path, in angle brackets or without. An empty one is [Null].
    ///
    /// In a path stand no comments and no white space. Interpretation: the local-part and the domain may be
    /// UTF-8 ([RFC 6531 §3.3](https://www.rfc-editor.org/rfc/rfc6531#section-3.3)) without SMTPUTF8 too:
    /// whether that may be is the MTA's question, and it has been answered when we see the path.
    ///
    /// @param mailFrom the argument of MAIL FROM without its parameters
    static ReversePath parse(Bytes mailFrom) {
        int length = mailFrom.length();
        boolean opened = length > 0 && mailFrom.at(0) == '<';
        boolean closed = length > 0 && mailFrom.at(length - 1) == '>';
        if (opened != closed) {
            return new Unusable(mailFrom, "angle brackets do not match");
        }
        Bytes path = opened ? mailFrom.slice(1, length - 1) : mailFrom;
        if (path.isEmpty()) {
            return new Null();
        }
        return switch (new AddressParser(path, false).path()) {
            case Parsed.Malformed<AddressList.Mailbox>(int offset, String why) ->
                new Unusable(path, path.indexOf('@', 0) < 0 ? "no domain" : "octet " + (offset + 1) + ": " + why);
            case Parsed.Ok<AddressList.Mailbox>(AddressList.Mailbox mailbox) ->
                switch (mailbox.host()) {
                    case AddressList.Host.Name(DomainName domain) ->
                        new Mailbox(new MailAddress(mailbox.localPart(), domain));
                    case AddressList.Host.Literal _ -> new Unusable(path, "address literal");
                };
        };
    }
}
