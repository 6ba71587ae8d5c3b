package org.vidimus.milter.wire;

import java.util.Optional;
import java.util.function.Function;

/// Replies to frames and back.
final class ReplyCodec {
    private ReplyCodec() {}

    static Decoded<Reply> decode(Frame frame) {
        PayloadReader in = new PayloadReader(frame.payload());
        Optional<Reply> reply = switch (frame.code()) {
            case 'c' -> Optional.of(new Reply.Continue());
            case 'a' -> Optional.of(new Reply.Accept());
            case 'r' -> Optional.of(new Reply.Reject());
            case 't' -> Optional.of(new Reply.Tempfail());
            case 'd' -> Optional.of(new Reply.Discard());
            case 's' -> Optional.of(new Reply.Skip());
            case '4' -> Optional.of(new Reply.Shutdown());
            case 'f' -> Optional.of(new Reply.ConnectionFailed());
            case 'p' -> Optional.of(new Reply.Progress());
            case 'y' -> in.string().map(Reply.ReplyCode::new);
            case 'O' -> negotiated(in);
            case 'l' -> symbols(in).map(Reply.SetSymbolLists::new);
            case 'h' -> field(in, 0, (_, name, value) -> new Reply.AddHeader(name, value));
            case 'i' -> in.int32().flatMap(index -> field(in, index, Reply.InsertHeader::new));
            case 'm' -> in.int32().flatMap(index -> field(in, index, Reply.ChangeHeader::new));
            case 'b' -> Optional.of(new Reply.ReplaceBody(in.rest()));
            case '+' -> in.string().map(Reply.AddRecipient::new);
            case '2' -> address(in, Reply.AddRecipientWithParameters::new);
            case '-' -> in.string().map(Reply.DeleteRecipient::new);
            case 'e' -> address(in, Reply.ChangeSender::new);
            case 'q' -> in.string().map(Reply.Quarantine::new);
            default -> Optional.empty();
        };
        if (reply.isPresent() && in.atEnd()) {
            return new Decoded.Ok<>(reply.get());
        }
        return new Decoded.Malformed<>(
                switch (frame.code()) {
                    case 'c', 'a', 'r', 't', 'd', 's', '4', 'f', 'p' ->
                        "reply %c with a payload".formatted(frame.code());
                    case 'y', 'O', 'l', 'h', 'i', 'm', '+', '2', '-', 'e', 'q' ->
                        "reply %c with a payload that is not its own".formatted(frame.code());
                    default -> "an unknown reply 0x%02x".formatted(frame.code());
                });
    }

    private static Optional<Reply> negotiated(PayloadReader in) {
        return in.int32()
                .flatMap(version -> in.int32()
                        .flatMap(actions -> in.int32()
                                .flatMap(protocol -> symbols(in)
                                        .map(lists -> new Reply.Negotiated(version, actions, protocol, lists)))));
    }

    private static Optional<SymbolLists> symbols(PayloadReader in) {
        return SymbolLists.decode(in.rest()) instanceof Decoded.Ok<SymbolLists>(SymbolLists lists)
                ? Optional.of(lists)
                : Optional.empty();
    }

    private interface FieldEdit {
        Reply of(int index, Bytes name, Bytes value);
    }

    private static Optional<Reply> field(PayloadReader in, int index, FieldEdit edit) {
        // An index is unsigned on the wire; one past two thousand million is past the end like any other.
        int position = index < 0 ? Integer.MAX_VALUE : index;
        return in.string()
                .flatMap(name -> in.string().map((Function<Bytes, Reply>) value -> edit.of(position, name, value)));
    }

    private interface AddressEdit {
        Reply of(Bytes address, Optional<Bytes> parameters);
    }

    private static Optional<Reply> address(PayloadReader in, AddressEdit edit) {
        return in.string().map(address -> edit.of(address, in.string()));
    }

    static void encode(Reply reply, FrameWriter out) {
        out.begin(reply.code());
        switch (reply) {
            case Reply.Continue _,
                    Reply.Accept _,
                    Reply.Reject _,
                    Reply.Tempfail _,
                    Reply.Discard _,
                    Reply.Skip _,
                    Reply.Shutdown _,
                    Reply.ConnectionFailed _,
                    Reply.Progress _ -> {}
            case Reply.ReplyCode(Bytes text) -> out.string(text);
            case Reply.Negotiated(int version, int actions, int protocol, SymbolLists symbols) -> {
                out.int32(version).int32(actions).int32(protocol);
                symbols.encodeTo(out);
            }
            case Reply.SetSymbolLists(SymbolLists symbols) -> symbols.encodeTo(out);
            case Reply.AddHeader(Bytes name, Bytes value) -> out.string(name).string(value);
            case Reply.InsertHeader(int index, Bytes name, Bytes value) ->
                out.int32(index).string(name).string(value);
            case Reply.ChangeHeader(int index, Bytes name, Bytes value) ->
                out.int32(index).string(name).string(value);
            case Reply.ReplaceBody(Bytes chunk) -> out.raw(chunk);
            case Reply.AddRecipient(Bytes recipient) -> out.string(recipient);
            case Reply.AddRecipientWithParameters(Bytes recipient, Optional<Bytes> parameters) -> {
                out.string(recipient);
                parameters.ifPresent(out::string);
            }
            case Reply.DeleteRecipient(Bytes recipient) -> out.string(recipient);
            case Reply.ChangeSender(Bytes sender, Optional<Bytes> parameters) -> {
                out.string(sender);
                parameters.ifPresent(out::string);
            }
            case Reply.Quarantine(Bytes reason) -> out.string(reason);
        }
        out.end();
    }
}
