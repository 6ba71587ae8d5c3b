package org.vidimus.daemon.mta;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;

import java.io.IOException;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.vidimus.daemon.config.ConfigFile;
import org.vidimus.daemon.config.Keys;
import org.vidimus.daemon.config.Settings;
import org.vidimus.daemon.wiring.Wiring;
import org.vidimus.milter.mta.Delivery;
import org.vidimus.milter.mta.MtaSettings;
import org.vidimus.milter.mta.RealMta;
import org.vidimus.milter.mta.SmtpAnswer;
import org.vidimus.milter.mta.SmtpDialogue;
import org.vidimus.milter.mta.SmtpSink;

/// A small internet on loopback: a real MTA, a real name server with a few domains, and a sink for what the MTA
/// delivers. The daemon between them is started anew for every configuration, on the same socket.
///
/// | domain | mail from | wants of forged mail |
/// |---|---|---|
/// | `honest.example` | 127.0.0.1, with keys `rsa` and `ed` | reject |
/// | `careful.example` | nowhere | quarantine |
/// | `watching.example` | nowhere | nothing |
/// | `elsewhere.example` | 127.0.0.0/8, with key `rsa` | has no DMARC record |
/// | `b&uuml;cher.example` | 127.0.0.1, with key `rsa` | reject |
/// | `broken.example`, key `lost` of `honest.example` | SERVFAIL | SERVFAIL |
///
/// Confined to the test's thread.
final class VerificationLab implements AutoCloseable {
    /// The name of the MTA in the rigs, and of ours by default.
    static final String ID = "mx.example.com";

    static final String HELO = "mail.honest.example";
    static final String USER = "user";
    static final String SECRET = "secret";
    static final String IDN = "xn--bcher-kva.example";

    private static final List<String> RECORDS = List.of(
            "honest.example. TXT \"v=spf1 ip4:127.0.0.1 ip4:192.0.2.0/28 ip6:2001:db8::/64 -all\"",
            "_dmarc.honest.example. TXT \"v=DMARC1; p=reject\"",
            "mail.honest.example. A 127.0.0.1",
            "mail.honest.example. AAAA 2001:db8::25",
            "mail.honest.example. TXT \"v=spf1 a -all\"",
            "1.0.0.127.in-addr.arpa. PTR mail.honest.example.",
            "5.2.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.8.b.d.0.1.0.0.2.ip6.arpa. PTR mail.honest.example.",
            "9.0.0.127.in-addr.arpa. PTR mail.honest.example.",
            "careful.example. TXT \"v=spf1 -all\"",
            "_dmarc.careful.example. TXT \"v=DMARC1; p=quarantine\"",
            "watching.example. TXT \"v=spf1 -all\"",
            "_dmarc.watching.example. TXT \"v=DMARC1; p=none\"",
            "elsewhere.example. TXT \"v=spf1 ip4:127.0.0.0/8 -all\"",
            IDN + ". TXT \"v=spf1 ip4:127.0.0.1 -all\"",
            "_dmarc." + IDN + ". TXT \"v=DMARC1; p=reject\"");

    private static final String[] BROKEN = {"broken.example.", "lost._domainkey.honest.example."};

    private final Path folder;
    private final SmtpSink sink;
    private final Nsd dns;
    private final RealMta mta;

    final TestKey rsa;
    final TestKey ed25519;
    final TestKey elsewhere;
    final TestKey idn;
    /// Its record cannot be had.
    final TestKey lost;

    /// How an MTA is started.
    interface Starter {
        RealMta start(MtaSettings settings) throws IOException;
    }

    /// How the daemon is configured.
    ///
    /// @param servers the name servers
    /// @param trusted the networks whose mail is not verified
    /// @param more further keys, by table
    record Configuration(List<String> servers, List<String> trusted, Map<String, String> more) {
        Configuration {
            servers = List.copyOf(servers);
            trusted = List.copyOf(trusted);
            more = Map.copyOf(more);
        }

        Configuration trusting(String... networks) {
            return new Configuration(servers, List.of(networks), more);
        }

        Configuration asking(String server) {
            return new Configuration(List.of(server), trusted, more);
        }

        Configuration with(String table, String lines) {
            Map<String, String> tables = new HashMap<>(more);
            tables.put(table, lines);
            return new Configuration(servers, trusted, tables);
        }

        private String toml(Path socket) {
            String tables = more.entrySet().stream()
                    .map(table -> "[" + table.getKey() + "]\n" + table.getValue() + "\n")
                    .collect(Collectors.joining());
            return """
                    [milter]
                    listen = ["unix:%s"]
                    socket-mode = "0666"
                    [dns]
                    servers = %s
                    [trust]
                    networks = %s
                    [log]
                    level = "warn"
                    %s""".formatted(socket, list(servers), list(trusted), tables);
        }

        private static String list(List<String> strings) {
            return strings.stream().map(text -> '"' + text + '"').collect(Collectors.joining(", ", "[", "]"));
        }
    }

