package org.vidimus.policy.spf;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;

import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.vidimus.policy.Spec;
import org.vidimus.policy.base.Budgets;
import org.vidimus.policy.base.Bytes;
import org.vidimus.policy.base.Parsed;

class SpfRecordTest {
    private static final Budgets.Spf BUDGET = Budgets.Spf.DEFAULT;

    private static SpfRecord read(String text) {
        return switch (SpfRecord.parse(Bytes.utf8(text), BUDGET)) {
            case Parsed.Ok<SpfRecord>(SpfRecord record) -> record;
            case Parsed.Malformed<SpfRecord>(int offset, String why) -> fail(text + ", " + offset + ": " + why);
        };
    }

    private static void mistake(String text, int offset, String why) {
        Parsed.Malformed<?> malformed =
                assertInstanceOf(Parsed.Malformed.class, SpfRecord.parse(Bytes.utf8(text), BUDGET), text);
        assertEquals(offset, malformed.offset(), text + ": " + malformed.why());
        assertTrue(malformed.why().contains(why), text + ": " + malformed.why());
    }

    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '"',
            value = {
                "v=spf1, true",
                "V=SpF1, true",
                "\"v=spf1 \", true",
                "v=spf1 -all, true",
                "v=spf10, false",
                "v=spf1-all, false",
                "v=spf2.0/pra all, false",
                "\" v=spf1\", false",
                "v=spf, false",
                "\"\", false",
                "\"v=spf1\t-all\", false",
            })
    @Spec({"RFC 7208 §4.5", "SPF-5"})
    void knowsItsVersion(String text, boolean spf) {
        assertEquals(spf, SpfRecord.isSpf(Bytes.utf8(text)));
    }

    @Test
    @Spec({"RFC 7208 §4.6.1", "RFC 7208 §4.6.2", "SPF-7", "SPF-9"})
    void readsTermsBetweenSpaces() {
        SpfRecord record = read("v=spf1  +A   ~mx ?ptr -Exists:%{i}.x.example exp=a.b  Moo.x-1=%{d}/: iP4:192.0.2.1 ");

        assertEquals(
                "A+ Mx~ Ptr? Exists- Ip+",
                record.directives().stream()
                        .map(d -> d.mechanism().getClass().getSimpleName()
                                + d.qualifier().sign())
                        .collect(Collectors.joining(" ")));
        assertEquals(
                List.of("+A", "~mx", "?ptr", "-Exists:%{i}.x.example", "exp=a.b", "Moo.x-1=%{d}/:", "iP4:192.0.2.1"),
                record.terms().stream().map(SpfTerm::text).toList());
        assertEquals(
                List.of(8, 13, 17, 22, 45, 54, 69),
                record.terms().stream().map(SpfTerm::offset).toList());
    }

    @Test
    @Spec({"RFC 7208 §4.6", "SPF-6"})
    void findsEveryMistake() {
        String text = "v=spf1 all:x +all a:% moo -ip4:1.2.3 redirect=x.example";

        assertEquals(
                List.of(10, 20, 22, 31),
                SpfRecord.mistakes(Bytes.utf8(text), BUDGET).stream()
                        .map(SpfRecord.Mistake::offset)
                        .toList());
    }

    @Test
    @Spec({"RFC 7208 §4.6.1", "RFC 7208 §3.1", "SPF-7", "DNS-3"})
    void saysWhereTheMistakeIs() {
        mistake("v=spf1\t-all", 0, "v=spf1 and a space");
        mistake("v=spf1 a\t-all", 8, "visible ASCII or a space"); // a tab is no space
        mistake("v=spf1 a\r\n-all", 8, "visible ASCII or a space");
        mistake("v=spf1 a:\u00E9.example -all", 9, "visible ASCII or a space");
        mistake("v=spf1 -all\0", 11, "visible ASCII or a space");
        mistake("v=spf1 -", 8, "name of a mechanism or modifier");
        mistake("v=spf1 =x", 7, "name of a mechanism or modifier");
        mistake("v=spf1 1a=x", 7, "name of a mechanism or modifier");
        mistake("v=spf1 --all", 8, "name of a mechanism or modifier");
        mistake("v=spf1 -redirect=x.example", 7, "no qualifier");
    }

    @Test
    @Spec({"RFC 7208 §4.6.1", "RFC 7208 §6", "SPF-8"})
    void takesUnknownModifiersAndNoUnknownMechanisms() {
        assertEquals(3, read("v=spf1 x=1 x=1 default=-").terms().size());
        assertEquals(1, read("v=spf1 x=").terms().size());
        mistake("v=spf1 moo", 7, "not the name of a mechanism");
        mistake("v=spf1 redirect:x.example", 7, "not the name of a mechanism");
        mistake("v=spf1 all.", 7, "not the name of a mechanism");
        mistake("v=spf1 ipv4:1.2.3.4", 7, "not the name of a mechanism");
        mistake("v=spf1 x=%", 9, "at a percent sign");
        mistake("v=spf1 x=%{c}", 11, "only explanations");
        mistake("v=spf1 redirect=a.b -all redirect=a.b", 25, "redirect stands there twice");
        mistake("v=spf1 exp=a.b ExP=c.d", 15, "exp stands there twice");
        mistake("v=spf1 redirect=", 16, "expected a domain");
        mistake("v=spf1 exp=", 11, "expected a domain");
        mistake("v=spf1 exp=-all", 11, "two labels");
    }

    @Test
    @Spec({"RFC 7208 §5.1", "RFC 7208 §5.2", "RFC 7208 §5.5", "RFC 7208 §5.7", "SPF-17"})
    void takesArgumentsOnlyWhereTheyBelong() {
        mistake("v=spf1 all:x.example", 10, "nothing may follow all");
        mistake("v=spf1 -all/8", 11, "nothing may follow all");
        mistake("v=spf1 include", 14, "a colon and a domain");
        mistake("v=spf1 include:", 15, "expected a domain");
        mistake("v=spf1 include:a.example/24", 24, "letters, digits and hyphens");
        mistake("v=spf1 exists", 13, "a colon and a domain");
        mistake("v=spf1 exists/8", 13, "a colon and a domain");
        mistake("v=spf1 exists:a.example/24", 23, "letters, digits and hyphens");
        mistake("v=spf1 ptr/0", 10, "a colon or the end");
        mistake("v=spf1 a/", 8, "a colon or the end");
        mistake("v=spf1 a//", 8, "a colon or the end");
        mistake("v=spf1 a:", 9, "expected a domain");
        mistake("v=spf1 a:/24", 9, "expected a domain");
    }

    @ParameterizedTest
    @CsvSource({
        "a, 32, 128",
        "a/0, 0, 128",
        "a//0, 32, 0",
        "a/24//64, 24, 64",
        "mx/32//128, 32, 128",
        "a:b.example/24, 24, 128",
        "a:b.example//64, 32, 64",
        "mx:%{d}/8//9, 8, 9",
        "a:%{d/}/8, 8, 128",
        "a:x/y.example/7, 7, 128",
    })
    @Spec({"RFC 7208 §5.3", "RFC 7208 §5.4", "SPF-19"})
    void readsPrefixes(String term, int prefix4, int prefix6) {
        switch (read("v=spf1 " + term).directives().getFirst().mechanism()) {
            case SpfMechanism.A(var _, int four, int six) -> assertEquals(prefix4 + " " + prefix6, four + " " + six);
            case SpfMechanism.Mx(var _, int four, int six) -> assertEquals(prefix4 + " " + prefix6, four + " " + six);
            case SpfMechanism other -> fail(other.toString());
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "a/33", "a//129", "a/024", "a//064", "a/00", "a/1234", "mx:b.example/99999999999999999999", "a/24/64",
                "a/24//64//64", "a/8/", "a///8", "a/-1", "a/+1", "a:b.example/24/24", "a:b.example/x", "mx/ 8",
            })
    @Spec({"RFC 7208 §5.3", "RFC 7208 §5.6", "SPF-19"})
    void refusesOtherPrefixes(String term) {
        assertFalse(SpfRecord.mistakes(Bytes.utf8("v=spf1 " + term), BUDGET).isEmpty());
    }

    @ParameterizedTest
    @CsvSource({
        "ip4:192.0.2.1, C0000201, 32",
        "ip4:0.0.0.0/0, 00000000, 0",
        "ip4:255.255.255.255/31, FFFFFFFF, 31",
        "ip6:::, 00000000000000000000000000000000, 128",
        "ip6:::1/8, 00000000000000000000000000000001, 8",
        "ip6:2001:DB8::, 20010DB8000000000000000000000000, 128",
        "ip6:1:2:3:4:5:6:7:8/127, 00010002000300040005000600070008, 127",
        "ip6:::2:3:4:5:6:7:8, 00000002000300040005000600070008, 128",
        "ip6:1:2:3:4:5:6:7::, 00010002000300040005000600070000, 128",
        "ip6:1::8, 00010000000000000000000000000008, 128",
        "ip6:::ffff:192.0.2.1/96, 00000000000000000000FFFFC0000201, 96",
        "ip6:1:2:3:4:5:6:192.0.2.1, 000100020003000400050006C0000201, 128",
        "ip6:1::192.0.2.1, 000100000000000000000000C0000201, 128",
    })
    @Spec({"RFC 7208 §5.6", "RFC 4291 §2.2", "SPF-22"})
    void readsNetworks(String term, String hex, int prefix) {
        assertEquals(
                new SpfMechanism.Ip(new Network(Bytes.of(HexFormat.of().parseHex(hex)), prefix)),
                read("v=spf1 " + term).directives().getFirst().mechanism());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "ip4",
                "ip4:",
                "ip4:1.2.3",
                "ip4:1.2.3.",
                "ip4:1.2.3.4.5",
                "ip4:1.2.3.256",
                "ip4:1.2.3.04",
                "ip4:01.2.3.4",
                "ip4:1.2.3.4/33",
                "ip4:1.2.3.4/032",
                "ip4:1.2.3.4//32",
                "ip4:1.2.3.4:8080",
                "ip4:1.2.3.4/",
                "ip4:1.2.3.0x4",
                "ip4:1..3.4",
                "ip4:::1",
                "ip4:1.2.3.4/2x",
                "ip4/8",
                "ip4:%{i}",
                "ip4:1.2.3.4/8/8",
                "ip6",
                "ip6:",
                "ip6::",
                "ip6::::",
                "ip6:1:2:3:4:5:6:7",
                "ip6:1:2:3:4:5:6:7:8:9",
                "ip6:1:2:3:4:5:6:7:8::",
                "ip6:::1::",
                "ip6::1:2:3:4:5:6:7:8",
                "ip6:1:2:3:4:5:6:7:",
                "ip6:12345::",
                "ip6:g::",
                "ip6:1:::2",
                "ip6:::1.2.3",
                "ip6:1.2.3.4",
                "ip6:1:2:3:4:5:6:7:1.2.3.4",
                "ip6:::1.2.3.4:5",
                "ip6:::1/129",
                "ip6:::1/064",
                "ip6:::1//64",
                "ip6:::1/",
                "ip6:fe80::1%eth0",
                "ip6:[::1]",
            })
    @Spec({"RFC 7208 §5.6", "SPF-22"})
    void refusesOtherNetworks(String term) {
        assertEquals(1, SpfRecord.mistakes(Bytes.utf8("v=spf1 " + term), BUDGET).size());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "a.b",
                "a.b.",
                "%{d}",
                "%{d}.b",
                "a.%{d}",
                "a%%",
                "a.b%-",
                "a%_",
                "%{d}.xn--p1ai",
                "a.b-c",
                "a.b--c",
                "a.1b",
                "a.b1",
                "a..b",
                ".b",
                "a:b/c.d",
                "%{ir}.%{v}._spf.%{d2}",
                "!\"#$&'()*.b",
                "a.B",
            })
    @Spec({"RFC 7208 §7.1", "SPF-26"})
    void takesDomains(String domain) {
        read("v=spf1 exists:" + domain);
        read("v=spf1 redirect=" + domain);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "a", "a.", "a.1", "a.123.", "a.-b", "a.b-", "a.-", "a.b_c", "%{d}a", "%{d}a.", "a.b..", ".", "..",
                "a.b:80", "a.b/", "%", "a.%", "%{", "%{d", "%{}", "%{x}", "%{d0}", "%{d00r}", "%{dr2}", "%{d.x}",
                "%{c}", "%{R}", "%{t}.b", "%a", "%(d)", "%{d}}", "%{ d}", "%{d }", "%{dd}", "%{d2", "%{d%}",
            })
    @Spec({"RFC 7208 §7.1", "RFC 7208 §7.3", "SPF-26", "SPF-27", "SPF-28"})
    void refusesOtherDomains(String domain) {
        assertFalse(SpfRecord.mistakes(Bytes.utf8("v=spf1 exists:" + domain), BUDGET)
                .isEmpty());
        assertFalse(SpfRecord.mistakes(Bytes.utf8("v=spf1 redirect=" + domain), BUDGET)
                .isEmpty());
    }

    @Test
    @Spec({"RFC 7208 §7.3", "SPF-28"})
    void readsTransformers() {
        SpfMechanism.Exists exists = assertInstanceOf(
                SpfMechanism.Exists.class,
                read("v=spf1 exists:x%{d99999999999999999999}%{L007R.-+,/_=-.}%%%_%-")
                        .directives()
                        .getFirst()
                        .mechanism());
        assertEquals(
                List.of(
                        new MacroString.Part.Literal("x"),
                        new MacroString.Part.Expand(MacroLetter.DOMAIN, 1_000_000, false, ".", false),
                        new MacroString.Part.Expand(MacroLetter.LOCAL_PART, 7, true, ".-+,/_=", true),
                        new MacroString.Part.Literal("% %20")),
                exists.domain().parts());
    }

    @Test
    void refusesALongRecordWithoutReadingIt() {
        String text = "v=spf1" + " ip4:192.0.2.1".repeat(1_200);
        Budgets.Spf short1 = new Budgets.Spf(10, 2, 10, 10, Duration.ofSeconds(1), 100);

        assertEquals(
                new Parsed.Malformed<>(100, "a record longer than 100 octets"),
                SpfRecord.parse(Bytes.utf8(text), short1));
        mistake(text, 16 << 10, "longer");
    }
}
