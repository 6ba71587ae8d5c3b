package org.vidimus.milter.wire;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FrameReaderTest {
    @Test
    void anySplitGivesTheSameFrames() {
        FrameWriter out = new FrameWriter();
        List<Frame> frames = List.of(
                new Frame((byte) 'A', Bytes.EMPTY),
                new Frame((byte) 'H', Bytes.latin1("client.example.org\0")),
                new Frame((byte) 'B', Bytes.copyOf(new byte[300])),
                new Frame((byte) 'Q', Bytes.EMPTY));
        frames.forEach(out::frame);
        byte[] stream = out.take();
        for (int size = 1; size <= stream.length; size++) {
            assertEquals(frames, read(new FrameReader(), stream, size), "in pieces of " + size);
        }
    }

    @Test
    void framesInPiecesGiveTheSameOctetsHoweverTheStreamIsSplit() {
        FrameWriter out = new FrameWriter();
        byte[] body = new byte[300];
        for (int i = 0; i < body.length; i++) {
            body[i] = (byte) i;
        }
        List<Frame> frames = List.of(
                new Frame((byte) 'N', Bytes.latin1("never in pieces")),
                new Frame((byte) 'B', Bytes.copyOf(body)),
                new Frame((byte) 'B', Bytes.EMPTY),
                new Frame((byte) 'B', Bytes.latin1("B")),
                new Frame((byte) 'E', Bytes.EMPTY));
        frames.forEach(out::frame);
        byte[] stream = out.take();
        for (int size = 1; size <= stream.length; size++) {
            FrameReader reader = new FrameReader();
            reader.inPieces((byte) 'B');
            List<Frame> pieces = read(reader, stream, size);
            var octets = new ByteArrayOutputStream();
            pieces.stream()
                    .filter(frame -> frame.code() == 'B')
                    .forEach(frame -> octets.writeBytes(frame.payload().toArray()));
            assertEquals(Bytes.latin1(Bytes.copyOf(body).latin1() + "B"), Bytes.copyOf(octets.toByteArray()));
            assertEquals(frames.getFirst(), pieces.getFirst());
            assertEquals(frames.getLast(), pieces.getLast());
        }
    }

    @Test
    void anEndInTheMiddleOfAPieceIsInsideAFrame() {
        FrameReader reader = new FrameReader();
        reader.inPieces((byte) 'B');
        reader.feed(new byte[] {0, 0, 0, 3, 'B', 'x'});
        assertEquals(
                new Frame((byte) 'B', Bytes.latin1("x")),
                assertInstanceOf(FrameReader.Complete.class, reader.next()).frame());
        assertInstanceOf(FrameReader.NeedMore.class, reader.next());
        assertTrue(reader.insideFrame());
    }

    private static List<Frame> read(FrameReader reader, byte[] stream, int size) {
        List<Frame> frames = new ArrayList<>();
        for (int at = 0; at < stream.length; at += size) {
            reader.feed(Arrays.copyOfRange(stream, at, Math.min(stream.length, at + size)));
            while (reader.next() instanceof FrameReader.Complete(Frame frame)) {
                frames.add(frame);
            }
        }
        assertFalse(reader.insideFrame());
        return frames;
    }

    @Test
    void takesAFrameOfJustTheLimitAndRefusesOneMore() {
        FrameReader reader = new FrameReader();
        reader.feed(new byte[] {0, 1, 0, 0}); // 65,536: a command byte and 65,535 octets
        assertInstanceOf(FrameReader.NeedMore.class, reader.next());
        assertTrue(reader.insideFrame());
        reader.feed(new byte[65_536]);
        FrameReader.Complete whole = assertInstanceOf(FrameReader.Complete.class, reader.next());
        assertEquals(Frame.MAX_PAYLOAD, whole.frame().payload().length());
        reader.feed(new byte[] {0, 1, 0, 1});
        assertEquals(new FrameReader.Broken("a frame of 65537 octets, over the limit of 65536"), reader.next());
    }

    @Test
    void aRaisedLimitLetsLargerFramesThrough() {
        FrameReader reader = new FrameReader();
        reader.limit(DataSize.M1.maxPayload());
        reader.feed(new byte[] {0, 0x10, 0, 0}); // 1 MiB
        assertInstanceOf(FrameReader.NeedMore.class, reader.next());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "GET / HTTP/1.1              | the peer speaks HTTP, not milter",
                "EHLO client.example.org     | the peer speaks SMTP, not milter",
                "request=smtpd_access_policy | the peer speaks Postfix's policy protocol, not milter",
                "PROXY TCP4                  | the peer speaks the PROXY protocol, not milter",
                "SSH-2.0-x                   | the peer speaks SSH, not milter",
                "a001 CAPABILITY             | the peer speaks some text protocol, not milter: it began with \"a001\"",
            })
    void saysWhoIsAtTheWrongPort(String stream, String why) {
        FrameReader reader = new FrameReader();
        reader.feed(stream.getBytes(StandardCharsets.US_ASCII));
        assertEquals(new FrameReader.Broken(why), reader.next());
    }

    @Test
    void knowsTls() {
        FrameReader reader = new FrameReader();
        reader.feed(new byte[] {0x16, 3, 1, 2, 0, 1});
        assertEquals(new FrameReader.Broken("the peer speaks TLS, not milter"), reader.next());
    }

    @Test
    void lengthZeroAndNegativeLengthsEndTheStream() {
        FrameReader zero = new FrameReader();
        zero.feed(new byte[] {0, 0, 0, 0, 'A'});
        assertEquals(new FrameReader.Broken("a frame of length 0"), zero.next());
        FrameReader negative = new FrameReader();
        negative.feed(new byte[] {-1, -1, -1, -1});
        assertEquals(new FrameReader.Broken("a frame of 4294967295 octets, over the limit of 65536"), negative.next());
    }
}
