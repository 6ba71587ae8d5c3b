package org.vidimus.policy.sieve;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.vidimus.policy.Spec;
import org.vidimus.policy.base.Budgets;
import org.vidimus.policy.base.Bytes;
import org.vidimus.policy.sieve.compile.ScriptStore;
import org.vidimus.policy.sieve.run.SieveMessage;
import org.vidimus.policy.sieve.run.SieveOutcome;
import org.vidimus.policy.sieve.syntax.Problem;

/// Scripts of users who mean harm, on messages of senders who help them. The clock stands still in these runs, so it is
/// their work that ends them, not how fast the machine is.
class HostileScriptTest {
    // Not a measure: only so that a run without an end fails rather than hangs.
    private static final Duration DEADLINE = Duration.ofMinutes(2);
    private static final String REQUIRE = "require [\"fileinto\", \"variables\", \"body\", \"editheader\", \"copy\", "
            + "\"relational\", \"comparator-i;ascii-numeric\", \"reject\"];\n";

    private static long stopped() {
        return 0;
    }

    private static SieveScript.Compiled compile(String script) {
        return SieveScript.compile(
                new ScriptStore.Stored("user", Bytes.utf8(script)),
                SieveScript.LANGUAGE,
                ScriptStore.NONE,
                Budgets.Sieve.USER);
    }

    private static String fault(String script, SieveMessage message) {
        SieveScript compiled = switch (compile(REQUIRE + script)) {
            case SieveScript.Compiled.Ok(SieveScript ok, var _) -> ok;
            case SieveScript.Compiled.Failed(List<Problem> problems) ->
                fail(problems.getFirst().toString());
        };
        return assertTimeoutPreemptively(DEADLINE, () -> {
            SieveOutcome outcome = compiled.run(message, HostileScriptTest::stopped, false);
            if (outcome.fault().isPresent()) {
                assertTrue(outcome.keepsImplicitly() && outcome.actions().isEmpty());
            }
            return outcome.fault().map(SieveOutcome.Fault::why).orElse("");
        });
    }

    /// With a header and a body as large as they may be.
    private static SieveMessage large(String character) {
        return Scripts.message("Subject: " + character.repeat(1 << 20) + "\nFrom: " + "a@b.example, ".repeat(60_000)
                + "c@d.example\n\n" + character.repeat(4 << 20));
    }

