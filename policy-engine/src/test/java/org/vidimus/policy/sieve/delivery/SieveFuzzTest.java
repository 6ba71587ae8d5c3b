package org.vidimus.policy.sieve.delivery;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.time.ZonedDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.vidimus.policy.Fuzzing;
import org.vidimus.policy.base.Budgets;
import org.vidimus.policy.base.Bytes;
import org.vidimus.policy.base.Parsed;
import org.vidimus.policy.message.RawMessage;
import org.vidimus.policy.sieve.SieveScript;
import org.vidimus.policy.sieve.compile.ScriptStore;
import org.vidimus.policy.sieve.run.SieveMessage;
import org.vidimus.policy.sieve.run.SieveOutcome;
import org.vidimus.policy.sieve.syntax.Problem;

/// Scripts that nobody would write, on messages that nobody would send, up to the plan of what is done.
class SieveFuzzTest {
    private static final Budgets.Sieve LIMITS =
            new Budgets.Sieve(8_192, 12, 4, 20_000, Duration.ofSeconds(60), 20, 200, 10, 3, 2_000);
    private static final Recipient USER = new Recipient("user@example.com", List.of("jane@example.com"));
    private static final String REQUIRE =
            "require [\"" + String.join("\", \"", SieveScript.LANGUAGE.capabilities()) + "\"];\n";
    private static final String MAIL = """
            \0From: "A" <a@example.org>
            To: user@example.com
            Subject: =?utf-8?q?x?=
            Content-Type: multipart/mixed; boundary=x

            --x

            body
            --x--
            """;
    private static final List<String> SEEDS = List.of(
            "if header :matches \"subject\" \"*?x*\" { fileinto \"a\"; } else { keep; }" + MAIL,
            "if body :content \"text\" :contains \"body\" { redirect \"b@example.org\"; }" + MAIL,
            "if body :raw :matches \"*${a}*\" { reject \"n\u00F6\"; } elsif size :over 1K { discard; }" + MAIL,
            "vacation :days 1 :subject \"${1}\" :from \"B <b@example.com>\" :addresses \"c@d.example\" \"away\";"
                    + MAIL,
            "set :upper :quotewildcard \"a\" \"${0}\"; addheader :last \"X-A\" \"${a}\"; deleteheader \"to\";" + MAIL,
            "if allof(address :domain \"from\" \"example.org\", not envelope \"to\" \"x\") { stop; } /* c */ # d\n"
                    + MAIL,
            "if string :value \"ge\" :comparator \"i;ascii-numeric\" \"1\" \"2\" { keep text:\nx\n.\n; }" + MAIL);
    private static final List<String> WORDS = List.of(
            "\"",
            ";",
            "{",
            "}",
            "(",
            ")",
            "[",
            "]",
            ",",
            ":is",
            ":matches",
            ":contains",
            ":count \"gt\"",
            ":copy",
            ":mime",
            ":raw",
            ":text",
            ":content \"\"",
            "if ",
            "elsif ",
            "else ",
            "not ",
            "allof(",
            "anyof(",
            "keep;",
            "discard;",
            "stop;",
            "reject \"a\";",
            "ereject \"\u00E4\";",
            "vacation \"a\";",
            "set \"b\" \"${a}${a}\";",
            "${",
            "${1}",
            "text:\n",
            "\n.\n",
            "\\",
            "\0",
            "\u0130",
            "\r\n",
            "99999999999999999999",
            "1G",
            "*",
            "?",
            "/*",
            "*/",
            "#",
            "header ",
            "body ",
            "true",
            "exists ",
            "Received: x\n",
            "List-Id: x\n",
            "Auto-Submitted: no\n",
            "@",
            "<",
            ">");

    @Test
    void nothingIsTooOdd() {
        Fuzzing.run(15_000, SEEDS, WORDS, SieveFuzzTest::fuzz);
    }

    /// Fails if something is thrown; if a problem or a fault has no place in the script; if what is wanted
    /// contradicts itself; or if an answer is no message.
    ///
    /// @param octets a script, NUL, a message
    public static void fuzz(byte[] octets) {
        Bytes input = Bytes.of(octets);
        int end = input.indexOf(0, 0);
        Bytes text = end < 0 ? input : input.slice(0, end);
        compiled(text);
        SieveScript script = compiled(Bytes.utf8(REQUIRE + text.utf8())).orElse(null);
        if (script == null
                || !(RawMessage.parse(end < 0 ? Bytes.EMPTY : input.slice(end + 1), Budgets.DEFAULT)
                        instanceof Parsed.Ok<RawMessage>(RawMessage raw))) {
            return;
        }
        run(script, raw, octets.length);
    }

    private static Optional<SieveScript> compiled(Bytes text) {
        return switch (SieveScript.compile(
                new ScriptStore.Stored("fuzz", text), SieveScript.LANGUAGE, ScriptStore.NONE, LIMITS)) {
            case SieveScript.Compiled.Ok(SieveScript ok, List<Problem> warnings) -> {
                assertTrue(warnings.stream().noneMatch(Problem::isError));
                yield Optional.of(ok);
            }
            case SieveScript.Compiled.Failed(List<Problem> problems) -> {
                assertTrue(problems.stream().anyMatch(Problem::isError));
                problems.forEach(problem ->
                        assertTrue(problem.at().line() > 0 && problem.at().column() > 0));
                yield Optional.empty();
            }
        };
    }

    private static void run(SieveScript script, RawMessage raw, int size) {
        SieveMessage message = new SieveMessage(
                raw.header(),
                size,
                new SieveMessage.Envelope("sender@example.org", List.of("user@example.com"), Optional.empty()),
                new SieveMessage.Body(raw.body(), true),
                Map.of(),
                Optional.empty(),
                ZonedDateTime.parse("2026-11-24T12:00:00Z"));
        SieveOutcome outcome = script.run(message, System::nanoTime, size % 2 == 0);
        if (outcome.fault().isPresent()) {
            assertTrue(outcome.actions().isEmpty() && outcome.keepsImplicitly());
        }
        DeliveryPlan plan = new DeliveryPlanner(Site.of("mx.example.com"), Fuzzing.random(1))
                .plan(outcome, message, USER, size % 3 == 0 ? Door.CLOSED : Door.OPEN);
        assertFalse(plan.refusal().isPresent()
                && !(plan.stores().isEmpty() && plan.forwards().isEmpty()));
        Edited.message(raw, plan.header(), List.of());
        List<Outgoing> sent = new ArrayList<>();
        plan.answer().ifPresent(answer -> {
            if (answer instanceof Answer.Due due) {
                sent.add(due.message());
            }
        });
        plan.refusal().ifPresent(refusal -> {
            if (refusal instanceof Refusal.Report(Outgoing report)) {
                sent.add(report);
            }
        });
        sent.forEach(SieveFuzzTest::check);
    }

    /// Each field that a machine's message has once is there once, whatever a script or a sender wrote.
    private static void check(Outgoing message) {
        RawMessage raw = VacationAnswerTest.parsed(message.octets());
        assertEquals(RawMessage.HeaderEnd.BLANK_LINE, raw.headerEnd());
        for (String name : List.of("From", "To", "Subject", "Date", "Message-ID", "Auto-Submitted", "MIME-Version")) {
            assertEquals(1, raw.header().named(Bytes.utf8(name)).size(), name);
        }
        assertEquals(0, raw.header().named(Bytes.utf8("Bcc")).size());
    }
}
