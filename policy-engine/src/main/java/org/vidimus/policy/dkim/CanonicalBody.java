package org.vidimus.policy.dkim;

import java.nio.charset.StandardCharsets;

/// A canonical form of a body in the making.
///
/// At the end of what has come so far there may be octets whose fate is open: line ends that are dropped if
/// nothing follows them, a CR that may belong to a CRLF, white space that may end its line. Each form remembers
/// those in a few fields; everything before them goes to the sink as whole ranges of the chunk, without a copy
/// or a look at single octets where nothing changes.
///
/// Confined to one thread.
abstract sealed class CanonicalBody permits SimpleBody, RelaxedBody {
    private static final byte[] LINE_ENDS = "\r\n".repeat(512).getBytes(StandardCharsets.US_ASCII);

    final BodyHashes.Sink sink = new BodyHashes.Sink();

    /// CRLFs that have come and were not written.
    long lineEnds;

    static CanonicalBody of(Canonicalization canonicalization) {
        return switch (canonicalization) {
            case SIMPLE -> new SimpleBody();
            case RELAXED -> new RelaxedBody();
        };
    }

    /// Takes the octets of `chunk` between `from` and `to`.
    abstract void update(byte[] chunk, int from, int to);

    /// Writes what is left after the last octet.
    abstract void finish();

    final void writeLineEnds(long count) {
        for (long left = 2 * count; left > 0 && sink.needsMore(); left -= LINE_ENDS.length) {
            sink.write(LINE_ENDS, 0, (int) Math.min(left, LINE_ENDS.length));
        }
        lineEnds = 0;
    }
}
