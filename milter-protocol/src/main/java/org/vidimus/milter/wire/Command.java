package org.vidimus.milter.wire;

import java.util.List;

/// What an MTA says to a filter.
///
/// Strings keep their octets and lose the NUL that ends them; no string may hold a NUL.
public sealed interface Command {
    /// The byte with which the command begins.
    CommandCode code();

    /// Offers a version and what goes with it. `SMFIC_OPTNEG`.
    ///
    /// @param version the newest version the MTA speaks, 2 or more
    /// @param actions the [Action] flags offered
    /// @param protocol the [Step] and [DataSize] flags offered
    record Negotiate(int version, int actions, int protocol) implements Command {
        @Override
        public CommandCode code() {
            return CommandCode.NEGOTIATE;
        }
    }

    /// Macros for the command that follows, if it follows: both MTAs also send them for commands they then leave out.
    /// A list replaces the stage's former one. `SMFIC_MACRO`.
    ///
    /// @param stage the byte of the command they belong to; not only those of [Stage] occur
    /// @param macros may be empty; of a list with an odd number of strings the last is dropped
    record Macros(byte stage, List<Macro> macros) implements Command {
        /// Copies the list.
        public Macros {
            macros = List.copyOf(macros);
        }

        @Override
        public CommandCode code() {
            return CommandCode.MACROS;
        }
    }

    /// A client connected. `SMFIC_CONNECT`.
    ///
    /// @param host the client's name, `[192.0.2.1]` (Sendmail) or `unknown` (Postfix) when it has none
    /// @param family which kind of address follows
    /// @param port 0 to 65535; 0 where there is none
    /// @param address as text; empty for [Family#UNKNOWN]. [ClientAddress] reads it.
    record Connect(Bytes host, Family family, int port, Bytes address) implements Command {
        /// Checks the port.
        public Connect {
            if (port < 0 || port > 0xffff) {
                throw new IllegalArgumentException("port " + port);
            }
        }

        @Override
        public CommandCode code() {
            return CommandCode.CONNECT;
        }
    }

    /// HELO or EHLO; a second one after STARTTLS, or in the middle of a message, which ends it. `SMFIC_HELO`.
    ///
    /// @param name what the client called itself
    record Helo(Bytes name) implements Command {
        @Override
        public CommandCode code() {
            return CommandCode.HELO;
        }
    }

    /// MAIL FROM. `SMFIC_MAIL`.
    ///
    /// @param sender as typed, mostly in angle brackets; `<>` for the null sender
    /// @param parameters ESMTP parameters, one each: `SIZE=1000`
    record Mail(Bytes sender, List<Bytes> parameters) implements Command {
        /// Copies the list.
        public Mail {
            parameters = List.copyOf(parameters);
        }

        @Override
        public CommandCode code() {
            return CommandCode.MAIL;
        }
    }

    /// RCPT TO. `SMFIC_RCPT`.
    ///
    /// @param recipient as typed, mostly in angle brackets
    /// @param parameters ESMTP parameters, one each: `NOTIFY=NEVER`
    record Rcpt(Bytes recipient, List<Bytes> parameters) implements Command {
        /// Copies the list.
        public Rcpt {
            parameters = List.copyOf(parameters);
        }

        @Override
        public CommandCode code() {
            return CommandCode.RCPT;
        }
    }

    /// DATA. `SMFIC_DATA`.
    record Data() implements Command {
        @Override
        public CommandCode code() {
            return CommandCode.DATA;
        }
    }

    /// One header field, in the order of the message; the MTA's own `Received` is not shown. `SMFIC_HEADER`.
    ///
    /// @param name without the colon and without space before it
    /// @param value folds as LF and white space, no final newline; with its leading space only where
    ///     [Step#HEADER_LEADING_SPACE] was negotiated
    record Header(Bytes name, Bytes value) implements Command {
        @Override
        public CommandCode code() {
            return CommandCode.HEADER;
        }
    }

    /// The header block ended. `SMFIC_EOH`.
    record EndOfHeaders() implements Command {
        @Override
        public CommandCode code() {
            return CommandCode.END_OF_HEADERS;
        }
    }

    /// A piece of the body, cut anywhere, lines ending in CRLF. `SMFIC_BODY`.
    ///
    /// @param chunk the octets
    record Body(Bytes chunk) implements Command {
        @Override
        public CommandCode code() {
            return CommandCode.BODY;
        }
    }

    /// The message ended. `SMFIC_BODYEOB`.
    ///
    /// @param chunk a last piece of the body, which the protocol allows and neither MTA sends
    record EndOfMessage(Bytes chunk) implements Command {
        @Override
        public CommandCode code() {
            return CommandCode.END_OF_MESSAGE;
        }
    }

    /// The message was given up, or, from Postfix, has just ended. Never answered. `SMFIC_ABORT`.
    record Abort() implements Command {
        @Override
        public CommandCode code() {
            return CommandCode.ABORT;
        }
    }

    /// The connection ends. Never answered. `SMFIC_QUIT`.
    record Quit() implements Command {
        @Override
        public CommandCode code() {
            return CommandCode.QUIT;
        }
    }

    /// The SMTP session ends and the next begins on this connection. Never answered. `SMFIC_QUIT_NC`.
    record QuitNewConnection() implements Command {
        @Override
        public CommandCode code() {
            return CommandCode.QUIT_NEW_CONNECTION;
        }
    }

    /// An SMTP command that the MTA does not know. `SMFIC_UNKNOWN`.
    ///
    /// @param line the whole line; from Postfix before 3.9 only its first word
    record Unknown(Bytes line) implements Command {
        @Override
        public CommandCode code() {
            return CommandCode.UNKNOWN;
        }
    }

    /// Reads a frame from an MTA. Never throws.
    static Decoded<Command> decode(Frame frame) {
        return CommandCodec.decode(frame);
    }

    /// Writes the command as one frame.
    ///
    /// @throws IllegalArgumentException when a string holds a NUL
    default void encodeTo(FrameWriter out) {
        CommandCodec.encode(this, out);
    }
}
