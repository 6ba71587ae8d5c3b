package org.vidimus.policy.spf;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.vidimus.policy.spf.SpfTesting.verdict;
import static org.vidimus.policy.spf.SpfTesting.words;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.vidimus.policy.Spec;
import org.vidimus.policy.base.Budgets;
import org.vidimus.policy.dns.Answer;
import org.vidimus.policy.dns.Lookups;
import org.vidimus.policy.dns.RecordType;
import org.vidimus.policy.dns.Resolver;
import org.vidimus.policy.dns.ZoneResolver;

class SpfLimitsTest {
    private static final String TOO_MANY = "more than 10 terms that ask the DNS";
    private static final String VOIDS = "more than 2 lookups that find nothing";

    private static String spf(String record) {
        return "example.com. TXT \"" + record + "\"";
    }

    private static String check(Budgets.Spf budget, Budgets.Dns dns, Resolver resolver) {
        SpfChecker checker = new SpfChecker(budget, SpfTesting.CLOCK, () -> 0);
        SpfQuery query = SpfTesting.query("192.0.2.1", "h.example", "user@example.com");
        return words(checker.mailFrom(query, new Lookups(resolver, dns, () -> 0)));
    }

    @ParameterizedTest
    @CsvSource({
        "'a a a a a a a a a a ip4:192.0.2.1', pass ip4:192.0.2.1",
        "'a a a a a a a a a a a ip4:192.0.2.1', permerror a: more than 10 terms that ask the DNS",
        "'a a mx mx ptr ptr exists:a.b exists:a.b a a all', pass all",
        "'a a mx mx ptr ptr exists:a.b exists:a.b a a ptr', permerror ptr: more than 10 terms that ask the DNS",
        "'a a a a a a a a a redirect=r.example', softfail ~all",
        "'a a a a a a a a a a redirect=r.example', permerror redirect=r.example: more than 10 terms that ask the DNS",
        "'a a a a a a include:i.example a', neutral default",
        "'a a a a a a a include:i.example a', permerror a: more than 10 terms that ask the DNS",
        "'a a a a a a a a include:i.example', permerror include:i.example: a:example.com: more than 10 terms that ask the DNS",
        "'a a a a a a include:r.example include:r.example include:r.example include:r.example', neutral default",
        "'ip4:192.0.2.9 ip6:::1 exp=a.b exp2=x a a a a a a a a a a -all', fail -all",
        "'include:p.example a a a a a a a a a', pass include:p.example",
        "'a a a a a a a a a exists:%{p}.e', neutral default", // the macro is no term
    })
    @Spec({"RFC 7208 §4.6.4", "SPF-10"})
    void tenTermsAskTheDns(String terms, String expected) {
        assertEquals(
                expected,
                verdict(
                                spf("v=spf1 " + terms),
                                "example.com. A 192.0.2.77",
                                "example.com. MX 1 example.com.",
                                "a.b. TXT \"%{x}\"",
                                "a.b. MX 1 a.b.",
                                "1.2.0.192.in-addr.arpa. PTR x.example.",
                                "i.example. TXT \"v=spf1 a:example.com a:example.com\"",
                                "r.example. TXT \"v=spf1 ~all\"",
                                "p.example. TXT \"v=spf1 all\"")
                        .replace("exists:a.b: ", ""));
    }

