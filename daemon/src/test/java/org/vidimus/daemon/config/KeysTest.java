package org.vidimus.daemon.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.vidimus.daemon.config.ConfigFile.Reading;

/// Every key three times: left out, written, and written wrong.
class KeysTest {
    static List<KeyRow> rows() {
        return Stream.of(
                        MilterRows.all(),
                        DnsRows.all(),
                        PolicyRows.all(),
                        SignRows.all(),
                        LifecycleRows.all(),
                        LogRows.all())
                .flatMap(List::stream)
                .toList();
    }

    @ParameterizedTest
    @MethodSource("rows")
    void leftOutItHasItsDefault(KeyRow row) {
        assertEquals(row.fallback(), row.setting().apply(settings("")).toString());
    }

    @ParameterizedTest
    @MethodSource("rows")
    void writtenItIsSet(KeyRow row) {
        assertEquals(
                row.set(),
                row.setting()
                        .apply(settings(row.path() + " = " + row.written()))
                        .toString());
    }

    @ParameterizedTest
    @MethodSource("rows")
    void writtenWrongItIsRefused(KeyRow row) {
        Reading reading = ConfigFile.read("f", row.path() + " = " + row.wrong(), Keys.ROOT);
        List<Problem> problems =
                assertInstanceOf(Reading.Invalid.class, reading).problems();
        assertEquals(1, problems.size());
        String said = problems.getFirst().toString();
        assertTrue(said.startsWith("f:1:1: " + row.path() + ": " + row.complaint()), said);
    }

    @Test
    void noKeyLacksItsThreeTests() {
        assertEquals(
                paths("", Keys.ROOT).toList(), rows().stream().map(KeyRow::path).toList());
        assertEquals(
                Stream.concat(
                                repeated(SignKeys.RULES).map(name -> "rule." + name),
                                repeated(SignKeys.LOGINS).map(name -> "login." + name))
                        .toList(),
                SignRuleKeysTest.rows().stream()
                        .map(SignRuleKeysTest.Row::key)
                        .distinct()
                        .toList());
    }

    @Test
    void everyKeyIsDocumentedInWholeSentences() {
        Stream.concat(Keys.ROOT.keys().stream(), leaves(Keys.ROOT)).forEach(key -> {
            assertTrue(key.doc().endsWith("."), key.name());
            assertTrue(Character.isUpperCase(key.doc().charAt(0)), key.name());
            assertTrue(key.fallbackToml().isPresent() || !key.example().isEmpty(), key.name());
        });
    }

    private static Stream<String> repeated(Key<List<Values>> tables) {
        return tables.repeated().orElseThrow().keys().stream()
                .flatMap(key -> key == SignRuleKeys.KEYS
                        ? Stream.concat(
                                Stream.of(key.name()),
                                SignRuleKeys.KEY_TYPE.keys().stream().map(below -> key.name() + "." + below.name()))
                        : Stream.of(key.name()));
    }

    private static Settings settings(String text) {
        return Settings.of(assertInstanceOf(Reading.Valid.class, ConfigFile.read("f", text, Keys.ROOT))
                .values());
    }

    private static Stream<String> paths(String before, TableType table) {
        return table.keys().stream()
                .flatMap(key -> key.type() instanceof TableType below
                        ? paths(before + key.name() + ".", below)
                        : key.repeated().isPresent() ? Stream.empty() : Stream.of(before + key.name()));
    }

    private static Stream<Key<?>> leaves(TableType table) {
        return table.keys().stream()
                .flatMap(key -> key.type() instanceof TableType below
                        ? leaves(below)
                        : Stream.concat(Stream.of(key), key.repeated().stream().flatMap(KeysTest::leaves)));
    }
}
