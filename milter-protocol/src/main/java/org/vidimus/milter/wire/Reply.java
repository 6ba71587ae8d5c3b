package org.vidimus.milter.wire;

import java.util.Optional;

/// What a filter says to an MTA.
///
/// One [Final] reply ends the answer to a command. Before it, at the end of a message, come [Edit]s and [Progress].
public sealed interface Reply {
    /// The byte with which the reply begins.
    byte code();

    /// Ends the answer to a command.
    sealed interface Final extends Reply {}

    /// Changes the message; legal only before the final reply to the end of a message.
    sealed interface Edit extends Reply {
        /// The action that must have been negotiated.
        Action action();
    }

    /// Go on. `SMFIR_CONTINUE`.
    record Continue() implements Final {
        @Override
        public byte code() {
            return 'c';
        }
    }

    /// Take it and ask no more: after CONNECT for the whole session, later for this message. `SMFIR_ACCEPT`.
    record Accept() implements Final {
        @Override
        public byte code() {
            return 'a';
        }
    }

    /// Refuse for good, in the MTA's words; after RCPT only that recipient. `SMFIR_REJECT`.
    record Reject() implements Final {
        @Override
        public byte code() {
            return 'r';
        }
    }

    /// Refuse for now, in the MTA's words; after RCPT only that recipient. `SMFIR_TEMPFAIL`.
    record Tempfail() implements Final {
        @Override
        public byte code() {
            return 't';
        }
    }

    /// Say 250 and throw the message away. `SMFIR_DISCARD`.
    record Discard() implements Final {
        @Override
        public byte code() {
            return 'd';
        }
    }

    /// Send no more of the body. On Sendmail, anywhere else, it bypasses the filter. `SMFIR_SKIP`.
    record Skip() implements Final {
        @Override
        public byte code() {
            return 's';
        }
    }

    /// 421 and close. Postfix understands it, Sendmail does not. `SMFIR_SHUTDOWN`.
    record Shutdown() implements Final {
        @Override
        public byte code() {
            return '4';
        }
    }

    /// Defined, implemented by nobody. `SMFIR_CONN_FAIL`.
    record ConnectionFailed() implements Final {
        @Override
        public byte code() {
            return 'f';
        }
    }

    /// Refuse in the filter's words. `SMFIR_REPLYCODE`.
    ///
    /// @param text as on the wire, `%` doubled; [SmtpReply] builds and reads it
    record ReplyCode(Bytes text) implements Final {
        @Override
        public byte code() {
            return 'y';
        }
    }

    /// Still working: the MTA's timer starts again. On Sendmail legal only at the end of a message.
    /// `SMFIR_PROGRESS`.
    record Progress() implements Reply {
        @Override
        public byte code() {
            return 'p';
        }
    }

    /// The answer to [Command.Negotiate]. `SMFIC_OPTNEG`.
    ///
    /// @param version the version to speak, not above the MTA's
    /// @param actions the [Action] flags the filter will use, a subset of the offer
    /// @param protocol the [Step] and [DataSize] flags it wants, a subset of the offer
    /// @param symbols the macros it asks for; needs [Action#SET_SYMBOL_LIST]
    record Negotiated(int version, int actions, int protocol, SymbolLists symbols) implements Reply {
        @Override
        public byte code() {
            return 'O';
        }
    }

    /// Macros asked for outside of negotiation: defined, sent by nobody. `SMFIR_SETSYMLIST`.
    ///
    /// @param symbols the macros
    record SetSymbolLists(SymbolLists symbols) implements Reply {
        @Override
        public byte code() {
            return 'l';
        }
    }

    /// Adds a header field: at the end on Postfix; on Sendmail before the first of the same name, if there is one.
    /// `SMFIR_ADDHEADER`.
    ///
    /// @param name the field's name
    /// @param value folds as LF and white space
    record AddHeader(Bytes name, Bytes value) implements Edit {
        @Override
        public byte code() {
            return 'h';
        }

