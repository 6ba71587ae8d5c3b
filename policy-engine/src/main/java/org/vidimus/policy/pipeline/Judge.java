package org.vidimus.policy.pipeline;

import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.vidimus.policy.base.Ascii;
import org.vidimus.policy.dkim.DkimResult;
import org.vidimus.policy.dkim.DkimVerdict;
import org.vidimus.policy.dmarc.DmarcPolicy;
import org.vidimus.policy.dmarc.DmarcRecord;
import org.vidimus.policy.dmarc.DmarcResult;
import org.vidimus.policy.dns.DomainName;
import org.vidimus.policy.spf.SpfResult;
import org.vidimus.policy.spf.SpfVerdict;

/// Decides what becomes of a message: an override of the administrator's, if there is one for it; else
/// DMARC, then SPF alone, where the administrator wants that.
///
/// What could not be looked up never turns a message away for good ([RFC 9989
/// §5.3.6](https://www.rfc-editor.org/rfc/rfc9989#section-5.3.6)); at most it puts it off.
///
/// Immutable.
final class Judge {
    private static final int REASON = 100; // what Postfix keeps of the reason for a quarantine
    private static final int EXPLANATION = 200;

    private final SpfHandling onSpf;
    private final DmarcHandling onDmarc;

    Judge(SpfHandling onSpf, DmarcHandling onDmarc) {
        this.onSpf = onSpf;
        this.onDmarc = onDmarc;
    }

    /// What was found out about a message, as far as it matters here.
    ///
    /// @param spf the result for MAIL FROM, if there is one
    /// @param rule what the administrator has decided about such mail
    /// @param override what speaks for a message that fails: a trusted forwarder or a trusted seal, or a
    ///     rule by which DMARC asks for nothing
    record Case(
            Optional<InetAddress> client,
            Optional<SpfResult> spf,
            List<DkimResult> dkim,
            DmarcResult dmarc,
            Optional<OverrideRule> rule,
            Optional<PolicyOverride> override) {

        /// The same, with something that speaks for it.
        Case with(PolicyOverride reason) {
            return new Case(client, spf, dkim, dmarc, rule, Optional.of(reason));
        }
    }

    Judgement judge(Case message) {
        if (message.rule().isEmpty()) {
            return unruled(message);
        }
        OverrideRule rule = message.rule().get();
        return switch (rule.action()) {
            case NONE -> unruled(message.with(rule.explanation()));
            case ACCEPT, TAG -> ruled(message, rule, new Disposition.Accept());
            case QUARANTINE -> ruled(message, rule, quarantine("local policy: " + rule.name()));
            case REJECT ->
                ruled(message, rule, new Disposition.Refuse(550, "5.7.1", "Refused by local policy: " + rule.name()));
        };
    }

    /// The rule has the last word. Its reason is given where it made a difference.
    private Judgement ruled(Case message, OverrideRule rule, Disposition disposition) {
        Judgement without = unruled(message);
        DmarcResult dmarc = message.dmarc();
        DmarcPolicy applied = failed(dmarc) ? policy(disposition) : DmarcPolicy.NONE;
        boolean same = applied == dmarc.applicable() && severity(disposition) == severity(without.disposition());
        List<PolicyOverride> overrides = new ArrayList<>(testMode(dmarc));
        if (!same) {
            overrides.add(rule.explanation());
        }
        return new Judgement(disposition, applied, overrides, reason(dmarc, applied, List.of(rule.explanation())));
    }

    /// What is done on account of DMARC, for a message that failed it.
    private static DmarcPolicy policy(Disposition disposition) {
        return switch (disposition) {
            case Disposition.Accept _ -> DmarcPolicy.NONE;
            case Disposition.Quarantine _ -> DmarcPolicy.QUARANTINE;
            case Disposition.Refuse _, Disposition.Discard _ -> DmarcPolicy.REJECT;
        };
    }

