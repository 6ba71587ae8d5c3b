package org.vidimus.daemon.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.function.Function;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.vidimus.daemon.config.ConfigFile.Reading;
import org.vidimus.daemon.config.SignSettings.RuleKeyName;
import org.vidimus.policy.Spec;

/// The keys of a rule and of a login: each left out, written, and written wrong.
class SignRuleKeysTest {
    private static final String MISSING = "";

    /// @param key the key, with the table that it is in
    /// @param setting what it decides
    /// @param fallback the setting when it is left out; empty for a key that must be there
    /// @param written lines of a rule, or of a key or a login, that hold it
    /// @param set the setting then
    /// @param wrong lines that are refused
    /// @param complaint what is said about them
    record Row(
            String key,
            Function<SignSettings, Object> setting,
            String fallback,
            String written,
            String set,
            String wrong,
            String complaint) {
        @Override
        public String toString() {
            return key;
        }

        /// A file whose only table is the one with these lines.
        String file(String lines) {
            if (key.startsWith("login.")) {
                return "[[sign.login]]\n" + lines + "\n";
            }
            return key.startsWith("rule.keys.")
                    ? "[[sign.rule]]\nfrom = \"a.example\"\nkeys = [{ " + lines + " }]\n"
                    : "[[sign.rule]]\n" + lines + "\n";
        }

        /// The smallest table that is good.
        String least() {
            if (key.startsWith("login.")) {
                return "login = \"alice\"\nfrom = []";
            }
            return key.startsWith("rule.keys.") ? KEY + FILE : RULE;
        }
    }

    private static final String KEY = "domain = \"a.example\", selector = \"s\"";
    private static final String FILE = ", file = \"/k\"";
    private static final String DEVICE = "pkcs11:slot-id=1;object=s?module-path=/m.so&pin-source=/pin";
    private static final String FROM = "from = \"a.example\"\n";
    private static final String RULE = FROM + "keys = [{ " + KEY + FILE + " }]";

    private static Function<SignSettings, Object> rule(Function<SignSettings.Rule, Object> setting) {
        return settings -> setting.apply(settings.rules().getFirst());
    }

    private static Function<SignSettings, Object> key(Function<RuleKeyName.One, Object> setting) {
        return settings -> setting.apply(
                (RuleKeyName.One) settings.rules().getFirst().keys().getFirst());
    }

