package org.vidimus.daemon.cli;

import java.util.List;
import org.vidimus.daemon.cli.Command.Example;
import org.vidimus.daemon.cli.Command.Help;
import org.vidimus.daemon.explain.DmarcReport;
import org.vidimus.policy.dns.DomainName;

/// `vidimus dmarc`: looks at the DMARC policy of a domain.
final class DmarcCommand {
    private static final String TITLE = "vidimus dmarc";

    private DmarcCommand() {}

    static Command command() {
        return new Command(
                TITLE,
                new Help(
                        "look up and examine a DMARC policy",
                        List.of("vidimus dmarc DOMAIN [--zone FILE | --dns HOST:PORT] [--json]"),
                        List.of(
                                "Finds the policy that holds for mail from DOMAIN as RFC 9989 has it, with each step up"
                                        + " the DNS, and shows what becomes of mail that fails, where the reports go and"
                                        + " what is wrong with the record: mistakes with the place where they are.",
                                "The JSON object has the keys `domain`, `policyDomain`, `organizationalDomain`,"
                                        + " `policy`, `record`, `p`, `sp`, `np`, `strictDkim`, `strictSpf`, `testing`,"
                                        + " `reports`, `steps`, `findings` and `queries`. A finding has `severity`"
                                        + " (`error`, `warning` or `note`), `offset` (octets of the record before it,"
                                        + " or `null`), `what` and `domain`."),
                        List.of(
                                "The DNS was asked, whatever the answer.",
                                "The zone file cannot be read. The reason is on the standard error stream.",
                                "The command line is wrong."),
                        List.of(new Example(
                                "What happens to forged mail from this domain?", "vidimus dmarc news.example.org")),
                        List.of("vidimus(1)", "vidimus-check(1)", "vidimus-spf(1)", "vidimus-dkim-key(1)")),
                Options.join(List.of(
                        ResolverOptions.options(),
                        List.of(MailOptions.json("Prints one JSON object in place of text."), Options.help()))),
                List.of(Options.operand("DOMAIN", MailOptions::domain, "The domain of an author's address.")),
                List.of(),
                DmarcCommand::run);
    }

    private static int run(Arguments arguments, Terminal terminal) {
        DomainName domain = arguments.operand(0, DomainName.class);
        return Look.run(TITLE, arguments, terminal, dns -> {
            DmarcReport report = DmarcReport.of(domain, dns);
            return new Look.Report(report.page(), report.json());
        });
    }
}
