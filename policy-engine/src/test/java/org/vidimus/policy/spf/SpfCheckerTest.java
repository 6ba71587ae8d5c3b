package org.vidimus.policy.spf;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.vidimus.policy.spf.SpfTesting.mailFrom;
import static org.vidimus.policy.spf.SpfTesting.verdict;
import static org.vidimus.policy.spf.SpfTesting.words;

import java.net.Inet6Address;
import java.net.UnknownHostException;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.vidimus.policy.Spec;
import org.vidimus.policy.base.Budgets;
import org.vidimus.policy.dns.DomainName;
import org.vidimus.policy.dns.Lookups;
import org.vidimus.policy.dns.ZoneResolver;

class SpfCheckerTest {
    private static String spf(String record) {
        return "example.com. TXT \"" + record + "\"";
    }

    private static SpfResult helo(ZoneResolver zone, String helo, String mailFrom) {
        return new SpfChecker(Budgets.Spf.DEFAULT, SpfTesting.CLOCK, () -> 0)
                .helo(SpfTesting.query("192.0.2.1", helo, mailFrom), SpfTesting.lookups(zone));
    }

    @Test
    @Spec({"RFC 7208 §2.3", "RFC 7208 §2.4", "RFC 7208 §4.3", "SPF-1", "SPF-2", "SPF-3"})
    void choosesTheIdentity() {
        ZoneResolver zone = ZoneResolver.of(
                "mail.example.com. TXT \"v=spf1 ip4:192.0.2.1 -all\"",
                spf("v=spf1 -all"),
                "macro.example.com. TXT \"v=spf1 exists:%{s}.x.example -all\"",
                "postmaster\\@macro.example.com.x.example. A 127.0.0.2");

        SpfResult helo = helo(zone, "mail.example.com", "user@example.com");
        assertEquals("pass ip4:192.0.2.1", words(helo));
        assertEquals(SpfIdentity.HELO, helo.identity());
        SpfResult mailFrom = mailFrom(zone, "192.0.2.1", "mail.example.com", "user@example.com");
        assertEquals("fail -all", words(mailFrom));
        assertEquals(SpfIdentity.MAIL_FROM, mailFrom.identity());

        SpfResult bounce = mailFrom(zone, "192.0.2.1", "mail.example.com", "");
        assertEquals(SpfIdentity.MAIL_FROM, bounce.identity());
        assertEquals(Optional.of(DomainName.of("mail.example.com")), bounce.domain());
        assertEquals("pass ip4:192.0.2.1", words(bounce));
        assertEquals("pass exists:%{s}.x.example", words(mailFrom(zone, "192.0.2.1", "macro.example.com", "")));
        assertEquals(
                "pass exists:%{s}.x.example", words(mailFrom(zone, "192.0.2.1", "x.example", "@macro.example.com")));
        assertEquals("pass exists:%{s}.x.example", words(helo(zone, "macro.example.com", "user@example.com")));
    }

    @Test
    @Spec({"RFC 7208 §2.3", "RFC 7208 §4.3", "SPF-1", "SPF-3"})
    void hasNoResultWithoutADomain() {
        ZoneResolver zone = ZoneResolver.of("example. TXT \"v=spf1 -all\"", "192.0.2.1. TXT \"v=spf1 -all\"");
        String[][] rows = {
            {"", "none no HELO name"},
            {"[192.0.2.1]", "none the HELO name is not a domain name"},
            {"[IPv6:2001:db8::1]", "none the HELO name is not a domain name"},
            {"192.0.2.1", "none the top-level domain is a number"},
            {"example", "none a domain name of one label"},
            {"example.", "none a domain name of one label"},
            {"a..example", "none the HELO name is not a domain name"},
            {".example", "none the HELO name is not a domain name"},
            {"a".repeat(64) + ".example", "none the HELO name is not a domain name"},
            {"a b.example", "none the HELO name is not a domain name"},
            {"nothing.example", "none no SPF record"},
        };
        for (String[] row : rows) {
            assertEquals(row[1], words(helo(zone, row[0], "u@example.com")), row[0]);
            assertEquals(row[1], words(mailFrom(zone, "192.0.2.1", row[0], "")), row[0]);
        }
        assertEquals(Optional.empty(), helo(zone, "example", "").domain());
        assertEquals("none a domain name of one label", words(mailFrom(zone, "192.0.2.1", "h.example", "u@example")));
        assertTrue(words(mailFrom(zone, "192.0.2.1", "h.example", "u@[192.0.2.1]"))
                .startsWith("none MAIL FROM has no domain: "));
    }

