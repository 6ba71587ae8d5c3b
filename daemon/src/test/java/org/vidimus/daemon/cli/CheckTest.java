package org.vidimus.daemon.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.MessageDigest;
import java.security.Signature;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.vidimus.daemon.cli.Console.Result;
import org.vidimus.policy.Json;
import org.vidimus.policy.Spec;
import org.vidimus.policy.Suites;

/// What `vidimus check` finds and how it says so.
class CheckTest {
    private static final Path EXAMPLE = Path.of("..", "docs", "example");
    private static final Path MESSAGE = EXAMPLE.resolve("message.eml");
    private static final Path ZONE = EXAMPLE.resolve("dns.zone");
    private static final boolean WRITE = "write".equals(System.getProperty("vidimus.docs"));

    @TempDir
    private Path folder;

    private static Result check(String... arguments) {
        return Console.run(line(arguments));
    }

    private static String[] line(String... arguments) {
        return Stream.concat(Stream.of("check"), Stream.of(arguments)).toArray(String[]::new);
    }

    /// The page about a message over a zone.
    private static String page(Path message, Path zone, String... more) {
        Result result = check(arguments(message, zone, more));
        assertEquals("", result.err());
        assertEquals(0, result.status());
        return result.out();
    }

    private static Json json(Path message, Path zone, String... more) {
        List<String> arguments = new ArrayList<>(List.of(more));
        arguments.add("--json");
        String out = page(message, zone, arguments.toArray(String[]::new));
        assertEquals(1, out.lines().count());
        return Json.read(out);
    }

    private static String[] arguments(Path message, Path zone, String... more) {
        return Stream.concat(Stream.of(message.toString(), "--zone", zone.toString()), Stream.of(more))
                .toArray(String[]::new);
    }

    private Path file(String name, String... lines) throws IOException {
        return Files.writeString(folder.resolve(name), String.join("\n", lines) + "\n");
    }

    /// `docs/example/check.txt` is what the README promises. After a change, run
    /// `mvn verify -pl daemon -am -Dvidimus.docs=write` and read what it wrote.
    @Test
    void theExampleIsExplainedAsTheDocsSay() throws IOException {
        String page =
                page(MESSAGE, ZONE, "--ip", "192.0.2.25", "--helo", "mail.example.org", "--at", "2026-01-12T09:00:00Z");
        String shown = page.replace(EXAMPLE + "/", "docs/example/");
        Path golden = EXAMPLE.resolve("check.txt");
        if (WRITE) {
            Files.writeString(golden, shown);
        }
        assertEquals(Files.readString(golden), shown);
        page.lines().forEach(line -> assertTrue(line.length() <= 100, line));
        String beginning = shown.substring(0, shown.indexOf("\nGIVEN")).stripTrailing();
        assertTrue(Files.readString(Path.of("..", "README.md")).contains("```\n" + beginning + "\n```\n"));
    }

    @Test
    void theObjectHasEveryKeyAndItsType() {
        Json object = json(
                MESSAGE, ZONE, "--ip", "192.0.2.25", "--helo", "mail.example.org", "--authserv-id", "mx.example.com");
        String field = object.get("authenticationResults").text();
        assertTrue(field.startsWith("mx.example.com; spf=pass "), field);
        assertTrue(field.contains(" dmarc=pass "), field);

        List<Json> spf = object.get("spf").elements();
        assertEquals(2, spf.size());
        holds(spf.getFirst(), "identity", "mailfrom", "domain", "example.org", "result", "pass");
        holds(spf.getFirst(), "mechanism", "ip4:192.0.2.25", "explanation", "null", "problem", "null");
        holds(spf.getLast(), "identity", "helo", "domain", "mail.example.org", "result", "none");
        holds(spf.getLast(), "mechanism", "null", "explanation", "null", "problem", "no SPF record");

        List<Json> dkim = object.get("dkim").elements();
        assertEquals(2, dkim.size());
        holds(dkim.getFirst(), "result", "pass", "domain", "example.org", "selector", "e2026");
        holds(dkim.getFirst(), "identity", "@example.org", "algorithm", "ed25519-sha256", "keyBits", "256");
        holds(dkim.getFirst(), "testing", "false", "bodyLimited", "false", "reason", "null");
        holds(dkim.getLast(), "selector", "r2026", "algorithm", "rsa-sha256", "keyBits", "2048");

        holds(object.get("arc"), "result", "none", "instances", "0");
        assertEquals(List.of(), object.get("arc").get("sealers").elements());
        holds(object.get("dmarc"), "result", "pass", "fromDomain", "example.org", "policyDomain", "example.org");
        holds(object.get("dmarc"), "organizationalDomain", "example.org", "policy", "reject", "disposition", "none");
        holds(object.get("dmarc"), "alignedSpf", "true", "alignedDkim", "true");
        assertFalse(object.get("dmarc").get("reason").text().isEmpty());
        holds(object.get("iprev"), "result", "pass", "name", "mail.example.org");

        Json first = object.get("queries").elements().getFirst();
        assertEquals(Set.of("name", "type", "outcome", "records", "detail"), names(first));
        assertTrue(object.get("queries").elements().stream()
                .anyMatch(query -> query.get("name").text().equals("_dmarc.example.org")
                        && query.get("type").text().equals("TXT")
                        && query.get("outcome").text().equals("found")));
        holds(object.get("disposition"), "action", "accept", "reply", "null");
    }

