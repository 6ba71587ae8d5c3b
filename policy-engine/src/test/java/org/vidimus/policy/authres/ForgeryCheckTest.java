package org.vidimus.policy.authres;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.vidimus.policy.Spec;
import org.vidimus.policy.base.Bytes;
import org.vidimus.policy.message.HeaderField;

/// Our name is mx.example.com throughout.
class ForgeryCheckTest {
    private static final int LONG = 1000;

    private final ForgeryCheck check = new ForgeryCheck(new AuthservId("mx.example.com"));

    @Test
    @Spec({"RFC 8601 §5", "RFC 8601 §2.2", "AR-5"})
    void recognisesOurNameInEveryFormOfTheGrammar() {
        ours("mx.example.com; dkim=pass header.d=example.net");
        ours(" mx.example.com;none");
        ours(" mx.example.com; none");
        ours(" MX.Example.COM; none"); // case
        ours("\t mx.example.com \t; none"); // white space
        ours("\r\n mx.example.com\r\n ; none"); // folds as in a file
        ours("\n mx.example.com\n\t; none"); // folds as a milter MTA hands them over
        ours(" (c) mx.example.com; none"); // comments
        ours(" mx.example.com (c); none");
        ours(" (a (b (c) \\) d)) \n (e) mx.example.com (;) ; none"); // nested, quoted-pair, semicolon inside
        ours(" (\"(\"))mx.example.com; none"); // a quote means nothing inside a comment
        ours(" \"mx.example.com\"; none"); // quoted-string
        ours(" \"m\\x.\\example.com\"; none"); // with quoted-pairs
        ours(" mx.example.com 1; none"); // version
        ours(" mx.example.com (v) 1 (v); none");
        ours(" mx.example.com 01; none");
        ours(" mx.example.com 2; none"); // ours whatever the version
        ours(" mx.example.com 99999999999999999999; none");
        ours(" mx.example.com.; none"); // the DNS root
        ours(" mx.example.com; total=nonsense; ((("); // what follows does not matter
    }

    @Test
    @Spec({"RFC 8601 §5", "AR-5"})
    void recognisesOurNameWhereTheFieldIsMalformed() {
        disguised("mx.example.com"); // no semicolon
        disguised(" mx.example.com dkim=pass");
        disguised(" mx.example.com, dkim=pass");
        disguised(" mx.example.com v1; none"); // odd version
        disguised(" mx.example.com 1.0; none");
        disguised(" mx.example.com -1; none");
        disguised(" mx.example.com 1 1; none");
        disguised(" mx.example.com other.example.net; none"); // two names
        disguised(" other.example.net mx.example.com; none");
        disguised("; mx.example.com; dkim=pass"); // nothing before the first semicolon
        disguised(" =mx.example.com; none"); // junk before it
        disguised(" @mx.example.com; none");
        disguised(" <mx.example.com>; none");
        disguised(" [mx.example.com]; none");
        disguised(" user@mx.example.com; none");
        disguised(" mx.example.com@other.example.net; none");
        disguised(" mx.example.com/1; none");
        disguised(" mx.example.com:; none");
        disguised(" mx.example.com \\; none");
        disguised(" .mx.example.com..; none");
        disguised(" dkim=pass header.d=a.example; mx.example.com; spf=pass"); // as Microsoft orders it
        disguised(" Authentication-Results: mx.example.com; none"); // the name of the field once more
    }

    @Test
    @Spec({"RFC 8601 §2.2", "RFC 5322 §3.2.2", "AR-3", "AR-5"})
    void recognisesOurNameBehindCommentsThatReadersSeeDifferently() {
        disguised(" mx(c).example.com; none"); // comments dropped first
        disguised(" m(a)x(b).(c)example(d).com; none");
        disguised(" mx(a(b)c).example.com; none"); // nested
        disguised(" mx(a(b).example.com; none)"); // not nested, for a regular expression
        disguised(" mx(\\).example.com; none)"); // a reader without quoted-pairs
        disguised(" (a\\(b) other.example.net; x ) mx.example.com; none"); // nested, without quoted-pairs
        disguised(" (mx.example.com; dkim=pass"); // never closed
        disguised(" (mx.example.com; dkim=pass) other.example.net; none"); // a reader without comments
        disguised(" other.example.net (mx.example.com); none");
        disguised(" mx.example.com) ; none");
        disguised(" ((((((mx.example.com; none");
        disguised(" \"(\";)mx.example.com; none"); // a reader without quoted-strings
    }

