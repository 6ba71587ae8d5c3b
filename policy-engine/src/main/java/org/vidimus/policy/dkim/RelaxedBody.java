package org.vidimus.policy.dkim;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/// The body with runs of white space as one space, none at the end of a line, empty lines at the end left out,
/// and a CRLF
/// at the end of what is left (§3.4.4). An empty body has no octets. Confined to one thread.
final class RelaxedBody extends CanonicalBody {
    /*
     * Nearly all octets of a body stay as they are. A chunk is therefore taken in three parts: what comes before its
     * first octet that is neither white space nor part of a line end, and what comes after its last such octet, go
     * through a small state machine; in between nothing is open, and the scan only looks for the places where
     * something changes. Those are a tab, and a space before a space, a tab or a CR. The scan looks at eight octets and
     * their neighbours one further on at a time: first with few operations that find every such place and sometimes one
     * that is none, and only where these find something, octet for octet. Everything between two places is written as
     * one range.
     */
    private static final VarHandle EIGHT = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    private static final long LOW_BITS = 0x7F7F7F7F7F7F7F7FL;
    private static final long ONES = 0x0101010101010101L;
    private static final byte[] SPACE = {' '};
    private static final byte[] CR = {'\r'};
    private static final byte[] LF = {'\n'};

    /// Whether anything but line ends was written.
    private boolean content;

    /// Whether white space has come after the last octet written, or after the line ends not written.
    private boolean space;

    /// Whether a CR has come after all that.
    private boolean cr;

    @Override
    void update(byte[] chunk, int from, int to) {
        int start = from;
        while (start < to && isOpen(chunk[start])) {
            open(chunk[start++]);
        }
        if (start == to) {
            return;
        }
        settle();
        int end = to;
        while (isOpen(chunk[end - 1])) {
            end--;
        }
        write(chunk, start, end);
        for (int i = end; i < to; i++) {
            open(chunk[i]);
        }
    }

    @Override
    void finish() {
        if (cr) {
            settle();
        }
        if (content) {
            writeLineEnds(1);
        }
    }

    private static boolean isOpen(byte octet) {
        return octet == ' ' || octet == '\t' || octet == '\r' || octet == '\n';
    }

    /// Takes an octet that may or may not be kept, depending on what comes.
    private void open(byte octet) {
        switch (octet) {
            case '\n' -> {
                if (cr) {
                    cr = false;
                    space = false; // white space at the end of a line
                    lineEnds++;
                } else {
                    settle();
                    sink.write(LF, 0, 1);
                }
            }
            case '\r' -> {
                if (cr) {
                    settle();
                }
                cr = true;
            }
            default -> {
                if (cr) {
                    settle();
                }
                space = true;
            }
        }
    }

    /// Writes everything that was open: something follows that is kept.
    private void settle() {
        content = true;
        writeLineEnds(lineEnds);
        if (space) {
            space = false;
            sink.write(SPACE, 0, 1);
        }
        if (cr) {
            cr = false;
            sink.write(CR, 0, 1);
        }
    }

    /// Writes octets of which the last one is neither white space nor part of a line end.
    private void write(byte[] chunk, int from, int to) {
        int written = from;
        int change = nextChange(chunk, from, to);
        while (change < to) {
            sink.write(chunk, written, change);
            int next = change + 1;
            while (chunk[next] == ' ' || chunk[next] == '\t') {
                next++;
            }
            if (chunk[next] != '\r' || chunk[next + 1] != '\n') {
                sink.write(SPACE, 0, 1);
            }
            written = next;
            change = nextChange(chunk, next, to);
        }
        sink.write(chunk, written, to);
    }

    /// The first octet from `from` on that begins white space which is not one space inside a line; `to` if
    /// there is none. The last octet before `to` is none of those looked for, so the one after each space can
    /// be looked at.
    private static int nextChange(byte[] chunk, int from, int to) {
        int i = from;
        for (; i < to - 8; i += 8) {
            long here = (long) EIGHT.get(chunk, i);
            long next = (long) EIGHT.get(chunk, i + 1);
            long changes = mayChange(here, next) ? changes(here, next) : 0;
            if (changes != 0) {
                return i + (Long.numberOfTrailingZeros(changes) >>> 3);
            }
        }
        for (; i < to; i++) {
            byte octet = chunk[i];
            if (octet == '\t'
                    || (octet == ' ' && (chunk[i + 1] == ' ' || chunk[i + 1] == '\t' || chunk[i + 1] == '\r'))) {
                return i;
            }
        }
        return to;
    }

    /// Whether there may be a tab, or a space before an octet that is no higher than a space: true wherever
    /// there is one.
    private static boolean mayChange(long here, long next) {
        long spaces = here ^ (' ' * ONES);
        long tabs = here ^ ('\t' * ONES);
        // x - 1 & ~x has the top bit of a zero octet; a borrow may set it in octets above a zero one too.
        long beforeLow = (spaces - ONES) & ~spaces & (next - (' ' + 1) * ONES) & ~next;
        return ((beforeLow | ((tabs - ONES) & ~tabs)) & ~LOW_BITS) != 0;
    }

    /// The top bit of each tab and of each space before a space, a tab or a CR, and no other bit.
    private static long changes(long here, long next) {
        long follows = equal(next, ' ') | equal(next, '\t') | equal(next, '\r');
        return equal(here, '\t') | (equal(here, ' ') & follows);
    }

    /// The top bit of each octet of `octets` that is `wanted`, and no other bit.
    private static long equal(long octets, int wanted) {
        long zeros = octets ^ (wanted * ONES);
        return ~(((zeros & LOW_BITS) + LOW_BITS) | zeros | LOW_BITS);
    }
}