    private static void holds(Json object, String... pairs) {
        for (int i = 0; i < pairs.length; i += 2) {
            assertEquals(pairs[i + 1], object.get(pairs[i]).text(), pairs[i]);
        }
    }

    private static Set<String> names(Json object) {
        return ((Json.Members) object).members().keySet();
    }

    @Test
    void theSameCommandAsksTheSameQuestionsInTheSameOrder() {
        String[] how = {"--ip", "192.0.2.25", "--helo", "mail.example.org", "--at", "2026-01-12T09:00:00Z"};
        String once = page(MESSAGE, ZONE, how);
        for (int i = 0; i < 5; i++) {
            assertEquals(once, page(MESSAGE, ZONE, how));
        }
    }

    @Test
    void whatIsNotGivenIsNotGuessedInSilence() throws IOException {
        String nothing = page(MESSAGE, ZONE);
        has(nothing, "  spf     -          not checked: the client's address is not known (--ip)");
        has(nothing, "  iprev   -          not checked: the client's address is not known (--ip)");
        has(nothing, "  client        not known: --ip is not given");
        has(nothing, "  helo          not known: --helo is not given");
        has(
                nothing,
                "  mail from     <clara@example.org>, assumed from the Return-Path field: --mail-from is not given");
        has(nothing, "  dmarc   pass       example.org: aligned by DKIM");
        Json object = json(MESSAGE, ZONE);
        assertEquals(List.of(), object.get("spf").elements());
        assertEquals("null", object.get("iprev").text());
        holds(object.get("envelope"), "client", "null", "helo", "null", "mailFromSource", "return-path");

        Path twice = file("twice.eml", "Return-Path: <a@example.org>", "Return-Path: <b@example.org>", "", "x");
        Path none = file("none.eml", "From: a@example.org", "", "x");
        for (Path message : List.of(twice, none)) {
            has(
                    page(message, ZONE, "--ip", "192.0.2.25"),
                    "  mail from     not known: --mail-from is not given, and there is not exactly one Return-Path field");
            Json unknown = json(message, ZONE, "--ip", "192.0.2.25");
            holds(unknown.get("envelope"), "mailFrom", "null", "mailFromSource", "unknown");
            holds(unknown.get("spf").elements().getFirst(), "result", "none", "domain", "null");
        }
        Json given = json(twice, ZONE, "--mail-from", "c@example.org", "--ip", "192.0.2.25");
        holds(given.get("envelope"), "mailFrom", "<c@example.org>", "mailFromSource", "given");
        holds(given.get("spf").elements().getFirst(), "result", "pass", "domain", "example.org");
    }

    private static void has(String page, String line) {
        assertTrue(page.lines().anyMatch(line::equals), () -> "no line\n" + line + "\nin\n" + page);
    }

    @Test
    void aChangedMessageFailsAndThePageSaysWhere() throws IOException {
        String message = Files.readString(MESSAGE);
        Path body = Files.writeString(folder.resolve("body.eml"), message.replace("notary", "banker"));
        for (Json signature : json(body, ZONE).get("dkim").elements()) {
            holds(signature, "result", "fail", "reason", "body hash did not verify");
        }
        Path header = Files.writeString(folder.resolve("header.eml"), message.replace("The deed", "The debt"));
        for (Json signature : json(header, ZONE).get("dkim").elements()) {
            holds(signature, "result", "fail", "reason", "signature did not verify");
        }
        Json forged = json(body, ZONE, "--ip", "203.0.113.1");
        holds(forged.get("dmarc"), "result", "fail", "policy", "reject", "disposition", "quarantine");
        holds(forged.get("disposition"), "action", "quarantine");
        String page = page(body, ZONE, "--ip", "203.0.113.1");
        assertTrue(page.contains("\nOUTCOME\n  quarantined: "), page);
    }

