package org.vidimus.policy.sieve;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.stream.Collectors;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.vidimus.policy.sieve.run.Action;
import org.vidimus.policy.sieve.run.SieveMessage;
import org.vidimus.policy.sieve.run.SieveOutcome;

/// RFC 5228, command by command and test by test.
class BaseLanguageTest {
    private static final SieveMessage MAIL = Scripts.message("""
            From: "Doe, Jane" <jane@Example.ORG>, joe@example.net
            To: user+tag@example.com
            Subject: =?utf-8?q?Gr=C3=BC=C3=9Fe?= from
             afar
            X-Twice: one
            X-Twice: two

            body
            """);

    private static String done(String script) {
        SieveOutcome outcome = Scripts.run(script, MAIL);
        String actions = outcome.actions().stream()
                .map(action -> switch (action) {
                    case Action.Keep _ -> "keep";
                    case Action.Discard _ -> "discard";
                    case Action.FileInto into -> "fileinto " + into.mailbox();
                    case Action.Redirect to -> "redirect " + to.address();
                    case Action.Reject reject -> reject.code() + " " + reject.status() + " " + reject.reason();
                    case Action.Log log -> "log " + log.text();
                    case Action.Vacation away -> "vacation " + away.reason();
                })
                .collect(Collectors.joining(", "));
        return actions + (outcome.keepsImplicitly() ? "; implicit keep" : "");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "                                              | ; implicit keep",
                "stop; discard;                                | ; implicit keep",
                "keep;                                         | keep",
                "discard;                                      | discard",
                "redirect \"a@example.com\";                   | redirect a@example.com",
                "require \"copy\"; redirect :copy \"a@b.example\"; | redirect a@b.example; implicit keep",
                "require \"fileinto\"; fileinto \"A\"; keep;   | fileinto A, keep",
                "require \"reject\"; reject \"no\";            | 550 5.7.1 no",
                "if true { discard; } else { keep; }           | discard",
                "if false { discard; } elsif true { keep; stop; } else { stop; } redirect \"a@b.example\"; | keep",
                "if false { discard; } elsif false { keep; } else { stop; } keep; | ; implicit keep",
                "if false { discard; } keep;                   | keep",
            })
    void commands(String script, String done) {
        assertEquals(done, done(script == null ? "" : script));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "header \"subject\" \"Grüße from afar\"               | true",
                "header :contains \"SUBJECT\" [\"nothing\", \"FROM\"] | true",
                "header :comparator \"i;octet\" :contains \"subject\" \"FROM\" | false",
                "header :matches \"subject\" \"Gr??e*\"               | true",
                "header :matches \"subject\" \"Gr?e*\"                | false",
                "header :matches \"subject\" \"*\\\\*\"               | false",
                "header \"x-twice\" \"two\"                           | true",
                "header \"x-none\" \"\"                               | false",
                "header :contains \"x-twice\" \"\"                    | true",
                "exists [\"from\", \"to\"]                            | true",
                "exists [\"from\", \"x-none\"]                        | false",
                "address :domain \"from\" \"example.org\"             | true",
                "address :localpart \"from\" \"joe\"                  | true",
                "address \"from\" \"jane@example.org\"                | true",
                "address :contains \"from\" \"Doe\"                   | false",
                "anyof(false, true)                                   | true",
                "anyof(false, false)                                  | false",
                "allof(true, not true)                                | false",
                "allof(true, not false)                               | true",
                "size :over 1K                                        | false",
                "size :under 1K                                       | true",
            })
    void tests(String test, boolean outcome) {
        assertEquals(outcome, done("if " + test + " { discard; }").equals("discard"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "\"from\" \"sender@example.org\"      | true",
                ":domain \"from\" \"example.org\"     | true",
                ":localpart \"to\" \"user\"           | true",
                "\"auth\" \"user\"                    | false",
            })
    void envelope(String arguments, boolean outcome) {
        assertEquals(
                outcome,
                done("require \"envelope\"; if envelope " + arguments + " { discard; }")
                        .equals("discard"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "keep; require \"fileinto\";    | 1:7: 'require' has to stand before all other commands",
                "else { keep; }                 | 1:1: 'else' without an 'if' before it",
                "if true { keep; } else { stop; } elsif true { keep; } | 1:34: 'elsif' without an 'if' before it",
                "if { keep; }                   | 1:1: 'if' takes one test",
                "if true keep;                  | 1:1: 'if' takes a block",
                "redirect \"nobody\";           | 1:10: \"nobody\" is not an address",
                "if size 3 { keep; }            | 1:4: 'size' takes :over or :under",
                "if size :over :under 3 { keep; } | 1:15: :over and :under exclude each other",
                "if header :is :contains \"a\" \"b\" { keep; } | 1:15: :is and :contains exclude each other",
                "if header \"a\" :is \"b\" { keep; } | 1:15: :is has to come before the other arguments",
                "if header :comparator \"i;nothing\" \"a\" \"b\" { keep; } | 1:23: there is no comparator \"i;nothing\"",
                "if heade \"a\" \"b\" { keep; }  | 1:4: there is no test 'heade': did you mean 'header'?",
                "require \"envelop\";           | 1:9: there is no extension \"envelop\": did you mean 'envelope'?",
            })
    void mistakes(String script, String error) {
        assertEquals(error, Scripts.errors(script).lines().findFirst().orElse(""));
    }
}