    @Test
    @Spec({"RFC 8601 §2.2", "RFC 2045 §5.1", "AR-5"})
    void recognisesOurNameCutIntoPieces() {
        disguised(" mx .example.com; none"); // white space dropped first
        disguised(" mx\n .example.com; none");
        disguised(" mx.\r\n\texample\r\n .com; none");
        disguised(" \"mx\".example.com; none"); // a quote in the middle
        disguised(" mx.\"example.com\"; none");
        disguised(" \"mx.example.com; none"); // a quote never closed
        disguised(" mx.example.com\"; none");
        disguised(" \"other.example.net; mx.example.com; none\"; none"); // a reader without quoted-strings
        disguised(" \"other\\\"; mx.example.com; dkim=pass \"; none"); // a reader without quoted-pairs
        disguised(" \"mx. example.com\"; none");
        disguised(" m\\x.example.com; none");
        disguised(" mx.exam\rple.com; none"); // a bare CR
        disguised(" mx.exam\nple.com; none"); // a bare LF
    }

    @Test
    @Spec({"RFC 8601 §5", "RFC 6532 §3.1", "AR-5"})
    void recognisesOurNameAmongOtherOctets() {
        disguised(" \0mx.example.com; none"); // NUL ends a string in C
        disguised(" mx.example.com\0; none");
        disguised(" mx.exam\0ple.com; none");
        disguised(" mx.exam\u0001ple.com; none");
        disguised(" other.example.net\0mx.example.com; none");
        disguised(" mx.exam\u00ADple.com; none"); // soft hyphen
        disguised(" mx.exam\u200Bple.com; none"); // zero width space
        disguised(" \u200Emx.example.com; none"); // left-to-right mark
        disguised(" mx\u3002example\uFF0Ecom; none"); // full stops of other scripts
        disguised(" \uFF4D\uFF58.example.com; none"); // full-width letters
        disguised(" mx.example.com\u00A0; none"); // no-break space
        disguised(" mx.e\u00E9xample.com; none"); // for a reader that drops what is not ASCII
        disguised(" \u24DC\u24E7.example.com; none"); // circled letters decompose to plain ones
        disguised(Bytes.of(" mx.exa\u00ADmple.com; none".getBytes(StandardCharsets.ISO_8859_1))); // not UTF-8
        disguised(Bytes.of(" mx.\u00FFexample.com; none".getBytes(StandardCharsets.ISO_8859_1)));
    }

    @Test
    @Spec("RFC 2047 §5")
    void takesAnEncodedWordBeforeTheResultsForADisguise() {
        is(Claim.ENCODED, " =?utf-8?B?bXguZXhhbXBsZS5jb20=?=; none");
        is(Claim.ENCODED, " =?utf-8?Q?m=78.exampl=65.com=3B_dkim=3Dpass?=");
        is(Claim.ENCODED, " =?utf-8?Q?other.example.net?=; none"); // whatever it decodes to
        is(Claim.ENCODED, " (=?utf-8?Q?x?=) other.example.net; none");
        is(Claim.FOREIGN, " other.example.net; dkim=fail (=?utf-8?Q?x?=)"); // after the name it is somebody else's
    }

    @Test
    @Spec({"RFC 8601 §5", "AR-6"})
    void removesVersionsThatNobodyKnows() {
        is(Claim.UNKNOWN_VERSION, " other.example.net 2; none");
        is(Claim.UNKNOWN_VERSION, " other.example.net 0; none");
        is(Claim.UNKNOWN_VERSION, " other.example.net (c) 10 (c); none");
        is(Claim.UNKNOWN_VERSION, " other.example.net 11111111111111111111111; none");
        is(Claim.FOREIGN, " other.example.net 1; none");
        is(Claim.FOREIGN, " other.example.net 0001; none");
    }

