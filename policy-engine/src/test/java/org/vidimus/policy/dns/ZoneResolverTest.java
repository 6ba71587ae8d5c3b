package org.vidimus.policy.dns;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.vidimus.policy.Spec;
import org.vidimus.policy.base.Bytes;
import org.vidimus.policy.base.Parsed;

class ZoneResolverTest {
    private static final Answer NONE = new Answer.NoRecords();
    private static final Answer NO_NAME = new Answer.NoSuchName();

    private static Answer ask(ZoneResolver zone, RecordType type, String name) {
        return zone.lookup(new Question(DomainName.of(name), type), Duration.ofSeconds(1));
    }

    private static Answer txt(ZoneResolver zone, String name) {
        return ask(zone, RecordType.TXT, name);
    }

    private static Answer text(String... values) {
        return found(Arrays.stream(values)
                .map(value -> new Data.Text(Bytes.utf8(value)))
                .toArray(Data[]::new));
    }

    private static Answer found(Data... data) {
        return new Answer.Found(List.of(data), false);
    }

    @Test
    @Spec({"RFC 1035 §5", "RFC 7505 §3", "DNS-2"})
    void readsEveryTypeThatIsAskedFor() {
        ZoneResolver zone = ZoneResolver.of(
                "; a comment",
                "$ORIGIN example.com.",
                "$TTL 1h",
                "@ IN SOA ns root 1 2 3 4 5",
                "  NS ns",
                "  MX 20 B",
                "  300 IN MX 10 a.example.org.",
                "  TXT ( \"v=spf1 \"",
                "        \"-all\" ) ; over two lines",
                "  TXT two",
                "a A 192.0.2.1",
                "a A 192.0.2.2",
                "a AAAA 2001:db8::1",
                "null MX 0 .",
                "\\*.odd TXT \"\\\"\\255\"",
                "1.2.0.192.in-addr.arpa. PTR A.Example.Org.");
        assertEquals(text("v=spf1 -all", "two"), txt(zone, "EXAMPLE.COM"));
        assertEquals(
                found(
                        new Data.Exchange(20, Optional.of(DomainName.of("b.example.com"))),
                        new Data.Exchange(10, Optional.of(DomainName.of("a.example.org")))),
                ask(zone, RecordType.MX, "example.com"));
        assertEquals(
                found(
                        new Data.Address(InetAddress.ofLiteral("192.0.2.1")),
                        new Data.Address(InetAddress.ofLiteral("192.0.2.2"))),
                ask(zone, RecordType.A, "a.example.com"));
        assertEquals(
                found(new Data.Address(InetAddress.ofLiteral("2001:db8::1"))),
                ask(zone, RecordType.AAAA, "a.example.com"));
        assertEquals(found(new Data.Exchange(0, Optional.empty())), ask(zone, RecordType.MX, "null.example.com"));
        assertEquals(
                found(new Data.Pointer(DomainName.of("a.example.org"))),
                ask(zone, RecordType.PTR, "1.2.0.192.in-addr.arpa"));
    }

    @Test
    void anAddressHasNoHostName() {
        ZoneResolver zone = ZoneResolver.of("a.example. A 192.0.2.1");
        Answer.Found found = (Answer.Found) ask(zone, RecordType.A, "a.example");
        assertEquals(
                "/192.0.2.1",
                ((Data.Address) found.records().getFirst()).address().toString());
    }

    @Test
    void anAddressThatHoldsAnotherStaysWhatItIs() {
        ZoneResolver zone = ZoneResolver.of("a.example. AAAA ::ffff:192.0.2.1");
        Answer.Found found = (Answer.Found) ask(zone, RecordType.AAAA, "a.example");
        assertInstanceOf(Inet6Address.class, ((Data.Address) found.records().getFirst()).address());
    }

