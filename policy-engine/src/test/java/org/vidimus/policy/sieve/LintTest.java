package org.vidimus.policy.sieve;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// What a script's author should know though the script can be run, and how many mistakes are told at once.
class LintTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "discard;               | 1:1: every message that comes this far is dropped: there is no condition",
                "require \"reject\"; reject \"x\"; | 1:19: every message that comes this far is refused: there is no condition",
                "require \"copy\"; keep; | 1:9: \"copy\" is required and not used",
                "require \"keep\"; keep; | 1:9: 'keep' is always there and needs no require",
                "keep; stop; keep;      | 1:13: this is never reached",
                "if true { stop; } else { stop; } keep; | 1:19: this is never reached: the test before it is always true",
                "if false { stop; }     | 1:1: this block never runs: its test is always false",
                "if size :over 1 { discard; keep; } | 1:19: 'discard' does nothing here: 'keep' in line 1 is done all the same",
                "if header \"a b\" \"c\" { stop; } | 1:11: no header field can be called \"a b\"",
                "if header \"a\" \" c\" { stop; } | 1:15: this is never true: values have no white space at their ends",
                "if address :domain \"to\" \"a@b\" { stop; } | 1:25: this is hardly ever true: a domain has no '@'",
            })
    void isOdd(String script, String warning) {
        assertEquals("", Scripts.errors(script));
        assertEquals(warning, Scripts.warnings(script).lines().findFirst().orElse(""));
    }

    @Test
    void everyBranchEndsTheScript() {
        assertEquals(
                "1:57: this is never reached: every branch before it ends the script",
                Scripts.warnings("if exists \"a\" { stop; } else { keep; stop; }            keep;"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "if exists \"a\" { stop; } discard;",
                "if exists \"a\" { keep; } else { discard; }",
                "if header :contains \"a\" \" c\" { stop; }",
                "if exists \"a\" { stop; } elsif exists \"b\" { stop; } keep;",
                "require \"relational\"; if header :count \"gt\" \"a\" \"1\" { stop; }",
            })
    void isNot(String script) {
        assertEquals("", Scripts.errors(script));
        assertEquals("", Scripts.warnings(script));
    }

    @Test
    void oneRunShowsAllThatIsWrong() {
        String script = "keep;|if true { discard }|if header [\"a\" \"b\"] \"c\" { stop; }|keep;|}|stop;";
        assertEquals(
                List.of(
                        "2:19: unexpected '}': is there a semicolon missing before it?",
                        "3:16: unexpected string",
                        "5:1: unexpected '}'"),
                Scripts.errors(script.replace('|', '\n')).lines().toList());
    }

    @Test
    void aMistakeIsToldOnce() {
        assertEquals(
                "1:4: there is no test 'heade': did you mean 'header'?", Scripts.errors("if heade 3 :x { keep; }"));
        assertEquals("1:1: 'elsif' without an 'if' before it", Scripts.errors("elsif true {} else {} keep;"));
        assertEquals("1:15: 'header' takes no :al", Scripts.errors("if not header :al :al 3 { keep; }"));
    }
}
