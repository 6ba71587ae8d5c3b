package org.vidimus.daemon.rehearsal;

import java.io.IOException;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.vidimus.daemon.cli.Cli;
import org.vidimus.daemon.cli.Terminal;
import org.vidimus.daemon.probe.Load;
import org.vidimus.daemon.probe.LoadRun;
import org.vidimus.daemon.probe.MessageSender;
import org.vidimus.daemon.probe.Submission;
import org.vidimus.milter.client.MtaProfile;
import org.vidimus.milter.net.MilterSocket;
import org.vidimus.milter.wire.Bytes;
import org.vidimus.policy.dkim.CryptoBackend;
import org.vidimus.signer.key.KeyGenerator;
import org.vidimus.signer.key.KeyKind;
import org.vidimus.signer.key.KeyRecordText;
import org.vidimus.signer.key.NewKey;
import org.vidimus.signer.key.SigningBackend;

/// Runs the filter for some seconds over mail of its own: outgoing mail that it signs, and the same mail coming in,
/// which it verifies. The launcher has the JVM record that, and what the JVM learns (which classes are used, which
/// code is hot and what it meets) is there at every later start.
///
/// It goes the whole way, from the command line and a configuration file to the log, because only what has run is
/// known later.
public final class Rehearsal {
    private static final int AT_A_TIME = 8;
    private static final int ROUND = 200; // messages
    private static final Duration ENOUGH = Duration.ofSeconds(6);
    private static final int MOST_ROUNDS = 15;
    private static final int LARGE = 300_000; // octets
    private static final String LINE = "A line of text as there are many of in the bodies of messages.\n";
    private static final String DOMAIN = "example.org";
    private static final String CLIENT = "192.0.2.1";
    private static final int A = 1;
    private static final int PTR = 12;
    private static final int TXT = 16;

    private final Path folder;
    private final MilterSocket.Unix socket;
    private final Map<String, byte[]> records = new HashMap<>();

    private Rehearsal(Path folder) {
        this.folder = folder;
        this.socket = new MilterSocket.Unix(folder.resolve("socket"));
    }

    /// Rehearses, with log lines on the standard output.
    ///
    /// @param arguments a folder with a short name, for the socket, the keys and the configuration
    public static void main(String[] arguments) throws Exception {
        new Rehearsal(Path.of(arguments[0])).run(Terminal.system(), ENOUGH);
    }

    /// Rehearses.
    ///
    /// @param folder empty, and with a short name
    /// @param time after which no more is done; at least a round is
    /// @throws IllegalStateException if a message is not signed or not found authentic
    static void run(Path folder, Terminal terminal, Duration time) throws IOException, InterruptedException {
        new Rehearsal(folder).run(terminal, time);
    }

    private void run(Terminal terminal, Duration time) throws IOException, InterruptedException {
        List<String> keys = List.of(key("r", KeyKind.RSA_2048), key("e", KeyKind.ED25519));
        records.put(DOMAIN + " " + TXT, NameServer.txt(List.of("v=spf1 ip4:" + CLIENT + " -all")));
        records.put("_dmarc." + DOMAIN + " " + TXT, NameServer.txt(List.of("v=DMARC1; p=reject")));
        records.put("client." + DOMAIN + " " + A, InetAddress.getByName(CLIENT).getAddress());
        records.put("1.2.0.192.in-addr.arpa " + PTR, "\6client\7example\3org\0".getBytes(StandardCharsets.US_ASCII));
        try (var dns = new NameServer(records)) {
            Path configuration = folder.resolve("vidimus.toml");
            Files.writeString(configuration, configuration(keys, dns.port()));
            Thread filter = Thread.ofPlatform()
                    .name("rehearsal")
                    .start(() -> new Cli(terminal).run("milter", "-c", configuration.toString()));
            try {
                await(filter);
                play(time);
            } finally {
                filter.interrupt();
                filter.join();
            }
        }
    }

