package org.vidimus.milter.replay;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.fail;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.vidimus.milter.outside.Outside;
import org.vidimus.milter.wire.Command;
import org.vidimus.milter.wire.Decoded;
import org.vidimus.milter.wire.Frame;
import org.vidimus.milter.wire.FrameReader;
import org.vidimus.milter.wire.FrameWriter;
import org.vidimus.milter.wire.Reply;
import org.vidimus.milter.wire.WireLog;

/// What real MTAs and filters said to each other goes through the codec and comes out the same.
class CaptureCodecTest {
    static List<Capture> captures() throws IOException {
        return Capture.all(Outside.reference("milter-captures"));
    }

    @ParameterizedTest
    @MethodSource("captures")
    void decodesAndEncodesEveryFrameByteForByte(Capture capture) {
        assertFalse(capture.lines().isEmpty());
        for (WireLog.Line line : capture.lines()) {
            assertEquals(line.frame(), recoded(line), WireLog.format(line));
        }
    }

    private static Frame recoded(WireLog.Line line) {
        FrameWriter out = new FrameWriter();
        switch (line) {
            case WireLog.FromMta(int connection, Frame frame) -> {
                switch (Command.decode(frame)) {
                    case Decoded.Ok<Command>(Command command) -> command.encodeTo(out);
                    case Decoded.Malformed<Command> malformed -> fail(connection + ": " + malformed);
                }
            }
            case WireLog.FromFilter(Frame frame) -> {
                switch (Reply.decode(frame)) {
                    case Decoded.Ok<Reply>(Reply reply) -> reply.encodeTo(out);
                    case Decoded.Malformed<Reply> malformed -> fail(malformed.toString());
                }
            }
        }
        return frames(new FrameReader(), out.take()).getFirst();
    }

    @ParameterizedTest
    @MethodSource("captures")
    void cutsTheStreamIntoTheSameFramesHoweverItIsSplit(Capture capture) {
        for (var connection : capture.connections().values()) {
            List<Frame> expected = connection.stream().map(WireLog.Line::frame).toList();
            byte[] stream = stream(expected);
            Random random = new Random(stream.length);
            for (int longest : new int[] {1, 2, 3, 4, 5, 6, 17, 1000, 65536, Integer.MAX_VALUE - 1}) {
                FrameReader reader = new FrameReader();
                List<Frame> read = new ArrayList<>();
                for (int at = 0; at < stream.length; ) {
                    int size = Math.min(stream.length - at, 1 + random.nextInt(longest));
                    read.addAll(frames(reader, Arrays.copyOfRange(stream, at, at + size)));
                    at += size;
                }
                assertEquals(expected, read, "pieces of up to " + longest);
                assertFalse(reader.insideFrame());
            }
        }
    }

    @Test
    void writesRecordingsAsTheyWere() throws IOException {
        for (Capture capture : captures()) {
            List<String> rows = Files.readAllLines(
                            Outside.reference("milter-captures")
                                    .resolve(capture.name())
                                    .resolve("wire.log"),
                            StandardCharsets.UTF_8)
                    .stream()
                    .filter(row -> !row.contains("'...b'") && !row.contains("] END "))
                    // Python quotes with " where the payload has a ', as nobody needs to.
                    .filter(row -> !row.contains(" b\""))
                    .toList();
            assertEquals(rows, WireLog.parse(rows).stream().map(WireLog::format).toList(), capture.name());
        }
    }

    private static byte[] stream(List<Frame> frames) {
        ByteArrayOutputStream stream = new ByteArrayOutputStream();
        for (Frame frame : frames) {
            int length = frame.payload().length() + 1;
            stream.writeBytes(new byte[] {
                (byte) (length >> 24), (byte) (length >> 16), (byte) (length >> 8), (byte) length, frame.code()
            });
            stream.writeBytes(frame.payload().toArray());
        }
        return stream.toByteArray();
    }

    private static List<Frame> frames(FrameReader reader, byte[] octets) {
        List<Frame> frames = new ArrayList<>();
        reader.feed(octets);
        while (true) {
            switch (reader.next()) {
                case FrameReader.Complete(Frame frame) -> frames.add(frame);
                case FrameReader.NeedMore _ -> {
                    return frames;
                }
                case FrameReader.Broken(String why) -> fail(why);
            }
        }
    }
}
