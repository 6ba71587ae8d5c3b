package org.vidimus.policy.sieve;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.vidimus.policy.Spec;
import org.vidimus.policy.base.Budgets;
import org.vidimus.policy.base.Bytes;
import org.vidimus.policy.sieve.compile.ScriptStore;
import org.vidimus.policy.sieve.run.SieveMessage;
import org.vidimus.policy.sieve.syntax.Problem;

/// RFC 6609, section by section, and RFC 5463.
class IncludeTest {
    private static final SieveMessage MAIL = Scripts.message("From: a@example.org\nX-A: one\n\nbody\n");
    private static final String REQUIRE = "require [\"include\", \"variables\", \"fileinto\"]; ";

    private final Map<String, String> scripts = new HashMap<>(Map.of(
            "PERSONAL files", "require \"fileinto\"; fileinto \"in\";",
            "GLOBAL files", "require \"fileinto\"; fileinto \"global\";",
            "PERSONAL stops", "stop;",
            "PERSONAL returns", "require \"include\"; if true { return; } discard;",
            "PERSONAL own", "require [\"variables\", \"fileinto\"]; fileinto \"<${v}>\"; set \"v\" \"own\";",
            "PERSONAL shares",
                    "require [\"variables\", \"include\"]; global \"v\"; set \"v\" \"${v}+\"; set \"global.w\" \"w\";",
            "PERSONAL matches", "require \"variables\"; if header :matches \"x-a\" \"*\" {}",
            "PERSONAL wrong", "nonsense;",
            "PERSONAL edits", "require \"editheader\"; deleteheader \"x-a\"; addheader \"x-b\" \"b\";",
            "PERSONAL self", "require \"include\"; include \"self\";"));

    private ScriptStore store() {
        scripts.put("PERSONAL a", "require \"include\"; include \"b\";");
        scripts.put("PERSONAL b", "require \"include\"; include \"a\";");
        scripts.put("PERSONAL once", "require [\"include\", \"fileinto\"]; include :once \"once\"; fileinto \"once\";");
        for (int i = 0; i < 12; i++) {
            scripts.put(
                    "PERSONAL d" + i,
                    "require \"include\"; include \"d" + (i + 1) + "\"; include \"d" + (i + 1) + "\";");
        }
        scripts.put("PERSONAL d12", "keep;");
        return (place, name) -> Optional.ofNullable(scripts.get(place + " " + name))
                .map(text -> new ScriptStore.Stored(name, Bytes.utf8(text)));
    }

    private SieveScript.Compiled compile(String text) {
        return SieveScript.compile(
                new ScriptStore.Stored("main", Bytes.utf8(text)), SieveScript.LANGUAGE, store(), Budgets.Sieve.DEFAULT);
    }

    private String done(String text) {
        return switch (compile(text)) {
            case SieveScript.Compiled.Ok(SieveScript script, var _) ->
                Done.line(script.run(MAIL, System::nanoTime, false));
            case SieveScript.Compiled.Failed(var problems) -> fail(problems.toString());
        };
    }

    private String errors(String text) {
        return switch (compile(text)) {
            case SieveScript.Compiled.Ok _ -> "";
            case SieveScript.Compiled.Failed(var problems) ->
                problems.stream()
                        .filter(Problem::isError)
                        .map(Problem::toString)
                        .collect(Collectors.joining("\n"));
        };
    }

