package org.vidimus.milter.wire;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class CommandTest {
    /// Each command, and its payload, one char an octet.
    static Stream<Arguments> wireForms() {
        return Stream.of(
                row(
                        new Command.Negotiate(6, 0x1ff, 0x1f_ffff),
                        'O',
                        "\0\0\0\6" // version
                                + "\0\0\1\u00ff" // actions
                                + "\0\u001f\u00ff\u00ff"), // protocol
                row(
                        new Command.Macros(
                                (byte) 'C', List.of(Macro.of("j", "mx.example.com"), Macro.of("{daemon_name}", ""))),
                        'D',
                        "C" // the stage
                                + "j\0mx.example.com\0" // one character: no braces
                                + "{daemon_name}\0\0"), // an empty value
                row(new Command.Macros((byte) 'H', List.of()), 'D', "H"), // both MTAs send empty lists
                row(new Command.Macros((byte) 'L', List.of(Macro.of("i", "42"))), 'D', "Li\00042\0"), // Postfix
                row(
                        new Command.Connect(text("localhost"), Family.INET, 0xc69c, text("127.0.0.1")),
                        'C',
                        "localhost\0" // host
                                + "4" // family
                                + "\u00c6\u009c" // port, big endian
                                + "127.0.0.1\0"), // address
                row(
                        new Command.Connect(text("mx.example.com"), Family.INET6, 25, text("2001:db8::1")),
                        'C',
                        "mx.example.com\0" + "6" + "\0\u0019" + "2001:db8::1\0"),
                row(
                        new Command.Connect(text("localhost"), Family.UNIX, 0, text("/run/x")),
                        'C',
                        "localhost\0" + "L" + "\0\0" + "/run/x\0"),
                row(
                        new Command.Connect(text("unknown"), Family.UNKNOWN, 0, Bytes.EMPTY),
                        'C',
                        "unknown\0" + "U"), // ends after the family: no port, no address, no NUL
                row(new Command.Helo(text("client.example.org")), 'H', "client.example.org\0"),
                row(new Command.Helo(Bytes.EMPTY), 'H', "\0"),
                row(
                        new Command.Mail(text("<a@example.com>"), List.of(text("SIZE=1000"), text("BODY=8BITMIME"))),
                        'M',
                        "<a@example.com>\0" + "SIZE=1000\0" + "BODY=8BITMIME\0"), // a string for each parameter
                row(new Command.Mail(text("<>"), List.of()), 'M', "<>\0"),
                row(new Command.Mail(text("<caf\u00e9@x>"), List.of()), 'M', "<caf\u00e9@x>\0"), // 8-bit stays
                row(new Command.Rcpt(text("<b@x>"), List.of(text("NOTIFY=NEVER"))), 'R', "<b@x>\0NOTIFY=NEVER\0"),
                row(new Command.Data(), 'T', ""),
                row(new Command.Header(text("X-Fold"), text("a\n b\n\tc")), 'L', "X-Fold\0" + "a\n b\n\tc\0"),
                row(new Command.Header(text("X-Empty"), Bytes.EMPTY), 'L', "X-Empty\0" + "\0"), // must not vanish
                row(new Command.EndOfHeaders(), 'N', ""),
                row(new Command.Body(text("NUL:\0:NUL\r\n")), 'B', "NUL:\0:NUL\r\n"), // raw, no NUL at the end
                row(new Command.Body(Bytes.EMPTY), 'B', ""),
                row(new Command.EndOfMessage(Bytes.EMPTY), 'E', ""),
                row(new Command.EndOfMessage(text("rest\r\n")), 'E', "rest\r\n"), // allowed, unused
                row(new Command.Abort(), 'A', ""),
                row(new Command.Quit(), 'Q', ""),
                row(new Command.QuitNewConnection(), 'K', ""),
                row(new Command.Unknown(text("FOOBAR x")), 'U', "FOOBAR x\0"));
    }

    @ParameterizedTest
    @MethodSource("wireForms")
    void encodesAndDecodesToTheSame(Command command, char code, String payload) {
        Frame frame = new Frame((byte) code, text(payload));
        assertEquals(frame, encode(command));
        assertEquals(new Decoded.Ok<>(command), Command.decode(frame));
        assertEquals((byte) code, command.code().code());
    }

    /// What is read, although no MTA writes it so.
    static Stream<Arguments> tolerated() {
        return Stream.of(
                // An odd number of strings: the value is missing.
                row(new Command.Macros((byte) 'C', List.of(Macro.of("j", "mx"))), 'D', "Cj\0mx\0{odd}\0"),
                // The last value breaks off.
                row(new Command.Macros((byte) 'M', List.of(Macro.of("i", "1"))), 'D', "Mi\0001\0{auth_type}\0PLA"),
                // The last name breaks off.
                row(new Command.Macros((byte) 'M', List.of(Macro.of("i", "1"))), 'D', "Mi\0001\0{auth"),
                row(new Command.Macros((byte) 'H', List.of()), 'D', "H\0"),
                row(new Command.Connect(text("x"), Family.UNKNOWN, 0, Bytes.EMPTY), 'C', "x\0U\0\0\0"),
                row(new Command.Data(), 'T', "junk"),
                row(new Command.EndOfHeaders(), 'N', "junk"),
                row(new Command.Abort(), 'A', "junk"),
                row(new Command.Quit(), 'Q', "junk"),
                row(new Command.QuitNewConnection(), 'K', "junk"),
                row(new Command.Helo(text("a")), 'H', "a\0b\0"),
                row(new Command.Negotiate(2, 0x3f, 0x7f), 'O', "\0\0\0\2\0\0\0?\0\0\0\u007fmore"));
    }

    @ParameterizedTest
    @MethodSource("tolerated")
    void readsWhatLibmilterReads(Command command, char code, String payload) {
        assertEquals(new Decoded.Ok<>(command), Command.decode(new Frame((byte) code, text(payload))));
    }

    static Stream<Arguments> malformed() {
        return Stream.of(
                row("OPTNEG of fewer than 12 octets", 'O', ""),
                row("OPTNEG of fewer than 12 octets", 'O', "\0\0\0\6\0\0\1\u00ff\0\u001f\u00ff"), // 11
                row("MACRO without a stage", 'D', ""),
                row("CONNECT without a terminating NUL", 'C', ""),
                row("CONNECT without a terminating NUL", 'C', "localhost"),
                row("CONNECT without an address family", 'C', "localhost\0"),
                row("CONNECT with address family 0x35", 'C', "localhost\0005\0\u0019x\0"), // '5'
                row("CONNECT with address family 0x00", 'C', "localhost\0\0"),
                row("CONNECT without port and address", 'C', "localhost\0004"),
                row("CONNECT without port and address", 'C', "localhost\0004\0"), // half a port
                row("CONNECT without port and address", 'C', "localhost\0004\0\u0019"),
                row("CONNECT without port and address", 'C', "localhost\0004\0\u0019127.0.0.1"), // no NUL
                row("HELO without a terminating NUL", 'H', ""),
                row("HELO without a terminating NUL", 'H', "client"),
                row("MAIL without a terminating NUL", 'M', ""),
                row("MAIL without a terminating NUL", 'M', "<a@x>"),
                row("MAIL without a terminating NUL", 'M', "<a@x>\0SIZE=1"),
                row("RCPT without a terminating NUL", 'R', ""),
                row("RCPT without a terminating NUL", 'R', "<a@x>"),
                row("RCPT without a terminating NUL", 'R', "<a@x>\0NOTIFY"),
                row("HEADER without a terminating NUL", 'L', ""),
                row("HEADER without a terminating NUL", 'L', "Subject"),
                row("HEADER without a terminating NUL", 'L', "Subject\0"), // a name only
                row("HEADER without a terminating NUL", 'L', "Subject\0s"),
                row("UNKNOWN without a terminating NUL", 'U', ""),
                row("UNKNOWN without a terminating NUL", 'U', "FOOBAR"),
                row("an unknown command 0x00", '\0', ""),
                row("an unknown command 0x5a", 'Z', ""),
                row("an unknown command 0x63", 'c', ""), // a reply is no command
                row("an unknown command 0xff", '\u00ff', ""));
    }

    @ParameterizedTest
    @MethodSource("malformed")
    void saysWhatIsMissing(String why, char code, String payload) {
        assertEquals(new Decoded.Malformed<>(why), Command.decode(new Frame((byte) code, text(payload))));
    }

    @Test
    void everyByteWithEveryShortPayloadGivesAValue() {
        for (int code = 0; code < 256; code++) {
            for (String payload : List.of("", "\0", "\0\0", "x", "x\0", "\0\0\0\0", "x\0004", "\u00ff\u00ff\u00ff")) {
                Decoded<Command> decoded = Command.decode(new Frame((byte) code, text(payload)));
                if (CommandCode.of((byte) code).isEmpty()) {
                    assertInstanceOf(Decoded.Malformed.class, decoded);
                }
            }
        }
    }

    static Stream<Command> commandsWithNul() {
        Bytes bad = text("a\0b");
        Bytes good = text("a");
        return Stream.of(
                new Command.Macros((byte) 'C', List.of(new Macro(bad, good))),
                new Command.Macros((byte) 'C', List.of(new Macro(good, bad))),
                new Command.Connect(bad, Family.UNKNOWN, 0, Bytes.EMPTY),
                new Command.Connect(good, Family.INET, 0, bad),
                new Command.Helo(bad),
                new Command.Mail(bad, List.of()),
                new Command.Mail(good, List.of(bad)),
                new Command.Rcpt(bad, List.of()),
                new Command.Rcpt(good, List.of(bad)),
                new Command.Header(bad, good),
                new Command.Header(good, bad),
                new Command.Unknown(bad));
    }

    @ParameterizedTest
    @MethodSource("commandsWithNul")
    void aNulWithinAStringIsRefusedAndLeavesNothingBehind(Command command) {
        FrameWriter out = new FrameWriter();
        new Command.Abort().encodeTo(out);
        assertThrows(IllegalArgumentException.class, () -> command.encodeTo(out));
        new Command.Quit().encodeTo(out);
        assertEquals("\0\0\0\1A" + "\0\0\0\1Q", Bytes.copyOf(out.take()).latin1());
    }

    @ParameterizedTest
    @CsvSource({"-1", "65536"})
    void portsHaveSixteenBits(int port) {
        assertThrows(
                IllegalArgumentException.class,
                () -> new Command.Connect(text("x"), Family.INET, port, text("127.0.0.1")));
    }

    private static Frame encode(Command command) {
        FrameWriter out = new FrameWriter();
        command.encodeTo(out);
        return frameIn(out);
    }

    static Frame frameIn(FrameWriter out) {
        FrameReader reader = new FrameReader();
        reader.feed(out.take());
        return assertInstanceOf(FrameReader.Complete.class, reader.next()).frame();
    }

    private static Arguments row(Object value, char code, String payload) {
        return Arguments.of(value, code, payload);
    }

    private static Bytes text(String text) {
        return Bytes.latin1(text);
    }
}
