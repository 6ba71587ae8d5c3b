package org.vidimus.policy.sieve;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.vidimus.policy.Spec;
import org.vidimus.policy.base.Budgets;
import org.vidimus.policy.base.Bytes;
import org.vidimus.policy.sieve.compile.ScriptStore;
import org.vidimus.policy.sieve.run.SieveMessage;
import org.vidimus.policy.sieve.words.Language;

/// The extensions that bring a tag, a test or a way to write strings.
class SmallExtensionsTest {
    private static final SieveMessage MAIL = Scripts.message("""
            From: stephan+@example.org
            To: timo+spam+ham@example.net, +odd@example.net
            Cc: nico@example.com
            Subject: 42 things
            X-A: First
            X-A: Second
            X-A: Third
            X-B: Fourth

            body
            """);

    private static boolean holds(String test) {
        return Done.holds(
                List.of(
                        "relational",
                        "comparator-i;ascii-numeric",
                        "subaddress",
                        "index",
                        "envelope",
                        "mailbox",
                        "encoded-character"),
                test,
                MAIL);
    }

    @ParameterizedTest
    @Spec("RFC 5228 §2.4.2.4")
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "$${hex:40}           | $@",
                "${hex: 40 }          | @",
                "${HEX: 40}           | @",
                "${hex:40             | ${hex:40",
                "${hex:400}           | ${hex:400}",
                "${hex:4${hex:30}}    | ${hex:40}",
                "${hex:}              | ${hex:}",
                "${hex:4 0 41}        | ~\u0004\u0000A~",
                "${hex:c3 a9}         | é",
                "${hex:c3}${hex:a9}   | é",
                "${hex:c3}x${hex:a9}  | ~\uDCC3x\uDCA9~",
                "${unicode:40}        | @",
                "${ unicode:40}       | ${ unicode:40}",
                "${UNICODE:40}        | @",
                "${UnICoDE:0000040}   | @",
                "${Unicode:Cool}      | ${Unicode:Cool}",
                "${unicode:e9 1F600}  | é\uD83D\uDE00",
                "${unicode:4٤}        | ${unicode:4٤}",
            })
    void encodedCharacters(String string, String value) {
        String script = "require [\"encoded-character\", \"reject\"]; reject \"" + string + "\";";
        assertEquals("550 5.7.1 " + value, Done.by(script, MAIL));
    }

    @ParameterizedTest
    @Spec("RFC 5228 §2.4.2.4")
    @CsvSource({"200000", "DF01", "D800", "110000", "FFFFFFFFFFFFFFFF", "0000000000110000"})
    void numbersOfNoCharacterAreMistakes(String number) {
        assertEquals(
                "1:31: there is no character " + number,
                Scripts.errors("require \"encoded-character\"; if header \"a\" \"${unicode:" + number + "}\" {}")
                        .replaceFirst("^1:\\d+", "1:31"));
    }

    @ParameterizedTest
    @Spec({"RFC 5231 §4.1", "RFC 5231 §4.2"})
    @CsvSource(
            delimiter = '|',
            value = {
                "header :value \"gt\" :comparator \"i;ascii-numeric\" \"subject\" \"41\"  | true",
                "header :value \"gt\" :comparator \"i;ascii-numeric\" \"subject\" \"42\"  | false",
                "header :value \"ge\" :comparator \"i;ascii-numeric\" \"subject\" \"42\"  | true",
                "header :value \"lt\" :comparator \"i;ascii-numeric\" \"subject\" \"100\" | true",
                "header :value \"lt\" \"subject\" \"100\"                                 | false",
                "header :value \"le\" :comparator \"i;ascii-numeric\" \"subject\" \"42\"  | true",
                "header :value \"ne\" :comparator \"i;ascii-numeric\" \"subject\" \"42\"  | false",
                "header :value \"EQ\" :comparator \"i;ascii-numeric\" \"subject\" \"042\" | true",
                "header :value \"gt\" \"x-a\" \"SECOND\"                                  | true",
                "header :value \"gt\" \"x-none\" \"\"                                     | false",
                "header :count \"eq\" :comparator \"i;ascii-numeric\" \"x-a\" \"3\"       | true",
                "header :count \"eq\" :comparator \"i;ascii-numeric\" [\"x-a\", \"x-b\"] \"4\" | true",
                "header :count \"eq\" :comparator \"i;ascii-numeric\" \"x-none\" \"0\"    | true",
                "address :count \"eq\" :comparator \"i;ascii-numeric\" [\"to\", \"cc\"] \"3\" | true",
                "address :count \"ge\" :comparator \"i;ascii-numeric\" :domain \"to\" [\"9\", \"2\"] | true",
                "envelope :count \"eq\" :comparator \"i;ascii-numeric\" \"from\" \"1\"    | true",
            })
    void relations(String test, boolean holds) {
        assertEquals(holds, holds(test));
    }

    @ParameterizedTest
    @Spec({"RFC 5231 §4.1", "RFC 5231 §5"})
    @CsvSource(
            delimiter = '|',
            value = {
                "require \"relational\"; if header :value \"gr\" \"a\" \"b\" {} | not one of \"gt\", \"ge\", \"lt\", \"le\", \"eq\", \"ne\"",
                "if header :count \"eq\" \"a\" \"1\" {} | :count needs require \"relational\"",
            })
    void relationsThatAreNone(String script, String error) {
        assertEquals(error, Scripts.errors(script).replaceFirst("^\\d+:\\d+: ", ""));
    }

    @ParameterizedTest
    @Spec("RFC 5233 §4")
    @CsvSource(
            delimiter = '|',
            value = {
                "address :user \"cc\" \"nico\"                 | true",
                "address :user \"to\" \"timo\"                 | true",
                "address :detail \"to\" \"spam+ham\"           | true",
                "address :user \"to\" \"+odd\"                 | true",
                "address :user \"from\" \"stephan\"            | true",
                "address :detail \"from\" \"\"                 | true",
                "address :detail :matches \"cc\" \"*\"         | false",
                "address :detail :is \"cc\" \"\"               | false",
                "envelope :user \"to\" \"user\"                | true",
                "envelope :detail :matches \"to\" \"*\"        | false",
            })
    void subaddresses(String test, boolean holds) {
        assertEquals(holds, holds(test));
    }

    @Test
    @Spec("RFC 5233 §4")
    void aSiteMaySeparateDetailsInItsOwnWay() {
        String text = "require \"subaddress\"; if address :detail \"from\" \"b+c\" { discard; }";
        SieveScript script = ((SieveScript.Compiled.Ok) SieveScript.compile(
                        new ScriptStore.Stored("test", Bytes.utf8(text)),
                        Language.with(new Language.Options("-=", Set.of()), List.of()),
                        ScriptStore.NONE,
                        Budgets.Sieve.DEFAULT))
                .script();
        assertEquals(
                "discard",
                Done.line(script.run(Scripts.message("From: a=b+c@example.org\n\n"), System::nanoTime, false)));
    }

    @ParameterizedTest
    @Spec({"RFC 5228 §5.1", "RFC 5890 §2.3.2.1"})
    @CsvSource({
        "a@Example.ORG, a@Example.ORG",
        "a@Example.ORG., a@example.org",
        "a@xn--mnchen-3ya.example, a@xn--mnchen-3ya.example",
        "a@m\u00FCnchen.Example, a@xn--mnchen-3ya.example",
        "a@[IPv6:2001:DB8::1], a@[IPv6:2001:DB8::1]",
    })
    void domainsHaveOneSpelling(String written, String seen) {
        assertEquals(
                "discard",
                Done.by(
                        "if address :comparator \"i;octet\" \"from\" \"" + seen + "\" { discard; }",
                        Scripts.message("From: " + written + "\n\n")));
    }

    @ParameterizedTest
    @Spec("RFC 5260 §6")
    @CsvSource(
            delimiter = '|',
            value = {
                "header :index 2 \"x-a\" \"Second\"                    | true",
                "header :index 2 \"x-a\" [\"First\", \"Third\"]        | false",
                "header :index 2 :last \"x-a\" \"Second\"              | true",
                "header :last :index 1 \"x-a\" \"Third\"               | true",
                "header :index 4 \"x-a\" \"Fourth\"                    | false",
                "header :index 4 [\"x-a\", \"x-b\"] \"Fourth\"         | true",
                "header :index 1 [\"x-b\", \"x-a\"] \"Fourth\"         | true",
                "header :index 1 :last [\"x-b\", \"x-a\"] \"Third\"    | true",
                "header :index 9223372036854775807 \"x-a\" \"First\"   | false",
                "header :index 9223372036854775807 :last \"x-a\" \"First\" | false",
                "header :count \"eq\" :index 2 \"x-a\" \"1\"           | true",
                "header :count \"eq\" :index 9 \"x-a\" \"0\"           | true",
                "address :index 1 [\"to\", \"cc\"] \"nico@example.com\" | false",
                "address :index 1 :last [\"to\", \"cc\"] \"nico@example.com\" | true",
            })
    void index(String test, boolean holds) {
        assertEquals(holds, holds(test));
    }

    @ParameterizedTest
    @Spec("RFC 5260 §6")
    @CsvSource(
            delimiter = '|',
            value = {
                "header :last \"a\" \"b\"         | :last needs :index",
                "header :index 0 \"a\" \"b\"      | :index counts from 1",
                "header :index \"a\" \"b\"        | :index takes a number",
            })
    void indexMistakes(String test, String error) {
        assertEquals(
                error, Scripts.errors("require \"index\"; if " + test + " {}").replaceFirst("^\\d+:\\d+: ", ""));
    }

    @ParameterizedTest
    @Spec("RFC 5490 §3.1")
    @CsvSource(
            delimiter = '|',
            value = {
                "mailboxexists \"INBOX\"                 | true",
                "mailboxexists [\"INBOX\", \"Lists\"]    | true",
                "mailboxexists [\"INBOX\", \"None\"]     | false",
                "mailboxexists \"${hex:ff}\"             | false",
                "mailboxexists \"\"                      | false",
            })
    void mailboxes(String test, boolean holds) {
        SieveMessage mail = new SieveMessage(
                MAIL.header(),
                MAIL.size(),
                MAIL.envelope(),
                MAIL.body(),
                MAIL.environment(),
                Optional.empty(),
                MAIL.time(),
                name -> name.isEmpty() || List.of("INBOX", "Lists").contains(name) || name.charAt(0) > '\uD800');
        assertEquals(holds, Done.holds(List.of("mailbox", "encoded-character"), test, mail));
        assertEquals(false, holds(test));
    }

    @ParameterizedTest
    @Spec({"RFC 5228 §4.1", "RFC 5490 §3.2", "RFC 3894 §3"})
    @CsvSource(
            delimiter = '|',
            value = {
                "fileinto :create \"A\";                   | fileinto A",
                "fileinto :copy \"A\";                     | fileinto A; implicit keep",
                "set \"a\" \"${hex:01}\"; fileinto \"${a}\"; | fault: the name of a mailbox is at least one character, and none of them a control character",
                "fileinto \"${none}\";                     | fault: the name of a mailbox is at least one character, and none of them a control character",
            })
    void filing(String commands, String done) {
        String require = "require [\"fileinto\", \"copy\", \"mailbox\", \"variables\", \"encoded-character\"]; ";
        assertEquals(done, Done.by(require + commands, MAIL));
    }

    @Test
    @Spec("RFC 5228 §4.1")
    void aMailboxWhoseNameIsNoTextIsAMistake() {
        assertEquals(
                "1:53: the name of a mailbox is at least one character, and none of them a control character",
                Scripts.errors("require [\"fileinto\", \"encoded-character\"]; fileinto \"${hex:ff}rop\";"));
    }
}
