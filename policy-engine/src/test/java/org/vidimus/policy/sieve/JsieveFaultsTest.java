package org.vidimus.policy.sieve;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.vidimus.policy.sieve.run.Action;
import org.vidimus.policy.sieve.run.SieveMessage;
import org.vidimus.policy.sieve.run.SieveOutcome;

/// What jSieve 0.8 gets wrong, each with what is right: its grammar is used, and none of this may come with it.
class JsieveFaultsTest {
    private static final SieveMessage MAIL = Scripts.message("""
            From: a@example.org
            Subject: a.b
            X-Empty:

            body
            """);

    private static boolean discards(String script) {
        List<Action> actions = Scripts.run(script, MAIL).actions();
        return actions.stream().anyMatch(Action.Discard.class::isInstance);
    }

    private static String condition(String requires, String test) {
        return requires + "\nif " + test + " { discard; }\n";
    }

    @ParameterizedTest
    @ValueSource(strings = {"3G", "4294967296", "2147483648", "9223372036854775807"})
    void sizesDoNotOverflow(String size) {
        assertEquals(false, discards(condition("", "size :over " + size)));
        assertTrue(discards(condition("", "size :under " + size)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"9223372036854775808", "99999999999999999999", "9007199254740992K", "9007199254740992g"})
    void numbersThatAreTooLargeHaveAPosition(String number) {
        assertEquals(
                "1:15: number too large: the largest is 9223372036854775807",
                Scripts.errors("if size :over " + number + " { discard; }"));
    }

    @Test
    void whatIsRequiredHoldsInBlocksToo() {
        assertTrue(discards("""
                require "comparator-i;ascii-numeric";
                if true {
                    if not header :comparator "i;ascii-numeric" "subject" "1" { discard; }
                }
                """));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "fileinto \"a\";                       | 1:1: 'fileinto' needs require \"fileinto\"",
                "if envelope \"from\" \"a\" { keep; }  | 1:4: 'envelope' needs require \"envelope\"",
                "require \"if\";                       | 1:9: there is no extension \"if\"",
                "if true { nonsense; }                 | 1:11: there is no command 'nonsense'",
                "if false { if nonsense { keep; } }    | 1:15: there is no test 'nonsense'",
                "if false { redirect 3; }              | 1:21: expected a string, found a number",
                "if header :nonsense \"a\" \"b\" { keep; } | 1:11: 'header' takes no :nonsense",
            })
    void everyMistakeIsFoundBeforeAMessageComes(String script, String error) {
        assertEquals(error, Scripts.errors(script));
    }

    @Test
    void aForgottenSemicolonIsAMistake() {
        assertEquals(
                "3:1: 'keep' takes no test: is there a semicolon missing before 'discard'?",
                Scripts.errors("\nkeep\ndiscard;"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "HEADER :IS \"Subject\" \"A.B\"",
                "Header :Comparator \"i;octet\" :Contains \"subject\" \"a\\.b\"",
                "header :is \"subject\" text:\na.b\n.\n",
                "not header \"x-empty\" \"\\u0061\"",
            })
    void caseAndEscapesDoNotMatterWhereTheyMayNot(String test) {
        assertEquals("", Scripts.errors("if " + test + " { discard; }"));
    }

    @Test
    void textBlocksMayEndWithLfAndKeepBackslashes() {
        SieveOutcome outcome = Scripts.run("require \"reject\";\nreject TEXT: # why\na\\b\n..c\n.\n;", MAIL);
        assertEquals("a\\b\r\n.c\r\n", ((Action.Reject) outcome.actions().getFirst()).reason());
    }

    @Test
    void numericComparisonTakesAnything() {
        assertEquals(
                false,
                discards(condition(
                        "require \"comparator-i;ascii-numeric\";",
                        "header :comparator \"i;ascii-numeric\" \"x-empty\" \"1\"")));
    }

    @Test
    void patternsAreLinear() {
        SieveMessage mail = Scripts.message("Subject: " + "a".repeat(100_000) + "\n\nbody\n");
        SieveOutcome outcome = Scripts.run("if header :matches \"subject\" \"*a*a*a*a*a*a*a*a*b\" { discard; }", mail);
        assertEquals(List.of(), outcome.actions());
        assertEquals(Optional.empty(), outcome.fault());
    }

    @ParameterizedTest
    @ValueSource(ints = {65, 1_000, 3_000, 50_000})
    void depthHasALimit(int depth) {
        for (String script : List.of(
                "if " + "not ".repeat(depth) + "true { keep; }",
                "if true { ".repeat(depth) + "}".repeat(depth),
                "if " + "anyof(".repeat(depth) + "true" + ")".repeat(depth) + " { keep; }")) {
            assertTrue(Scripts.errors(script).contains("deeper than 64"), script.substring(0, 40));
        }
    }

    @Test
    void deepEnoughIsFine() {
        assertEquals("", Scripts.errors("if true { ".repeat(60) + "keep;" + "}".repeat(60)));
        assertEquals("", Scripts.errors("if " + "not ".repeat(60) + "true { keep; }"));
    }

    @ParameterizedTest
    @CsvSource({"I,i", "ı,I", "ß,SS", "É,é"})
    void onlyAsciiLettersHaveCase(String subject, String key) {
        SieveMessage mail = Scripts.message("Subject: " + subject + "\n\nbody\n");
        boolean ascii = subject.equals("I");
        assertEquals(
                ascii,
                !Scripts.run("if header :is \"subject\" \"" + key + "\" { discard; }", mail)
                        .keepsImplicitly());
    }

    @Test
    void aStarMatchesLineEnds() {
        SieveMessage mail = Scripts.message("Subject: a\n b\n\nbody\n");
        assertEquals(
                false,
                Scripts.run("if header :matches \"subject\" \"a*b\" { discard; }", mail)
                        .keepsImplicitly());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "keep; \"                     | 1:7: this string does not end",
                "keep; /* x                   | 1:7: this comment does not end",
                "keep; text:                  | 1:7: this text does not end with a line of a single dot",
                "keep; %                      | 1:7: unexpected character '%'",
                "keep                         | 1:5: unexpected end of the script",
                "if true { keep; }}           | 1:18: unexpected '}'",
                "if header \"a\" [\"b\" \"c\"] {}  | 1:20: unexpected string",
                "\\u006beep;                  | 1:1: unexpected character '\\'",
            })
    void everyFaultOfTheTextHasAPosition(String script, String error) {
        assertEquals(error, Scripts.errors(script));
    }
}