    @ParameterizedTest
    @CsvSource({
        "'a:x.e a:x.e ?all', neutral ?all",
        "'a:x.e a:x.e a:x.e ?all', permerror a:x.e",
        "'exists:x.e exists:y.e exists:z.e', permerror exists:z.e",
        "'exists:a.e exists:y.e exists:z.e', pass exists:a.e",
        "'mx:x.e mx:y.e mx:z.e', permerror mx:z.e",
        "'a:m.e a:m.e a:m.e', permerror a:m.e", // no A record, but an MX: NODATA is void as well
        "'mx:m2.e ?all', neutral ?all", // two hosts without an address
        "'mx:m2.e a:x.e ?all', permerror a:x.e",
        "'ptr ptr ptr', permerror ptr", // the client has no name
        "'a:x.e a:x.e exp=x.e -all', fail -all",
        "'a:x.e a:x.e exists:%{p}.e -all', permerror exists:%{p}.e",
        "'a:x.e include:i.e ?all', neutral ?all",
        "'a:x.e a:y.e include:i.e ?all', permerror include:i.e: a:x.e",
    })
    @Spec({"RFC 7208 §4.6.4", "RFC 7208 §11.1", "SPF-12"})
    void twoLookupsFindNothing(String terms, String expected) {
        String result = verdict(
                spf("v=spf1 " + terms),
                "a.e. A 192.0.2.77",
                "m.e. MX 1 a.e.",
                "m2.e. MX 1 x.e.",
                "m2.e. MX 2 y.e.",
                "i.e. TXT \"v=spf1 a:x.e\"");

        assertEquals(expected.startsWith("permerror") ? expected + ": " + VOIDS : expected, result);
    }

    @Test
    @Spec({"RFC 7208 §4.6.4", "SPF-12"})
    void voidLookupsDependOnTheFamily() {
        ZoneResolver zone = ZoneResolver.of(
                spf("v=spf1 mx ~all"),
                "example.com. MX 1 a.e.",
                "example.com. MX 1 b.e.",
                "example.com. MX 1 c.e.",
                "a.e. A 192.0.2.7",
                "b.e. A 192.0.2.8",
                "c.e. A 192.0.2.9");
        assertEquals("softfail ~all", words(SpfTesting.mailFrom(zone, "192.0.2.1", "h", "u@example.com")));
        assertEquals("permerror mx: " + VOIDS, words(SpfTesting.mailFrom(zone, "2001:db8::1", "h", "u@example.com")));
    }

    /// The owner of an address has as many bad names for it as he likes: that must not change the result.
    @Test
    @Spec({"RFC 7208 §4.6.4", "RFC 7208 §5.5", "SPF-12"})
    void namesOfTheClientAreNoVoidLookups() {
        List<String> zone = new ArrayList<>(List.of(spf("v=spf1 ptr exists:%{p}.e -all"), "unknown.f. A 192.0.2.1"));
        for (int i = 0; i < 30; i++) {
            zone.add("1.2.0.192.in-addr.arpa. PTR x" + i + ".example.com.");
        }
        assertEquals("fail -all", verdict(zone.toArray(String[]::new)));
    }

    @ParameterizedTest
    @CsvSource({"10, fail -all", "11, permerror mx: more than 10 MX records"})
    @Spec({"RFC 7208 §4.6.4", "RFC 7208 §5.4", "SPF-11"})
    void tenMxNames(int count, String expected) {
        List<String> zone = new ArrayList<>(List.of(spf("v=spf1 mx -all"), "m.example. A 192.0.2.2"));
        for (int i = 0; i < count; i++) {
            zone.add("example.com. MX " + i + " m.example.");
        }
        assertEquals(expected, verdict(zone.toArray(String[]::new)));
    }

    @Test
    @Spec({"RFC 7208 §4.6.4", "RFC 7208 §5.5", "SPF-11"})
    void tenPtrNames() {
        List<String> zone = new ArrayList<>(
                List.of(spf("v=spf1 ptr -all"), "a9.example.com. A 192.0.2.1", "b0.example.com. A 192.0.2.1"));
        for (int i = 0; i < 9; i++) {
            zone.add("1.2.0.192.in-addr.arpa. PTR a" + i + ".example.com.");
        }
        zone.add("1.2.0.192.in-addr.arpa. PTR b0.example.com.");
        assertEquals("pass ptr", verdict(zone.toArray(String[]::new)));
        zone.add("1.2.0.192.in-addr.arpa. PTR a88.example.com."); // and b0 is the eleventh
        assertEquals("fail -all", verdict(zone.toArray(String[]::new)));
    }