    private VerificationLab(Path folder, Starter starter, List<String> records)
            throws IOException, GeneralSecurityException {
        this.folder = folder;
        rsa = TestKey.rsa("honest.example", "rsa", 2048);
        ed25519 = TestKey.ed25519("honest.example", "ed");
        elsewhere = TestKey.rsa("elsewhere.example", "rsa", 2048);
        idn = TestKey.rsa(IDN, "rsa", 2048);
        lost = TestKey.rsa("honest.example", "lost", 2048);
        Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxr-xr-x"));
        List<String> all = Stream.of(
                        RECORDS.stream(),
                        Stream.of(rsa, ed25519, elsewhere, idn).map(TestKey::record),
                        records.stream())
                .flatMap(lines -> lines)
                .toList();
        dns = Nsd.start(Files.createDirectory(folder.resolve("nsd")), all, BROKEN);
        sink = new SmtpSink();
        mta = starter.start(MtaSettings.relayingTo(sink).milter("unix:" + socket()));
    }

    /// Starts everything but the daemon.
    ///
    /// @param records more lines of the zone
    static VerificationLab open(Starter starter, String... records) throws IOException, GeneralSecurityException {
        Path folder = Files.createTempDirectory("vidimus-lab-");
        return new VerificationLab(folder, starter, List.of(records));
    }

    private Path socket() {
        return folder.resolve("milter.sock");
    }

    RealMta mta() {
        return mta;
    }

    /// The real name server, and nobody trusted.
    Configuration defaults() {
        return new Configuration(List.of(dns.server()), List.of(), Map.of());
    }

    /// A name server that takes every question and never answers.
    static DatagramSocket silence() throws IOException {
        return new DatagramSocket(new InetSocketAddress(InetAddress.getByAddress(new byte[] {127, 0, 0, 1}), 0));
    }

    /// Starts the daemon.
    Wiring daemon(Configuration configuration) throws IOException, InterruptedException {
        return switch (ConfigFile.read("vidimus.toml", configuration.toml(socket()), Keys.ROOT)) {
            case ConfigFile.Reading.Valid(var values) -> Wiring.start(Settings.of(values));
            case ConfigFile.Reading.Invalid(var problems) -> fail(problems.toString());
        };
    }

    /// A client at 127.0.0.1 that has said EHLO.
    SmtpDialogue client() throws IOException {
        return client(1);
    }

    /// The same at 127.0.0.`last`.
    SmtpDialogue client(int last) throws IOException {
        SmtpDialogue client = mta.connectFrom(InetAddress.getByAddress(new byte[] {127, 0, 0, (byte) last}));
        assertEquals(250, client.ehlo(HELO).code());
        return client;
    }

    /// Sends one message from 127.0.0.1 past a daemon of its own.
    SmtpAnswer send(Configuration configuration, String from, String message) throws IOException, InterruptedException {
        try (Wiring _ = daemon(configuration);
                SmtpDialogue client = client()) {
            return client.mail(from, message, "bob@example.org");
        }
    }

    /// One message after this MAIL command.
    static SmtpAnswer transaction(SmtpDialogue client, String mail, String message) throws IOException {
        SmtpAnswer answer = client.command(mail);
        assertEquals(250, answer.code(), answer::toString);
        assertEquals(250, client.command("RCPT TO:<bob@example.org>").code());
        assertEquals(354, client.command("DATA").code());
        return client.data(message);
    }

    /// The same with all defaults, and what the MTA delivers.
    Delivery deliver(String from, String message) throws IOException, InterruptedException {
        return accepted(send(defaults(), from, message));
    }

    /// What is delivered of a message that was taken.
    Delivery accepted(SmtpAnswer answer) {
        assertEquals(250, answer.code(), answer::toString);
        return delivered(queueId(answer));
    }

    /// The queue id, which both MTAs tell the client: `2.0.0 Ok: queued as ID`, `2.0.0 ID Message accepted`.
    static String queueId(SmtpAnswer answer) {
        String text = answer.text();
        return text.contains("queued as ") ? text.replaceAll(".*queued as ", "") : text.split(" ")[1];
    }

    /// The message with this queue id, which both MTAs write into their Received field.
    Delivery delivered(String queueId) {
        for (int known = 1; ; known++) {
            List<Delivery> all = sink.await(known);
            Optional<Delivery> found = all.stream()
                    .filter(delivery -> delivery.text().contains(" id " + queueId))
                    .findFirst();
            if (found.isPresent()) {
                return found.get();
            }
            known = all.size();
        }
    }

    /// How many messages the MTA has delivered so far.
    int deliveries() {
        return sink.deliveries().size();
    }

    /// The statements of the Authentication-Results field on top, which must be ours; what shows of a signature, which
    /// is another in every run, is a star.
    static List<String> results(Delivery delivery) {
        String text = delivery.text();
        String start = "Authentication-Results: " + ID + ";";
        assertTrue(text.startsWith(start), text);
        String field = text.substring(start.length()).split("\r\n(?![ \t])", 2)[0];
        return Stream.of(field.replaceAll("\r\n[ \t]+", " ").strip().split("; "))
                .map(statement -> statement.replaceAll("header\\.b=.*", "header.b=*"))
                .toList();
    }

    @Override
    public void close() throws IOException {
        mta.close();
        sink.close();
        dns.close();
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }
}
