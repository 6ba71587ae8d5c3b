package org.vidimus.policy.authres;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.vidimus.policy.Spec;
import org.vidimus.policy.base.Budgets;
import org.vidimus.policy.base.Bytes;
import org.vidimus.policy.base.Parsed;

/// Each row is a value and what it says, one word a property; the dump is this test's own notation.
class AuthenticationResultsParseTest {
    @Test
    @Spec({"RFC 8601 Appendix B", "AR-1"})
    void readsTheExamplesOfTheStandard() {
        reads(" example.org 1; none", "example.org 1"); // B.2
        reads( // B.3
                " example.com;~          spf=pass smtp.mailfrom=example.net",
                "example.com 1 | spf=pass smtp.mailfrom=example.net");
        reads( // B.4
                " example.com;~    auth=pass (cram-md5) smtp.auth=sender@example.net;~    spf=pass smtp.mailfrom=example.net",
                "example.com 1 | auth=pass (cram-md5) smtp.auth=sender@example.net | spf=pass smtp.mailfrom=example.net");
        reads( // B.5
                " example.com;~          dkim=pass (good signature) header.d=example.com",
                "example.com 1 | dkim=pass (good signature) header.d=example.com");
        reads( // B.6
                " example.com;~      dkim=pass reason=\"good signature\"~        header.i=@mail-router.example.net;"
                        + "~      dkim=fail reason=\"bad signature\"~        header.i=@newyork.example.com",
                "example.com 1 | dkim=pass reason=[good signature] header.i=@mail-router.example.net"
                        + " | dkim=fail reason=[bad signature] header.i=@newyork.example.com");
        reads( // B.7
                " foo.example.net (foobar) 1 (baz);~    dkim (Because I like it) / 1 (One yay) = (wait for it) fail"
                        + "~      policy (A dot can go here) . (like that) expired"
                        + "~      (this surprised me) = (as I wasn't expecting it) 1362471462",
                "foo.example.net 1 | dkim=fail policy.expired=1362471462");
    }

    @Test
    @Spec({"RFC 8601 §2.2", "AR-1", "AR-3"})
    void allowsCommentsAndFoldsBetweenWords() {
        reads("a;x=y", "a 1 | x=y");
        reads(" ( c ) \"a b\" ( c ) 1 ( c ) ; ( c ) none ( c ) ", "a b 1");
        reads(" a\n\t; x = (c) y ( d ) reason = \"r\\\"s\" p . q = v", "a 1 | x=y ( d ) reason=[r\"s] p.q=v");
        reads(" a; x=y ((nested) \\) and quoted)", "a 1 | x=y ((nested) ) and quoted)");
        reads(" a; x=y(c)p.q=v(d)r.s=w", "a 1 | x=y (c) p.q=v (d) r.s=w"); // CFWS without a space
        reads(" a; x=y p.q=\"fol\r\n ded\"", "a 1 | x=y p.q=fol ded");
        reads(" a; X/2=Y P.Q=V", "a 1 | x/2=y p.q=V"); // keywords have no case, values do
        reads(" a; none=pass", "a 1 | none=pass"); // a method called none is odd, not no-result
    }

    @Test
    @Spec({"RFC 8601 §2.2", "AR-2"})
    void readsEveryFormOfAPropertysValue() {
        reads(" a; x=y p.q=\"\"", "a 1 | x=y p.q=");
        reads(" a; x=y p.q=u@example.net p.r=@example.net", "a 1 | x=y p.q=u@example.net p.r=@example.net");
        reads(" a; x=y p.q=\"u v\"@example.net", "a 1 | x=y p.q=u v@example.net");
        reads(" a; x=y p.q=o/u=1?@example.net", "a 1 | x=y p.q=o/u=1?@example.net"); // dot-atom: more than a token
        reads(" a; x=y p.q=b\u00FCcher.example", "a 1 | x=y p.q=b\u00FCcher.example"); // internationalised mail
        reads(" a; x=y p.q=\"2001:db8::1\"", "a 1 | x=y p.q=2001:db8::1");
        reads(" a; x=y smtp.mailfrom=u smtp.rcptto=v", "a 1 | x=y smtp.mailfrom=u smtp.rcptto=v");
    }

    @Test
    @Spec({"RFC 8601 §2.6", "AR-4"})
    void doesNotReadResultsOfAnotherVersion() {
        reads(" a 2; x=y p.q=v", "a 2");
        reads(" a 0; x=y", "a 0");
        reads(" a 01; x=y", "a 1 | x=y");
        reads(" a 2; (((", "a 2");
    }

    @Test
    void readsWhatLargeSendersWriteAgainstTheGrammar() {
        reads(" a; x=y header.b=Qgi/FoC0= header.d=e", "a 1 | x=y header.b=Qgi/FoC0= header.d=e"); // unquoted base64
        reads(
                " a; dmarc=none action=none header.from=e;",
                "a 1 | dmarc=none header.from=e"); // no ptype, `;` at the end
        reads(" a; x=y p.q=v reason=\"late\"", "a 1 | x=y reason=[late] p.q=v");
    }

