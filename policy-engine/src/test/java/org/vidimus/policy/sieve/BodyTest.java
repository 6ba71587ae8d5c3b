package org.vidimus.policy.sieve;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.vidimus.policy.Spec;
import org.vidimus.policy.base.Budgets;
import org.vidimus.policy.base.Bytes;
import org.vidimus.policy.sieve.compile.ScriptStore;
import org.vidimus.policy.sieve.run.SieveMessage;
import org.vidimus.policy.sieve.run.SieveOutcome;

/// The `body` test, section by section of RFC 5173.
class BodyTest {
    private static final SieveMessage MAIL = Scripts.message("""
            From: jane@example.org
            Content-Type: multipart/mixed; boundary=outer

            This is the prologue.
            --outer
            Content-Type: multipart/alternative; boundary=inner

            --inner
            Content-Type: text/plain; charset=iso-8859-1
            Content-Transfer-Encoding: quoted-printable

            Gr=FC=DFe from a=
            far
            --inner
            Content-Type: text/html; charset=utf-8
            Content-Transfer-Encoding: base64

            PHA+R3LDvMOfZSBmcm9tIDxiPkhUTUw8L2I+PC9wPg==
            --inner--
            --outer
            Content-Type: message/rfc822

            Subject: inside
            X-Long: a
             b

            Nested text.
            --outer
            Content-Type: application/pdf

            %PDF-1.4
            --outer--
            This is the epilogue.
            """);