    @Test
    @Spec({"RFC 7208 §4.4", "RFC 7208 §4.5", "SPF-4", "SPF-5", "RFC 7208 §3.3", "DNS-2"})
    void selectsTheRecord() {
        assertEquals("none no SPF record", verdict("example.com. A 192.0.2.1"));
        assertEquals("none no SPF record", verdict("example.org. A 192.0.2.1"));
        assertEquals("none no SPF record", verdict(spf("v=spf10 -all"), spf("hello")));
        assertEquals("fail -all", verdict(spf("v=spf10 +all"), spf("V=SPF1 -all"), spf("v=DMARC1; p=none")));
        assertEquals("permerror 2 SPF records", verdict(spf("v=spf1 -all"), spf("v=spf1 ?all")));
        assertEquals("fail -all", verdict("example.com. TXT \"v=spf1 \" \"-a\" \"ll\""));
        assertEquals("temperror TXT lookup: timeout, as the zone file asks", verdict(";! TIMEOUT example.com TXT"));
        assertEquals("temperror TXT lookup: servfail, as the zone file asks", verdict(";! SERVFAIL example.com TXT"));
        assertEquals("none no SPF record", verdict("example.com. TYPE99 \\# 12 0b763d73706631202d616c6c"));
    }

    @Test
    @Spec({"RFC 7208 §4.6", "SPF-6"})
    void refusesARecordThatIsWrongBehindTheMatch() {
        assertEquals("permerror octet 13 of the record: not the name of a mechanism", verdict(spf("v=spf1 +all moo")));
    }

    @Test
    @Spec({"RFC 7208 §4.6.2", "RFC 7208 §4.7", "RFC 7208 §5.1", "SPF-9", "SPF-14", "SPF-17"})
    void resultsFollowTheQualifier() {
        assertEquals("pass all", verdict(spf("v=spf1 all")));
        assertEquals("pass +all", verdict(spf("v=spf1 +all")));
        assertEquals("fail -all", verdict(spf("v=spf1 -all")));
        assertEquals("softfail ~all", verdict(spf("v=spf1 ~all")));
        assertEquals("neutral ?all", verdict(spf("v=spf1 ?all")));
        assertEquals("neutral default", verdict(spf("v=spf1")));
        assertEquals("neutral default", verdict(spf("v=spf1 ip4:192.0.2.2 default=-")));
        assertEquals("softfail ~all", verdict(spf("v=spf1 redirect=nothing.example ~all")));
        assertEquals("softfail ~all", verdict(spf("v=spf1 ~all -all +all")));
    }

    @Test
    @Spec({"RFC 7208 §5", "SPF-15"})
    void dnsFailuresOfTermsAreTemporary() {
        for (String term : new String[] {"a:f.example", "mx:f.example", "exists:f.example", "include:f.example"}) {
            String result = verdict(spf("v=spf1 " + term + " -all"), ";! SERVFAIL f.example ANY");
            assertTrue(result.startsWith("temperror " + term + ": "), result);
        }
        assertTrue(verdict(spf("v=spf1 redirect=f.example"), ";! SERVFAIL f.example ANY")
                .startsWith("temperror redirect="));
        assertTrue(verdict(spf("v=spf1 mx"), "example.com. MX 1 f.example.", ";! SERVFAIL f.example ANY")
                .startsWith("temperror mx: A lookup"));
        assertEquals(
                "pass a",
                verdict(spf("v=spf1 a a:f.example"), "example.com. A 192.0.2.1", ";! SERVFAIL f.example ANY"));
        // §5: a name that does not exist is just no match
        assertEquals("fail -all", verdict(spf("v=spf1 a:gone.example exists:gone.example -all")));
    }

