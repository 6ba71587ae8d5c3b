package org.vidimus.milter.wire;

import java.util.Optional;

/// The steps of an SMTP session for which macros exist, in the order in which they come.
public enum Stage {
    /// The client connected.
    CONNECT('C', 0), // SMFIM_CONNECT
    /// HELO or EHLO.
    HELO('H', 1), // SMFIM_HELO
    /// MAIL FROM.
    MAIL('M', 2), // SMFIM_ENVFROM
    /// RCPT TO.
    RCPT('R', 3), // SMFIM_ENVRCPT
    /// DATA. Version 4.
    DATA('T', 4), // SMFIM_DATA
    /// The header block ended.
    END_OF_HEADERS('N', 6), // SMFIM_EOH
    /// The message ended.
    END_OF_MESSAGE('E', 5); // SMFIM_EOM: on the wire before EOH, in time after it

    private final byte code;
    private final int symbolList;

    Stage(char code, int symbolList) {
        this.code = (byte) code;
        this.symbolList = symbolList;
    }

    /// The byte of the stage's command, with which its macro list begins.
    public byte code() {
        return code;
    }

    /// The stage's number in a symbol list.
    public int symbolList() {
        return symbolList;
    }

    /// The stage whose macros a list with this byte sets. Postfix also sends lists for header fields (`L`), body chunks
    /// (`B`) and unknown commands (`U`), which set nothing.
    public static Optional<Stage> ofCode(byte code) {
        for (Stage stage : values()) {
            if (stage.code == code) {
                return Optional.of(stage);
            }
        }
        return Optional.empty();
    }

    /// The stage with this number in a symbol list.
    public static Optional<Stage> ofSymbolList(int number) {
        for (Stage stage : values()) {
            if (stage.symbolList == number) {
                return Optional.of(stage);
            }
        }
        return Optional.empty();
    }
}
