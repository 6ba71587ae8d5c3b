package org.vidimus.policy.dns;

import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.vidimus.policy.base.Budgets;
import org.vidimus.policy.base.Bytes;

/// Servers and resolvers that are closed after each test.
abstract class ServerResolverTesting {
    static final Question QUESTION = new Question(DomainName.of("a.example"), RecordType.TXT);

    /// For what must succeed.
    static final Duration LONG = Duration.ofSeconds(30);

    /// For what must fail.
    static final Duration SHORT = Duration.ofMillis(300);

    /// One try at a server that may be silent.
    static final Duration TRY = Duration.ofSeconds(1);

    /// One try at a server that answers, on however busy a machine.
    private static final Duration PATIENT_TRY = Duration.ofSeconds(20);

    /// Nanoseconds by which the resolvers' clock is ahead.
    final AtomicLong later = new AtomicLong();

    private final Deque<Runnable> closing = new ArrayDeque<>();

    @AfterEach
    final void closeAll() {
        closing.forEach(Runnable::run);
    }

    final NameServer serve(ZoneResolver zone) {
        return run(new ZoneScript(zone));
    }

    final NameServer run(NameServer.Script script) {
        return run(script, () -> {});
    }

    final NameServer run(NameServer.Script script, Runnable hungUp) {
        NameServer server = NameServer.run(script, hungUp);
        closing.push(server::close);
        return server;
    }

    final ServerResolver resolver(NameServer... servers) {
        return resolver(addresses(servers));
    }

    final ServerResolver resolver(List<ServerAddress> servers) {
        return resolver(new DnsSettings(servers, PATIENT_TRY, 3, false, 1000, CacheSettings.DEFAULT));
    }

    /// One that soon asks again.
    final ServerResolver impatient(NameServer... servers) {
        return resolver(new DnsSettings(addresses(servers), TRY, 3, false, 1000, CacheSettings.DEFAULT));
    }

    final ServerResolver resolver(DnsSettings settings) {
        ServerResolver resolver = new ServerResolver(
                settings, Budgets.Dns.DEFAULT, () -> System.nanoTime() + later.get(), new SecureRandom());
        closing.push(resolver::close);
        return resolver;
    }

    static List<ServerAddress> addresses(NameServer... servers) {
        return Arrays.stream(servers).map(NameServer::address).toList();
    }

    static List<NameServer.Move> say(Bytes... messages) {
        return Arrays.stream(messages)
                .<NameServer.Move>map(NameServer.Move.Say::new)
                .toList();
    }

    static Answer failure(Answer.Cause cause, String detail) {
        return new Answer.Unavailable(cause, detail);
    }
}
