package org.vidimus.daemon.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.vidimus.daemon.config.ConfigFile.Reading;
import org.vidimus.policy.Spec;

/// The keys of an `[[arc.seal]]`: each left out, written, and written wrong.
class SealKeysTest {
    private static final String MISSING = "";
    private static final String LEAST = "domain = \"a.example\"\nselector = \"s\"\nfile = \"/k\"\n";

    /// @param fallback the setting when it is left out; empty for a key that must be there
    /// @param written the lines of a seal that hold it
    /// @param set the setting then
    /// @param wrong lines that are refused
    /// @param complaint what is said about them
    record Row(
            String key,
            Function<SealSettings, Object> setting,
            String fallback,
            String written,
            String set,
            String wrong,
            String complaint) {
        @Override
        public String toString() {
            return key;
        }
    }

    static List<Row> rows() {
        return List.of(
                new Row(
                        "mail",
                        SealSettings::origin,
                        "OUTSIDE",
                        LEAST + "mail = \"anywhere\"",
                        "ANYWHERE",
                        LEAST + "mail = \"some\"",
                        "f:5:1: arc.seal[0].mail: \"some\" is unknown"),
                new Row(
                        "doors",
                        SealSettings::doors,
                        "[]",
                        LEAST + "doors = [\"MSA\"]",
                        "[MSA]",
                        LEAST + "doors = [\"inet:1@127.0.0.1\"]",
                        "f:1:1: arc.seal[0]: doors: nobody listens on \"inet:1@127.0.0.1\""),
                new Row(
                        "domain",
                        SealSettings::domain,
                        MISSING,
                        LEAST,
                        "a.example",
                        LEAST.replace("a.example", "a..example"),
                        "f:2:1: arc.seal[0].domain: \"a..example\", octet "),
                new Row(
                        "selector",
                        SealSettings::selector,
                        MISSING,
                        LEAST,
                        "s",
                        LEAST.replace("a.example", ("x".repeat(60) + ".").repeat(4) + "example"),
                        "f:3:1: arc.seal[0].selector: makes a name that is too long for the DNS"),
                new Row(
                        "file",
                        SealSettings::key,
                        MISSING,
                        LEAST,
                        "InFile[path=/k, passphrase=None[]]",
                        LEAST.replace("/k", ""),
                        "f:4:1: arc.seal[0].file: \"\" is empty"),
                new Row(
                        "passphrase-file",
                        SealSettings::key,
                        "InFile[path=/k, passphrase=None[]]",
                        LEAST + "passphrase-file = \"/p\"",
                        "InFile[path=/k, passphrase=InFile[path=/p]]",
                        LEAST + "passphrase-file = \"/p\"\npassphrase-credential = \"c\"",
                        "f:5:1: arc.seal[0].passphrase-file: and passphrase-credential are both given"),
                new Row(
                        "passphrase-credential",
                        SealSettings::key,
                        "InFile[path=/k, passphrase=None[]]",
                        LEAST + "passphrase-credential = \"c\"",
                        "InFile[path=/k, passphrase=Credential[name=c]]",
                        LEAST + "passphrase-credential = \"../c\"",
                        "f:5:1: arc.seal[0].passphrase-credential: \"../c\" is no name"));
    }

    @ParameterizedTest
    @MethodSource("rows")
    void leftOutItHasItsDefaultOrIsMissed(Row row) {
        if (row.fallback().equals(MISSING)) {
            String said = refused("");
            assertTrue(said.contains("." + row.key() + ": is missing; expected"), said);
        } else {
            assertEquals(row.fallback(), show(row, LEAST));
        }
    }

    @ParameterizedTest
    @MethodSource("rows")
    void writtenItIsSet(Row row) {
        assertEquals(row.set(), show(row, row.written()));
    }

    @ParameterizedTest
    @MethodSource("rows")
    void writtenWrongItIsRefusedWithItsPlace(Row row) {
        String said = refused(row.wrong());
        assertTrue(said.startsWith(row.complaint()), said);
    }

    @Test
    @Spec("ARC-16")
    void nothingIsSealedUnlessAskedForAndEveryKeyIsTested() {
        var valid = assertInstanceOf(Reading.Valid.class, ConfigFile.read("f", "", Keys.ROOT));
        assertEquals(List.of(), Settings.of(valid.values()).seals());
        assertEquals(
                SealKeys.SEALS.repeated().orElseThrow().keys().stream()
                        .map(Key::name)
                        .toList(),
                rows().stream().map(Row::key).toList());
    }

    private static String show(Row row, String lines) {
        var valid =
                assertInstanceOf(Reading.Valid.class, ConfigFile.read("f", "[[arc.seal]]\n" + lines + "\n", Keys.ROOT));
        return row.setting()
                .apply(Settings.of(valid.values()).seals().getFirst())
                .toString();
    }

    private static String refused(String lines) {
        var invalid = assertInstanceOf(
                Reading.Invalid.class, ConfigFile.read("f", "[[arc.seal]]\n" + lines + "\n", Keys.ROOT));
        return String.join(
                "\n", invalid.problems().stream().map(Problem::toString).toList());
    }
}
