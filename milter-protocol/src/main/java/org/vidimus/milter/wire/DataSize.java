package org.vidimus.milter.wire;

/// The largest payload both sides agreed on: the MDS flags of the protocol word. Sendmail offers them where it was
/// built
/// with `_FFR_MDS_NEGOTIATE`, Postfix never does.
public enum DataSize {
    /// No flag: [Frame#MAX_PAYLOAD].
    STANDARD(0, Frame.MAX_PAYLOAD),
    /// 256 KiB less one.
    K256(0x1000_0000, 262_143), // SMFIP_MDS_256K
    /// 1 MiB less one.
    M1(0x2000_0000, 1_048_575); // SMFIP_MDS_1M

    private final int bit;
    private final int maxPayload;

    DataSize(int bit, int maxPayload) {
        this.bit = bit;
        this.maxPayload = maxPayload;
    }

    /// The flag in the protocol word.
    public int bit() {
        return bit;
    }

    /// The largest payload, in octets.
    public int maxPayload() {
        return maxPayload;
    }

    /// The largest size whose flag is in a protocol word.
    public static DataSize of(int protocolWord) {
        if ((protocolWord & M1.bit) != 0) {
            return M1;
        }
        return (protocolWord & K256.bit) != 0 ? K256 : STANDARD;
    }
}
