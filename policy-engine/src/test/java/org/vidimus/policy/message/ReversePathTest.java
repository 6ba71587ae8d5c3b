package org.vidimus.policy.message;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;
import org.vidimus.policy.Spec;
import org.vidimus.policy.base.Bytes;
import org.vidimus.policy.dns.DomainName;

class ReversePathTest {
    @Test
    @Spec("RFC 5321 §4.1.2")
    void readsAddresses() {
        parses("<ann@a.example>", "ann at a.example");
        parses("ann@a.example", "ann at a.example"); // without brackets
        parses("<ANN@A.Example>", "ANN at a.example"); // only the local-part has case
        parses("<\"a b\"@a.example>", "a b at a.example");
        parses("<\"a@b.example\"@a.example>", "a@b.example at a.example");
        parses("<\"\\\"\\\\\"@a.example>", "\"\\\\ at a.example");
        parses("<a..b.@a.example>", "a..b. at a.example");
        parses("<ann@a.example.>", "ann at a.example");
        parses("<bounce=?x?=@a.example>", "bounce=?x?= at a.example"); // nobody decodes here
        parses("<ann@localhost>", "ann at localhost");
    }

    @Test
    @Spec({"RFC 6531 §3.3", "RFC 8616 §4"})
    void readsUtf8() {
        parses("<j\u00F6rg@b\u00FCcher.example>", "j\\xC3\\xB6rg at xn--bcher-kva.example");
    }

    @Test
    @Spec("RFC 5321 §4.5.5")
    void knowsTheNullPath() {
        parses("<>", "null");
        parses("", "null");
    }

    @Test
    @Spec("RFC 5321 §4.4")
    void dropsTheSourceRoute() {
        parses("<@b.example:ann@a.example>", "ann at a.example");
        parses("<@b.example,@c.example:ann@a.example>", "ann at a.example");
        parses("<@legitimate.com,@any.com:'any@attack.com>", "'any at attack.com"); // espoofer a7
        parses("<@b.example ann@a.example>", "unusable: octet 11: expected \",\"");
        parses("<@b.example,c.example:ann@a.example>", "unusable: octet 12: expected \"@\"");
    }

    @Test
    @Spec({"RFC 5321 §4.1.2", "RFC 7208 §2.4"})
    void saysWhyAPathHasNoDomain() {
        parses("<postmaster>", "unusable: no domain");
        parses("root", "unusable: no domain");
        parses("<ann@[192.0.2.1]>", "unusable: address literal");
        parses("<ann@[IPv6:2001:db8::1]>", "unusable: address literal");
        parses("<ann@a.example", "unusable: angle brackets do not match");
        parses("ann@a.example>", "unusable: angle brackets do not match");
        parses("<", "unusable: angle brackets do not match");
        parses("<(any@legitimate.com>", "unusable: octet 1: expected an address"); // espoofer a2
        parses("<any@legitimate.com(a.attack.com>", "unusable: octet 19: expected the end of the address"); // a5
        parses("<any@legitimate.com'@any.attack.com>", "unusable: octet 19: not a character of a domain name"); // a6
        parses("<@a.example>", "unusable: octet 11: expected \",\"");
        parses("<ann@>", "unusable: octet 5: empty label");
        parses("<ann @a.example>", "unusable: octet 4: expected \"@\"");
        parses("<ann@a.example> ", "unusable: angle brackets do not match");
        parses("<ann@a.example\r\n >", "unusable: octet 14: line end that is no fold");
        parses("<\"a\tb\"@a.example>", "unusable: octet 3: control character");
        parses("<a\0@a.example>", "unusable: octet 2: control character");
    }

    private static void parses(String path, String expected) {
        String actual = switch (ReversePath.parse(Bytes.utf8(path))) {
            case ReversePath.Null() -> "null";
            case ReversePath.Mailbox(MailAddress(Bytes localPart, DomainName domain)) -> localPart + " at " + domain;
            case ReversePath.Unusable(Bytes _, String why) -> "unusable: " + why;
        };
        assertEquals(expected, actual, path);
    }
}
