package org.vidimus.milter.wire;

/// One packet: the command or reply byte, and its payload.
///
/// @param code the byte that names the command or the reply
/// @param payload the octets after it, often none
public record Frame(byte code, Bytes payload) {
    /// The largest payload without MDS: libmilter's `MILTER_CHUNK_SIZE`. Body chunks of both MTAs fill it.
    public static final int MAX_PAYLOAD = 65_535;

    @Override
    public String toString() {
        return (code > ' ' && code < 0x7f ? (char) code : "0x%02x".formatted(code)) + " " + payload;
    }
}