    static List<Row> rows() {
        return List.of(
                new Row(
                        "rule.from",
                        rule(SignSettings.Rule::from),
                        MISSING,
                        "from = [\"*.B.example\", \"Joe@c.example\", \"*\"]\nmanaged = true",
                        "[*.b.example, joe@c.example, *]",
                        "from = []\nmanaged = true",
                        "f:2:1: sign.rule[0].from: has 0 elements"),
                new Row(
                        "rule.keys",
                        rule(one -> one.keys().size()),
                        "1",
                        FROM + "keys = [{ " + KEY + FILE + " },\n { domain = \"b.example\", selector = \"s\"" + FILE
                                + " }]",
                        "2",
                        FROM + "keys = [{ " + KEY + FILE + " },\n { " + KEY + FILE + " }]",
                        "f:4:2: sign.rule[0].keys[1]: s._domainkey.a.example is there already"),
                new Row(
                        "rule.keys.domain",
                        key(RuleKeyName.One::domain),
                        MISSING,
                        "selector = \"s\", domain = \"Käse.example\", file = \"/k\"",
                        "xn--kse-qla.example",
                        "selector = \"s\", domain = \"a..example\", file = \"/k\"",
                        "f:3:27: sign.rule[0].keys[0].domain: \"a..example\", octet "),
                new Row(
                        "rule.keys.selector",
                        key(RuleKeyName.One::selector),
                        MISSING,
                        "selector = \"S.2026\", domain = \"a.example\", file = \"/k\"",
                        "s.2026",
                        "selector = 2026, domain = \"a.example\", file = \"/k\"",
                        "f:3:11: sign.rule[0].keys[0].selector: is the integer 2026"),
                new Row(
                        "rule.keys.file",
                        key(one -> one.key().name()),
                        MISSING,
                        KEY + ", file = \"keys/s.pem\"",
                        "keys/s.pem",
                        KEY + ", file = \" \"",
                        "f:3:49: sign.rule[0].keys[0].file: \" \" is empty"),
                new Row(
                        "rule.keys.file",
                        key(RuleKeyName.One::key),
                        MISSING,
                        KEY + ", file = \"" + DEVICE + "\"",
                        "OnToken[uri=TokenUri[text=" + DEVICE
                                + ", slot=1, object=s, module=/m.so, pin=InFile[path=/pin]]]",
                        KEY + ", file = \"pkcs11:slot-id=1;object=s\"",
                        "f:3:49: sign.rule[0].keys[0].file: is no key of a device: module-path= is missing"),
                new Row(
                        "rule.keys.file",
                        key(RuleKeyName.One::key),
                        MISSING,
                        KEY + FILE,
                        "InFile[path=/k, passphrase=None[]]",
                        KEY + ", file = \"" + DEVICE + "\", passphrase-file = \"/p\"",
                        "f:3:49: sign.rule[0].keys[0].file: is in a device; pin-source= names its PIN, and there is no"
                                + " passphrase"),
                new Row(
                        "rule.keys.passphrase-file",
                        key(RuleKeyName.One::key),
                        "InFile[path=/k, passphrase=None[]]",
                        KEY + FILE + ", passphrase-file = \"/p\"",
                        "InFile[path=/k, passphrase=InFile[path=/p]]",
                        KEY + FILE + ", passphrase-file = \"/p\", passphrase-credential = \"p\"",
                        "f:3:62: sign.rule[0].keys[0].passphrase-file: and passphrase-credential are both given"),
                new Row(
                        "rule.keys.passphrase-credential",
                        key(RuleKeyName.One::key),
                        "InFile[path=/k, passphrase=None[]]",
                        KEY + FILE + ", passphrase-credential = \"p\"",
                        "InFile[path=/k, passphrase=Credential[name=p]]",
                        KEY + FILE + ", passphrase-credential = \"../p\"",
                        "f:3:62: sign.rule[0].keys[0].passphrase-credential: \"../p\" is no name"),
                new Row(
                        "rule.managed",
                        rule(one -> one.keys().getLast() instanceof RuleKeyName.Managed),
                        "false",
                        FROM + "managed = true",
                        "true",
                        FROM + "managed = \"yes\"",
                        "f:3:1: sign.rule[0].managed: is the string \"yes\""),
                new Row(
                        "rule.domain",
                        rule(one -> one.keys().getLast() instanceof RuleKeyName.Managed managed
                                ? managed.domain()
                                : "none"),
                        "none",
                        FROM + "managed = true\ndomain = \"example\"",
                        "Optional[example]",
                        RULE + "\ndomain = \"example\"",
                        "f:4:1: sign.rule[0].domain: means nothing without managed = true"),
                new Row(
                        "rule.identity",
                        rule(SignSettings.Rule::identity),
                        "None[]",
                        RULE + "\nidentity = \"@a.example\"",
                        "Fixed[identity=@a.example]",
                        RULE + "\nidentity = \"autor\"",
                        "f:4:1: sign.rule[0].identity: \"autor\" is unknown"),
                new Row(
                        "rule.canonicalization",
                        rule(one -> one.profile().canonicalization()),
                        "relaxed/relaxed",
                        RULE + "\ncanonicalization = \"simple/simple\"",
                        "simple/simple",
                        RULE + "\ncanonicalization = \"strict\"",
                        "f:4:1: sign.rule[0].canonicalization: \"strict\" is unknown"),
                new Row(
                        "rule.headers",
                        rule(one -> one.profile().headers().signed().size()),
                        "29",
                        RULE + "\nheaders = [\"from\"]\noversign = []",
                        "1",
                        RULE + "\nheaders = [\"Bcc\"]",
                        "f:4:12: sign.rule[0].headers[0]: \"Bcc\" is removed on the way"),
                new Row(
                        "rule.extra-headers",
                        rule(one -> one.profile().headers().signed().size()),
                        "29",
                        RULE + "\nextra-headers = [\"x-a\", \"X-B\"]",
                        "31",
                        RULE + "\nextra-headers = [1]",
                        "f:4:18: sign.rule[0].extra-headers[0]: is the integer 1"),
                new Row(
                        "rule.oversign",
                        rule(one -> one.profile().headers().oversigned()),
                        "[cc, content-transfer-encoding, content-type, date, from, mime-version, reply-to, subject, to]",
                        RULE + "\noversign = [\"From\"]",
                        "[from]",
                        RULE + "\noversign = [\"arc-seal\"]",
                        "f:4:13: sign.rule[0].oversign[0]: \"arc-seal\" is added by servers on the way"),
                new Row(
                        "rule.expire",
                        rule(one -> one.profile().lifetime()),
                        "Optional[PT168H]",
                        RULE + "\nexpire = \"none\"",
                        "Optional.empty",
                        RULE + "\nexpire = \"never\"",
                        "f:4:1: sign.rule[0].expire: \"never\" is not a number and a unit"),
                new Row(
                        "login.login",
                        settings -> settings.logins().entries().getFirst().login(),
                        MISSING,
                        "login = \"*@A.example\"\nfrom = \"*\"",
                        "OfDomain[domain=a.example]",
                        "login = \"*alice\"\nfrom = \"*\"",
                        "f:2:1: sign.login[0].login: \"*alice\", octet 1: a star stands for all logins"),
                new Row(
                        "login.from",
                        settings -> settings.logins().entries().getFirst().may(),
                        MISSING,
                        "login = \"alice\"\nfrom = [\"alice@a.example\", \"b.example\"]",
                        "[alice@a.example, b.example]",
                        "login = \"alice\"\nfrom = [\"alice@\"]",
                        "f:3:9: sign.login[0].from[0]: \"alice@\", octet "));
    }

    @ParameterizedTest
    @MethodSource("rows")
    void leftOutItHasItsDefaultOrIsMissed(Row row) {
        if (row.fallback().equals(MISSING)) {
            String said = refused(row.file(""));
            assertTrue(said.contains("." + last(row.key()) + ": is missing; expected"), said);
        } else {
            assertEquals(row.fallback(), show(row, row.least()));
        }
    }

    @ParameterizedTest
    @MethodSource("rows")
    @Spec("RFC 6376 §5.4")
    void writtenItIsSet(Row row) {
        assertEquals(row.set(), show(row, row.written()));
    }

    @ParameterizedTest
    @MethodSource("rows")
    void writtenWrongItIsRefusedWithItsPlace(Row row) {
        String said = refused(row.file(row.wrong()));
        assertTrue(said.startsWith(row.complaint()), said);
    }

    private static String last(String key) {
        return key.substring(key.lastIndexOf('.') + 1);
    }

    private static String show(Row row, String lines) {
        var valid = assertInstanceOf(Reading.Valid.class, ConfigFile.read("f", row.file(lines), Keys.ROOT));
        return row.setting().apply(Settings.of(valid.values()).sign()).toString();
    }

    private static String refused(String text) {
        var invalid = assertInstanceOf(Reading.Invalid.class, ConfigFile.read("f", text, Keys.ROOT));
        return String.join(
                "\n", invalid.problems().stream().map(Problem::toString).toList());
    }
}
