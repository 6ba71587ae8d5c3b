package org.vidimus.milter.bench;

import java.util.ArrayList;
import java.util.List;
import org.vidimus.milter.filter.Edit;
import org.vidimus.milter.filter.Filter;
import org.vidimus.milter.filter.FilterContext;
import org.vidimus.milter.filter.Mode;
import org.vidimus.milter.filter.Outcome;
import org.vidimus.milter.filter.Verdict;
import org.vidimus.milter.net.MilterSocket;
import org.vidimus.milter.net.Transport;
import org.vidimus.milter.server.MilterServer;
import org.vidimus.milter.server.ServerEvents;
import org.vidimus.milter.server.ServerSettings;
import org.vidimus.milter.wire.Action;
import org.vidimus.milter.wire.Bytes;
import org.vidimus.milter.wire.Decoded;

/// The cost of the protocol alone: sees every event and adds one header field, as `bench/null-filter.c` does on
/// libmilter. Started by `bench/throughput`; arguments are sockets.
public final class NullFilter {
    private NullFilter() {}

    /// Serves until killed.
    public static void main(String[] arguments) throws Exception {
        List<MilterSocket> sockets = new ArrayList<>();
        for (String argument : arguments) {
            switch (MilterSocket.parse(argument)) {
                case Decoded.Ok<MilterSocket>(MilterSocket socket) -> sockets.add(socket);
                case Decoded.Malformed<MilterSocket>(String why) -> throw new IllegalArgumentException(why);
            }
        }
        Filter<FilterContext, FilterContext> filter = filter();
        try (Transport transport = Transport.open(1);
                MilterServer server = MilterServer.start(
                        transport,
                        () -> filter,
                        ServerSettings.of(sockets.toArray(MilterSocket[]::new)),
                        ServerEvents.logging())) {
            System.out.println("listening on " + server.sockets());
            Thread.currentThread().join();
        }
    }

    private static Filter<FilterContext, FilterContext> filter() {
        Outcome outcome = Outcome.edited(List.of(new Edit.AppendHeader(Bytes.latin1("X-Null"), Bytes.latin1(" yes"))));
        return Filter.<FilterContext, FilterContext>of(context -> context, context -> context)
                .onConnect(Mode.STREAM, (_, _) -> Verdict.CONTINUE)
                .onHelo(Mode.STREAM, (_, _) -> Verdict.CONTINUE)
                .onMail(Mode.STREAM, (_, _) -> Verdict.CONTINUE)
                .onRcpt(Mode.STREAM, (_, _) -> Verdict.CONTINUE)
                .onData(Mode.STREAM, _ -> Verdict.CONTINUE)
                .onHeader(Mode.STREAM, (_, _) -> Verdict.CONTINUE)
                .onEndOfHeaders(Mode.STREAM, _ -> Verdict.CONTINUE)
                .onBody(Mode.STREAM, (_, _) -> Verdict.CONTINUE)
                .onEndOfMessage(_ -> outcome)
                .uses(Action.ADD_HEADERS)
                .build();
    }
}