    private Judgement unruled(Case message) {
        DmarcResult dmarc = message.dmarc();
        List<PolicyOverride> overrides = new ArrayList<>();
        DmarcPolicy applied = applied(message, overrides);
        Disposition disposition = switch (applied) {
            case REJECT -> rejectForDmarc(message);
            case QUARANTINE -> quarantine("DMARC: " + subject(dmarc));
            case NONE -> new Disposition.Accept();
        };
        // RFC 9989 §7.1: what passes DMARC, or still may, is not turned away for SPF.
        Optional<Disposition> forSpf = dmarc.status() == DmarcResult.Status.PASS
                        || dmarc.status() == DmarcResult.Status.TEMPERROR
                        || isForwarded(message)
                ? Optional.empty()
                : message.spf().flatMap(spf -> forSpf(message, spf));
        if (forSpf.isPresent() && severity(forSpf.get()) > severity(disposition)) {
            String why = "SPF alone decides: "
                    + message.spf().orElseThrow().verdict().word();
            return new Judgement(forSpf.get(), applied, overrides, why);
        }
        if (disposition instanceof Disposition.Accept
                && dmarc.status() == DmarcResult.Status.TEMPERROR
                && onDmarc.onTemperror() == Deferral.TEMPFAIL
                && message.override().isEmpty()) {
            disposition = new Disposition.Refuse(451, "4.7.0", "DMARC: " + subject(dmarc) + "; please try again later");
        }
        return new Judgement(disposition, applied, overrides, reason(dmarc, applied, overrides));
    }

    /// The policy to apply: what was asked for, held back by what the administrator allows, and by what speaks
    /// for the message. RFC 9989 §5.4: a p=none asks for nothing.
    private DmarcPolicy applied(Case message, List<PolicyOverride> overrides) {
        DmarcResult dmarc = message.dmarc();
        DmarcPolicy asked = dmarc.applicable();
        overrides.addAll(testMode(dmarc));
        if (asked == DmarcPolicy.NONE) {
            return asked;
        }
        if (message.override().isPresent()) {
            overrides.add(message.override().get());
            return DmarcPolicy.NONE;
        }
        // RFC 9989 §7.4: p=reject alone is no reason to reject. What the administrator himself has set for
        // mail without a readable author is not a Domain Owner's wish.
        if (dmarc.requested().isPresent() && asked.compareTo(onDmarc.onFail()) > 0) {
            String limit = "at most " + onDmarc.onFail().word();
            overrides.add(new PolicyOverride(PolicyOverride.Kind.LOCAL_POLICY, limit));
            return onDmarc.onFail();
        }
        return asked;
    }

    private static List<PolicyOverride> testMode(DmarcResult dmarc) {
        boolean testing = dmarc.record().filter(DmarcRecord::testing).isPresent();
        return failed(dmarc)
                        && testing
                        && dmarc.requested()
                                .filter(p -> p != dmarc.applicable())
                                .isPresent()
                ? List.of(new PolicyOverride(PolicyOverride.Kind.POLICY_TEST_MODE, "t=y"))
                : List.of();
    }

    private static boolean failed(DmarcResult dmarc) {
        return dmarc.status() == DmarcResult.Status.FAIL || dmarc.status() == DmarcResult.Status.PERMERROR;
    }

    /// Whether a trusted forwarder brought it; a rule with that reason is none.
    private static boolean isForwarded(Case message) {
        return message.rule().isEmpty()
                && message.override()
                        .filter(o -> o.kind() == PolicyOverride.Kind.TRUSTED_FORWARDER)
                        .isPresent();
    }

    /// RFC 9989 §7.2: 550 5.7.1, the word DMARC and the domain. [RFC 7372
    /// §3.4](https://www.rfc-editor.org/rfc/rfc7372#section-3.4) has 5.7.26 for mail that failed several
    /// checks.
    ///
    /// Interpretation: that is mail for which SPF and a DKIM signature failed, not mail without either.
    private static Disposition rejectForDmarc(Case message) {
        boolean spfFailed = message.spf()
                .filter(spf -> spf.verdict() instanceof SpfVerdict.Fail)
                .isPresent();
        boolean dkimFailed = message.dkim().stream().anyMatch(dkim -> dkim.verdict() instanceof DkimVerdict.Fail);
        String status = spfFailed && dkimFailed ? "5.7.26" : "5.7.1";
        return new Disposition.Refuse(550, status, "DMARC: " + subject(message.dmarc()));
    }

