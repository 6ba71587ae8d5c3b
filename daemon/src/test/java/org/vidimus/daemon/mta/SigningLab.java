package org.vidimus.daemon.mta;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.fail;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
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

/// The way of mail that leaves: a real MTA with the daemon and a second filter behind it, which relays to a second
/// real MTA, a Postfix with the real opendkim to verify, which relays to a sink. The daemon is started anew for every
/// configuration, on the same two sockets.
///
/// | domain | signed by | user may write as |
/// |---|---|---|
/// | `honest.example` | keys `rsa` and `ed` | yes |
/// | `other.example` | key `rsa` | no |
/// | `example.com`, the MTA's own | key `rsa` | no |
///
/// Mail from 127.0.0.1 is from inside, and from everywhere else from outside.
///
/// Confined to the test's thread.
final class SigningLab implements AutoCloseable {
    static final String USER = "user";
    static final String SECRET = "secret";

    private static final int OUTSIDE = 9;
    private static final int MUCH = 8_000;

    private final Path folder;
    private final String login;
    private final Nsd dns;
    private final SmtpSink sink;
    private final SmtpSink scanner;
    private final OpenDkimJudge opendkim;
    private final DkimpyJudge dkimpy;
    private final RealMta receiver;
    private final SecondFilter second;
    private final Doors doors;
    private final RealMta mta;

    private final TestKey rsa;
    private final TestKey ed25519;
    private final TestKey other;
    private final TestKey own;

    /// How an MTA is started, with all its doors.
    interface Starter {
        RealMta start(MtaSettings settings, Doors doors) throws IOException;
    }