    private static boolean holds(String arguments, SieveMessage message) {
        return !Scripts.run(
                        "require [\"body\", \"relational\", \"comparator-i;ascii-numeric\"]; if body " + arguments
                                + " { discard; }",
                        message)
                .keepsImplicitly();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                ":raw :contains \"Gr=FC=DFe\"              | true",
                ":raw :contains \"--inner\"                | true",
                ":raw :contains \"application/pdf\"        | true",
                ":raw :contains \"Grüße\"                  | false",
                ":raw :contains \"jane@\"                  | false",
                ":raw :matches \"This is the prologue*epilogue.??\" | true",
            })
    @Spec("RFC 5173 §5.1")
    void raw(String arguments, boolean holds) {
        assertEquals(holds, holds(arguments, MAIL));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                ":content \"text/plain\" \"Grüße from afar\"          | true",
                ":content \"TEXT/Plain\" :contains \"GRüßE\"          | true",
                ":content \"text/html\" :contains \"<b>HTML</b>\"     | true",
                ":content \"text\" :contains \"<b>HTML</b>\"          | true",
                ":content [\"a/b\", \"text\"] :contains \"Grüße\"     | true",
                ":content \"application\" :contains \"Grüße\"         | false",
                ":content \"\" :contains \"PDF\"                      | true",
                ":content \"text/\" :contains \"Grüße\"               | false",
                ":content \"/plain\" :contains \"Grüße\"              | false",
                ":content \"text/plain/x\" :contains \"\"             | false",
                ":content \"te\" :contains \"\"                       | false",
                ":content \"text/plain\" :contains \"Nested\"         | true",
                ":content \"message/rfc822\" :contains \"inside\"     | true",
                ":content \"message/rfc822\" :contains \"Nested\"     | false",
                ":content \"message\" :is \"Subject: inside\\r\\nX\"  | false",
                ":content \"multipart/mixed\" :contains \"prologue\"  | true",
                ":content \"multipart/mixed\" :contains \"epilogue\"  | true",
                ":content \"multipart\" :contains \"Grüße\"           | false",
                ":content \"multipart\" :contains \"inner\"           | false",
                ":content \"multipart/alternative\" :is \"\"          | true",
                ":content \"image\" :contains \"\"                    | false",
                ":content \"text\" :count \"eq\" :comparator \"i;ascii-numeric\" \"3\" | true",
            })
    @Spec("RFC 5173 §5.2")
    void content(String arguments, boolean holds) {
        assertEquals(holds, holds(arguments, MAIL));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                ":text :contains \"from HTML\"         | true",
                ":contains \"from HTML\"               | true",
                ":text :contains \"<b>\"               | false",
                ":text :contains \"from afar\"         | true",
                ":text :contains \"Nested\"            | true",
                ":text :contains \"PDF\"               | false",
                ":text :contains \"prologue\"          | false",
                ":text :contains \"inside\"            | false",
                ":text :is \"Grüße from afar\"         | true",
            })
    @Spec("RFC 5173 §5.3")
    void text(String arguments, boolean holds) {
        assertEquals(holds, holds(arguments, MAIL));
    }

    @Test
    @Spec("RFC 5173 §4")
    void aMessageThatEndsWithItsHeaderHasNoStrings() {
        SieveMessage empty = Scripts.message("Subject: x\n\n");
        for (String transform : List.of(":raw", ":text", ":content \"text\"")) {
            assertTrue(holds(transform + " \"\"", empty), transform);
            assertTrue(!holds(transform + " :contains \"\"", with(SieveMessage.Body.NONE)), transform);
        }
    }

    @Test
    @Spec("RFC 5173 §6")
    void wildcardsSetNoVariables() {
        String script = "require [\"body\", \"variables\"]; if header :matches \"from\" \"*@*\" { "
                + "if body :raw :matches \"*prologue*\" { if string \"${1}\" \"jane\" { discard; } } }";
        assertTrue(!Scripts.run(script, MAIL).keepsImplicitly());
    }

    @Test
    void theStructureIsThatOfTheMessageAsReceived() {
        SieveMessage message = Scripts.message("Content-Type: text/html\n\n<p>a</p>\n");
        assertTrue(holds(":content \"text/html\" :contains \"<p>\"", message));
    }

    @Test
    void whatIsBeyondTheCapIsNotThere() {
        Budgets.Sieve narrow = new Budgets.Sieve(1000, 10, 1, 10_000, Duration.ofSeconds(10), 1, 10, 5, 5, 20);
        String text = "require \"body\"; if body :raw :contains \"epilogue\" { discard; }";
        SieveScript script = switch (SieveScript.compile(
                new ScriptStore.Stored("test", Bytes.utf8(text)), SieveScript.LANGUAGE, ScriptStore.NONE, narrow)) {
            case SieveScript.Compiled.Ok(SieveScript compiled, var _) -> compiled;
            case SieveScript.Compiled.Failed(var problems) -> throw new AssertionError(problems);
        };
        SieveOutcome outcome = script.run(MAIL, System::nanoTime, false);
        assertTrue(outcome.keepsImplicitly());
        assertEquals(Set.of("the body after 20 octets"), outcome.cuts());
        assertEquals(
                Set.of("the body after 4 octets"),
                Scripts.run(
                                "require \"body\"; if body :raw \"abc\" { discard; }",
                                with(new SieveMessage.Body(Bytes.utf8("abcd"), false)))
                        .cuts());
    }

    private static SieveMessage with(SieveMessage.Body body) {
        return new SieveMessage(
                MAIL.header(), 100, MAIL.envelope(), body, MAIL.environment(), MAIL.checks(), MAIL.time());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "if body { keep; }                            | 1:4: 'body' takes a string list",
                "if body 3 { keep; }                          | 1:9: expected a string list, found a number",
                "if body \"a\" \"b\" { keep; }                | 1:13: one argument too many",
                "if body :frop \"a\" { keep; }                | 1:9: 'body' takes no :frop",
                "if body :content \"a\" { keep; }             | 1:4: 'body' takes a string list",
                "if body :content 3 \"a\" { keep; }           | 1:9: :content takes a string list",
                "if body :content \"a\" :raw \"b\" { keep; }  | 1:22: :content and :raw exclude each other",
            })
    void mistakes(String script, String error) {
        // The require is put on a line of its own before the script.
        String first = Scripts.errors("require \"body\";\n" + script)
                .lines()
                .findFirst()
                .orElse("");
        assertEquals(error, first.replaceFirst("^2:", "1:"));
    }
}
