package org.vidimus.policy.dkim;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.random.RandomGenerator;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.vidimus.policy.Fuzzing;
import org.vidimus.policy.Json;
import org.vidimus.policy.Spec;
import org.vidimus.policy.Suites;

/// The same messages verified by us, by dkimpy, by Mail::DKIM and by libopendkim. Where we do not agree there
/// has to be a
/// reason in [#DIFFERENCES], and docs/dkim-differences.md has it in full.
class PeersTest {
    private static final List<String> PEERS = List.of("dkimpy", "Mail::DKIM", "libopendkim");
    private static final Path RFC = Suites.folder("rfc-dkim-examples");
    private static final String FIELDS = "from:to:subject:date:x-trace:x-trace:x-odd:x-missing:from";

    private static final Predicate<String> COLON =
            Pattern.compile("(?m)^[\\w-]+[ \\t]+:").asPredicate();
    private static final Predicate<String> NO_LINE_END = message -> !message.endsWith("\r\n");

    /// A reason why a peer and we do not agree about a signature; the paragraph of docs/dkim-differences.md.
    ///
    /// @param peers the peers that have it
    /// @param ours what we say
    /// @param applies whether it can be the reason for this message
    private record Difference(String name, Set<String> peers, Set<String> ours, Predicate<String> applies) {}

    private static final List<Difference> DIFFERENCES = List.of(
            new Difference("rsa-sha1", Set.copyOf(PEERS), Set.of("policy"), m -> m.contains("a=rsa-sha1")),
            new Difference("Ed25519", Set.of("Mail::DKIM"), Set.of("pass"), m -> m.contains("a=ed25519-sha256")),
            new Difference(
                    "white space before a colon", Set.of("dkimpy", "libopendkim"), Set.of("pass", "policy"), COLON),
            new Difference("no line end at the end", Set.of("libopendkim"), Set.of("pass", "policy"), NO_LINE_END),
            new Difference(
                    "no line end at the end, simple",
                    Set.of("Mail::DKIM"),
                    Set.of("pass", "fail"),
                    NO_LINE_END.and(Pattern.compile("c=\\w+/simple").asPredicate())),
            new Difference(
                    "white space at the end without a line end",
                    Set.of("dkimpy"),
                    Set.of("pass", "fail", "permerror"),
                    Pattern.compile("[ \\t]\\z").asPredicate()),
            new Difference(
                    "a From field more",
                    Set.of("dkimpy"),
                    Set.of("pass"),
                    Pattern.compile("^From:.*\r\n(?s:.*)\r\nFrom:").asPredicate()),
            new Difference(
                    "bare RSAPublicKey",
                    Set.of("Mail::DKIM", "libopendkim"),
                    Set.of("pass"),
                    m -> m.contains("s=newengland")));

    @Test
    @Spec({"RFC 6376 §3.4", "RFC 6376 §3.7", "RFC 6376 §6.1.3"})
    void messagesSignedByPeers(@TempDir Path folder) throws IOException, InterruptedException {
        Peers peers = Peers.in(folder);
        List<String> names = sign(peers);
        RandomGenerator random = Fuzzing.random(5);
        for (String name : List.copyOf(names)) {
            String changed = change(text(peers.message(name)), random);
            names.add(peers.put(name + "-changed", changed.getBytes(StandardCharsets.ISO_8859_1)));
        }
        Map<String, String> keys = new TreeMap<>();
        ((Json.Members) Json.read(Files.readString(RFC.resolve("dns.json"), StandardCharsets.UTF_8)))
                .members()
                .forEach((name, record) -> keys.put(name, record.text()));

        Set<String> differences = Set.of(
                "Ed25519",
                "a From field more",
                "no line end at the end",
                "no line end at the end, simple",
                "white space at the end without a line end",
                "white space before a colon");
        compare(peers, keys, names, 300, differences, Instant.parse("2100-01-01T00:00:00Z")); // whenever it was signed
    }