    private SigningLab(Path folder, String login, Starter starter)
            throws IOException, GeneralSecurityException, InterruptedException {
        this.folder = folder;
        this.login = login;
        Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxr-xr-x"));
        rsa = TestKey.rsa("honest.example", "rsa", 2048);
        ed25519 = TestKey.ed25519("honest.example", "ed");
        other = TestKey.rsa("other.example", "rsa", 2048);
        own = TestKey.rsa("example.com", "rsa", 2048);
        List<TestKey> keys = List.of(rsa, ed25519, other, own);
        for (TestKey key : keys) {
            Path file = Files.createFile(
                    file(key), PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
            Files.writeString(file, key.pem());
        }
        dns = Nsd.start(
                Files.createDirectory(folder.resolve("nsd")),
                keys.stream().map(TestKey::record).toList());
        opendkim = OpenDkimJudge.start(Files.createDirectory(folder.resolve("opendkim")), keys);
        dkimpy = DkimpyJudge.start(Files.createDirectory(folder.resolve("dkimpy")), keys);
        sink = new SmtpSink();
        scanner = new SmtpSink();
        int sevenBit = RealMta.freePort();
        receiver = RealMta.start(
                Path.of("../contrib-postfix/rig"),
                MtaSettings.relayingTo(sink)
                        .milter(opendkim.socket())
                        .service(
                                "127.0.0.1:" + sevenBit
                                        + " inet n - n - - smtpd -o smtpd_discard_ehlo_keywords=8bitmime,smtputf8,silent-discard")
                        .config("message_size_limit = 0")
                        // Sendmail would not talk to one of its own name.
                        .config("myhostname = receiver.example.net")
                        .config("smtpd_recipient_restrictions = check_recipient_access inline:{nowhere.example=REJECT}")
                        // It shall not repair what it is sent.
                        .config("local_header_rewrite_clients ="));
        second = SecondFilter.start();
        doors = Doors.open(scanner.address().getPort(), second.port(), sevenBit);
        mta = starter.start(
                MtaSettings.relayingTo(new InetSocketAddress(address(1), receiver.smtpPort()))
                        .milter("unix:" + socket())
                        .milter("inet:127.0.0.1:" + second.port())
                        .login(USER, SECRET)
                        .withTls(),
                doors);
    }

    /// Starts everything but the daemon.
    ///
    /// @param login what the MTA makes of the user's name
    static SigningLab open(String login, Starter starter)
            throws IOException, GeneralSecurityException, InterruptedException {
        return new SigningLab(Files.createTempDirectory("vidimus-lab-"), login, starter);
    }

    private Path file(TestKey key) {
        return folder.resolve(key.domain() + "-" + key.selector() + ".pem");
    }

    private Path socket() {
        return folder.resolve("milter.sock");
    }

    RealMta mta() {
        return mta;
    }

    Doors doors() {
        return doors;
    }

    /// Starts the daemon with these lines at the end of the `[sign]` table.
    AutoCloseable daemon(String... sign) throws IOException, InterruptedException {
        return switch (ConfigFile.read("vidimus.toml", toml(String.join("\n", sign)), Keys.ROOT)) {
            case ConfigFile.Reading.Valid(var values) -> Wiring.start(Settings.of(values));
            case ConfigFile.Reading.Invalid(var problems) -> fail(problems.toString());
        };
    }

    private String toml(String sign) {
        return """
                [milter]
                listen = ["unix:%s", "inet:%d@127.0.0.1"]
                socket-mode = "0666"
                [dns]
                servers = ["%s"]
                [trust]
                networks = ["127.0.0.1"]
                [roles]
                sign = ["inet:%2$d@127.0.0.1", "INSIDE"]
                [log]
                level = "warn"
                [sign]
                %s
                [[sign.rule]]
                from = ["honest.example"]
                keys = [%s, %s]
                [[sign.rule]]
                from = ["other.example"]
                keys = [%s]
                [[sign.rule]]
                from = ["example.com", "*.example.com"]
                keys = [%s]
                [[sign.login]]
                login = "%s"
                from = ["honest.example"]
                """.formatted(
                        socket(),
                        doors.filter(),
                        dns.server(),
                        sign,
                        entry(rsa),
                        entry(ed25519),
                        entry(other),
                        entry(own),
                        login);
    }

    private String entry(TestKey key) {
        return "{ domain = \"%s\", selector = \"%s\", file = \"%s\" }"
                .formatted(key.domain(), key.selector(), file(key));
    }

    /// A client inside.
    SmtpDialogue inside() throws IOException {
        return inside(mta.smtpPort());
    }

    /// A client inside at one of the other doors.
    SmtpDialogue inside(int port) throws IOException {
        return greeted(mta.connectTo(port));
    }

    /// A client outside.
    SmtpDialogue outside() throws IOException {
        return outside(mta.smtpPort());
    }

    /// A client outside at one of the other doors.
    SmtpDialogue outside(int port) throws IOException {
        return greeted(SmtpDialogue.connect(new InetSocketAddress(address(1), port), address(OUTSIDE)));
    }

    private static InetAddress address(int last) throws IOException {
        return InetAddress.getByAddress(new byte[] {127, 0, 0, (byte) last});
    }

    private static SmtpDialogue greeted(SmtpDialogue client) throws IOException {
        assertEquals(250, client.ehlo("client.example.org").code());
        return client;
    }

    /// The user, who has logged in.
    SmtpDialogue user() throws IOException, GeneralSecurityException {
        SmtpDialogue client = inside(doors.submission());
        assertEquals(220, client.startTls(mta.certificate()).code());
        assertEquals(250, client.ehlo("client.example.org").code());
        assertEquals(235, client.login(USER, SECRET).code());
        return client;
    }

    /// Sends a message from this client, and gives what arrives.
    Delivery send(SmtpDialogue client, String message) throws IOException {
        try (client) {
            return accepted(client.mail("ann@honest.example", message, "bob@example.org"));
        }
    }

    /// What arrives of a message that was taken.
    Delivery accepted(SmtpAnswer answer) {
        assertEquals(250, answer.code(), answer::toString);
        String id = VerificationLab.queueId(answer);
        return arrived(delivery -> delivery.text().contains(" id " + id));
    }

    /// The first message like this that arrives.
    Delivery arrived(Predicate<Delivery> wanted) {
        return first(sink, wanted);
    }

    /// The first message like this that comes to the content filter.
    Delivery scanned(Predicate<Delivery> wanted) {
        return first(scanner, wanted);
    }

    private static Delivery first(SmtpSink sink, Predicate<Delivery> wanted) {
        for (int known = 1; ; known++) {
            List<Delivery> all = sink.await(known);
            Optional<Delivery> found = all.stream().filter(wanted).findFirst();
            if (found.isPresent()) {
                return found.get();
            }
            known = all.size();
        }
    }

    /// What both judges say of each signature, from the top: `pass honest.example` or `no honest.example`. They must
    /// agree.
    List<String> verdicts(Delivery delivery) throws IOException {
        List<String> first = OpenDkimJudge.verdicts(delivery.text());
        List<String> second = dkimpy.verdicts(delivery.text());
        assertEquals(
                first.stream()
                        .map(verdict -> verdict.startsWith("pass ") ? "pass" : "no")
                        .toList(),
                second,
                () -> shown(delivery));
        return first;
    }

    /// The beginning of a message, for who reads why a test failed.
    static String shown(Delivery delivery) {
        return delivery.text().substring(0, Math.min(delivery.text().length(), MUCH));
    }

    /// The statements of the MTA's own Authentication-Results field.
    static List<String> results(Delivery delivery) {
        return Stream.of(delivery.text().split("\r\n(?![ \t])"))
                .filter(field -> field.startsWith("Authentication-Results: mx.example.com;"))
                .flatMap(field -> Stream.of(field.replaceAll("\r\n[ \t]+", " ").split("; ")))
                .skip(1)
                .toList();
    }

    @Override
    public void close() throws IOException {
        mta.close();
        receiver.close();
        second.close();
        sink.close();
        scanner.close();
        opendkim.close();
        dkimpy.close();
        dns.close();
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }
}
