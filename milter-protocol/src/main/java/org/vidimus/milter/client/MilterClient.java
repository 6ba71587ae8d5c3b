package org.vidimus.milter.client;

import java.io.IOException;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.vidimus.milter.client.MilterResponse.Broken;
import org.vidimus.milter.client.MilterResponse.Failure;
import org.vidimus.milter.net.Link;
import org.vidimus.milter.net.ReadBudget;
import org.vidimus.milter.net.Transport;
import org.vidimus.milter.wire.WireLog;

/// Opens sessions with one filter, as an MTA does: one for each SMTP connection.
///
/// Thread-safe; each [ClientSession] belongs to one thread.
public final class MilterClient {
    /// Replies are short but for a new body, which may wait in the kernel.
    private static final int READ_BUDGET = 1 << 20;

    private static final long READ_BUDGET_OF_ALL = 64L << 20;

    private final Transport transport;
    private final FilterSettings filter;
    private final Mta mta;
    private final ReadBudget budget = new ReadBudget(READ_BUDGET, READ_BUDGET_OF_ALL);
    private final Optional<Consumer<WireLog.Line>> recorder;
    private final AtomicInteger connections = new AtomicInteger();

    /// A client.
    public MilterClient(Transport transport, FilterSettings filter, Mta mta) {
        this(transport, filter, mta, Optional.empty());
    }

    private MilterClient(
            Transport transport, FilterSettings filter, Mta mta, Optional<Consumer<WireLog.Line>> recorder) {
        this.transport = transport;
        this.filter = filter;
        this.mta = mta;
        this.recorder = recorder;
    }

    /// The same client, telling `to` of every frame. Sessions on several threads tell it at once.
    public MilterClient recording(Consumer<WireLog.Line> to) {
        return new MilterClient(transport, filter, mta, Optional.of(to));
    }

    /// The filter.
    public FilterSettings filter() {
        return filter;
    }

    /// Connects and negotiates. A filter that cannot be reached or does not agree gives a session that answers
    /// [Broken] to everything, as it would be to the MTA.
    ///
    /// @throws InterruptedException when interrupted
    public ClientSession open() throws InterruptedException {
        Link link;
        try {
            link = transport.connect(filter.socket(), budget, filter.timeouts().connect());
        } catch (IOException e) {
            return ClientSession.unreachable(mta, new Broken(Failure.COMMUNICATION, String.valueOf(e.getMessage())));
        }
        return over(link);
    }

    /// Negotiates on a connection that stands.
    ///
    /// @throws InterruptedException when interrupted
    ClientSession over(Link link) throws InterruptedException {
        return ClientSession.open(filter, mta, new Exchange(link, connections.incrementAndGet(), recorder));
    }
}
