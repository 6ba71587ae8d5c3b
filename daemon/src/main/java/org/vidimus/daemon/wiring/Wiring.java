package org.vidimus.daemon.wiring;

import java.io.IOException;
import java.security.SecureRandom;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.vidimus.daemon.config.Settings;
import org.vidimus.daemon.text.Version;
import org.vidimus.milter.filter.Filter;
import org.vidimus.milter.net.MilterSocket;
import org.vidimus.milter.net.Transport;
import org.vidimus.milter.server.MilterServer;
import org.vidimus.milter.server.ServerEvents;
import org.vidimus.policy.base.Budgets;
import org.vidimus.policy.dns.CachingResolver;
import org.vidimus.policy.dns.ServerResolver;
import org.vidimus.policy.pipeline.Pipeline;

/// The running daemon: the one place where everything is constructed and joined.
///
/// Thread-safe.
public final class Wiring implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Wiring.class);

    /// One thread moves the octets of some 20,000 messages a second; policy runs on virtual threads.
    private static final int IO_THREADS = 1;

    private final Transport transport;
    private final MilterServer server;
    private final CachingResolver resolver;

    private Wiring(Transport transport, MilterServer server, CachingResolver resolver) {
        this.transport = transport;
        this.server = server;
        this.resolver = resolver;
    }

    /// Starts the daemon and logs each socket it listens on.
    ///
    /// @throws IOException when a socket cannot be had; the message names it and nothing is left open
    /// @throws InterruptedException when interrupted; nothing is left open
    public static Wiring start(Settings settings) throws IOException, InterruptedException {
        Budgets budgets = settings.budgets();
        CachingResolver resolver = new CachingResolver(
                new ServerResolver(settings.dns(), budgets.dns(), System::nanoTime, new SecureRandom()),
                settings.dns().cache(),
                budgets.dns(),
                Wiring::startThread,
                System::nanoTime);
        Pipeline pipeline = new Pipeline(
                settings.pipeline(), budgets, resolver, InstantSource.system(), System::nanoTime, Wiring::startThread);
        // Loading native code takes a moment, which the first message should not have to wait for.
        CompletableFuture<String> cryptography =
                CompletableFuture.supplyAsync(pipeline::cryptography, Wiring::startThread);
        Filter<?, ?> filter = MilterAdapter.filter(pipeline);
        Transport transport = Transport.open(IO_THREADS);
        boolean started = false;
        try {
            MilterServer server =
                    MilterServer.start(transport, () -> filter, settings.server(), ServerEvents.logging());
            Wiring wiring = new Wiring(transport, server, resolver);
            wiring.announce(settings, cryptography.join());
            started = true;
            return wiring;
        } finally {
            if (!started) {
                transport.close();
                resolver.close();
            }
        }
    }

    /// Runs what waits for the DNS.
    private static void startThread(Runnable task) {
        Thread.startVirtualThread(task);
    }

    private void announce(Settings settings, String cryptography) {
        LOG.atInfo()
                .addKeyValue("version", Version.number())
                .addKeyValue("java", Runtime.version())
                .addKeyValue("transport", transport.name())
                .addKeyValue("cryptography", cryptography)
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
        for (MilterSocket socket : sockets()) {
            LOG.atInfo().addKeyValue("socket", socket).log("listening");
        }
    }

    /// Where MTAs reach the filter, with the ports that the system chose.
    public List<MilterSocket> sockets() {
        return server.sockets();
    }

    /// Takes no new connections, lets running messages finish within the drain time, and stops.
    ///
    /// @throws IOException when a unix socket's file cannot be removed
    @Override
    public void close() throws IOException {
        LOG.atInfo().addKeyValue("connections", server.connections()).log("stopping");
        try {
            server.close();
        } finally {
            transport.close();
            resolver.close();
        }
        LOG.info("stopped");
    }
}
