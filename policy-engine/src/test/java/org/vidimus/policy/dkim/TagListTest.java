package org.vidimus.policy.dkim;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.vidimus.policy.Fuzzing;
import org.vidimus.policy.Spec;
import org.vidimus.policy.base.Bytes;
import org.vidimus.policy.base.Parsed;

class TagListTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            ignoreLeadingAndTrailingWhitespace = false,
            value = {
                "v=1|v=1",
                "v=1;|v=1",
                "v=1; |v=1", // the grammar ends at the semicolon, many records do not
                " v = 1 ;\td\t=\tx |v=1,d=x",
                "v=1;\\r\\n d=x;\\n\\ts=y|v=1,d=x,s=y",
                "v=1\\r\\n \\r\\n ;d=x|v=1,d=x", // folded twice
                "a=b c|a=b c",
                "a= b \\r\\n c ;d=|a=b \\r\\n c,d=",
                "a==;b=x=y|a==,b=x=y",
                "A=1;a=2;A_9=3|A=1,a=2,A_9=3",
                "unknown=x y z|unknown=x y z",
            })
    @Spec({"RFC 6376 §3.2", "DKV-1"})
    void reads(String text, String expected) {
        assertEquals(expected, written(text, TagList.Charset.ASCII));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            ignoreLeadingAndTrailingWhitespace = false,
            value = {
                "''|0|expected a tag name",
                ";|0|expected a tag name",
                "v=1;;d=x|4|expected a tag name",
                "v=1;;|4|expected a tag name",
                "v|1|expected an equals sign",
                "v=1; d ; s=x|7|expected an equals sign",
                "1v=1|0|expected a tag name",
                "_v=1|0|expected a tag name",
                "v-1=1|1|expected an equals sign",
                "v=1;d=x;v=1|8|a tag for the second time",
                "v=\\x07|2|not a character of a tag value",
                "v=1\\r|3|not a character of a tag value",
                "v=1\\n|3|not a character of a tag value",
                "v=a\\x0Bb|3|not a character of a tag value", // a vertical tab is no white space
                "v=a\\xC3\\xA9|3|not a character of a tag value",
            })
    @Spec({"RFC 6376 §3.2", "DKV-1", "DKV-2"})
    void refuses(String text, int offset, String why) {
        assertEquals(new Parsed.Malformed<TagList>(offset, why), TagList.parse(octets(text), TagList.Charset.ASCII));
    }

    @Test
    @Spec({"RFC 8616 §4", "DKV-2", "DKV-35"})
    void takesUtf8WhereTheMessageIsInternational() {
        assertEquals("i=m\\xC3\\xB8x@x", written("i=m\\xC3\\xB8x@x", TagList.Charset.UTF_8));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            ignoreLeadingAndTrailingWhitespace = false,
            value = {
                " v=1; bh=b=x; b=abc|  v=1; bh=b=x; b=",
                "b=abc;v=1| b=;v=1",
                " b = a b\\r\\n c ; bh=x;\\r\\n | b =; bh=x;\\r\\n ",
                "x=b=y; b\\t=\\r\\n\\tq==|x=b=y; b\\t=",
            })
    @Spec({"RFC 6376 §3.7", "DKV-18"})
    void leavesOutOneValueAndTheWhiteSpaceAroundIt(String text, String expected) {
        TagList tags = tags(text, TagList.Charset.ASCII);

        assertEquals(
                expected.strip(),
                tags.without(tags.tag("b").orElseThrow()).toString().strip());
        assertEquals(octets(text), tags.text());
    }

    @ParameterizedTest
    @CsvSource({"0,0", "007,7", "999999999999,999999999999", "1000000000000000000,9223372036854775807"})
    @Spec({"RFC 6376 §3.5", "DKV-9", "DKV-10"})
    void readsNumbers(String digits, long expected) {
        assertEquals(new Parsed.Ok<>(expected), TagValues.number(tag(digits)));
        assertEquals(new Parsed.Ok<>(Long.MAX_VALUE), TagValues.number(tag("9".repeat(76))));
        assertEquals(new Parsed.Ok<>(5L), TagValues.number(tag("0".repeat(75) + "5")));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "-1", "+1", "1 2", "1.0", "1e3", "\\xD9\\xA1"})
    @Spec({"RFC 6376 §3.5", "DKV-9"})
    void refusesWhatIsNoNumber(String text) {
        assertInstanceOf(Parsed.Malformed.class, TagValues.number(tag(text)), text);
        assertInstanceOf(Parsed.Malformed.class, TagValues.number(tag("9".repeat(77))));
    }

    @ParameterizedTest
    @CsvSource({
        "'YWJj', abc",
        "'Y W\\r\\n J\\tj', abc",
        "'YWI=', ab",
        "'YWI', ab", // the grammar does not ask for the padding
        "'', malformed",
        "'YW-j', malformed",
        "'YW\\x0BJj', malformed",
        "'YWJj=', malformed",
        "'Y', malformed",
        "'=', malformed",
        "'YWI=YWI=', malformed"
    })
    @Spec({"RFC 6376 §2.10", "RFC 6376 §6.1.1", "DKV-12"})
    void readsBase64(String text, String expected) {
        String actual = switch (TagValues.base64(tag(text))) {
            case Parsed.Ok<Bytes>(Bytes value) -> value.toString();
            case Parsed.Malformed<Bytes> _ -> "malformed";
        };
        assertEquals(expected, actual);
    }

    @ParameterizedTest
    @CsvSource({
        "a:b, 'a,b'",
        "'a : b\\r\\n :\\tc', 'a,b,c'",
        "a, a",
        "'', malformed",
        "a::b, malformed",
        "a:, malformed",
        ":a, malformed",
        "a b, malformed",
        "'a:b:c:d', malformed" // more than three
    })
    @Spec({"RFC 6376 §3.5", "DKV-6"})
    void readsNames(String text, String expected) {
        String actual = switch (TagValues.list(tag(text), 3)) {
            case Parsed.Ok<List<Bytes>>(var names) ->
                String.join(",", names.stream().map(Bytes::toString).toList());
            case Parsed.Malformed<List<Bytes>> _ -> "malformed";
        };
        assertEquals(expected, actual);
    }

    @ParameterizedTest
    @CsvSource({
        "a=40b.example, a@b.example",
        "'a =\\r\\n 20b', a b", // white space is nothing, wherever it stands
        "'a=20b', a b",
        "=e9, '\\xE9'",
        "a=, malformed",
        "a=4, malformed",
        "a=zz, malformed"
    })
    @Spec({"RFC 6376 §2.11", "DKV-8"})
    void readsQuotedPrintable(String text, String expected) {
        String actual = switch (TagValues.quotedPrintable(tag(text))) {
            case Parsed.Ok<Bytes>(Bytes value) -> value.toString();
            case Parsed.Malformed<Bytes> _ -> "malformed";
        };
        assertEquals(expected, actual);
    }

    /// Takes any octets as a tag list, and the value of each tag as every kind of value: the target of the fuzzer.
    public static void fuzz(byte[] octets) {
        Bytes text = Bytes.of(octets);
        for (TagList.Charset charset : TagList.Charset.values()) {
            switch (TagList.parse(text, charset)) {
                case Parsed.Malformed<TagList>(int offset, String _) ->
                    assertTrue(offset >= 0 && offset <= text.length(), () -> offset + " in " + text);
                case Parsed.Ok<TagList>(TagList tags) -> tags.tags().forEach(tag -> values(tags, tag));
            }
        }
        DkimSignatureReader.read(text, TagList.Charset.UTF_8, 10);
    }

    private static void values(TagList tags, TagList.Tag tag) {
        Bytes without = tags.without(tag);
        assertEquals(tags.text().length() - (tag.to() - tag.from()), without.length());
        assertEquals(Bytes.EMPTY, tags(without.latin1(), tags, tag).value());
        List<Parsed<?>> values = List.of(
                TagValues.base64(tag),
                TagValues.number(tag),
                TagValues.list(tag, 5),
                TagValues.domain(tag),
                TagValues.selector(tag),
                TagValues.quotedPrintable(tag));
        for (Parsed<?> value : values) {
            if (value instanceof Parsed.Malformed<?>(int offset, String _)) {
                assertTrue(offset >= tag.from() && offset <= tag.to(), () -> offset + " in " + tags.text());
            }
        }
    }

    /// The tag of the same name after one value was left out of a list.
    private static TagList.Tag tags(String without, TagList before, TagList.Tag tag) {
        Bytes text = Bytes.of(without.getBytes(StandardCharsets.ISO_8859_1));
        return switch (TagList.parse(text, TagList.Charset.UTF_8)) {
            case Parsed.Ok<TagList>(TagList after) -> after.tag(tag.name()).orElseThrow();
            case Parsed.Malformed<TagList>(int offset, String why) ->
                throw new AssertionError(offset + ": " + why + " after " + before.text());
        };
    }

    @Test
    @Spec({"RFC 6376 §3.2", "RFC 6376 §6.1.1", "DKV-1", "DKV-37"})
    void neverThrows() {
        Fuzzing.run(
                20_000,
                List.of(DkimVerifierTest.TAGS, "v=DKIM1; k=rsa; p=AAAA", "i=a=40b@c; l=5; h=from : to"),
                List.of(";", "=", " ", "\r\n ", "\n\t", "\r", "\n", ":", "a", "1", "\u00E9", "\0"),
                TagListTest::fuzz);
    }

    private static TagList.Tag tag(String value) {
        return new TagList.Tag("x", octets(value), 0, 2, 2, 2 + value.length());
    }

    private static TagList tags(String text, TagList.Charset charset) {
        return switch (TagList.parse(octets(text), charset)) {
            case Parsed.Ok<TagList>(TagList tags) -> tags;
            case Parsed.Malformed<TagList>(int offset, String why) -> throw new AssertionError(offset + ": " + why);
        };
    }

    private static String written(String text, TagList.Charset charset) {
        return String.join(
                ",",
                tags(text, charset).tags().stream()
                        .map(tag -> tag.name() + "=" + tag.value())
                        .toList());
    }

    /// The octets of a text that has escapes as [Bytes#toString()] writes them.
    static Bytes octets(String text) {
        StringBuilder octets = new StringBuilder();
        for (int i = 0; i < text.length(); i++) {
            if (text.charAt(i) != '\\') {
                octets.append(text.charAt(i));
                continue;
            }
            switch (text.charAt(++i)) {
                case 'r' -> octets.append('\r');
                case 'n' -> octets.append('\n');
                case 't' -> octets.append('\t');
                case 'x' -> {
                    octets.append((char) Integer.parseInt(text.substring(i + 1, i + 3), 16));
                    i += 2;
                }
                default -> octets.append('\\');
            }
        }
        return Bytes.of(octets.toString().getBytes(StandardCharsets.ISO_8859_1));
    }
}