    @Test
    @Spec({"RFC 7208 §4.6.4", "SPF-13"})
    void timeRunsOut() {
        AtomicLong now = new AtomicLong();
        ZoneResolver zone = ZoneResolver.of(
                spf("v=spf1 a mx ptr ?all"),
                "example.com. A 192.0.2.9",
                "example.com. MX 1 example.com.",
                "1.2.0.192.in-addr.arpa. PTR example.com.");
        Budgets.Spf budget = new Budgets.Spf(10, 2, 10, 10, Duration.ofSeconds(20), 1_000);
        for (int seconds = 3; seconds <= 9; seconds++) {
            Duration each = Duration.ofSeconds(seconds);
            now.set(Long.MAX_VALUE - 5_000_000_000L); // nanosecond clocks may overflow
            Resolver slow = (question, timeout) -> {
                now.addAndGet(each.toNanos());
                return zone.lookup(question, timeout);
            };
            SpfResult result = new SpfChecker(budget, SpfTesting.CLOCK, now::get)
                    .mailFrom(SpfTesting.query("192.0.2.1", "h", "u@example.com"), SpfTesting.lookups(slow));
            // five lookups in all; the A record is asked for once
            String expected = seconds * 4 < 20 ? "neutral ?all" : "temperror";
            assertTrue(words(result).startsWith(expected), seconds + ": " + words(result));
        }
    }

    @Test
    @Spec({"RFC 7208 §4.6.4", "SPF-13", "DNS-6"})
    void theBudgetOfTheMessageIsNoEvidence() {
        Budgets.Dns two = new Budgets.Dns(2, Duration.ofSeconds(5), Duration.ofSeconds(25), 10, 500);
        for (String term : List.of("ptr", "a:x.e", "exists:%{p}.e", "mx:x.e")) {
            String result = check(
                    Budgets.Spf.DEFAULT,
                    two,
                    ZoneResolver.of(spf("v=spf1 a " + term + " -all"), "example.com. A 192.0.2.2"));
            assertTrue(result.startsWith("temperror " + term), result);
        }
    }

    @Test
    @Spec({"RFC 7208 §4.6.4", "SPF-39"})
    void loopsEndAtTheCounter() {
        assertTrue(verdict(spf("v=spf1 include:example.com -all")).endsWith(TOO_MANY));
        assertTrue(verdict(spf("v=spf1 redirect=example.com")).endsWith(TOO_MANY));
        assertTrue(verdict(spf("v=spf1 include:o.example"), "o.example. TXT \"v=spf1 redirect=example.com\"")
                .endsWith(TOO_MANY));
        assertTrue(verdict(spf("v=spf1 redirect=%{d2}"), "com. TXT \"v=spf1 -all\"")
                .endsWith(TOO_MANY));
    }

    @Test
    @Spec({"RFC 7208 §4.6.4", "SPF-39"})
    void depthEndsWhereTheCounterDoesNot() {
        Budgets.Spf many = new Budgets.Spf(1_000_000, 2, 10, 10, Duration.ofSeconds(20), 1_000);
        String loop = check(many, Budgets.Dns.DEFAULT, ZoneResolver.of(spf("v=spf1 include:example.com -all")));
        assertTrue(loop.startsWith("permerror ... ") || loop.startsWith("permerror include:"), loop);
        assertTrue(loop.endsWith("records nested more than 50 deep"), loop);
        assertTrue(loop.length() < 500, loop);
    }

