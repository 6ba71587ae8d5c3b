package org.vidimus.milter.fuzz;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.vidimus.milter.wire.Bytes;
import org.vidimus.milter.wire.Command;
import org.vidimus.milter.wire.Decoded;
import org.vidimus.milter.wire.EnhancedCode;
import org.vidimus.milter.wire.Frame;
import org.vidimus.milter.wire.FrameReader;
import org.vidimus.milter.wire.FrameWriter;
import org.vidimus.milter.wire.Reply;
import org.vidimus.milter.wire.SmtpReply;

/// The octets of a connection, whatever they are and however they are cut.
///
/// The input is one octet that chooses the limit, one for the cuts, and the stream.
public final class WireFuzz {
    private static final int[] LIMITS = {Frame.MAX_PAYLOAD, 0, 1, 16};

    private WireFuzz() {}

    /// Fails if a cut changes the frames, if a decoder throws, or if what was decoded is not the same when it
    /// is encoded and decoded again.
    public static void fuzz(byte[] input) {
        Input choices = new Input(input);
        int limit = LIMITS[choices.below(LIMITS.length)];
        int cut = choices.octet();
        byte[] stream = choices.rest();
        Read whole = read(List.of(stream), limit);
        assertEquals(model(stream, limit), whole.frames());
        assertEquals(whole, read(pieces(stream, cut), limit), "cut every " + cut);
        for (Frame frame : whole.frames()) {
            assertEquals(
                    List.of(frame),
                    read(List.of(new FrameWriter().frame(frame).take()), limit).frames());
            command(frame);
            reply(frame);
            smtpReply(frame.payload());
        }
    }

    /// What a reader made of a stream.
    ///
    /// @param end why it broke, or whether it waits within a frame
    private record Read(List<Frame> frames, String end) {}

    private static Read read(List<byte[]> chunks, int limit) {
        FrameReader reader = new FrameReader(limit);
        List<Frame> frames = new ArrayList<>();
        for (byte[] chunk : chunks) {
            reader.feed(chunk);
            boolean more = true;
            while (more) {
                switch (reader.next()) {
                    case FrameReader.Complete(Frame frame) -> frames.add(frame);
                    case FrameReader.NeedMore() -> more = false;
                    case FrameReader.Broken(String why) -> {
                        return new Read(frames, why);
                    }
                }
            }
        }
        return new Read(frames, reader.insideFrame() ? "inside" : "between");
    }

    private static List<byte[]> pieces(byte[] stream, int cut) {
        int size = Math.max(1, cut);
        List<byte[]> pieces = new ArrayList<>();
        for (int at = 0; at < stream.length; at += size) {
            pieces.add(Arrays.copyOfRange(stream, at, Math.min(stream.length, at + size)));
            pieces.add(new byte[0]);
        }
        return pieces;
    }

    /// The frames of a stream, the plain way.
    private static List<Frame> model(byte[] stream, int limit) {
        ByteBuffer in = ByteBuffer.wrap(stream);
        List<Frame> frames = new ArrayList<>();
        while (in.remaining() >= 4) {
            long length = in.getInt() & 0xffff_ffffL;
            if (length == 0 || length > limit + 1L || length > in.remaining()) {
                break;
            }
            byte code = in.get();
            byte[] payload = new byte[(int) length - 1];
            in.get(payload);
            frames.add(new Frame(code, Bytes.copyOf(payload)));
        }
        return frames;
    }

    private static void command(Frame frame) {
        switch (Command.decode(frame)) {
            case Decoded.Ok<Command>(Command command) -> {
                assertEquals(frame.code(), command.code().code());
                FrameWriter out = new FrameWriter();
                command.encodeTo(out);
                assertEquals(new Decoded.Ok<>(command), Command.decode(only(out)));
            }
            case Decoded.Malformed<Command>(String why) -> assertTrue(!why.isEmpty());
        }
    }

    private static void reply(Frame frame) {
        switch (Reply.decode(frame)) {
            case Decoded.Ok<Reply>(Reply reply) -> {
                assertEquals(frame.code(), reply.code());
                FrameWriter out = new FrameWriter();
                reply.encodeTo(out);
                assertEquals(new Decoded.Ok<>(reply), Reply.decode(only(out)));
            }
            case Decoded.Malformed<Reply>(String why) -> assertTrue(!why.isEmpty());
        }
    }

    private static Frame only(FrameWriter out) {
        List<Frame> frames = read(List.of(out.take()), Integer.MAX_VALUE - 1).frames();
        assertEquals(1, frames.size());
        return frames.getFirst();
    }

    private static void smtpReply(Bytes text) {
        if (SmtpReply.parse(text) instanceof Decoded.Ok<SmtpReply>(SmtpReply reply)) {
            assertEquals(new Decoded.Ok<>(reply), SmtpReply.parse(reply.toWire().text()));
        }
        Optional<SmtpReply> made = made(text);
        made.ifPresent(reply -> assertEquals(
                new Decoded.Ok<>(reply), SmtpReply.parse(reply.toWire().text())));
    }

    /// A reply with these lines, if they can be one. Without an enhanced code of its own no line may begin with
    /// what reads as one.
    private static Optional<SmtpReply> made(Bytes text) {
        List<String> lines = text.utf8().lines().toList();
        boolean plain = lines.stream()
                .noneMatch(line -> EnhancedCode.parse(line.split(" ", 2)[0]).isPresent());
        try {
            Optional<EnhancedCode> status = plain ? Optional.empty() : EnhancedCode.parse("4.7.1");
            return Optional.of(new SmtpReply(451, status, lines));
        } catch (IllegalArgumentException _) {
            return Optional.empty();
        }
    }
}
