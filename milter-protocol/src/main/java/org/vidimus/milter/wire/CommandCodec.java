package org.vidimus.milter.wire;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Commands to frames and back.
final class CommandCodec {
    private CommandCodec() {}

    static Decoded<Command> decode(Frame frame) {
        Optional<CommandCode> code = CommandCode.of(frame.code());
        if (code.isEmpty()) {
            return malformed("an unknown command 0x%02x".formatted(frame.code()));
        }
        PayloadReader in = new PayloadReader(frame.payload());
        return switch (code.get()) {
            case NEGOTIATE -> negotiate(in);
            case MACROS -> macros(in);
            case CONNECT -> connect(in);
            case HELO ->
                in.string()
                        .<Decoded<Command>>map(name -> new Decoded.Ok<>(new Command.Helo(name)))
                        .orElseGet(() -> unterminated("HELO"));
            case MAIL -> mail(in);
            case RCPT -> rcpt(in);
            case HEADER -> header(in);
            case BODY -> new Decoded.Ok<>(new Command.Body(in.rest()));
            case END_OF_MESSAGE -> new Decoded.Ok<>(new Command.EndOfMessage(in.rest()));
            case UNKNOWN ->
                in.string()
                        .<Decoded<Command>>map(line -> new Decoded.Ok<>(new Command.Unknown(line)))
                        .orElseGet(() -> unterminated("UNKNOWN"));
            // libmilter does not look at what follows these, neither do we.
            case DATA -> new Decoded.Ok<>(new Command.Data());
            case END_OF_HEADERS -> new Decoded.Ok<>(new Command.EndOfHeaders());
            case ABORT -> new Decoded.Ok<>(new Command.Abort());
            case QUIT -> new Decoded.Ok<>(new Command.Quit());
            case QUIT_NEW_CONNECTION -> new Decoded.Ok<>(new Command.QuitNewConnection());
        };
    }

    private static Decoded<Command> malformed(String why) {
        return new Decoded.Malformed<>(why);
    }

    private static Decoded<Command> unterminated(String command) {
        return malformed(command + " without a terminating NUL");
    }

    private static Decoded<Command> negotiate(PayloadReader in) {
        Optional<Integer> version = in.int32();
        Optional<Integer> actions = in.int32();
        Optional<Integer> protocol = in.int32();
        if (version.isEmpty() || actions.isEmpty() || protocol.isEmpty()) {
            return malformed("OPTNEG of fewer than 12 octets");
        }
        return new Decoded.Ok<>(new Command.Negotiate(version.get(), actions.get(), protocol.get()));
    }

    /// Postfix sends lists for stages that have none and lists without macros; libmilter keeps what it can of a list
    /// that breaks off. A macro list is therefore never malformed once it names a stage.
    private static Decoded<Command> macros(PayloadReader in) {
        Optional<Byte> stage = in.octet();
        if (stage.isEmpty()) {
            return malformed("MACRO without a stage");
        }
        List<Macro> macros = new ArrayList<>();
        for (Optional<Bytes> name = in.string(); name.isPresent(); name = in.string()) {
            Optional<Bytes> value = in.string();
            if (value.isEmpty()) {
                break;
            }
            // A session keeps its macros for long; they must not keep the whole read alive.
            macros.add(new Macro(name.get().compact(), value.get().compact()));
        }
        return new Decoded.Ok<>(new Command.Macros(stage.get(), macros));
    }

    private static Decoded<Command> connect(PayloadReader in) {
        Optional<Bytes> host = in.string();
        if (host.isEmpty()) {
            return unterminated("CONNECT");
        }
        Optional<Byte> familyCode = in.octet();
        if (familyCode.isEmpty()) {
            return malformed("CONNECT without an address family");
        }
        Optional<Family> family = Family.ofCode(familyCode.get());
        if (family.isEmpty()) {
            return malformed("CONNECT with address family 0x%02x".formatted(familyCode.get()));
        }
        if (family.get() == Family.UNKNOWN) {
            return new Decoded.Ok<>(new Command.Connect(host.get(), Family.UNKNOWN, 0, Bytes.EMPTY));
        }
        Optional<Integer> port = in.int16();
        Optional<Bytes> address = in.string();
        if (port.isEmpty() || address.isEmpty()) {
            return malformed("CONNECT without port and address");
        }
        return new Decoded.Ok<>(new Command.Connect(host.get(), family.get(), port.get(), address.get()));
    }

    private static Decoded<Command> mail(PayloadReader in) {
        Optional<List<Bytes>> strings = in.strings();
        if (strings.isEmpty() || strings.get().isEmpty()) {
            return unterminated("MAIL");
        }
        List<Bytes> all = strings.get();
        return new Decoded.Ok<>(new Command.Mail(all.getFirst(), all.subList(1, all.size())));
    }

    private static Decoded<Command> rcpt(PayloadReader in) {
        Optional<List<Bytes>> strings = in.strings();
        if (strings.isEmpty() || strings.get().isEmpty()) {
            return unterminated("RCPT");
        }
        List<Bytes> all = strings.get();
        return new Decoded.Ok<>(new Command.Rcpt(all.getFirst(), all.subList(1, all.size())));
    }

    private static Decoded<Command> header(PayloadReader in) {
        Optional<Bytes> name = in.string();
        Optional<Bytes> value = in.string();
        if (name.isEmpty() || value.isEmpty()) {
            return unterminated("HEADER");
        }
        return new Decoded.Ok<>(new Command.Header(name.get(), value.get()));
    }

    static void encode(Command command, FrameWriter out) {
        out.begin(command.code().code());
        switch (command) {
            case Command.Negotiate(int version, int actions, int protocol) ->
                out.int32(version).int32(actions).int32(protocol);
            case Command.Macros(byte stage, List<Macro> macros) -> {
                out.octet(stage);
                macros.forEach(macro -> out.string(macro.name()).string(macro.value()));
            }
            case Command.Connect(Bytes host, Family family, int port, Bytes address) -> {
                out.string(host).octet(family.code());
                if (family != Family.UNKNOWN) {
                    out.int16(port).string(address);
                }
            }
            case Command.Helo(Bytes name) -> out.string(name);
            case Command.Mail(Bytes sender, List<Bytes> parameters) -> {
                out.string(sender);
                parameters.forEach(out::string);
            }
            case Command.Rcpt(Bytes recipient, List<Bytes> parameters) -> {
                out.string(recipient);
                parameters.forEach(out::string);
            }
            case Command.Header(Bytes name, Bytes value) -> out.string(name).string(value);
            case Command.Body(Bytes chunk) -> out.raw(chunk);
            case Command.EndOfMessage(Bytes chunk) -> out.raw(chunk);
            case Command.Unknown(Bytes line) -> out.string(line);
            case Command.Data _,
                    Command.EndOfHeaders _,
                    Command.Abort _,
                    Command.Quit _,
                    Command.QuitNewConnection _ -> {}
        }
        out.end();
    }
}