    @Test
    @Spec("RFC 8601 §2.2")
    void saysWhereAFieldIsMalformed() {
        malformed("", 0, "expected the authserv-id");
        malformed(" ; none", 1, "expected the authserv-id");
        malformed(" a", 2, "expected a version number");
        malformed(" a 1", 4, "expected \";\"");
        malformed(" a b; none", 3, "expected a version number");
        malformed(" a;", 3, "expected a method");
        malformed(" a; none; x=y", 8, "expected \"=\"");
        malformed(" a; x", 5, "expected \"=\"");
        malformed(" a; x=", 6, "expected a result");
        malformed(" a; x/y=z", 6, "expected a version number");
        malformed(" a; x/1234567890=z", 16, "method version is out of range");
        malformed(" a 1234567890; x=y", 13, "version has more than 9 digits");
        malformed(" a; x-=y", 4, "expected a method"); // a keyword does not end in a hyphen
        malformed(" a; x=y p", 9, "expected \"=\"");
        malformed(" a; x=y p.", 10, "expected a property's name");
        malformed(" a; x=y p.q", 11, "expected \"=\"");
        malformed(" a; x=y p.q=", 12, "expected the property's value");
        malformed(" a; x=y p.q=2001:db8::1", 16, "expected a property or \";\""); // a colon needs quotes
        malformed(" a; x=y p.q=u@v@w", 12, "expected the property's value");
        malformed(" a; x=y reason=", 15, "expected the reason");
        malformed(" a; x=y; ; z=w", 9, "expected a method");
        malformed(" a; x=y (c", 8, "comment is not closed");
        malformed(" a; x=y (c\\)", 8, "comment is not closed");
        malformed(" \"a; none", 1, "quoted string is not closed");
        malformed(" \"a\\\"; none", 1, "quoted string is not closed");
        malformed(" \"a\0\"; none", 3, "control character in a quoted string");
        malformed(" \"a\nb\"; none", 3, "control character in a quoted string"); // no fold
        malformed(" a\0; none", 2, "expected a version number");
        malformed(" a; x=y\rp.q=v", 7, "expected a property or \";\"");
        malformed(Bytes.of((byte) 'a', (byte) 0xFC, (byte) ';'), 0, "not UTF-8");
        malformed(" dkim=none header.d=none;a; dmarc=none", 5, "expected a version number"); // Microsoft's order
    }

    @Test
    void doesNotReadPastItsLimit() {
        Budgets ten = new Budgets(1, 1, 10, 1);

        assertTrue(AuthenticationResultsHeader.parse(Bytes.utf8("a;none    "), ten) instanceof Parsed.Ok);
        assertEquals(
                new Parsed.Malformed<AuthenticationResultsHeader>(10, "too long"),
                AuthenticationResultsHeader.parse(Bytes.utf8("a;none     "), ten));
    }

    /// @param value the value, with `~` for CRLF
    private static void reads(String value, String expected) {
        Bytes octets = Bytes.utf8(value.replace("~", "\r\n"));
        switch (AuthenticationResultsHeader.parse(octets, Budgets.DEFAULT)) {
            case Parsed.Ok<AuthenticationResultsHeader>(AuthenticationResultsHeader header) ->
                assertEquals(expected, dump(header), value);
            case Parsed.Malformed<AuthenticationResultsHeader> malformed ->
                throw new AssertionError(value + ": " + malformed);
        }
    }

    private static void malformed(String value, int offset, String why) {
        malformed(Bytes.utf8(value), offset, why);
    }

    private static void malformed(Bytes value, int offset, String why) {
        assertEquals(
                new Parsed.Malformed<AuthenticationResultsHeader>(offset, why),
                AuthenticationResultsHeader.parse(value, Budgets.DEFAULT),
                value.toString());
    }

    private static String dump(AuthenticationResultsHeader header) {
        StringBuilder text = new StringBuilder(header.authservId() + " " + header.version());
        for (ResultInfo info : header.results()) {
            text.append(" | ").append(info.method());
            text.append(info.methodVersion() == 1 ? "" : "/" + info.methodVersion());
            text.append('=').append(info.result());
            info.comment().ifPresent(c -> text.append(" (").append(c).append(')'));
            info.reason().ifPresent(r -> text.append(" reason=[").append(r).append(']'));
            for (ResultInfo.Property p : info.properties()) {
                text.append(' ').append(p.ptype()).append('.').append(p.name());
                text.append('=').append(p.value());
                p.comment().ifPresent(c -> text.append(" (").append(c).append(')'));
            }
        }
        return text.toString();
    }
}
