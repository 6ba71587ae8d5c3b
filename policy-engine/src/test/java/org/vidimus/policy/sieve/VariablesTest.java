package org.vidimus.policy.sieve;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.vidimus.policy.Spec;
import org.vidimus.policy.sieve.run.SieveMessage;

/// RFC 5229, section by section.
class VariablesTest {
    private static final String REQUIRE =
            "require [\"variables\", \"fileinto\", \"relational\", \"encoded-character\"]; ";

    private static final SieveMessage MAIL = Scripts.message("""
            From: jane@example.org
            To: coyote@ACME.Example.COM
            Cc: wile@example.net
            Subject: [acme-users] [fwd] version 1.0 is out
            List-ID: Lovers of sieve <sieve@lists.example>

            body
            """);

    /// The value of a string after some commands.
    private static String value(String commands, String string) {
        String done = Done.by(REQUIRE + commands + " fileinto \"<" + string + ">\";", MAIL);
        return done.substring("fileinto <".length(), done.length() - 1);
    }

    @ParameterizedTest
    @Spec("RFC 5229 §3")
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "&%${}!                       | &%${}!",
                "${doh!}                      | ${doh!}",
                "${full}                      | ~~",
                "${company}                   | ACME",
                "${COMPANY}${CoMpAnY}         | ACMEACME",
                "${BAD${Company}              | ${BADACME",
                "${President, ${Company} Inc.}| ${President, ACME Inc.}",
                "${ company}                  | ${ company}",
                "${company                    | ${company",
                "$${company}}                 | $ACME}",
                "${.company}                  | ${.company}",
                "${1a}                        | ${1a}",
                "${reference}                 | ${company}",
            })
    void references(String string, String value) {
        assertEquals(
                value,
                value("set \"company\" \"ACME\"; set \"d\" \"$\"; set \"reference\" \"${d}{company}\";", string));
    }

    @ParameterizedTest
    @Spec("RFC 5229 §3.1")
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "${fo\\o}                | bar",
                "${fo\\\\o}              | ${fo\\o}",
                "\\${foo}                | bar",
                "\\\\${foo}              | \\bar",
                "dear${hex:20 24 7b 66}oo} | dear bar",
            })
    void quotingComesFirst(String string, String value) {
        assertEquals(value, value("set \"foo\" \"bar\";", string));
    }

    @ParameterizedTest
    @Spec("RFC 5229 §3.2")
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "header :matches \"List-ID\" \"*<*@*\"                       | ${2}        | sieve",
                "header :matches \"Subject\" \"[*] *\"                       | ${1}/${2}   | acme-users/[fwd] version 1.0 is out",
                "address :matches [\"To\", \"Cc\"] [\"coyote@**.com\", \"wile@**.com\"] | ${0}/${1}/${2} | coyote@ACME.Example.COM//ACME.Example",
                "anyof(true, address :domain :matches \"To\" \"*.com\")      | ${0}        | ~~",
                "anyof(string :matches \"a\" \"?\", string :matches \"b\" \"?\") | ${1}    | a",
                "allof(string :matches \"a\" \"?\", not string :matches \"b\" \"c*\") | ${1} | a",
                "allof(string :matches \"a\" \"?\", string :is \"b\" \"b\") | ${1}         | a",
                "string :matches \"a b\" \"* *\"                             | ${0000002}  | b",
                "string :matches \"a\" \"*\"                                 | ${2}        | ~~",
            })
    void matches(String test, String string, String value) {
        assertEquals(value, value("if not " + test + " { discard; stop; }", string));
    }

    @ParameterizedTest
    @Spec("RFC 5229 §4.1")
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "~~                   | juMBlEd lETteRS | juMBlEd lETteRS",
                ":length              | juMBlEd lETteRS | 15",
                ":lower               | juMBlEd lETteRS | jumbled letters",
                ":upper               | juMBlEd lETteRS | JUMBLED LETTERS",
                ":upperfirst          | juMBlEd lETteRS | JuMBlEd lETteRS",
                ":upperfirst :lower   | juMBlEd lETteRS | Jumbled letters",
                ":lowerfirst :UPPER   | juMBlEd lETteRS | jUMBLED LETTERS",
                ":quotewildcard       | Rock*           | Rock\\*",
                ":quotewildcard       | a?b\\\\c        | a\\?b\\\\c",
                ":length :quotewildcard | Rock*         | 6",
                ":upper               | é               | é",
                ":length              | ${unicode: 1F600}é | 2",
                ":length              | ~~              | 0",
                ":lowerfirst          | ~~              | ~~",
            })
    void modifiers(String modifiers, String given, String value) {
        assertEquals(value, value("set " + modifiers + " \"a\" \"" + given + "\";", "${a}"));
    }

    @ParameterizedTest
    @Spec({"RFC 5229 §3", "RFC 5229 §4", "RFC 5229 §4.1", "RFC 5229 §6"})
    @CsvSource(
            delimiter = '|',
            value = {
                "set \"0\" \"a\";               | 5: match variables cannot be set",
                "set \"${a}\" \"a\";            | 5: the name of a variable may not hold variables",
                "set \"a.b\" \"a\";             | 5: there is no namespace 'a'",
                "set \"global.b\" \"a\";        | 5: there is no namespace 'global': it needs require \"include\"",
                "set \"....\" \"a\";            | 5: \"....\" is no name of a variable",
                "set \"name.\" \"a\";           | 5: \"name.\" is no name of a variable",
                "set \"\" \"a\";                | 5: \"\" is no name of a variable",
                "set :inner \"a\" \"a\";        | 5: 'set' takes no :inner",
                "set :upper :lower \"a\" \"a\"; | 12: :upper and :lower exclude each other",
                "keep; fileinto \"${a.b}\";     | 16: there is no namespace 'a'",
                "fileinto \"${33}\";            | 10: ${33}: match variables end with ${32}",
                "set \"a2345678901234567890123456789012345678901234567890123456789012345\" \"a\"; | 5: the name of this variable is longer than 64 characters",
            })
    void mistakes(String command, String error) {
        String[] found = Scripts.errors(REQUIRE + command).split(":", 2);
        int column = Integer.parseInt(found[1].substring(0, found[1].indexOf(':'))) - REQUIRE.length();
        assertEquals(error, column + found[1].substring(found[1].indexOf(':')));
    }

    @Test
    @Spec("RFC 5229 §1")
    void stringsStayAsTheyAreWithoutTheExtension() {
        assertEquals("fileinto ${a}", Done.by("require \"fileinto\"; fileinto \"${a}\";", MAIL));
    }

    @Test
    @Spec("RFC 5229 §6")
    void valuesAreCutAndNeverAFault() {
        String commands = "set \"a\" \"0123456789\"; " + "set \"a\" \"${a}${a}\";".repeat(20);
        assertEquals("16384", value(commands + " set :length \"b\" \"${a}\";", "${b}"));
    }

    @Test
    @Spec("RFC 5229 §6")
    void whatCanBeSeenToBeTooLongIsAMistake() {
        assertTrue(Scripts.errors(REQUIRE + "set \"a\" \"" + "x".repeat(16_385) + "\";")
                .contains("the value is longer than a variable can be, 16384 characters"));
        assertEquals("", Scripts.errors(REQUIRE + "set \"a\" \"" + "x".repeat(16_384) + "\";"));
    }

    @Test
    @Spec("RFC 5229 §6")
    void thereMayBeAThousandVariables() {
        StringBuilder script = new StringBuilder(REQUIRE);
        for (int i = 0; i < 1_024; i++) {
            script.append("set \"v").append(i).append("\" \"\"; ");
        }
        assertEquals("", Scripts.errors(script.toString()));
        assertTrue(
                Scripts.errors(script + "set \"one\" \"\"; set \"two\" \"\";").endsWith("more than 1024 variables"));
    }

    @ParameterizedTest
    @Spec("RFC 5229 §5")
    @CsvSource(
            delimiter = '|',
            value = {
                "string \"a\" \"A\"                                     | true",
                "string :comparator \"i;octet\" \"a\" \"A\"             | false",
                "string \" a \" \"a\"                                   | false",
                "string [\"a\", \"b\"] [\"c\", \"b\"]                   | true",
                "string :matches \" ${none} pending \" \"* pending *\"  | true",
                "string :count \"eq\" [\"a\", \"\", \"c\"] \"2\"        | true",
                "string :count \"eq\" \"${none}\" \"0\"                 | true",
            })
    void string(String test, boolean holds) {
        assertEquals(
                holds, Done.by(REQUIRE + "if " + test + " { discard; }", MAIL).equals("discard"));
    }

    @Test
    @Spec("RFC 5229 §3.2")
    void aBombOfStringsIsOverItsBudget() {
        String script = REQUIRE + "set \"a\" \"" + "x".repeat(16_000) + "\"; "
                + ("if string \"" + "${a}".repeat(64) + "\" \"b\" { stop; } ").repeat(200);
        assertTrue(Done.by(script, MAIL).startsWith("fault: the script "));
    }
}
