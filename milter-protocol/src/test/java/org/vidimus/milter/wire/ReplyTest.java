package org.vidimus.milter.wire;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class ReplyTest {
    /// Each reply, and its payload, one char an octet.
    static Stream<Arguments> wireForms() {
        return Stream.of(
                row(new Reply.Continue(), 'c', ""),
                row(new Reply.Accept(), 'a', ""),
                row(new Reply.Reject(), 'r', ""),
                row(new Reply.Tempfail(), 't', ""),
                row(new Reply.Discard(), 'd', ""),
                row(new Reply.Skip(), 's', ""),
                row(new Reply.Shutdown(), '4', ""),
                row(new Reply.ConnectionFailed(), 'f', ""),
                row(new Reply.Progress(), 'p', ""),
                row(new Reply.ReplyCode(text("550 5.7.1 no")), 'y', "550 5.7.1 no\0"),
                row(
                        new Reply.Negotiated(6, 0x1ff, 0, SymbolLists.NONE),
                        'O',
                        "\0\0\0\6" // version
                                + "\0\0\1\u00ff" // actions
                                + "\0\0\0\0"), // protocol
                row(
                        new Reply.Negotiated(
                                6, 0x100, 0x400, new SymbolLists(Map.of(Stage.END_OF_MESSAGE, List.of("i", "{x}")))),
                        'O',
                        "\0\0\0\6" + "\0\0\1\0" + "\0\0\4\0"
                                + "\0\0\0\5" // stage: end of message, which is 5 and not 6
                                + "i {x}\0"), // names, a space between
                row(
                        new Reply.SetSymbolLists(new SymbolLists(Map.of(Stage.CONNECT, List.of()))),
                        'l',
                        "\0\0\0\0" + "\0"), // an empty list is a wish too
                row(new Reply.AddHeader(text("X-A"), text("b")), 'h', "X-A\0b\0"),
                row(new Reply.AddHeader(text("X-Empty"), Bytes.EMPTY), 'h', "X-Empty\0\0"),
                row(
                        new Reply.InsertHeader(1, text("X-A"), text("b\n\tc")),
                        'i',
                        "\0\0\0\1" // index
                                + "X-A\0" // name
                                + "b\n\tc\0"), // value
                row(new Reply.ChangeHeader(2, text("X-A"), text("b")), 'm', "\0\0\0\2X-A\0b\0"),
                row(new Reply.ChangeHeader(2, text("X-A"), Bytes.EMPTY), 'm', "\0\0\0\2X-A\0\0"), // deletes
                row(new Reply.ReplaceBody(text("a\0b\r\n")), 'b', "a\0b\r\n"), // raw
                row(new Reply.ReplaceBody(Bytes.EMPTY), 'b', ""), // empties the body
                row(new Reply.AddRecipient(text("<a@x>")), '+', "<a@x>\0"),
                row(
                        new Reply.AddRecipientWithParameters(text("<a@x>"), Optional.of(text("NOTIFY=NEVER ORCPT=x"))),
                        '2',
                        "<a@x>\0" + "NOTIFY=NEVER ORCPT=x\0"), // one string for all parameters
                row(new Reply.AddRecipientWithParameters(text("<a@x>"), Optional.empty()), '2', "<a@x>\0"),
                row(new Reply.DeleteRecipient(text("<a@x>")), '-', "<a@x>\0"),
                row(new Reply.ChangeSender(text("<>"), Optional.empty()), 'e', "<>\0"),
                row(new Reply.ChangeSender(text("<a@x>"), Optional.of(text("RET=HDRS"))), 'e', "<a@x>\0RET=HDRS\0"),
                row(new Reply.Quarantine(text("looks bad")), 'q', "looks bad\0"));
    }

    @ParameterizedTest
    @MethodSource("wireForms")
    void encodesAndDecodesToTheSame(Reply reply, char code, String payload) {
        FrameWriter out = new FrameWriter();
        reply.encodeTo(out);
        Frame frame = new Frame((byte) code, text(payload));
        assertEquals(frame, CommandTest.frameIn(out));
        assertEquals(new Decoded.Ok<>(reply), Reply.decode(frame));
        assertEquals((byte) code, reply.code());
    }

    @ParameterizedTest
    @ValueSource(chars = {'c', 'a', 'r', 't', 'd', 's', '4', 'f', 'p'})
    void aReplyWithoutAPayloadTakesNone(char code) {
        assertEquals(
                new Decoded.Malformed<>("reply " + code + " with a payload"),
                Reply.decode(new Frame((byte) code, text("\0"))));
    }

    /// Postfix wants every payload used up to its last octet; so do we.
    static Stream<Arguments> malformed() {
        return Stream.of(
                row("a text without NUL", 'y', "550 no"),
                row("an empty payload", 'y', ""),
                row("more after the text", 'y', "550 no\0x"),
                row("more after the NUL", 'y', "550 no\0\0"),
                row("OPTNEG too short", 'O', "\0\0\0\6\0\0\1\u00ff\0\0\0"),
                row("a stage without names", 'O', "\0\0\0\6\0\0\1\u00ff\0\0\0\0" + "\0\0\0\1"),
                row("half a stage", 'O', "\0\0\0\6\0\0\1\u00ff\0\0\0\0" + "\0\0"),
                row("names without NUL", 'O', "\0\0\0\6\0\0\1\u00ff\0\0\0\0" + "\0\0\0\1i j"),
                row("a name only", 'h', "X-A\0"),
                row("a value without NUL", 'h', "X-A\0b"),
                row("a third string", 'h', "X-A\0b\0c\0"),
                row("no index", 'i', "\0\0\0"),
                row("no name", 'i', "\0\0\0\1"),
                row("no value", 'i', "\0\0\0\1X-A\0"),
                row("a third string", 'i', "\0\0\0\1X-A\0b\0c\0"),
                row("no index", 'm', "X-A"),
                row("no value", 'm', "\0\0\0\1X-A\0"),
                row("no NUL", '+', "<a@x>"),
                row("a second string", '+', "<a@x>\0NOTIFY=NEVER\0"),
                row("a second string", '-', "<a@x>\0<b@x>\0"),
                row("parameters without NUL", '2', "<a@x>\0NOTIFY"),
                row("a third string", '2', "<a@x>\0NOTIFY=NEVER\0ORCPT=x\0"),
                row("nothing", 'e', ""),
                row("a third string", 'e', "<a@x>\0RET=HDRS\0ENVID=x\0"),
                row("no NUL", 'q', "reason"),
                row("half a stage", 'l', "\0\0"));
    }

    @ParameterizedTest(name = "{1}: {0}")
    @MethodSource("malformed")
    void refusesWhatPostfixRefuses(String what, char code, String payload) {
        assertEquals(
                new Decoded.Malformed<>("reply " + code + " with a payload that is not its own"),
                Reply.decode(new Frame((byte) code, text(payload))),
                what);
    }

    @Test
    void everyByteWithEveryShortPayloadGivesAValue() {
        for (int code = 0; code < 256; code++) {
            for (String payload : List.of("", "\0", "x", "x\0", "\0\0\0\0", "\u00ff\u00ff\u00ff\u00ffx\0y\0")) {
                Decoded<Reply> decoded = Reply.decode(new Frame((byte) code, text(payload)));
                if ("cartds4fpyOlhimb+2-eq".indexOf(code) < 0) {
                    assertEquals(new Decoded.Malformed<>("an unknown reply 0x%02x".formatted(code)), decoded);
                }
            }
        }
    }

    @Test
    void anIndexIsUnsignedAndTheLargestIsPastTheEnd() {
        assertEquals(
                new Decoded.Ok<>(new Reply.InsertHeader(Integer.MAX_VALUE, text("a"), text("b"))),
                Reply.decode(new Frame((byte) 'i', text("\u00ff\u00ff\u00ff\u00ffa\0b\0"))));
    }

    static Stream<Reply> repliesWithNul() {
        Bytes bad = text("a\0b");
        Bytes good = text("a");
        return Stream.of(
                new Reply.ReplyCode(bad),
                new Reply.AddHeader(bad, good),
                new Reply.AddHeader(good, bad),
                new Reply.InsertHeader(0, bad, good),
                new Reply.ChangeHeader(1, good, bad),
                new Reply.AddRecipient(bad),
                new Reply.AddRecipientWithParameters(good, Optional.of(bad)),
                new Reply.DeleteRecipient(bad),
                new Reply.ChangeSender(bad, Optional.empty()),
                new Reply.Quarantine(bad));
    }

    @ParameterizedTest
    @MethodSource("repliesWithNul")
    void aNulWithinAStringIsRefused(Reply reply) {
        FrameWriter out = new FrameWriter();
        assertThrows(IllegalArgumentException.class, () -> reply.encodeTo(out));
        assertEquals(0, out.take().length);
    }

    @Test
    void eachEditNeedsItsAction() {
        assertEquals(
                Action.CHANGE_HEADERS,
                assertInstanceOf(Reply.Edit.class, new Reply.ChangeHeader(1, text("a"), text("b")))
                        .action());
        assertEquals(0x1ff, Action.toBits(Action.fromBits(-1)));
        assertEquals(0x1f_ffff, Step.toBits(Step.fromBits(-1)));
    }

    private static Arguments row(Object value, char code, String payload) {
        return Arguments.of(value, code, payload);
    }

    private static Bytes text(String text) {
        return Bytes.latin1(text);
    }
}
