package org.vidimus.policy.message;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.vidimus.policy.Spec;
import org.vidimus.policy.base.Bytes;
import org.vidimus.policy.dns.DomainName;

class AuthorTest {
    @Test
    @Spec({"RFC 5322 §3.4", "MSG-6"})
    void findsTheDomainOfOneAddress() {
        from(" ann@a.example", "a.example");
        from("ann@a.example", "a.example"); // the MTA dropped the leading space
        from(" Ann <ann@a.example>", "a.example");
        from(" <ann@a.example>", "a.example");
        from(" ANN@A.Example", "a.example");
        from(" ann@a.example.", "a.example"); // the root's dot
        from(" Pete(A nice \\) chap) <pete(his account)@silly.test(his host)>", "silly.test"); // RFC 5322 A.5
        from(" (a (b (c)) d) ann (e) @ (f) a.example (g)", "a.example");
        from(" Joe Q. Public <john.q.public@example.com>", "example.com"); // dots in the name (§4.1)
        from(" \"Joe Q. Public\" <john@example.com>", "example.com");
        from(" \"Giant; \\\"Big\\\" Box\" <sysservices@example.net>", "example.net"); // A.1.2
        from(" \"<ann@b.example>\" <ann@a.example>", "a.example"); // a display name says nothing
        from(" \"ann@b.example\" <ann@a.example>", "a.example");
        from(" \"\\\" <ann@b.example>, \\\"\" <ann@a.example>", "a.example"); // escaped quotes
        from(" ann@a.example (ann@b.example)", "a.example");
        from(" (ann@b.example) ann@a.example", "a.example");
        from(" (\\) <ann@b.example>) ann@a.example", "a.example");
        from(" \"ann@b.example\"@a.example", "a.example"); // a quoted local-part
        from(" \"ann\\\"@b.example>\"@a.example", "a.example");
        from(" \"a b\".c@a.example", "a.example");
        from(" a..b.@a.example", "a.example"); // as some carriers have it
        from(" ann!#$%&'*+-/=?^_`{|}~@a.example", "a.example");
        from(" ann@_mail.a-1.example", "_mail.a-1.example");
        from(" ann@localhost", "localhost");
    }

    @Test
    @Spec({"RFC 5322 §2.2.3", "RFC 5322 §3.2.2"})
    void readsAcrossFolds() {
        from("\r\n Ann\r\n\t<ann@a.example>", "a.example");
        from("\n Ann\n\t<ann@a.example>", "a.example"); // as milters have them
        from(" \"Ann\n B\" (c\n d) <ann@a.example>", "a.example");
        from(" Ann <\n ann\n @\n a.example\n >", "a.example");
    }

    @Test
    @Spec({"RFC 2047 §5", "MSG-6"})
    void decodesNoEncodedWord() {
        from(" =?utf-8?B?PGFkbWluQGIuZXhhbXBsZT4=?= <ann@a.example>", "a.example");
        from(" \"=?utf-8?q?b=40b.example?=\" <ann@a.example>", "a.example");
        from(" =?utf-8?B?PGFkbWluQGIuZXhhbXBsZT4=?=", "octet 37: expected an address");
        from(" =?utf-8?q?a=40b.example?=@a.example", "octet 36: expected an address");
        from(" <=?utf-8?q?a=40b.example?=@a.example>", "octet 2: encoded-word in an address");
    }

    @Test
    @Spec({"RFC 6532 §3.2", "RFC 8616 §2", "MSG-2"})
    void readsUtf8() {
        from(" J\u00F6rg <j\u00F6rg@a.example>", "a.example");
        from(" \"J\u00F6rg\" (\u00FC) <ann@b\u00FCcher.example>", "xn--bcher-kva.example");
        from(" ann@B\u00DCCHER.example", "xn--bcher-kva.example");
        from(" ann@XN--BCHER-KVA.example", "xn--bcher-kva.example");
        from(" ann@fa\u00DF.example", "xn--fa-hia.example"); // not fass: IDNA2008
        from(" ann@a\u3002example", "a.example"); // the ideographic full stop
        from(" ann@a.example\uFF20b.example", "octet 5: not a character of a domain name"); // a wide @
        from(" ann@a\u202E.example", "octet 5: not an internationalised domain name");
    }

    @Test
    @Spec({"RFC 6854 §2.1", "MSG-6"})
    void readsGroups() {
        from(" Team: ann@a.example, Bob <bob@a.example>;", "a.example");
        from(" Team: ann@a.example, bob@b.example;", "a.example b.example");
        from(" Team: ann@a.example;, bob@b.example", "a.example b.example");
        from(" \"T. (x)\" : (y) ann@a.example (z) ; (w)", "a.example");
        from(" Nobody:;", "none: no address in From");
        from(" Nobody: , (x), ;", "none: no address in From");
        from(" Nobody:;, ann@a.example", "a.example");
        from(" Team: ann@a.example", "octet 20: expected \",\"");
        from(" Team:", "octet 6: expected an address");
        from(" Team: Inner: ann@a.example;;", "octet 12: expected an address");
        from(" : ann@a.example;", "octet 1: expected an address");
        from(" a@b.example: ann@a.example;", "octet 12: expected an address");
    }

