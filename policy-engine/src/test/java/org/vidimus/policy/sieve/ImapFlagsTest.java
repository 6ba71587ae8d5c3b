package org.vidimus.policy.sieve;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.vidimus.policy.Spec;
import org.vidimus.policy.sieve.run.SieveMessage;

/// RFC 5232, section by section.
class ImapFlagsTest {
    private static final List<String> EXTENSIONS =
            List.of("imap4flags", "fileinto", "variables", "relational", "comparator-i;ascii-numeric");

    private static final SieveMessage MAIL = Scripts.message("From: boss@example.org\n\nbody\n");

    private static String done(String commands) {
        return Done.by(Done.require(EXTENSIONS) + commands, MAIL);
    }

    @ParameterizedTest
    @Spec({"RFC 5232 §2", "RFC 5232 §3.1", "RFC 5232 §3.2", "RFC 5232 §3.3", "RFC 5232 §5"})
    @CsvSource(
            delimiter = '|',
            value = {
                "keep;                                                         | keep",
                "setflag \"\\\\Deleted\"; keep;                                | keep [\\Deleted]",
                "setflag \"A\"; setflag \"B\"; keep;                           | keep [B]",
                "setflag [\"A B\", \"\", \"  c  \"]; keep;                     | keep [A, B, c]",
                "addflag \"\\\\deleted\"; addflag \"\\\\Answered \\\\Deleted\"; keep; | keep [\\deleted, \\Answered]",
                "addflag [\"A\", \"B\", \"C\"]; removeflag \"b X\"; keep;      | keep [A, C]",
                "removeflag \"A\"; keep;                                       | keep",
                "setflag \"\\\\Recent \\\\Nonsense é a(b a*b a]b $Forwarded\"; keep; | keep [$Forwarded]",
                "setflag \"A\"; keep :flags \"\";                              | keep",
                "setflag \"A\"; keep :flags \"B C b\";                         | keep [B, C]",
                "setflag \"A\"; fileinto \"m\"; fileinto :flags \"\\\\seen\" \"n\"; | fileinto m [A], fileinto n [\\seen]",
                "keep; setflag \"A\";                                          | keep",
                "setflag \"v\" \"A\"; keep; fileinto :flags \"${v}\" \"m\";    | keep, fileinto m [A]",
                "addflag \"v\" \"A B\"; removeflag \"V\" \"a\"; fileinto \"${v}\"; | fileinto B",
                "set \"v\" \"A A b\"; addflag \"v\" \"\"; fileinto \"${v}\";   | fileinto A b",
            })
    void flags(String commands, String done) {
        assertEquals(done, done(commands));
    }

    @Test
    @Spec("RFC 5232 §3")
    void theImplicitKeepHasThemToo() {
        String script = Done.require(EXTENSIONS) + "setflag \"A \\\\Seen\";";
        assertEquals(List.of("A", "\\Seen"), Scripts.run(script, MAIL).flags());
        assertEquals(
                List.of(),
                Scripts.run("require [\"imap4flags\", \"ihave\"]; setflag \"A\"; error \"x\";", MAIL)
                        .flags());
    }

    @ParameterizedTest
    @Spec("RFC 5232 §4")
    @CsvSource(
            delimiter = '|',
            value = {
                "setflag \"A B\";        | hasflag :is \"b A\"                           | true",
                "setflag \"A B\";        | hasflag [\"b\", \"A\"]                        | true",
                "setflag \"A B\";        | hasflag \"c\"                                 | false",
                "setflag \"A B\";        | hasflag :comparator \"i;octet\" \"a\"         | false",
                "setflag \"A B\";        | hasflag \"\"                                  | false",
                "setflag \"v\" \"NonJunk gnus-forward $Junk\"; | hasflag :contains \"v\" \"Junk\" | true",
                "setflag \"v\" \"NonJunk gnus-forward $Junk\"; | hasflag :contains \"v\" [\"label\", \"forward\"] | true",
                "setflag \"v\" \"NonJunk gnus-forward $Junk\"; | hasflag :contains \"v\" \"label forward\" | true",
                "setflag \"v\" \"NonJunk gnus-forward $Junk\"; | hasflag :contains \"v\" \"label\" | false",
                "setflag \"v\" \"A\";    | hasflag [\"w\", \"v\"] \"a\"                  | true",
                "set \"k\" \"x a\"; setflag \"A\"; | hasflag \"${k}\"                    | true",
                "set \"v\" \"A B a\";    | hasflag :count \"eq\" \"v\" \"2\"             | true",
                "setflag \"v\" \"A B\"; setflag \"w\" \"A\"; | hasflag :count \"ge\" :comparator \"i;ascii-numeric\" [\"v\", \"w\"] \"3\" | true",
                "keep;                   | hasflag :count \"eq\" \"0\"                   | true",
                "setflag \"A$1\";        | hasflag :matches \"*$*\"                      | true",
            })
    void hasflag(String commands, String test, boolean holds) {
        assertEquals(holds, done(commands + " if " + test + " { discard; }").endsWith("discard"));
    }

    @ParameterizedTest
    @Spec({"RFC 5232 §1", "RFC 5232 §3"})
    @CsvSource(
            delimiter = '|',
            value = {
                "setflag \"v\" \"A\";             | the name of a variable needs require \"variables\"",
                "if hasflag [\"v\"] \"A\" {}      | the name of a variable needs require \"variables\"",
                "setflag;                         | 'setflag' takes a string, then a string list",
                "setflag :frop \"A\";             | 'setflag' takes no :frop",
                "setflag 1;                       | expected a string list, found a number",
                "setflag \"a\" \"b\" \"c\";       | one argument too many",
            })
    void mistakes(String command, String error) {
        assertEquals(error, Scripts.errors("require \"imap4flags\"; " + command).replaceFirst("^\\d+:\\d+: ", ""));
    }

    @Test
    @Spec("RFC 5229 §6")
    void thereIsRoomForAsManyAsAVariableHolds() {
        StringBuilder commands = new StringBuilder();
        String long40 = "f".repeat(40);
        for (int i = 1_000; i < 1_400; i++) {
            commands.append("addflag \"v\" \"").append(long40).append(i).append("\"; ");
        }
        String done = done(commands + " fileinto \"${v}\";");
        assertEquals("fileinto ".length() + 364 * 45 - 1, done.length());
        assertTrue(done(commands + "addflag \"v\" \"a\"; ".repeat(6_000)).startsWith("fault: the script "));
    }
}
