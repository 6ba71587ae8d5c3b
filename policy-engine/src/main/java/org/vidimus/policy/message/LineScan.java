package org.vidimus.policy.message;

import org.vidimus.policy.message.LineEnds.LineEnd;

/// Looks at octets as lines, however they are cut into chunks. Confined to one thread.
final class LineScan {
    private static final int MAX_LINE = 998; // RFC 5322 §2.1.1, without the line end

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
        int all = 0;
        for (int i = offset; i < offset + length; i++) {
            int octet = chunk[i];
            all |= octet;
            if (octet == '\n') {
                lineFeed();
            } else {
                bareCarriageReturn |= afterCarriageReturn;
                afterCarriageReturn = octet == '\r';
                nul |= octet == 0;
                column++;
            }
        }
        eightBit |= all < 0;
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
