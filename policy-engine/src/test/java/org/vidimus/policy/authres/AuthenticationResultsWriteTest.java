package org.vidimus.policy.authres;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.vidimus.policy.Spec;
import org.vidimus.policy.authres.ResultInfo.Property;
import org.vidimus.policy.base.Bytes;
import org.vidimus.policy.base.Parsed;
import org.vidimus.policy.message.HeaderField;

class AuthenticationResultsWriteTest {
    private static final AuthservId ID = new AuthservId("mx.example.com");

    @Test
    @Spec({"RFC 8601 §2.2", "AR-9"})
    void writesNoneWhereNothingWasChecked() {
        assertEquals(
                HeaderField.of("Authentication-Results", " mx.example.com; none"),
                AuthenticationResultsHeader.of(ID, List.of()).format());
        assertEquals(
                " \"m x\" 2; none",
                new AuthenticationResultsHeader("m x", 2, List.of())
                        .format()
                        .value()
                        .utf8());
    }

    @Test
    @Spec({"RFC 8601 §2.2", "AR-2"})
    void quotesWhatIsNoToken() {
        value("example.net", "example.net");
        value("a_b+c!", "a_b+c!");
        value("", "\"\"");
        value("two words", "\"two words\"");
        value("2001:db8::1", "\"2001:db8::1\"");
        value("a\"b\\c", "\"a\\\"b\\\\c\"");
        value("Qgi/FoC0=", "\"Qgi/FoC0=\"");
        value("u@example.net", "u@example.net"); // an address needs none
        value("@example.net", "@example.net");
        value("u@", "\"u@\"");
        value("u v@example.net", "\"u v@example.net\"");
        value("u@v@example.net", "\"u@v@example.net\"");
        value("o/u@example.net", "\"o/u@example.net\"");
    }

    @Test
    @Spec({"RFC 8601 §7.1", "RFC 5322 §2.2", "AR-15"})
    void letsNothingBreakOutOfItsValue() {
        value("x\r\nSubject: y", "\"x??Subject: y\"");
        value("x\0y", "\"x?y\"");
        value("x;dkim=pass", "\"x;dkim=pass\"");
        value("x; dkim=pass header.d=bank.example", "\"x; dkim=pass header.d=bank.example\"");
        value("example.net(.example.com", "\"example.net(.example.com\""); // a comment opened in a domain
        value("example.net\"(", "\"example.net\\\"(\"");
        value("x\\", "\"x\\\\\""); // cannot quote the closing quote
        value("b\u00FCcher", "\"b?cher\""); // eight-bit octets
        value("\uD83D\uDE00\u560D\u560A", "\"???\""); // characters whose low octets are CR and LF
        value("\uD83D", "\"?\""); // half a character
        value("\u007F\u0085\u2028", "\"???\"");
        comment(") dkim=pass (", "(\\) dkim=pass \\()");
        comment("x\\", "(x\\\\)");
        comment("x\r\n\r\ny", "(x????y)");
    }

    @Test
    @Spec({"RFC 5322 §2.1.1", "RFC 8601 §7.1", "AR-15"})
    void cutsLongValues() {
        value("x".repeat(400), "x".repeat(400));
        value("x".repeat(401), "x".repeat(397) + "...");
        value("\"".repeat(100_000), "\"" + "\\\"".repeat(397) + "...\"");
    }

    @Test
    @Spec({"RFC 5322 §2.1.1", "AR-15"})
    void foldsBetweenWords() {
        ResultInfo spf = ResultInfo.of("spf", "pass", Property.of("smtp", "mailfrom", "example.net"));
        ResultInfo dkim = new ResultInfo(
                "dkim",
                1,
                "fail",
                Optional.of("bad signature"),
                Optional.of("the body was changed"),
                List.of(
                        Property.of("header", "d", "a-rather-long-domain.example.net"),
                        Property.of("header", "s", "selector-2026"),
                        new Property("policy", "iprev", "192.0.2.1", Optional.of("mail.example.net"))));

        assertEquals(" mx.example.com; spf=pass smtp.mailfrom=example.net", write(spf)); // fits
        assertEquals(
                " mx.example.com;\n\tspf=pass smtp.mailfrom=example.net;\n\tdkim=fail (bad signature)"
                        + " reason=\"the body was changed\"\n\theader.d=a-rather-long-domain.example.net"
                        + " header.s=selector-2026\n\tpolicy.iprev=192.0.2.1 (mail.example.net)",
                write(spf, dkim));
        assertEquals(
                "\n\t" + "x".repeat(60) + ";\n\tnone",
                new AuthenticationResultsHeader("x".repeat(60), 1, List.of())
                        .format()
                        .value()
                        .utf8());
    }