    @Test
    @Spec({"RFC 9989 §5.3.1", "MSG-6", "MSG-7", "DM-1"})
    void countsEveryDomain() {
        from(" ann@a.example, bob@b.example", "a.example b.example");
        from(" ann@a.example, <bob@b.example>", "a.example b.example");
        from(" ann@a.example, bob@A.EXAMPLE.", "a.example");
        from(" , ann@a.example ,, bob@b.example,", "a.example b.example"); // §4.4: empty elements
        from(" ann@a.example, ann@sub.a.example", "a.example sub.a.example");
        from(" <@b.example,@c.example:ann@a.example>", "a.example b.example c.example"); // a source route
        from(" <@a.example:ann@a.example>", "a.example");
        from(" ann@b.example <ann@a.example>", "a.example b.example"); // an address as the display name
        from(" ann@a.example <ann@a.example>", "a.example");
        from(" Ann ann@b.example via List <list@a.example>", "a.example b.example");
        from(" @b.example <ann@a.example>", "octet 1: expected a word before \"@\"");
        fields("a.example b.example", "From", " ann@a.example", "FROM", " bob@b.example");
        fields("a.example", "From", " ann@a.example", "from", " bob@a.example");
        fields("a.example", "From", " ann@a.example", "Sender", " b@b.example", "Resent-From", " b@b.example");
    }

    @Test
    @Spec({"RFC 9989 §5.3.1", "MSG-7", "DM-2"})
    void tellsWhatHasNoDomain() {
        fields("none: no From field");
        fields("none: no From field", "Sender", " ann@a.example", "X-From", " ann@a.example");
        from("", "none: no address in From");
        from(" ", "none: no address in From");
        from(" (ann@a.example)", "none: no address in From");
        from(" ,", "none: no address in From");
        from(" ann@[192.0.2.1]", "none: address literal in From");
        from(" ann@[IPv6:2001:db8::1]", "none: address literal in From");
        from(" ann@[192.0.2.1], bob@b.example", "octet 0: an address literal beside a domain");
        from(" bob@b.example <ann@[192.0.2.1]>", "octet 0: an address literal beside a domain");
        fields("octet 0: an empty From field beside another", "From", " ann@a.example", "From", "");
    }

    @Test
    @Spec({"RFC 5322 §3.4", "MSG-7"})
    void refusesWhatReadersDisagreeAbout() {
        from(" ann@a.example(c)@b.example", "octet 17: expected a word before \"@\"");
        from(" ann@a.example@b.example", "octet 14: expected a word before \"@\"");
        from(" <ann@a.example>bob@b.example", "octet 16: expected \",\"");
        from(" <ann@a.example>\\,<bob@b.example>", "octet 16: expected \",\"");
        from(" <ann@a.example> <bob@b.example>", "octet 17: expected \",\"");
        from(" <ann@a.example>; bob@b.example", "octet 16: expected \",\"");
        from(" ann@a.example>", "octet 14: expected an address");
        from(" <ann@a.example", "octet 15: expected \">\"");
        from(" <<ann@a.example>>", "octet 2: expected an address");
        from(" <>", "octet 2: expected an address");
        from(" ann", "octet 4: expected an address");
        from(" Ann, ann@a.example", "octet 4: expected an address");
        from(" Ann [x] <ann@a.example>", "octet 5: expected an address");
        from(" \"Ann <ann@a.example>", "octet 1: quoted string is not closed");
        from(" \"Ann\\", "octet 5: backslash before nothing");
        from(" (Ann <ann@a.example>", "octet 1: comment is not closed");
        from(" Ann) <ann@a.example>", "octet 4: expected an address");
        from(" ann@a.example bob@b.example", "octet 28: expected an address");
        from(" ann bob@b.example", "octet 18: expected an address");
        from(" a \"b\"@b.example", "octet 16: expected an address");
        from(" .ann@a.example", "octet 1: unexpected \".\"");
        from(" \"a\"b@a.example", "octet 15: expected an address");
        from(" ann@", "octet 5: empty label");
        from(" ann@a..example", "octet 7: empty label");
        from(" ann@.a.example", "octet 5: empty label");
        from(" ann@a.example'b.example", "octet 14: not a character of a domain name");
        from(" ann@a.example(.b.example", "octet 14: comment is not closed");
        from(" ann@[192.0.2.1", "octet 15: expected \"]\"");
        from(" ann@[[x]]", "octet 6: expected \"]\"");
        from(" ann@" + "a".repeat(64) + ".example", "octet 68: label longer than 63");
        // RFC 5322 A.6.3: white space around the dots of a domain
        from(" John Doe <jdoe@machine(comment).  example>", "octet 32: expected \">\"");
        from(" ann@b.example .a.example", "octet 15: unexpected \".\"");
    }

