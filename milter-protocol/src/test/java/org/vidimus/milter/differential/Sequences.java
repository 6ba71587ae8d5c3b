package org.vidimus.milter.differential;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.vidimus.milter.wire.Bytes;
import org.vidimus.milter.wire.Command;
import org.vidimus.milter.wire.Family;
import org.vidimus.milter.wire.Macro;

/// Random conversations of an MTA, legal for the most part, from a seed.
///
/// What the filter answers depends on what it is shown ([#script]), so that verdicts at every stage come up.
final class Sequences {
    private static final List<String> WORDS = List.of("go", "accept", "reject", "tempfail", "discard", "own");

    private final Random random;
    private final List<Command> commands = new ArrayList<>();

    private Sequences(long seed) {
        random = new Random(seed);
    }

    /// A conversation, from CONNECT on; without the negotiation and the final QUIT.
    ///
    /// @param protocol the flags that were negotiated: what is suppressed does not come
    static List<Command> of(long seed, Set<String> protocol) {
        Sequences sequences = new Sequences(seed);
        sequences.session();
        return sequences.commands.stream()
                .filter(command -> !protocol.contains(suppressedBy(command)))
                .toList();
    }

    private static String suppressedBy(Command command) {
        return switch (command) {
            case Command.Connect _ -> "noconnect";
            case Command.Helo _ -> "nohelo";
            case Command.Mail _ -> "nomail";
            case Command.Rcpt _ -> "norcpt";
            case Command.Data _ -> "nodata";
            case Command.Header _ -> "nohdrs";
            case Command.EndOfHeaders _ -> "noeoh";
            case Command.Body _ -> "nobody";
            case Command.Unknown _ -> "nounknown";
            case Command.Negotiate _,
                    Command.Macros _,
                    Command.EndOfMessage _,
                    Command.Abort _,
                    Command.Quit _,
                    Command.QuitNewConnection _ -> "";
        };
    }

    /// The filter for these conversations. A verdict where there is no reply is libmilter's to drop and ours to
    /// hold, so at those stages it gives none.
    ///
    /// @param protocol the flags it asks for
    static List<String> script(Set<String> protocol) {
        List<String> lines = new ArrayList<>();
        if (!protocol.isEmpty()) {
            lines.add("protocol " + String.join(" ", protocol));
        }
        verdicts(lines);
        lines.removeIf(line -> !line.contains(" show ") && protocol.contains("nr_" + line.split(" ")[0]));
        return List.copyOf(lines);
    }

    private static void verdicts(List<String> lines) {
        for (String stage : List.of("connect", "helo", "unknown")) {
            for (String verdict : List.of("accept", "reject", "tempfail")) {
                lines.add(stage + " " + verdict + "* " + verdict);
            }
            lines.add(stage + " own* reply 550 5.7.1 own at " + stage);
        }
        for (String stage : List.of("mail", "rcpt")) {
            for (String verdict : List.of("accept", "reject", "tempfail", "discard")) {
                lines.add(stage + " <" + verdict + "@* " + verdict);
            }
            lines.add(stage + " <own@* reply 450 4.7.1 own at " + stage);
        }
        for (String verdict : List.of("accept", "reject", "tempfail", "discard")) {
            lines.add("header X-" + verdict + " " + verdict);
        }
        for (String stage : List.of("data", "eoh", "body", "eom")) {
            for (String verdict : List.of("accept", "reject", "tempfail", "discard")) {
                lines.add("if <" + stage + "-" + verdict + "@*");
                lines.add(stage + " " + verdict);
            }
            lines.add("if <" + stage + "-own@*");
            lines.add(stage + " reply 550 5.7.1 own at " + stage);
        }
        lines.add("if <edit@*");
        lines.add("eom insert 0 X-Edit: yes");
        lines.add("eom addrcpt <new@example.org>");
        lines.add("if *");
        lines.add("mail * show i j {mail_addr}");
        lines.add("eom show i j {mail_addr} {rcpt_addr}");
    }

    private void session() {
        if (!oneIn(30)) {
            add(new Command.Connect(word(), Family.INET, 25, Bytes.utf8("192.0.2.1")), 'C');
        }
        add(new Command.Helo(word()), 'H');
        int messages = 1 + random.nextInt(3);
        for (int i = 0; i < messages; i++) {
            message();
        }
    }