    @Test
    @Spec({"RFC 6376 §6.1"})
    void messagesOfTheSuites(@TempDir Path folder) throws IOException, InterruptedException {
        Peers peers = Peers.in(folder);
        Map<String, String> keys = new TreeMap<>();
        for (String file : List.of(
                "rfc-dkim-examples/dns.json",
                "derived-dkim-go-msgauth/cases.json",
                "derived-dkim-libopendkim/verify.json")) {
            Path path = Suites.folder(file.replaceFirst("/.*", "")).resolve(file.replaceFirst(".*/", ""));
            Json json = Json.read(Files.readString(path, StandardCharsets.UTF_8));
            Json dns = file.endsWith("dns.json") ? json : json.get("dns");
            ((Json.Members) dns).members().forEach((name, record) -> keys.put(name, record.text()));
        }
        Path exim = Suites.folder("dkim-dkimpy").resolve("eximtest.dns");
        keys.put(
                "sed._domainkey.test.ex",
                Files.readString(exim, StandardCharsets.UTF_8).strip());
        List<String> names = new ArrayList<>();
        for (String suite : List.of(
                "rfc-dkim-examples", "derived-dkim-go-msgauth", "derived-dkim-libopendkim/messages", "dkim-dkimpy")) {
            for (Path file : files(suite)) {
                names.add(peers.put(suite.replace('/', '-') + "-" + file.getFileName(), Verifying.crlf(file)));
            }
        }

        Set<String> differences = Set.of(
                "Ed25519", "bare RSAPublicKey", "no line end at the end", "no line end at the end, simple", "rsa-sha1");
        compare(peers, keys, names, 40, differences, Instant.parse("2026-11-23T00:00:00Z"));
    }

    private static List<Path> files(String suite) throws IOException {
        Path name = Path.of(suite);
        Path folder = Suites.folder(name.getName(0).toString());
        Path messages = name.getNameCount() == 1 ? folder : folder.resolve(name.getName(1));
        try (Stream<Path> files = Files.list(messages)) {
            return files.filter(file -> file.toString().matches(".*\\.(eml|msg|message|mbox)"))
                    .sorted()
                    .toList();
        }
    }

    /// Fails for every signature about which we and a peer do not agree without a reason, and for every reason
    /// that did not occur.
    private static void compare(
            Peers peers,
            Map<String, String> keys,
            List<String> names,
            int leastPasses,
            Set<String> differences,
            Instant at)
            throws IOException, InterruptedException {
        Verifying verifying = Verifying.with(keys)
                .at(at)
                .settings(new DkimSettings(1024, Duration.ofMinutes(5), DkimSettings.PartialBody.ACCEPT, Set.of()));
        Map<String, List<String>> ours = new HashMap<>();
        int passes = 0;
        for (String name : names) {
            List<String> words = verifying.verify(peers.message(name)).stream()
                    .map(result -> result.verdict().word())
                    .toList();
            ours.put(name, words);
            passes += (int) words.stream().filter("pass"::equals).count();
        }
        Set<String> seen = new TreeSet<>();
        List<String> unexplained = new ArrayList<>();
        for (String peer : PEERS) {
            Map<String, List<String>> theirs = peers.verify(peer, keys, names);
            for (String name : names) {
                List<String> mine = ours.getOrDefault(name, List.of());
                List<String> other = theirs.getOrDefault(name, List.of());
                String message = text(peers.message(name));
                for (int i = 0; i < Math.max(mine.size(), other.size()); i++) {
                    String our = i < mine.size() ? mine.get(i) : "nothing";
                    String their = i < other.size() ? other.get(i) : "nothing";
                    if (our.equals("pass") != their.equals("pass")) {
                        String reason = reason(peer, our, message);
                        (reason.isEmpty() ? unexplained : seen)
                                .add(reason.isEmpty() ? peer + " " + name + "/" + i + ": " + our : reason);
                    }
                }
            }
        }
        assertEquals(List.of(), unexplained);
        assertTrue(passes >= leastPasses, "only " + passes + " signatures pass");
        assertEquals(new TreeSet<>(differences), seen);
    }

    private static String reason(String peer, String ours, String message) {
        return DIFFERENCES.stream()
                .filter(d -> d.peers.contains(peer) && d.ours.contains(ours) && d.applies.test(message))
                .findFirst()
                .map(Difference::name)
                .orElse("");
    }

