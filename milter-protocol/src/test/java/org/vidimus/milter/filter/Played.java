package org.vidimus.milter.filter;

import java.util.ArrayList;
import java.util.List;
import org.vidimus.milter.wire.Bytes;
import org.vidimus.milter.wire.Command;
import org.vidimus.milter.wire.Decoded;
import org.vidimus.milter.wire.Family;
import org.vidimus.milter.wire.Frame;
import org.vidimus.milter.wire.Macro;
import org.vidimus.milter.wire.Reply;

/// A session under test, driven by letters: the byte of each command, and as the result the bytes of the
/// replies.
final class Played {
    /// What both MTAs offer today.
    static final Command.Negotiate OFFER = new Command.Negotiate(6, 0x1ff, 0x1fffff);

    final List<Reply> replies = new ArrayList<>();
    final List<Throwable> failures = new ArrayList<>();
    final FilterSession<?, ?> session;
    FilterSession.Result last = new FilterSession.Open();

    Played(Filter<?, ?> filter) {
        this(filter, OFFER);
    }

    Played(Filter<?, ?> filter, Command.Negotiate offer) {
        session = new FilterSession<>(filter, 1, "test", "inet:0@test", (_, _, failure) -> failures.add(failure));
        send(offer);
    }

    Played send(Command command) {
        last = session.handle(command, replies::add);
        return this;
    }

    Played macros(char stage, String... namesAndValues) {
        List<Macro> macros = new ArrayList<>();
        for (int i = 0; i < namesAndValues.length; i += 2) {
            macros.add(Macro.of(namesAndValues[i], namesAndValues[i + 1]));
        }
        return send(new Command.Macros((byte) stage, macros));
    }

    /// Sends a command for each letter and returns the letters of the replies; a command without a reply gives
    /// `-`.
    String play(String commands) {
        StringBuilder letters = new StringBuilder();
        for (int i = 0; i < commands.length(); i++) {
            int before = replies.size();
            send(command(commands.charAt(i)));
            replies.subList(before, replies.size()).forEach(reply -> letters.append((char) reply.code()));
            if (replies.size() == before) {
                letters.append('-');
            }
        }
        return letters.toString();
    }

    private static Command command(char letter) {
        return switch (letter) {
            case 'C' ->
                new Command.Connect(Bytes.latin1("client.example.org"), Family.INET, 2525, Bytes.latin1("192.0.2.1"));
            case 'O' -> OFFER;
            case 'H' -> command(letter, "client.example.org\0");
            case 'M' -> command(letter, "<a@example.org>\0SIZE=1\0");
            case 'R' -> command(letter, "<b@example.com>\0");
            case 'L' -> command(letter, "Subject\0 hello\0");
            case 'B' -> command(letter, "body\r\n");
            case 'U' -> command(letter, "FOOBAR\0");
            default -> command(letter, "");
        };
    }

    private static Command command(char code, String payload) {
        return switch (Command.decode(new Frame((byte) code, Bytes.latin1(payload)))) {
            case Decoded.Ok<Command>(Command command) -> command;
            case Decoded.Malformed<Command>(String why) -> throw new AssertionError(why);
        };
    }
}
