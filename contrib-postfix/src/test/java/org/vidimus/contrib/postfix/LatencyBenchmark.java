package org.vidimus.contrib.postfix;

import static org.vidimus.milter.mta.MtaSettings.relayingTo;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.vidimus.daemon.config.Settings;
import org.vidimus.daemon.logging.LogSettings;
import org.vidimus.daemon.wiring.Wiring;
import org.vidimus.milter.mta.MtaSettings;
import org.vidimus.milter.mta.RealMta;
import org.vidimus.milter.mta.SmtpAnswer;
import org.vidimus.milter.mta.SmtpDialogue;
import org.vidimus.milter.mta.SmtpSink;
import org.vidimus.milter.net.MilterSocket;
import org.vidimus.milter.net.SocketFileMode;
import org.vidimus.milter.server.ServerSettings;
import org.vidimus.policy.base.Budgets;
import org.vidimus.policy.dns.DnsSettings;
import org.vidimus.policy.pipeline.PipelineSettings;

/// How long one client waits for a message through the real Postfix: without a filter, with the daemon on a
/// unix socket,
/// and on TCP, where a filter that does not mind Nagle's algorithm and delayed acknowledgements costs 44 or 88
/// ms more. Started by `bench/postfix-latency`; the argument is how many messages a pass.
public final class LatencyBenchmark {
    private static final int PASSES = 3;

    private LatencyBenchmark() {}

    /// Prints a line for each pass and kind of socket.
    public static void main(String[] arguments) throws Exception {
        int messages = Integer.parseInt(arguments[0]);
        Path folder = Files.createTempDirectory("vidimus-latency");
        Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxr-xr-x"));
        Path socket = folder.resolve("milter.sock");
        Settings settings = new Settings(
                new ServerSettings(
                        List.of(new MilterSocket.Unix(socket), new MilterSocket.Inet("127.0.0.1", 0)),
                        SocketFileMode.ofOctal("0666", Optional.empty()).orElseThrow(),
                        ServerSettings.Limits.DEFAULT),
                DnsSettings.DEFAULT,
                Budgets.DEFAULT,
                PipelineSettings.DEFAULT,
                new LogSettings(LogSettings.Format.TEXT, LogSettings.Level.WARN));
        try (Wiring daemon = Wiring.start(settings)) {
            int port = daemon.sockets().getLast() instanceof MilterSocket.Inet inet ? inet.port() : 0;
            for (int pass = 1; pass <= PASSES; pass++) {
                measure("no filter", messages, List.of());
                measure("unix socket", messages, List.of("unix:" + socket));
                measure("TCP", messages, List.of("inet:127.0.0.1:" + port));
            }
        } finally {
            Files.delete(folder);
        }
    }

    private static void measure(String name, int messages, List<String> milters) throws Exception {
        String message = "From: a@example.com\r\nSubject: x\r\n\r\n"
                + "0123456789".repeat(7).concat("\r\n").repeat(28);
        long[] times = new long[messages];
        try (SmtpSink sink = new SmtpSink()) {
            MtaSettings settings = relayingTo(sink);
            for (String milter : milters) {
                settings = settings.milter(milter);
            }
            try (RealMta mta = PostfixMta.start(settings);
                    SmtpDialogue client = mta.connect()) {
                client.ehlo("client.example.org");
                for (int i = 0; i < messages; i++) {
                    long begin = System.nanoTime();
                    SmtpAnswer answer = client.mail("a@example.com", message, "b@example.org");
                    times[i] = System.nanoTime() - begin;
                    if (answer.code() != 250) {
                        throw new IllegalStateException(answer.toString());
                    }
                }
            }
        }
        Arrays.sort(times);
        System.out.printf(
                "%-12s median %6.2f ms  p90 %6.2f ms%n",
                name, times[messages / 2] / 1e6, times[messages * 9 / 10] / 1e6);
    }
}
