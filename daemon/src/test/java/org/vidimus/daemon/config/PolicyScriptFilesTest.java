package org.vidimus.daemon.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.vidimus.policy.Spec;

/// The files of the administrator's script: which are read, and who may write them.
class PolicyScriptFilesTest {
    @TempDir
    private Path outside;

    private Path folder = Path.of(".");

    @BeforeEach
    void makeFolder() throws IOException {
        folder = Files.createDirectory(outside.resolve("scripts"));
    }

    private Path file(String name, String text) throws IOException {
        Path file = Files.writeString(folder.resolve(name), text);
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r--r--"));
        return file;
    }

    /// What is wrong with a script, by line, with the names of files alone.
    private String mistakes(String script) throws IOException {
        return switch (PolicyScript.read(file("policy.sieve", script))) {
            case PolicyScript.Reading.Valid _ -> "";
            case PolicyScript.Reading.Invalid(List<Problem> problems) ->
                problems.stream()
                        .map(problem -> problem.toString().replace(folder + "/", ""))
                        .collect(Collectors.joining("\n"));
        };
    }

    private List<String> warnings(String script) throws IOException {
        var read = assertInstanceOf(
                PolicyScript.Reading.Valid.class, PolicyScript.read(file("policy.sieve", script)), script);
        return read.script().warnings().stream()
                .map(warning -> warning.toString().replace(folder + "/", ""))
                .toList();
    }

    @Test
    @Spec("RFC 6609 §3.2")
    void scriptsBesideItAreIncluded() throws IOException {
        file("lists.sieve", "require [\"include\", \"fileinto\"]; include :global \"more\"; fileinto \"Lists\";");
        file("more.sieve", "redirect \"a@b.example\";");
        var read = assertInstanceOf(
                PolicyScript.Reading.Valid.class,
                PolicyScript.read(file("policy.sieve", "require \"include\"; include \"lists\";")));
        assertTrue(read.script().script().used().contains("fileinto"));
        assertTrue(read.script().script().commands().contains("redirect"), "of an included script");
        assertEquals(List.of(), read.script().warnings());
    }

    @Test
    void everythingThatIsWrongInAllFilesIsSaidAtOnce() throws IOException {
        file("lists.sieve", "require \"fileinto\";\nfileinto;\nstopp;\n");
        String said =
                mistakes("require \"include\";\ninclude \"lists\";\ninclude \"gone\";\nif heade \"a\" \"b\" {}\n");
        List<String> places =
                said.lines().map(line -> line.substring(0, line.indexOf(": "))).toList();
        assertEquals(
                List.of("lists.sieve:2:1", "lists.sieve:3:1", "policy.sieve:3:9", "policy.sieve:4:4"), places, said);
        assertTrue(said.contains("policy.sieve:3:9: there is no personal script \"gone\""), said);
    }

    @ParameterizedTest
    @ValueSource(strings = {"../secret", "..", ".", "a/b", "a\\\\b", "/etc/passwd", ".hidden", "", "caf\u00e9", "a b"})
    void noNameLeadsOutOfTheFolder(String name) throws IOException {
        Files.writeString(outside.resolve("secret.sieve"), "keep;");
        String said = mistakes("require \"include\";\ninclude \"" + name + "\";\n");
        assertTrue(said.startsWith("policy.sieve:2:9: "), said);
        assertEquals(List.of(), warnings("require \"include\"; include :optional \"other\";"));
    }

    @Test
    void linksAreFollowedToFilesOnly() throws IOException {
        // As in a folder that Kubernetes mounts, where every file is a link.
        Files.writeString(outside.resolve("real.sieve"), "redirect \"a@b.example\";");
        Files.createSymbolicLink(folder.resolve("linked.sieve"), outside.resolve("real.sieve"));
        assertEquals("", mistakes("require \"include\"; include \"linked\";"));
        Files.createDirectory(folder.resolve("folder.sieve"));
        Files.createSymbolicLink(folder.resolve("endless.sieve"), Path.of("/dev/zero"));
        Files.createSymbolicLink(folder.resolve("loop.sieve"), Path.of("loop.sieve"));
        for (String name : List.of("folder", "endless")) {
            String said = mistakes("require \"include\"; include :optional \"" + name + "\";");
            assertEquals(name + ".sieve: cannot be read: it is no regular file", said);
        }
        String loop = mistakes("require \"include\"; include :optional \"loop\";");
        assertTrue(loop.startsWith("loop.sieve: cannot be read: "), loop);
    }

    @Test
    @Spec("RFC 5230 §4")
    void whatIsForDeliveryIsAMistake() throws IOException {
        assertEquals(
                "policy.sieve:1:9: \"vacation\" is only there at delivery, and this script runs while the client still waits",
                mistakes("require \"vacation\"; vacation \"away\";")
                        .lines()
                        .findFirst()
                        .orElse(""));
    }

    @Test
    void aPipeIsNotWaitedFor() throws Exception {
        Path pipe = folder.resolve("pipe.sieve");
        assertEquals(0, new ProcessBuilder("mkfifo", pipe.toString()).start().waitFor());
        assertEquals(
                List.of(new Problem(
                        pipe.toString(), java.util.Optional.empty(), "", "cannot be read: it is no regular file")),
                assertInstanceOf(PolicyScript.Reading.Invalid.class, PolicyScript.read(pipe))
                        .problems());
    }

    @Test
    void scriptsThatIncludeEachOtherAndLargeOnesAreBounded() throws IOException {
        file("a.sieve", "require \"include\"; include \"b\";");
        file("b.sieve", "require \"include\"; include \"a\";");
        assertTrue(mistakes("require \"include\"; include \"a\";").contains("includes itself"));
        for (int i = 0; i < 12; i++) {
            file("deep" + i + ".sieve", "require \"include\"; include \"deep" + (i + 1) + "\";");
        }
        file("deep12.sieve", "keep;");
        assertTrue(mistakes("require \"include\"; include \"deep0\";").contains("deeper than 10"));
        file("large.sieve", "#".repeat((1 << 20) + 1));
        String large = mistakes("require \"include\"; include \"large\";");
        assertTrue(large.startsWith("large.sieve:1:1: "), large);
    }

    @Test
    void whoMayWriteAScriptIsDoubted() throws IOException {
        Path included = file("lists.sieve", "redirect \"a@b.example\";");
        String script = "require \"include\"; include \"lists\";";
        assertEquals(List.of(), warnings(script));
        Files.setPosixFilePermissions(included, PosixFilePermissions.fromString("rw-rw-rw-"));
        assertEquals(
                List.of("lists.sieve: warning: every user of this host can write it, and so decide about all mail; try"
                        + " chmod o-w"),
                warnings(script));
        Files.setPosixFilePermissions(included, PosixFilePermissions.fromString("rw-rw-r--"));
        Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxrwxrwx"));
        String replaced = ": warning: every user of this host can put another file in its place, and so decide about"
                + " all mail; try chmod o-w " + folder;
        assertEquals(List.of("policy.sieve" + replaced, "lists.sieve" + replaced), warnings(script));
        // As in /tmp, where nobody can take away another's file.
        Files.setAttribute(folder, "unix:mode", 01777);
        assertEquals(List.of(), warnings(script));
    }
}
