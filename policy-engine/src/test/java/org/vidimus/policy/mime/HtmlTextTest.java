package org.vidimus.policy.mime;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.vidimus.policy.Fuzzing;
import org.vidimus.policy.Spec;

/// What a reader of HTML sees. Line ends are shown as `~`.
class HtmlTextTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            ignoreLeadingAndTrailingWhitespace = true,
            value = {
                "<html><body>Hello</body></html>             | Hello~",
                "v<b>ia</b>g<i class=\"a>b\">ra</i>          | viagra",
                "one<br>two<p>three</p>four                  | one~two~three~four",
                "a <!-- hidden > --> b                       | a b",
                "a<!-- never ends b                          | a",
                "a<script>if (a < b) { '</p>' }</SCRIPT >b   | ab",
                "a<style>b                                   | a",
                "a < b &lt; c & d &amp;amp; &nosuch; &       | a < b < c & d &amp; &nosuch; &",
                "&#72;&#x69;&#0;&#xD800;&#99999999;&uuml&euro; | Hi\uFFFD\uFFFD\uFFFDü€",
                "a&nbsp;b                                    | a b",
                "<a href=x                                   | ''",
                "<?xml version='1.0'?><!DOCTYPE html>x       | x",
                "<td>a</td><td>b</td>                        | a~b~",
                "it's <a title='x>y'>fine</a>                | it's fine",
            })
    @Spec("RFC 5173 §5.3")
    void tagsAreLeftOut(String html, String text) {
        assertEquals(text, HtmlText.of(html).replace("\n", "~"));
    }

    @Test
    void effortGrowsWithTheLength() {
        for (String piece : List.of("<", "<!--", "<script>", "</script", "&#", "<a =\"", "<a", "-->", "&amp")) {
            String text = HtmlText.of(piece.repeat(1_000_000 / piece.length()));
            assertTrue(text.length() <= 1_000_000, piece);
        }
    }

    @Test
    void neverLongerThanTheHtml() {
        Fuzzing.run(
                20_000,
                List.of("<p>a &amp; b</p><!-- c --><script>d</script>", "&#65;&auml;<td a='b'>"),
                List.of("<", ">", "&", ";", "&#x", "<!--", "-->", "<script", "</", "\"", "'", "=", "&lt", "\0"),
                HtmlTextTest::fuzz);
    }

    private static void fuzz(byte[] octets) {
        String html = PartText.plain(org.vidimus.policy.base.Bytes.of(octets));
        assertTrue(HtmlText.of(html).length() <= html.length());
    }
}
