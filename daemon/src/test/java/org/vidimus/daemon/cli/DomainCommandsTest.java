package org.vidimus.daemon.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.vidimus.daemon.cli.Console.Result;
import org.vidimus.policy.Json;
import org.vidimus.policy.Spec;
import org.vidimus.policy.dns.NameServer;
import org.vidimus.policy.dns.ZoneResolver;

/// `vidimus spf`, `vidimus dkim-key` and `vidimus dmarc`.
class DomainCommandsTest {
    /// Public keys of 1024 and 768 bits; nobody has the private ones any more.
    private static final String RSA_1024 = "MIGfMA0GCSqGSIb3DQEBAQUAA4GNADCBiQKBgQCnaYEK9rpVzr3NwVIwv716bUrrkiCxa8nx"
            + "d9sLkNOgEyFS5X8SrZpY/BVZpvit7ZPCP4XULL0z2rknxtJhfQ9oUjfbKZG24mhkHq3engunzJmkc0Ods0t/aoNWYtjhsDigDWcQJc"
            + "gqbf9vsxeLHAhb6tGDzxIrudJM1+BExugYMwIDAQAB";

    private static final String RSA_768 = "MHwwDQYJKoZIhvcNAQEBBQADawAwaAJhAMEEnpW3LkiuNy/AdmsVe1r9sQxMjOWXGsnYtIUJ"
            + "sGkmmMQ104QjvEPNJWJiD/sqQoIv81juYXnH1EjT7BQNt9LJF4UXvkKwGRRZy6FgdIvAEDIWJImtVJlq/IXcWqjK3wIDAQAB";

    private static final String ED25519 = "s3hIrngb2pn40daZE3QaTPIY3br6hsmPKGxRyDCmceU=";

    private static final List<String> ZONE = List.of(
            "$ORIGIN example.org.",
            "@                  TXT  \"v=spf1 a mx include:_spf.example.net ?ptr -all\"",
            "@                  TXT  \"something else\"",
            "@                  A    192.0.2.1",
            "@                  MX   10 mail",
            "mail               A    192.0.2.2",
            "mail               AAAA 2001:db8::2",
            "_spf.example.net.  TXT  \"v=spf1 ip4:198.51.100.0/24 ip6:2001:db8:1::/48 -all\"",
            "bad                TXT  \"v=spf1 ip4:192.0.2.256 inclde:x -all\"",
            "two                TXT  \"v=spf1 -all\"",
            "two                TXT  \"v=spf1 ~all\"",
            "deep               TXT  \"v=spf1 include:bad.example.org -all\"",
            "_dmarc             TXT  \"v=DMARC1; p=reject; sp=quarantine; t=y; rua=mailto:dmarc@example.org\"",
            "_dmarc.odd         TXT  \"v=DMARC1; p=quarantine; adkim=x; rua=mailto:dmarc@example.org\"",
            ";! SERVFAIL lame.example.org ANY",
            ";! TIMEOUT _dmarc.lame.example.org ANY",
            ";! TIMEOUT s._domainkey.lame.example.org ANY");

    @TempDir
    private Path folder;

    private String zone(String... more) throws IOException {
        List<String> lines = Stream.concat(ZONE.stream(), Stream.of(more)).toList();
        return Files.write(folder.resolve("test.zone"), lines).toString();
    }

    private static String run(String zone, String... arguments) {
        Result result = Console.run(
                Stream.concat(Stream.of(arguments), Stream.of("--zone", zone)).toArray(String[]::new));
        assertEquals("", result.err());
        assertEquals(0, result.status());
        return result.out();
    }

    private static Json json(String zone, String... arguments) {
        String out = run(
                zone, Stream.concat(Stream.of(arguments), Stream.of("--json")).toArray(String[]::new));
        assertEquals(1, out.lines().count());
        return Json.read(out);
    }

