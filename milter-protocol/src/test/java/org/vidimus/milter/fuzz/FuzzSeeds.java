package org.vidimus.milter.fuzz;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.vidimus.milter.wire.Bytes;
import org.vidimus.milter.wire.Command;
import org.vidimus.milter.wire.Family;
import org.vidimus.milter.wire.FrameWriter;
import org.vidimus.milter.wire.Macro;
import org.vidimus.milter.wire.Reply;
import org.vidimus.milter.wire.Stage;
import org.vidimus.milter.wire.SymbolLists;

/// Writes the seeds of the corpus in `src/test/resources/fuzz`: `java ... FuzzSeeds FOLDER`. What a fuzzer finds is
/// added beside them by hand, named after what broke.
final class FuzzSeeds {
    private FuzzSeeds() {}

    public static void main(String[] arguments) throws IOException {
        for (Map.Entry<String, byte[]> seed : all().entrySet()) {
            Path file = Path.of(arguments[0]).resolve(seed.getKey());
            Files.createDirectories(file.resolveSibling(""));
            Files.write(file, seed.getValue());
        }
    }

    /// By file name below the folder.
    static Map<String, byte[]> all() {
        Map<String, byte[]> seeds = new LinkedHashMap<>();
        List<Command> message = message();
        for (Command command : message) {
            seeds.putIfAbsent(
                    "frame/command-" + command.code().name().toLowerCase(java.util.Locale.ROOT), of(1, command));
        }
        for (Reply reply : replies()) {
            seeds.putIfAbsent("frame/reply-" + (int) reply.code(), of(3, reply));
        }
        seeds.put("frame/length-zero", new byte[] {0, 0, 0, 0, 0, 'A'});
        seeds.put("frame/length-negative", new byte[] {2, -1, -1, -1, -1, 'A', 0});
        seeds.put("frame/cut", new byte[] {31, 0, 0, 0, 9, 'M', '<'});
        seeds.put("frame/http", "\0GET / HTTP/1.1\r\n\r\n".getBytes(java.nio.charset.StandardCharsets.US_ASCII));
        for (int filter = 0; filter < 3; filter++) {
            seeds.put("session/message-" + filter, of(filter, message.toArray(Command[]::new)));
            List<Command> disorder = new ArrayList<>(message);
            disorder.add(4, new Command.EndOfMessage(Bytes.utf8("tail")));
            disorder.add(6, new Command.QuitNewConnection());
            disorder.addAll(message);
            seeds.put("session/disorder-" + filter, of(filter, disorder.toArray(Command[]::new)));
        }
        return seeds;
    }

    private static List<Command> message() {
        Bytes sender = Bytes.utf8("<e@example.com>");
        return List.of(
                new Command.Negotiate(6, 0x1ff, 0x1fffff),
                new Command.Macros((byte) 'C', List.of(new Macro(Bytes.utf8("j"), Bytes.utf8("mx.example.com")))),
                new Command.Connect(Bytes.utf8("client"), Family.INET, 25, Bytes.utf8("192.0.2.1")),
                new Command.Helo(Bytes.utf8("client")),
                new Command.Unknown(Bytes.utf8("FOO")),
                new Command.Mail(sender, List.of(Bytes.utf8("SIZE=10"))),
                new Command.Rcpt(Bytes.utf8("<b@example.org>"), List.of()),
                new Command.Data(),
                new Command.Header(Bytes.utf8("Subject"), Bytes.utf8(" a\n b")),
                new Command.EndOfHeaders(),
                new Command.Body(Bytes.utf8("text\r\n")),
                new Command.EndOfMessage(Bytes.EMPTY),
                new Command.Abort(),
                new Command.QuitNewConnection(),
                new Command.Quit());
    }

    private static List<Reply> replies() {
        Bytes name = Bytes.utf8("X-Name");
        Bytes value = Bytes.utf8(" value");
        Bytes address = Bytes.utf8("<a@example.com>");
        return List.of(
                new Reply.Negotiated(
                        6, 0x1ff, 0x100000, new SymbolLists(Map.of(Stage.END_OF_MESSAGE, List.of("i", "{rcpt_addr}")))),
                new Reply.Continue(),
                new Reply.Progress(),
                new Reply.ReplyCode(Bytes.utf8("550-5.7.1 a\r\n550 5.7.1 100%% b")),
                new Reply.AddHeader(name, value),
                new Reply.InsertHeader(1, name, value),
                new Reply.ChangeHeader(2, name, Bytes.EMPTY),
                new Reply.ReplaceBody(value),
                new Reply.AddRecipient(address),
                new Reply.AddRecipientWithParameters(address, Optional.of(Bytes.utf8("NOTIFY=NEVER"))),
                new Reply.DeleteRecipient(address),
                new Reply.ChangeSender(address, Optional.empty()),
                new Reply.Quarantine(Bytes.utf8("why")));
    }

    private static byte[] of(int first, Command... commands) {
        FrameWriter out = new FrameWriter();
        for (Command command : commands) {
            command.encodeTo(out);
        }
        return prefixed(first, out.take());
    }

    private static byte[] of(int first, Reply reply) {
        FrameWriter out = new FrameWriter();
        reply.encodeTo(out);
        return prefixed(first, out.take());
    }

    private static byte[] prefixed(int first, byte[] rest) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.write(first);
        out.writeBytes(rest);
        return out.toByteArray();
    }
}