    @Test
    void lineEndsOfAStoredMessageDoNotMatterAndMixedOnesAreKept() throws IOException {
        String stored = Files.readString(MESSAGE);
        Path sent = Files.writeString(folder.resolve("sent.eml"), stored.replace("\n", "\r\n"));
        Path mixed = Files.writeString(
                folder.resolve("mixed.eml"), stored.replace("\n", "\r\n").replace("Robert,\r\n", "Robert,\n"));
        assertEquals(results(json(MESSAGE, ZONE)), results(json(sent, ZONE)));
        assertEquals(List.of("pass", "pass"), results(json(sent, ZONE)));
        assertEquals(List.of("fail", "fail"), results(json(mixed, ZONE)));
        String page = page(mixed, ZONE);
        assertTrue(page.contains("LF alone ends 1 of its lines"), page);
    }

    private static List<String> results(Json object) {
        return object.get("dkim").elements().stream()
                .map(signature -> signature.get("result").text())
                .toList();
    }

    @Test
    void theStandardInputIsAMessageToo() throws IOException {
        String[] arguments =
                line("-", "--zone", ZONE.toString(), "--ip", "192.0.2.25", "--json", "--at", "2026-01-12T09:00:00Z");
        Result piped = Console.runWith(Files.readString(MESSAGE), arguments);
        assertEquals(0, piped.status());
        Json object = Json.read(piped.out());
        assertEquals(List.of("pass", "pass"), results(object));
        holds(object.get("message"), "name", "standard input");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "\n", "no header at all\n", "From\n", ": \n", "\0", "From: a@example.org", "\r\n\r\n"})
    void anythingIsAMessage(String octets) throws IOException {
        Path message = Files.writeString(folder.resolve("odd.eml"), octets);
        json(message, ZONE, "--ip", "192.0.2.25", "--helo", "mail.example.org", "--mail-from", "<>");
        page(message, ZONE, "--ip", "2001:db8::1", "--helo", "", "--mail-from", "no address");
    }

    @Test
    void hostileTextNeverReachesTheTerminalAsItIs() throws IOException {
        String attack = "\u001b]0;owned\u0007\u001b[2J\u009b31m\u202e\u200b";
        byte[] message = ("Return-Path: <" + attack + "@example.org>\r\n"
                        + "From: " + attack + " <" + attack + "@example.org>\r\n"
                        + "Authentication-Results: localhost; spf=pass " + attack + "\r\n"
                        + "DKIM-Signature: v=1; a=" + attack + "; d=" + attack + "; s=" + attack + "; b=" + attack
                        + "\r\n"
                        + "ARC-Seal: i=1; d=" + attack + "; s=" + attack + "; cv=none; b=AAAA\r\n"
                        + "Subject: \u00ff\u0000\r\n\r\n" + attack)
                .getBytes(StandardCharsets.UTF_8);
        Path file = Files.write(folder.resolve("hostile.eml"), message);
        Path zone = file(
                "hostile.zone",
                "example.org. TXT \"v=spf1 exists:\\027[31m%{l} exp=x.example.org -all\"",
                "example.org. TXT \"\\027]0;owned\\007\"",
                "_dmarc.example.org. TXT \"v=DMARC1; p=\\027[31m; rua=\\155\"");
        for (String sender : List.of("joe@example.org", attackFree(attack) + "@example.org")) {
            String[] how = {"--ip", "192.0.2.1", "--helo", "mail.example.org", "--mail-from", sender};
            for (String text : List.of(
                    page(file, zone, how), check(jsonArguments(file, zone, how)).out())) {
                text.codePoints()
                        .filter(c -> c != '\n')
                        .forEach(c -> assertTrue(
                                c >= ' ' && c != 0x7f && !(c >= 0x80 && c < 0xa0) && c != 0x202e && c != 0x200b,
                                () -> Integer.toHexString(c) + " in " + text));
            }
        }
    }

    /// What an operator may pass on from a log: no control characters, but the invisible ones.
    private static String attackFree(String attack) {
        return attack.replaceAll("[\\x00-\\x1f\\x7f]", "");
    }

    private static String[] jsonArguments(Path message, Path zone, String... more) {
        return Stream.concat(Stream.of("--json"), Stream.of(arguments(message, zone, more)))
                .toArray(String[]::new);
    }

    @Test
    void fieldsThatPretendToBeOursAreReported() throws IOException {
        Path message = file(
                "forged.eml",
                "Authentication-Results: mx.example.com; dmarc=pass",
                "Authentication-Results: other.example; dmarc=pass",
                "From: a@example.org",
                "",
                "x");
        String page = page(message, ZONE, "--authserv-id", "mx.example.com");
        assertTrue(page.contains("Authentication-Results fields removed as forged: "), page);
    }

    @Test
    @Spec({"RFC 6376 §3.5", "RFC 6376 §6.1.1"})
    void aSignatureCountsUntilItExpires() throws IOException, GeneralSecurityException {
        KeyPair key = KeyPairGenerator.getInstance("Ed25519").generateKeyPair();
        byte[] encoded = key.getPublic().getEncoded();
        String point = base64(Arrays.copyOfRange(encoded, encoded.length - 32, encoded.length));
        Path zone = file("expiry.zone", "s._domainkey.example.org. TXT \"v=DKIM1; k=ed25519; p=" + point + "\"");
        String from = "From: a@example.org\r\n";
        String unsigned =
                "DKIM-Signature: v=1; a=ed25519-sha256; d=example.org; s=s; t=1767225600; x=1767312000; h=From; bh="
                        + base64(sha256("body\r\n")) + "; b=";
        Signature signer = Signature.getInstance("Ed25519");
        signer.initSign(key.getPrivate());
        signer.update(sha256(from + unsigned));
        Path message = Files.writeString(
                folder.resolve("expiry.eml"), unsigned + base64(signer.sign()) + "\r\n" + from + "\r\nbody\r\n");

        at(message, zone, "2026-01-01T12:00:00Z", "pass", "null");
        at(message, zone, "2026-01-01T23:59:59+00:00", "pass", "null");
        at(message, zone, "2026-01-02T11:59:00+12:00", "pass", "null"); // a minute to midnight in Greenwich
        at(message, zone, "2026-01-03T00:00:00Z", "permerror", "signature expired");
        at(message, zone, "2025-12-31T12:00:00Z", "neutral", "signed in the future");
    }

    private static void at(Path message, Path zone, String time, String result, String reason) {
        Json signature =
                json(message, zone, "--at", time).get("dkim").elements().getFirst();
        assertEquals(result, signature.get("result").text(), time);
        assertTrue(
                signature.get("reason").text().startsWith(reason),
                signature.get("reason").text());
    }

    private static byte[] sha256(String octets) throws GeneralSecurityException {
        return MessageDigest.getInstance("SHA-256").digest(octets.getBytes(StandardCharsets.ISO_8859_1));
    }

    private static String base64(byte[] octets) {
        return Base64.getEncoder().encodeToString(octets);
    }

    @Test
    void anOutageIsATemporaryErrorAndStillStatusZero() throws IOException {
        Path zone = file(
                "down.zone",
                ";! TIMEOUT example.org ANY",
                ";! SERVFAIL e2026._domainkey.example.org ANY",
                ";! SERVFAIL r2026._domainkey.example.org ANY",
                ";! TIMEOUT _dmarc.example.org ANY");
        Json object = json(MESSAGE, zone, "--ip", "192.0.2.25");
        holds(object.get("spf").elements().getFirst(), "result", "temperror");
        assertEquals(List.of("temperror", "temperror"), results(object));
        holds(object.get("dmarc"), "result", "temperror", "disposition", "none");
        holds(object.get("disposition"), "action", "accept");
        assertEquals(
                Set.of("timeout", "servfail"),
                Set.copyOf(object.get("queries").elements().stream()
                        .map(query -> query.get("outcome").text())
                        .filter(outcome -> !outcome.equals("nxdomain"))
                        .toList()));
    }

    static Stream<String> rfcExamples() {
        return Stream.of("rfc6376-A.2-signed.eml", "rfc8463-A.3-signed.eml");
    }

    @ParameterizedTest
    @MethodSource("rfcExamples")
    @Spec({"RFC 6376 Appendix A.2", "RFC 8463 Appendix A.3"})
    void theExamplesOfTheRfcsVerify(String name) throws IOException {
        Path suite = Suites.folder("rfc-dkim-examples");
        Json keys = Json.read(Files.readString(suite.resolve("dns.json")));
        Path zone = Files.write(
                folder.resolve("rfc.zone"),
                ((Json.Members) keys)
                        .members().entrySet().stream()
                                .map(key -> key.getKey() + ". TXT "
                                        + strings(key.getValue().text()))
                                .toList());
        Json object = json(suite.resolve(name), zone);
        assertFalse(results(object).isEmpty());
        for (Json signature : object.get("dkim").elements()) {
            holds(signature, "result", "pass");
        }
    }

    private static String strings(String text) {
        return "\"" + text.replaceAll("(.{200})", "$1\" \"") + "\"";
    }
}