    @Test
    @Spec("RFC 8601 §2.6")
    void namesTheVersionOfAMethodUnlessItIsTheFirst() {
        ResultInfo second = new ResultInfo("dkim", 2, "pass", Optional.empty(), Optional.empty(), List.of());

        assertEquals(" mx.example.com; dkim/2=pass", write(second));
    }

    @Test
    void refusesWordsThatAreNoKeywords() {
        for (String word : List.of("", "DKIM", "d.kim", "dkim=", "d kim", "dkim-", "d\u00FC", "x".repeat(65))) {
            assertThrows(IllegalArgumentException.class, () -> ResultInfo.of(word, "pass"), word);
            assertThrows(IllegalArgumentException.class, () -> ResultInfo.of("dkim", word), word);
            assertThrows(IllegalArgumentException.class, () -> Property.of(word, "d", ""), word);
            assertThrows(IllegalArgumentException.class, () -> Property.of("header", word, ""), word);
        }
        List<ResultInfo> results = List.of(ResultInfo.of("dkim", "pass"));
        assertThrows(IllegalArgumentException.class, () -> new AuthenticationResultsHeader("a", 2, results));
        assertThrows(IllegalArgumentException.class, () -> new AuthenticationResultsHeader("a", -1, List.of()));
    }

    @Test
    @Spec("RFC 8601 §2.5")
    void goesByNamesThatNeedNoQuotes() {
        named("mx.example.com", "mx.example.com");
        named("MX", "MX");
        named("mx.example.com..", "mx.example.com"); // the DNS root
        named("xn--bcher-kva.example", "xn--bcher-kva.example");
        for (String bad : List.of("", ".", "a b", "a;b", "\"a\"", "a(b)", "b\u00FCcher.example", "a\n", "a/b")) {
            assertInstanceOf(Parsed.Malformed.class, AuthservId.parse(Bytes.utf8(bad)), bad);
            assertThrows(IllegalArgumentException.class, () -> new AuthservId(bad), bad);
        }
        assertInstanceOf(Parsed.Ok.class, AuthservId.parse(Bytes.utf8("x".repeat(255))));
        assertInstanceOf(Parsed.Malformed.class, AuthservId.parse(Bytes.utf8("x".repeat(256))));
        assertThrows(IllegalArgumentException.class, () -> new AuthservId("a."));
    }

    private static void named(String text, String expected) {
        assertEquals(new Parsed.Ok<>(new AuthservId(expected)), AuthservId.parse(Bytes.utf8(text)));
    }

    private static void value(String value, String expected) {
        ResultInfo info = ResultInfo.of("x", "pass", Property.of("p", "q", value));
        HeaderField field = AuthenticationResultsHeader.of(new AuthservId("a"), List.of(info))
                .format();
        assertEquals(
                " a; x=pass p.q=" + expected,
                field.unfolded().utf8().replace("\t", " ").stripTrailing());
        assertTrue(field.value().utf8().lines().allMatch(line -> line.length() <= 998));
    }

    private static void comment(String comment, String expected) {
        ResultInfo info = new ResultInfo("x", 1, "pass", Optional.of(comment), Optional.empty(), List.of());
        assertEquals(" mx.example.com; x=pass " + expected, write(info));
    }

    private static String write(ResultInfo... results) {
        return AuthenticationResultsHeader.of(ID, List.of(results))
                .format()
                .value()
                .utf8();
    }
}
