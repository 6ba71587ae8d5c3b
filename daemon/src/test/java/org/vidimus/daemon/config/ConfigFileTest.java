package org.vidimus.daemon.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.vidimus.daemon.config.ConfigFile.Reading;

/// The reader, on a table of keys of its own that has every type.
class ConfigFileTest {
    private enum Colour {
        RED,
        DARK_BLUE
    }

    private static final Key<Long> COUNT = Key.of("count", Types.integer(1, 10), 3L, "A number.");
    private static final Key<Boolean> ON = Key.of("on", Types.bool(), false, "A switch.");
    private static final Key<Duration> WAIT = Key.of(
            "wait", Types.duration(Duration.ofSeconds(1), Duration.ofHours(2)), Duration.ofSeconds(30), "A time.");
    private static final Key<Long> SIZE = Key.of("size", Types.size(1024, 1 << 30), 1L << 16, "A size.");
    private static final Key<Colour> COLOUR = Key.of("colour", Types.choice(Colour.class), Colour.RED, "A choice.");
    private static final Key<Optional<Long>> MAYBE =
            Key.of("maybe", Types.optional(Types.integer(0, 9)), Optional.<Long>empty(), "Perhaps.");
    private static final Key<List<Long>> NUMBERS =
            Key.of("numbers", Types.list(1, Types.integer(0, 9)), List.of(1L), "Some.");
    private static final Key<Long> PORT = Key.required("port", Types.integer(1, 65535), "Must be there.");
    private static final Key<List<Values>> RULES =
            Key.of("rule", Types.list(0, TableType.of(PORT, ON)), List.<Values>of(), "Tables in a list.");
    private static final Key<Values> DEEP = Key.table("deep", TableType.of(WAIT), "A table within a table.");
    private static final Key<Values> MAIN = Key.table(
            "main",
            new TableType(
                    List.of(COUNT, ON, WAIT, SIZE, COLOUR, MAYBE, NUMBERS, RULES, DEEP),
                    List.of(new RemovedKey("speed", "0.9", "write main.wait"))),
            "All types.");
    private static final TableType ROOT = TableType.of(MAIN);

    @Test
    void everyTypeIsRead() {
        Values main = valid("""
                [main]
                count = 10
                on = true
                wait = "90m"
                size = "64K"
                colour = "dark-blue"
                maybe = 5
                numbers = [1, 2]
                deep.wait = "1500ms"
                [[main.rule]]
                port = 25
                [[main.rule]]
                port = 26
                on = true
                """).get(MAIN);
        assertEquals(10, main.get(COUNT));
        assertEquals(true, main.get(ON));
        assertEquals(Duration.ofMinutes(90), main.get(WAIT));
        assertEquals(65536, main.get(SIZE));
        assertEquals(Colour.DARK_BLUE, main.get(COLOUR));
        assertEquals(Optional.of(5L), main.get(MAYBE));
        assertEquals(List.of(1L, 2L), main.get(NUMBERS));
        assertEquals(Duration.ofMillis(1500), main.get(DEEP).get(WAIT));
        assertEquals(
                List.of(25L, 26L),
                main.get(RULES).stream().map(rule -> rule.get(PORT)).toList());
        assertEquals(
                List.of(false, true),
                main.get(RULES).stream().map(rule -> rule.get(ON)).toList());
    }

    @Test
    void aKeyLeftOutHasItsDefault() {
        Values main = valid("").get(MAIN);
        assertEquals(3, main.get(COUNT));
        assertEquals(Optional.empty(), main.get(MAYBE));
        assertEquals(Duration.ofSeconds(30), main.get(DEEP).get(WAIT));
        assertThrows(IllegalArgumentException.class, () -> main.get(PORT));
    }

