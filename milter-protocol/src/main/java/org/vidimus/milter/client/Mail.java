package org.vidimus.milter.client;

import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.vidimus.milter.wire.Bytes;
import org.vidimus.milter.wire.Reply;

/// A message in the queue of an MTA: what filters are shown of it, what they change, and what would be
/// delivered.
///
/// @param profile whose queue it is
/// @param header all fields the MTA keeps, also those that filters are not shown
/// @param body lines ending in CRLF
/// @param envelope who it is from and for
/// @param held why it is in quarantine, if it is
public record Mail(MtaProfile profile, List<HeaderField> header, Bytes body, Envelope envelope, Optional<Bytes> held) {
    /// Copies the list.
    public Mail {
        header = List.copyOf(header);
    }

    /// One field as the MTA keeps it.
    ///
    /// @param field name and value
    /// @param kind what it is to filters
    public record HeaderField(Message.Field field, Kind kind) {
        HeaderField as(Kind other) {
            return new HeaderField(field, other);
        }
    }

    /// What a field is to filters.
    public enum Kind {
        /// Shown to filters, and delivered.
        SHOWN,
        /// The MTA's own `Received`: delivered, not shown, and counted where filters insert.
        TRACE,
        /// Added by Sendmail, which does not show it to filters.
        GENERATED,
        /// A place in Sendmail's list that holds nothing to deliver, but is counted where filters insert: a
        /// field of its configuration that the message did not need, or one that a filter deleted.
        UNUSED,
        /// Deleted by the filter whose edits are being applied; Sendmail still counts it for that filter.
        DELETED
    }

    /// What the MTA itself adds to a message.
    ///
    /// @param received the value of its `Received`, with the space after the colon; none for a message it does
    ///     not trace
    /// @param generated fields that a message must have (`Date`, `Message-Id`, `From`): taken where it has none
    public record Additions(Optional<Bytes> received, List<Message.Field> generated) {
        /// Nothing added.
        public static final Additions NONE = new Additions(Optional.empty(), List.of());

        /// Copies the list.
        public Additions {
            generated = List.copyOf(generated);
        }
    }

    /// The fields that stand in Sendmail's stock configuration after `Received`; each has its place in the list
    /// of every message, ahead of the message's own fields.
    private static final List<String> SENDMAIL_DEFAULTS =
            List.of("Resent-Date", "Date", "Resent-From", "From", "Full-Name", "Resent-Message-Id", "Message-Id");

    /// A message as it enters the queue.
    public static Mail received(MtaProfile profile, Message message, Envelope envelope, Additions additions) {
        List<HeaderField> header = new ArrayList<>();
        additions
                .received()
                .map(value -> new Message.Field(Bytes.latin1("Received"), value))
                .ifPresent(field -> header.add(new HeaderField(field, Kind.TRACE)));
        List<Message.Field> needed = additions.generated().stream()
                .filter(field -> message.header().stream().noneMatch(own -> own.isNamed(field.name())))
                .toList();
        List<HeaderField> own = message.header().stream()
                .map(field -> new HeaderField(field, Kind.SHOWN))
                .toList();
        switch (profile) {
            case POSTFIX -> {
                header.addAll(own);
                needed.forEach(field -> header.add(new HeaderField(field, Kind.SHOWN)));
            }
            case SENDMAIL -> {
                header.addAll(sendmailDefaults(needed));
                header.addAll(own);
            }
        }
        return new Mail(profile, header, message.body(), envelope, Optional.empty());
    }

    private static List<HeaderField> sendmailDefaults(List<Message.Field> needed) {
        List<HeaderField> defaults = new ArrayList<>();
        for (String name : SENDMAIL_DEFAULTS) {
            defaults.add(needed.stream()
                    .filter(field -> field.isNamed(Bytes.latin1(name)))
                    .findFirst()
                    .map(field -> new HeaderField(field, Kind.GENERATED))
                    .orElseGet(() -> new HeaderField(Message.Field.of(name, ""), Kind.UNUSED)));
        }
        needed.stream()
                .filter(field -> SENDMAIL_DEFAULTS.stream().noneMatch(name -> field.isNamed(Bytes.latin1(name))))
                .forEach(field -> defaults.add(new HeaderField(field, Kind.GENERATED)));
        return defaults;
    }