    @Test
    @Spec({"RFC 5322 §4.1", "MSG-8"})
    void refusesControlCharacters() {
        from(" ann@a.example\0", "octet 14: control character");
        from(" \"\0\" <ann@a.example>", "octet 2: control character");
        from(" (\u0007) <ann@a.example>", "octet 2: control character");
        from(" \"\\\u0001\" <ann@a.example>", "octet 3: control character");
        from(" Ann\u007F <ann@a.example>", "octet 4: control character");
        from(" Ann\u0085 <ann@a.example>", "octet 4: control character"); // NEL
        from(" Ann\u2028 <ann@a.example>", "octet 4: control character"); // line separator
        from(" ann@a.example\r", "octet 14: line end that is no fold");
        from(" \"a\rb\" <ann@a.example>", "octet 3: line end that is no fold");
        from(" ann@a.example\nSubject: x", "octet 14: line end that is no fold");
        from(" ann@a.example\r\r\n ", "octet 14: line end that is no fold");
        from(" ann@a.example\r\n \r\n , bob@b.example", "octet 14: line of white space only");
        from(" ann@a.example\n ", "octet 14: line of white space only");
        from(" ann@a.example\n \n", "octet 14: line of white space only");
        latin1(" J\u00F6rg <ann@a.example>", "octet 2: not UTF-8");
        latin1(" Ann \u00C2", "octet 5: not UTF-8");
        latin1(" Ann \u00E2\u0080", "octet 5: not UTF-8");
    }

    @Test
    @Spec({"RFC 5322 §4.5", "MSG-6"})
    void refusesFieldsThatOnlySomeTakeForFrom() {
        fields("octet 0: a field name that is almost From", "From ", " ann@a.example");
        fields("octet 0: a field name that is almost From", "From\t", " ann@a.example", "From", " bob@a.example");
        fields("octet 0: a field name that is almost From", "\uFEFFFrom", " ann@a.example");
        fields("octet 0: a field name that is almost From", "Fr\0om", " ann@a.example");
        fields("octet 0: a From field hidden in another field", "Subject", " x\rFrom: ann@a.example");
        fields("octet 0: a From field hidden in another field", "From", " a@a.example (\rfrom : ann@b.example)");
        fields("none: no From field", "Subject", " x From: ann@a.example", "Fromm", " ann@a.example");
    }

    @Test
    @Spec("MSG-9")
    void stopsAtItsLimits() {
        from(" " + "(".repeat(50) + ")".repeat(50) + "ann@a.example", "a.example");
        from(" " + "(".repeat(51) + ")".repeat(51) + "ann@a.example", "octet 51: comments nested deeper than 50");
        from(" " + "ann@a.example,".repeat(1000), "a.example");
        from(" " + "ann@a.example,".repeat(1001), "octet 14014: more than 1000 addresses");
        from(" <" + "@a.example,".repeat(1001) + ":x@a.example>", "octet 11012: more than 1000 domains");
        from(" " + "a@a.example ".repeat(1001) + "<x@a.example>", "octet 12012: more than 1000 domains");
        List<String> many = new ArrayList<>();
        for (int i = 0; i <= 1000; i++) {
            many.add("From");
            many.add(" x@d" + i + ".example");
        }
        fields("octet 0: more than 1000 domains", many.toArray(String[]::new));
    }

    private static void from(String value, String expected) {
        fields(expected, "From", value);
    }

    private static void latin1(String value, String expected) {
        byte[] octets = value.getBytes(StandardCharsets.ISO_8859_1);
        HeaderField field = new HeaderField(Bytes.utf8("From"), Bytes.of(octets));
        assertEquals(expected, text(Author.of(HeaderBlock.of(List.of(field)))));
    }

    private static void fields(String expected, String... namesAndValues) {
        List<HeaderField> fields = new ArrayList<>();
        for (int i = 0; i < namesAndValues.length; i += 2) {
            fields.add(HeaderField.of(namesAndValues[i], namesAndValues[i + 1]));
        }
        assertEquals(expected, text(Author.of(HeaderBlock.of(fields))), fields::toString);
    }

    private static String text(Author author) {
        return switch (author) {
            case Author.Single(DomainName domain) -> domain.toString();
            case Author.Several(List<DomainName> domains) ->
                domains.stream().map(DomainName::toString).collect(Collectors.joining(" "));
            case Author.None(String why) -> "none: " + why;
            case Author.Unreadable(int offset, String why) -> "octet " + offset + ": " + why;
        };
    }
}