    /// A tree of includes, two by two, and 200 records in a row: both end at ten terms.
    @Test
    @Spec({"RFC 7208 §4.6.4", "RFC 7208 §11.1", "SPF-10"})
    void hostileZonesAskLittle() {
        List<String> zone = new ArrayList<>();
        for (int i = 0; i < 200; i++) {
            zone.add("t" + i + ".e. TXT \"v=spf1 include:t" + (2 * i + 1) % 200 + ".e include:t" + (2 * i + 2) % 200
                    + ".e -all\"");
            zone.add("c" + i + ".e. TXT \"v=spf1 a mx ptr include:c" + (i + 1) + ".e\"");
            zone.add("c" + i + ".e. MX 1 c" + i + ".e.");
            zone.add("c" + i + ".e. A 192.0.2.200");
            zone.add("1.2.0.192.in-addr.arpa. PTR c" + i + ".e.");
        }
        ZoneResolver resolver = ZoneResolver.of(zone.toArray(String[]::new));
        for (String domain : List.of("t0.e", "c0.e")) {
            Lookups dns = SpfTesting.lookups(resolver);
            SpfResult result = new SpfChecker(Budgets.Spf.DEFAULT, SpfTesting.CLOCK, () -> 0)
                    .mailFrom(SpfTesting.query("192.0.2.1", "h", "u@" + domain), dns);
            assertTrue(words(result).endsWith(TOO_MANY), words(result));
            assertTrue(dns.log().size() <= 30, dns.log().toString());
        }
    }

    @Test
    @Spec({"RFC 7208 §5", "SPF-11"})
    void theOrderOfAnswersDoesNotMatter() {
        List<String> answers = new ArrayList<>(List.of(
                "example.com. MX 1 good.e.",
                "example.com. MX 1 slow.e.",
                "example.com. MX 2 first.e.",
                "good.e. A 192.0.2.9",
                "good.e. A 192.0.2.1",
                "first.e. A 192.0.2.1",
                ";! TIMEOUT slow.e A"));
        for (int i = 0; i < 30; i++) {
            answers.add("1.2.0.192.in-addr.arpa. PTR n" + i + ".example.com.");
            answers.add("n" + i + ".example.com. A 192.0.2." + (i % 3));
        }
        for (String term : List.of("mx", "ptr", "mx:q.e", "exists:%{p}.e")) {
            String first = null;
            for (int seed = 0; seed < 20; seed++) {
                Collections.shuffle(answers, new Random(seed));
                List<String> zone = new ArrayList<>(answers);
                zone.add(spf("v=spf1 " + term + " -all"));
                zone.add("n1.example.com.e. A 127.0.0.2");
                String result = verdict(zone.toArray(String[]::new));
                first = first == null ? result : first;
                assertEquals(first, result, term);
            }
        }
    }

    @Test
    @Spec({"RFC 7208 §4.6.4", "SPF-10"})
    void limitsCanBeSet() {
        Budgets.Spf tight = new Budgets.Spf(1, 0, 1, 1, Duration.ofSeconds(20), 30);
        String two = check(tight, Budgets.Dns.DEFAULT, ZoneResolver.of(spf("v=spf1 a a"), "example.com. A 192.0.2.2"));
        assertEquals("permerror a: more than 1 terms that ask the DNS", two);
        String empty = check(tight, Budgets.Dns.DEFAULT, ZoneResolver.of(spf("v=spf1 a")));
        assertEquals("permerror a: more than 0 lookups that find nothing", empty);
        String long1 = check(tight, Budgets.Dns.DEFAULT, ZoneResolver.of(spf("v=spf1 ip4:192.0.2.1 ip4:192.0.2.2")));
        assertEquals("permerror octet 31 of the record: a record longer than 30 octets", long1);
    }

    @Test
    @Spec("RFC 7208 §5.5")
    void faultsOfEveryKindAreTemporary() {
        for (Answer.Cause cause : Answer.Cause.values()) {
            Resolver broken = (_, _) -> new Answer.Unavailable(cause, cause.word());
            assertEquals(
                    "temperror TXT lookup: " + cause.word(), check(Budgets.Spf.DEFAULT, Budgets.Dns.DEFAULT, broken));
            Resolver later = (question, timeout) -> question.type() == RecordType.TXT
                    ? ZoneResolver.of(spf("v=spf1 a -all")).lookup(question, timeout)
                    : new Answer.Unavailable(cause, cause.word());
            assertEquals(
                    "temperror a: A lookup: " + cause.word(), check(Budgets.Spf.DEFAULT, Budgets.Dns.DEFAULT, later));
        }
    }
}
