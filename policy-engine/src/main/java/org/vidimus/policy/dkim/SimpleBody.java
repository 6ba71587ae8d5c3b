package org.vidimus.policy.dkim;

/// The body as it stands, its empty lines at the end left out, and one CRLF at the end in any case (§3.4.3).
/// Confined to one thread.
final class SimpleBody extends CanonicalBody {
    private static final byte[] CR = {'\r'};

    /// Whether the last octet was a CR, which is not written yet.
    private boolean cr;

    @Override
    void update(byte[] chunk, int from, int to) {
        int start = from;
        if (cr && start < to) {
            cr = false;
            if (chunk[start] == '\n') {
                lineEnds++;
                start++;
            } else {
                writeCr();
            }
        }
        int end = to;
        if (end > start && chunk[end - 1] == '\r') {
            cr = true;
            end--;
        }
        int content = end;
        while (content - start >= 2 && chunk[content - 2] == '\r' && chunk[content - 1] == '\n') {
            content -= 2;
        }
        if (content > start) {
            writeLineEnds(lineEnds);
            sink.write(chunk, start, content);
        }
        lineEnds += (end - content) / 2;
    }

    @Override
    void finish() {
        if (cr) {
            writeCr();
        }
        writeLineEnds(1);
    }

    private void writeCr() {
        writeLineEnds(lineEnds);
        sink.write(CR, 0, 1);
    }
}
