package org.vidimus.policy.spf;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.vidimus.policy.Spec;
import org.vidimus.policy.base.Ascii;
import org.vidimus.policy.base.Budgets;
import org.vidimus.policy.dns.DomainName;
import org.vidimus.policy.dns.Lookups;
import org.vidimus.policy.dns.ZoneResolver;

class SpfLintTest {
    private static SpfLint lint(String... zone) {
        return SpfLint.of(
                DomainName.of("example.com"),
                Budgets.Spf.DEFAULT,
                new Lookups(ZoneResolver.of(zone), Budgets.Dns.DEFAULT, () -> 0));
    }

    private static String spf(String record) {
        return "example.com. TXT \"" + record + "\"";
    }

    private static String kinds(SpfLint lint) {
        return lint.findings().stream().map(finding -> finding.kind().name()).collect(Collectors.joining(" "));
    }

    @Test
    @Spec({"RFC 7208 §4.6.4", "SPF-10", "SPF-12"})
    void countsOverIncludesAndRedirect() {
        SpfLint lint = lint(
                spf("v=spf1 a mx include:i.example ip4:192.0.2.0/24 redirect=r.example"),
                "example.com. A 192.0.2.7",
                "example.com. AAAA 2001:db8::1",
                "example.com. MX 1 m.example.",
                "m.example. A 203.0.113.1",
                "i.example. TXT \"v=spf1 ip4:192.0.2.128/25 ip4:198.51.100.0/24 ip6:2001:db8::/64 exists:%{i}.l.example -all\"",
                "r.example. TXT \"v=spf1 a:gone.example -all\"");

        assertEquals(6, lint.terms());
        assertEquals(1, lint.voidLookups4()); // gone.example
        assertEquals(2, lint.voidLookups6()); // and m.example
        assertEquals(256 + 256 + 1, lint.addresses4().intValueExact());
        assertEquals(64, lint.addresses6().bitLength() - 1);
        assertTrue(lint.openEnded());
        assertEquals("VOID_LOOKUP DEPENDS", kinds(lint));
        assertFalse(lint.hasErrors());
    }

    @Test
    @Spec({"RFC 7208 §5.2", "RFC 7208 §4.6.2"})
    void countsOnlyWhatPasses() {
        SpfLint lint = lint(
                spf("v=spf1 ?ip4:192.0.2.0/24 -include:i.example include:j.example ~all"),
                "i.example. TXT \"v=spf1 ip4:198.51.100.0/24 -all\"",
                "j.example. TXT \"v=spf1 ip4:203.0.113.0/31 ~ip4:203.0.113.128/25 ip4:203.0.113.0/30\"");

        assertEquals(4, lint.addresses4().intValueExact());
        assertEquals(0, lint.addresses6().signum());
        assertEquals("", kinds(lint));
    }

    @Test
    @Spec({"RFC 7208 §4.5", "RFC 7208 §4.6", "SPF-5", "SPF-6"})
    void tellsMistakes() {
        assertEquals("NO_RECORD", kinds(lint("example.com. A 192.0.2.1")));
        assertEquals("SEVERAL_RECORDS", kinds(lint(spf("v=spf1"), spf("v=spf1 -all"))));
        assertEquals("UNAVAILABLE", kinds(lint(";! TIMEOUT example.com TXT")));
        SpfLint mistakes = lint(spf("v=spf1 moo a:b.c/33 -all"));
        assertTrue(mistakes.hasErrors());
        assertEquals(
                List.of(
                        "error: example.com, octet 8, moo: not the name of a mechanism",
                        "error: example.com, octet 18, a:b.c/33: expected a prefix length, without leading zeros: 0 to 32,"
                                + " after // 0 to 128"),
                mistakes.findings().stream().map(SpfFinding::toString).toList());
        assertEquals("NO_TARGET", kinds(lint(spf("v=spf1 include:gone.example -all"))));
        assertEquals("NO_TARGET", kinds(lint(spf("v=spf1 redirect=gone.example"))));
        assertEquals("UNAVAILABLE", kinds(lint(spf("v=spf1 a:f.example -all"), ";! SERVFAIL f.example A")));
    }

    @Test
    @Spec({"RFC 7208 §5.1", "RFC 7208 §5.5", "RFC 7208 §4.7"})
    void tellsWhatIsUnwise() {
        assertEquals("PASSES_ALL", kinds(lint(spf("v=spf1 +all"))));
        assertEquals("PASSES_ALL", kinds(lint(spf("v=spf1 include:i.example -all"), "i.example. TXT \"v=spf1 all\"")));
        assertEquals("USES_PTR", kinds(lint(spf("v=spf1 ptr ~all"))));
        assertEquals("UNREACHABLE UNREACHABLE", kinds(lint(spf("v=spf1 -all a redirect=r.example"))));
        assertEquals("DUPLICATE", kinds(lint(spf("v=spf1 ip4:192.0.2.1 IP4:192.0.2.1 -all"))));
        assertEquals("NO_DEFAULT", kinds(lint(spf("v=spf1 ip4:192.0.2.1"))));
        assertEquals("WIDE WIDE", kinds(lint(spf("v=spf1 ip4:10.0.0.0/8 ip6:2000::/3 -all"))));
        assertEquals("UNKNOWN_MODIFIER", kinds(lint(spf("v=spf1 expl=e.example -all"))));
        assertEquals(
                "LONG",
                kinds(lint("example.com. TXT \"v=spf1" + " ip4:192.0.2.1".repeat(15) + "\" \""
                                + " ip4:192.0.2.2".repeat(17) + " -all\""))
                        .replace("DUPLICATE ", "")
                        .replace(" DUPLICATE", ""));
    }

