package org.vidimus.milter.differential;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.net.ServerSocket;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.vidimus.milter.transcript.FilterScript;
import org.vidimus.milter.transcript.LibmilterFilter;
import org.vidimus.milter.wire.Bytes;
import org.vidimus.milter.wire.Command;
import org.vidimus.milter.wire.Family;

/// A last piece of the body in BODYEOB, which the protocol allows and neither MTA sends.
class LastChunkTest {
    private static final List<Command> MESSAGE = List.of(
            new Command.Negotiate(6, 0x1ff, 0x1fffff),
            new Command.Connect(Bytes.utf8("x"), Family.UNKNOWN, 0, Bytes.EMPTY),
            new Command.Helo(Bytes.utf8("x")),
            new Command.Mail(Bytes.utf8("<a@example.com>"), List.of()),
            new Command.Rcpt(Bytes.utf8("<b@example.org>"), List.of()),
            new Command.Data(),
            new Command.EndOfHeaders(),
            new Command.EndOfMessage(Bytes.utf8("tail")),
            new Command.Quit());

    @Test
    void isShownToTheBodyHandlerByBoth() throws IOException {
        Conversation ours = ours(List.of("eom continue"));
        assertEquals(libmilter(List.of("eom continue")).events(), ours.events());
        assertEquals(
                List.of("eoh", "body 4 tail", "eom", "close"), ours.events().subList(5, 9));
    }

    @Test
    void isAnsweredTwiceByLibmilterAndOnceByUsWhenItIsRefused() throws IOException {
        assertEquals("ccccccrr", codes(libmilter(List.of("body reject"))));
        assertEquals("ccccccr", codes(ours(List.of("body reject"))));
    }

    private static Conversation ours(List<String> script) {
        return Conversation.withOurs(FilterScript.parse(script), MESSAGE);
    }

    private static Conversation libmilter(List<String> script) throws IOException {
        int port;
        try (ServerSocket socket = new ServerSocket(0)) {
            port = socket.getLocalPort();
        }
        try (LibmilterFilter filter = LibmilterFilter.start(script, port)) {
            return Conversation.withLibmilter(filter, port, 1, MESSAGE);
        }
    }

    private static String codes(Conversation conversation) {
        return conversation.replies().stream()
                .map(frame -> String.valueOf((char) frame.code()))
                .collect(Collectors.joining());
    }
}
