package org.vidimus.daemon.wiring;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.security.SecureRandom;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.vidimus.daemon.config.PolicyScript;
import org.vidimus.daemon.config.Settings;
import org.vidimus.daemon.metrics.MailMetrics;
import org.vidimus.daemon.metrics.MetricsServer;
import org.vidimus.daemon.metrics.Registry;
import org.vidimus.daemon.metrics.SimpleClientRegistry;
import org.vidimus.daemon.signing.Sealing;
import org.vidimus.daemon.signing.Signing;
import org.vidimus.daemon.text.Version;
import org.vidimus.milter.net.MilterSocket;
import org.vidimus.milter.net.Transport;
import org.vidimus.milter.server.MilterServer;
import org.vidimus.milter.server.ServerEvents;
import org.vidimus.policy.base.Budgets;
import org.vidimus.policy.dns.CachingResolver;
import org.vidimus.policy.dns.Lookups;
import org.vidimus.policy.dns.Resolver;
import org.vidimus.policy.dns.ServerResolver;
import org.vidimus.policy.pipeline.LocalPolicy;
import org.vidimus.policy.pipeline.Pipeline;
import org.vidimus.policy.pipeline.SievePolicy;
import org.vidimus.policy.pipeline.Signer;

/// The running daemon: the one place where everything is constructed and joined.
///
/// Thread-safe.
public final class Wiring implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Wiring.class);

    /// One thread moves the octets of some 20,000 messages a second; policy runs on virtual threads.
    private static final int IO_THREADS = 1;

    private final Transport transport;
    private final MilterServer server;
    private final Optional<Signing> signing;
    private final Optional<MetricsServer> metrics;
    private final Resources resources;

    private Wiring(
            Transport transport,
            MilterServer server,
            Optional<Signing> signing,
            Optional<MetricsServer> metrics,
            Resources resources) {
        this.transport = transport;
        this.server = server;
        this.signing = signing;
        this.metrics = metrics;
        this.resources = resources;
    }

    /// Starts the daemon and logs each socket it listens on.
    ///
    /// @throws IOException when a socket cannot be had, or what signs cannot be used; the message names it and
    ///     nothing is left open
    /// @throws InterruptedException when interrupted; nothing is left open
    public static Wiring start(Settings settings) throws IOException, InterruptedException {
        Resources resources = new Resources();
        boolean started = false;
        try {
            Wiring wiring = start(settings, resources);
            started = true;
            return wiring;
        } finally {
            if (!started) {
                resources.close();
            }
        }
    }

    private static Wiring start(Settings settings, Resources resources) throws IOException, InterruptedException {
        Budgets budgets = settings.budgets();
        CachingResolver resolver = resources.add(new CachingResolver(
                new ServerResolver(settings.dns(), budgets.dns(), System::nanoTime, new SecureRandom()),
                settings.dns().cache(),
                budgets.dns(),
                Wiring::startThread,
                System::nanoTime));
        Pipeline verifying = new Pipeline(
                settings.pipeline(), budgets, resolver, InstantSource.system(), System::nanoTime, Wiring::startThread);
        // Loading native code takes a moment, which the first message should not have to wait for.
        CompletableFuture<String> cryptography =
                CompletableFuture.supplyAsync(verifying::cryptography, Wiring::startThread);
        Registry registry = new SimpleClientRegistry();
        MailMetrics counts = new MailMetrics(registry, Version.number());
        counts.overrides(settings.pipeline().overrides());
        Optional<Signing> signing = settings.sign().signs()
                ? Optional.of(resources.add(Signing.start(settings.sign(), counts)))
                : Optional.empty();
        Optional<Sealing> sealing = settings.seals().isEmpty()
                ? Optional.empty()
                : Optional.of(resources.add(
                        Sealing.start(settings.seals(), settings.sign().minimumKeyBits(), counts)));
        Signer signer = signing.map(Signing::signer).orElse(Signer.NONE);
        Pipeline pipeline =
                verifying.with(sealing.map(each -> each.after(signer)).orElse(signer));
        CurrentFilter filter = new CurrentFilter(
                rules -> MilterAdapter.filter(pipeline.with(() -> rules), counts),
                settings.policy().map(script -> policy(script, budgets)).orElse(LocalPolicy.NONE));
        Optional<MetricsServer> metrics = settings.metrics().isPresent()
                ? Optional.of(
                        resources.add(MetricsServer.start(settings.metrics().get(), registry)))
                : Optional.empty();
        Transport transport = resources.add(Transport.open(IO_THREADS));
        MilterServer server =
                resources.add(MilterServer.start(transport, filter, settings.server(), ServerEvents.logging()));
        counts.connections(server::connections);
        counts.cryptography(
                cryptography.join(), signing.map(Signing::cryptography).orElse("none"));
        Wiring wiring = new Wiring(transport, server, signing, metrics, resources);
        wiring.announce(settings, cryptography.join(), resolver);
        sealing.ifPresent(Sealing::announce);
        return wiring;
    }

    private static LocalPolicy policy(PolicyScript script, Budgets budgets) {
        return new SievePolicy(
                script.script().within(budgets.sieve()),
                new SievePolicy.Surroundings(System::nanoTime, ZoneId.systemDefault(), Version.number()));
    }

    /// Runs what waits for the DNS.
    private static void startThread(Runnable task) {
        Thread.startVirtualThread(task);
    }

    private void announce(Settings settings, String cryptography, Resolver resolver) {
        LOG.atInfo()
                .addKeyValue("version", Version.number())
                .addKeyValue("java", Runtime.version())
                .addKeyValue("transport", transport.name())
                .addKeyValue("cryptography", cryptography)
                .addKeyValue("signing", signing.map(Signing::cryptography).orElse("off"))
                .log("vidimus starts");
        // An old list gives wrong answers and looks like a good one.
        settings.pipeline()
                .dmarc()
                .suffixes()
                .ifPresent(list -> LOG.atInfo()
                        .addKeyValue("mode", settings.pipeline().dmarc().mode().word())
                        .addKeyValue("rules", list.size())
                        .addKeyValue(
                                "dated", list.dated().map(Instant::toString).orElse("unknown"))
                        .log("public suffix list"));
        settings.policy()
                .ifPresent(script -> LOG.atInfo()
                        .addKeyValue("file", script.path())
                        .addKeyValue(
                                "extensions",
                                script.script().used().stream().sorted().toList())
                        .log("policy script"));
        signing.ifPresent(signs -> signs.announce(() -> {
            var lookups = new Lookups(resolver, settings.budgets().dns(), System::nanoTime);
            lookups.openReserve();
            return lookups;
        }));
        metrics.ifPresent(shown -> LOG.atInfo()
                .addKeyValue("at", "http://" + MetricsServer.text(shown.address()) + "/metrics")
                .log("metrics"));
        for (MilterSocket socket : sockets()) {
            LOG.atInfo().addKeyValue("socket", socket).log("listening");
        }
    }

    /// Where MTAs reach the filter, with the ports that the system chose.
    public List<MilterSocket> sockets() {
        return server.sockets();
    }

    /// Where the metrics are shown, if they are.
    public Optional<InetSocketAddress> metrics() {
        return metrics.map(MetricsServer::address);
    }

    /// Takes no new connections, lets running messages finish within the drain time, and stops.
    ///
    /// @throws IOException when a unix socket's file cannot be removed
    @Override
    public void close() throws IOException {
        LOG.atInfo().addKeyValue("connections", server.connections()).log("stopping");
        resources.close();
        LOG.info("stopped");
    }
}
