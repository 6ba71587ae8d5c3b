package org.vidimus.milter.wire;

import java.util.Optional;

/// The bytes with which an MTA's commands begin.
public enum CommandCode {
    /// The first command: what the MTA offers.
    NEGOTIATE('O'), // SMFIC_OPTNEG
    /// Macros for the command that follows.
    MACROS('D'), // SMFIC_MACRO
    /// A client connected to the MTA.
    CONNECT('C'), // SMFIC_CONNECT
    /// HELO or EHLO.
    HELO('H'), // SMFIC_HELO
    /// MAIL FROM.
    MAIL('M'), // SMFIC_MAIL
    /// RCPT TO.
    RCPT('R'), // SMFIC_RCPT
    /// DATA. Version 4.
    DATA('T'), // SMFIC_DATA
    /// One header field.
    HEADER('L'), // SMFIC_HEADER
    /// The header block ended.
    END_OF_HEADERS('N'), // SMFIC_EOH
    /// A piece of the body.
    BODY('B'), // SMFIC_BODY
    /// The message ended: the one place for edits.
    END_OF_MESSAGE('E'), // SMFIC_BODYEOB
    /// The message was given up.
    ABORT('A'), // SMFIC_ABORT
    /// The connection ends.
    QUIT('Q'), // SMFIC_QUIT
    /// The SMTP session ends, the next begins on the same connection. Version 6; neither MTA sends it.
    QUIT_NEW_CONNECTION('K'), // SMFIC_QUIT_NC
    /// An SMTP command that the MTA does not know. Version 3.
    UNKNOWN('U'); // SMFIC_UNKNOWN

    private static final CommandCode[] BY_BYTE = new CommandCode[128];

    static {
        for (CommandCode code : values()) {
            BY_BYTE[code.code] = code;
        }
    }

    private final byte code;

    CommandCode(char code) {
        this.code = (byte) code;
    }

    /// The byte on the wire.
    public byte code() {
        return code;
    }

    /// The command that begins with `code`.
    public static Optional<CommandCode> of(byte code) {
        return code < 0 ? Optional.empty() : Optional.ofNullable(BY_BYTE[code]);
    }
}