    @Test
    @Spec({"RFC 8020 §2", "DNS-1", "DNS-10"})
    void tellsNoRecordsFromNoName() {
        ZoneResolver zone = ZoneResolver.of(
                "a.b.example. TXT x", "service.example. SRV 0 0 1 a.b.example.", "odd.example. TYPE65400 \\# 1 00");
        assertEquals(NONE, ask(zone, RecordType.A, "a.b.example"));
        assertEquals(NONE, txt(zone, "b.example"), "an empty non-terminal");
        assertEquals(NONE, txt(zone, "example"), "an empty non-terminal");
        assertEquals(NO_NAME, txt(zone, "c.example"));
        assertEquals(NO_NAME, txt(zone, "x.a.b.example"));
        assertEquals(NO_NAME, txt(zone, "com"));
        assertEquals(NONE, txt(zone, "service.example"), "a type that nobody asks for makes the name exist");
        assertEquals(NONE, txt(zone, "odd.example"), "as does one that nobody knows");
    }

    @Test
    void anEmptyZoneKnowsNoName() {
        assertEquals(NO_NAME, txt(ZoneResolver.of(), "example"));
        assertEquals(NO_NAME, txt(ZoneResolver.builder().build(), "example"));
    }

    @Test
    @Spec("RFC 4592 §2.2.1")
    void wildcardsStandForWhatDoesNotExist() { // the example of the RFC
        ZoneResolver zone = ZoneResolver.of(
                "$ORIGIN example.",
                "* MX 10 host1",
                "* TXT \"this is a wildcard\"",
                "sub.* TXT \"this is not a wildcard\"",
                "host1 A 192.0.2.1",
                "_ssh._tcp.host1 SRV 0 0 22 host1",
                "_ssh._tcp.host2 SRV 0 0 22 host2",
                "subdel NS ns");
        assertInstanceOf(Answer.Found.class, ask(zone, RecordType.MX, "host3.example"));
        assertEquals(NONE, ask(zone, RecordType.A, "host3.example"));
        assertEquals(text("this is a wildcard"), txt(zone, "foo.bar.example"));
        assertEquals(NONE, ask(zone, RecordType.MX, "host1.example"), "it exists");
        assertEquals(NONE, ask(zone, RecordType.MX, "host2.example"), "it exists: something is below it");
        assertEquals(NO_NAME, ask(zone, RecordType.MX, "_telnet._tcp.host1.example"));
        DomainName star = DomainName.ofLabels(List.of("*", "example")).orElseThrow();
        assertInstanceOf(Answer.Found.class, zone.lookup(new Question(star, RecordType.MX), Duration.ofSeconds(1)));
        DomainName below = DomainName.ofLabels(List.of("ghost", "*", "example")).orElseThrow();
        assertEquals(NO_NAME, zone.lookup(new Question(below, RecordType.MX), Duration.ofSeconds(1)));
    }

    @Test
    @Spec({"RFC 1035 §3.3.1", "DNS-4"})
    void aliasesAreFollowed() {
        ZoneResolver zone = ZoneResolver.of(
                "a.example. CNAME b.example.",
                "b.example. CNAME c.other.",
                "c.other. TXT x",
                "*.wild.example. CNAME a.example.",
                "gone.example. CNAME none.other.",
                "loop.example. CNAME pool.example.",
                "pool.example. CNAME loop.example.",
                "self.example. CNAME self.example.");
        assertEquals(text("x"), txt(zone, "a.example"));
        assertEquals(text("x"), txt(zone, "y.z.wild.example"));
        assertEquals(NONE, ask(zone, RecordType.MX, "a.example"));
        assertEquals(NO_NAME, txt(zone, "gone.example"), "what the name stands for does not exist");
        Answer endless = new Answer.Unavailable(Answer.Cause.MALFORMED, "too many aliases");
        assertEquals(endless, txt(zone, "loop.example"));
        assertEquals(endless, txt(zone, "self.example"));
    }

