package org.vidimus.daemon.metrics;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.IntSupplier;
import org.vidimus.policy.arc.ArcResult;
import org.vidimus.policy.dkim.SignatureAlgorithm;
import org.vidimus.policy.dns.DomainName;
import org.vidimus.policy.pipeline.Disposition;
import org.vidimus.policy.pipeline.Evidence;
import org.vidimus.policy.pipeline.Findings;
import org.vidimus.policy.pipeline.Limit;
import org.vidimus.policy.pipeline.OverrideRule;
import org.vidimus.signer.arc.SealingEvents;
import org.vidimus.signer.arc.SealingOutcome;
import org.vidimus.signer.outbound.SigningEvents;
import org.vidimus.signer.rules.UnsignedReason;

/// What the daemon counts. Every label has a handful of values, and each is there from the start, with 0.
///
/// Thread-safe.
public final class MailMetrics {
    /// From a millisecond to the patience of MTAs.
    private static final List<Double> SECONDS =
            List.of(0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0, 30.0);

    private static final double NANO = 1e-9;
    private static final int PERMANENT = 500;
    private static final String TEMPFAIL = "tempfail";
    private static final String INFO = "vidimus_build_info";

    /// What a policy script can do, and that it broke off.
    private static final List<String> POLICY = List.of(
            "keep",
            "discard",
            "reject",
            TEMPFAIL,
            "quarantine",
            "fileinto",
            "redirect",
            "addheader",
            "deleteheader",
            "log",
            "fault");

    private final Registry registry;
    private final Family<Counter> messages;
    private final Family<Counter> results;
    private final Family<Counter> signed;
    private final Family<Counter> unsigned;
    private final Family<Counter> sealed;
    private final Family<Counter> unsealed;
    private final Counter failures;
    private final Family<Counter> limits;
    private final Family<Counter> overrides;
    private final Family<Counter> ruled;
    private final Family<Gauge> keys;
    private final Histogram seconds;

    /// Declares everything that can be known before the daemon serves.
    ///
    /// @param version the daemon's
    public MailMetrics(Registry registry, String version) {
        this.registry = registry;
        registry.gauges(INFO, "The version that runs; always 1", "version", "java")
                .with(version, Runtime.version().toString())
                .set(1);
        messages = registry.counters("vidimus_messages_total", "Messages by what became of them", "disposition");
        seconds = registry.histogram(
                "vidimus_message_end_seconds", "Time from the end of a message to the answer", SECONDS);
        results = registry.counters(
                "vidimus_results_total", "Results written about mail from outside", "method", "result");
        signed = registry.counters("vidimus_signed_total", "Signatures put on messages", "algorithm");
        unsigned = registry.counters("vidimus_unsigned_total", "Messages not signed, by the reason", "reason");
        sealed = registry.counters(
                "vidimus_sealed_total", "ARC sets put on messages, by what they say of the chain", "cv");
        unsealed = registry.counters(
                "vidimus_unsealed_total", "Messages not sealed that a rule is for, by the reason", "reason");
        failures = registry.counters(
                        "vidimus_signing_failures_total",
                        "Signatures not made for want of a key that should have made them")
                .with();
        limits = registry.counters("vidimus_limits_total", "Messages that went over a limit", "limit");
        overrides = registry.counters(
                "vidimus_policy_override_total", "Messages that an override was for, by its name", "name");
        ruled = registry.counters("vidimus_policy_script_total", "What the policy script did with messages", "action");
        keys = registry.gauges("vidimus_keys", "Signing keys by their state", "state");
        List.of("accept", "quarantine", "discard", "reject", TEMPFAIL).forEach(messages::with);
        POLICY.forEach(ruled::with);
        List.of("spf", "iprev", "dkim", "arc", "dmarc").forEach(method -> results.with(method, "pass"));
        List.of(SignatureAlgorithm.RSA_SHA256, SignatureAlgorithm.ED25519_SHA256)
                .forEach(algorithm -> signed.with(algorithm.word()));
        List.of(UnsignedReason.values()).forEach(reason -> unsigned.with(reason.word()));
        List.of(ArcResult.Status.values()).forEach(status -> sealed.with(status.word()));
        List.of(SealingOutcome.Reason.values()).forEach(reason -> unsealed.with(reason.word()));
        List.of(Limit.values()).forEach(limit -> limits.with(limit.word()));
        ProcessMetrics.register(registry);
    }

    /// Overrides that there are.
    public void overrides(List<OverrideRule> rules) {
        rules.forEach(rule -> overrides.with(rule.name()));
    }

    /// Which libraries make and check signatures.
    public void cryptography(String checks, String signs) {
        registry.gauges("vidimus_crypto_info", "The libraries for signatures; always 1", "verify", "sign")
                .with(checks, signs)
                .set(1);
    }

    /// Shows how many connections of MTAs are open.
    public void connections(IntSupplier open) {
        registry.computedGauge("vidimus_connections", "Open connections of MTAs", open::getAsInt);
    }

    /// The signing keys of this moment, by state, in place of those before.
    public void keys(Map<String, Integer> byState) {
        byState.forEach((state, number) -> keys.with(state).set(number));
    }

    /// What the signer tells.
    public SigningEvents signing() {
        return new SigningEvents() {
            @Override
            public void signed(DomainName domain, SignatureAlgorithm algorithm) {
                signed.with(algorithm.word()).increment();
            }

            @Override
            public void unsigned(UnsignedReason reason) {
                unsigned.with(reason.word()).increment();
            }

            @Override
            public void keyUnusable(DomainName domain) {
                failures.increment();
            }
        };
    }

    /// What the sealer tells.
    public SealingEvents sealing() {
        return new SealingEvents() {
            @Override
            public void sealed(DomainName domain, ArcResult.Status validation) {
                sealed.with(validation.word()).increment();
            }

            @Override
            public void unsealed(DomainName domain, String reason) {
                unsealed.with(reason).increment();
            }
        };
    }

    /// A message came to its end.
    ///
    /// @param elapsed since the MTA said so
    public void count(Findings findings, Duration elapsed) {
        messages.with(word(findings.disposition())).increment();
        seconds.observe(elapsed.toNanos() * NANO);
        findings.limits().forEach(limit -> limits.with(limit.word()).increment());
        findings.evidence()
                .flatMap(Evidence::rule)
                .ifPresent(rule -> overrides.with(rule.name()).increment());
        findings.events().forEach(event -> ruled.with(event).increment());
        findings.evidence()
                .map(Evidence::results)
                .orElse(List.of())
                .forEach(
                        result -> results.with(result.method(), result.result()).increment());
    }

    /// A message could not be examined for a reason of our own.
    public void failed() {
        messages.with(TEMPFAIL).increment();
    }

    private static String word(Disposition disposition) {
        return switch (disposition) {
            case Disposition.Accept() -> "accept";
            case Disposition.Quarantine(String _) -> "quarantine";
            case Disposition.Discard _ -> "discard";
            case Disposition.Refuse(int code, String _, String _) -> code < PERMANENT ? TEMPFAIL : "reject";
        };
    }
}
