package org.vidimus.daemon.cli;

import java.util.List;
import org.vidimus.daemon.cli.Command.Example;
import org.vidimus.daemon.cli.Command.Help;
import org.vidimus.daemon.explain.KeyReport;
import org.vidimus.policy.dns.DomainName;

/// `vidimus dkim-key`: looks at a key of DKIM.
final class DkimKeyCommand {
    private static final String TITLE = "vidimus dkim-key";

    private DkimKeyCommand() {}

    static Command command() {
        return new Command(
                TITLE,
                new Help(
                        "look up and examine a DKIM key",
                        List.of("vidimus dkim-key SELECTOR DOMAIN [--zone FILE | --dns HOST:PORT] [--json]"),
                        List.of(
                                "Asks for the key record at SELECTOR._domainkey.DOMAIN and shows it, its type and size,"
                                        + " what it may be used for, and what is wrong with it: mistakes with the place"
                                        + " where they are, keys that are too short, revoked or for testing only.",
                                "A selector is the `s=` tag of a signature, and the domain its `d=`.",
                                "The JSON object has the keys `name`, `record`, `keyType`, `keyBits`, `revoked`,"
                                        + " `hashes`, `services`, `flags`, `testing`, `findings` and `queries`. A"
                                        + " finding has `severity` (`error`, `warning` or `note`), `offset` (octets of"
                                        + " the record before it, or `null`) and `what`."),
                        List.of(
                                "The DNS was asked, whatever the answer.",
                                "The zone file cannot be read. The reason is on the standard error stream.",
                                "The command line is wrong."),
                        List.of(new Example(
                                "Is the new key there, and is it good?", "vidimus dkim-key s2026 example.org")),
                        List.of("vidimus(1)", "vidimus-check(1)", "vidimus-spf(1)", "vidimus-dmarc(1)")),
                Options.join(List.of(
                        ResolverOptions.options(),
                        List.of(MailOptions.json("Prints one JSON object in place of text."), Options.help()))),
                List.of(
                        Options.operand("SELECTOR", MailOptions::domain, "The selector."),
                        Options.secondOperand("DOMAIN", MailOptions::domain, "The domain that signs.")),
                List.of(),
                DkimKeyCommand::run);
    }

    private static int run(Arguments arguments, Terminal terminal) {
        DomainName selector = arguments.operand(0, DomainName.class);
        DomainName domain = arguments.operand(1, DomainName.class);
        DomainName name = domain.under(selector + "._domainkey")
                .orElseThrow(() -> arguments.wrong("SELECTOR._domainkey.DOMAIN is longer than a domain name can be"));
        return Look.run(TITLE, arguments, terminal, dns -> {
            KeyReport report = KeyReport.of(name, dns);
            return new Look.Report(report.page(), report.json());
        });
    }
}