        @Override
        public Action action() {
            return Action.ADD_HEADERS;
        }
    }

    /// Inserts a header field. `SMFIR_INSHEADER`.
    ///
    /// @param index 0 is above everything, also above the MTA's own `Received`; past the end appends
    /// @param name the field's name
    /// @param value folds as LF and white space
    record InsertHeader(int index, Bytes name, Bytes value) implements Edit {
        @Override
        public byte code() {
            return 'i';
        }

        @Override
        public Action action() {
            return Action.ADD_HEADERS;
        }
    }

    /// Changes a header field; past the last of its name it appends. `SMFIR_CHGHEADER`.
    ///
    /// @param index from 1 among the fields of this name that the filter was shown; 0 is read as 1
    /// @param name the field's name
    /// @param value the new value; empty deletes the field
    record ChangeHeader(int index, Bytes name, Bytes value) implements Edit {
        @Override
        public byte code() {
            return 'm';
        }

        @Override
        public Action action() {
            return Action.CHANGE_HEADERS;
        }
    }

    /// A piece of the new body; the pieces must follow one another. `SMFIR_REPLBODY`.
    ///
    /// @param chunk octets, lines ending in CRLF; one empty piece empties the body
    record ReplaceBody(Bytes chunk) implements Edit {
        @Override
        public byte code() {
            return 'b';
        }

        @Override
        public Action action() {
            return Action.CHANGE_BODY;
        }
    }

    /// Adds a recipient. `SMFIR_ADDRCPT`.
    ///
    /// @param recipient with angle brackets
    record AddRecipient(Bytes recipient) implements Edit {
        @Override
        public byte code() {
            return '+';
        }

        @Override
        public Action action() {
            return Action.ADD_RECIPIENTS;
        }
    }

    /// Adds a recipient with ESMTP parameters. `SMFIR_ADDRCPT_PAR`.
    ///
    /// @param recipient with angle brackets
    /// @param parameters separated by spaces; Postfix takes NOTIFY and ORCPT
    record AddRecipientWithParameters(Bytes recipient, Optional<Bytes> parameters) implements Edit {
        @Override
        public byte code() {
            return '2';
        }

        @Override
        public Action action() {
            return Action.ADD_RECIPIENTS_WITH_PARAMETERS;
        }
    }

    /// Deletes a recipient. `SMFIR_DELRCPT`.
    ///
    /// @param recipient as given in [Command.Rcpt]
    record DeleteRecipient(Bytes recipient) implements Edit {
        @Override
        public byte code() {
            return '-';
        }

        @Override
        public Action action() {
            return Action.DELETE_RECIPIENTS;
        }
    }

    /// Changes the envelope sender. `SMFIR_CHGFROM`.
    ///
    /// @param sender with angle brackets
    /// @param parameters separated by spaces; Postfix takes RET and ENVID
    record ChangeSender(Bytes sender, Optional<Bytes> parameters) implements Edit {
        @Override
        public byte code() {
            return 'e';
        }

        @Override
        public Action action() {
            return Action.CHANGE_SENDER;
        }
    }

    /// Holds the message. Sendmail takes it only at the end of a message. `SMFIR_QUARANTINE`.
    ///
    /// @param reason for the MTA's log; Postfix cuts it at 100 octets
    record Quarantine(Bytes reason) implements Edit {
        @Override
        public byte code() {
            return 'q';
        }

        @Override
        public Action action() {
            return Action.QUARANTINE;
        }
    }

    /// Reads a frame from a filter, as strictly as Postfix: nothing may follow what belongs to a reply. Never throws.
    static Decoded<Reply> decode(Frame frame) {
        return ReplyCodec.decode(frame);
    }

    /// Writes the reply as one frame.
    ///
    /// @throws IllegalArgumentException when a string holds a NUL
    default void encodeTo(FrameWriter out) {
        ReplyCodec.encode(this, out);
    }
}