    /// Makes and publishes a key. Returns its entry in the configuration.
    private String key(String selector, KeyKind kind) throws IOException {
        var backend = SigningBackend.of(CryptoBackend.of(CryptoBackend.Choice.AUTO));
        NewKey key = new KeyGenerator(backend, new SecureRandom()).generate(kind);
        Path file = folder.resolve(selector + ".pem");
        key.write(file);
        records.put(
                selector + "._domainkey." + DOMAIN + " " + TXT,
                NameServer.txt(KeyRecordText.of(key.key()).strings()));
        return "{ domain = \"" + DOMAIN + "\", selector = \"" + selector + "\", file = \"" + file + "\" }";
    }

    private String configuration(List<String> keys, int port) {
        return """
                [milter]
                listen = ["%s"]
                [dns]
                servers = ["127.0.0.1:%d"]
                [verify]
                authserv-id = "mx.example.com"
                [[sign.rule]]
                from = "%s"
                keys = [%s]
                """.formatted(socket, port, DOMAIN, String.join(", ", keys));
    }

    private void await(Thread filter) throws InterruptedException {
        while (!Files.exists(socket.path())) {
            if (!filter.isAlive()) {
                throw new IllegalStateException("the filter does not start");
            }
            Thread.sleep(Duration.ofMillis(20));
        }
    }

    private void play(Duration time) throws IOException, InterruptedException {
        try (var outside = sender(Map.of());
                var inside = sender(Map.of("{auth_authen}", "ann", "{auth_type}", "PLAIN"))) {
            Bytes small = authentic(inside, message(34), "DKIM-Signature:");
            Bytes large = authentic(inside, message(LARGE / LINE.length()), "DKIM-Signature:");
            authentic(outside, small, "dkim=pass", "spf=pass", "dmarc=pass");
            long began = System.nanoTime();
            for (int round = 0; round < MOST_ROUNDS && System.nanoTime() - began < time.toNanos(); round++) {
                send(inside, message(34), message(LARGE / LINE.length()));
                send(outside, small, large);
            }
        }
    }

    private MessageSender sender(Map<String, String> macros) throws IOException {
        Bytes address = Bytes.utf8("<ann@" + DOMAIN + ">");
        String name = "client." + DOMAIN;
        InetAddress client = InetAddress.getByName(CLIENT);
        var submission = new Submission(
                MtaProfile.POSTFIX, "mx.example.com", name, client, name, address, List.of(address), macros);
        return new MessageSender(submission, List.of(socket), InstantSource.system());
    }

    /// A message as a mail program sends it.
    private static Bytes message(int lines) {
        return Bytes.utf8("""
                From: Ann <ann@example.org>
                To: Ann <ann@example.org>
                Subject: rehearsal
                Date: Mon, 23 Nov 2026 10:00:00 +0000
                Message-ID: <1@example.org>
                MIME-Version: 1.0
                Content-Type: text/plain; charset=utf-8
                Content-Transfer-Encoding: 7bit
                User-Agent: rehearsal

                """ + LINE.repeat(lines));
    }

    /// Sends one message, which must come out with all of `signs`. Returns it as it came out.
    private static Bytes authentic(MessageSender sender, Bytes message, String... signs) throws InterruptedException {
        Bytes sent = Bytes.copyOf(sender.send(message).mail().toOctets());
        String text = sent.latin1();
        if (!Stream.of(signs).allMatch(text::contains)) {
            throw new IllegalStateException("not " + String.join(", ", signs) + ": "
                    + text.lines().limit(30).toList());
        }
        return sent;
    }

    /// Sends a round, of which one message in ten is large.
    private static void send(MessageSender sender, Bytes small, Bytes large) throws InterruptedException {
        List<Bytes> messages = new ArrayList<>(Collections.nCopies(9, small));
        messages.add(large);
        Load load = new LoadRun(sender, messages, ROUND).run(AT_A_TIME);
        if (load.errors() > 0) {
            throw new IllegalStateException(load.lines().toString());
        }
    }
}
