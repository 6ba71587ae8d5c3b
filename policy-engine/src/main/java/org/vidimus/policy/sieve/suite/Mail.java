package org.vidimus.policy.sieve.suite;

import java.io.ByteArrayOutputStream;
import java.util.List;
import java.util.Optional;
import org.vidimus.policy.base.Budgets;
import org.vidimus.policy.base.Bytes;
import org.vidimus.policy.base.Parsed;
import org.vidimus.policy.message.AddressList;
import org.vidimus.policy.message.HeaderField;
import org.vidimus.policy.message.RawMessage;
import org.vidimus.policy.sieve.run.SieveFault;

/// A message of the tests and its envelope.
///
/// Immutable.
///
/// @param octets header and body, lines that end with CRLF
/// @param from the sender; empty for the null sender
/// @param to the recipient
/// @param originalTo what the recipient was before it was rewritten; empty if it was not
/// @param auth the name of the login
/// @param flags the IMAP flags with which it lies in a mailbox
record Mail(
        Bytes octets, String from, String to, Optional<String> originalTo, Optional<String> auth, List<String> flags) {
    private static final String FROM = "sender@example.com";
    private static final String TO = "recipient@example.com";

    /// What scripts see before a file says otherwise.
    static final Mail INITIAL =
            of(Bytes.utf8("From: " + FROM + "\r\nTo: " + TO + "\r\nSubject: Test\r\n\r\nTest\r\n"), List.of());

    Mail {
        flags = List.copyOf(flags);
    }

    /// A message in an envelope as its header has it.
    static Mail of(Bytes octets, List<String> flags) {
        RawMessage raw = parsed(octets);
        return new Mail(
                octets,
                first(raw, List.of("Return-Path", "Sender", "From")).orElse(FROM),
                first(raw, List.of("Envelope-To", "To")).orElse(TO),
                Optional.empty(),
                Optional.empty(),
                flags);
    }

    Mail withFrom(String address) {
        return new Mail(octets, address, to, originalTo, auth, flags);
    }

    Mail withTo(String address) {
        return new Mail(octets, from, address, originalTo, auth, flags);
    }

    Mail withOriginalTo(String address) {
        return new Mail(octets, from, to, Optional.of(address), auth, flags);
    }

    Mail withAuth(String name) {
        return new Mail(octets, from, to, originalTo, Optional.of(name), flags);
    }

    Mail withOctets(Bytes other) {
        return new Mail(other, from, to, originalTo, auth, flags);
    }

    Mail withFlags(List<String> some) {
        return new Mail(octets, from, to, originalTo, auth, some);
    }

    RawMessage parsed() {
        return parsed(octets);
    }

    private static RawMessage parsed(Bytes octets) {
        return switch (RawMessage.parse(octets, Budgets.DEFAULT)) {
            case Parsed.Ok<RawMessage>(RawMessage raw) -> raw;
            case Parsed.Malformed<RawMessage>(int offset, String why) ->
                throw new SieveFault("not a message: " + why + " at octet " + offset);
        };
    }

    /// A message of these fields and this body.
    static Bytes joined(List<HeaderField> fields, Bytes body) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        for (HeaderField field : fields) {
            out.writeBytes(field.name().toArray());
            out.write(':');
            out.writeBytes(field.value().toArray());
            out.writeBytes(new byte[] {'\r', '\n'});
        }
        out.writeBytes(new byte[] {'\r', '\n'});
        out.writeBytes(body.toArray());
        return Bytes.of(out.toByteArray());
    }

    private static Optional<String> first(RawMessage raw, List<String> names) {
        return names.stream()
                .flatMap(name -> raw.header().named(Bytes.utf8(name)).stream())
                .flatMap(entry -> addresses(entry.field().value()).stream())
                .findFirst();
    }

    private static List<String> addresses(Bytes value) {
        return switch (AddressList.parse(value)) {
            case Parsed.Ok<AddressList>(AddressList list) ->
                list.mailboxes().stream().map(Mail::text).toList();
            case Parsed.Malformed<AddressList> _ -> List.of();
        };
    }

    private static String text(AddressList.Mailbox mailbox) {
        String host = switch (mailbox.host()) {
            case AddressList.Host.Name(var name) -> name.toString();
            case AddressList.Host.Literal(var octets) -> "[" + octets.utf8() + "]";
        };
        return mailbox.localPart().utf8() + "@" + host;
    }
}