    @Test
    void aMistakeIsReportedWithItsPlace() {
        wrong("count = 11", "f:2:1: main.count: 11 is out of range; expected an integer from 1 to 10");
        wrong("  count = \"3\"", "f:2:3: main.count: is the string \"3\"; expected an integer from 1 to 10");
        wrong("count = 1.0", "f:2:1: main.count: is the float 1.0; expected an integer from 1 to 10");
        wrong("count = 1979-05-27", "f:2:1: main.count: is a date or time; expected an integer from 1 to 10");
        wrong("on = 1", "f:2:1: main.on: is the integer 1; expected true or false");
        wrong("wait = 30", "f:2:1: main.wait: is the integer 30; expected a duration of 1s to 2h in ms, s, m, h or d");
        wrong(
                "wait = \"30\"",
                "f:2:1: main.wait: \"30\" is not a number and a unit; expected a duration of 1s to 2h in"
                        + " ms, s, m, h or d");
        wrong(
                "wait = \"3h\"",
                "f:2:1: main.wait: \"3h\" is out of range; expected a duration of 1s to 2h in ms, s, m, h" + " or d");
        wrong(
                "size = \"2G\"",
                "f:2:1: main.size: \"2G\" is out of range; expected a size of 1K to 1G bytes in K, M or G"
                        + " (of 1024)");
        wrong(
                "colour = \"dark_blue\"",
                "f:2:1: main.colour: \"dark_blue\" is unknown (did you mean \"dark-blue\"?);"
                        + " expected one of \"red\", \"dark-blue\"");
        wrong("numbers = [1,\n  2, 33]", "f:3:6: main.numbers[2]: 33 is out of range; expected an integer from 0 to 9");
        wrong(
                "numbers = []",
                "f:2:1: main.numbers: has 0 elements; expected a list with at least 1 element, each an"
                        + " integer from 0 to 9");
        wrong(
                "numbers = 1",
                "f:2:1: main.numbers: is the integer 1; expected a list with at least 1 element, each an"
                        + " integer from 0 to 9");
        wrong("deep = 1", "f:2:1: main.deep: is the integer 1; expected a table of wait");
        wrong("rule = [{ on = true }]", "f:2:9: main.rule[0].port: is missing; expected an integer from 1 to 65535");
        wrong("deep.wiat = 1", "f:2:1: main.deep.wiat: unknown key in [main.deep]; did you mean wait?");
        wrong(
                "\"b\\u001bc\" = 1",
                "f:2:1: main.b\\x1bc: unknown key in [main]; expected one of count, on, wait, size,"
                        + " colour, maybe, numbers, rule, deep");
        wrong("speed = 3", "f:2:1: main.speed: was removed in version 0.9; write main.wait");
    }

    @Test
    void allMistakesAreReportedInTheOrderOfTheFile() {
        assertEquals(
                List.of(
                        "f:2:1: main.count: 0 is out of range; expected an integer from 1 to 10",
                        "f:3:6: unexpected '=', expected a value",
                        "f:4:1: main.colr: unknown key in [main]; did you mean colour?",
                        "f:5:1: count previously defined at line 2, column 1",
                        "f:7:1: mian: unknown key; did you mean main?"),
                problems("""
                        [main]
                        count = 0
                        on = = true
                        colr = "red"
                        count = 1
                        [[main.rule]]
                        [mian]
                        """.replace("[[main.rule]]\n", "\n")));
    }

    @Test
    void whatALineThatCannotBeReadMayHaveSaidIsNotCalledMissing() {
        assertEquals(List.of("f:2:8: unexpected '=', expected a value"), problems("""
                        [[main.rule]]
                        port = = 25
                        """));
    }

    @Test
    void aFileThatCannotBeReadIsReported(@TempDir Path folder) throws IOException {
        Path none = folder.resolve("none.toml");
        assertEquals(List.of(none + ": no such file"), problems(none));
        assertEquals(List.of(folder + ": cannot be read: Is a directory"), problems(folder));
        Path latin = folder.resolve("latin.toml");
        Files.writeString(latin, "# ä", StandardCharsets.ISO_8859_1);
        assertEquals(List.of(latin + ": is not UTF-8 text"), problems(latin));
        Path long_ = folder.resolve("long.toml");
        Files.write(long_, new byte[ConfigFile.LONGEST + 1]);
        assertEquals(List.of(long_ + ": is longer than 1M; expected a configuration file"), problems(long_));
    }

    @Test
    void theDefaultFileIsReadAsTheDefaults() {
        TableType root = TableType.of(Key.table(
                "main", TableType.of(COUNT, ON, WAIT, SIZE, COLOUR, MAYBE.example("7"), NUMBERS, DEEP), "Most types."));
        String file = DefaultFile.of(root);
        assertEquals("""
                # The configuration of Vidimus: every key with its default.

                # Most types.
                [main]

                # A number.
                # Expected: an integer from 1 to 10.
                count = 3

                # A switch.
                # Expected: true or false.
                on = false
                """, file.substring(0, file.indexOf("\n# A time.")));
        assertEquals(true, file.contains("\n# maybe = 7\n"));
        assertEquals(true, file.contains("\n[main.deep]\n"));
        var read = assertInstanceOf(Reading.Valid.class, ConfigFile.read("f", file, root));
        assertEquals(file, DefaultFile.of(root));
        assertEquals(root.toToml(root.defaults()), root.toToml(read.values()));
    }

    private static Values valid(String text) {
        return assertInstanceOf(Reading.Valid.class, ConfigFile.read("f", text, ROOT))
                .values();
    }

    /// One line in `[main]`, and the one thing that is said about it.
    private static void wrong(String line, String problem) {
        assertEquals(List.of(problem), problems("[main]\n" + line + "\n"));
    }

    private static List<String> problems(String text) {
        return strings(ConfigFile.read("f", text, ROOT));
    }

    private static List<String> problems(Path file) {
        return strings(ConfigFile.read(file, ROOT));
    }

    private static List<String> strings(Reading reading) {
        return assertInstanceOf(Reading.Invalid.class, reading).problems().stream()
                .map(Problem::toString)
                .toList();
    }
}