    @Test
    @Spec({"RFC 8601 §5", "AR-7"})
    void keepsWhatOthersSayAboutThemselves() {
        foreign(" other.example.net; dkim=pass header.d=example.com");
        foreign(" notmx.example.com; none"); // our name with something before
        foreign(" mx.mx.example.com; none");
        foreign(" -mx.example.com; none");
        foreign(" x_mx.example.com; none");
        foreign(" mx.example.com.example.net; none"); // and behind
        foreign(" mx.example.community; none");
        foreign(" mx.example.com-; none");
        foreign(" mx.example.co; none"); // too short
        foreign(" example.com; none");
        foreign(" mx-example.com; none");
        foreign(" mxexample.com; none");
        foreign(" \"mx.example.com.example.net\"; none");
        foreign(" (c) other.example.net (mx) (example.com); none");
        foreign(" other.example.net; dkim=pass header.d=mx.example.com; spf=pass smtp.helo=mx.example.com"); // results
        foreign(" other.example.net; spf=pass (mx.example.com: permitted) smtp.mailfrom=a@mx.example.com");
        foreign(" m\u00FC.example.com; none"); // another name
        foreign(" mx.\u0435xample.com; none"); // a Cyrillic letter is another letter
        foreign(" mx.ex\u0251mple.com; none"); // and so is a Latin one that looks alike
    }

    @Test
    @Spec("RFC 8601 §5")
    void keepsMalformedFieldsThatDoNotNameUs() {
        foreign("");
        foreign(" ");
        foreign(";");
        foreign(" (");
        foreign(" \"");
        foreign(" dkim=none (message not signed) header.d=none;other.example.net; dmarc=none action=none");
        foreign(" other.example.net");
        foreign(" smtp.mailfrom=a@notmx.example.com; none");
    }

    @Test
    void doesNotReadPastItsLimit() {
        HeaderField field = field(Bytes.utf8("other; none"));

        assertEquals(Claim.FOREIGN, check.examine(field, 11));
        assertEquals(Claim.TOO_LONG, check.examine(field, 10));
        assertEquals(Claim.NONE, check.examine(HeaderField.of("Subject", " of any length"), 0));
    }

    @Test
    @Spec({"RFC 5322 §1.2.2", "RFC 5322 §4.5", "MSG-3"})
    void recognisesTheFieldHoweverItsNameIsWritten() {
        named(Claim.OURS, "Authentication-Results");
        named(Claim.OURS, "authentication-results");
        named(Claim.OURS, "AUTHENTICATION-RESULTS \t");
        named(Claim.NONE, "X-Authentication-Results");
        named(Claim.NONE, "ARC-Authentication-Results");
        named(Claim.NONE, "Authentication-Results-Original");
        named(Claim.NONE, "Authentication Results");
    }

    private void named(Claim claim, String name) {
        assertEquals(claim, check.examine(HeaderField.of(name, " mx.example.com; none"), LONG), name);
    }

    @Test
    @Spec({"RFC 5322 §2.2", "RFC 8601 §5"})
    void recognisesAFieldHiddenInAnother() {
        subject(Claim.SMUGGLED, " hello\rAuthentication-Results: mx.example.com; none");
        subject(Claim.SMUGGLED, " hello\rAUTHENTICATION-results \t: x");
        subject(Claim.SMUGGLED, " hello\nAuthentication-Results: mx.example.com; none"); // no fold: no space behind
        subject(Claim.SMUGGLED, " hello\0Authentication-Results: mx.example.com; none");
        subject(Claim.SMUGGLED, " hello\u000BAuthentication-Results: mx.example.com; none");
        subject(Claim.SMUGGLED, " hello\u000CAuthentication-Results: mx.example.com; none");
        subject(Claim.SMUGGLED, " hello\u001EAuthentication-Results: mx.example.com; none");
        subject(Claim.SMUGGLED, " hello\u0085Authentication-Results: mx.example.com; none"); // NEL
        subject(Claim.SMUGGLED, " hello\u2028Authentication-Results: mx.example.com; none"); // line separator
        subject(Claim.SMUGGLED, " hello\u2029Authentication-Results: mx.example.com; none");
        is(Claim.SMUGGLED, " other.example.net; none\rAuthentication-Results: mx.example.com; none");
        subject(Claim.NONE, " hello\n Authentication-Results: mx.example.com; none"); // a fold
        subject(Claim.NONE, " Authentication-Results: mx.example.com; none"); // one may talk about it
        subject(Claim.NONE, " hello\rAuthentication-Results");
        subject(Claim.NONE, " hello\rX-Authentication-Results: mx.example.com");
        subject(Claim.NONE, "\r");
    }

