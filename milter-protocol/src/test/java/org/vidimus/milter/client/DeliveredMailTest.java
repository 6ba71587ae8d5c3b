package org.vidimus.milter.client;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.vidimus.milter.wire.Bytes;
import org.vidimus.milter.wire.Command;
import org.vidimus.milter.wire.Decoded;
import org.vidimus.milter.wire.Frame;
import org.vidimus.milter.wire.Reply;
import org.vidimus.milter.wire.Step;
import org.vidimus.milter.wire.WireLog;

/// The model, given a recorded message and the recorded edits, delivers what the real Postfix and the real
/// Sendmail delivered.
class DeliveredMailTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "pf-edit",
                "sm-edit",
                "pf-nr",
                "sm-nr",
                "pf-v2",
                "sm-v2",
                "pf-sym5",
                "sm-sym5",
                "pf-progM",
                "pf-local"
            })
    void isTheRecordedOne(String name) {
        Recorded recorded = Recorded.read(Captures.folder(name));
        MtaProfile profile = name.startsWith("pf-") ? MtaProfile.POSTFIX : MtaProfile.SENDMAIL;
        Delivery delivery = Delivery.read(Captures.folder(name));
        Mail mail = Mail.received(
                profile,
                new Message(recorded.header(), recorded.body()),
                recorded.envelope(),
                new Mail.Additions(Optional.of(delivery.ownReceived()), List.of()));

        Mail edited = mail.edit(recorded.edits(), recorded.rawValues());

        assertEquals(text(delivery.content()), text(edited.toOctets()));
        assertArrayEquals(delivery.content(), edited.toOctets());
        assertEquals(delivery.sender(), edited.envelope().sender().latin1());
        assertEquals(
                delivery.recipients(),
                edited.envelope().recipients().stream()
                        .map(recipient -> recipient.address().latin1())
                        .collect(Collectors.toCollection(TreeSet::new)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"pf-quar", "sm-quar"})
    void quarantineHoldsAndDeliversNothing(String name) {
        Recorded recorded = Recorded.read(Captures.folder(name));
        MtaProfile profile = name.startsWith("pf-") ? MtaProfile.POSTFIX : MtaProfile.SENDMAIL;
        Mail mail = Mail.received(
                profile, new Message(recorded.header(), recorded.body()), recorded.envelope(), Mail.Additions.NONE);
        assertEquals(
                Optional.of(Bytes.latin1("quar reason")),
                mail.edit(recorded.edits(), false).held());
        assertTrue(Captures.lines(Captures.folder(name).resolve("sink.log")).isEmpty());
    }

    private static String text(byte[] octets) {
        return new String(octets, StandardCharsets.ISO_8859_1);
    }

    /// The first message of a recording, as the filter saw and edited it.
    record Recorded(
            List<Message.Field> header, Bytes body, Envelope envelope, List<Reply.Edit> edits, boolean rawValues) {
        static Recorded read(Path folder) {
            List<Message.Field> header = new ArrayList<>();
            ByteArrayOutputStream body = new ByteArrayOutputStream();
            Bytes sender = Bytes.EMPTY;
            List<Envelope.Recipient> recipients = new ArrayList<>();
            List<Reply.Edit> edits = new ArrayList<>();
            boolean raw = false;
            boolean ended = false;
            for (WireLog.Line line : WireLog.parse(Captures.lines(folder.resolve("wire.log")))) {
                if (line instanceof WireLog.FromMta(int _, Frame frame)
                        && Command.decode(frame) instanceof Decoded.Ok<Command>(Command command)) {
                    if (ended) {
                        break;
                    }
                    switch (command) {
                        case Command.Header(Bytes name, Bytes value) ->
                            header.add(new Message.Field(name, raw ? value : Bytes.latin1(" " + value.latin1())));
                        case Command.Body(Bytes chunk) -> body.writeBytes(chunk.toArray());
                        case Command.Mail(Bytes address, List<Bytes> _) -> sender = address;
                        case Command.Rcpt(Bytes address, List<Bytes> parameters) ->
                            recipients.add(new Envelope.Recipient(address, parameters));
                        case Command.EndOfMessage _ -> ended = true;
                        default -> {}
                    }
                } else if (line instanceof WireLog.FromFilter(Frame frame)
                        && Reply.decode(frame) instanceof Decoded.Ok<Reply>(Reply reply)) {
                    if (reply instanceof Reply.Edit edit) {
                        edits.add(edit);
                    } else if (reply instanceof Reply.Negotiated answer) {
                        raw = (answer.protocol() & Step.HEADER_LEADING_SPACE.bit()) != 0;
                    }
                }
            }
            return new Recorded(
                    header, Bytes.copyOf(body.toByteArray()), new Envelope(sender, List.of(), recipients), edits, raw);
        }
    }

    /// The first message that arrived where the recorded MTA delivered to.
    record Delivery(String sender, Set<String> recipients, List<String> lines) {
        static Delivery read(Path folder) {
            String sender = "";
            Set<String> recipients = new TreeSet<>();
            List<String> lines = new ArrayList<>();
            for (String line : Captures.lines(folder.resolve("sink.log"))) {
                String address = line.replaceFirst("^[^<]*(<[^>]*>).*", "$1");
                if (line.startsWith("# MAIL")) {
                    sender = address;
                } else if (line.startsWith("# RCPT")) {
                    recipients.add(address);
                } else if (line.startsWith("b")) {
                    String octets = WireLog.parse(List.of("   -> x " + line))
                            .getFirst()
                            .frame()
                            .payload()
                            .latin1();
                    if (octets.equals(".\r\n")) {
                        break;
                    }
                    lines.add(octets.startsWith("..") ? octets.substring(1) : octets);
                }
            }
            return new Delivery(sender, recipients, lines);
        }

        byte[] content() {
            return String.join("", lines).getBytes(StandardCharsets.ISO_8859_1);
        }

        /// The value of the field that the recorded MTA put on top, wherever edits moved it.
        Bytes ownReceived() {
            String content = String.join("", lines);
            int begin = content.indexOf("Received: from client.example.org") + "Received:".length();
            int end = begin;
            do {
                end = content.indexOf("\r\n", end + 1);
            } while (content.charAt(end + 2) == '\t');
            return Bytes.latin1(content.substring(begin, end).replace("\r\n", "\n"));
        }
    }
}