    private void message() {
        add(new Command.Mail(sender(), List.of()), 'M');
        int recipients = 1 + random.nextInt(3);
        for (int i = 0; i < recipients; i++) {
            add(new Command.Rcpt(address(WORDS.get(random.nextInt(3) == 0 ? random.nextInt(6) : 0)), List.of()), 'R');
        }
        add(new Command.Data(), 'T');
        int fields = random.nextInt(4);
        for (int i = 0; i < fields; i++) {
            String name = oneIn(12) ? "X-" + WORDS.get(1 + random.nextInt(4)) : "Subject";
            add(new Command.Header(Bytes.utf8(name), Bytes.utf8(" value")), 'L');
        }
        add(new Command.EndOfHeaders(), 'N');
        int chunks = random.nextInt(3);
        for (int i = 0; i < chunks; i++) {
            add(new Command.Body(Bytes.utf8("chunk\r\n")), 'B');
        }
        add(new Command.EndOfMessage(Bytes.EMPTY), 'E');
        if (random.nextBoolean()) {
            add(new Command.Abort(), 'A');
        }
    }

    /// Adds a command with its macros; sometimes leaves it out, says it twice or puts another in front.
    private void add(Command command, int stage) {
        if (oneIn(40)) {
            return;
        }
        if (oneIn(25)) {
            commands.add(stray());
        }
        if (oneIn(4)) {
            commands.add(new Command.Macros(
                    (byte) stage,
                    oneIn(5)
                            ? List.of()
                            : List.of(
                                    macro(stage == 'M' ? "{mail_addr}" : "{rcpt_addr}"),
                                    macro(random.nextBoolean() ? "i" : "{i}"),
                                    macro("j"))));
        }
        commands.add(command);
        if (oneIn(60)) {
            commands.add(again(command));
        }
    }

    /// The same command as another object, so that the two can be told apart.
    private static Command again(Command command) {
        return switch (command) {
            case Command.Mail(var sender, var parameters) -> new Command.Mail(sender, parameters);
            case Command.Rcpt(var recipient, var parameters) -> new Command.Rcpt(recipient, parameters);
            case Command.Connect(var host, var family, int port, var address) ->
                new Command.Connect(host, family, port, address);
            case Command.Helo(var name) -> new Command.Helo(name);
            case Command.Header(var name, var value) -> new Command.Header(name, value);
            case Command.Body(var chunk) -> new Command.Body(chunk);
            case Command.EndOfMessage(var chunk) -> new Command.EndOfMessage(chunk);
            case Command.Data() -> new Command.Data();
            case Command.EndOfHeaders() -> new Command.EndOfHeaders();
            case Command.Abort() -> new Command.Abort();
            case Command.Unknown _,
                    Command.Macros _,
                    Command.Negotiate _,
                    Command.Quit _,
                    Command.QuitNewConnection _ -> command;
        };
    }

    private Macro macro(String name) {
        return new Macro(Bytes.utf8(name), Bytes.utf8("value" + random.nextInt(100)));
    }

    private Command stray() {
        return switch (random.nextInt(14)) {
            case 0, 1 -> new Command.Abort();
            case 2 -> new Command.Helo(word());
            case 3 -> new Command.Mail(sender(), List.of());
            case 4 -> new Command.Rcpt(address("go"), List.of());
            case 5 -> new Command.Data();
            case 6 -> new Command.Header(Bytes.utf8("Subject"), Bytes.utf8(" stray"));
            case 7 -> new Command.EndOfHeaders();
            case 8 -> new Command.Body(Bytes.utf8("stray"));
            case 9 -> new Command.EndOfMessage(Bytes.EMPTY);
            case 10 -> new Command.Connect(word(), Family.UNKNOWN, 0, Bytes.EMPTY);
            case 11 -> new Command.QuitNewConnection();
            case 12 -> new Command.Negotiate(6, 0x1ff, 0x1fffff);
            default -> new Command.Unknown(word());
        };
    }

    private Bytes word() {
        return Bytes.utf8(WORDS.get(oneIn(8) ? random.nextInt(6) : 0).replace("discard", "go") + ".example.org");
    }

    private Bytes sender() {
        return switch (random.nextInt(6)) {
            case 0 -> address(WORDS.get(random.nextInt(6)));
            case 1, 2 -> {
                String stage = List.of("data", "eoh", "body", "eom").get(random.nextInt(4));
                yield address(stage + "-" + WORDS.get(1 + random.nextInt(5)));
            }
            case 3 -> address("edit");
            default -> address("go");
        };
    }

    private static Bytes address(String local) {
        return Bytes.utf8("<" + local + "@example.com>");
    }

    private boolean oneIn(int n) {
        return random.nextInt(n) == 0;
    }
}
