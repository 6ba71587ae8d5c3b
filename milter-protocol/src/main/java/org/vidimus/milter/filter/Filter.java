package org.vidimus.milter.filter;

import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BiFunction;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.vidimus.milter.wire.Action;
import org.vidimus.milter.wire.Command;
import org.vidimus.milter.wire.CommandCode;
import org.vidimus.milter.wire.DataSize;
import org.vidimus.milter.wire.Stage;

/// A filter: which events it handles and how.
///
/// `C` is the state of a connection, made when the MTA has negotiated; `M` that of a message, made at its first
/// event and gone with its end. Both are used by the connection's thread alone. What the MTA is asked to send,
/// and to wait for, follows from the handlers that are set.
///
/// ```java
/// Filter<FilterContext, List<String>> filter = Filter.of(context -> context, _ -> new ArrayList<String>())
///         .onHeader(Mode.STREAM, (subjects, field) -> { ...; return Verdict.CONTINUE; })
///         .onEndOfMessage((subjects, context) -> Outcome.edited(List.of(...)))
///         .uses(Action.ADD_HEADERS)
///         .build();
/// ```
///
/// Immutable, thread-safe as far as its handlers are.
///
/// @param <C> the state of a connection
/// @param <M> the state of a message
public final class Filter<C, M> {
    final Function<FilterContext, C> connection;
    final Function<C, M> message;
    final Map<CommandCode, Mode> modes;
    final @Nullable BiFunction<C, Command.Connect, SessionVerdict> connect;
    final @Nullable BiFunction<C, Command.Helo, SessionVerdict> helo;
    final @Nullable BiFunction<M, Command.Mail, Verdict> mail;
    final @Nullable BiFunction<M, Command.Rcpt, Verdict> rcpt;
    final @Nullable Function<M, Verdict> data;
    final @Nullable BiFunction<M, Command.Header, Verdict> header;
    final @Nullable Function<M, Verdict> endOfHeaders;
    final @Nullable BiFunction<M, Command.Body, BodyVerdict> body;
    final @Nullable BiFunction<C, Command.Unknown, SessionVerdict> unknown;
    final Function<M, Outcome> endOfMessage;
    final Consumer<M> abort;
    final Consumer<C> close;
    final Set<Action> uses;
    final Set<Action> requires;
    final Map<Stage, List<String>> macros;
    final boolean rejectedRecipients;
    final DataSize dataSize;
    /// The answer to the last offer: all connections of an MTA make the same one.
    final AtomicReference<@Nullable Agreement> lastAgreement = new AtomicReference<>();

    private Filter(Builder<C, M> builder) {
        connection = builder.connection;
        message = builder.message;
        modes = new EnumMap<>(builder.modes);
        connect = builder.connect;
        helo = builder.helo;
        mail = builder.mail;
        rcpt = builder.rcpt;
        data = builder.data;
        header = builder.header;
        endOfHeaders = builder.endOfHeaders;
        body = builder.body;
        unknown = builder.unknown;
        endOfMessage = builder.endOfMessage;
        abort = builder.abort;
        close = builder.close;
        uses = Set.copyOf(builder.uses);
        requires = Set.copyOf(builder.requires);
        macros = new EnumMap<>(builder.macros);
        rejectedRecipients = builder.rejectedRecipients;
        dataSize = builder.dataSize;
    }

    /// Begins a filter.
    ///
    /// @param connection makes the state of a connection, once the MTA has negotiated and, with QUIT_NC, for
    ///     each session after
    /// @param message makes the state of a message, before its first event
    public static <C, M> Builder<C, M> of(Function<FilterContext, C> connection, Function<C, M> message) {
        return new Builder<>(connection, message);
    }

    /// Collects the handlers of a filter.
    ///
    /// @param <C> the state of a connection
    /// @param <M> the state of a message
    public static final class Builder<C, M> {
        private final Function<FilterContext, C> connection;
        private final Function<C, M> message;
        private final Map<CommandCode, Mode> modes = new EnumMap<>(CommandCode.class);
        private @Nullable BiFunction<C, Command.Connect, SessionVerdict> connect;
        private @Nullable BiFunction<C, Command.Helo, SessionVerdict> helo;
        private @Nullable BiFunction<M, Command.Mail, Verdict> mail;
        private @Nullable BiFunction<M, Command.Rcpt, Verdict> rcpt;
        private @Nullable Function<M, Verdict> data;
        private @Nullable BiFunction<M, Command.Header, Verdict> header;
        private @Nullable Function<M, Verdict> endOfHeaders;
        private @Nullable BiFunction<M, Command.Body, BodyVerdict> body;
        private @Nullable BiFunction<C, Command.Unknown, SessionVerdict> unknown;
        private Function<M, Outcome> endOfMessage = _ -> Outcome.UNCHANGED;
        private Consumer<M> abort = _ -> {};
        private Consumer<C> close = _ -> {};
        private final Set<Action> uses = EnumSet.noneOf(Action.class);
        private final Set<Action> requires = EnumSet.noneOf(Action.class);
        private final Map<Stage, List<String>> macros = new EnumMap<>(Stage.class);
        private boolean rejectedRecipients;
        private DataSize dataSize = DataSize.STANDARD;

