package org.vidimus.milter.client;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.vidimus.milter.wire.Bytes;

class MessageTest {
    /// A message, its fields as name and raw value, its body.
    static Stream<Arguments> messages() {
        return Stream.of(
                row("A: b\r\n\r\nbody\r\n", List.of("A", " b"), "body\r\n"),
                row("A: b\n\nbody\n", List.of("A", " b"), "body\r\n"), // LF alone
                row("A: b\n\nbody", List.of("A", " b"), "body\r\n"), // a missing line end is supplied
                row("A:b\nC:\td\nE:  f \n\n", List.of("A", "b", "C", "\td", "E", "  f "), ""), // space stays
                row("A:\nB: \n\n", List.of("A", "", "B", " "), ""), // empty is a value
                row("A: b\r\n c\r\n\td\r\n\r\n", List.of("A", " b\n c\n\td"), ""), // folds become LF
                row("A: b\n \n\n", List.of("A", " b\n "), ""), // a line of white space continues
                row("A : b\nC\t: d\n\n", List.of("A", " b", "C", " d"), ""), // space before the colon goes
                row("A: caf\u00e9\n\n\u00e9\n", List.of("A", " caf\u00e9"), "\u00e9\r\n"), // octets
                row("A: b", List.of("A", " b"), ""), // no end of header
                row("A: b\n", List.of("A", " b"), ""),
                row("", List.of(), ""),
                row("\n", List.of(), ""),
                row("\nbody\n", List.of(), "body\r\n"),
                row("not a field\nA: b\n", List.of(), "not a field\r\nA: b\r\n"),
                row("A: b\nnot a field\n", List.of("A", " b"), "not a field\r\n"), // the header ends there
                row(" x\n", List.of(), " x\r\n"), // nothing to continue
                row(": x\n", List.of(), ": x\r\n"), // no name
                row("A b: c\n", List.of(), "A b: c\r\n"), // a space within the name
                row("From a@b Mon Jan  1 00:00:00 2024\nA: b\n\nx\n", List.of("A", " b"), "x\r\n"), // mailbox
                row("A: b\n\n\r\n\r\rx\r\r\n\0\n", List.of("A", " b"), "\r\n\r\rx\r\r\n\0\r\n")); // lone CR stays
    }

    @ParameterizedTest
    @MethodSource("messages")
    void isReadFieldByField(String octets, List<String> fields, String body) {
        Message message = Message.parse(Bytes.latin1(octets));
        assertEquals(
                fields,
                message.header().stream()
                        .flatMap(field ->
                                Stream.of(field.name().latin1(), field.value().latin1()))
                        .toList());
        assertEquals(body, message.body().latin1());
    }

    @Test
    void aDeliveredMessageReadAgainIsTheSame() {
        Message message = Message.parse(Bytes.latin1("A: b\n c\nD:e\nF:\n\nx\ny\n"));
        Mail mail =
                Mail.received(MtaProfile.POSTFIX, message, Envelope.of("<>", List.of("<a@x>")), Mail.Additions.NONE);
        assertEquals(message, Message.parse(Bytes.copyOf(mail.toOctets())));
    }

    @Test
    void aHugeHeaderIsReadInReasonableTime() {
        String folds = "A: b\n" + " x\n".repeat(2_000_000) + "\n";
        assertEquals(1, Message.parse(Bytes.latin1(folds)).header().size());
    }

    private static Arguments row(String octets, List<String> fields, String body) {
        return Arguments.of(octets, fields, body);
    }
}
