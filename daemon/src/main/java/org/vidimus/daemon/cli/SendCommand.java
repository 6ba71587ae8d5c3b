package org.vidimus.daemon.cli;

import java.io.IOException;
import java.net.InetAddress;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.vidimus.daemon.cli.Command.Example;
import org.vidimus.daemon.cli.Command.Help;
import org.vidimus.daemon.config.Keys;
import org.vidimus.daemon.config.Types;
import org.vidimus.daemon.probe.Load;
import org.vidimus.daemon.probe.LoadRun;
import org.vidimus.daemon.probe.MessageSender;
import org.vidimus.daemon.probe.Sent;
import org.vidimus.daemon.probe.SentText;
import org.vidimus.daemon.probe.Submission;
import org.vidimus.milter.client.MtaProfile;
import org.vidimus.milter.net.MilterSocket;
import org.vidimus.milter.wire.Bytes;
import org.vidimus.milter.wire.Macro;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.TypeConversionException;

/// `vidimus milter send`: an MTA that shows what filters do with a message.
final class SendCommand {
    private static final String TITLE = "vidimus milter send";
    private static final int MOST_REPEATS = 10_000_000;
    private static final String HOST = "mx.example.com";

    private SendCommand() {}

    static Command command() {
        return new Command(
                TITLE,
                help(),
                options(),
                List.of(Options.someOperands(
                        "FILE",
                        file -> file,
                        "A message in the format of RFC 5322, lines ending"
                                + " in CRLF or LF; `-` is the standard input. May be given several times.")),
                List.of(),
                SendCommand::run);
    }

    private static Help help() {
        return new Help(
                "send messages to filters as an MTA would",
                List.of(
                        "vidimus milter send FILE... --to SOCKET... [--from ADDRESS]",
                        "    [--rcpt ADDRESS]... [--helo NAME] [--client-ip ADDRESS]",
                        "    [--client-name NAME] [--macro NAME=VALUE]... [--profile PROFILE]",
                        "    [--repeat N] [--concurrency N] [--json]"),
                List.of(
                        "Plays an MTA that receives each message by SMTP and asks the filter about it. Prints what the"
                                + " filter answered and changed, its verdict, and the message as it would be delivered.",
                        "With several `--to` the filters form a chain, in that order: each sees the message as the ones"
                                + " before it have left it.",
                        "With `--repeat` or `--concurrency` above 1 the messages are sent many times, each in a session"
                                + " of its own, and only rate, latency and errors are printed.",
                        "No mail is delivered and nothing but the filters is contacted."),
                List.of(
                        "Every message was handled: each filter gave a verdict, be it a refusal.",
                        "A filter could not be reached, was silent too long or broke the protocol; or a file cannot be"
                                + " read.",
                        "The command line is wrong."),
                List.of(
                        new Example(
                                "What does the filter do with this message?",
                                "vidimus milter send message.eml --to inet:8891@127.0.0.1 \\",
                                "    --client-ip 192.0.2.1 --from a@example.org"),
                        new Example(
                                "As Sendmail, through two filters, for a program to read:",
                                "vidimus milter send message.eml --profile sendmail --json \\",
                                "    --to unix:/run/one.sock --to unix:/run/two.sock"),
                        new Example(
                                "How fast is it?",
                                "vidimus milter send message.eml --to inet:8891@127.0.0.1 \\",
                                "    --repeat 10000 --concurrency 8")),
                List.of("vidimus-milter(1)", "vidimus-milter-trace(1)"));
    }

    private static List<OptionSpec> options() {
        return List.of(
                Options.many(
                                "--to",
                                "SOCKET",
                                Options.reader(Keys.SOCKET_TYPE),
                                "Where the filter listens:"
                                        + " `inet:PORT@HOST`, `inet:HOST:PORT`, `inet6:PORT@[ADDRESS]` or `unix:/PATH`. Given"
                                        + " several times, it names a chain.")
                        .required(true)
                        .build(),
                Options.one(
                                "--from",
                                "ADDRESS",
                                SendCommand::address,
                                "The envelope sender, with or without angle" + " brackets; `<>` is the null sender.")
                        .defaultValue("sender@example.org")
                        .build(),
                Options.many(
                                "--rcpt",
                                "ADDRESS",
                                SendCommand::address,
                                "An envelope recipient. May be given several" + " times.")
                        .defaultValue("recipient@example.com")
                        .build(),
                Options.one("--helo", "NAME", name -> name, "What the SMTP client calls itself.")
                        .defaultValue("client.example.org")
                        .build(),
                Options.one(
                                "--client-ip",
                                "ADDRESS",
                                MailOptions::inetAddress,
                                "The IPv4 or IPv6 address of the SMTP" + " client.")
                        .defaultValue("192.0.2.1")
                        .build(),
                Options.one(
                                "--client-name",
                                "NAME",
                                name -> name,
                                "The SMTP client's name as the DNS has it; Postfix"
                                        + " says `unknown` where it has none, Sendmail the address in brackets.")
                        .defaultValue("client.example.org")
                        .build(),
                Options.many(
                                "--macro",
                                "NAME=VALUE",
                                SendCommand::macro,
                                "Gives a macro a value, in place of the one"
                                        + " that the MTA would send: `j=mx.example.com`, `{auth_authen}=alice`. May be given"
                                        + " several times. Which macros are sent is for the filter and the profile to say.")
                        .build(),
                Options.one(
                                "--profile",
                                "PROFILE",
                                Options.reader(Types.choice(MtaProfile.class)),
                                "Which MTA is"
                                        + " played: `postfix` or `sendmail`. They differ in the macros they send, in what they"
                                        + " make of answers, and in where a header field ends up.")
                        .defaultValue("postfix")
                        .build(),
                Options.one(
                                "--repeat",
                                "N",
                                count(MOST_REPEATS),
                                "How many times each message is sent, 1 to " + MOST_REPEATS + ".")
                        .defaultValue("1")
                        .build(),
                Options.one("--concurrency", "N", count(10_000), "How many sessions there are at a time, 1 to 10000.")
                        .defaultValue("1")
                        .build(),
                Options.flag(
                        "--json",
                        "Prints one JSON object per message, or with `--repeat` one in all, in place of" + " text."),
                Options.help());
    }

