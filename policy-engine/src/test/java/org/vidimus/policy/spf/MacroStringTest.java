package org.vidimus.policy.spf;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTimeout;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.vidimus.policy.Spec;
import org.vidimus.policy.base.Bytes;
import org.vidimus.policy.base.Parsed;
import org.vidimus.policy.dns.DomainName;

class MacroStringTest {
    /// The example of §7.4: strong-bad@email.example.com from 192.0.2.3, and from 2001:db8::cb01.
    private static final Map<MacroLetter, String> V4 = Map.of(
            MacroLetter.SENDER, "strong-bad@email.example.com",
            MacroLetter.SENDER_DOMAIN, "email.example.com",
            MacroLetter.DOMAIN, "email.example.com",
            MacroLetter.LOCAL_PART, "strong-bad",
            MacroLetter.ADDRESS, "192.0.2.3",
            MacroLetter.FAMILY, "in-addr",
            MacroLetter.CLIENT_NAME, "mx.example.org",
            MacroLetter.HELO, "a+b/c,d_e=f",
            MacroLetter.RECEIVER, "r (x) & ~");

    private static MacroString explanation(String text) {
        return switch (MacroString.parseExplanation(Bytes.utf8(text))) {
            case Parsed.Ok<MacroString>(MacroString ok) -> ok;
            case Parsed.Malformed<MacroString> malformed -> throw new AssertionError(text + malformed);
        };
    }

    private static String value(MacroLetter letter) {
        return V4.getOrDefault(letter, "");
    }

    private static String domain(String text) {
        return explanation(text)
                .expandDomain(MacroStringTest::value)
                .map(DomainName::toString)
                .orElse("none");
    }

