package org.vidimus.signer.rules;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.vidimus.policy.Fuzzing;
import org.vidimus.policy.Spec;
import org.vidimus.policy.base.Ascii;
import org.vidimus.policy.base.Bytes;
import org.vidimus.policy.base.Parsed;
import org.vidimus.policy.dns.DomainName;
import org.vidimus.policy.message.MailAddress;

class AddressPatternTest {
    @ParameterizedTest
    @Spec("SGN-7")
    @CsvSource(textBlock = """
            *,                      alice@example.com,      true
            *,                      alice@a.b.c.example,    true
            example.com,            alice@example.com,      true
            EXAMPLE.com.,           alice@Example.COM,      true
            example.com,            alice@mail.example.com, false
            example.com,            alice@xexample.com,     false
            *@example.com,          alice@example.com,      true
            *@example.com,          alice@mail.example.com, false
            *.example.com,          alice@mail.example.com, true
            *.example.com,          alice@a.b.example.com,  true
            *.example.com,          alice@example.com,      false
            *.example.com,          alice@xexample.com,     false
            *@*.example.com,        alice@mail.example.com, true
            alice@example.com,      alice@example.com,      true
            alice@example.com,      bob@example.com,        false
            alice@example.com,      alice@mail.example.com, false
            alice@*.example.com,    alice@mail.example.com, true
            alice@*.example.com,    alice@example.com,      false
            alice@*.example.com,    bob@mail.example.com,   false
            alice@*,                alice@anywhere.example, true
            alice@*,                bob@anywhere.example,   false
            a@b@example.com,        a@b@example.com,        true
            m\u00FCller.example,    x@xn--mller-kva.example,    true
            xn--mller-kva.example,  x@M\u00FCLLER.example,      true
            *.m\u00FCller.example,  x@a.xn--mller-kva.example,  true
            """)
    void meansWhatTheTableSays(String text, String address, boolean expected) {
        int at = address.lastIndexOf('@');
        MailAddress parsed =
                new MailAddress(Bytes.utf8(address.substring(0, at)), DomainName.of(address.substring(at + 1)));
        assertEquals(expected, Occasions.pattern(text).matches(parsed));
    }

    /// Interpretation: see [LocalParts].
    @ParameterizedTest
    @Spec({"RFC 5321 §2.4", "RFC 6531 §3.3"})
    @CsvSource({
        "Alice@example.com,        aLICE, true",
        "m\u00FCller@example.com,  M\u00FCller, true",
        "m\u00FCller@example.com,  M\u00DCller, false",
        "mu\u0308ller@example.com, m\u00FCller, false"
    })
    void onlyTheCaseOfAsciiDoesNotCount(String text, String localPart, boolean expected) {
        MailAddress address = new MailAddress(Bytes.utf8(localPart), DomainName.of("example.com"));
        assertEquals(expected, Occasions.pattern(text).matches(address));
    }

    @ParameterizedTest
    @Spec("SGN-7")
    @CsvSource(delimiter = '|', quoteCharacter = '^', textBlock = """
            ^^                       | 0  | empty label
            .example.com             | 0  | for domains below write *.example.com
            alice@.example.com       | 6  | for domains below write *.example.com
            .                        | 0  | for domains below write *.example.com
            @example.com             | 0  | no local-part before the @; for the whole domain leave the @ out
            *x.example.com           | 0  | a star stands first and before a dot, or alone
            mail.*.example.com       | 5  | a star stands first and before a dot, or alone
            **                       | 0  | a star stands first and before a dot, or alone
            al*@example.com          | 0  | a star stands for a whole local-part, not for a piece of one
            "a b"@example.com        | 0  | a quote or control character; write the local-part without quotes
            alice@                   | 6  | empty label
            *.                       | 2  | empty label
            exa mple.com             | 3  | not a character of a domain name
            *.exa mple.com           | 5  | not a character of a domain name
            example..com             | 8  | empty label
            """)
    void refusesWhatWouldNotDoWhatItSeemsTo(String text, int offset, String why) {
        assertEquals(new Parsed.Malformed<>(offset, why), AddressPattern.parse(text));
    }

    @Test
    void aLocalPartHasALength() {
        assertInstanceOf(Parsed.Ok.class, AddressPattern.parse("a".repeat(256) + "@example.com"));
        assertInstanceOf(Parsed.Malformed.class, AddressPattern.parse("a".repeat(257) + "@example.com"));
    }

    @Test
    void noPatternIsTooOdd() {
        Fuzzing.run(
                20_000,
                List.of("*", "*.example.com", "alice@*.example.com", "*@m\u00FCller.example", "a@b@c.example"),
                List.of("@", "*", ".", "*.", "\"", "\0", "\u00FC", "xn--", "\r\n", " "),
                octets -> {
                    String text = Bytes.of(octets).utf8();
                    switch (AddressPattern.parse(text)) {
                        case Parsed.Ok<AddressPattern>(AddressPattern pattern) -> {
                            assertTrue(pattern.toString().chars().allMatch(Ascii::isPrintable));
                            if (pattern.localPart()
                                    .filter(AddressPatternTest::escaped)
                                    .isEmpty()) {
                                assertEquals(new Parsed.Ok<>(pattern), AddressPattern.parse(pattern.toString()));
                            }
                        }
                        case Parsed.Malformed<AddressPattern>(int offset, String _) ->
                            assertTrue(offset >= 0 && offset <= Bytes.utf8(text).length(), () -> "offset " + offset);
                    }
                });
    }

    private static boolean escaped(Bytes localPart) {
        return !localPart.toString().equals(localPart.latin1());
    }
}