    private static int run(Arguments arguments, Terminal terminal) {
        try (var sender = new MessageSender(
                submission(arguments), arguments.list("--to", MilterSocket.class), InstantSource.system())) {
            Map<String, Bytes> messages = read(arguments.operands(String.class), terminal);
            boolean json = arguments.flag("--json");
            int repeat = arguments.value("--repeat", Integer.class);
            int concurrency = arguments.value("--concurrency", Integer.class);
            if (repeat == 1 && concurrency == 1) {
                return show(sender, messages, json, terminal);
            }
            long total = (long) repeat * messages.size();
            if (total > MOST_REPEATS) {
                terminal.complain(TITLE, total + " messages are too many, at most " + MOST_REPEATS);
                return Cli.USAGE;
            }
            Load load = new LoadRun(sender, List.copyOf(messages.values()), (int) total).run(concurrency);
            (json ? List.of(load.json()) : load.lines()).forEach(terminal.out()::println);
            return load.errors() == 0 ? Cli.DONE : Cli.FAILED;
        } catch (IOException unreadable) {
            terminal.complain(TITLE, String.valueOf(unreadable.getMessage()));
            return Cli.FAILED;
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            return Cli.FAILED;
        }
    }

    private static Map<String, Bytes> read(List<String> files, Terminal terminal) throws IOException {
        Map<String, Bytes> messages = new LinkedHashMap<>();
        for (String file : files) {
            messages.put(file, Bytes.copyOf(Streams.read(file, terminal.in())));
        }
        return messages;
    }

    private static int show(MessageSender sender, Map<String, Bytes> messages, boolean json, Terminal terminal)
            throws InterruptedException {
        boolean handled = true;
        for (Map.Entry<String, Bytes> message : messages.entrySet()) {
            Sent sent = sender.send(message.getValue());
            handled &= sent.handled();
            List<String> lines =
                    json ? List.of(SentText.json(message.getKey(), sent)) : SentText.lines(message.getKey(), sent);
            lines.forEach(terminal.out()::println);
        }
        return handled ? Cli.DONE : Cli.FAILED;
    }

    private static Submission submission(Arguments arguments) {
        Map<String, String> macros = new LinkedHashMap<>();
        arguments
                .list("--macro", Macro.class)
                .forEach(macro -> macros.put(macro.plainName(), macro.value().utf8()));
        return new Submission(
                arguments.value("--profile", MtaProfile.class),
                macros.getOrDefault("j", HOST),
                arguments.value("--client-name", String.class),
                arguments.value("--client-ip", InetAddress.class),
                arguments.value("--helo", String.class),
                arguments.value("--from", Bytes.class),
                arguments.list("--rcpt", Bytes.class),
                macros);
    }

    private static Bytes address(String text) {
        if (text.chars().anyMatch(c -> c < ' ' || c == 0x7f)) {
            throw new TypeConversionException("a control character in the address");
        }
        return Bytes.utf8(text.startsWith("<") && text.endsWith(">") ? text : "<" + text + ">");
    }

    private static Macro macro(String text) {
        int equals = text.indexOf('=');
        if (equals < 1) {
            throw new TypeConversionException("\"" + text + "\" is not NAME=VALUE");
        }
        return Macro.of(text.substring(0, equals), text.substring(equals + 1));
    }

    private static ITypeConverter<Integer> count(int most) {
        return text -> {
            int number = text.matches("\\d{1,9}") ? Integer.parseInt(text) : 0;
            if (number < 1 || number > most) {
                throw new TypeConversionException("\"" + text + "\" is no number from 1 to " + most);
            }
            return number;
        };
    }
}