    @Test
    @Spec({"RFC 7208 §5", "RFC 7208 §5.7", "SPF-16", "SPF-23"})
    void theFamilyOfTheClientCounts() {
        ZoneResolver zone = ZoneResolver.of(
                spf("v=spf1 ip6:::ffff:192.0.2.1 ?ip6:::/0 a -all"),
                "example.com. A 192.0.2.1",
                "example.com. AAAA 2001:db8::1",
                "e6.example. TXT \"v=spf1 exists:a4.example -all\"",
                "a4.example. A 127.0.0.2",
                "e66.example. TXT \"v=spf1 exists:a6.example -all\"",
                "a6.example. AAAA 2001:db8::2");

        assertEquals("pass a", words(mailFrom(zone, "192.0.2.1", "h.example", "u@example.com")));
        assertEquals("fail -all", words(mailFrom(zone, "192.0.2.2", "h.example", "u@example.com")));
        assertEquals("neutral ?ip6:::/0", words(mailFrom(zone, "2001:db8::9", "h.example", "u@example.com")));
        // §5.7: A records, whatever the client
        assertEquals("pass exists:a4.example", words(mailFrom(zone, "2001:db8::9", "h.example", "u@e6.example")));
        assertEquals("fail -all", words(mailFrom(zone, "2001:db8::9", "h.example", "u@e66.example")));
    }

    @Test
    @Spec({"RFC 7208 §5", "SPF-16"})
    void aMappedClientIsAnIpv4Client() throws UnknownHostException {
        byte[] mapped = new byte[16];
        mapped[10] = -1;
        mapped[11] = -1;
        System.arraycopy(new byte[] {(byte) 192, 0, 2, 1}, 0, mapped, 12, 4);
        SpfQuery query = new SpfQuery(
                Inet6Address.getByAddress(null, mapped, 0), // keeps 16 octets, unlike InetAddress
                Optional.empty(),
                SpfSuite.mailFrom("u@example.com"),
                "r.example");
        Lookups dns = SpfTesting.lookups(ZoneResolver.of(spf("v=spf1 -ip6:::/0 ip4:192.0.2.1 -all")));

        assertEquals(
                "pass ip4:192.0.2.1",
                words(new SpfChecker(Budgets.Spf.DEFAULT, SpfTesting.CLOCK, () -> 0).mailFrom(query, dns)));
    }

    @Test
    @Spec({"RFC 7208 §5.2", "SPF-18"})
    void includeFollowsTheTable() {
        String[][] rows = {
            {"v=spf1 +all", "pass include:i.example"},
            {"v=spf1 -all", "softfail ~all"},
            {"v=spf1 ~all", "softfail ~all"},
            {"v=spf1 ?all", "softfail ~all"},
            {"v=spf1", "softfail ~all"},
            {"v=spf1 moo", "permerror include:i.example: octet 8 of the record: not the name of a mechanism"},
            {"v=spf1 include:i.example", "permerror include:i.example"},
            {"v=spf1 a:f.example", "temperror include:i.example: a:f.example: A lookup: servfail, as the zone file asks"
            },
            {"nothing", "permerror include:i.example: no SPF record"},
            {"v=spf1 redirect=p.example", "pass include:i.example"},
        };
        for (String[] row : rows) {
            String result = verdict(
                    spf("v=spf1 include:i.example ~all"),
                    "i.example. TXT \"" + row[0] + "\"",
                    "p.example. TXT \"v=spf1 all\"",
                    ";! SERVFAIL f.example ANY");
            assertTrue(result.startsWith(row[1]), row[0] + ": " + result);
        }
        assertEquals(
                "fail -include:i.example", verdict(spf("v=spf1 -include:i.example"), "i.example. TXT \"v=spf1 all\""));
        assertEquals("permerror include:one%-: a domain name of one label", verdict(spf("v=spf1 include:one%-")));
    }

