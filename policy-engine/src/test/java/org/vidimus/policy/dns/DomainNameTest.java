package org.vidimus.policy.dns;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.vidimus.policy.Spec;
import org.vidimus.policy.base.Bytes;
import org.vidimus.policy.base.Parsed;

class DomainNameTest {
    private static final String LABEL_63 = "a".repeat(63);

    private static Optional<String> parse(String text) {
        return DomainName.parse(text) instanceof Parsed.Ok<DomainName>(DomainName name)
                ? Optional.of(name.toString())
                : Optional.empty();
    }

    @ParameterizedTest
    @Spec({"RFC 4343", "RFC 5891", "DNS-8"})
    @CsvSource({
        "example.com,            example.com",
        "EXAMPLE.Com.,           example.com",
        "com,                    com",
        "_dmarc.example.com,     _dmarc.example.com",
        "-a-.b--c,               -a-.b--c",
        "127.0.0.1,              127.0.0.1", // a name like any other
        "faß.de,                 xn--fa-hia.de", // IDNA2003 makes fass.de of it, which is somebody else
        "FASS.de,                fass.de",
        "XN--FA-HIA.de,          xn--fa-hia.de",
        "BÜCHER.example,         xn--bcher-kva.example",
        "bu\u0308cher.example,   xn--bcher-kva.example", // the same in two characters
        "βόλος.com,              xn--nxasmm1c.com",
        "_dmarc.bücher.example,  _dmarc.xn--bcher-kva.example",
        "例え。テスト,             xn--r8jz45g.xn--zckzah", // ideographic full stop
        "ｅｘａｍｐｌｅ.com,        example.com", // fullwidth letters
        "İ.example,              xn--i-9bb.example", // U+0130: i with a dot above
        "a\u00ADb.example,       ab.example", // a soft hyphen is nothing
    })
    void oneNameHasOneForm(String text, String form) {
        assertEquals(Optional.of(form), parse(text));
        assertEquals(Optional.of(form), parse(form), "and that form is a name itself");
        assertEquals(DomainName.of(form), DomainName.of(text));
        assertEquals(DomainName.of(form).hashCode(), DomainName.of(text).hashCode());
    }

    @Test
    @Spec("RFC 4343")
    void theLocaleOfTheMachineDoesNotMatter() {
        Locale before = Locale.getDefault();
        Locale.setDefault(Locale.of("tr"));
        try {
            assertEquals(Optional.of("title.info"), parse("TITLE.INFO"));
            assertEquals(Optional.of("xn--bchi-0ra.info"), parse("BÜCHI.INFO"));
            assertEquals(
                    "title", DomainName.ofLabels(List.of("TITLE")).orElseThrow().toString());
        } finally {
            Locale.setDefault(before);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "'',                0, empty label",
        ".,                 0, empty label",
        "..,                0, empty label",
        "a..b,              2, empty label",
        ".a,                0, empty label",
        "a..,               2, empty label",
        "a b,               1, not a character of a domain name",
        "a\u0000b,          1, not a character of a domain name",
        "'a\r\nb',          1, not a character of a domain name",
        "*.example,         0, not a character of a domain name",
        "user@example,      4, not a character of a domain name",
        "[127.0.0.1],       0, not a character of a domain name",
        "a;b,               1, not a character of a domain name",
        "℀.example,         0, not a character of a domain name", // becomes a/c
        "ü..b,              0, not an internationalised domain name",
        "xn--zz.ü,          0, not an internationalised domain name", // no punycode
        "ü\uFFFDx,          0, not UTF-8",
        "\u0627x.example,   0, not an internationalised domain name", // right-to-left and left-to-right
        "ü.-,               0, not an internationalised domain name",
    })
    void whatIsNoNameIsSaidWhere(String text, int offset, String why) {
        assertEquals(new Parsed.Malformed<>(offset, why), DomainName.parse(text));
    }

    @Test
    void octetsThatAreNotUtf8AreNoName() {
        assertEquals(new Parsed.Malformed<>(0, "not UTF-8"), DomainName.parse(Bytes.of((byte) 'a', (byte) 0xC3, (byte)
                '.')));
    }