    private static Stream<Arguments> scripts() {
        String work = "the script does more than 1000000 units of work";
        return Stream.of(
                Arguments.of(
                        "thousands of tests of the body", "if body :contains \"b\" { stop; }\n".repeat(3_000), work),
                Arguments.of(
                        "thousands of tests of parts",
                        "if body :content \"\" :matches \"*a*b*\" { stop; }\n".repeat(2_000),
                        work),
                Arguments.of(
                        "a pattern that others backtrack in",
                        "if header :matches \"subject\" \"" + "*a".repeat(5_000) + "b\" { stop; }\n",
                        ""),
                Arguments.of(
                        "long segments that nearly match",
                        ("if header :matches \"subject\" \"*" + "a".repeat(4_000) + "b*\" { stop; }\n").repeat(20),
                        work),
                Arguments.of(
                        "long keys that nearly match",
                        "if header :contains \"subject\" \"" + "a".repeat(60_000) + "b\" { stop; }\n",
                        work),
                Arguments.of(
                        "lists of keys",
                        "if header :is [\"subject\", \"from\"] [\"x\"" + ", \"x\"".repeat(20_000) + "] { stop; }\n",
                        work),
                Arguments.of("lists of addresses", "if address :is \"from\" \"x\" { stop; }\n".repeat(3_000), work),
                Arguments.of(
                        "variables that double",
                        "set \"a\" \"0123456789\";\n" + "set \"a\" \"${a}${a}\";\n".repeat(4_000),
                        work),
                Arguments.of(
                        "a string of nothing but variables",
                        "set \"a\" \"" + "x".repeat(4_000) + "\";\n"
                                + ("if string \"" + "${a}".repeat(4_000) + "\" \"y\" { stop; }\n").repeat(7),
                        ""),
                Arguments.of(
                        "patterns in variables",
                        "set \"a\" \"" + "*?".repeat(2_000) + "b\";\n"
                                + "if header :matches [\"subject\", \"from\"] \"${a}\" { stop; }\n".repeat(2_000),
                        work));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("scripts")
    void endsWithinItsWork(String name, String script, String fault) {
        assertEquals(fault, fault(script, large("a")), name);
    }

    @Test
    @Spec({"RFC 5228 §10", "RFC 5228 §2.10.4"})
    void bombsOfActions() {
        SieveMessage mail = Scripts.message("Subject: x\n\nbody\n");
        StringBuilder redirects = new StringBuilder();
        StringBuilder mailboxes = new StringBuilder();
        for (int i = 0; i < 1_000; i++) {
            redirects.append("redirect :copy \"a").append(i).append("@example.org\";\n");
            mailboxes.append("fileinto \"").append(i).append("\";\n");
        }
        assertEquals("more than 4 redirections", fault(redirects.toString(), mail));
        assertEquals("more than 32 actions", fault(mailboxes.toString(), mail));
        assertEquals("more than 32 actions", fault("keep;\n".repeat(1_000), mail));
        assertTrue(fault("addheader \"X-A\" \"b\";\n".repeat(1_000), mail).startsWith("more than 32"));
    }

    @Test
    void theClockEndsARunToo() {
        AtomicLong clock = new AtomicLong();
        SieveScript script = Scripts.script("require \"body\";\n" + "if body :contains \"b\" { stop; }\n".repeat(30));
        SieveOutcome outcome = script.run(large("a"), () -> clock.addAndGet(300_000_000), false);
        assertEquals(
                "the script takes longer than 2000 ms",
                outcome.fault().orElseThrow().why());
    }

    @ParameterizedTest
    @ValueSource(ints = {33, 100, 5_000})
    void deepScriptsAreNotCompiled(int depth) {
        for (String script : List.of(
                "if " + "not ".repeat(depth) + "true { keep; }",
                "if true { ".repeat(depth) + "}".repeat(depth),
                "if " + "allof(".repeat(depth) + "true" + ")".repeat(depth) + " { keep; }")) {
            assertTrue(compile(script) instanceof SieveScript.Compiled.Failed, script.substring(0, 30));
        }
    }

    /// Scripts with which a fuzzer found something thrown.
    @ParameterizedTest
    @ValueSource(strings = {"a 7 17\uFFFD1;", "a 1'1;", "keep 1\u00E92\u00E93;"})
    void oddScriptsAreMistakes(String script) {
        assertInstanceOf(SieveScript.Compiled.Failed.class, compile(script));
        assertInstanceOf(SieveScript.Compiled.Failed.class, compile(REQUIRE + script));
    }

    @Test
    void largeScriptsAreNotCompiled() {
        SieveScript.Compiled.Failed failed = (SieveScript.Compiled.Failed) compile("keep;\n".repeat(30_000));
        assertEquals(
                "the script is larger than 131072 octets (180000)",
                failed.problems().getFirst().text());
    }

    @Test
    void scriptsFullOfMistakesAreToldTheFirstHundred() {
        assertTimeoutPreemptively(DEADLINE, () -> {
            SieveScript.Compiled.Failed words = (SieveScript.Compiled.Failed) compile("nonsense;\n".repeat(10_000));
            assertEquals(100, words.problems().size());
            SieveScript.Compiled.Failed names =
                    (SieveScript.Compiled.Failed) compile("require \"" + "fileint".repeat(18_000) + "\";");
            assertEquals(1, names.problems().size());
        });
    }

    @Test
    void messagesOfNothingButPartsCostWhatTheirLengthCosts() {
        String script = "if body :text :contains \"needle\" { stop; }";
        StringBuilder nested = new StringBuilder();
        for (int i = 0; i < 30_000; i++) {
            nested.append("Content-Type: multipart/mixed; boundary=b")
                    .append(i)
                    .append("\n\n--b")
                    .append(i)
                    .append('\n');
        }
        for (String body : List.of(
                "Content-Type: multipart/mixed; boundary=x\n\n" + "--x\n\n".repeat(400_000),
                "Content-Type: multipart/mixed; boundary=x\n\n" + "--x\nA: b\n\n".repeat(200_000),
                "Content-Type: message/rfc822\n\n" + "Content-Type: message/rfc822\n\n".repeat(60_000),
                "Content-Type: multipart/mixed; boundary=\"" + "-".repeat(69) + "\"\n\n" + "-".repeat(3 << 20),
                "Content-Type: text/html\n\n" + "<a &#".repeat(600_000),
                "Content-Type: text/plain\nContent-Transfer-Encoding: base64\n\n" + "=".repeat(3 << 20),
                nested.toString())) {
            assertEquals("", fault(script, Scripts.message(body)), body.substring(0, 60));
        }
    }
}