        private Builder(Function<FilterContext, C> connection, Function<C, M> message) {
            this.connection = connection;
            this.message = message;
        }

        /// A client connected to the MTA. Neither MTA passes on the text of a refusal.
        public Builder<C, M> onConnect(Mode mode, BiFunction<C, Command.Connect, SessionVerdict> handler) {
            modes.put(CommandCode.CONNECT, mode);
            connect = handler;
            return this;
        }

        /// HELO or EHLO; comes again after STARTTLS.
        public Builder<C, M> onHelo(Mode mode, BiFunction<C, Command.Helo, SessionVerdict> handler) {
            modes.put(CommandCode.HELO, mode);
            helo = handler;
            return this;
        }

        /// MAIL FROM.
        public Builder<C, M> onMail(Mode mode, BiFunction<M, Command.Mail, Verdict> handler) {
            modes.put(CommandCode.MAIL, mode);
            mail = handler;
            return this;
        }

        /// RCPT TO, for each recipient. A refusal is for that recipient alone.
        public Builder<C, M> onRcpt(Mode mode, BiFunction<M, Command.Rcpt, Verdict> handler) {
            modes.put(CommandCode.RCPT, mode);
            rcpt = handler;
            return this;
        }

        /// DATA. MTAs of version 3 and below do not send it.
        public Builder<C, M> onData(Mode mode, Function<M, Verdict> handler) {
            modes.put(CommandCode.DATA, mode);
            data = handler;
            return this;
        }

        /// A header field; its value is what stands after the colon.
        public Builder<C, M> onHeader(Mode mode, BiFunction<M, Command.Header, Verdict> handler) {
            modes.put(CommandCode.HEADER, mode);
            header = handler;
            return this;
        }

        /// The header block ended.
        public Builder<C, M> onEndOfHeaders(Mode mode, Function<M, Verdict> handler) {
            modes.put(CommandCode.END_OF_HEADERS, mode);
            endOfHeaders = handler;
            return this;
        }

        /// A piece of the body, cut anywhere. With [Mode#ANSWER] a [BodyVerdict#SKIP] spares the MTA the rest.
        public Builder<C, M> onBody(Mode mode, BiFunction<M, Command.Body, BodyVerdict> handler) {
            modes.put(CommandCode.BODY, mode);
            body = handler;
            return this;
        }

        /// An SMTP command the MTA does not know. Postfix honours only 4xx.
        public Builder<C, M> onUnknown(Mode mode, BiFunction<C, Command.Unknown, SessionVerdict> handler) {
            modes.put(CommandCode.UNKNOWN, mode);
            unknown = handler;
            return this;
        }

        /// The end of a message. The handler may take its time within the server's limit: the MTA is told that
        /// work goes on.
        public Builder<C, M> onEndOfMessage(Function<M, Outcome> handler) {
            endOfMessage = handler;
            return this;
        }

        /// A message was given up before its end and before a verdict on it. Called at most once for a message.
        public Builder<C, M> onAbort(Consumer<M> handler) {
            abort = handler;
            return this;
        }

        /// The session is over. Called exactly once for every connection state made.
        public Builder<C, M> onClose(Consumer<C> handler) {
            close = handler;
            return this;
        }

        /// Edits the filter makes where the MTA permits them; see [Negotiated#actions()].
        public Builder<C, M> uses(Action... actions) {
            uses.addAll(List.of(actions));
            return this;
        }

        /// Edits without which the filter is of no use: an MTA that does not offer them is turned away.
        public Builder<C, M> requires(Action... actions) {
            requires.addAll(List.of(actions));
            return uses(actions);
        }

        /// Macros to ask for at a stage, with braces if longer than a letter. They replace the MTA's own list,
        /// so name all that is needed there. Where the list of one of END_OF_HEADERS and END_OF_MESSAGE is set,
        /// the other gets the same, because Sendmail confuses the two.
        public Builder<C, M> macros(Stage stage, String... names) {
            macros.put(stage, List.of(names));
            return this;
        }

        /// Recipients that the MTA itself refuses are shown too.
        public Builder<C, M> rejectedRecipients() {
            rejectedRecipients = true;
            return this;
        }

        /// Takes body chunks of up to this size from an MTA that offers it.
        public Builder<C, M> dataSize(DataSize size) {
            dataSize = size;
            return this;
        }

        /// The filter.
        public Filter<C, M> build() {
            return new Filter<>(this);
        }
    }
}