    private void subject(Claim claim, String value) {
        HeaderField field = HeaderField.of("Subject", value);
        assertEquals(claim, check.examine(field, LONG), field.toString());
    }

    @Test
    @Spec({"RFC 8601 §5", "RFC 5891 §4", "AR-5"})
    void knowsItsNameInUnicodeToo() {
        for (String id : List.of("mx.xn--bcher-kva.example", "MX.XN--BCHER-KVA.example")) {
            ForgeryCheck own = new ForgeryCheck(new AuthservId(id));
            is(own, Claim.OURS, " mx.b\u00FCcher.example; none");
            is(own, Claim.OURS, " MX.B\u00DCCHER.Example.; none");
            is(own, Claim.OURS, " \"mx.bu\u0308cher.example\" 1; none"); // not composed
            is(own, Claim.OURS, " mx\u3002b\u00FCcher\u3002example; none"); // ideographic full stops
            is(own, Claim.OURS, " mx.xn--BCHER-kva.example; none");
            is(own, Claim.DISGUISED, " other.example (mx.b\u00FCcher.example; none"); // malformed
            is(own, Claim.DISGUISED, " other.example (mx.b\u00FCcher.example); none");
            is(own, Claim.DISGUISED, " mx.b\u00FCcher.example x; none");
            is(own, Claim.FOREIGN, " mx.bucher.example; none");
            is(own, Claim.FOREIGN, " mx.b\u00FCcher.example.net; none");
            is(own, Claim.FOREIGN, " other.example; dkim=pass header.d=mx.b\u00FCcher.example");
        }
        is(check, Claim.FOREIGN, " mx.b\u00FCcher.example; none");
    }

    private static void is(ForgeryCheck check, Claim claim, String value) {
        assertEquals(claim, check.examine(field(Bytes.utf8(value)), LONG), value);
    }

    @Test
    @Spec("RFC 8601 §5")
    void trustsNobodyWithoutANameOfItsOwn() {
        ForgeryCheck unknown = ForgeryCheck.ofUnknownHost();

        assertEquals(Claim.UNKNOWN_HOST, unknown.examine(field(Bytes.utf8(" other.example.net; none")), LONG));
        assertEquals(Claim.NONE, unknown.examine(HeaderField.of("Subject", " hello"), LONG));
    }

    @Test
    @Spec("RFC 8601 §2.5")
    void comparesShortNamesAsWholeWords() {
        ForgeryCheck host = new ForgeryCheck(new AuthservId("mx"));

        assertEquals(Claim.OURS, host.examine(field(Bytes.utf8(" MX; none")), LONG));
        assertEquals(Claim.FOREIGN, host.examine(field(Bytes.utf8(" mx.example.com; none")), LONG));
        assertEquals(Claim.FOREIGN, host.examine(field(Bytes.utf8(" mx1; none")), LONG));
    }

    private static HeaderField field(Bytes value) {
        return new HeaderField(AuthenticationResultsHeader.NAME, value);
    }

    private void ours(String value) {
        is(Claim.OURS, value);
    }

    private void disguised(String value) {
        is(Claim.DISGUISED, value);
    }

    private void disguised(Bytes value) {
        assertEquals(Claim.DISGUISED, check.examine(field(value), LONG), value.toString());
    }

    private void foreign(String value) {
        is(Claim.FOREIGN, value);
    }

    private void is(Claim claim, String value) {
        Bytes octets = Bytes.utf8(value);
        assertEquals(claim, check.examine(field(octets), LONG), octets.toString());
    }
}
