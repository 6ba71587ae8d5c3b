package org.vidimus.milter.client;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.vidimus.milter.net.Transport;
import org.vidimus.milter.wire.Bytes;
import org.vidimus.milter.wire.Command;
import org.vidimus.milter.wire.Family;

/// Opens sessions with scripted filters and closes all in the end.
abstract class SessionTestBase {
    /// For what must come.
    static final Duration LONG = Duration.ofSeconds(30);

    /// For what does not come, or may be late.
    static final Timeouts SHORT =
            new Timeouts(Duration.ofSeconds(10), Duration.ofMillis(150), Duration.ofMillis(150), Duration.ofSeconds(5));

    @SuppressWarnings("NullAway.Init") // Opened before all tests.
    static Transport transport;

    private final List<AutoCloseable> open = new ArrayList<>();

    @BeforeAll
    static void openTransport() {
        transport = Transport.open(1);
    }

    @AfterAll
    static void closeTransport() {
        transport.close();
    }

    @AfterEach
    void closeAll() throws Exception {
        for (AutoCloseable each : open.reversed()) {
            each.close();
        }
    }

    ScriptedFilter filter(ScriptedFilter.Script script) throws IOException, InterruptedException {
        ScriptedFilter filter = new ScriptedFilter(transport, script);
        open.add(filter);
        return filter;
    }

    ClientSession session(MtaProfile profile, ScriptedFilter filter) throws InterruptedException {
        return session(Mta.of(profile, "mx.example.com"), FilterSettings.of(filter.socket()));
    }

    ClientSession session(Mta mta, FilterSettings filter) throws InterruptedException {
        ClientSession session = new MilterClient(transport, filter, mta).open();
        open.add(session);
        return session;
    }

    static Command.Connect client() {
        return new Command.Connect(text("client.example.org"), Family.INET, 52_100, text("192.0.2.1"));
    }

    static MilterResponse mail(ClientSession session) throws InterruptedException {
        return session.mail(text("<a@example.org>"), List.of());
    }

    static MilterResponse rcpt(ClientSession session) throws InterruptedException {
        return session.rcpt(text("<b@example.com>"), List.of());
    }

    /// Everything up to the content.
    static void envelope(ClientSession session) throws InterruptedException {
        session.connect(client());
        session.helo(text("client.example.org"));
        mail(session);
        rcpt(session);
        session.data();
    }

    static Mail message(MtaProfile profile) {
        return Mail.received(
                profile,
                Message.parse(text("Subject: s\nA: 1\n\nbody\n")),
                Envelope.of("<a@example.org>", List.of("<b@example.com>")),
                Mail.Additions.NONE);
    }

    static Bytes text(String text) {
        return Bytes.latin1(text);
    }
}
