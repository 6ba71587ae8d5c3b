package org.vidimus.milter.fuzz;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.vidimus.milter.wire.Bytes;
import org.vidimus.milter.wire.Command;
import org.vidimus.milter.wire.Family;
import org.vidimus.milter.wire.Frame;
import org.vidimus.milter.wire.FrameWriter;
import org.vidimus.milter.wire.Macro;
import org.vidimus.milter.wire.Reply;
import org.vidimus.milter.wire.Stage;
import org.vidimus.milter.wire.SymbolLists;

/// Makes the part of the corpus that is ours: `main` writes it anew, into the folder that is named. What a
/// fuzzer found lies beside it under other names and is kept.
public final class Seeds {
    private Seeds() {}

    /// Writes the seeds into the folders `wire`, `session` and `text` of the folder `arguments[0]`.
    public static void main(String[] arguments) throws IOException {
        Path corpus = Path.of(arguments[0]);
        for (Map.Entry<String, byte[]> seed : all().entrySet()) {
            Path file = corpus.resolve(seed.getKey());
            Files.createDirectories(file.getParent());
            Files.write(file, seed.getValue());
        }
    }

    /// The seeds, by the names of their files.
    static Map<String, byte[]> all() {
        Map<String, byte[]> seeds = new LinkedHashMap<>();
        wire(seeds);
        session(seeds);
        text(seeds);
        return seeds;
    }

    private static void wire(Map<String, byte[]> seeds) {
        FrameWriter all = new FrameWriter();
        for (Command command : commands()) {
            FrameWriter one = new FrameWriter();
            command.encodeTo(one);
            seeds.put("wire/command-" + (char) command.code().code(), prefixed(0, 3, one.take()));
            command.encodeTo(all);
        }
        seeds.put("wire/commands", prefixed(0, 7, all.take()));
        for (Reply reply : replies()) {
            FrameWriter one = new FrameWriter();
            reply.encodeTo(one);
            seeds.put("wire/reply-" + (char) reply.code(), prefixed(0, 5, one.take()));
        }
        seeds.put(
                "wire/letters",
                prefixed(
                        0,
                        9,
                        frame(
                                'y',
                                "550 5.7.1 not in \u00c5rhus \u20ac\ud83d\ude00\0".getBytes(StandardCharsets.UTF_8))));
        seeds.put("wire/http", prefixed(0, 2, "GET / HTTP/1.1\r\n\r\n".getBytes(StandardCharsets.ISO_8859_1)));
        seeds.put("wire/smtp", prefixed(0, 1, "EHLO x\r\n".getBytes(StandardCharsets.ISO_8859_1)));
        seeds.put("wire/length-0", prefixed(0, 1, new byte[5]));
        seeds.put("wire/over-the-limit", prefixed(1, 1, new byte[] {0, 0, 0, 2, 'B', 'x'}));
        seeds.put("wire/broken-off", prefixed(0, 4, new byte[] {0, 0, 0, 9, 'B', 'x'}));
    }

    private static byte[] frame(char code, byte[] payload) {
        return new FrameWriter()
                .frame(new Frame((byte) code, Bytes.copyOf(payload)))
                .take();
    }

    private static List<Command> commands() {
        Bytes text = Bytes.latin1("text");
        return List.of(
                new Command.Negotiate(6, 0x1ff, 0x1fffff),
                new Command.Macros((byte) 'M', List.of(Macro.of("i", "4F"), Macro.of("{mail_addr}", ""))),
                new Command.Connect(text, Family.INET6, 25, Bytes.latin1("::1")),
                new Command.Helo(text),
                new Command.Mail(Bytes.latin1("<>"), List.of(Bytes.latin1("SIZE=1"))),
                new Command.Rcpt(Bytes.latin1("<b@x>"), List.of()),
                new Command.Data(),
                new Command.Header(text, Bytes.latin1(" a\n b")),
                new Command.EndOfHeaders(),
                new Command.Body(text),
                new Command.EndOfMessage(Bytes.EMPTY),
                new Command.Abort(),
                new Command.Quit(),
                new Command.QuitNewConnection(),
                new Command.Unknown(text));
    }