    @Test
    @Spec("DNS-4")
    void tenAliasesAreFollowedAndNoMore() {
        for (int aliases : new int[] {10, 11}) {
            ZoneResolver.Builder zone = ZoneResolver.builder();
            for (int i = 0; i < aliases; i++) {
                zone.alias(DomainName.of("n" + i), DomainName.of("n" + (i + 1)));
            }
            zone.add(DomainName.of("n" + aliases), RecordType.TXT, new Data.Text(Bytes.utf8("x")));
            Answer endless = new Answer.Unavailable(Answer.Cause.MALFORMED, "too many aliases");
            assertEquals(aliases == 10 ? text("x") : endless, txt(zone.build(), "n0"));
        }
    }

    @Test
    @Spec("DNS-1")
    void questionsFailWhereTheFileSaysSo() {
        ZoneResolver zone = ZoneResolver.of(
                ";! SERVFAIL a.example TXT",
                ";!timeout B.Example.  any",
                ";! SERVFAIL a.example SRV", // which nobody asks for
                ";! SERVFAIL a,b.example TXT",
                "; ! TIMEOUT c.example TXT is a comment",
                "a.example. A 192.0.2.1",
                "alias.example. CNAME b.example.");
        assertEquals(
                new Answer.Unavailable(Answer.Cause.SERVER_FAILURE, "servfail, as the zone file asks"),
                txt(zone, "a.example"));
        assertInstanceOf(Answer.Found.class, ask(zone, RecordType.A, "a.example"));
        Answer timeout = new Answer.Unavailable(Answer.Cause.TIMEOUT, "timeout, as the zone file asks");
        for (RecordType type : RecordType.values()) {
            assertEquals(timeout, ask(zone, type, "b.example"));
            assertEquals(timeout, ask(zone, type, "alias.example"));
        }
        assertEquals(NO_NAME, txt(zone, "c.example"));
    }

    @ParameterizedTest
    @CsvSource({
        "';! SERVFAIL a.example',        'expected ;! SERVFAIL NAME TYPE or ;! TIMEOUT NAME TYPE'",
        "';!',                           'expected ;! SERVFAIL NAME TYPE or ;! TIMEOUT NAME TYPE'",
        "';! SERVFAIL a b TXT',          'expected ;! SERVFAIL NAME TYPE or ;! TIMEOUT NAME TYPE'",
        "';! REFUSED a.example TXT',     'neither SERVFAIL nor TIMEOUT'",
        "';! SERVFAIL a.example NONSENSE', 'no such record type'",
        "';! SERVFAIL a..example TXT',   'not a domain name'",
    })
    void faultsThatAreWrongAreSaidWhere(String line, String why) {
        assertEquals(new Parsed.Malformed<>(19, why), ZoneResolver.parse(Bytes.utf8("a.example. TXT one\n" + line)));
    }

    @ParameterizedTest
    @CsvSource({
        "'b.example. A 300.0.0.1'",
        "'b.example. NONSENSE x'",
        "'b.example. TXT \"never ends'",
        "'b.example. MX x b.example.'",
        "'b..example. A 192.0.2.1'",
        "'$INCLUDE /etc/hosts'",
        "'$GENERATE 1-1000000 a$.example. A 192.0.2.1'",
        "'$NONSENSE'",
        "')'",
    })
    void recordsThatAreWrongAreSaidWhere(String line) {
        Parsed<ZoneResolver> parsed = ZoneResolver.parse(Bytes.utf8("a.example. TXT one\n" + line + "\n"));
        Parsed.Malformed<?> malformed = assertInstanceOf(Parsed.Malformed.class, parsed, line);
        assertTrue(malformed.offset() == 19 || malformed.offset() == 20 + line.length(), malformed.toString());
        assertTrue(malformed.why().length() > 5, malformed.toString());
        assertThrows(IllegalArgumentException.class, () -> ZoneResolver.of(line));
    }

    @Test
    void namesThatNoMailCanHaveAreLeftOut() {
        ZoneResolver zone = ZoneResolver.of("a\\.b.example. TXT x", "\\200.example. TXT x", ". TXT x");
        assertEquals(NO_NAME, txt(zone, "a.b.example"));
    }
}
