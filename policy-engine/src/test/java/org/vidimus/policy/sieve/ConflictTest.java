package org.vidimus.policy.sieve;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.vidimus.policy.Spec;
import org.vidimus.policy.base.Budgets;
import org.vidimus.policy.base.Bytes;
import org.vidimus.policy.sieve.compile.ScriptStore;
import org.vidimus.policy.sieve.run.Action;
import org.vidimus.policy.sieve.run.SieveMessage;
import org.vidimus.policy.sieve.run.SieveOutcome;
import org.vidimus.policy.sieve.syntax.Problem;

/// `vacation`, `reject` and `ereject`: what they take, and which actions go together.
class ConflictTest {
    private static final SieveMessage MAIL = Scripts.message("From: a@example.org\n\nbody\n");
    private static final String ALL =
            "require [\"vacation\", \"vacation-seconds\", \"reject\", \"ereject\", \"fileinto\", \"copy\"];\n";

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "reject \"a\"; keep;                 | keep together with reject",
                "keep; reject \"a\";                 | reject together with keep",
                "fileinto \"b\"; ereject \"a\";      | reject together with fileinto",
                "ereject \"a\"; fileinto :copy \"b\"; | fileinto together with reject",
                "reject \"a\"; redirect \"b@example.com\"; | redirect together with reject",
                "reject \"a\"; reject \"b\";         | reject together with another reject",
                "reject \"a\"; ereject \"b\";        | reject together with another reject",
                "vacation \"a\"; reject \"b\";       | reject together with vacation",
                "reject \"b\"; vacation \"a\";       | vacation together with reject",
                "vacation \"a\"; vacation \"b\";     | a second vacation",
                "vacation \"a\"; discard;            | ''",
                "vacation \"a\"; keep;               | ''",
                "vacation \"a\"; fileinto \"b\";     | ''",
                "redirect \"b@example.com\"; vacation \"a\"; | ''",
                "discard; reject \"a\";              | ''",
                "fileinto \"b\"; fileinto \"b\";     | ''",
            })
    @Spec({"RFC 5228 §2.10.4", "RFC 5429 §2.4", "RFC 5230 §4.7"})
    void actionsThatContradictEachOtherFailTheRun(String script, String why) {
        SieveOutcome outcome = Scripts.run(ALL + script, MAIL);
        assertEquals(why, outcome.fault().map(SieveOutcome.Fault::why).orElse(""));
        assertEquals(!why.isEmpty(), outcome.actions().isEmpty());
        if (!why.isEmpty()) {
            assertEquals(true, outcome.keepsImplicitly());
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "vacation \"a\";                     | 604800",
                "vacation :days 3 \"a\";             | 259200",
                "vacation :days 9223372036854775807 \"a\"; | 9223372036854720000",
                "vacation :seconds 1800 \"a\";       | 1800",
                "vacation :seconds 0 \"a\";          | 0",
            })
    @Spec({"RFC 5230 §4.1", "RFC 6131 §2"})
    void periods(String script, long seconds) {
        Action.Vacation vacation =
                (Action.Vacation) Scripts.run(ALL + script, MAIL).actions().getFirst();
        assertEquals(seconds, vacation.seconds());
    }

    @Test
    @Spec("RFC 5230 §4")
    void vacationTakesEverythingThatItsStandardNames() {
        SieveOutcome outcome = Scripts.run("""
                require "vacation";
                vacation :days 2 :subject "Away" :from "Jane <j@example.com>"
                    :addresses ["jane@example.com", "j.doe@example.com"] :handle "h" :mime
                    "Content-Type: text/html\\r\\n\\r\\n<p>Away</p>";
                """.replace("\\r\\n", "\r\n"), MAIL);
        Action.Vacation vacation = (Action.Vacation) outcome.actions().getFirst();
        assertEquals("Away", vacation.subject());
        assertEquals("Jane <j@example.com>", vacation.from());
        assertEquals(List.of("jane@example.com", "j.doe@example.com"), vacation.addresses());
        assertEquals("h", vacation.handle());
        assertEquals(true, vacation.mime());
        assertEquals(true, outcome.keepsImplicitly());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "vacation;                           | 2:1: 'vacation' takes a string",
                "vacation :days 1 :seconds 2 \"a\";  | 2:18: :days and :seconds exclude each other",
                "vacation :from \"nobody\" \"a\";    | 2:16: \"nobody\" is not an address",
                "vacation :addresses [\"a@b.example\", \"c\"] \"a\"; | 2:37: \"c\" is not an address",
                "vacation :mime \"just text\";       | 2:16: not a MIME entity: its header needs an empty line behind it",
                "vacation :mime \"Bcc: a@b.example\"; | 2:16: a MIME entity has no field Bcc",
            })
    @Spec({"RFC 5230 §4.3", "RFC 5230 §4.4", "RFC 6131 §2"})
    void mistakes(String script, String error) {
        assertEquals(error, Scripts.errors(ALL + script).lines().findFirst().orElse(""));
    }

    @Test
    @Spec("RFC 6131 §2")
    void secondsNeedTheirExtensionWhichBringsVacation() {
        assertEquals(
                "1:30: :seconds needs require \"vacation-seconds\"",
                Scripts.errors("require \"vacation\"; vacation :seconds 3 \"a\";"));
        assertEquals("", Scripts.errors("require \"vacation-seconds\"; vacation :seconds 3 \"a\";"));
    }

    private static String atSmtp(String script) {
        List<Problem> problems = switch (SieveScript.compile(
                new ScriptStore.Stored("test", Bytes.utf8(script)),
                SieveScript.SMTP_LANGUAGE,
                ScriptStore.NONE,
                Budgets.Sieve.DEFAULT)) {
            case SieveScript.Compiled.Ok(var _, List<Problem> warnings) -> warnings;
            case SieveScript.Compiled.Failed(List<Problem> all) -> all;
        };
        return problems.stream().map(Problem::toString).collect(Collectors.joining("\n"));
    }

    /// A word that only makes sense for one recipient is a mistake where there are many; one that only comes to
    /// nothing is a doubt.
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "vacation \"a\"; | test:1:1: 'vacation' is only there at delivery",
                "require \"vacation\"; vacation \"a\"; | test:1:9: \"vacation\" is only there at delivery",
                "require \"vacation-seconds\"; | test:1:9: \"vacation-seconds\" is only there at delivery",
                "require [\"ihave\"]; if ihave \"vacation\" { vacation \"a\"; } | ",
                "require \"imap4flags\"; setflag \"a\"; | test:1:23: warning: flags come to something only at delivery",
                "require \"imap4flags\"; keep :flags \"a\"; |"
                        + " test:1:28: warning: flags come to something only at delivery",
                "require [\"imap4flags\", \"variables\"]; setflag \"v\" \"a\"; | ",
                "require \"mailbox\"; if mailboxexists \"a\" { stop; } |"
                        + " test:1:23: warning: tests of mailboxes come to something only at delivery",
            })
    void whatIsForDeliveryIsToldWithItsPlace(String script, @Nullable String told) {
        String expected = told == null ? "" : told + ", and this script runs while the client still waits";
        assertEquals(expected, atSmtp(script));
        assertFalse(Scripts.warnings(script).contains("at delivery"));
    }
}
