package org.vidimus.milter.mta;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.vidimus.milter.mta.MtaSettings.relayingTo;

import java.io.IOException;
import java.net.InetAddress;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.Channels;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.vidimus.milter.mta.MtaSettings.FailureAction;

/// What every real MTA's rig must do; the tests of contrib-postfix and contrib-sendmail inherit it.
public abstract class RealMtaContract {
    /// A message whose body has a dot to stuff and an 8-bit octet.
    protected static final String MESSAGE = "From: a@example.com\r\nSubject: x\r\n\r\n.dot\r\ncaf\u00e9\r\n";

    /// The discard port, where no filter answers.
    protected static final String NOBODY = "inet:127.0.0.1:9";

    /// Starts the MTA.
    protected abstract RealMta start(MtaSettings settings) throws IOException;

    @Test
    void relaysToTheSinkWithoutAFilter() throws Exception {
        try (SmtpSink sink = new SmtpSink();
                RealMta mta = start(relayingTo(sink));
                SmtpDialogue client = mta.connect()) {
            client.ehlo("client.example.org");
            // The MTA's own domain is relayed as well.
            SmtpAnswer answer = client.mail("a@example.com", MESSAGE, "b@example.org", "c@mx.example.com");
            assertEquals(250, answer.code(), answer::toString);

            Delivery delivery = sink.await(1).getFirst();
            assertEquals("<a@example.com>", delivery.from().address());
            assertEquals(
                    List.of("<b@example.org>", "<c@mx.example.com>"),
                    delivery.recipients().stream()
                            .map(Delivery.Path::address)
                            .sorted()
                            .toList());
            assertTrue(delivery.text().endsWith("\r\n\r\n.dot\r\ncaf\u00e9\r\n"), delivery.text());
        }
    }

    @ParameterizedTest
    @CsvSource({"TEMPFAIL, 4", "REJECT, 5", "ACCEPT, 2"})
    void answersAsToldWhenTheFilterIsUnreachable(FailureAction action, int firstDigit) throws Exception {
        try (SmtpSink sink = new SmtpSink();
                RealMta mta = start(relayingTo(sink).milter(NOBODY).onFailure(action));
                SmtpDialogue client = mta.connect()) {
            client.ehlo("client.example.org");
            SmtpAnswer answer = client.mail("a@example.com", MESSAGE, "b@example.org");
            assertEquals(firstDigit, answer.code() / 100, answer::toString);
            mta.awaitLog(Pattern.compile("(?i)milter.*connect"), Duration.ofSeconds(10));
        }
    }

    @Test
    void leavesNoProcessBehind() throws Exception {
        List<ProcessHandle> processes;
        try (SmtpSink sink = new SmtpSink();
                RealMta mta = start(relayingTo(sink));
                SmtpDialogue client = mta.connect()) {
            client.ehlo("client.example.org");
            processes = mta.processes();
        }
        assertTrue(processes.size() > 3, "the rig, process 1, the MTA, a session: " + processes);
        assertEquals(
                List.of(), processes.stream().filter(ProcessHandle::isAlive).toList());
    }

    @Test
    void callsAFilterOnAUnixSocket(@TempDir Path folder) throws Exception {
        Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxr-xr-x"));
        Path path = folder.resolve("milter.sock");
        try (SmtpSink sink = new SmtpSink();
                ServerSocketChannel filter = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
            filter.bind(UnixDomainSocketAddress.of(path));
            Files.setPosixFilePermissions(path, PosixFilePermissions.fromString("rw-rw-rw-"));
            try (var filters = Executors.newVirtualThreadPerTaskExecutor();
                    RealMta mta = start(relayingTo(sink).milter("unix:" + path))) {
                Future<Byte> command = filters.submit(() -> firstCommand(filter));
                mta.connect().close();
                assertEquals((byte) 'O', command.get()); // SMFIC_OPTNEG
            }
        }
    }

    /// Takes one call, reads one frame as long as that of a negotiation, and hangs up.
    private static byte firstCommand(ServerSocketChannel filter) throws IOException {
        try (SocketChannel called = filter.accept()) {
            byte[] frame = Channels.newInputStream(called).readNBytes(17);
            return frame[4];
        }
    }

    @Test
    void takesMailFromALocalUser() throws Exception {
        try (SmtpSink sink = new SmtpSink();
                RealMta mta = start(relayingTo(sink))) {
            mta.exec("To: b@example.org\nSubject: x\n\nbody\n", "sendmail", "-t", "-f", "a@example.com");
            Delivery delivery = sink.await(1).getFirst();
            assertEquals("<a@example.com>", delivery.from().address());
            assertEquals("<b@example.org>", delivery.recipients().getFirst().address());
        }
    }

    @Test
    void offersTlsAndLoginWhenAsked() throws Exception {
        try (SmtpSink sink = new SmtpSink();
                RealMta mta = start(relayingTo(sink).withTls().login("user", "secret"));
                SmtpDialogue client = mta.connectFrom(InetAddress.getByAddress(new byte[] {127, 0, 0, 2}))) {
            client.ehlo("client.example.org");
            assertEquals(220, client.startTls(mta.certificate()).code());
            client.ehlo("client.example.org");
            assertEquals(535, client.login("user", "wrong").code());
            assertEquals(235, client.login("user", "secret").code());
            assertEquals(
                    250, client.mail("a@example.com", MESSAGE, "b@example.org").code());
            assertEquals(1, sink.await(1).size());
        }
    }
}
