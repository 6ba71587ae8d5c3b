package org.vidimus.daemon.cli;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.vidimus.daemon.cli.Command.Example;
import org.vidimus.daemon.cli.Command.Help;
import org.vidimus.daemon.config.Keys;
import org.vidimus.daemon.probe.TraceFilter;
import org.vidimus.milter.net.MilterSocket;
import org.vidimus.milter.wire.WireLog;

/// `vidimus milter trace`: a filter that shows what an MTA says.
final class TraceCommand {
    private static final String TITLE = "vidimus milter trace";

    private TraceCommand() {}

    static Command command() {
        return new Command(
                TITLE,
                new Help(
                        "show what an MTA says to its filters",
                        List.of("vidimus milter trace --listen SOCKET... [--record FILE]"),
                        List.of(
                                "Listens as a filter that asks for every event, lets everything pass and changes"
                                        + " nothing. Each command of the MTA is a line on standard output, with the"
                                        + " number of its connection, and below it the answer. The macros that the MTA"
                                        + " sends ahead of a command are a line of their own.",
                                "What came over the network is escaped: octets that are not visible as `\\r`, `\\n`,"
                                        + " `\\t`, `\\x1b`. Of body chunks the first 200 octets are shown.",
                                "SIGTERM and SIGINT end it."),
                        List.of(
                                "It was ended by a signal.",
                                "The socket cannot be listened on, or the recording cannot be written.",
                                "The command line is wrong."),
                        List.of(
                                new Example(
                                        "See what Postfix sends, beside its other filters:",
                                        "vidimus milter trace --listen inet:8899@127.0.0.1",
                                        "postconf -e 'smtpd_milters=inet:127.0.0.1:8899'"),
                                new Example(
                                        "Record a session for a bug report:",
                                        "vidimus milter trace --listen unix:/tmp/t.sock --record wire.log")),
                        List.of("vidimus-milter(1)", "vidimus-milter-send(1)")),
                List.of(
                        Options.many(
                                        "--listen",
                                        "SOCKET",
                                        Options.reader(Keys.SOCKET_TYPE),
                                        "A socket to listen on:"
                                                + " `inet:PORT@HOST`, `inet:HOST:PORT`, `inet6:PORT@[ADDRESS]` or `unix:/PATH`."
                                                + " May be given several times. Port 0 takes any free port.")
                                .required(true)
                                .build(),
                        Options.one(
                                        "--record",
                                        "FILE",
                                        Path::of,
                                        "Writes every frame to FILE, one a line, in a form that"
                                                + " people and tests read. It holds whole messages. What FILE held is lost.")
                                .build(),
                        Options.help()),
                List.of(),
                List.of(),
                TraceCommand::run);
    }

    private static int run(Arguments arguments, Terminal terminal) {
        Optional<Path> file = arguments.optional("--record", Path.class);
        List<MilterSocket> sockets = arguments.list("--listen", MilterSocket.class);
        try (PrintStream recording = open(file);
                TraceFilter trace = TraceFilter.start(sockets, new Screen(terminal.out(), recording))) {
            trace.sockets().forEach(socket -> terminal.out().println("listening on " + socket));
            terminal.out().flush();
            UntilSignal.serve(trace);
            return Cli.DONE;
        } catch (IOException impossible) {
            terminal.complain(TITLE, String.valueOf(impossible.getMessage()));
            return Cli.FAILED;
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            return Cli.FAILED;
        }
    }

    private static PrintStream open(Optional<Path> file) throws IOException {
        return file.isEmpty()
                ? new PrintStream(PrintStream.nullOutputStream(), false, StandardCharsets.UTF_8)
                : Streams.create(file.get());
    }

    /// Shows lines at once; an MTA may wait for minutes before the next.
    private record Screen(PrintStream lines, PrintStream frames) implements TraceFilter.Output {
        @Override
        public void line(String text) {
            lines.println(text);
            lines.flush();
        }

        @Override
        public void frame(WireLog.Line line) {
            frames.println(WireLog.format(line));
            frames.flush();
        }
    }
}
