package org.vidimus.daemon.explain;

import java.io.IOException;
import java.io.InputStream;

/// How the lines of a message end.
///
/// Immutable.
///
/// @param octets the length of the message
/// @param crlf lines that end in CRLF
/// @param lf lines that end in LF alone
record Lines(long octets, long crlf, long lf) {
    private static final int CHUNK = 1 << 16;

    /// Reads a message to its end.
    static Lines of(InputStream in) throws IOException {
        byte[] chunk = new byte[CHUNK];
        long octets = 0;
        long crlf = 0;
        long lf = 0;
        int last = -1;
        for (int length = in.read(chunk); length >= 0; length = in.read(chunk)) {
            for (int i = 0; i < length; i++) {
                if (chunk[i] == '\n') {
                    crlf += last == '\r' ? 1 : 0;
                    lf += last == '\r' ? 0 : 1;
                }
                last = chunk[i];
            }
            octets += length;
        }
        return new Lines(octets, crlf, lf);
    }

    /// Whether the message is one that a Unix program stored: it was mail, with CRLF, before that. A mixture is taken
    /// as it is, because a lone LF among CRLF may have come over the network.
    boolean stored() {
        return crlf == 0 && lf > 0;
    }

    /// The message as it travels.
    InputStream travelling(InputStream in) {
        return stored() ? new Crlf(in) : in;
    }

    /// Puts a CR before each LF.
    private static final class Crlf extends InputStream {
        private final InputStream in;
        private final byte[] read = new byte[CHUNK];
        private int next;
        private int end;
        private boolean withinLineEnd;

        Crlf(InputStream in) {
            this.in = in;
        }

        @Override
        public int read() throws IOException {
            if (next == end && !fill()) {
                return -1;
            }
            if (read[next] == '\n' && !withinLineEnd) {
                withinLineEnd = true;
                return '\r';
            }
            withinLineEnd = false;
            return read[next++] & 0xff;
        }

        @Override
        public int read(byte[] into, int offset, int length) throws IOException {
            if (length == 0) {
                return 0;
            }
            int first = read();
            if (first < 0) {
                return -1;
            }
            into[offset] = (byte) first;
            int count = 1;
            while (count < length && next < end) {
                into[offset + count++] = (byte) read();
            }
            return count;
        }

        private boolean fill() throws IOException {
            next = 0;
            end = Math.max(in.read(read), 0);
            return end > 0;
        }

        @Override
        public void close() throws IOException {
            in.close();
        }
    }
}
