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
    private boolean eightBit;
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
        long all = 0;
        int i = offset;
        while (i < end) {
            if (end - i >= Long.BYTES) {
                long word = (long) WORDS.get(chunk, i);
                all |= word;
                // The high bit of each octet below 14, a line end or NUL among them. Octets above the first of
                // them may be marked by mistake, which does not matter: only the first is asked for.
                long marked = (word - LOW_14) & ~word & HIGH_BITS;
                int plain = Long.numberOfTrailingZeros(marked) / Byte.SIZE;
                if (plain > 0) {
                    bareCarriageReturn |= afterCarriageReturn;
                    afterCarriageReturn = false;
                    column += plain;
                    i += plain;
                    continue;
                }
            }
            if (lineEnd == LineEnd.CRLF && chunk[i] == '\r' && i + 1 < end && chunk[i + 1] == '\n') {
                bareCarriageReturn |= afterCarriageReturn;
                endLine();
                i += 2;
            } else {
                all |= chunk[i];
                octet(chunk[i++]);
            }
        }
        eightBit |= (all & HIGH_BITS) != 0;
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

    boolean eightBit() {
        return eightBit;
    }

    boolean longLine() {
        return longLine;
    }
}