    private static List<String> sign(Peers peers) throws IOException, InterruptedException {
        RandomGenerator random = Fuzzing.random(6376);
        String[] canonicalizations = {"simple simple", "simple relaxed", "relaxed simple", "relaxed relaxed"};
        List<String> names = new ArrayList<>();
        List<String> dkimpy = new ArrayList<>();
        List<String> ed25519 = new ArrayList<>();
        List<String> mailDkim = new ArrayList<>();
        for (int i = 0; i < 300; i++) {
            String name =
                    peers.put("generated-" + i, message(random, i / 4 % 3 == 2).getBytes(StandardCharsets.ISO_8859_1));
            names.add(name);
            String job = name + " " + canonicalizations[i % 4] + " ";
            switch (i / 4 % 3) {
                case 0 -> dkimpy.add(job + "rsa-sha256 " + (i / 12 % 3 == 0 ? "l " : "- ") + FIELDS);
                case 1 -> ed25519.add(job + "ed25519-sha256 - " + FIELDS);
                default -> mailDkim.add(job + "rsa-sha256 - " + FIELDS);
            }
        }
        Path rsa = RFC.resolve("rfc6376-brisbane-private.pem");
        peers.sign("dkimpy", rsa, "brisbane", "example.com", dkimpy);
        peers.sign(
                "dkimpy",
                RFC.resolve("rfc8463-brisbane-ed25519-seed.b64"),
                "brisbane",
                "football.example.com",
                ed25519);
        peers.sign("Mail::DKIM", rsa, "brisbane", "example.com", mailDkim);
        return names;
    }

    /// A message that no reasonable program writes.
    ///
    /// @param obsolete whether white space may stand before a colon, which dkimpy does not sign
    private static String message(RandomGenerator random, boolean obsolete) {
        StringBuilder message = new StringBuilder();
        for (String name : List.of("X-Trace", "X-ODD", "From", "to", "Subject", "X-Trace", "Date", "x-Odd", "Other")) {
            if (!name.equals("From") && random.nextInt(5) == 0) {
                continue;
            }
            message.append(name)
                    .append(obsolete && random.nextInt(20) == 0 ? " \t" : "")
                    .append(':');
            if (name.equals("From")) {
                message.append(" a@example.com");
            }
            for (int n = random.nextInt(1, 6); n > 0; n--) {
                message.append(pick(random, " ", "  ", "\t", "\r\n ", " \r\n\t", "word", "b=x", ";", "\u00E9", "a b"));
            }
            message.append(random.nextInt(4) == 0 ? " x \t" : " x").append("\r\n");
        }
        message.append("\r\n");
        for (int n = random.nextInt(12); n > 0; n--) {
            message.append(pick(
                    random, "\r\n", "\r\n", "\r\n\r\n", " ", "\t", "  \r\n", "word", "two words", "\u00E9", ".", " x"));
        }
        return message + (random.nextInt(4) == 0 ? "" : "\r\n");
    }

    /// The message with one thing done to it that a mail server might do, or an attacker.
    private static String change(String message, RandomGenerator random) {
        int end = message.indexOf("\r\n\r\n");
        String header = message.substring(0, end);
        String body = message.substring(end);
        return switch (random.nextInt(10)) {
            case 0 -> header + body + "more\r\n";
            case 1 -> header + body + "\r\n\r\n";
            case 2 -> header + body.replace("word", "wOrd");
            case 3 -> header + body.replace(" ", "  ");
            case 4 -> "X-Trace: from elsewhere\r\n" + message;
            case 5 -> message + "\r\nFrom: in the body\r\n";
            case 6 -> header.replace("\r\nto:", "\r\nTO:  ") + body;
            case 7 -> header.replace(" x\r\n", "\r\n\t  x\r\n") + body;
            case 8 -> header + "\r\nFrom: below@example.net" + body;
            default -> "From: above@example.net\r\n" + message;
        };
    }

    private static String pick(RandomGenerator random, String... choices) {
        return choices[random.nextInt(choices.length)];
    }

    private static String text(byte[] octets) {
        return new String(octets, StandardCharsets.ISO_8859_1);
    }
}
