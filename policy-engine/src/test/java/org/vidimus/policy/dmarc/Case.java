package org.vidimus.policy.dmarc;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.vidimus.policy.base.Budgets;
import org.vidimus.policy.dkim.DkimCause;
import org.vidimus.policy.dkim.DkimProblem;
import org.vidimus.policy.dkim.DkimResult;
import org.vidimus.policy.dkim.DkimVerdict;
import org.vidimus.policy.dns.DomainName;
import org.vidimus.policy.dns.Lookups;
import org.vidimus.policy.dns.Resolver;
import org.vidimus.policy.dns.ZoneResolver;
import org.vidimus.policy.message.Author;
import org.vidimus.policy.spf.SpfIdentity;
import org.vidimus.policy.spf.SpfResult;
import org.vidimus.policy.spf.SpfVerdict;

/// One message for DMARC, said in one line: `Case.in(zone).from("example.com").spf("pass",
/// "example.com").result()`. Confined to one test.
final class Case {
    private final Lookups dns;
    private DmarcSettings settings = DmarcSettings.DEFAULT;
    private Author author = new Author.None("not set");
    private Optional<SpfResult> mailFrom = Optional.empty();
    private final List<DkimResult> dkim = new ArrayList<>();

    private Case(Resolver resolver) {
        this.dns = new Lookups(resolver, Budgets.Dns.DEFAULT, System::nanoTime);
    }

    static Case in(Resolver resolver) {
        return new Case(resolver);
    }

    /// A zone whose lines are `name: text` for TXT records below `_dmarc`, or lines of a zone file.
    static ZoneResolver zone(String... lines) {
        List<String> file = new ArrayList<>();
        for (String line : lines) {
            int colon = line.indexOf(": ");
            boolean policy = colon > 0 && !line.startsWith(";!") && !line.contains(" IN ");
            file.add(
                    policy
                            ? "_dmarc.%s IN TXT \"%s\"".formatted(line.substring(0, colon), line.substring(colon + 2))
                            : line);
        }
        return ZoneResolver.of(file.toArray(String[]::new));
    }

    Case with(DmarcSettings newSettings) {
        settings = newSettings;
        return this;
    }

    Case from(String... domains) {
        author = domains.length == 1
                ? new Author.Single(DomainName.of(domains[0]))
                : new Author.Several(
                        List.of(domains).stream().map(DomainName::of).toList());
        return this;
    }

    Case from(Author newAuthor) {
        author = newAuthor;
        return this;
    }

    Case spf(String result, String domain) {
        return spf(SpfIdentity.MAIL_FROM, result, domain);
    }

    Case spf(SpfIdentity identity, String result, String domain) {
        SpfVerdict verdict = switch (result) {
            case "pass" -> new SpfVerdict.Pass("+all");
            case "fail" -> new SpfVerdict.Fail("-all", Optional.empty());
            case "temperror" -> new SpfVerdict.TempError("timeout");
            case "none" -> new SpfVerdict.None("no record");
            case "neutral" -> new SpfVerdict.Neutral(Optional.empty());
            case "softfail" -> new SpfVerdict.SoftFail("~all");
            case "permerror" -> new SpfVerdict.PermError("syntax");
            default -> throw new IllegalArgumentException(result);
        };
        mailFrom = Optional.of(new SpfResult(identity, Optional.of(DomainName.of(domain)), verdict, List.of()));
        return this;
    }

    Case dkim(String result, String domain) {
        return dkim(result, domain, false);
    }

    Case dkim(String result, String domain, boolean testing) {
        DkimVerdict verdict = switch (result) {
            case "pass" -> new DkimVerdict.Pass();
            case "fail" -> DkimVerdict.of(DkimProblem.of(DkimCause.BODY_DIFFERS));
            case "policy" -> DkimVerdict.of(DkimProblem.of(DkimCause.KEY_TOO_SHORT));
            case "temperror" -> DkimVerdict.of(DkimProblem.of(DkimCause.KEY_UNAVAILABLE));
            default -> throw new IllegalArgumentException(result);
        };
        dkim.add(new DkimResult(
                verdict,
                Optional.of(DomainName.of(domain)),
                Optional.of("s"),
                Optional.of("@" + domain),
                Optional.of("rsa-sha256"),
                Optional.of("AAAAAAAA"),
                OptionalInt.of(2048),
                testing,
                false,
                List.of()));
        return this;
    }

    DmarcResult result() {
        return new DmarcEvaluator(settings).evaluate(author, mailFrom, dkim, dns);
    }

    /// The questions asked so far, such as `TXT _dmarc.example.com`.
    List<String> questions() {
        return dns.log().stream().map(asked -> asked.question().toString()).toList();
    }

    Lookups dns() {
        return dns;
    }
}