    private static List<Reply> replies() {
        Bytes text = Bytes.latin1("text");
        SymbolLists symbols = new SymbolLists(Map.of(Stage.END_OF_MESSAGE, List.of("i", "{auth_authen}")));
        return List.of(
                new Reply.Continue(),
                new Reply.Skip(),
                new Reply.Progress(),
                new Reply.ReplyCode(Bytes.latin1("550-5.7.1 a\r\n550 5.7.1 100%%")),
                new Reply.Negotiated(6, 0x11, 0x1003b1, symbols),
                new Reply.SetSymbolLists(symbols),
                new Reply.AddHeader(text, text),
                new Reply.InsertHeader(0, text, text),
                new Reply.ChangeHeader(1, text, Bytes.EMPTY),
                new Reply.ReplaceBody(text),
                new Reply.AddRecipient(text),
                new Reply.AddRecipientWithParameters(text, Optional.of(text)),
                new Reply.DeleteRecipient(text),
                new Reply.ChangeSender(text, Optional.empty()),
                new Reply.Quarantine(text));
    }

    /// Each filter shape with sessions whose handlers all say go on, then with each verdict at each event.
    private static void session(Map<String, byte[]> seeds) {
        List<String> scripts =
                List.of("CHMRTLLNBBEQ", "CHMRTLNEMRRTLNEAHMAQ", "CHMLEKCHUMRUTNBEEQ", "CDHDMDRDTDLNDBEODQ");
        for (int shape = 0; shape < 3; shape++) {
            for (int i = 0; i < scripts.size(); i++) {
                seeds.put(
                        "session/shape-" + shape + "-" + i,
                        new SessionSeed(shape, 1, 0).play(scripts.get(i)).octets());
            }
        }
        for (int verdict = 1; verdict <= FuzzedFilter.SKIP; verdict++) {
            for (int shape = 0; shape < 2; shape++) {
                seeds.put("session/verdict-" + verdict + "-" + shape, verdicts(shape, verdict));
            }
        }
        for (int option = 1; option < 256; option *= 2) {
            byte[] seed = new SessionSeed(0, option, 0).play(scripts.get(1)).octets();
            seeds.put("session/option-" + option, seed);
        }
        for (int offer = 1; offer < 8; offer++) {
            seeds.put(
                    "session/offer-" + offer,
                    new SessionSeed(1, 1, offer).play(scripts.getFirst()).octets());
        }
    }

    /// Messages that meet this verdict, one at MAIL, one at RCPT, and so on; each is played to its end and
    /// given up.
    private static byte[] verdicts(int shape, int verdict) {
        SessionSeed seed = new SessionSeed(shape, 1, 0).play("CH");
        String events = "MRTLNBBE";
        for (int i = 0; i < events.length(); i++) {
            seed.play(events.substring(0, i)).verdict(events.charAt(i), verdict);
            seed.unasked(events.substring(i + 1)).unasked("A");
        }
        return seed.octets();
    }

    private static void text(Map<String, byte[]> seeds) {
        List<String> sockets = List.of(
                "inet:8891@127.0.0.1",
                "inet6:8891@[::1]",
                "inet:localhost:25",
                "inet:[::1]:25",
                "unix:/run/x",
                "local:/a//b",
                "inet:25",
                "/x");
        List<String> addresses =
                List.of("192.0.2.1", "2001:db8::1", "IPv6:::1", "[::ffff:192.0.2.1]", "010.1.2.3", "fe80::1%lo");
        List<String> recordings = List.of(
                "[1] len=20 H b'client.example.org\\x00'\n   -> c b''\n",
                "[2] len=1 0x01 b\"it's\"\n",
                "# comment\n[1] len=1 B b'\\\\\\'\\n\\r\\t\\xff'");
        put(seeds, "text/socket-", 0, sockets);
        seeds.put("text/path-0", prefixed(1, "ab".getBytes(StandardCharsets.UTF_16BE)));
        put(seeds, "text/address-", 2, addresses);
        put(seeds, "text/recording-", 3, recordings);
    }

    private static void put(Map<String, byte[]> seeds, String name, int choice, List<String> texts) {
        for (int i = 0; i < texts.size(); i++) {
            seeds.put(name + i, prefixed(choice, texts.get(i).getBytes(StandardCharsets.ISO_8859_1)));
        }
    }

    private static byte[] prefixed(int first, byte[] rest) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.write(first);
        out.writeBytes(rest);
        return out.toByteArray();
    }

    private static byte[] prefixed(int first, int second, byte[] rest) {
        return prefixed(first, prefixed(second, rest));
    }
}