    @Test
    @Spec("RFC 7208 §4.6.4")
    void anSpfRecordIsShownWithWhatItCostsAndWhomItLetsIn() throws IOException {
        assertEquals("""
                example.org

                RECORD
                  v=spf1 a mx include:_spf.example.net ?ptr -all

                COST AND BREADTH
                  terms that ask the DNS  4 of 10
                  void lookups            1 of 2
                  IPv4 addresses          258
                  IPv6 addresses          about 2^80

                FINDINGS
                  warning: ?ptr: slow, unreliable, and asks to be left out (RFC 7208 5.5)
                    v=spf1 a mx include:_spf.example.net ?ptr -all
                                                         ^

                DNS
                  TXT example.org ......... found
                      v=spf1 a mx include:_spf.example.net ?ptr -all
                      something else
                  A example.org ........... found
                      192.0.2.1
                  AAAA example.org ........ nodata
                  MX example.org .......... found
                      10 mail.example.org
                  A mail.example.org ...... found
                      192.0.2.2
                  AAAA mail.example.org ... found
                      2001:db8::2
                  TXT _spf.example.net .... found
                      v=spf1 ip4:198.51.100.0/24 ip6:2001:db8:1::/48 -all
                """, run(zone(), "spf", "example.org"));
        Json object = json(zone(), "spf", "example.org");
        assertEquals("4", object.get("lookups").text());
        assertEquals("1", object.get("voidLookups").text());
        assertEquals("258", object.get("addresses4").text());
        assertEquals("1208925819614629174706177", object.get("addresses6").text());
        assertEquals(List.of(), object.get("spf").elements());
        Json finding = object.get("findings").elements().getFirst();
        assertEquals("uses-ptr", finding.get("kind").text());
        assertEquals("37", finding.get("offset").text());
        assertEquals("?ptr", finding.get("term").text());
    }

    @Test
    void aClientIsCheckedTermByTerm() throws IOException {
        String page = run(zone(), "spf", "--ip", "198.51.100.9", "--mail-from", "joe@example.org", "--helo", "[x]");
        String tree = """
                RESULT
                  MAIL FROM example.org: pass, by include:_spf.example.net
                """;
        assertTrue(page.contains(tree), page);
        assertTrue(
                page.contains("\n      include:_spf.example.net ................................ match: pass\n"), page);
        assertTrue(
                page.contains("\n          ip4:198.51.100.0/24 ................................. match: pass\n"), page);
        assertTrue(page.contains("\n  HELO: none, the HELO name is not a domain name\n"), page);
        assertEquals("mailfrom:pass", result(zone(), "example.org", "--ip", "192.0.2.2"));
        assertEquals("mailfrom:fail", result(zone(), "--mail-from", "<joe@example.org>", "--ip", "203.0.113.7"));
        assertEquals("helo:none", result(zone(), "--helo", "mail.example.org", "--ip", "203.0.113.7"));
        assertEquals(
                "mailfrom:none helo:none", result(zone(), "--helo", "a.example", "--mail-from", "<>", "--ip", "::1"));
    }

    private static String result(String zone, String... arguments) {
        List<String> results = json(
                        zone,
                        Stream.concat(Stream.of("spf"), Stream.of(arguments)).toArray(String[]::new))
                .get("spf")
                .elements()
                .stream()
                .map(one -> one.get("identity").text() + ":" + one.get("result").text())
                .toList();
        return String.join(" ", results);
    }

    @Test
    void mistakesArePointedAt() throws IOException {
        points("spf bad.example.org", "error: ip4:192.0.2.256: ", "    v=spf1 ip4:192.0.2.256 inclde:x -all", 15);
        points("spf bad.example.org", "error: inclde:x: ", "    v=spf1 ip4:192.0.2.256 inclde:x -all", 27);
        points(
                "spf deep.example.org",
                "error: bad.example.org: ip4:192.0.2.256: ",
                "    v=spf1 ip4:192.0.2.256 inclde:x -all",
                15);
        points(
                "dmarc odd.example.org",
                "error: adkim= is none of r, s",
                "    v=DMARC1; p=quarantine; adkim=x; rua=mailto:dmarc@example.org",
                34);
    }