    /// mail-auth forgot in 0.7.2 whose record it was in after an include that redirects.
    @Test
    @Spec({"RFC 7208 §5.2", "RFC 7208 §6.1", "SPF-18", "SPF-24"})
    void goesOnBehindAnIncludeThatRedirects() {
        String[] zone = {
            spf("v=spf1 include:i.example a:%{d} redirect=r.example"),
            "i.example. TXT \"v=spf1 a:gone.%{d} redirect=r.example\"",
            "r.example. TXT \"v=spf1 a -all\"",
            "r.example. A 192.0.2.9",
            "example.com. A 192.0.2.1",
        };
        assertEquals("pass a:%{d}", verdict(zone));
        zone[4] = "example.com. A 192.0.2.2";
        assertEquals("fail -all", verdict(zone));
        zone[3] = "r.example. A 192.0.2.1";
        assertEquals("pass include:i.example", verdict(zone));
    }

    @Test
    @Spec({"RFC 7208 §5.3", "RFC 7208 §5.4", "SPF-19", "SPF-20", "RFC 7505 §3"})
    void aAndMxCompareAddresses() {
        assertEquals("pass a/24", verdict(spf("v=spf1 a/24 -all"), "example.com. A 192.0.2.200"));
        assertEquals("pass a/0", verdict(spf("v=spf1 a/0 -all"), "example.com. A 203.0.113.1"));
        assertEquals("fail -all", verdict(spf("v=spf1 a/0 -all")));
        assertEquals("fail -all", verdict(spf("v=spf1 a/25 -all"), "example.com. A 192.0.2.129"));
        assertEquals("pass a:b.example/31", verdict(spf("v=spf1 a:b.example/31 -all"), "b.example. A 192.0.2.0"));
        assertEquals(
                "pass mx", verdict(spf("v=spf1 mx -all"), "example.com. MX 5 m.example.", "m.example. A 192.0.2.1"));
        // §5.4: without MX records there is no match
        assertEquals("fail -all", verdict(spf("v=spf1 mx -all"), "example.com. A 192.0.2.1"));
        assertEquals("fail -all", verdict(spf("v=spf1 mx/0 -all"), "example.com. MX 0 ."));
    }

    @Test
    @Spec({"RFC 7208 §5.5", "SPF-21"})
    void ptrMatchesValidatedNames() {
        String pointer = "1.2.0.192.in-addr.arpa. PTR ";
        String spf = spf("v=spf1 ptr -all");
        assertEquals("pass ptr", verdict(spf, pointer + "example.com.", "example.com. A 192.0.2.1"));
        assertEquals("pass ptr", verdict(spf, pointer + "a.b.EXAMPLE.com.", "a.b.example.com. A 192.0.2.1"));
        assertEquals("fail -all", verdict(spf, pointer + "a.example.com.", "a.example.com. A 192.0.2.2"));
        assertEquals("fail -all", verdict(spf, pointer + "notexample.com.", "notexample.com. A 192.0.2.1"));
        assertEquals("fail -all", verdict(spf, pointer + "com.", "com. A 192.0.2.1"));
        assertEquals("fail -all", verdict(spf, ";! SERVFAIL 1.2.0.192.in-addr.arpa PTR"));
        assertEquals(
                "pass ptr",
                verdict(
                        spf,
                        pointer + "a.example.com.",
                        pointer + "b.example.com.",
                        ";! SERVFAIL a.example.com A",
                        "b.example.com. A 192.0.2.1"));
        assertEquals(
                "pass ptr:other.example",
                verdict(spf("v=spf1 ptr:other.example"), pointer + "x.other.example.", "x.other.example. A 192.0.2.1"));
    }

