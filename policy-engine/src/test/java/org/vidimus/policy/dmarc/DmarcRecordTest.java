package org.vidimus.policy.dmarc;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.vidimus.policy.Spec;
import org.vidimus.policy.base.Bytes;
import org.vidimus.policy.base.Parsed;

class DmarcRecordTest {
    private static DmarcRecord read(String text) {
        return switch (DmarcRecord.parse(Bytes.utf8(text))) {
            case Parsed.Ok<DmarcRecord>(DmarcRecord record) -> record;
            case Parsed.Malformed<DmarcRecord>(int offset, String why) ->
                throw new AssertionError(text + ": " + offset + " " + why);
        };
    }

    private static String problems(String text) {
        return read(text).problems().stream()
                .map(problem -> problem.offset() + " " + problem.what())
                .collect(Collectors.joining("; "));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "v=DMARC1",
                "v=DMARC1;",
                "v=DMARC1 ; ",
                "v = DMARC1; p=none",
                "v\t=\tDMARC1\t;p=none",
                "V=DMARC1; p=none"
            })
    @Spec({"RFC 9989 §4.7", "RFC 9989 §4.8", "DM-3"})
    void takesWhatBeginsWithTheVersion(String text) {
        assertEquals(Bytes.utf8(text), read(text).text());
        assertEquals(List.of(), read(text).problems());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            ignoreLeadingAndTrailingWhitespace = false,
            value = {
                "''|0",
                " v=DMARC1|0",
                "v=dmarc1|2",
                "v=DMARC1x|2",
                "v=DMARC 1|2",
                "v=DMARC2; p=none|2",
                "v=;DMARC1|2",
                "p=none; v=DMARC1|0",
                "v DMARC1|0",
                "vv=DMARC1|0",
                "v=spf1 -all|2",
                ";v=DMARC1|0",
                "v=DMARC1, p=none|2",
            })
    @Spec({"RFC 9989 §4.7", "RFC 9989 §4.8", "DM-3"})
    void leavesOthersAlone(String text, int offset) {
        Parsed<DmarcRecord> parsed = DmarcRecord.parse(Bytes.utf8(text));
        assertEquals(offset, assertInstanceOf(Parsed.Malformed.class, parsed).offset());
    }

    @Test
    @Spec({"RFC 9989 §4.7", "DM-4"})
    void readsEveryTag() {
        DmarcRecord record = read("v=DMARC1; p=quarantine; sp=reject; np=none; adkim=s; aspf=s; psd=n; t=y; fo=1:d:s;"
                + " rua=mailto:a@example.com, https://example.com/r?x=1; ruf=mailto:f%2Cg@example.com!10m");
        assertEquals(
                "QUARANTINE REJECT NONE",
                record.policy().orElseThrow() + " " + record.subdomainPolicy().orElseThrow() + " "
                        + record.nonexistentPolicy().orElseThrow());
        assertTrue(record.strictDkim() && record.strictSpf() && record.testing());
        assertEquals(false, record.publicSuffix().orElseThrow());
        assertEquals(List.of("mailto:a@example.com", "https://example.com/r?x=1"), record.aggregateReports());
        assertEquals(List.of("mailto:f,g@example.com"), record.failureReports());
        assertEquals(List.of("1", "d", "s"), record.failureOptions());
        assertEquals(List.of(), record.problems());
    }

    @Test
    @Spec({"RFC 9989 §4.8", "DM-4"})
    void theCaseOfWordsDoesNotCountAndThatOfNamesDoes() {
        DmarcRecord record = read("v=DMARC1; p=Reject; ADKIM=s; sp=NONE; psd=Y; t=Y; aspf=S; fo=D");
        assertEquals(DmarcPolicy.REJECT, record.policy().orElseThrow());
        assertEquals(DmarcPolicy.NONE, record.subdomainPolicy().orElseThrow());
        assertTrue(record.publicSuffix().orElseThrow() && record.testing() && record.strictSpf());
        assertTrue(!record.strictDkim());
        assertEquals(List.of("d"), record.failureOptions());
    }

    @Test
    @Spec({"RFC 9989 §4.7", "DM-4", "DM-24"})
    void brokenTagsHaveTheirDefaults() {
        DmarcRecord record = read("v=DMARC1; adkim=x; aspf=; psd=maybe; t=1; fo=0:1; unknown=?; p=\u00E4");
        assertTrue(!record.strictDkim() && !record.strictSpf() && !record.testing());
        assertTrue(record.publicSuffix().isEmpty() && record.policy().isEmpty());
        assertEquals(List.of("0"), record.failureOptions());
        assertEquals(Set.of("adkim", "aspf", "psd", "t", "fo", "p"), record.invalidTags());
    }

    @Test
    @Spec({"RFC 9989 §4.7", "DM-5"})
    void aTagGivenTwiceHasItsDefault() {
        // Interpretation: both may be meant, so neither counts
        DmarcRecord record = read("v=DMARC1; p=reject; t=y; p=none; t=y; v=DMARC1");
        assertTrue(record.policy().isEmpty() && !record.testing());
        assertEquals(Set.of("p", "t"), record.invalidTags());
        assertEquals(
                "25 p= is given more than once; 33 t= is given more than once; 38 v= may only be the first tag",
                problems("v=DMARC1; p=reject; t=y; p=none; t=y; v=DMARC1"));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    0       | 0
                    1       | 1
                    d:s     | d:s
                    0:d     | 0:d
                    1:s:d   | 1:s:d
                    0:1     | 0
                    d:d     | 0
                    x       | 0
                    1:      | 0
                    """)
    @Spec({"RFC 9989 §4.7", "DM-24"})
    void failureOptions(String value, String options) {
        assertEquals(options, String.join(":", read("v=DMARC1; fo=" + value).failureOptions()));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    mailto:a@example.com                       | mailto:a@example.com
                    MAILTO:a@Example.COM                       | MAILTO:a@Example.COM
                    mailto:a@example.com!10m                   | mailto:a@example.com
                    mailto:a@example.com!5                     | mailto:a@example.com
                    mailto:a@example.com!10x                   |
                    mailto:a!b@example.com                     |
                    mailto:a%21b@example.com!10m               | mailto:a!b@example.com
                    mailto:a%2Cb@example.com                   | mailto:a,b@example.com
                    mailto:a@example.com?subject=x             | mailto:a@example.com?subject=x
                    mailto:                                    |
                    mailto:a                                   |
                    mailto:@example.com                        |
                    mailto:a@exa(mple                          |
                    mailto:a%0Ab@example.com                   |
                    mailto:a%zz@example.com                    |
                    a@example.com                              |
                    https://example.com/a                      | https://example.com/a
                    gopher:x                                   | gopher:x
                    mailto:a@example.com mailto:b@example.com  |
                    mailto:a@example.com, mailto:b@example.com | mailto:a@example.com mailto:b@example.com
                    mailto:a@example.com,,mailto:b@example.com | mailto:a@example.com mailto:b@example.com
                    """)
    @Spec({"RFC 9989 §4.6", "RFC 9989 §4.8", "RFC 8616 §6", "DM-23"})
    void reportAddresses(String value, String expected) {
        assertEquals(
                expected == null ? "" : expected,
                String.join(" ", read("v=DMARC1; rua=" + value).aggregateReports()));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    v=DMARC1; p=none;; t=y         | 17 nothing between two semicolons
                    v=DMARC1; p                    | 10 expected = after the name of a tag
                    v=DMARC1; =x                   | 10 expected the name of a tag, which has only letters
                    v=DMARC1; p2=x                 | 10 expected the name of a tag, which has only letters
                    v=DMARC1; p=block              | 12 p= is none of none, quarantine, reject
                    v=DMARC1; fo=5                 | 13 fo= is not 0 or 1 with or without d and s
                    v=DMARC1; rua=mailto:a@b.example, b | 34 rua=: not a URI, or one with a comma or ! that is not percent-encoded
                    """)
    @Spec({"RFC 9989 §4.7", "RFC 9989 §4.8"})
    void saysWhatIsWrongAndWhere(String text, String expected) {
        assertEquals(expected, problems(text));
    }

    @Test
    @Spec("RFC 9989 §4.7")
    void aHugeRecordIsNone() {
        String text = "v=DMARC1; p=none; x=" + "y".repeat(DmarcRecord.MAX_LENGTH);
        assertInstanceOf(Parsed.Malformed.class, DmarcRecord.parse(Bytes.utf8(text)));
        String many = "v=DMARC1" + "; p=none".repeat(1_000);
        assertTrue(read(many).problems().size() <= 100);
        String uris = "v=DMARC1; rua=" + "mailto:a@b.example,".repeat(800);
        assertEquals(50, read(uris).aggregateReports().size());
    }
}
