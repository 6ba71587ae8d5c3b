package org.vidimus.daemon.opendkim;

import java.util.List;
import java.util.stream.Stream;

/// Configurations by hand: one for each thing that tables and lists can do.
final class Scenarios {
    private static final Case PLAIN = Case.PLAIN;
    private static final Case OUTSIDE = PLAIN.client("cli.net", "192.0.2.9");

    private Scenarios() {}

    static List<Scenario> all() {
        return Stream.of(domains(), signingTables(), keyTables(), hosts(), origins(), fields())
                .flatMap(List::stream)
                .toList();
    }

    private static List<Scenario> domains() {
        return List.of(
                Scenario.of("one domain", Scenario.SINGLE),
                Scenario.of("subdomains", Scenario.SINGLE + "SubDomains yes\n", PLAIN.from("u@a.b.example.com")),
                Scenario.of("any domain", "Domain *\nSelector sel\nKeyFile @/rsa.pem\n"),
                Scenario.of("domains in a file", "Domain @/domains\nSelector sel\nKeyFile @/rsa.pem\nSubDomains yes\n")
                        .with("domains", ".example.com\nb.example.com # x\nEXAMPLE.NET\n"),
                Scenario.of("domains as patterns", "Domain refile:@/domains\nSelector sel\nKeyFile @/rsa.pem\n")
                        .with("domains", "*.example.com\nexample.(net|org)\n"),
                Scenario.of("nothing to sign", "Canonicalization relaxed\n"),
                Scenario.of("verifying only", Scenario.SINGLE + "Mode v\n"),
                Scenario.of("signing only", Scenario.SINGLE + "Mode s\n"),
                Scenario.of(
                        "a key that is none",
                        "Domain example.com\nSelector sel\nKeyFile @/garbage.pem\nOn-InternalError accept\n"));
    }

    private static List<Scenario> signingTables() {
        String many = "* ka\nexample.com kb\nu@example.com kc:u@example.com\n.example.com kp:%@%\nu@.com ka\nu@* kc\n";
        String patterns =
                "u@example.com kb\n*@example.com kc:%@%\n*@*.example.com kp\n(v|w)@* ka\n[a-z]*@example.net kp\n";
        return List.of(
                Scenario.tables("table", "", "file", many, Scenario.KEYS),
                Scenario.tables("table, several", "MultipleSignatures yes\n", "file", many, Scenario.KEYS),
                Scenario.tables("table with the classic mistake", "", "file", "*@example.com kb\n", Scenario.KEYS),
                Scenario.tables("patterns", "", "refile", patterns, Scenario.KEYS),
                Scenario.tables("patterns, several", "MultipleSignatures 1\n", "refile", patterns, Scenario.KEYS),
                Scenario.tables(
                        "patterns that do not match",
                        "",
                        "refile",
                        "example.com kb\n.example.com kb\nu@example\\.com kb\n  u@example.com kb\n",
                        Scenario.KEYS),
                Scenario.tables(
                        "alternatives without parentheses",
                        "",
                        "refile",
                        "v@x|example.com kb\nu@example.net|zzz kc\n",
                        Scenario.KEYS,
                        PLAIN.from("v@xyz.example")),
                Scenario.of("lists", """
                        SigningTable csl:example.com=kb , .example.com = kc:%@%,u@*=ka
                        KeyTable csl:kb=example.com:sb:@/rsa.pem,kc=%:sc:@/rsa.pem, ka=a.example:sa:@/rsa.pem
                        """),
                Scenario.tables(
                        "names that are not there",
                        "",
                        "file",
                        "example.com nokey\nexample.net KB\nexample.org kb:noat\nv@* kb\na.example\nb.example :x\n",
                        Scenario.KEYS,
                        PLAIN.from("u@a.example"),
                        PLAIN.from("u@b.example")),
                Scenario.tables("the sender's domain", "", "file", "* %\n", "example.com %:s:@/rsa.pem\n"));
    }

