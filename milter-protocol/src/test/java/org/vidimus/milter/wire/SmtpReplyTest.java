package org.vidimus.milter.wire;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class SmtpReplyTest {
    static Stream<Arguments> wireForms() {
        return Stream.of(
                row(SmtpReply.of(550, "5.7.1", "go away"), "550 5.7.1 go away"),
                row(SmtpReply.of(550, "go away"), "550 go away"),
                row(SmtpReply.of(421, "4.7.0", "later"), "421 4.7.0 later"),
                row(SmtpReply.of(550, ""), "550 "), // libmilter's form without text
                row(SmtpReply.of(550, "5.7.1", ""), "550 5.7.1 "),
                row(SmtpReply.of(550, "5.7.1", "100% sure"), "550 5.7.1 100%% sure"),
                row(SmtpReply.of(550, "%%"), "550 %%%%"),
                row(SmtpReply.of(550, "caf\u00e9"), "550 caf\u00c3\u00a9"), // UTF-8
                row(
                        new SmtpReply(554, EnhancedCode.parse("5.7.1"), List.of("one", "two", "three")),
                        "554-5.7.1 one\r\n554-5.7.1 two\r\n554 5.7.1 three"),
                row(new SmtpReply(450, Optional.empty(), List.of("one", "two")), "450-one\r\n450 two"));
    }

    @ParameterizedTest
    @MethodSource("wireForms")
    void formatsAndParsesToTheSame(SmtpReply reply, String wire) {
        assertEquals(wire, reply.toWire().text().latin1());
        assertEquals(new Decoded.Ok<>(reply), SmtpReply.parse(Bytes.latin1(wire)));
    }

    static Stream<Arguments> tolerated() {
        return Stream.of(
                row(SmtpReply.of(550, ""), "550"),
                row(new SmtpReply(550, Optional.empty(), List.of("a", "b")), "550-a\n550 b"), // LF alone
                // An enhanced code that comes late is text.
                row(new SmtpReply(550, Optional.empty(), List.of("a", "5.7.1 b")), "550-a\r\n550 5.7.1 b"),
                row(SmtpReply.of(550, "5.7.1", ""), "550 5.7.1"),
                // No enhanced code, but a text that resembles one.
                row(SmtpReply.of(550, "5.7.01 x"), "550 5.7.01 x"),
                row(SmtpReply.of(550, "9.9.9 x"), "550 9.9.9 x"),
                // A lone percent sign, which Postfix drops and Sendmail chokes on.
                row(SmtpReply.of(550, "100% sure"), "550 100% sure"));
    }

    @ParameterizedTest
    @MethodSource("tolerated")
    void readsSlightVariants(SmtpReply reply, String wire) {
        assertEquals(new Decoded.Ok<>(reply), SmtpReply.parse(Bytes.latin1(wire)));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "", // nothing
                "250 ok", // no failure
                "354 go",
                "599x",
                "5500 x",
                "55",
                "55x no",
                "no",
                " 550 x",
                "550-only a first line",
                "550-a\r\n551 b", // another code
                "550 a\r\n550 b", // the first line ends the reply
                "550-a\r\n550-b", // the last line does not
                "550-a\r\nb", // a line without a code
                "550-a\r\n",
                "550\u0000 x", // a NUL for a separator
                "550 a\tb", // control characters
                "550 a\rb",
            })
    void refusesWhatPostfixRefuses(String wire) {
        assertInstanceOf(Decoded.Malformed.class, SmtpReply.parse(Bytes.latin1(wire)), wire);
    }

    @Test
    void everyLetterIsReadBack() {
        // Octet 0x85 ends this letter and is a line end in ISO-8859-1.
        SmtpReply reply = new SmtpReply(550, EnhancedCode.parse("5.7.1"), List.of("not", "in \u00c5rhus"));
        assertEquals(new Decoded.Ok<>(reply), SmtpReply.parse(reply.toWire().text()));
    }

    @Test
    void anEnhancedCodeOfAnotherClassIsRefused() {
        // Postfix since August 2026: the class of the enhanced code must be that of the code.
        assertInstanceOf(Decoded.Malformed.class, SmtpReply.parse(Bytes.latin1("550 4.7.1 x")));
        assertInstanceOf(Decoded.Malformed.class, SmtpReply.parse(Bytes.latin1("450 2.0.0 x")));
        assertInstanceOf(Decoded.Malformed.class, SmtpReply.parse(Bytes.latin1("550-5.7.1 a\r\n550 4.7.1 b")));
    }

    @Test
    void holdsTheLimitsOfLibmilter() {
        String longest = "x".repeat(SmtpReply.MAX_LINE);
        assertEquals(longest, SmtpReply.of(550, longest).lines().getFirst());
        refused(() -> SmtpReply.of(550, longest + "x"));
        refused(() -> SmtpReply.of(550, "\u00e9".repeat(SmtpReply.MAX_LINE / 2 + 1))); // octets, not chars
        List<String> most = Collections.nCopies(SmtpReply.MAX_LINES, "x");
        assertEquals(32, new SmtpReply(550, Optional.empty(), most).lines().size());
        refused(() -> new SmtpReply(550, Optional.empty(), Collections.nCopies(33, "x")));
        refused(() -> new SmtpReply(550, Optional.empty(), List.of()));
        assertInstanceOf(
                Decoded.Malformed.class, SmtpReply.parse(Bytes.latin1("550-x\r\n".repeat(32) + "550 x")), "33 lines");
    }

    @Test
    void aReplyThatIsNoneCannotBeWritten() {
        refused(() -> SmtpReply.of(250, "ok"));
        refused(() -> SmtpReply.of(399, ""));
        refused(() -> SmtpReply.of(600, ""));
        refused(() -> SmtpReply.of(550, "4.7.1", "class"));
        refused(() -> SmtpReply.of(550, "5.7", "form"));
        refused(() -> SmtpReply.of(550, "two\r\n250 lines"));
        refused(() -> SmtpReply.of(550, "nul\0"));
        refused(() -> SmtpReply.of(550, "bell\u0007"));
    }

    @Test
    void theClassSaysWhetherToTryAgain() {
        assertTrue(SmtpReply.of(421, "").isTemporary());
        assertTrue(SmtpReply.of(499, "").isTemporary());
        assertFalse(SmtpReply.of(500, "").isTemporary());
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "5", "5.7", "3.0.0", "5.1000.0", "5.0.1000", "5.00.1", "5.7.1.", "05.7.1", "5.-7.1"})
    void noEnhancedCode(String text) {
        assertTrue(EnhancedCode.parse(text).isEmpty(), text);
    }

    private static void refused(org.junit.jupiter.api.function.Executable executable) {
        assertThrows(IllegalArgumentException.class, executable);
    }

    private static Arguments row(SmtpReply reply, String wire) {
        return Arguments.of(reply, wire);
    }
}
