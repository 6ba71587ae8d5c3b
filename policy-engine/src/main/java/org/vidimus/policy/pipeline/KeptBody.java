package org.vidimus.policy.pipeline;

import java.io.ByteArrayOutputStream;
import org.vidimus.policy.base.Bytes;

/// The beginning of a body, and how long all of it is.
///
/// Confined to the thread that feeds the examination.
final class KeptBody {
    private final int most;
    private final ByteArrayOutputStream octets = new ByteArrayOutputStream(0);
    private long length;

    /// @param most how many octets are kept
    KeptBody(int most) {
        this.most = most;
    }

    void add(byte[] chunk, int offset, int count) {
        length += count;
        octets.write(chunk, offset, Math.min(count, most - octets.size()));
    }

    /// Of the whole body, in octets.
    long length() {
        return length;
    }

    LocalPolicy.Body body() {
        return new LocalPolicy.Body(Bytes.of(octets.toByteArray()), length == octets.size());
    }
}
