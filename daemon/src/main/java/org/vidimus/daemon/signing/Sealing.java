package org.vidimus.daemon.signing;

import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.vidimus.daemon.config.SealSettings;
import org.vidimus.daemon.metrics.MailMetrics;
import org.vidimus.policy.pipeline.Signer;
import org.vidimus.signer.arc.ArcSealer;
import org.vidimus.signer.arc.MailSealer;
import org.vidimus.signer.arc.SealingProfile;
import org.vidimus.signer.arc.SealingRule;
import org.vidimus.signer.key.DomainKey;
import org.vidimus.signer.key.KeyLoader;
import org.vidimus.signer.key.KeyResult;
import org.vidimus.signer.key.SigningKey;

/// ARC sealing at work: its keys, and the threads that seal.
///
/// Thread-safe.
public final class Sealing implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Sealing.class);
    private static final int WAITING = 1 << 16; // seals; far more than messages can be under way
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final List<SealingRule> rules;
    private final List<String> warnings;
    private final MailMetrics metrics;
    private final ThreadPoolExecutor threads;

    private Sealing(List<SealingRule> rules, List<String> warnings, MailMetrics metrics) {
        this.rules = rules;
        this.warnings = warnings;
        this.metrics = metrics;
        int width = Runtime.getRuntime().availableProcessors();
        this.threads = new ThreadPoolExecutor(
                width,
                width,
                1,
                TimeUnit.MINUTES,
                new LinkedBlockingQueue<>(WAITING),
                Thread.ofPlatform().daemon().name("seal-", 1).factory());
        threads.allowCoreThreadTimeOut(true);
    }

    /// Reads the keys. A rule whose key cannot be used seals nothing, and [#announce] says so.
    public static Sealing start(List<SealSettings> settings, int minimumKeyBits, MailMetrics metrics) {
        KeyLoader keys = Loaders.keys(minimumKeyBits);
        List<SealingRule> rules = new ArrayList<>();
        List<String> warnings = new ArrayList<>();
        for (SealSettings seal : settings) {
            switch (keys.load(seal.key())) {
                case KeyResult.Loaded(SigningKey key, List<String> cautions) -> {
                    cautions.forEach(caution -> warnings.add(seal.place() + ": " + caution));
                    Optional<String> refusal = ArcSealer.refusal(key);
                    refusal.ifPresent(why -> warnings.add(unusable(seal, why)));
                    if (refusal.isEmpty()) {
                        DomainKey named = new DomainKey(seal.domain(), seal.selector(), key);
                        rules.add(new SealingRule(
                                seal.doors(), seal.origin(), new ArcSealer(SealingProfile.DEFAULT, named)));
                    }
                }
                case KeyResult.Refused(var _, String why) -> warnings.add(unusable(seal, why));
            }
        }
        return new Sealing(rules, warnings, metrics);
    }

    private static String unusable(SealSettings seal, String why) {
        return seal.place() + ": " + why + "; nothing is sealed for " + seal.domain() + " with it";
    }

    /// Seals after `signer` has signed.
    public Signer after(Signer signer) {
        return new MailSealer(signer, rules, threads, PATIENCE, InstantSource.system(), metrics.sealing());
    }

    /// Logs who seals, and what is wrong with keys.
    public void announce() {
        rules.forEach(rule -> LOG.atInfo()
                .addKeyValue("domain", rule.sealer().domain())
                .addKeyValue("selector", rule.sealer().selector())
                .addKeyValue("mail", rule.origin().word())
                .addKeyValue("doors", rule.doors())
                .log("sealing"));
        warnings.forEach(LOG::warn);
    }

    /// Stops. Seals under way are finished by those who wait for them.
    @Override
    public void close() {
        threads.shutdown();
    }
}