    @Test
    @Spec({"RFC 7208 §6.1", "SPF-24", "SPF-17"})
    void redirectReplacesTheResult() {
        assertEquals(
                "fail -a:%{d}",
                verdict(
                        spf("v=spf1 ip4:192.0.2.9 redirect=r.example"),
                        "r.example. TXT \"v=spf1 -a:%{d}\"",
                        "r.example. A 192.0.2.1"));
        assertEquals("neutral default", verdict(spf("v=spf1 redirect=r.example"), "r.example. TXT \"v=spf1\""));
        assertEquals(
                "pass ip4:192.0.2.1",
                verdict(spf("v=spf1 redirect=f.example ip4:192.0.2.1"), ";! SERVFAIL f.example ANY"));
        assertEquals("permerror redirect=r.example: no SPF record", verdict(spf("v=spf1 redirect=r.example")));
        assertEquals("permerror redirect=a..example: not a domain name", verdict(spf("v=spf1 redirect=a..example")));
        assertEquals(
                "permerror redirect=r.example: 2 SPF records",
                verdict(spf("v=spf1 redirect=r.example"), "r.example. TXT \"v=spf1\"", "r.example. TXT \"v=spf1 \""));
    }

    @Test
    @Spec({"RFC 7208 §4.8", "SPF-29"})
    void whatIsNoNameMatchesNothing() {
        String label = "a".repeat(64);
        assertEquals("fail -all", verdict(spf("v=spf1 a:" + label + ".example mx:a..example -all")));
        assertEquals("fail -all", verdict(spf("v=spf1 exists:" + label + ".example ptr:a..example -all")));
        assertEquals("permerror include:a..example: not a domain name", verdict(spf("v=spf1 include:a..example -all")));
    }

    @Test
    @Spec({"RFC 8601 §2.7.2", "SPF-35"})
    void saysItForAuthenticationResults() {
        ZoneResolver zone =
                ZoneResolver.of(spf("v=spf1 ip4:192.0.2.1 -all"), "t.example. TXT \"v=spf1 redirect=%{l}.t.example\"");

        var pass = mailFrom(zone, "192.0.2.1", "h.example", "user@example.com").toResultInfo();
        assertEquals(
                "spf pass ip4:192.0.2.1 permits the client",
                pass.method() + " " + pass.result() + " " + pass.comment().orElseThrow());
        assertEquals(
                "[Property[ptype=smtp, name=mailfrom, value=example.com, comment=Optional.empty]]",
                pass.properties().toString());
        var helo = helo(zone, "example.com", "x@y.example").toResultInfo();
        assertEquals("helo", helo.properties().getFirst().name());
        assertEquals("[]", helo(zone, "x", "").toResultInfo().properties().toString());
        // the local-part is nowhere, not even in a problem
        var temporary =
                mailFrom(zone, "192.0.2.1", "h.example", "secret@t.example").toResultInfo();
        assertEquals("permerror", temporary.result());
        assertFalse(temporary.toString().contains("secret"), temporary.toString());
    }

    @Test
    void theTraceExplains() {
        SpfResult result = mailFrom(
                ZoneResolver.of(
                        spf("v=spf1 a:gone.example include:i.example -all exp=e.example"),
                        "i.example. TXT \"v=spf1 mx ~all\"",
                        "i.example. MX 10 m.example.",
                        "m.example. A 192.0.2.7",
                        "e.example. TXT \"no\""),
                "192.0.2.1",
                "h.example",
                "u@example.com");

        assertEquals("""
                TXT example.com -> "v=spf1 a:gone.example include:i.example -all exp=e.example"
                v=spf1 a:gone.example include:i.example -all exp=e.example -> fail, by -all
                  a:gone.example -> no match
                    A gone.example -> no such name, void lookup 1 of 2
                  include:i.example -> no match: softfail
                    TXT i.example -> "v=spf1 mx ~all"
                    v=spf1 mx ~all -> softfail, by ~all
                      mx -> no match
                        MX i.example -> 10 m.example
                        A m.example -> 192.0.2.7
                      ~all -> match: softfail
                  -all -> match: fail
                exp=e.example -> no
                  TXT e.example -> "no"
                """, SpfTesting.trace(result));
    }
}