    private static List<Scenario> keyTables() {
        return List.of(
                Scenario.tables(
                        "keys that cannot be used",
                        "",
                        "file",
                        """
                        example.com missing
                        example.net two
                        example.org four
                        a.example garbage
                        b.example small
                        c.example folder
                        * pct
                        """,
                        """
                        missing example.com:s:@/nowhere.pem
                        two example.com:s
                        four example.com:s:@/rsa.pem:rsa-sha256
                        garbage a.example:s:@/garbage.pem
                        small b.example:s:@/small.pem
                        folder c.example:s:@/
                        pct %:s:@/keys/%/k.pem
                        """,
                        PLAIN.from("u@a.example"),
                        PLAIN.from("u@b.example"),
                        PLAIN.from("u@c.example"),
                        PLAIN.from("u@there.example"),
                        PLAIN.from("u@not-there.example")),
                Scenario.tables(
                        "what becomes of bad keys",
                        "On-InternalError reject\nOn-SignatureError accept\n",
                        "file",
                        "example.com garbage\nexample.net small\n",
                        "garbage example.com:s:@/garbage.pem\nsmall example.net:s:@/small.pem\n"),
                Scenario.tables(
                        "a minimum of nothing is the default",
                        "MinimumKeyBits 0\n",
                        "file",
                        "* small\n",
                        "small %:s:@/small.pem\n"),
                Scenario.tables(
                        "a minimum",
                        "MinimumKeyBits 2048\nOn-Default t\nMode s\n",
                        "file",
                        "example.com mid\n* ok\n",
                        "mid %:s:@/mid.pem\nok %:s:@/rsa.pem\n"),
                Scenario.tables("ed25519", "SignatureAlgorithm ed25519-sha256\n", "file", "* k\n", "k %:s:@/ed.pem\n"),
                Scenario.tables("the wrong kind of key", "", "file", "* k\n", "k %:s:@/ed.pem\n"),
                Scenario.of("keys by pattern", "SigningTable file:@/st\nKeyTable refile:@/kt\n")
                        .with("st", "* %\n")
                        .with("kt", "example.* %:s1:@/rsa.pem\n*.example.com example.com:s2:@/rsa.pem\n"));
    }

    private static List<Scenario> hosts() {
        return List.of(
                internal("names", "cli.net\n!bad.b.net\n.b.net\n"),
                internal("networks", "192.0.2.0/24\n!192.0.2.9\n10.0.0.1/8\n2001:db8::/32\n!2001:db8::5\n"),
                internal("spellings", "192.0.2/24\n[198.51.100.0]/24\n2001:DB8:0::5\n[2001:db8::6]\n"),
                internal("everything but", "0.0.0.0/0\n!192.0.2.0/24\n::/0\n!2001:db8::/33\n"),
                Scenario.of("hosts as patterns", "InternalHosts refile:@/hosts\n" + Scenario.SINGLE)
                        .with("hosts", "192.0.2.*\n*.b.net\ncli.*\n"),
                Scenario.of(
                        "hosts in a line", "InternalHosts 127.0.0.1, 192.0.2.0/24, 2001:db8::/32\n" + Scenario.SINGLE));
    }

    private static Scenario internal(String name, String hosts) {
        return Scenario.of("hosts: " + name, "InternalHosts @/hosts\n" + Scenario.SINGLE, OUTSIDE, OUTSIDE.login())
                .with("hosts", hosts);
    }