    /// The fields that a filter is shown.
    public List<Message.Field> shown() {
        return fields(Kind.SHOWN);
    }

    /// The fields that are delivered.
    public List<Message.Field> delivered() {
        return fields(Kind.SHOWN, Kind.TRACE, Kind.GENERATED);
    }

    private List<Message.Field> fields(Kind... kinds) {
        return header.stream()
                .filter(field -> List.of(kinds).contains(field.kind()))
                .map(HeaderField::field)
                .toList();
    }

    /// The message after a filter's edits, applied in their order as the MTA applies them.
    ///
    /// @param edits from the filter's answer to the end of the message
    /// @param rawValues whether [org.vidimus.milter.wire.Step#HEADER_LEADING_SPACE] was negotiated; if not, the
    ///     MTA puts a space before each value
    public Mail edit(List<Reply.Edit> edits, boolean rawValues) {
        HeaderEdits headerEdits = new HeaderEdits(profile, header, rawValues);
        EnvelopeEdits envelopeEdits = new EnvelopeEdits(profile, envelope);
        ByteArrayOutputStream newBody = new ByteArrayOutputStream();
        boolean replaced = false;
        Optional<Bytes> hold = held;
        for (Reply.Edit edit : edits) {
            switch (edit) {
                case Reply.AddHeader(Bytes name, Bytes value) -> headerEdits.add(name, value);
                case Reply.InsertHeader(int index, Bytes name, Bytes value) -> headerEdits.insert(index, name, value);
                case Reply.ChangeHeader(int index, Bytes name, Bytes value) -> headerEdits.change(index, name, value);
                case Reply.AddRecipient(Bytes recipient) -> envelopeEdits.add(recipient, Optional.empty());
                case Reply.AddRecipientWithParameters(Bytes recipient, Optional<Bytes> parameters) ->
                    envelopeEdits.add(recipient, parameters);
                case Reply.DeleteRecipient(Bytes recipient) -> envelopeEdits.delete(recipient);
                case Reply.ChangeSender(Bytes sender, Optional<Bytes> parameters) ->
                    envelopeEdits.sender(sender, parameters);
                case Reply.ReplaceBody(Bytes chunk) -> {
                    replaced = true;
                    newBody.writeBytes(chunk.toArray());
                }
                case Reply.Quarantine(Bytes reason) -> hold = Optional.of(reason);
            }
        }
        // Cut anywhere, the pieces are one text: a CR at the end of one belongs to the LF that begins the next.
        Bytes text = replaced ? Message.body(Bytes.copyOf(newBody.toByteArray())) : body;
        return new Mail(profile, headerEdits.result(), text, envelopeEdits.result(), hold);
    }

    /// The message held for a reason of the MTA's own.
    public Mail hold(String reason) {
        return new Mail(profile, header, body, envelope, Optional.of(Bytes.utf8(reason)));
    }

    /// The message as it would be delivered, lines ending in CRLF, without the dots of SMTP. Neither MTA's
    /// folding of lines over 998 octets is done.
    public byte[] toOctets() {
        ByteArrayOutputStream out = new ByteArrayOutputStream(body.length() + 1024);
        for (Message.Field field : delivered()) {
            out.writeBytes(field.name().toArray());
            out.write(':');
            // Each LF is a line end, whatever stands before it: a CRLF in a filter's value comes out as CR CR
            // LF.
            for (byte octet : field.value().toArray()) {
                if (octet == '\n') {
                    out.write('\r');
                }
                out.write(octet);
            }
            out.write('\r');
            out.write('\n');
        }
        out.write('\r');
        out.write('\n');
        out.writeBytes(body.toArray());
        return out.toByteArray();
    }
}
