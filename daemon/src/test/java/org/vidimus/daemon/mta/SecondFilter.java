package org.vidimus.daemon.mta;

import java.io.IOException;
import java.util.List;
import org.vidimus.milter.filter.Edit;
import org.vidimus.milter.filter.Filter;
import org.vidimus.milter.filter.FilterContext;
import org.vidimus.milter.filter.Outcome;
import org.vidimus.milter.net.MilterSocket;
import org.vidimus.milter.net.Transport;
import org.vidimus.milter.server.MilterServer;
import org.vidimus.milter.server.ServerEvents;
import org.vidimus.milter.server.ServerSettings;
import org.vidimus.milter.wire.Action;
import org.vidimus.milter.wire.Bytes;

/// Another filter, which an MTA calls after ours: it adds a field at the end of the header and one on top.
///
/// Thread-safe.
final class SecondFilter implements AutoCloseable {
    static final String APPENDED = "X-Second: appended\r\n";
    static final String INSERTED = "X-Second-Top: inserted\r\n";

    private final Transport transport;
    private final MilterServer server;

    private SecondFilter(Transport transport, MilterServer server) {
        this.transport = transport;
        this.server = server;
    }

    static SecondFilter start() throws IOException, InterruptedException {
        Filter<FilterContext, FilterContext> filter = Filter.<FilterContext, FilterContext>of(
                        context -> context, context -> context)
                .onEndOfMessage(_ -> Outcome.edited(List.of(
                        new Edit.AddHeader(Bytes.latin1("X-Second"), Bytes.latin1(" appended")),
                        new Edit.InsertHeader(0, Bytes.latin1("X-Second-Top"), Bytes.latin1(" inserted")))))
                .uses(Action.ADD_HEADERS)
                .build();
        Transport transport = Transport.open(1);
        return new SecondFilter(
                transport,
                MilterServer.start(
                        transport,
                        () -> filter,
                        ServerSettings.of(new MilterSocket.Inet("127.0.0.1", 0)),
                        ServerEvents.logging()));
    }

    /// The port of 127.0.0.1 on which it listens.
    int port() {
        return server.sockets().getFirst() instanceof MilterSocket.Inet inet ? inet.port() : 0;
    }

    @Override
    public void close() throws IOException {
        try {
            server.close();
        } finally {
            transport.close();
        }
    }
}
