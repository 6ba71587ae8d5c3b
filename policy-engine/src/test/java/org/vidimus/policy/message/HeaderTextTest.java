package org.vidimus.policy.message;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.vidimus.policy.Fuzzing;
import org.vidimus.policy.Spec;
import org.vidimus.policy.base.Bytes;

class HeaderTextTest {
    private static final List<String> SEEDS = List.of(
            " =?utf-8?q?a=C3?= =?utf-8?q?=A9b?=",
            " =?iso-2022-jp*ja?B?GyRCRnxLXBsoQg==?=\r\n =?big5?Q?=A4=A4?= x",
            " J\u00F6rg =?x-unknown?b?w6k?=");
    private static final List<String> WORDS =
            List.of("=?", "?=", "?q?", "?b?", "=?utf-8?q?", "=?gb18030?b?", "=", "_", " ", "\n ", "\u00E9", "\0", "*");

    @Test
    @Spec("RFC 5322 §2.2.3")
    void unfoldsAndTrims() {
        text(" a b", "a b");
        text("\t a\r\n b\n\tc \t", "a b\tc");
        text("", "");
        text(" ", "");
    }

    @Test
    @Spec("RFC 6532 §3.1")
    void readsUtf8AndOtherwiseLatin1() {
        text(" J\u00F6rg", "J\u00F6rg");
        assertEquals("J\u00F6rg", HeaderText.decoded(Bytes.of("J\u00F6rg".getBytes(StandardCharsets.ISO_8859_1))));
    }

    @Test
    @Spec("RFC 2047 §2")
    void decodesEncodedWords() {
        text(" =?utf-8?q?J=C3=B6rg?=", "J\u00F6rg");
        text(" =?ISO-8859-1?Q?Keld_J=F8rn_Simonsen?= <keld@dkuug.dk>", "Keld J\u00F8rn Simonsen <keld@dkuug.dk>");
        text(" =?gb2312?b?1tC5+g==?=", "\u4E2D\u56FD");
        text(" =?iso-2022-jp?b?GyRCRnxLXBsoQg==?= b", "\u65E5\u672C b");
        text(" =?utf-8?q?=F0=9F=98=80?=", "\uD83D\uDE00");
        text(" =?utf-8?q?a=5Fb?=", "a_b");
        text(" =?utf-8?q?=41?=", "A");
        text(" =?utf-8?q??=x", "x");
        text(" =?us-ascii?q?=C3=A9?=", "\u00E9"); // declared ASCII, and is UTF-8
    }

    @Test
    @Spec("RFC 2047 §6.2")
    void dropsWhiteSpaceBetweenEncodedWordsOnly() {
        text(" (=?ISO-8859-1?Q?a?=)", "(a)"); // the examples of §8
        text(" (=?ISO-8859-1?Q?a?= b)", "(a b)");
        text(" (=?ISO-8859-1?Q?a?= =?ISO-8859-1?Q?b?=)", "(ab)");
        text(" (=?ISO-8859-1?Q?a?=\n    =?ISO-8859-2?Q?b?=)", "(ab)");
        text(" (=?ISO-8859-1?Q?a_b?=)", "(a b)");
        text(" (=?ISO-8859-1?Q?a?= =?ISO-8859-2?Q?_b?=)", "(a b)");
    }

    @Test
    @Spec("RFC 2047 §5")
    void joinsACharacterThatTwoWordsShare() {
        text(" =?utf-8?q?a=C3?= =?utf-8?q?=A9b?=", "a\u00E9b");
        text(" =?utf-8?b?w4?= =?utf-8?q?=A9?=", "\u00E9");
    }

    @Test
    @Spec("RFC 2231 §5")
    void knowsALanguageBehindTheCharset() {
        text(" =?US-ASCII*EN?Q?Keith_Moore?=", "Keith Moore");
    }

    @Test
    void decodesWhatOtherReadersDecode() {
        text(" =?utf-8?b?w6k?=", "\u00E9"); // no padding
        text(" =?utf-8?b?w6 k=?=", "\u00E9");
        text(" =?utf-8?b?w6kA=A=?=", "\u00E9\0");
        text(" =?utf-8?q?a b?=", "a b");
        text(" =?utf-8?q?a?b?=", "a?b");
        text(" =?utf-8?q?=ZZ=4?=", "=ZZ=4");
        text(" =?utf-8?q?=0D=0ABcc:_x?=", "\r\nBcc: x"); // for whoever prints it to escape
    }

    /// Deviation: RFC 2047 §5 wants them apart from what surrounds them.
    @Test
    @Spec("RFC 2047 §5")
    void decodesInsideOfWordsAndQuotes() {
        text(" a=?utf-8?q?b?=c", "abc");
        text(" \"=?utf-8?q?a=40b.example?=\" <x@c.example>", "\"a@b.example\" <x@c.example>");
    }

    @Test
    void leavesWhatItCannotDecode() {
        text(" =?bogus?q?a?=", "=?bogus?q?a?=");
        text(" =?a b?q?a?=", "=?a b?q?a?=");
        text(" =?utf-8?x?a?=", "=?utf-8?x?a?=");
        text(" =?utf-8?q?a", "=?utf-8?q?a");
        text(" =?utf-8", "=?utf-8");
        text(" =?", "=?");
        text(" =?=?utf-8?q?a?=", "=?a");
        text(" =??q?a?=", "=??q?a?=");
    }

    @Test
    void readsOnlyTheFirstWordsOfAHugeField() {
        String filler = "x".repeat(HeaderText.MOST);
        text(" " + filler + "=?utf-8?q?a?=", filler + "=?utf-8?q?a?=");
    }

    @Test
    void takesTimeLinearInTheLength() {
        List<String> patterns =
                List.of("=?", "=?a?q?", "?=", "=?utf-8?q?a?=", "=?utf-8?b?", "=?utf-8?q?a?= ", "=?koi8-r?q?a?= ?=");
        for (String pattern : patterns) {
            harmless(pattern.repeat(HeaderText.MOST / pattern.length()));
        }
        StringBuilder charsets = new StringBuilder();
        IntStream.range(0, HeaderText.MOST / 14)
                .forEach(i -> charsets.append("=?cs").append(i).append("?q?a?="));
        harmless(charsets.toString());
    }

    private static void harmless(String value) {
        assertTimeoutPreemptively(Duration.ofSeconds(10), () -> HeaderText.decoded(Bytes.utf8(value)));
    }

    @Test
    void readsAnyValueWithoutHarm() {
        Fuzzing.run(20_000, SEEDS, WORDS, octets -> {
            String text = HeaderText.decoded(Bytes.of(octets));
            assertTrue(text.length() <= octets.length * 2 + 1);
        });
    }

    private static void text(String value, String expected) {
        assertEquals(expected, HeaderText.decoded(HeaderField.of("Subject", value)), value);
    }
}