    @Test
    @Spec({"RFC 7208 §4.6.4", "SPF-10", "SPF-11", "SPF-12", "SPF-39"})
    void tellsLimits() {
        assertEquals(
                "TOO_MANY_TERMS",
                kinds(lint(spf("v=spf1 " + "include:i.example ".repeat(11) + "-all"), "i.example. TXT \"v=spf1 -all\""))
                        .replaceAll(" DUPLICATE", ""));
        SpfLint voids = lint(spf("v=spf1 a:x.example mx:y.example exists:z.example -all"));
        assertEquals("TOO_MANY_VOIDS VOID_LOOKUP VOID_LOOKUP VOID_LOOKUP", kinds(voids));
        SpfLint voids6 = lint(
                spf("v=spf1 mx -all"),
                "example.com. MX 1 a.example.",
                "example.com. MX 1 b.example.",
                "example.com. MX 1 c.example.",
                "a.example. A 192.0.2.1",
                "b.example. A 192.0.2.1",
                "c.example. A 192.0.2.1");
        assertEquals(
                "error: example.com: 3 lookups find nothing for IPv6 clients, receivers stop after 2",
                voids6.findings().getFirst().toString());
        assertEquals("LOOP", kinds(lint(spf("v=spf1 include:example.com -all"))));
        assertEquals(
                "LOOP",
                kinds(lint(spf("v=spf1 include:i.example -all"), "i.example. TXT \"v=spf1 redirect=example.com\"")));
        List<String> zone = new ArrayList<>(List.of(spf("v=spf1 mx -all"), "m.example. A 192.0.2.1"));
        for (int i = 0; i < 11; i++) {
            zone.add("example.com. MX " + i + " m.example.");
        }
        assertEquals("TOO_MANY_HOSTS", kinds(lint(zone.toArray(String[]::new))));
    }

    @Test
    void endsOnHostileZones() {
        List<String> zone = new ArrayList<>();
        for (int i = 0; i < 300; i++) {
            String name = i == 0 ? "example.com" : "t" + i + ".e";
            zone.add(name + ". TXT \"v=spf1 include:t" + (2 * i + 1) % 300 + ".e include:t" + (2 * i + 2) % 300 + ".e "
                    + "a:%{d} mx:%{d2} \" \"" + "a:b.c ".repeat(40) + "\" \"" + "exists:%{i}.b ".repeat(18) + "\"");
        }
        SpfLint lint = lint(zone.toArray(String[]::new));

        assertTrue(
                lint.findings().size() <= 500 + 2,
                "findings: " + lint.findings().size());
        assertTrue(kinds(lint).contains("TOO_LARGE"));
        assertTrue(lint.hasErrors());
    }

    @Test
    void printsLines() {
        SpfLint lint = lint(spf("v=spf1 ip4:192.0.2.0/24 ip6:2001:db8::/32 a:\\200 -all"), "x. A 192.0.2.1");
        assertEquals(
                List.of(
                        "example.com: v=spf1 ip4:192.0.2.0/24 ip6:2001:db8::/32 a:\\xC8 -all",
                        "terms that ask the DNS: 0",
                        "lookups that find nothing: 0 for IPv4 clients, 0 for IPv6",
                        "addresses that may send: 0 IPv4, 0 IPv6",
                        "error: example.com, octet 45, a:\\xC8: expected visible ASCII or a space"),
                lint.lines());
        assertEquals(
                List.of(
                        "example.com: v=spf1 ip6:2001:db8::/32 ip4:192.0.2.4/30 a:%{l}.example -all",
                        "terms that ask the DNS: 1",
                        "lookups that find nothing: 0 for IPv4 clients, 0 for IPv6",
                        "addresses that may send: 4 IPv4, about 2^96 IPv6, and more that depend on the message",
                        "note: example.com, octet 43, a:%{l}.example: depends on the message, so not followed"),
                lint(spf("v=spf1 ip6:2001:db8::/32 ip4:192.0.2.4/30 a:%{l}.example -all"))
                        .lines());
        assertTrue(lint.lines().stream().allMatch(line -> line.chars().allMatch(Ascii::isPrintable)));
    }
}