    @ParameterizedTest
    @CsvSource({
        "%{s}, strong-bad@email.example.com",
        "%{o}, email.example.com",
        "%{d}, email.example.com",
        "%{d4}, email.example.com",
        "%{d3}, email.example.com",
        "%{d2}, example.com",
        "%{d1}, com",
        "%{dr}, com.example.email",
        "%{d2r}, example.email",
        "%{l}, strong-bad",
        "%{l-}, strong.bad",
        "%{lr}, strong-bad",
        "%{lr-}, bad.strong",
        "%{l1r-}, strong",
        "%{ir}.%{v}._spf.%{d2}, 3.2.0.192.in-addr._spf.example.com",
        "%{lr-}.lp._spf.%{d2}, bad.strong.lp._spf.example.com",
        "%{lr-}.lp.%{ir}.%{v}._spf.%{d2}, bad.strong.lp.3.2.0.192.in-addr._spf.example.com",
        "%{ir}.%{v}.%{l1r-}.lp._spf.%{d2}, 3.2.0.192.in-addr.strong.lp._spf.example.com",
        "%{d2}.trusted-domains.example.net, example.com.trusted-domains.example.net",
    })
    @Spec({"RFC 7208 §7.4", "SPF-28"})
    void expandsTheExamples(String text, String expanded) {
        assertEquals(expanded, explanation(text).expandExplanation(MacroStringTest::value));
        if (text.contains(".")) {
            assertEquals(expanded, domain(text));
        }
    }

    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '"',
            value = {
                "%{h+/}, \"a.b.c,d_e=f\"",
                "\"%{h.-+,/_=}\", a.b.c.d.e.f",
                "\"%{h2,/_=+}\", e.f",
                "\"%{h2r,/_=+}\", b.a",
                "%{S}, strong-bad%40email.example.com",
                "%{H}, \"a%2Bb%2Fc%2Cd_e%3Df\"",
                "%{R}, \"r%20%28x%29%20%26%20~\"",
                "%{SR}, com.example.strong-bad%40email",
                "%%%_%-, \"% %20\"",
                "%{v1}, in-addr",
                "%{v-}, in.addr",
                "%{i1}, 3",
                "%{l99999999999}, strong-bad",
            })
    @Spec({"RFC 7208 §7.3", "SPF-28"})
    void transforms(String text, String expanded) {
        assertEquals(expanded, explanation(text).expandExplanation(MacroStringTest::value));
    }

    @ParameterizedTest
    @CsvSource({
        "x.example., x.example",
        "X.Example, x.example",
        "x..example, none",
        ".x.example, none",
        "x.example.., none",
        "., none",
        "'', none",
        "a%_b.example, a b.example",
    })
    @Spec({"RFC 7208 §7.3", "RFC 7208 §4.8", "SPF-29"})
    void becomesANameOrNone(String text, String name) {
        assertEquals(name, domain(text));
    }

    @Test
    @Spec({"RFC 7208 §7.3", "SPF-29"})
    void dropsLabelsFromTheLeft() {
        String tail = ".ccccccccc".repeat(24) + ".example.com"; // 252 characters
        assertEquals("a" + tail, domain("a" + tail));
        assertEquals(tail.substring(1), domain("ab" + tail));
        assertEquals(tail.substring(1), domain("ab" + tail + "."));
        assertEquals("z" + tail, domain("b.z" + tail));
        assertEquals(tail.substring(1), domain("b.zz" + tail));
        assertEquals(tail.substring(1), domain("x..yy" + tail)); // what is dropped need not be a name
        assertEquals("none", domain("b." + "a".repeat(64) + tail.substring(70)));
        assertEquals("none", domain("a".repeat(300)));
    }

    @Test
    @Spec({"RFC 7208 §7.3", "SPF-29", "SPF-31"})
    void isNoNameOutsideAscii() {
        assertTrue(explanation("%{h}.example").expandDomain(_ -> "\u00FC").isEmpty());
        assertTrue(explanation("%{h}.example").expandDomain(_ -> "a\0b").isEmpty());
        assertTrue(explanation("%{h}.example").expandDomain(_ -> "a\nb").isEmpty());
        assertTrue(explanation("%{h}.example").expandDomain(_ -> "\u0130").isEmpty());
    }

    @Test
    @Spec({"RFC 7208 §6.2", "RFC 7208 §7.2", "SPF-25", "SPF-27"})
    void explanationsArePrintable() {
        assertEquals("a?b??c", explanation("%{h}").expandExplanation(_ -> "a\nb\u00FC\0c"));
        for (String wrong : new String[] {"%", "100% sure", "%{x}", "a\tb", "a\r\nb", "\0", "\u00FC"}) {
            assertInstanceOf(Parsed.Malformed.class, MacroString.parseExplanation(Bytes.utf8(wrong)), wrong);
        }
        assertEquals(
                "%{c} %{r} %{t}".length(),
                explanation("%%{c} %%{r} %%{t}").expandExplanation(_ -> "").length());
    }

    /// libspf2 (CVE-2021-33912, CVE-2023-42118) wrote past the end of what its macros expanded to.
    @Test
    @Spec({"RFC 7208 §7.3", "SPF-28"})
    void hugeMacrosCostLittle() {
        String value = "a.-".repeat(340);
        String every = "%{S9r.-+,/_=}".repeat(1_200);
        String empty = "%{l1-}".repeat(2_700);
        assertTimeout(Duration.ofSeconds(5), () -> {
            for (int i = 0; i < 3; i++) {
                explanation(every + ".example.com").expandDomain(_ -> value);
                assertEquals(
                        1_000, explanation(every).expandExplanation(_ -> value).length());
                assertEquals("", explanation(empty).expandExplanation(_ -> value));
                explanation(empty + ".example.com").expandDomain(_ -> value);
            }
        });
        for (int digits = 1; digits <= 128; digits++) {
            assertEquals("b", explanation("%{l" + "0".repeat(digits) + "1}").expandExplanation(_ -> "a.b"));
            assertEquals("a.b", explanation("%{l" + "9".repeat(digits) + "}").expandExplanation(_ -> "a.b"));
        }
    }
}