    /// RFC 7208 §8.4, §8.6, §8.7 with the codes of [RFC 7372
    /// §3.2](https://www.rfc-editor.org/rfc/rfc7372#section-3.2).
    private Optional<Disposition> forSpf(Case message, SpfResult spf) {
        String domain = spf.domain().map(DomainName::toString).orElse("the sender's domain");
        return switch (spf.verdict()) {
            case SpfVerdict.Fail(String _, Optional<String> explanation) -> {
                String client =
                        message.client().map(InetAddress::getHostAddress).orElse("the client");
                String why = "SPF: " + client + " may not send mail for " + domain;
                yield severe(
                        onSpf.onFail(),
                        "5.7.23",
                        why + explanation.map(Judge::quoted).orElse(""));
            }
            case SpfVerdict.PermError _ ->
                severe(onSpf.onPermerror(), "5.7.24", "SPF: the record of " + domain + " cannot be interpreted");
            case SpfVerdict.TempError _ ->
                switch (onSpf.onTemperror()) {
                    case ACCEPT -> Optional.empty();
                    case TEMPFAIL ->
                        Optional.of(new Disposition.Refuse(
                                451,
                                "4.7.24",
                                "SPF: the record of " + domain + " cannot be looked up; please try again later"));
                };
            // RFC 7208 §8.2, §8.5: neutral is as none, and softfail alone is no reason.
            case SpfVerdict.Pass _, SpfVerdict.SoftFail _, SpfVerdict.Neutral _, SpfVerdict.None _ -> Optional.empty();
        };
    }

    /// RFC 7208 §6.2: the explanation is the text of a stranger; whoever reads it must know.
    private static String quoted(String explanation) {
        String printable = explanation
                .codePoints()
                .limit(EXPLANATION)
                .map(c -> Ascii.isPrintable(c) ? c : '?')
                .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                .toString();
        return "; that domain explains: " + printable;
    }

    private static Optional<Disposition> severe(DmarcPolicy policy, String status, String text) {
        return switch (policy) {
            case NONE -> Optional.empty();
            case QUARANTINE -> Optional.of(quarantine(text));
            case REJECT -> Optional.of(new Disposition.Refuse(550, status, text));
        };
    }

    private static Disposition quarantine(String why) {
        return new Disposition.Quarantine(why.length() <= REASON ? why : why.substring(0, REASON));
    }

    private static int severity(Disposition disposition) {
        return switch (disposition) {
            case Disposition.Accept _ -> 0;
            case Disposition.Quarantine _ -> 1;
            case Disposition.Refuse(int code, String _, String _) -> code < 500 ? 2 : 3;
            case Disposition.Discard _ -> 4;
        };
    }

    /// What there is to say about the message to its sender, in words of ours.
    private static String subject(DmarcResult dmarc) {
        return switch (dmarc.status()) {
            case FAIL -> "this mail fails the policy of " + domain(dmarc);
            case TEMPERROR -> "the policy of " + domain(dmarc) + " cannot be looked up";
            case PERMERROR, NONE, PASS -> dmarc.reason();
        };
    }

    private static String domain(DmarcResult dmarc) {
        return dmarc.fromDomain().map(DomainName::toString).orElse("its author's domains");
    }

    private static String reason(DmarcResult dmarc, DmarcPolicy applied, List<PolicyOverride> overrides) {
        String asked =
                dmarc.requested().map(policy -> " (p=" + policy.word() + ")").orElse("");
        String why = overrides.isEmpty()
                ? ""
                : overrides.stream().map(PolicyOverride::toString).collect(Collectors.joining(", ", "; ", ""));
        return "dmarc=" + dmarc.status().word() + asked + ", applied: " + applied.word() + why;
    }
}
