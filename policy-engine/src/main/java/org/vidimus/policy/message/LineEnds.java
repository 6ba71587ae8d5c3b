package org.vidimus.policy.message;

import org.vidimus.policy.base.Bytes;

/// What ends a line in the form in which we have a message.
///
/// @param header what ends a line inside a field
/// @param body what ends a line of the body
public record LineEnds(LineEnd header, LineEnd body) {
    /// What ends a line.
    public enum LineEnd {
        /// CR and LF.
        CRLF,
        /// LF alone.
        LF
    }

    /// As milters get it: folds are LF, the body has CRLF.
    public static final LineEnds MILTER = new LineEnds(LineEnd.LF, LineEnd.CRLF);

    /// As on the wire.
    public static final LineEnds CRLF = new LineEnds(LineEnd.CRLF, LineEnd.CRLF);

    /// As in files on Unix.
    public static final LineEnds LF = new LineEnds(LineEnd.LF, LineEnd.LF);

    /// What the first line of `message` ends in; CRLF where it does not end.
    public static LineEnds of(Bytes message) {
        int lineFeed = message.indexOf('\n', 0);
        return lineFeed < 0 || (lineFeed > 0 && message.at(lineFeed - 1) == '\r') ? CRLF : LF;
    }
}