    @Test
    @Spec({"RFC 1035 §2.3.4", "DNS-5"})
    void namesAndLabelsHaveALength() {
        String longest = String.join(".", LABEL_63, LABEL_63, LABEL_63, "b".repeat(61));
        assertEquals(253, longest.length());
        assertEquals(Optional.of(longest), parse(longest));
        assertEquals(Optional.of(longest), parse(longest + "."));
        assertEquals(new Parsed.Malformed<>(253, "longer than 253"), DomainName.parse(longest + "b"));
        assertEquals(new Parsed.Malformed<>(63, "label longer than 63"), DomainName.parse(LABEL_63 + "a.b"));
        assertEquals(new Parsed.Malformed<>(66, "label longer than 63"), DomainName.parse("ab." + LABEL_63 + "c"));
        assertEquals(new Parsed.Malformed<>(1024, "domain name too long"), DomainName.parse("a.".repeat(513)));
        String u = "ü".repeat(58); // xn--tda and as many a: 4 + 58 + ... more than 63
        assertInstanceOf(Parsed.Malformed.class, DomainName.parse(u + u));
        assertInstanceOf(Parsed.Ok.class, DomainName.parse("ü".repeat(20)));
    }

    @Test
    void mostLabelsThatANameCanHave() {
        String deep = IntStream.range(0, 127).mapToObj(_ -> "a").collect(Collectors.joining("."));
        DomainName name = DomainName.of(deep);
        assertEquals(127, name.labelCount());
        assertEquals(127, name.labels().size());
        assertEquals(deep, Records.name(Records.name(name)).orElseThrow().toString());
    }

    @Test
    @Spec("DNS-5")
    void labelsMayBeWhatMacrosMakeOfThem() {
        assertEquals(
                "a b.=c\\\".example",
                DomainName.ofLabels(List.of("A b", "=c\\\"", "example"))
                        .orElseThrow()
                        .toString());
        assertEquals(Optional.empty(), DomainName.ofLabels(List.of()));
        assertEquals(Optional.empty(), DomainName.ofLabels(List.of("a", "")));
        assertEquals(Optional.empty(), DomainName.ofLabels(List.of("a.b")));
        assertEquals(Optional.empty(), DomainName.ofLabels(List.of("a\tb")));
        assertEquals(Optional.empty(), DomainName.ofLabels(List.of("ü")));
        assertEquals(Optional.empty(), DomainName.ofLabels(List.of(LABEL_63 + "a")));
        assertEquals(Optional.empty(), DomainName.ofLabels(List.of(LABEL_63, LABEL_63, LABEL_63, LABEL_63)));
    }

    @Test
    void labelsGoOverTheWireAsTheyAre() {
        for (String label : List.of("a\\b", "\"", "@", "$", "(;)", "*", "\\046", "0", "-", "a=b")) {
            DomainName name = DomainName.ofLabels(List.of(label, "example")).orElseThrow();
            assertEquals(Optional.of(name), Records.name(Records.name(name)), label);
            assertEquals(3, Records.name(name).labels(), label);
        }
    }

    @Test
    void namesKnowWhatIsAboveThem() {
        DomainName name = DomainName.of("a.b.example.com");
        assertEquals(4, name.labelCount());
        assertEquals(List.of("a", "b", "example", "com"), name.labels());
        assertEquals(Optional.of(DomainName.of("b.example.com")), name.parent());
        assertEquals(Optional.empty(), DomainName.of("com").parent());
        assertEquals(DomainName.of("com"), name.rightmost(1));
        assertEquals(DomainName.of("example.com"), name.rightmost(2));
        assertEquals(name, name.rightmost(4));
        assertEquals(name, name.rightmost(9));
        assertEquals(Optional.of(DomainName.of("_dmarc.a.b.example.com")), name.under("_dmarc"));
        assertTrue(name.isWithin(name));
        assertTrue(name.isWithin(DomainName.of("example.com")));
        assertFalse(name.isWithin(DomainName.of("ample.com")));
        assertFalse(DomainName.of("example.com").isWithin(name));
    }

    @Test
    @Spec("DNS-5")
    void aNameThatWouldBeTooLongIsNone() {
        DomainName longest = DomainName.of(String.join(".", LABEL_63, LABEL_63, LABEL_63, "b".repeat(54)));
        assertEquals(253, longest.under("_dmarc").orElseThrow().toString().length());
        assertEquals(Optional.empty(), longest.under("_dmarc1"));
    }

    @ParameterizedTest
    @CsvSource({
        "xn--fa-hia.de,      faß.de",
        "xn--bcher-kva.a.b,  bücher.a.b",
        "example.com,        example.com",
        "xn--zz.de,          xn--zz.de", // makes no sense, so it stays
        "xn--,               xn--",
    })
    void peopleReadULabels(String name, String unicode) {
        assertEquals(unicode, DomainName.of(name).toUnicode());
    }

    @Test
    void namesThatDifferDiffer() {
        assertNotEquals(DomainName.of("a.example"), DomainName.of("b.example"));
        assertTrue(DomainName.of("a.example").compareTo(DomainName.of("b.example")) < 0);
        assertThrows(IllegalArgumentException.class, () -> DomainName.of("a b"));
    }
}
