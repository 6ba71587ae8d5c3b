package org.vidimus.daemon.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.vidimus.daemon.config.ConfigFile.Reading;
import org.vidimus.daemon.config.SignSettings.RuleKeyName;
import org.vidimus.milter.net.MilterSocket;
import org.vidimus.policy.Spec;

/// What must be true of several keys together where mail is signed.
class SignConfigurationTest {
    private static final String KEY = "keys = [{ domain = \"a.example\", selector = \"s\", file = \"/k\" }]\n";

    @Test
    void theExampleOfTheReferenceIsGood() {
        Settings settings = settings("""
                [milter]
                listen = ["inet:8891@127.0.0.1"]

                [dns]
                servers = []

                [trust]
                networks = ["127.0.0.0/8", "::1/128"]

                [verify]
                authserv-id = "mx.example.com"

                [dmarc]
                on-fail = "quarantine"
                on-temperror = "accept"

                [[sign.rule]]
                from = "example.com"
                keys = [{ domain = "example.com", selector = "s1", file = "/etc/vidimus/keys/s1.pem" }]

                [metrics]
                listen = "127.0.0.1:9891"
                """);
        SignSettings.Rule rule = settings.sign().rules().getFirst();
        assertEquals("f:17", rule.place());
        assertEquals("[example.com]", rule.from().toString());
        RuleKeyName.One key =
                assertInstanceOf(RuleKeyName.One.class, rule.keys().getFirst());
        assertEquals("f:19", key.place());
        assertEquals("/etc/vidimus/keys/s1.pem", key.key().name());
        assertEquals(9891, settings.metrics().orElseThrow().getPort());
    }

    @Test
    void nothingIsSignedByDefault() {
        assertEquals(false, settings("").sign().signs());
    }

    @Test
    @Spec("SGN-7")
    void aRuleThatCanNeverMatchIsRefused() {
        refused(
                "[[sign.rule]]\nfrom = \"*.a.example\"\n" + KEY + "[[sign.rule]]\nfrom = \"x@b.a.example\"\n" + KEY,
                "f:4:1: sign.rule[1]: can never match: all its authors are taken by f:1 (*.a.example)");
        refused(
                "[[sign.rule]]\nfrom = \"*\"\n" + KEY + "[[sign.rule]]\nfrom = \"*.a.example\"\n" + KEY,
                "f:4:1: sign.rule[1]: can never match: all its authors are taken by f:1 (*)");
        refused(
                "[[sign.rule]]\nfrom = \"joe@*\"\n" + KEY + "[[sign.rule]]\nfrom = [\"JOE@a.example\"]\n" + KEY,
                "f:4:1: sign.rule[1]: can never match: all its authors are taken by f:1 (joe@*)");
    }

    @Test
    void aRuleThatIsHiddenByTwoTogetherIsRefused() {
        refused(
                "[[sign.rule]]\nfrom = \"a.example\"\n" + KEY + "[[sign.rule]]\nfrom = \"b.example\"\n" + KEY
                        + "[[sign.rule]]\nfrom = [\"a.example\", \"b.example\"]\n" + KEY,
                "f:7:1: sign.rule[2]: can never match: all its authors are taken by f:1 (a.example) and f:4"
                        + " (b.example)");
    }

    @Test
    void aRuleThatHasSomethingLeftIsGood() {
        for (String pair : List.of(
                "\"a.example\" \"*.a.example\"",
                "\"*.a.example\" \"a.example\"",
                "\"joe@a.example\" \"a.example\"",
                "\"a.example\" [\"a.example\",\"b.example\"]",
                "\"*.b.example\" \"*.example\"")) {
            String[] two = pair.split(" ", 2);
            settings("[[sign.rule]]\nfrom = " + two[0] + "\n" + KEY + "[[sign.rule]]\nfrom = " + two[1] + "\n" + KEY);
        }
    }

    @Test
    void aRuleWithoutKeysIsRefused() {
        refused(
                "[[sign.rule]]\nfrom = \"a.example\"\n",
                "f:1:1: sign.rule[0].keys: is empty; expected at least one key, or managed = true");
    }

    @Test
    void twoEntriesForOneLoginAreRefused() {
        refused(
                "[[sign.login]]\nlogin = \"joe\"\nfrom = []\n[[sign.login]]\nlogin = \"JOE\"\nfrom = \"*\"\n",
                "f:4:1: sign.login[1]: an entry for the same login is at f:1");
    }

    @Test
    void rulesAndOpenDkimTogetherAreRefused() {
        refused(
                "[[sign.rule]]\nfrom = \"a.example\"\n" + KEY + "[sign.opendkim]\nconfig = \"/etc/opendkim.conf\"\n",
                "f:5:1: sign.opendkim.config: and [[sign.rule]] are both given");
    }

    @Test
    void aRuleThatExpiresNeedsTheTime() {
        refused(
                "[sign]\nexpire = \"none\"\ntimestamp = false\n[[sign.rule]]\nfrom = \"a.example\"\nexpire = \"1d\"\n"
                        + KEY,
                "f:3:1: sign.timestamp: is false, but signatures expire");
    }

    @Test
    void aRoleOfASocketThatNobodyListensOnIsRefused() {
        refused(
                "roles.sign = [\"MSA\", \"inet:8892@127.0.0.1\"]",
                "f:1:22: roles.sign[1]: nobody listens on \"inet:8892@127.0.0.1\"; expected a socket of"
                        + " milter.listen, inet:8891@127.0.0.1");
        refused(
                "milter.listen = [\"inet:1@127.0.0.1\"]\nroles.verify = [\"inet:127.0.0.1:2\"]",
                "f:2:17: roles.verify[0]: nobody listens on \"inet:2@127.0.0.1\"");
    }

    @Test
    void whatAnOptionReplacesIsLookedAtAfterwards() {
        String file = "roles.sign = [\"inet:8892@127.0.0.1\"]";
        var socket = Keys.SOCKET_TYPE.parse().apply("inet:127.0.0.1:8892");
        var listen = List.of(assertInstanceOf(Parsed.Ok.class, socket).value());
        Reading reading = ConfigFile.read("f", file, Keys.ROOT, values -> with(values, listen));
        assertInstanceOf(Reading.Valid.class, reading);
    }

    @SuppressWarnings("unchecked") // what the type of sockets has parsed
    private static Values with(Values values, List<?> listen) {
        return values.with(Keys.MILTER, Keys.LISTEN, (List<MilterSocket>) listen);
    }

    private static Settings settings(String text) {
        return Settings.of(assertInstanceOf(Reading.Valid.class, ConfigFile.read("f", text, Keys.ROOT))
                .values());
    }

    private static void refused(String text, String complaint) {
        var problems = assertInstanceOf(Reading.Invalid.class, ConfigFile.read("f", text, Keys.ROOT))
                .problems();
        assertEquals(1, problems.size(), problems.toString());
        assertTrue(
                problems.getFirst().toString().startsWith(complaint),
                problems.getFirst().toString());
    }
}