    @ParameterizedTest
    @Spec({"RFC 6609 §3.1", "RFC 6609 §3.2", "RFC 6609 §3.3", "RFC 6609 §3.4", "RFC 6609 §3.5"})
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "include \"files\";                               | fileinto in",
                "include :personal \"files\"; include :global \"files\"; | fileinto in, fileinto global",
                "include \"files\"; include \"files\";            | fileinto in, fileinto in",
                "include :once \"files\"; include :once \"files\"; | fileinto in",
                "include \"files\"; include :once \"files\"; include :once :global \"files\"; | fileinto in, fileinto global",
                "include :optional \"none\"; keep;                | keep",
                "include \"stops\"; discard;                      | ; implicit keep",
                "include \"returns\"; keep;                       | keep",
                "return; discard;                                 | ; implicit keep",
                "include \"once\";                                | fileinto once",
                "set \"v\" \"main\"; include \"own\"; include \"own\"; fileinto \"${v}\"; | fileinto <>, fileinto <>, fileinto main",
                "global [\"v\", \"w\"]; set \"v\" \"1\"; include \"shares\"; include \"shares\"; fileinto \"${v}${w}${global.v}\"; | fileinto 1++w1++",
                "set \"v\" \"1\"; include \"shares\"; fileinto \"${v}${global.v}\"; | fileinto 1+",
                "global \"v\"; fileinto \"<${v}>\";               | fileinto <>",
                "if header :matches \"x-a\" \"o*\" { include \"matches\"; fileinto \"${1}\"; } | fileinto ne",
                "include \"edits\"; if allof(header \"x-b\" \"b\", not exists \"x-a\") { keep; } | keep",
            })
    void scripts(String commands, String done) {
        assertEquals(done, done(REQUIRE + commands));
    }

    @ParameterizedTest
    @Spec({"RFC 6609 §3.1", "RFC 6609 §3.2", "RFC 6609 §3.4.1", "RFC 6609 §3.4.2"})
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "include \"none\";                 | main: there is no personal script \"none\"",
                "include :global \"own\";          | main: there is no global script \"own\"",
                "include \"self\";                 | self: the script \"self\" includes itself",
                "include \"a\";                    | b: the script \"a\" includes itself",
                "include \"wrong\";                | wrong: there is no command 'nonsense'",
                "include \"d0\";                   | d9: scripts include each other deeper than 10",
                "include \"${v}\";                 | main: the name of a script may not hold variables",
                "include :personal :global \"a\";  | main: :personal and :global exclude each other",
                "global \"a.b\";                   | main: \"a.b\" is no name of a global variable",
                "global \"1\";                     | main: \"1\" is no name of a global variable",
                "global \"${v}\";                  | main: the name of a variable may not hold variables",
                "set \"v\" \"a\"; global \"v\";    | main: \"v\" is a variable of this script already",
                "set \"global.a.b\" \"a\";         | main: \"global.a.b\" is no global variable",
                "set \"global.12\" \"a\";          | main: \"global.12\" is no global variable",
                "set \"globl.v\" \"a\";            | main: there is no namespace 'globl'",
            })
    void mistakes(String commands, String error) {
        assertEquals(
                error, errors(REQUIRE + commands).lines().findFirst().orElse("").replaceFirst(":\\d+:\\d+", ""));
    }

    @Test
    @Spec("RFC 6609 §3.4.1")
    void globalVariablesNeedBothExtensions() {
        assertEquals("main:1:20: 'global' needs require \"variables\"", errors("require \"include\"; global \"v\";"));
        assertEquals("main:1:22: 'global' needs require \"include\"", errors("require \"variables\"; global \"v\";"));
    }

    @ParameterizedTest
    @Spec({"RFC 6609 §4", "RFC 5804 §1.6"})
    @ValueSource(
            strings = {
                "",
                ".",
                "..",
                "../a",
                "./../..//etc/passwd",
                "/etc/passwd",
                "a/b",
                "a\\\\b",
                "..\\\\a",
                ".a",
                "a${unicode: 1}",
                "a${unicode: 7f}",
                "a${unicode: 85}",
                "a${unicode: 2028}",
                "a${unicode: 2029}",
                "a${hex: ff}",
                "a${hex: 00}"
            })
    void namesThatAreNoNamesOfScriptsNeverReachTheStore(String name) {
        ScriptStore store = (_, asked) -> fail(asked);
        String text = "require [\"include\", \"encoded-character\"]; include :optional \"" + name + "\";";
        assertTrue(
                SieveScript.compile(
                                new ScriptStore.Stored("main", Bytes.utf8(text)),
                                SieveScript.LANGUAGE,
                                store,
                                Budgets.Sieve.DEFAULT)
                        instanceof SieveScript.Compiled.Failed);
    }

    @Test
    @Spec("RFC 6609 §3.1")
    void whatIncludesTwiceEachTimeIsCompiledOnceAndRunsWithinItsBudget() {
        assertTrue(done("require \"include\"; include \"d3\";").startsWith("fault: more than 100 actions"));
        assertEquals(
                "main: more than 64 included scripts",
                errors("require \"include\"; " + many())
                        .lines()
                        .findFirst()
                        .orElse("")
                        .replaceFirst(":\\d+:\\d+", ""));
    }

    private String many() {
        StringBuilder commands = new StringBuilder();
        for (int i = 0; i < 65; i++) {
            scripts.put("PERSONAL m" + i, "");
            commands.append("include \"m").append(i).append("\"; ");
        }
        return commands.toString();
    }

    @ParameterizedTest
    @Spec({"RFC 5463 §4", "RFC 5463 §5"})
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "if ihave \"fileinto\" { fileinto \"a\"; }                             | fileinto a",
                "if ihave [\"fileinto\", \"nonsense\"] { fileinto \"a\"; nonsense; }   | ; implicit keep",
                "if ihave \"nonsense\" { nonsense; } else { keep; }                    | keep",
                "if ihave \"fileinto\" { fileinto \"a\"; } else { nonsense; }          | fileinto a",
                "if not ihave \"nonsense\" { keep; } elsif nonsense \"a\" { keep; }    | keep",
                "if not ihave \"fileinto\" { error \"needs fileinto\"; } fileinto \"a\"; | fileinto a",
                "if not ihave \"nonsense\" { keep; stop; } nonsense;                   | keep",
                "if allof(ihave \"nonsense\", nonsense) { nonsense; } keep;            | keep",
                "if anyof(ihave \"envelope\", nonsense) { keep; }                      | keep",
                "if allof(ihave \"relational\", header :count \"eq\" \"x-a\" \"1\") { keep; } | keep",
                "if ihave \"variables\" { set \"a\" \"b\"; redirect \"${a}@example.org\"; } | redirect b@example.org",
                "if ihave \"comparator-i;octet\" { keep; }                             | keep",
                "if ihave \"comparator-i;nonsense\" { if header :comparator \"i;nonsense\" \"a\" \"b\" {} } | ; implicit keep",
                "if true { error \"it went wrong\"; } keep;                            | fault: it went wrong",
            })
    void ihave(String commands, String done) {
        assertEquals(done, done("require \"ihave\"; " + commands));
    }

    @ParameterizedTest
    @Spec("RFC 5463 §4")
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "if ihave \"nonsense\" { keep; } fileinto \"a\";      | 'fileinto' needs require \"fileinto\"",
                "if ihave \"fileinto\" { nonsense; }                  | there is no command 'nonsense'",
                "if ihave \"nonsense\" { if ihave \"fileinto\" { keep; } } fileinto \"a\"; | 'fileinto' needs require \"fileinto\"",
                "if false { nonsense; }                               | there is no command 'nonsense'",
                "if not ihave \"nonsense\" { keep; } nonsense;        | there is no command 'nonsense'",
                "if ihave \"nonsense\" { include \"wrong\"; } if ihave \"include\" { include \"wrong\"; } | there is no command 'nonsense'",
            })
    void onlyWhatIhaveMakesUnreachableIsNotLookedAt(String commands, String error) {
        assertEquals(error, errors("require \"ihave\"; " + commands).replaceFirst("^\\w+:\\d+:\\d+: ", ""));
    }
}
