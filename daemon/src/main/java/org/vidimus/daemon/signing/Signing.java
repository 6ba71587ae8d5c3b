package org.vidimus.daemon.signing;

import java.io.IOException;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.vidimus.daemon.config.SignSettings;
import org.vidimus.daemon.config.SignSettings.RuleKeyName;
import org.vidimus.daemon.metrics.MailMetrics;
import org.vidimus.policy.dkim.CryptoBackend;
import org.vidimus.policy.dns.DomainName;
import org.vidimus.policy.dns.Lookups;
import org.vidimus.policy.pipeline.Signer;
import org.vidimus.signer.key.SigningBackend;
import org.vidimus.signer.outbound.MailSigner;
import org.vidimus.signer.outbound.OutboundSettings;

/// The signer at work: its keys, the threads that sign, and the thread that looks after its files.
///
/// Thread-safe.
public final class Signing implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Signing.class);
    private static final int WAITING = 1 << 16; // signatures; far more than messages can be under way
    private static final int RULES_SHOWN = 50;

    private final SignSettings settings;
    private final SigningLoader loader;
    private final CurrentDecider decider;
    private final MailMetrics metrics;
    private final ThreadPoolExecutor threads;
    private final ThreadPoolExecutor deviceThreads;
    private final Thread watch;
    private final String cryptography;
    private final Signer signer;
    private final CountDownLatch stopped = new CountDownLatch(1);
    private final Loaded first;
    private Loaded last;

    private Signing(
            SignSettings settings, SigningLoader loader, Loaded first, MailMetrics metrics, String cryptography) {
        this.settings = settings;
        this.loader = loader;
        this.first = first;
        this.last = first;
        this.metrics = metrics;
        this.cryptography = cryptography;
        this.decider = new CurrentDecider(first.decider());
        int width = settings.threads().orElseGet(() -> Runtime.getRuntime().availableProcessors());
        this.threads = threads(width, "sign-");
        this.deviceThreads = threads(width, "device-");
        this.watch = Thread.ofPlatform().daemon().name("keys").unstarted(this::watch);
        OutboundSettings outbound = new OutboundSettings(
                settings.onUnsignable(),
                settings.onBrokenKey(),
                OutboundSettings.DEFAULT.once(),
                OutboundSettings.DEFAULT.patience());
        this.signer =
                new MailSigner(decider, outbound, threads, deviceThreads, InstantSource.system(), metrics.signing());
    }

    private static ThreadPoolExecutor threads(int width, String name) {
        var threads = new ThreadPoolExecutor(
                width,
                width,
                1,
                TimeUnit.MINUTES,
                new LinkedBlockingQueue<>(WAITING),
                Thread.ofPlatform().daemon().name(name, 1).factory());
        threads.allowCoreThreadTimeOut(true);
        return threads;
    }

    /// Reads the keys, and goes on looking after them.
    ///
    /// @throws IOException if what decides cannot be used at all; the message has a line for each reason
    public static Signing start(SignSettings settings, MailMetrics metrics) throws IOException {
        SigningBackend backend = SigningBackend.of(CryptoBackend.of(CryptoBackend.Choice.AUTO));
        SigningLoader loader = Loaders.of(settings, backend);
        Loaded first = loader.load();
        if (!first.errors().isEmpty()) {
            throw new IOException(String.join("\n", first.errors()));
        }
        var signing = new Signing(settings, loader, first, metrics, backend.description());
        signing.watch.start();
        return signing;
    }

    /// Reads everything once, as [#start] does.
    public static Loaded look(SignSettings settings) {
        return Loaders.of(settings, SigningBackend.of(CryptoBackend.of(CryptoBackend.Choice.AUTO)))
                .load();
    }

    /// What signs messages.
    public Signer signer() {
        return signer;
    }

    /// Which libraries sign; they have shown that they can.
    public String cryptography() {
        return cryptography;
    }

    private void watch() {
        try {
            while (!stopped.await(settings.refresh().toMillis(), TimeUnit.MILLISECONDS)) {
                refresh();
            }
        } catch (InterruptedException _) {
            // Nobody does that but a system that ends.
            Thread.currentThread().interrupt();
        }
    }

    /// Takes up what has changed. Whatever goes wrong, the next look comes.
    private void refresh() {
        try {
            Loaded now = loader.load();
            if (!now.errors().isEmpty()) {
                changes(last.errors(), now.errors())
                        .forEach(error -> LOG.error("{}; what was read before stays", error));
                last = new Loaded(last.decider(), last.keys(), last.warnings(), List.of(), now.errors());
                return;
            }
            decider.replace(now.decider());
            report(last, now);
            last = now;
        } catch (RuntimeException bug) {
            LOG.atError().setCause(bug).log("the keys could not be looked at");
        }
    }

    /// Logs what signs for whom, and what is wrong with keys; and looks, beside everything else, whether
    /// receivers will find them.
    ///
    /// @param lookups makes the look-ups of one key
    public void announce(Supplier<Lookups> lookups) {
        Loaded loaded = first;
        settings.rules().stream()
                .limit(RULES_SHOWN)
                .forEach(rule -> LOG.atInfo()
                        .addKeyValue("rule", rule.place())
                        .addKeyValue("from", rule.from())
                        .addKeyValue(
                                "keys",
                                rule.keys().stream()
                                        .map(name -> shown(name, loaded.keys()))
                                        .toList())
                        .log("signing"));
        if (settings.rules().size() > RULES_SHOWN) {
            LOG.atInfo().addKeyValue("rules", settings.rules().size()).log("signing");
        }
        loaded.changes()
                .forEach(change -> LOG.atInfo().addKeyValue("domain", change).log("key directory"));
        loaded.warnings().forEach(LOG::warn);
        metrics.keys(states(loaded));
        settings.openDkim()
                .ifPresent(file -> LOG.atInfo().addKeyValue("opendkim", file).log("signing"));
        RecordCheckAtStart.begin(loaded.keys(), CryptoBackend.of(CryptoBackend.Choice.AUTO), lookups);
    }

    /// A key directory says for itself what is in it.
    private static String shown(RuleKeyName name, List<NamedKey> keys) {
        return switch (name) {
            case RuleKeyName.One one ->
                keys.stream()
                        .filter(key -> key.place().equals(one.place())
                                && key.domain().equals(one.domain())
                                && key.selector().equals(one.selector()))
                        .map(NamedKey::toString)
                        .findFirst()
                        .orElseThrow();
            case RuleKeyName.Managed(var _, var domain) ->
                "key directory, " + domain.map(DomainName::toString).orElse("by author");
        };
    }

    private void report(Loaded before, Loaded now) {
        changes(before.keys(), now.keys())
                .forEach(key -> LOG.atInfo().addKeyValue("key", key).log("key changed"));
        now.changes()
                .forEach(change -> LOG.atInfo().addKeyValue("domain", change).log("key directory"));
        changes(before.warnings(), now.warnings()).forEach(LOG::warn);
        metrics.keys(states(now));
    }

    /// What is new.
    private static <T> List<T> changes(List<T> before, List<T> now) {
        return now.stream().filter(one -> !before.contains(one)).toList();
    }

    private static Map<String, Integer> states(Loaded loaded) {
        int ready = Math.toIntExact(
                loaded.keys().stream().filter(key -> key.key().isPresent()).count());
        return Map.of("ready", ready, "broken", loaded.keys().size() - ready);
    }

    /// Stops. Signatures under way are finished by those who wait for them.
    @Override
    public void close() {
        stopped.countDown();
        threads.shutdown();
        deviceThreads.shutdown();
    }
}
