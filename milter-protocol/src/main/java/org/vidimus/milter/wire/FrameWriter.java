package org.vidimus.milter.wire;

import java.util.Arrays;

/// Builds frames one after the other in one buffer, so that they leave in one write.
///
/// Confined to one thread.
public final class FrameWriter {
    private static final int FIRST_SIZE = 512;

    private byte[] buffer = new byte[FIRST_SIZE];
    private int size;
    private int frameStart = -1;

    /// An empty buffer.
    public FrameWriter() {}

    /// How many octets wait to be taken.
    public int size() {
        return size;
    }

    /// Takes what was written and empties the writer.
    public byte[] take() {
        if (frameStart >= 0) {
            throw new IllegalStateException("a frame is open");
        }
        byte[] octets = Arrays.copyOf(buffer, size);
        size = 0;
        if (buffer.length > Frame.MAX_PAYLOAD) {
            buffer = new byte[FIRST_SIZE];
        }
        return octets;
    }

    /// Writes a whole frame.
    public FrameWriter frame(Frame frame) {
        return begin(frame.code()).raw(frame.payload()).end();
    }

    FrameWriter begin(int code) {
        if (frameStart >= 0) {
            throw new IllegalStateException("a frame is open");
        }
        frameStart = size;
        int32(0);
        return octet(code);
    }

    FrameWriter octet(int value) {
        reserve(1);
        buffer[size++] = (byte) value;
        return this;
    }

    FrameWriter int16(int value) {
        return octet(value >> 8).octet(value);
    }

    FrameWriter int32(int value) {
        return int16(value >> 16).int16(value);
    }

    FrameWriter raw(Bytes octets) {
        reserve(octets.length());
        octets.copyTo(buffer, size);
        size += octets.length();
        return this;
    }

    /// A string and its NUL. A NUL within would end the string early and let its sender write the next field, so it
    /// is refused here, the last place before the wire, and the open frame is dropped.
    FrameWriter string(Bytes octets) {
        if (octets.contains(0)) {
            size = frameStart;
            frameStart = -1;
            throw new IllegalArgumentException("a NUL within a string: " + octets);
        }
        return raw(octets).octet(0);
    }

    FrameWriter end() {
        int length = size - frameStart - 4;
        for (int i = 0; i < 4; i++) {
            buffer[frameStart + i] = (byte) (length >> (24 - 8 * i));
        }
        frameStart = -1;
        return this;
    }

    private void reserve(int more) {
        if (buffer.length - size < more) {
            buffer = Arrays.copyOf(buffer, Math.max(buffer.length * 2, size + more));
        }
    }
}
