package org.vidimus.daemon.probe;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;
import org.vidimus.daemon.text.NetworkText;
import org.vidimus.milter.wire.Bytes;
import org.vidimus.milter.wire.Command;
import org.vidimus.milter.wire.Macro;
import org.vidimus.milter.wire.Reply;
import org.vidimus.milter.wire.SymbolLists;

/// Commands and replies in words, one line each, escaped.
final class WireText {
    private static final int EXCERPT = 200;

    private WireText() {}

    static String command(Command command) {
        String name = command.code().name().replace('_', ' ');
        String rest = switch (command) {
            case Command.Negotiate(int version, int actions, int protocol) ->
                " version %d, actions 0x%x, protocol 0x%x".formatted(version, actions, protocol);
            case Command.Macros(byte stage, List<Macro> macros) ->
                " for %c: %s"
                        .formatted(stage, macros.stream().map(WireText::macro).collect(Collectors.joining(" ")));
            case Command.Connect(Bytes host, var family, int port, Bytes address) ->
                " from %s, %s %s port %d"
                        .formatted(word(host), family.name().toLowerCase(Locale.ROOT), word(address), port);
            case Command.Helo(Bytes helo) -> " " + word(helo);
            case Command.Mail(Bytes sender, List<Bytes> parameters) -> " " + words(sender, parameters);
            case Command.Rcpt(Bytes recipient, List<Bytes> parameters) -> " " + words(recipient, parameters);
            case Command.Header(Bytes field, Bytes value) -> " " + field(field, value);
            case Command.Body(Bytes chunk) -> " " + excerpt(chunk);
            case Command.EndOfMessage(Bytes chunk) -> chunk.isEmpty() ? "" : " " + excerpt(chunk);
            case Command.Unknown(Bytes line) -> " " + word(line);
            case Command.Data _, Command.EndOfHeaders _, Command.Abort _, Command.Quit _, Command.QuitNewConnection _ ->
                "";
        };
        return name + rest;
    }

    static String reply(Reply reply) {
        return switch (reply) {
            case Reply.Edit edit -> edit(edit);
            case Reply.Continue _ -> "continue";
            case Reply.Accept _ -> "accept";
            case Reply.Reject _ -> "reject";
            case Reply.Tempfail _ -> "tempfail";
            case Reply.Discard _ -> "discard";
            case Reply.Skip _ -> "skip";
            case Reply.Shutdown _ -> "shutdown";
            case Reply.ConnectionFailed _ -> "connection failed";
            case Reply.ReplyCode(Bytes text) -> "reply " + shown(text);
            case Reply.Progress _ -> "progress";
            case Reply.Negotiated(int version, int actions, int protocol, SymbolLists symbols) ->
                "version %d, actions 0x%x, protocol 0x%x%s"
                        .formatted(
                                version,
                                actions,
                                protocol,
                                symbols.byStage().isEmpty() ? "" : ", macros " + symbols.byStage());
            case Reply.SetSymbolLists(SymbolLists symbols) -> "macros " + symbols.byStage();
        };
    }

    static String edit(Reply.Edit edit) {
        return switch (edit) {
            case Reply.AddHeader(Bytes name, Bytes value) -> "add header " + field(name, value);
            case Reply.InsertHeader(int index, Bytes name, Bytes value) ->
                "insert header at " + index + " " + field(name, value);
            case Reply.ChangeHeader(int index, Bytes name, Bytes value)
            when value.isEmpty() -> "delete header " + shown(name) + " no. " + index;
            case Reply.ChangeHeader(int index, Bytes name, Bytes value) ->
                "change header no. " + index + " " + field(name, value);
            case Reply.ReplaceBody(Bytes chunk) -> "replace body " + excerpt(chunk);
            case Reply.AddRecipient(Bytes recipient) -> "add recipient " + word(recipient);
            case Reply.AddRecipientWithParameters(Bytes recipient, Optional<Bytes> parameters) ->
                "add recipient " + words(recipient, parameters.stream().toList());
            case Reply.DeleteRecipient(Bytes recipient) -> "delete recipient " + word(recipient);
            case Reply.ChangeSender(Bytes sender, Optional<Bytes> parameters) ->
                "change sender " + words(sender, parameters.stream().toList());
            case Reply.Quarantine(Bytes reason) -> "quarantine " + word(reason);
        };
    }

    /// The octets, escaped.
    static String shown(Bytes octets) {
        return NetworkText.escape(text(octets));
    }

    /// The octets as text that is not yet escaped.
    static String text(Bytes octets) {
        return NetworkText.decode(octets.toArray());
    }

    private static String macro(Macro macro) {
        return shown(macro.name()) + "=" + word(macro.value());
    }

    private static String field(Bytes name, Bytes value) {
        return shown(name) + ":" + shown(value);
    }

    private static String word(Bytes octets) {
        return NetworkText.word(text(octets));
    }

    private static String words(Bytes first, List<Bytes> others) {
        return word(first) + others.stream().map(other -> " " + shown(other)).collect(Collectors.joining());
    }

    private static String excerpt(Bytes octets) {
        String beginning = shown(octets.slice(0, Math.min(EXCERPT, octets.length())));
        return octets.length() + " octets: " + beginning + (octets.length() > EXCERPT ? "..." : "");
    }
}
