package org.vidimus.policy.spf;

import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.LongSupplier;
import org.vidimus.policy.base.Budgets;
import org.vidimus.policy.base.Bytes;
import org.vidimus.policy.base.Parsed;
import org.vidimus.policy.dns.DomainName;
import org.vidimus.policy.dns.Lookups;
import org.vidimus.policy.message.ReversePath;

/// Evaluates SPF for one identity at a time: check_host() (§4).
///
/// Never throws for anything that a sender or the DNS does, and ends within its [Budgets.Spf].
///
/// Immutable and thread-safe.
public final class SpfChecker {
    /// RFC 7208 §2.4, §4.3: the local-part where there is none.
    private static final Bytes POSTMASTER = Bytes.utf8("postmaster");

    private final Budgets.Spf budget;
    private final InstantSource clock;
    private final LongSupplier nanoTime;

    /// A checker.
    ///
    /// @param clock the time of day, for the macro `%{t}`
    /// @param nanoTime a clock of nanoseconds that only moves forward, such as `System::nanoTime`
    public SpfChecker(Budgets.Spf budget, InstantSource clock, LongSupplier nanoTime) {
        this.budget = budget;
        this.clock = clock;
        this.nanoTime = nanoTime;
    }

    /// Checks the sender of MAIL FROM; for the null sender `postmaster` at the HELO name (§2.4).
    public SpfResult mailFrom(SpfQuery query, Lookups dns) {
        return switch (query.mailFrom()) {
            case ReversePath.Null _ -> helo(SpfIdentity.MAIL_FROM, query, dns);
            case ReversePath.Unusable(Bytes _, String why) ->
                none(SpfIdentity.MAIL_FROM, "MAIL FROM has no domain: " + why);
            case ReversePath.Mailbox(var address) -> {
                Bytes localPart = address.localPart().isEmpty() ? POSTMASTER : address.localPart();
                yield check(SpfIdentity.MAIL_FROM, address.domain(), localPart, query, dns);
            }
        };
    }

    /// Checks the HELO name (§2.3).
    public SpfResult helo(SpfQuery query, Lookups dns) {
        return helo(SpfIdentity.HELO, query, dns);
    }

    private SpfResult helo(SpfIdentity identity, SpfQuery query, Lookups dns) {
        if (query.helo().isEmpty()) {
            return none(identity, "no HELO name");
        }
        return switch (DomainName.parse(query.helo().get())) {
            // RFC 7208 §2.3: an address literal, for one, cannot be checked.
            case Parsed.Malformed<DomainName> _ -> none(identity, "the HELO name is not a domain name");
            case Parsed.Ok<DomainName>(DomainName name) -> check(identity, name, POSTMASTER, query, dns);
        };
    }

    private static SpfResult none(SpfIdentity identity, String why) {
        return new SpfResult(identity, Optional.empty(), new SpfVerdict.None(why), List.of());
    }

    private SpfResult check(SpfIdentity identity, DomainName domain, Bytes localPart, SpfQuery query, Lookups dns) {
        // RFC 7208 §4.3: a name of one label is not looked up. Interpretation: nor is an IPv4 address without
        // brackets, which many clients give as HELO, since no top-level domain is a number.
        if (domain.labelCount() < 2) {
            return none(identity, "a domain name of one label");
        }
        if (domain.rightmost(1).toString().chars().allMatch(c -> c >= '0' && c <= '9')) {
            return none(identity, "the top-level domain is a number");
        }
        ClientAddress client = ClientAddress.of(query.client());
        Sender sender = new Sender(localPart, domain, query.helo().orElse(Bytes.EMPTY), query.receiver());
        List<SpfTrace> trace = new ArrayList<>();
        Evaluation evaluation = new Evaluation(budget, clock, nanoTime, dns, client, sender);
        SpfVerdict verdict = evaluation.run(domain, trace);
        return new SpfResult(identity, Optional.of(domain), verdict, trace);
    }
}
