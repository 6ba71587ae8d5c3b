package org.vidimus.signer.opendkim;

/// Where a setting or an entry of a table stands. Immutable.
///
/// @param file the path as it was given
/// @param line the line, from 1; 0 for the file as a whole
public record Place(String file, int line) {
    /// `FILE:LINE`, or `FILE` for the whole file.
    @Override
    public String toString() {
        return line == 0 ? file : file + ":" + line;
    }
}
