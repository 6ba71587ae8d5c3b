package org.vidimus.milter.fuzz;

import java.util.Arrays;
import org.vidimus.milter.wire.Command;
import org.vidimus.milter.wire.Decoded;
import org.vidimus.milter.wire.Frame;
import org.vidimus.milter.wire.FrameReader;
import org.vidimus.milter.wire.FrameWriter;
import org.vidimus.milter.wire.Reply;
import org.vidimus.milter.wire.SmtpReply;

/// Fuzz target: any octets, however they are split, are cut into frames, and any frame decodes to a value or to why it
/// has none. Nothing throws, nothing is larger than its limit, and a value survives being written and read again.
public final class FrameFuzz {
    private static final int LIMIT = 4096;

    private FrameFuzz() {}

    /// The first octet says how the rest is split.
    public static void fuzzerTestOneInput(byte[] input) {
        int pieces = input.length == 0 ? 1 : 1 + (input[0] & 0x1f);
        FrameReader reader = new FrameReader(LIMIT);
        int at = Math.min(1, input.length);
        while (at < input.length) {
            int size = Math.min(pieces, input.length - at);
            reader.feed(Arrays.copyOfRange(input, at, at + size));
            at += size;
            if (!readAll(reader)) {
                return;
            }
        }
    }

    private static boolean readAll(FrameReader reader) {
        while (true) {
            switch (reader.next()) {
                case FrameReader.Complete(Frame frame) -> check(frame);
                case FrameReader.NeedMore _ -> {
                    return true;
                }
                case FrameReader.Broken(String why) -> {
                    if (why.isEmpty()) {
                        throw new AssertionError("broken for no reason");
                    }
                    return false;
                }
            }
        }
    }

    private static void check(Frame frame) {
        if (frame.payload().length() > LIMIT) {
            throw new AssertionError("a payload of " + frame.payload().length());
        }
        if (Command.decode(frame) instanceof Decoded.Ok<Command>(Command command)) {
            FrameWriter out = new FrameWriter();
            command.encodeTo(out);
            if (!Command.decode(only(out)).equals(new Decoded.Ok<>(command))) {
                throw new AssertionError(command + " changes when written");
            }
        }
        if (Reply.decode(frame) instanceof Decoded.Ok<Reply>(Reply reply)) {
            FrameWriter out = new FrameWriter();
            reply.encodeTo(out);
            if (!Reply.decode(only(out)).equals(new Decoded.Ok<>(reply))) {
                throw new AssertionError(reply + " changes when written");
            }
        }
        if (SmtpReply.parse(frame.payload()) instanceof Decoded.Ok<SmtpReply>(SmtpReply reply)
                && !SmtpReply.parse(reply.toWire().text()).equals(new Decoded.Ok<>(reply))) {
            throw new AssertionError(reply + " changes when written");
        }
    }

    private static Frame only(FrameWriter out) {
        FrameReader reader = new FrameReader(2 * LIMIT);
        reader.feed(out.take());
        if (reader.next() instanceof FrameReader.Complete(Frame frame)) {
            return frame;
        }
        throw new AssertionError("what was written is no frame");
    }
}