    private static List<Scenario> origins() {
        return List.of(
                Scenario.of(
                        "peers",
                        "PeerList 127.0.0.1,.b.net,!192.0.2.9,192.0.2.0/24\n" + Scenario.SINGLE,
                        OUTSIDE.login()),
                Scenario.of(
                        "exempt domains",
                        "ExemptDomains example.net,EXAMPLE.COM\nDomain *\nSelector s\nKeyFile @/rsa.pem\n"),
                Scenario.of(
                        "recipients",
                        "DontSignMailTo no@example.org,example.com\n" + Scenario.SINGLE,
                        PLAIN.to("<b@example.org>", "<NO@example.org>"),
                        PLAIN.to("no@example.org"),
                        PLAIN.to("<x@example.com>")),
                Scenario.of(
                        "listeners",
                        "MTA submission,OTHER\n" + Scenario.SINGLE,
                        OUTSIDE.macro("daemon_name", "submission"),
                        OUTSIDE.macro("daemon_name", "other"),
                        OUTSIDE.macro("daemon_name", "smtp")),
                Scenario.of(
                        "macros",
                        "MTA submission\nMacroList auth_author=a|b,tls_version\n" + Scenario.SINGLE,
                        OUTSIDE.macro("auth_author", "a"),
                        OUTSIDE.macro("auth_author", "b"),
                        OUTSIDE.macro("auth_author", "c"),
                        OUTSIDE.macro("auth_author", "ab"),
                        OUTSIDE.macro("tls_version", "whatever"),
                        OUTSIDE.macro("auth_author", "c").macro("tls_version", "x"),
                        OUTSIDE.macro("daemon_name", "submission").macro("auth_author", "c"),
                        PLAIN.macro("auth_author", "c")),
                Scenario.of(
                                "macros in a file",
                                "MacroList file:@/macros\n" + Scenario.SINGLE,
                                OUTSIDE.macro("auth_author", "a"),
                                OUTSIDE.macro("auth_author", "b c"),
                                OUTSIDE.macro("cipher", "x"),
                                OUTSIDE.macro("auth_author", "a").macro("cipher", "x"))
                        .with("macros", "auth_author a|b c\ncipher y\n"),
                Scenario.of(
                        "macros with a bar for an equals sign",
                        "MacroList auth_author|a\n" + Scenario.SINGLE,
                        OUTSIDE.macro("auth_author", "a")),
                Scenario.of(
                        "senders",
                        "SenderHeaders Sender,From\nDomain example.com,example.net\nSelector s\nKeyFile @/rsa.pem\n",
                        PLAIN.and("Sender", "x@example.net"),
                        PLAIN.and("Sender", "x@elsewhere.example"),
                        PLAIN.and("Sender", "not an address"),
                        PLAIN.from("x@elsewhere.example").and("Sender", "x@example.net")));
    }

    private static List<Scenario> fields() {
        Case many = PLAIN.and("Cc", "c@example.org")
                .and("X-Own", "x")
                .and("List-Id", "<l.example.com>")
                .and("Comments", "c")
                .and("To", "second@example.org")
                .and("X-Other", "y");
        return List.of(
                Scenario.of(
                        "Debian's fields",
                        "Canonicalization relaxed/simple\nOversignHeaders From\n" + Scenario.SINGLE,
                        many),
                Scenario.of(
                        "own fields",
                        "SignHeaders From,To,X-Own,X-Oth*\nOversignHeaders From,To,X-Own\n" + Scenario.SINGLE,
                        many),
                Scenario.of(
                        "changed fields", "SignHeaders *,+X-Own,-Cc,-reply-to,+message-id\n" + Scenario.SINGLE, many),
                Scenario.of(
                        "fields left out", "OmitHeaders Subject,X-*\nSignHeaders *,+X-Own\n" + Scenario.SINGLE, many),
                Scenario.of(
                        "fields left out besides",
                        "OmitHeaders *,+Subject,-Comments\nSignHeaders Subject,Comments\n" + Scenario.SINGLE,
                        many),
                Scenario.of(
                        "a time to live", "SignatureTTL 0x10\nCanonicalization relaxed/relaxed\n" + Scenario.SINGLE),
                Scenario.of("half a canonicalization", "Canonicalization RELAXED\n" + Scenario.SINGLE));
    }
}
