package org.vidimus.milter.wire;

/// Cuts a stream of octets into frames, however the stream was split.
///
/// The first thing read of a frame is its length; a length of 0 or over the limit ends the stream before anything is
/// allocated for it. Frames that lie whole in one chunk are slices of it; only a frame that spans chunks is copied, and
/// not even that if its code is one whose frames may come [in pieces][#inPieces].
///
/// Confined to one thread.
public final class FrameReader {
    /// What the reader can say at a moment.
    public sealed interface Next {}

    /// A whole frame.
    ///
    /// @param frame the frame
    public record Complete(Frame frame) implements Next {}

    /// More octets are needed.
    public record NeedMore() implements Next {}

    /// The stream is not milter, or no longer: nothing after this can be understood.
    ///
    /// @param why what is wrong, fit for a log
    public record Broken(String why) implements Next {}

    private static final NeedMore NEED_MORE = new NeedMore();
    private static final byte[] NONE = new byte[0];
    private static final int LENGTH_SIZE = 4;

    private int maxPayload;
    private byte[] chunk = NONE;
    private int position;
    private final byte[] head = new byte[LENGTH_SIZE];
    private int headFill;
    /// The frame being assembled from several chunks: code and payload. Empty when there is none.
    private byte[] partial = NONE;
    private int partialFill;
    private boolean first = true;
    private int pieces = -1; // the code of frames that are handed out in pieces
    private int rest; // octets that are to come of such a frame

    /// A reader with the limit of the protocol, [Frame#MAX_PAYLOAD].
    public FrameReader() {
        this(Frame.MAX_PAYLOAD);
    }

    /// A reader with a limit of its own.
    ///
    /// @param maxPayload the largest payload accepted, in octets, at least 0
    public FrameReader(int maxPayload) {
        limit(maxPayload);
    }

    /// Changes the limit for the frames to come: raised where MDS was negotiated ([DataSize]), never otherwise.
    ///
    /// @throws IllegalArgumentException when negative
    public void limit(int maxPayload) {
        if (maxPayload < 0) {
            throw new IllegalArgumentException("frame limit " + maxPayload);
        }
        this.maxPayload = maxPayload;
    }

    /// Has frames of this code that span chunks handed out in pieces, each as a frame of its own: the payloads
    /// of the pieces, one after the other, are the payload. For what is cut anywhere in any case and is not
    /// answered frame for frame, as the body of a message that the MTA streams.
    public void inPieces(byte code) {
        pieces = code;
    }

    /// Gives the reader what arrived. All frames before it must have been taken with [#next()].
    ///
    /// @param octets what arrived; the reader keeps the array, the caller no longer writes to it
    /// @throws IllegalStateException when octets of the last chunk have not been taken
    public void feed(byte[] octets) {
        if (position < chunk.length) {
            throw new IllegalStateException("fed before the last chunk was read");
        }
        chunk = octets;
        position = 0;
    }

    /// Whether a part of a frame has been read: a stream that ends here was cut.
    public boolean insideFrame() {
        return headFill > 0 || partial.length > 0 || rest > 0;
    }

    /// The next frame of what was fed. After [Broken] the reader must not be used again.
    public Next next() {
        if (rest > 0) {
            return piece();
        }
        if (partial.length == 0) {
            if (!readLength()) {
                release();
                return NEED_MORE;
            }
            int length = lengthRead();
            // Read as unsigned: a negative length is a length over any limit.
            if (length == 0) {
                return new Broken("a frame of length 0");
            }
            if (Integer.compareUnsigned(length, maxPayload + 1) > 0) {
                return new Broken(first ? tooLongAtFirst(length) : tooLong(length));
            }
            first = false;
            headFill = 0;
            if (chunk.length - position >= length) {
                return complete(chunk, take(length), length);
            }
            if (position < chunk.length && chunk[position] == pieces) {
                position++;
                rest = length - 1;
                return piece();
            }
            partial = new byte[length];
            partialFill = 0;
        }
        int size = Math.min(partial.length - partialFill, chunk.length - position);
        System.arraycopy(chunk, take(size), partial, partialFill, size);
        partialFill += size;
        if (partialFill < partial.length) {
            release();
            return NEED_MORE;
        }
        byte[] whole = partial;
        partial = NONE;
        return complete(whole, 0, whole.length);
    }

    private Next piece() {
        int size = Math.min(rest, chunk.length - position);
        if (size == 0) {
            release();
            return NEED_MORE;
        }
        rest -= size;
        int at = take(size);
        return new Complete(new Frame((byte) pieces, Bytes.handOver(chunk, at, at + size)));
    }

    private static Complete complete(byte[] octets, int at, int length) {
        return new Complete(new Frame(octets[at], Bytes.handOver(octets, at + 1, at + length)));
    }

    private boolean readLength() {
        int size = Math.min(LENGTH_SIZE - headFill, chunk.length - position);
        System.arraycopy(chunk, take(size), head, headFill, size);
        headFill += size;
        return headFill == LENGTH_SIZE;
    }

    private int lengthRead() {
        return Bytes.handOver(head, 0, LENGTH_SIZE).int32(0);
    }

    private int take(int size) {
        int at = position;
        position += size;
        return at;
    }

    /// A connection that waits holds no chunk.
    private void release() {
        chunk = NONE;
        position = 0;
    }

    private String tooLong(int length) {
        return "a frame of " + Integer.toUnsignedString(length) + " octets, over the limit of " + (maxPayload + 1);
    }

    /// The first four octets of a stream that is not milter are text or TLS, which as a length are over any limit: say
    /// who it is, so that the log names the wrong port and not a number.
    private String tooLongAtFirst(int length) {
        String text = new String(head, java.nio.charset.StandardCharsets.ISO_8859_1);
        return switch (text) {
            case "GET ", "POST", "HEAD", "PUT ", "OPTI", "CONN", "PRI " -> "the peer speaks HTTP, not milter";
            case "EHLO", "HELO", "LHLO", "QUIT", "MAIL", "NOOP", "RSET", "AUTH", "STAR" ->
                "the peer speaks SMTP, not milter";
            case "PROX", "\r\n\r\n" -> "the peer speaks the PROXY protocol, not milter";
            case "requ" -> "the peer speaks Postfix's policy protocol, not milter";
            case "SSH-" -> "the peer speaks SSH, not milter";
            default -> {
                if (head[0] == 0x16 && head[1] == 3) {
                    yield "the peer speaks TLS, not milter";
                }
                yield text.chars().allMatch(c -> c >= ' ' && c < 0x7f || c == '\r' || c == '\n')
                        ? "the peer speaks some text protocol, not milter: it began with \"" + Bytes.latin1(text) + "\""
                        : tooLong(length);
            }
        };
    }
}
