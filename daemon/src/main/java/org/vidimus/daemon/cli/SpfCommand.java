package org.vidimus.daemon.cli;

import java.net.InetAddress;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.vidimus.daemon.cli.Command.Example;
import org.vidimus.daemon.cli.Command.Help;
import org.vidimus.daemon.explain.SpfReport;
import org.vidimus.policy.base.Budgets;
import org.vidimus.policy.base.Bytes;
import org.vidimus.policy.base.Parsed;
import org.vidimus.policy.dns.DomainName;
import org.vidimus.policy.dns.Lookups;
import org.vidimus.policy.message.ReversePath;
import org.vidimus.policy.spf.SpfChecker;
import org.vidimus.policy.spf.SpfLint;
import org.vidimus.policy.spf.SpfQuery;
import org.vidimus.policy.spf.SpfResult;

/// `vidimus spf`: looks at an SPF record, and asks it about a client.
final class SpfCommand {
    private static final String TITLE = "vidimus spf";

    private SpfCommand() {}

    static Command command() {
        return new Command(
                TITLE,
                new Help(
                        "look up and examine an SPF record",
                        List.of(
                                "vidimus spf DOMAIN [--zone FILE | --dns HOST:PORT] [--json]",
                                "vidimus spf --ip ADDR [--mail-from ADDR] [--helo NAME] [DOMAIN]",
                                "    [--zone FILE | --dns HOST:PORT] [--json]"),
                        List.of(
                                "Follows the SPF record of a domain with everything it includes, and shows what that"
                                        + " costs (of the 10 terms and 2 lookups without a result that RFC 7208 §4.6.4"
                                        + " allows), how many addresses may send, and what is wrong with it: mistakes"
                                        + " with the place where they are.",
                                "With `--ip` it evaluates the record for that client too, and shows the tree of terms:"
                                        + " for MAIL FROM if `--mail-from` or DOMAIN is given, and for HELO if `--helo`"
                                        + " is. Without `--mail-from` the sender is `postmaster@DOMAIN`.",
                                "The domain that is looked at is DOMAIN, or else that of `--mail-from`, or else that of"
                                        + " `--helo`.",
                                "The JSON object has the keys `domain`, `record`, `spf` (as in vidimus-check(1)),"
                                        + " `lookups`, `voidLookups`, `addresses4`, `addresses6`, `openEnded` (whether"
                                        + " more may send, depending on the message), `findings` and `queries`. A"
                                        + " finding has `severity` (`error`, `warning` or `note`), `offset` (octets of"
                                        + " the record before it, or `null`), `what`, `kind`, `domain` and `term`."),
                        List.of(
                                "The DNS was asked, whatever the answer.",
                                "The zone file cannot be read. The reason is on the standard error stream.",
                                "The command line is wrong."),
                        List.of(
                                new Example(
                                        "What does this record cost, and whom does it let in?",
                                        "vidimus spf example.org"),
                                new Example(
                                        "May this client send for that address?",
                                        "vidimus spf --ip 192.0.2.1 --mail-from joe@example.org")),
                        List.of("vidimus(1)", "vidimus-check(1)", "vidimus-dkim-key(1)", "vidimus-dmarc(1)")),
                Options.join(List.of(
                        List.of(
                                MailOptions.ip("The IPv4 or IPv6 address of an SMTP client."),
                                MailOptions.helo("What the client called itself."),
                                MailOptions.mailFrom("The envelope sender, with or without angle brackets.")),
                        ResolverOptions.options(),
                        List.of(MailOptions.json("Prints one JSON object in place of text."), Options.help()))),
                List.of(Options.optionalOperand(
                        "DOMAIN", MailOptions::domain, "The domain whose record is looked at.")),
                List.of(),
                SpfCommand::run);
    }

    private static int run(Arguments arguments, Terminal terminal) {
        Optional<InetAddress> client = arguments.optional("--ip", InetAddress.class);
        Optional<DomainName> operand =
                arguments.operands(DomainName.class).stream().findFirst();
        Optional<Bytes> sender = arguments
                .optional("--mail-from", Bytes.class)
                .or(() -> operand.map(domain -> Bytes.utf8("<postmaster@" + domain + ">")));
        Optional<Bytes> helo = arguments.optional("--helo", Bytes.class);
        DomainName domain = operand.or(() -> sender.flatMap(SpfCommand::domain))
                .or(() -> helo.flatMap(name -> ok(DomainName.parse(name))))
                .orElseThrow(() -> arguments.wrong("no domain: give DOMAIN, or --mail-from or --helo with one"));
        return Look.run(TITLE, arguments, terminal, dns -> {
            List<SpfResult> results =
                    client.map(address -> check(address, sender, helo, dns)).orElse(List.of());
            var report = new SpfReport(SpfLint.of(domain, Budgets.Spf.DEFAULT, dns), results, dns.log());
            return new Look.Report(report.page(), report.json());
        });
    }

    private static List<SpfResult> check(
            InetAddress client, Optional<Bytes> sender, Optional<Bytes> helo, Lookups dns) {
        var checker = new SpfChecker(Budgets.Spf.DEFAULT, InstantSource.system(), System::nanoTime);
        ReversePath path = sender.map(ReversePath::parse).orElseGet(ReversePath.Null::new);
        var query = new SpfQuery(client, helo, path, "unknown");
        List<SpfResult> results = new ArrayList<>();
        if (sender.isPresent()) {
            results.add(checker.mailFrom(query, dns));
        }
        if (helo.isPresent()) {
            results.add(checker.helo(query, dns));
        }
        return results;
    }

    private static Optional<DomainName> domain(Bytes sender) {
        return switch (ReversePath.parse(sender)) {
            case ReversePath.Mailbox(var address) -> Optional.of(address.domain());
            case ReversePath.Null _, ReversePath.Unusable _ -> Optional.empty();
        };
    }

    private static <T> Optional<T> ok(Parsed<T> parsed) {
        return switch (parsed) {
            case Parsed.Ok<T>(T value) -> Optional.of(value);
            case Parsed.Malformed<T> _ -> Optional.empty();
        };
    }
}
