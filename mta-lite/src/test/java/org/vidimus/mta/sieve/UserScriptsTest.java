package org.vidimus.mta.sieve;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertSame;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.vidimus.policy.Spec;
import org.vidimus.policy.base.Budgets;
import org.vidimus.policy.base.Bytes;
import org.vidimus.policy.sieve.SieveScript;

/// The store of users' scripts.
class UserScriptsTest {
    private static final ScriptName JANE = new ScriptName("jane@example.com");
    private static final ScriptName MAIN = new ScriptName("main");
    private static final Bytes KEEP = Bytes.utf8("keep;");

    @TempDir
    private Path folder;

    private Path root = Path.of("");
    private UserScripts scripts = scripts(ScriptQuota.DEFAULT);

    @BeforeEach
    void open() throws IOException {
        root = Files.createDirectory(folder.resolve("users"));
        Files.createDirectory(folder.resolve("global"));
        scripts = scripts(ScriptQuota.DEFAULT);
    }

    private UserScripts scripts(ScriptQuota quota) {
        return new UserScripts(root, root.resolveSibling("global"), quota, SieveScript.LANGUAGE, Budgets.Sieve.USER);
    }

    private String active() {
        return switch (scripts.active(JANE)) {
            case UserScripts.Active.None _ -> "none";
            case UserScripts.Active.Ready _ -> "ready";
            case UserScripts.Active.Broken(String why) -> why;
        };
    }

    @Test
    void aScriptIsStoredAndMadeActiveAndDeleted() throws IOException {
        assertEquals("none", active());
        assertInstanceOf(ScriptChange.Done.class, scripts.put(JANE, MAIN, KEEP));
        assertEquals("none", active());
        assertEquals(List.of(new UserScripts.Listed(MAIN, 5, false)), scripts.list(JANE));
        scripts.activate(JANE, MAIN);
        assertEquals("ready", active());
        assertEquals(List.of(new UserScripts.Listed(MAIN, 5, true)), scripts.list(JANE));
        assertEquals(new ScriptChange.Refused("the active script cannot be deleted"), scripts.delete(JANE, MAIN));
        assertEquals(Optional.of(KEEP), scripts.text(JANE, MAIN));
        scripts.deactivate(JANE);
        assertEquals("none", active());
        assertInstanceOf(ScriptChange.Done.class, scripts.delete(JANE, MAIN));
        assertEquals(new ScriptChange.Refused("there is no script \"main\""), scripts.delete(JANE, MAIN));
        assertEquals(new ScriptChange.Refused("there is no script \"main\""), scripts.activate(JANE, MAIN));
        assertEquals(Optional.empty(), scripts.text(JANE, MAIN));
    }

    @Test
    void oneThatHasMistakesIsNotStored() throws IOException {
        ScriptChange change = scripts.put(JANE, MAIN, Bytes.utf8("kep;"));
        assertEquals(
                "main:1:1: there is no command 'kep': did you mean 'keep'?",
                ((ScriptChange.Faulty) change).problems().getFirst().toString());
        assertEquals(List.of(), scripts.list(JANE));
    }

    @Test
    void quotas() throws IOException {
        scripts = scripts(new ScriptQuota(2, 20, 30));
        assertEquals(
                new ScriptChange.Refused("a script has at most 20 octets"),
                scripts.put(JANE, MAIN, Bytes.utf8("keep;" + " ".repeat(16))));
        scripts.put(JANE, MAIN, Bytes.utf8("keep;" + " ".repeat(15)));
        assertEquals(
                new ScriptChange.Refused("all scripts together have at most 30 octets"),
                scripts.put(JANE, new ScriptName("b"), Bytes.utf8("keep;      ")));
        assertInstanceOf(ScriptChange.Done.class, scripts.put(JANE, new ScriptName("b"), KEEP));
        assertEquals(
                new ScriptChange.Refused("there are 2 scripts already"), scripts.put(JANE, new ScriptName("c"), KEEP));
        assertInstanceOf(ScriptChange.Done.class, scripts.put(JANE, MAIN, KEEP));
    }

    @Test
    void compiledOnceAndAgainAfterAChange() throws IOException {
        scripts.put(JANE, MAIN, KEEP);
        scripts.activate(JANE, MAIN);
        UserScripts.Active first = scripts.active(JANE);
        assertSame(first, scripts.active(JANE));
        Files.writeString(root.resolve("jane@example.com/main.sieve"), "discard; # edited by hand");
        UserScripts.Active second = scripts.active(JANE);
        assertNotSame(first, second);
        Files.writeString(root.resolve("jane@example.com/main.sieve"), "discrad;");
        assertEquals("main:1:1: there is no command 'discrad': did you mean 'discard'?", active());
        Files.delete(root.resolve("jane@example.com/main.sieve"));
        assertEquals("there is no script \"main\" that can be read", active());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", ".", "..", "../x", "a/b", "/etc/passwd", "a\\b", ".active", "a\u0000", "a\nb", "a\u2028"})
    @Spec("RFC 5804 §1.6")
    void namesThatAreNone(String name) {
        assertEquals(Optional.empty(), ScriptName.parse(name));
        assertEquals(Optional.empty(), ScriptName.parse("ä".repeat(101)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"a", "a b", "a..b", "äöü", "日本", "jane+x@example.com"})
    @Spec("RFC 5804 §1.6")
    void namesThatAreSome(String name) throws IOException {
        scripts.put(JANE, new ScriptName(name), KEEP);
        assertEquals(name, scripts.list(JANE).getFirst().name().text());
    }

    @Test
    void noLinkIsFollowed() throws IOException {
        Path secret = Files.writeString(folder.resolve("secret.sieve"), "keep;");
        scripts.put(JANE, MAIN, KEEP);
        Files.createSymbolicLink(root.resolve("jane@example.com/link.sieve"), secret);
        assertEquals(1, scripts.list(JANE).size());
        assertEquals(Optional.empty(), scripts.text(JANE, new ScriptName("link")));
        assertEquals(
                new ScriptChange.Refused("there is no script \"link\""),
                scripts.activate(JANE, new ScriptName("link")));
        Files.createSymbolicLink(root.resolve("joe"), root.resolve("jane@example.com"));
        assertEquals(List.of(), scripts.list(new ScriptName("joe")));
        assertInstanceOf(UserScripts.Active.None.class, scripts.active(new ScriptName("joe")));
    }

    @Test
    void onlyPlainFilesOfASaneLengthAreRead() throws IOException {
        scripts.put(JANE, MAIN, KEEP);
        scripts.activate(JANE, MAIN);
        Files.createDirectory(root.resolve("jane@example.com/folder.sieve"));
        assertEquals(1, scripts.list(JANE).size());
        Files.writeString(root.resolve("jane@example.com/main.sieve"), " ".repeat(200_000));
        assertEquals("there is no script \"main\" that can be read", active());
    }

    @Test
    void aNoteThatNamesNothingSound() throws IOException {
        scripts.put(JANE, MAIN, KEEP);
        Files.writeString(root.resolve("jane@example.com/.active"), "../../secret");
        assertEquals("the note which script is active names none", active());
    }
}