    private void points(String command, String finding, String record, int column) throws IOException {
        List<String> lines = run(zone(), command.split(" ")).lines().toList();
        int at = 0;
        while (at < lines.size() - 1 && !lines.get(at).startsWith("  " + finding)) {
            at++;
        }
        assertTrue(at < lines.size() - 2, () -> finding + " is not in\n" + String.join("\n", lines));
        assertEquals(record, lines.get(at + 1));
        assertEquals(" ".repeat(column) + "^", lines.get(at + 2));
    }

    @ParameterizedTest
    @Spec({"RFC 6376 §3.6.1", "RFC 8301 §3.2"})
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '\0',
            value = {
                "v=DKIM1; k=ed25519; p=ED25519          | note     | 11   | some receivers do not know Ed25519 yet",
                "v=DKIM1; p=RSA_1024                    | warning  | 11   | 1024 bits: at least 2048 are recommended",
                "v=DKIM1; p=RSA_768                     | error    | 11   | 768 bits: receivers must not accept less",
                "v=DKIM1; k=rsa; p=                     | warning  | 18   | the key is revoked",
                "v=DKIM1; k=rot13; p=AAAA               | error    | 11   | a key type that is not known",
                "v=DKIM1; p=AAAA                        | error    | 11   | expected DER tag",
                "v=DKIM1; k=ed25519; p=AAAA             | error    | 22   | not an Ed25519 key of 32 octets",
                "v=DKIM1; p=M!                          | error    | 11   | not base64",
                "v=DKIM1; h=sha1; p=RSA_1024            | error    | 11   | sha256 is not among the hashes",
                "v=DKIM1; s=tlsrpt; p=RSA_1024          | error    | 11   | the key is not for email",
                "v=DKIM1; t=y; p=RSA_1024               | warning  | 11   | t=y says that DKIM is only being tested",
                "v=DKIM1; t=s; p=RSA_1024               | note     | 11   | t=s: the key does not sign for addresses",
                "v=DKIM1; g=*; p=RSA_1024               | note     | 9    | g= was abolished",
                "v=DKIM1; x=1; p=RSA_1024               | warning  | 9    | a tag that is not known",
                "p=RSA_1024                             | note     | null | no v=DKIM1",
                "v=DKIM2; p=RSA_1024                    | error    | 2    | not version DKIM1",
                "v=DKIM1; k=rsa                         | error    | 14   | no p= tag",
            })
    void whatIsWrongWithAKeyIsFound(String record, String severity, String offset, String what) throws IOException {
        String text =
                record.replace("ED25519", ED25519).replace("RSA_1024", RSA_1024).replace("RSA_768", RSA_768);
        Json object = json(zone("s._domainkey TXT \"" + text + "\""), "dkim-key", "s", "example.org");
        assertEquals("s._domainkey.example.org", object.get("name").text());
        assertEquals(text, object.get("record").text());
        assertTrue(
                object.get("findings").elements().stream()
                        .anyMatch(finding -> finding.get("severity").text().equals(severity)
                                && finding.get("offset").text().equals(offset)
                                && finding.get("what").text().startsWith(what)),
                object::toString);
    }

    @Test
    void aGoodKeyIsShown() throws IOException {
        String page = run(
                zone("s._domainkey TXT \"v=DKIM1; h=sha256; s=email; p=" + RSA_1024 + "\""),
                "dkim-key",
                "S",
                "Example.ORG.");
        String key = """
                KEY
                  type      rsa
                  size      1024 bits
                  hashes    sha256
                  services  email
                  flags     none
                """;
        assertTrue(page.contains(key), page);
    }

    @Test
    void aPolicyIsShownWithTheWayToIt() throws IOException {
        String page = run(zone(), "dmarc", "a.b.example.org");
        assertTrue(page.startsWith("a.b.example.org\n\nPOLICY\n  mail that fails         quarantine\n"), page);
        assertTrue(page.contains("\n  aggregate reports       mailto:dmarc@example.org (same organization)\n"), page);
        String way = """
                HOW IT WAS FOUND
                  - _dmarc.a.b.example.org: no such name
                  - _dmarc.b.example.org: no such name
                  - _dmarc.example.org: v=DMARC1; p=reject; sp=quarantine; t=y; rua=mailto:dmarc@example.org
                  - _dmarc.org: no such name
                """;
        assertTrue(page.contains(way), page);
        Json object = json(zone(), "dmarc", "a.b.example.org");
        assertEquals("example.org", object.get("policyDomain").text());
        assertEquals("example.org", object.get("organizationalDomain").text());
        assertEquals("quarantine", object.get("policy").text());
        assertEquals("reject", object.get("p").text());
        assertEquals("null", object.get("np").text());
        assertEquals("true", object.get("testing").text());
    }

    @Test
    void whatIsNotThereOrCannotBeAskedIsAnError() throws IOException {
        for (String command : List.of(
                "spf none.example",
                "dmarc none.example",
                "dkim-key s none.example",
                "spf two.example.org",
                "spf lame.example.org",
                "dmarc lame.example.org",
                "dkim-key s lame.example.org")) {
            Json first =
                    json(zone(), command.split(" ")).get("findings").elements().getFirst();
            assertEquals("error", first.get("severity").text(), command);
            assertTrue(run(zone(), command.split(" ")).contains("\nFINDINGS\n  error: "), command);
        }
    }

    @Test
    void aNameServerIsAskedAsWellAsAZoneFile() throws IOException {
        String zone = zone();
        try (NameServer server = NameServer.serve(ZoneResolver.of(ZONE.toArray(String[]::new)))) {
            Result asked = Console.run(
                    "dmarc",
                    "a.b.example.org",
                    "--json",
                    "--dns",
                    server.address().toString());
            assertEquals(new Result(0, run(zone, "dmarc", "a.b.example.org", "--json"), ""), asked);
            assertFalse(server.asked().isEmpty());
        }
    }

    @Test
    void badUsageHasStatusTwo() {
        refused("spf", "no domain: give DOMAIN, or --mail-from or --helo with one");
        refused("spf", "no domain: give DOMAIN, or --mail-from or --helo with one", "--mail-from", "<>", "--ip", "::1");
        refused("spf", "superfluous operand b.example", "a.example", "b.example");
        refused("spf", "DOMAIN: \"a..b\", octet 3: empty label", "a..b");
        refused("spf", "--ip: \"x\" is no IP address", "a.example", "--ip", "x");
        refused("dkim-key", "missing SELECTOR");
        refused("dkim-key", "missing DOMAIN", "s");
        refused("dkim-key", "SELECTOR: \"s/t\", octet 2: not a character", "s/t", "a.example");
        String longest = "a".repeat(60) + ".";
        refused(
                "dkim-key",
                "SELECTOR._domainkey.DOMAIN is longer than a domain name can be",
                longest.repeat(2) + "a",
                longest.repeat(3) + "a");
        refused("dmarc", "missing DOMAIN");
        refused("dmarc", "either --zone or --dns, not both", "a.example", "--zone", "z", "--dns", "127.0.0.1");
        refused("dmarc", "unknown option --ip", "a.example", "--ip", "192.0.2.1");
    }

    private static void refused(String command, String message, String... arguments) {
        Result result = Console.run(
                Stream.concat(Stream.of(command), Stream.of(arguments)).toArray(String[]::new));
        assertEquals(2, result.status());
        assertEquals("", result.out());
        assertTrue(result.err().startsWith("vidimus " + command + ": " + message), result.err());
        assertTrue(result.err().endsWith("\nTry: vidimus " + command + " --help\n"), result.err());
    }
}
